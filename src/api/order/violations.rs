//! Violations of an order (35 USC 182) and disclosure incidents (MPEP 120).

mod wire;

use super::answer::Answer;
use super::docket::entering;
use super::guard::{Office, Officers, Signed};
use super::input::{Id, IdParam};
use super::problem::Problem;
use super::responses::NotShown;
use super::{Api, block};
use crate::domain::ids::{EntryId, OrderId};
use crate::workflow::violations;
use actix_web::{get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::{IncidentView, NewHolding, NewIncident, NewTold, NewViolation, ViolationView};

/// Routes of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
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
    let found = block(move || violations::incident(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Record that a disclosee, a citizen in the United States, was told of the order.
    told, "record_told", "violations", "/incidents/{id}/told", Officers, EntryId, NewTold, violations::told
);
