//! Petitions about an order (37 CFR 5.4, 5.5): rescission, permits, modifications; and the answer whether the matter
//! under an order may be disclosed to somebody.

pub(crate) mod asked;
pub(crate) mod shown;

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Modifiers, Officers, Officials, Readers, Signed, SteppedUp};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::frame::reason::ReasonInput;
use crate::workflow::petition::permits::{self, CommonMatterInput, PermitView};
use crate::workflow::petition::petitions::{self, PositionInput};
use actix_web::{get, post, web};
use asked::{NewModification, NewPetitionDecision};
use domain::base::ids::{EntryId, OrderId};
use domain::base::marking::Level;
use domain::law::petition::{PermitPetition, Purpose, Question, Rescission};
use jiff::civil::Date;
use serde::Deserialize;
use shown::{DisclosureView, PetitionView};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(petition_rescission)
        .service(petition_permit)
        .service(list_permits)
        .service(petition_modification)
        .service(read_petition);
    config
        .service(state_position)
        .service(decide_petition)
        .service(revoke_permit)
        .service(lend_permit)
        .service(may_be_told);
}

entering!(
    /// Record a petition that an order be rescinded (37 CFR 5.4).
    ///
    /// The petition is recorded as it was received. An incomplete petition is refused with everything that is missing.
    petition_rescission, "petition_rescission", "petitions", "/orders/{id}/petitions", Officers, OrderId, Rescission,
    petitions::petition_rescission
);

entering!(
    /// Record a petition for a permit to disclose or to file abroad (37 CFR 5.5).
    ///
    /// A permit is for people by name, for countries, or for routine disclosures to whoever is cleared. The id of the
    /// petition is the id of the permit, once it is granted.
    petition_permit, "petition_permit", "petitions", "/orders/{id}/permits", Officers, OrderId, PermitPetition,
    petitions::petition_permit
);

/// List the permits in force under an order today.
#[utoipa::path(operation_id = "list_permits", tag = "petitions", params(IdParam), responses((status = 200, description = "The permits", body = Page<PermitView>), NotShown))]
#[get("/orders/{id}/permits")]
async fn list_permits(who: Signed<Readers>, api: web::Data<Api>, id: Id<OrderId>) -> Result<Page<PermitView>, Problem> {
    let all = block(move || permits::permits(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

entering!(
    /// Ask that an order be modified: its type, its countries, its conditions.
    ///
    /// An officer records a principal's petition; an official gives a sponsor's notice, which counts as that
    /// sponsor's concurrence. The terms of the order stay.
    petition_modification, "petition_modification", "petitions", "/orders/{id}/modifications", Modifiers, OrderId,
    NewModification, petitions::modify
);

/// Read a petition, with where it stands and the entries that answer it.
#[utoipa::path(operation_id = "read_petition", tag = "petitions", params(IdParam), responses((status = 200, description = "The petition", body = PetitionView), NotShown))]
#[get("/petitions/{id}")]
async fn read_petition(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<EntryId>,
) -> Result<Answer<PetitionView>, Problem> {
    let found = block(move || petitions::get(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// State, as a sponsor, whether you concur in a petition; once.
    state_position, "state_position", "petitions", "/petitions/{id}/concurrences", Officials, EntryId, PositionInput,
    petitions::state_position
);

entering!(
    /// Decide a petition.
    ///
    /// A grant needs the concurrence of every sponsor. To grant a petition for rescission is to rescind the
    /// order; to deny one starts the time to appeal.
    decide_petition, "decide_petition", "petitions", "/petitions/{id}/decision", Officers, EntryId, NewPetitionDecision,
    petitions::decide
);

entering!(
    /// Take a permit back.
    revoke_permit, "revoke_permit", "petitions", "/permits/{id}/revocation", SteppedUp<Officers>, EntryId, ReasonInput,
    permits::revoke
);

entering!(
    /// Record that a permit given in another case serves this order, for common matter only (37 CFR 5.5(d)).
    lend_permit, "lend_permit", "petitions", "/orders/{id}/common-matter", Officers, OrderId, CommonMatterInput,
    permits::record_common_matter
);

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Name of the person.
    person: Option<String>,
    /// Country of citizenship, or the country to file in.
    #[param(example = "JP")]
    country: Option<String>,
    /// Clearance of the person.
    clearance: Option<Level>,
    /// What for: `foreign_filing`, `official_duty` (an officer of the United States within their authority), or
    /// the purpose a permit names.
    #[param(example = "foreign_filing")]
    purpose: Option<String>,
    /// The day asked about; today if left out.
    on: Option<Date>,
}

/// Ask whether a person may learn of the matter under an order.
///
/// The answer is yes, with what allows the disclosure and until when; or no, with what to ask for.
#[utoipa::path(operation_id = "may_be_told", tag = "petitions", params(IdParam, Query), responses((status = 200, description = "The answer", body = DisclosureView), NotShown))]
#[get("/orders/{id}/disclosure")]
async fn may_be_told(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    query: web::Query<Query>,
) -> Result<Answer<DisclosureView>, Problem> {
    let query = query.into_inner();
    let filled = |t: Option<String>| t.filter(|t| !t.trim().is_empty());
    let ask = Question {
        person: filled(query.person),
        country: filled(query.country),
        clearance: query.clearance,
        purpose: filled(query.purpose).map(|p| match p.as_str() {
            "foreign_filing" => Purpose::ForeignFiling,
            "official_duty" => Purpose::OfficialDuty,
            _ => Purpose::Other(p),
        }),
    };
    let found = block(move || permits::may_be_told(&api.cx, &who, id.0, &ask, query.on)).await?;
    Ok(Answer::ok(found.into()))
}
