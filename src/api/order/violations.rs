//! Violations of an order (35 USC 182) and disclosure incidents (MPEP 120).

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Office, Officers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::petition::violations::{self, FindingInput, HoldingInput, IncidentView, ToldInput, ViolationView};
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, OrderId};
use domain::law::incident::Incident;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(find_violation)
        .service(read_violation)
        .service(decide_violation)
        .service(report_incident)
        .service(read_incident)
        .service(record_told);
}

entering!(
    /// Record the finding of a violation.
    ///
    /// The finding decides nothing. The day must lie within a term of the order; between two orders nothing is forbidden.
    find_violation, "find_violation", "violations", "/orders/{id}/violations", Officers, OrderId, FindingInput, violations::find
);

/// Read the finding of a violation, with its decision and what the law has for such an act.
#[utoipa::path(operation_id = "read_violation", tag = "violations", params(IdParam), responses((status = 200, description = "The finding", body = ViolationView), NotShown))]
#[get("/violations/{id}")]
async fn read_violation(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<EntryId>,
) -> Result<Answer<ViolationView>, Problem> {
    let found = block(move || violations::get(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found).version(version))
}

entering!(
    /// Decide whether the invention is held abandoned; another officer than the one who found the violation.
    decide_violation, "decide_violation", "violations", "/violations/{id}/decision", Officers, EntryId, HoldingInput,
    violations::decide
);

entering!(
    /// Record a disclosure incident.
    ///
    /// The service notifies nobody. A disclosee who is a foreign national or abroad is never notified of the order.
    report_incident, "report_incident", "violations", "/orders/{id}/incidents", Office, OrderId, Incident,
    violations::report
);

/// Read an incident, with how it is handled.
#[utoipa::path(operation_id = "read_incident", tag = "violations", params(IdParam), responses((status = 200, description = "The incident", body = IncidentView), NotShown))]
#[get("/incidents/{id}")]
async fn read_incident(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<EntryId>,
) -> Result<Answer<IncidentView>, Problem> {
    let found = block(move || violations::get_incident(&api.cx, &who, id.0)).await?;
    let version = found.entry.version;
    Ok(Answer::ok(found).version(version))
}

entering!(
    /// Record that a disclosee, a citizen in the United States, was notified of the order.
    record_told, "record_told", "violations", "/incidents/{id}/told", Officers, EntryId, ToldInput, violations::record_disclosee_notified
);
