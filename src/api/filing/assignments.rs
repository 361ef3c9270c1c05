//! Which examiner has a filing.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{Examiners, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotDone;
use crate::api::{Api, block};
use crate::workflow::filing::assign::{self, AssignInput, AssignmentView};
use actix_web::{post, web};
use domain::base::ids::FilingId;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(assign_filing);
}

/// Give a filing to an examiner, or back to the queue.
///
/// What an examiner has is seen by that examiner and by supervisors only. Whoever decides on a filing of the queue takes
/// it. A supervisor assigns every filing; an examiner takes one of the queue, and gives an own one back or to another.
#[utoipa::path(operation_id = "assign_filing", tag = "filings", params(IdParam, Changing), request_body = AssignInput, responses((status = 200, description = "Who has it now", body = AssignmentView), NotDone))]
#[post("/filings/{id}/assignment")]
async fn assign_filing(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<AssignInput>,
) -> Result<Answer<AssignmentView>, Problem> {
    let assigned = block(move || {
        let (new, by) = change.by(&who);
        assign::assign(&api.cx, &by, id.0, &new)
    })
    .await?;
    let version = assigned.version;
    Ok(Answer::ok(assigned).version(version))
}
