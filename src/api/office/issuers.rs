//! Issuers of tokens, and the names that they have for people, for security officers.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{SecurityOfficers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::clock::Clock as _;
use crate::workflow::office::identities::{self, IdentityInput, IdentityView};
use crate::workflow::office::issuers::{self, IssuerInput, IssuerView};
use actix_web::{HttpResponse, delete, get, post, web};
use domain::base::ids::{AccountId, IdentityId, IssuerId};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_issuers)
        .service(propose_issuer)
        .service(read_issuer)
        .service(confirm_issuer)
        .service(end_issuer);
    config.service(list_identities).service(propose_identity).service(confirm_identity).service(end_identity);
}

/// List issuers of tokens.
#[utoipa::path(operation_id = "list_issuers", tag = "office", responses((status = 200, description = "All issuers, ended ones too, oldest first", body = Page<IssuerView>), NotShown))]
#[get("/issuers")]
async fn list_issuers(who: Signed<SecurityOfficers>, api: web::Data<Api>) -> Result<Page<IssuerView>, Problem> {
    let all = block(move || issuers::list(&api.cx, &who)).await?;
    Ok(Page::whole(all))
}

/// Propose an issuer of tokens: the identity provider of an agency.
///
/// Its tokens are taken once another security officer confirms it; in a demonstration at once. They sign in people of the
/// agency whose accounts are bound to the names that it has for them.
#[utoipa::path(operation_id = "propose_issuer", tag = "office", params(Creating), request_body = IssuerInput, responses((status = 201, description = "Proposed", body = IssuerView), NotDone))]
#[post("/issuers")]
async fn propose_issuer(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    change: Change<IssuerInput>,
) -> Result<Answer<IssuerView>, Problem> {
    let made = block(move || {
        let (asked, by) = change.by(&who);
        issuers::propose(&api.cx, &by, &asked, api.system.now())
    })
    .await?;
    let (at, version) = (format!("{PREFIX}/issuers/{}", made.id), made.version);
    Ok(Answer::created(at, made).version(version))
}

/// Read an issuer of tokens.
#[utoipa::path(operation_id = "read_issuer", tag = "office", params(IdParam), responses((status = 200, description = "The issuer", body = IssuerView), NotShown))]
#[get("/issuers/{id}")]
async fn read_issuer(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<IssuerId>,
) -> Result<Answer<IssuerView>, Problem> {
    let found = block(move || issuers::get(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found).version(version))
}

/// Confirm an issuer that another security officer proposed.
#[utoipa::path(operation_id = "confirm_issuer", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Confirmed; its tokens are taken", body = IssuerView), NotDone))]
#[post("/issuers/{id}/confirmation")]
async fn confirm_issuer(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    id: Id<IssuerId>,
    change: Change<Nothing>,
) -> Result<Answer<IssuerView>, Problem> {
    let confirmed = block(move || issuers::confirm(&api.cx, &change.by(&who).1, id.0)).await?;
    let version = confirmed.version;
    Ok(Answer::ok(confirmed).version(version))
}

/// End an issuer, proposed or confirmed.
///
/// None of its tokens is taken from now on, and the sessions that they began end at once, as do the names that it has for
/// people.
#[utoipa::path(operation_id = "end_issuer", tag = "office", params(IdParam, Changing), responses((status = 204, description = "Ended, with every session that it began"), NotDone))]
#[delete("/issuers/{id}")]
async fn end_issuer(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<IssuerId>,
    change: Change<Nothing>,
) -> Result<HttpResponse, Problem> {
    block(move || issuers::end(&api.cx, &change.by(&who).1, id.0, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the names that issuers have for the owner of an account.
#[utoipa::path(operation_id = "list_identities", tag = "office", params(IdParam), responses((status = 200, description = "The identities of the account, oldest first", body = Page<IdentityView>), NotShown))]
#[get("/accounts/{id}/identities")]
async fn list_identities(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
) -> Result<Page<IdentityView>, Problem> {
    let all = block(move || identities::list(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// Propose that an account is bound to the name that an issuer has for its owner.
///
/// Tokens of that name sign the account in once another security officer confirms it; in a demonstration at once. Nobody
/// binds an account that is cleared above the own clearance.
#[utoipa::path(operation_id = "propose_identity", tag = "office", params(IdParam, Changing), request_body = IdentityInput, responses((status = 201, description = "Proposed", body = IdentityView), NotDone))]
#[post("/accounts/{id}/identities")]
async fn propose_identity(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<AccountId>,
    change: Change<IdentityInput>,
) -> Result<Answer<IdentityView>, Problem> {
    let made = block(move || {
        let (asked, by) = change.by(&who);
        identities::propose(&api.cx, &by, id.0, &asked)
    })
    .await?;
    let (at, version) = (format!("{PREFIX}/accounts/{}/identities", made.account_id), made.version);
    Ok(Answer::created(at, made).version(version))
}

/// Confirm an identity that another security officer proposed.
#[utoipa::path(operation_id = "confirm_identity", tag = "office", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Confirmed; tokens of that name sign the account in", body = IdentityView), NotDone))]
#[post("/identities/{id}/confirmation")]
async fn confirm_identity(
    who: Signed<SteppedUp<SecurityOfficers>>,
    api: web::Data<Api>,
    id: Id<IdentityId>,
    change: Change<Nothing>,
) -> Result<Answer<IdentityView>, Problem> {
    let confirmed = block(move || identities::confirm(&api.cx, &change.by(&who).1, id.0)).await?;
    let version = confirmed.version;
    Ok(Answer::ok(confirmed).version(version))
}

/// End an identity, proposed or confirmed.
///
/// No token of that name signs the account in from now on, and the sessions that such tokens began end at once.
#[utoipa::path(operation_id = "end_identity", tag = "office", params(IdParam, Changing), responses((status = 204, description = "Ended, with the sessions that it began"), NotDone))]
#[delete("/identities/{id}")]
async fn end_identity(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
    id: Id<IdentityId>,
    change: Change<Nothing>,
) -> Result<HttpResponse, Problem> {
    block(move || identities::end(&api.cx, &change.by(&who).1, id.0, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
