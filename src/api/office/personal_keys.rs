//! Keys by which people sign what they do.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{Anyone, SecurityOfficers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::office::personal_keys::{self, PersonalKeyInput, PersonalKeyView};
use actix_web::{delete, get, post, web};
use domain::base::ids::PersonalKeyId;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(add_personal_key)
        .service(list_personal_keys)
        .service(confirm_personal_key)
        .service(end_personal_key);
}

/// Put a key of your own on record.
///
/// Sign this request with the key (RFC 9421), so that everybody sees that you hold it. The key counts once a security officer
/// has compared its thumbprint with you and confirmed it. From then on recommendations, determinations, orders, acknowledgments,
/// adoptions and the like are done in your name only by requests that you have signed with it.
#[utoipa::path(operation_id = "add_personal_key", tag = "session", params(Creating), request_body = PersonalKeyInput, responses((status = 201, description = "The key, not confirmed yet", body = PersonalKeyView), NotDone))]
#[post("/personal-keys")]
async fn add_personal_key(
    who: Signed<SteppedUp<Anyone>>,
    api: web::Data<Api>,
    change: Change<PersonalKeyInput>,
) -> Result<Answer<PersonalKeyView>, Problem> {
    let added = block(move || {
        let (ask, by) = change.by(&who);
        personal_keys::add(&api.cx, &by, &ask)
    })
    .await?;
    let version = added.version;
    Ok(Answer::created(format!("{PREFIX}/personal-keys"), added).version(version))
}

/// List keys by which people sign.
///
/// You see your own keys; security officers and auditors see everybody's. Keys that were ended stay in the list, because what
/// they have signed is still checked.
#[utoipa::path(operation_id = "list_personal_keys", tag = "session", responses((status = 200, description = "The keys, oldest first", body = Page<PersonalKeyView>), NotShown))]
#[get("/personal-keys")]
async fn list_personal_keys(who: Signed<Anyone>, api: web::Data<Api>) -> Result<Page<PersonalKeyView>, Problem> {
    Ok(Page::whole(block(move || personal_keys::list(&api.cx, &who)).await?))
}

/// Confirm that a key is its owner's.
///
/// Compare the thumbprint with its owner first, face to face or by a call that you make. Nobody confirms a key of their own.
#[utoipa::path(operation_id = "confirm_personal_key", tag = "accounts", params(IdParam, Changing), responses((status = 200, description = "The key, which counts now", body = PersonalKeyView), NotDone))]
#[post("/personal-keys/{id}/confirm")]
async fn confirm_personal_key(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    id: Id<PersonalKeyId>,
    change: Change<Nothing>,
) -> Result<Answer<PersonalKeyView>, Problem> {
    let key = block(move || personal_keys::confirm(&api.cx, &change.by(&who).1, id.0)).await?;
    let version = key.version;
    Ok(Answer::ok(key).version(version))
}

/// End a key.
///
/// Its owner does so, or a security officer. What it has signed stays signed.
#[utoipa::path(operation_id = "end_personal_key", tag = "session", params(IdParam, Changing), responses((status = 200, description = "The key, by which nothing is signed any more", body = PersonalKeyView), NotDone))]
#[delete("/personal-keys/{id}")]
async fn end_personal_key(
    who: Signed<SteppedUp<Anyone>>,
    api: web::Data<Api>,
    id: Id<PersonalKeyId>,
    change: Change<Nothing>,
) -> Result<Answer<PersonalKeyView>, Problem> {
    let key = block(move || personal_keys::end(&api.cx, &change.by(&who).1, id.0)).await?;
    let version = key.version;
    Ok(Answer::ok(key).version(version))
}
