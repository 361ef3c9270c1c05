//! The public halves of the token keys, and new token keys on request of two security officers.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{SecurityOfficers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::seal::Jwk;
use crate::clock::Clock as _;
use crate::workflow::office::key_rotation::{self, KeyView, OldKeys, RotationView};
use crate::workflow::office::keys;
use actix_web::{HttpResponse, get, post, web};
use domain::base::ids::KeyRotationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_token_keys)
        .service(list_signing_keys)
        .service(list_key_rotations)
        .service(propose_key_rotation);
    config.service(confirm_key_rotation).service(withdraw_key_rotation);
}

/// Public keys, as a JSON Web Key Set (RFC 7517).
#[derive(Serialize, ToSchema)]
struct KeySet {
    /// The keys, the oldest first.
    keys: Vec<Jwk>,
}

/// A new token key that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKeyRotation {
    /// Whether the keys of before are refused at once, because one has become known. Everybody then renews the tokens. If left
    /// out, they are accepted until their last token has expired.
    #[serde(default)]
    refuse_old: bool,
}

/// Read the public halves of the token keys.
///
/// For whoever checks access tokens before they come here. A new key is listed fifteen minutes before it signs, an old one
/// until its last token has expired. The answer may be kept for five minutes.
#[utoipa::path(
    operation_id = "read_token_keys",
    tag = "session",
    security(()),
    responses((status = 200, description = "The keys", body = KeySet, content_type = "application/jwk-set+json"))
)]
#[get("/session/keys")]
async fn read_token_keys(api: web::Data<Api>) -> HttpResponse {
    let keys = api.keys.tokens.published(api.system.now());
    HttpResponse::Ok().content_type("application/jwk-set+json").json(KeySet { keys })
}

/// List the keys.
///
/// Token keys and the keys of statements, with what became of each. Keys that have ended stay on record.
#[utoipa::path(operation_id = "list_signing_keys", tag = "office", responses((status = 200, description = "Every key, the oldest first", body = Page<KeyView>), NotShown))]
#[get("/signing-keys")]
async fn list_signing_keys(who: Signed<SecurityOfficers>, api: web::Data<Api>) -> Result<Page<KeyView>, Problem> {
    let all = block(move || key_rotation::list(&api.cx, &who, &api.keys, api.system.now())).await?;
    Ok(Page::whole(all))
}

/// List the token keys that are asked for.
#[utoipa::path(operation_id = "list_key_rotations", tag = "office", responses((status = 200, description = "What nobody has confirmed yet, the oldest first", body = Page<RotationView>), NotShown))]
#[get("/key-rotations")]
async fn list_key_rotations(who: Signed<SecurityOfficers>, api: web::Data<Api>) -> Result<Page<RotationView>, Problem> {
    let all = block(move || key_rotation::list_proposals(&api.cx, &who)).await?;
    Ok(Page::whole(all))
}

/// Ask for a new token key.
///
/// It is made once another security officer confirms it; in a demonstration at once. Without that, a new key is made every
/// thirty days (the setting `tokens.key_life`).
#[utoipa::path(operation_id = "propose_key_rotation", tag = "office", params(Creating), request_body = NewKeyRotation, responses((status = 201, description = "Asked for", body = RotationView), NotDone))]
#[post("/key-rotations")]
async fn propose_key_rotation(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    change: Change<NewKeyRotation>,
) -> Result<Answer<RotationView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        let old = if new.refuse_old { OldKeys::Refused } else { OldKeys::Accepted };
        let made = key_rotation::propose(&api.cx, &by, &api.keys, old, api.system.now())?;
        keys::load(&api.cx, &api.keys, api.system.now())?;
        Ok::<_, Problem>(made)
    })
    .await?;
    Ok(Answer::created(format!("{PREFIX}/key-rotations"), made).version(1))
}

/// Confirm the token key that another security officer asked for.
///
/// The new key is made. It signs in fifteen minutes, or at once if the old ones are refused.
#[utoipa::path(operation_id = "confirm_key_rotation", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Made", body = RotationView), NotDone))]
#[post("/key-rotations/{id}/confirmation")]
async fn confirm_key_rotation(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    id: Id<KeyRotationId>,
    change: Change<Nothing>,
) -> Result<Answer<RotationView>, Problem> {
    let made = block(move || {
        let made = key_rotation::confirm(&api.cx, &change.by(&who).1, &api.keys, id.0, api.system.now())?;
        // This node uses the new key at once, the others within two seconds.
        keys::load(&api.cx, &api.keys, api.system.now())?;
        Ok::<_, Problem>(made)
    })
    .await?;
    Ok(Answer::ok(made))
}

/// Take back a token key that is asked for.
#[utoipa::path(operation_id = "withdraw_key_rotation", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Taken back", body = RotationView), NotDone))]
#[post("/key-rotations/{id}/withdrawal")]
async fn withdraw_key_rotation(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<KeyRotationId>,
    change: Change<Nothing>,
) -> Result<Answer<RotationView>, Problem> {
    let taken_back = block(move || key_rotation::withdraw(&api.cx, &change.by(&who).1, id.0)).await?;
    Ok(Answer::ok(taken_back))
}
