//! The property tracks of DOE and NASA, and queries about markings.

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Office, Officers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::filing::marked::{self, AnswerInput, QueryInput};
use crate::workflow::filing::property::{self, PropertyView, StepInput};
use crate::workflow::frame::reason::ReasonInput;
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_property)
        .service(step_property)
        .service(query_marking)
        .service(answer_marking)
        .service(abandon_marked);
}

/// Read where the property tracks of a filing stand.
#[utoipa::path(operation_id = "read_property", tag = "property", params(IdParam), responses((status = 200, description = "Where they stand today", body = PropertyView), NotShown))]
#[get("/filings/{id}/property")]
async fn read_property(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Answer<PropertyView>, Problem> {
    let found = block(move || property::of_filing(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found).version(version))
}

entering!(
    /// Record a step of a property track. A step neither holds publication nor clears a filing.
    step_property, "step_property", "property", "/filings/{id}/property-steps", Office, FilingId, StepInput, property::step
);

entering!(
    /// Ask the applicant about a marking. The papers stay off every public record until the query is settled.
    query_marking, "query_marking", "markings", "/filings/{id}/marking-queries", Office, FilingId, QueryInput, marked::query
);

entering!(
    /// Record how a query about a marking was answered.
    answer_marking, "answer_marking", "markings", "/marking-queries/{id}/answer", Office, EntryId, AnswerInput,
    marked::answer
);

entering!(
    /// Hold an application abandoned, if the matter is classified, the period is over and no answer came.
    abandon_marked, "abandon_marked", "markings", "/marking-queries/{id}/abandonment", Officers, EntryId, ReasonInput,
    marked::hold_abandoned
);
