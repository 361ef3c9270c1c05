//! Signing in with a token of the identity provider of one's agency.
//!
//! Whatever is wrong with a token, its sender gets the same answer; the log says what it was, without the token.

use crate::api::Api;
use crate::api::frame::client;
use crate::api::frame::problem::{Problem, TOO_MANY};
use crate::api::frame::responses::NotProved;
use crate::api::office::issuer_keys::keys_for;
use crate::api::office::session::{Open, Tokens, begin_proved, check_otp, network, require_banner};
use crate::auth::issuer::{KeySet, NotTaken, Presented};
use crate::clock::Clock as _;
use crate::workflow::office::exchanges::{self, SentFactor};
use crate::workflow::office::issuer_tokens::IssuerToken;
use crate::workflow::office::issuers::{self, Issuer};
use crate::workflow::office::sessions::Proved;
use actix_web::{HttpRequest, post, web};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(exchange_token);
}

/// A token of the identity provider of your agency.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenExchange {
    /// An ID token or access token that the provider made for this service. Each is taken once.
    #[schema(format = Password)]
    token: String,
    /// The present one-time password, if your account has a second factor that the provider does not attest.
    #[serde(default)]
    #[schema(example = "123456")]
    otp: Option<String>,
    /// The digest of the notice of `GET /session/banner`, if this office has one; it says that you accept the notice.
    #[serde(default)]
    banner: Option<String>,
}

/// Sign in with a token of your agency's identity provider.
///
/// The provider is an issuer that two security officers have put on record, and your account is bound to the name that it has
/// for you. The session is like any other; what you may do is what your account may do, whatever the token says.
#[utoipa::path(
    operation_id = "exchange_token",
    tag = "session",
    security(()),
    responses(
        (status = 200, description = "Signed in", body = Tokens),
        (status = 403, description = "The notice is not accepted", body = Problem, content_type = "application/problem+json"),
        NotProved
    )
)]
#[post("/session/exchange")]
async fn exchange_token(
    api: web::Data<Api>,
    request: HttpRequest,
    asked: Open<TokenExchange>,
) -> Result<web::Json<Tokens>, Problem> {
    let Open(TokenExchange { token, otp, banner }) = asked;
    require_banner(&api, banner.as_deref())?;
    let answer = match prove_by_token(&api, &request, token, otp).await {
        Ok(proved) => {
            let (shared, _place) = (api.clone(), api.changes.take(None).await?);
            crate::api::block(move || begin_proved(&shared, &proved)).await
        }
        Err(problem) => Err(problem),
    };
    api.metrics.sign_in(if answer.is_ok() { "done" } else { "refused" });
    answer.map(web::Json)
}

/// Checks a token, and the one-time password where one is asked for. A client that tries too often has to wait.
pub(super) async fn prove_by_token(
    api: &web::Data<Api>,
    request: &HttpRequest,
    token: String,
    otp: Option<String>,
) -> Result<Proved, Problem> {
    if let Err(wait) = api.throttle.admit_client(client::address(request, &api.trusted_proxies)) {
        api.metrics.sign_in("too_many");
        return Err(Problem::new(&TOO_MANY, "Wait a little, then try again.").retry_after(wait));
    }
    let found = find_keys(api, &token).await?;
    let (shared, network) = (api.clone(), network(api, request));
    let _place = api.changes.take(None).await?;
    crate::api::block(move || {
        let (now, api) = (shared.system.now(), shared);
        let checked = match found.and_then(|(issuer, keys)| check_token(&token, &issuer, &keys, now)) {
            Ok(checked) => checked,
            Err(not) => return Err(exchanges::refuse(&api.cx, None, not.0)?.into()),
        };
        let attempt = exchanges::attempt(&api.cx, checked, &network, now)?;
        let factor = attempt.found.as_ref().and_then(|found| found.factor.as_ref());
        let sent = otp.as_deref();
        let period = factor.zip(sent).and_then(|(factor, otp)| check_otp(&api, factor, otp, now));
        Ok::<_, Problem>(exchanges::prove(&api.cx, attempt, SentFactor { is_sent: sent.is_some(), period })?)
    })
    .await
}

/// The issuer that a token names, with its keys; the inner error is why there are none, for the log.
async fn find_keys(api: &web::Data<Api>, token: &str) -> Result<Result<(Issuer, Arc<KeySet>), NotTaken>, Problem> {
    let read = match Presented::read(token) {
        Ok(read) => read,
        Err(not) => return Ok(Err(not)),
    };
    let (shared, iss) = (api.clone(), read.issuer().to_owned());
    let found = crate::api::block(move || issuers::find_active(&shared.cx, &iss, shared.system.now())).await?;
    let Some(issuer) = found else { return Ok(Err(NotTaken("no active issuer has this name"))) };
    let keys = keys_for(api, &issuer, &read).await?;
    Ok(keys.map(|keys| (issuer, keys)).ok_or(NotTaken("its issuer has no such key, or gives none")))
}

/// Checks the signature and the claims of a token.
fn check_token(token: &str, issuer: &Issuer, keys: &KeySet, now: Timestamp) -> Result<IssuerToken, NotTaken> {
    let said = Presented::read(token)?.check(&issuer.terms, keys, now)?;
    Ok(IssuerToken { issuer: issuer.id, issuer_until: issuer.active_until, said })
}
