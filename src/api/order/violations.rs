//! Violations of an order (35 USC 182) and disclosure incidents (MPEP 120).

mod wire;

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Office, Officers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::petition::violations;
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, OrderId};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::{IncidentView, NewHolding, NewIncident, NewTold, NewViolation, ViolationView};

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(find).service(one).service(decision).service(report).service(incident).service(told);
}

entering!(
    /// Record the finding of a violation.
    ///
    /// It decides nothing. The day must lie within a term of the order; in a gap nothing is forbidden.
    find, "find_violation", "violations", "/orders/{id}/violations", Officers, OrderId, NewViolation, violations::find
);

/// Read the finding of a violation, with its decision and what the law has for such an act.
#[utoipa::path(operation_id = "read_violation", tag = "violations", params(IdParam), responses((status = 200, description = "The finding", body = ViolationView), NotShown))]
#[get("/violations/{id}")]
async fn one(who: Signed<Office>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<ViolationView>, Problem> {
    let found = block(move || violations::get(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Decide whether the invention is held abandoned; another officer than the one who found the violation.
    decision, "decide_violation", "violations", "/violations/{id}/decision", Officers, EntryId, NewHolding,
    violations::decide
);

entering!(
    /// Record a disclosure incident.
    ///
    /// Nobody is told by the house. Who is a foreign national or abroad is never told at all.
    report, "report_incident", "violations", "/orders/{id}/incidents", Office, OrderId, NewIncident,
    violations::report
);

/// Read an incident, with how it is handled.
#[utoipa::path(operation_id = "read_incident", tag = "violations", params(IdParam), responses((status = 200, description = "The incident", body = IncidentView), NotShown))]
#[get("/incidents/{id}")]
async fn incident(who: Signed<Office>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<IncidentView>, Problem> {
    let found = block(move || violations::get_incident(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Record that a disclosee, a citizen in the United States, was told of the order.
    told, "record_told", "violations", "/incidents/{id}/told", Officers, EntryId, NewTold, violations::record_disclosee_notified
);
