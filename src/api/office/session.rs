//! Signing in and out.
//!
//! A wrong name and a wrong password get the same answer after the same work. A client that tries too often has to wait.
//! The times of tokens are those of the machine's clock, also in a demonstration.

use crate::api::Api;
use crate::api::frame::change::read_body;
use crate::api::frame::guard::{Anyone, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::{Problem, TOO_MANY};
use crate::api::frame::responses::{NotProved, NotShown};
use crate::api::frame::{change, client};
use crate::api::office::accounts::{accept_password, hash_password};
use crate::auth::refresh::RefreshToken;
use crate::auth::throttle::{self, Pace};
use crate::clock::Clock as _;
use crate::workflow;
use crate::workflow::office::accounts::Password;
use crate::workflow::office::factors::Factor;
use crate::workflow::office::session_list::{self, SessionView};
use crate::workflow::office::sessions::{self, Opening, Proved};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, get, post, web};
use domain::base::actor::Account;
use domain::base::ids::SessionId;
use domain::base::refusal::{BANNER_NOT_ACCEPTED, Refusal, SESSION_OVER};
use futures_util::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::SemaphorePermit;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(sign_in).service(change_password).service(refresh_session).service(sign_out).service(read_banner);
    config.service(list_sessions).service(end_session);
}

/// A name with its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// Name of the account.
    #[schema(example = "examiner1")]
    username: String,
    /// Password of the account.
    #[schema(format = Password)]
    password: String,
    /// The present one-time password, if the account has a second factor.
    #[serde(default)]
    #[schema(example = "123456")]
    otp: Option<String>,
    /// The digest of the notice of `GET /session/banner`, if this office has one; it says that you accept the notice.
    #[serde(default)]
    banner: Option<String>,
}

/// A name with its password and the next one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// Name of the account.
    #[schema(example = "examiner1")]
    username: String,
    /// Password of the account, also one that is good once only.
    #[schema(format = Password)]
    password: String,
    /// The password from now on, which nobody else knows.
    #[schema(format = Password, min_length = 15)]
    new_password: String,
    /// The present one-time password, if the account has a second factor.
    #[serde(default)]
    otp: Option<String>,
    /// The digest of the notice of `GET /session/banner`, if this office has one; it says that you accept the notice.
    #[serde(default)]
    banner: Option<String>,
}

/// The notice that everybody accepts before signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Banner {
    /// The words of the notice.
    text: String,
    /// The SHA-256 of the words in hexadecimal, to be sent as `banner` with the sign-in.
    sha256: String,
}

impl Banner {
    /// The notice with these words.
    pub(crate) fn of(text: String) -> Self {
        let sha256 = domain::base::ledger::hex(&Sha256::digest(text.as_bytes()));
        Self { text, sha256 }
    }
}

/// A refresh token to be exchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// The refresh token that was given last. Each can be used once.
    refresh_token: String,
}

/// The tokens of a session.
#[derive(Serialize, ToSchema)]
pub(super) struct Tokens {
    /// To be sent as `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds for which the access token is valid.
    #[schema(example = 600)]
    expires_in: u64,
    /// To be exchanged for new tokens; can be used once.
    refresh_token: String,
}

/// The JSON body of a request without a session. Such a request takes no Idempotency-Key.
pub(super) struct Open<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned + 'static> FromRequest for Open<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(api) = request.app_data::<web::Data<Api>>() else {
                return Err(Problem::failed("no service data"));
            };
            let bytes = read_body(&request, payload, api.limits.json.0, api.stall).await?;
            change::from_json(&bytes).map(Self)
        })
    }
}

/// Sign in.
///
/// The access token says who sends a request and is valid for a few minutes. The refresh token is exchanged for new
/// tokens. An account with a second factor sends its one-time password too. After a hundred failed sign-ins in a row an
/// account opens only in networks it has signed in from before, until a security officer reopens it.
#[utoipa::path(
    operation_id = "sign_in",
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "Signed in", body = Tokens),
        (status = 403, description = "The password is good once only, to choose an own one; or the notice is not accepted", body = Problem, content_type = "application/problem+json"),
        NotProved
    )
)]
#[post("/session")]
async fn sign_in(
    api: web::Data<Api>,
    request: HttpRequest,
    credentials: Open<Credentials>,
) -> Result<web::Json<Tokens>, Problem> {
    let Open(credentials) = credentials;
    require_banner(&api, credentials.banner.as_deref())?;
    let _place = wait_to_check(&api, &request, &credentials.username).await?;
    let (shared, network) = (api.clone(), network(&api, &request));
    let answer = crate::api::block(move || begin_session(&shared, &network, &credentials)).await;
    api.metrics.sign_in(if answer.is_ok() { "done" } else { "refused" });
    answer.map(web::Json)
}

/// Refuses a sign-in without the notice of this office, if it has one.
pub(super) fn require_banner(api: &Api, accepted: Option<&str>) -> Result<(), Problem> {
    match &api.banner {
        Some(banner) if accepted != Some(banner.sha256.as_str()) => {
            let detail = "GET /api/v1/session/banner, show it to the person, and send its sha256 as banner once the person \
                          accepts it.";
            Err(Refusal::new(&BANNER_NOT_ACCEPTED, detail).into())
        }
        _ => Ok(()),
    }
}

/// The network a request comes from.
pub(super) fn network(api: &Api, request: &HttpRequest) -> String {
    throttle::network_of(client::address(request, &api.trusted_proxies))
}

/// Waits until a password may be checked: as long as the pace of guesses asks for, and for one of the places.
pub(super) async fn wait_to_check<'a>(
    api: &'a web::Data<Api>,
    request: &HttpRequest,
    username: &str,
) -> Result<SemaphorePermit<'a>, Problem> {
    match api.throttle.pace(client::address(request, &api.trusted_proxies), username) {
        Pace::After(wait) => tokio::time::sleep(wait).await,
        Pace::TooMany(wait) => {
            api.metrics.sign_in("too_many");
            return Err(Problem::new(&TOO_MANY, "Wait a little, then try again.").retry_after(wait));
        }
    }
    // The semaphore is closed only when the process ends.
    api.checking.acquire().await.map_err(|e| Problem::failed(e.to_string()))
}

/// Change your password.
///
/// A password that somebody else gave you is good for this only. All sessions of the account end, and a new one begins.
#[utoipa::path(
    operation_id = "change_password",
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "Changed, and signed in", body = Tokens),
        (status = 403, description = "The notice is not accepted", body = Problem, content_type = "application/problem+json"),
        NotProved
    )
)]
#[post("/session/password")]
async fn change_password(
    api: web::Data<Api>,
    request: HttpRequest,
    change: Open<PasswordChange>,
) -> Result<web::Json<Tokens>, Problem> {
    let Open(change) = change;
    require_banner(&api, change.banner.as_deref())?;
    let _place = wait_to_check(&api, &request, &change.username).await?;
    let (shared, network) = (api.clone(), network(&api, &request));
    let answer = crate::api::block(move || replace_password(&shared, &network, &change)).await;
    api.metrics.sign_in(if answer.is_ok() { "done" } else { "refused" });
    answer.map(web::Json)
}

fn replace_password(api: &Api, network: &str, change: &PasswordChange) -> Result<Tokens, Problem> {
    // Whether the new one is fit says nothing of the account, and costs less than to check the old one.
    accept_password("new_password", &change.new_password, &change.username)?;
    if change.new_password == change.password {
        return Err(Problem::invalid("new_password", "Choose another password than the one you have."));
    }
    let proved = check_proof(api, network, &change.username, &change.password, change.otp.as_deref())?;
    let new = Password::own(hash_password(api, &change.new_password)?);
    let (next, now) = (generate_refresh_token()?, api.system.now());
    let opening = Opening { refresh_hash: &next.digest(), now, expires_at: session_end(api, now) };
    let (account, session) = sessions::change_password(&api.cx, &proved, &new, opening)?;
    issue_tokens(api, &account, session, &next, now)
}

/// Checks a password, and the one-time password of an account with a second factor. The work is the same whether the
/// account exists or not.
pub(super) fn check_proof(
    api: &Api,
    network: &str,
    username: &str,
    password: &str,
    otp: Option<&str>,
) -> Result<Proved, Problem> {
    let now = api.system.now();
    let attempt = sessions::attempt(&api.cx, username, network, now)?;
    let hash = attempt.found.as_ref().map(|c| c.password.hash.as_str());
    let right = api.passwords.check(password, hash).map_err(|e| Problem::failed(e.to_string()))?;
    let factor = attempt.found.as_ref().and_then(|c| c.factor.as_ref());
    let period = factor.and_then(|factor| check_otp(api, factor, otp.unwrap_or_default(), now));
    attempt.prove(right, period).or_else(|account| Err(sessions::enter_failed_sign_in(&api.cx, account)?.into()))
}

/// The period of a one-time password of a factor; `None` if it is wrong. A factor that cannot be read takes none, and the
/// log says so: the answer must not tell a caller who has proved nothing that there is one.
pub(super) fn check_otp(api: &Api, factor: &Factor, otp: &str, now: Timestamp) -> Option<i64> {
    api.factors.period(factor.account, &factor.sealed_secret, otp.trim(), now).unwrap_or_else(|e| {
        tracing::error!(why = %e, "factor.unreadable");
        None
    })
}

fn begin_session(api: &Api, network: &str, credentials: &Credentials) -> Result<Tokens, Problem> {
    let Credentials { username, password, otp, .. } = credentials;
    let proved = check_proof(api, network, username, password, otp.as_deref())?;
    if proved.found.password.temporary {
        return Err(sessions::refuse_temporary_password(&api.cx, &proved, api.system.now())?.into());
    }
    begin_proved(api, &proved)
}

/// Begins a session for somebody whose proof was right, with its tokens.
pub(super) fn begin_proved(api: &Api, proved: &Proved) -> Result<Tokens, Problem> {
    let (next, now) = (generate_refresh_token()?, api.system.now());
    let opening = Opening { refresh_hash: &next.digest(), now, expires_at: session_end(api, now) };
    let (account, session) = sessions::begin(&api.cx, proved, opening)?;
    issue_tokens(api, &account, session, &next, now)
}

/// When a session that begins now ends by itself.
fn session_end(api: &Api, now: Timestamp) -> Timestamp {
    let life = SignedDuration::try_from(api.refresh_ttl).unwrap_or(SignedDuration::MAX);
    now.saturating_add(life).unwrap_or(Timestamp::MAX)
}

fn generate_refresh_token() -> Result<RefreshToken, Problem> {
    RefreshToken::generate().map_err(|e| Problem::failed(e.to_string()))
}

fn issue_tokens(
    api: &Api,
    account: &Account,
    session: SessionId,
    next: &RefreshToken,
    now: Timestamp,
) -> Result<Tokens, Problem> {
    let access = api.keys.tokens.issue(account.id, session, account.stamp, now);
    Ok(Tokens {
        access_token: access.map_err(|e| Problem::failed(e.to_string()))?,
        token_type: "Bearer",
        expires_in: api.keys.tokens.ttl().as_secs(),
        refresh_token: next.expose().to_owned(),
    })
}

/// Exchange a refresh token for new tokens.
///
/// Each refresh token can be used once. A refresh token that is used again ends its session, because somebody else may
/// have it. A session whose tokens were not exchanged for half an hour (the setting `tokens.idle`) is over.
#[utoipa::path(
    operation_id = "refresh_session",
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "New tokens", body = Tokens),
        (status = 401, description = "The session is over", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not understood", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session/refresh")]
async fn refresh_session(api: web::Data<Api>, exchange: Open<Exchange>) -> Result<web::Json<Tokens>, Problem> {
    let _place = api.changes.take(None).await?;
    let tokens = crate::api::block(move || {
        let Some(presented) = RefreshToken::parse(&exchange.0.refresh_token) else {
            return Err(Refusal::new(&SESSION_OVER, "Sign in again.").into());
        };
        let (next, now) = (generate_refresh_token()?, api.system.now());
        let (account, session) = sessions::refresh(&api.cx, &presented.digest(), &next.digest(), now, api.idle)?;
        issue_tokens(&api, &account, session, &next, now)
    });
    tokens.await.map(web::Json)
}

/// Sign out.
///
/// Ends the session at once, with every token made in it.
#[utoipa::path(operation_id = "sign_out", tag = "session", responses((status = 204, description = "Signed out"), NotShown))]
#[delete("/session")]
async fn sign_out(who: Signed<Anyone>, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    crate::api::block(move || {
        sessions::end(&api.cx, &who, who.session(), api.system.now())?;
        Ok::<_, workflow::Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the notice that everybody accepts before signing in.
#[utoipa::path(
    operation_id = "read_banner",
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "The notice", body = Banner),
        (status = 204, description = "This office has no notice"),
    )
)]
#[get("/session/banner")]
async fn read_banner(api: web::Data<Api>) -> HttpResponse {
    match &api.banner {
        Some(banner) => HttpResponse::Ok().json(banner),
        None => HttpResponse::NoContent().finish(),
    }
}

/// List your sessions.
#[utoipa::path(operation_id = "list_sessions", tag = "session", responses((status = 200, description = "Your live sessions, oldest first", body = Page<SessionView>), NotShown))]
#[get("/sessions")]
async fn list_sessions(who: Signed<Anyone>, api: web::Data<Api>) -> Result<Page<SessionView>, Problem> {
    let all = crate::api::block(move || session_list::list(&api.cx, &who, who.session(), api.system.now(), api.idle));
    Ok(Page::whole(all.await?))
}

/// End one of your sessions.
#[utoipa::path(operation_id = "end_session", tag = "session", params(IdParam), responses((status = 204, description = "Ended, with every token made in it"), NotShown))]
#[delete("/sessions/{id}")]
async fn end_session(who: Signed<Anyone>, api: web::Data<Api>, id: Id<SessionId>) -> Result<HttpResponse, Problem> {
    crate::api::block(move || session_list::end_own(&api.cx, &who, id.0, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
