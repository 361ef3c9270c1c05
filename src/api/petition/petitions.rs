//! Petitions about an order (37 CFR 5.4, 5.5): rescission, permits, modifications; and whether somebody may
//! be told of the matter under it.

pub(crate) mod wire;

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::NewReason;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Modifiers, Officers, Officials, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::Level;
use crate::api::{Api, block};
use crate::workflow::petition::{permits, petitions};
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, OrderId};
use domain::law::petition::{Purpose, Question};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
pub(crate) use wire::permits::PermitView;
use wire::permits::{DisclosureView, NewCommonMatter, NewPermit};
use wire::{NewModification, NewPetition, NewPetitionDecision, NewPosition, PetitionView};

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(rescission).service(permit).service(list).service(modification).service(one);
    config.service(position).service(decision).service(revocation).service(common_matter).service(disclosure);
}

entering!(
    /// Record a petition that an order be rescinded (37 CFR 5.4).
    ///
    /// As it was received. An incomplete one is refused with everything that is missing.
    rescission, "petition_rescission", "petitions", "/orders/{id}/petitions", Officers, OrderId, NewPetition,
    petitions::petition_rescission
);

entering!(
    /// Record a petition for a permit to disclose or to file abroad (37 CFR 5.5).
    ///
    /// For people by name, for countries, or for routine disclosures to whoever is cleared. Its id is the
    /// permit's too, once it is granted.
    permit, "petition_permit", "petitions", "/orders/{id}/permits", Officers, OrderId, NewPermit,
    petitions::petition_permit
);

/// List the permits in force under an order today.
#[utoipa::path(operation_id = "list_permits", tag = "petitions", params(IdParam), responses((status = 200, description = "The permits", body = Page<PermitView>), NotShown))]
#[get("/orders/{id}/permits")]
async fn list(who: Signed<Readers>, api: web::Data<Api>, id: Id<OrderId>) -> Result<Page<PermitView>, Problem> {
    let all = block(move || permits::permits(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(PermitView::from).collect()))
}

entering!(
    /// Ask that an order be modified: its type, its countries, its conditions.
    ///
    /// An officer records a principal's petition; an official gives a sponsor's notice, which counts as that
    /// sponsor's concurrence. The terms of the order stay.
    modification, "petition_modification", "petitions", "/orders/{id}/modifications", Modifiers, OrderId,
    NewModification, petitions::modify
);

/// Read a petition, with where it stands and what answers it.
#[utoipa::path(operation_id = "read_petition", tag = "petitions", params(IdParam), responses((status = 200, description = "The petition", body = PetitionView), NotShown))]
#[get("/petitions/{id}")]
async fn one(who: Signed<Readers>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<PetitionView>, Problem> {
    let found = block(move || petitions::get(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// State, as a sponsor, whether you concur in a petition; once.
    position, "state_position", "petitions", "/petitions/{id}/concurrences", Officials, EntryId, NewPosition,
    petitions::state_position
);

entering!(
    /// Decide a petition.
    ///
    /// A grant needs the concurrence of every sponsor. To grant a petition for rescission is to rescind the
    /// order; to deny one starts the time to appeal.
    decision, "decide_petition", "petitions", "/petitions/{id}/decision", Officers, EntryId, NewPetitionDecision,
    petitions::decide
);

entering!(
    /// Take a permit back.
    revocation, "revoke_permit", "petitions", "/permits/{id}/revocation", Officers, EntryId, NewReason,
    permits::revoke
);

entering!(
    /// Record that a permit given in another case serves this order, for common matter only (37 CFR 5.5(d)).
    common_matter, "lend_permit", "petitions", "/orders/{id}/common-matter", Officers, OrderId, NewCommonMatter,
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
    /// The day; today if left out.
    on: Option<Date>,
}

/// Ask whether somebody may be told of the matter under an order.
///
/// Yes, by what and until when; or no, and what to ask for.
#[utoipa::path(operation_id = "may_be_told", tag = "petitions", params(IdParam, Query), responses((status = 200, description = "The answer", body = DisclosureView), NotShown))]
#[get("/orders/{id}/disclosure")]
async fn disclosure(
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
        clearance: query.clearance.map(Into::into),
        purpose: filled(query.purpose).map(|p| match p.as_str() {
            "foreign_filing" => Purpose::ForeignFiling,
            "official_duty" => Purpose::OfficialDuty,
            _ => Purpose::Other(p),
        }),
    };
    let found = block(move || permits::may_be_told(&api.cx, &who, id.0, &ask, query.on)).await?;
    Ok(Answer::ok(found.into()))
}
