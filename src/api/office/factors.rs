//! Second factors, and proving again that it is you.

use crate::api::Api;
use crate::api::frame::guard::{Anyone, Signed};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotProved};
use crate::api::office::exchange::prove_by_token;
use crate::api::office::session::{Open, check_otp, check_proof, network, wait_to_check};
use crate::auth::totp;
use crate::clock::Clock as _;
use crate::workflow::office::factors;
use crate::workflow::office::sessions::{self, Proved};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(step_up).service(begin_factor).service(confirm_factor);
}

/// What proves again who sends a request: a password, or a token of an issuer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnProof {
    /// Password of your account.
    #[serde(default)]
    #[schema(format = Password)]
    password: Option<String>,
    /// In the place of a password, a token of the identity provider of your agency, whose `auth_time` says that it asked you
    /// within five minutes. Each is taken once.
    #[serde(default)]
    #[schema(format = Password)]
    token: Option<String>,
    /// The present one-time password, if your account has a second factor that the provider does not attest.
    #[serde(default)]
    otp: Option<String>,
}

/// A second factor that is not in use yet.
#[derive(Serialize, ToSchema)]
struct NewFactor {
    /// The secret in base32, to be typed into an authenticator. It is shown only in this answer.
    secret: String,
    /// The same as an address, to be shown to an authenticator as a QR code.
    address: String,
}

/// A one-time password of a new second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FactorConfirmation {
    /// The present one-time password of the new factor.
    #[schema(example = "123456")]
    otp: String,
}

/// Prove again that it is you.
///
/// Grave acts ask for a proof in the last five minutes: a password and, outside a demonstration, a one-time password; or a
/// token of your agency's identity provider that attests a second factor. To sign in counts as one.
#[utoipa::path(operation_id = "step_up", tag = "session", responses((status = 204, description = "Proved"), NotProved))]
#[post("/session/step-up")]
async fn step_up(
    who: Signed<Anyone>,
    api: web::Data<Api>,
    request: HttpRequest,
    proof: Open<OwnProof>,
) -> Result<HttpResponse, Problem> {
    let proved = check_own_proof(&who, &api, &request, proof.0).await?;
    crate::api::block(move || sessions::step_up(&api.cx, &who, who.session(), &proved, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Checks the proof of somebody who is signed in.
async fn check_own_proof(
    who: &Signed<Anyone>,
    api: &web::Data<Api>,
    request: &HttpRequest,
    proof: OwnProof,
) -> Result<Proved, Problem> {
    let OwnProof { password, token, otp } = proof;
    let password = match (password, token) {
        (None, Some(token)) => return prove_by_token(api, request, token, otp).await,
        (Some(password), None) => password,
        _ => return Err(Problem::invalid("password", "Send your password, or a token in its place.")),
    };
    let username = who.name.clone();
    let _place = wait_to_check(api, request, &username).await?;
    let (shared, network) = (api.clone(), network(api, request));
    crate::api::block(move || check_proof(&shared, &network, &username, &password, otp.as_deref())).await
}

/// Begin a second factor.
///
/// The answer has the secret for an authenticator, once. The factor is in use when you have confirmed it. If your account has
/// one, it stays in use until then, and `otp` is asked for.
#[utoipa::path(operation_id = "begin_factor", tag = "session", responses((status = 201, description = "The factor, to be confirmed", body = NewFactor), NotProved))]
#[post("/session/factor")]
async fn begin_factor(
    who: Signed<Anyone>,
    api: web::Data<Api>,
    request: HttpRequest,
    proof: Open<OwnProof>,
) -> Result<HttpResponse, Problem> {
    let proved = check_own_proof(&who, &api, &request, proof.0).await?;
    let made = crate::api::block(move || {
        let made = api.factors.generate(proved.found.account.id).map_err(|e| Problem::failed(e.to_string()))?;
        factors::begin(&api.cx, &who, who.session(), &proved, &made.sealed, api.system.now())?;
        let address = totp::address(&who.name, &made.base32);
        Ok::<_, Problem>(NewFactor { secret: made.base32, address })
    });
    Ok(HttpResponse::Created().json(made.await?))
}

/// Put a second factor in use.
///
/// From now on every sign-in asks for its one-time password. Each is good once.
#[utoipa::path(
    operation_id = "confirm_factor",
    tag = "session",
    responses(
        (status = 204, description = "In use; this session counts as proved by it"),
        NotDone
    )
)]
#[post("/session/factor/confirmation")]
async fn confirm_factor(
    who: Signed<Anyone>,
    api: web::Data<Api>,
    request: HttpRequest,
    confirmation: Open<FactorConfirmation>,
) -> Result<HttpResponse, Problem> {
    // Whoever has a token alone must not find six digits by trying.
    let place = wait_to_check(&api, &request, &who.name).await?;
    drop(place);
    crate::api::block(move || {
        let (factor, now) = (factors::unconfirmed(&api.cx, &who)?, api.system.now());
        let period = check_otp(&api, &factor, &confirmation.0.otp, now);
        factors::confirm(&api.cx, &who, who.session(), &factor, period, now)?;
        Ok::<_, Problem>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
