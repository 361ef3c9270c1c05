//! Foreign filing licenses (35 USC 184): where the license of a filing stands, petitions, grants, revocation.

mod shown;

use crate::api::Api;
use crate::api::block;
use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Office, Officers, Signed, SteppedUp};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::workflow::frame::docket::EntryView;
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::license::licenses::{self as license, GrantInput, PetitionInput};
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId};
use shown::LicenseView;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_license_of_filing)
        .service(grant_license)
        .service(read_license)
        .service(petition_license)
        .service(refuse_license)
        .service(revoke_license);
}

/// Read whether a filing needs a license, and where it stands.
#[utoipa::path(operation_id = "read_license_of_filing", tag = "licenses", params(IdParam), responses((status = 200, description = "Where the license stands today", body = LicenseView), NotShown))]
#[get("/filings/{id}/license")]
async fn read_license_of_filing(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Answer<LicenseView>, Problem> {
    let found = block(move || license::of_filing(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Grant a foreign filing license.
    ///
    /// A license is granted on the filing itself, which is a petition, or on the petition named. It is never granted while
    /// the review goes on or an order is in effect, and never broad for a filing that was made available to an agency.
    grant_license, "grant_license", "licenses", "/filings/{id}/license", Officers, FilingId, GrantInput, license::grant
);

/// Read one license, by the id of its grant.
#[utoipa::path(operation_id = "read_license", tag = "licenses", params(IdParam), responses((status = 200, description = "The grant", body = EntryView), NotShown))]
#[get("/licenses/{id}")]
async fn read_license(who: Signed<Office>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<EntryView>, Problem> {
    let found = block(move || license::get(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found).version(version))
}

entering!(
    /// Put a petition for a license on the docket.
    petition_license, "petition_license", "licenses", "/filings/{id}/license-petitions", Officers, FilingId, PetitionInput,
    license::petition
);

entering!(
    /// Refuse a petition for a license.
    refuse_license, "refuse_license", "licenses", "/license-petitions/{id}/refusal", Officers, EntryId, ReasonInput,
    license::refuse
);

entering!(
    /// Revoke a license, on written notice.
    revoke_license, "revoke_license", "licenses", "/licenses/{id}/revocation", SteppedUp<Officers>, EntryId, ReasonInput, license::revoke
);
