//! Foreign filing licenses (35 USC 184): where one stands, petitions, grants, revocation.

pub(crate) mod wire;

use crate::api::Api;
use crate::api::block;
use crate::api::frame::answer::Answer;
use crate::api::frame::docket::{EntryView, NewReason, entering};
use crate::api::frame::guard::{Office, Officers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::workflow::license::licenses as license;
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::{LicenseView, NewLicense, NewLicensePetition};

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(standing).service(grant).service(one).service(petition).service(refuse).service(revoke);
}

/// Read whether a filing needs a license, and where it stands.
#[utoipa::path(operation_id = "read_license_of_filing", tag = "licenses", params(IdParam), responses((status = 200, description = "Where the license stands today", body = LicenseView), NotShown))]
#[get("/filings/{id}/license")]
async fn standing(who: Signed<Office>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Answer<LicenseView>, Problem> {
    let found = block(move || license::of_filing(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Grant a foreign filing license.
    ///
    /// On the filing itself, which is a petition, or on a petition named. Never while the review goes on or an
    /// order is in effect; never broad for a filing that was made available to an agency.
    grant, "grant_license", "licenses", "/filings/{id}/license", Officers, FilingId, NewLicense, license::grant
);

/// Read one license, by the id of its grant.
#[utoipa::path(operation_id = "read_license", tag = "licenses", params(IdParam), responses((status = 200, description = "The grant", body = EntryView), NotShown))]
#[get("/licenses/{id}")]
async fn one(who: Signed<Office>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<EntryView>, Problem> {
    let found = block(move || license::get(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Put a petition for a license on the docket.
    petition, "petition_license", "licenses", "/filings/{id}/license-petitions", Officers, FilingId, NewLicensePetition,
    license::petition
);

entering!(
    /// Refuse a petition for a license.
    refuse, "refuse_license", "licenses", "/license-petitions/{id}/refusal", Officers, EntryId, NewReason,
    license::refuse
);

entering!(
    /// Revoke a license, on written notice.
    revoke, "revoke_license", "licenses", "/licenses/{id}/revocation", Officers, EntryId, NewReason, license::revoke
);
