//! Examination under an order: sealing, steps, amendments that wait, the notice of allowance.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::docket::entering;
use crate::api::frame::guard::{Examiners, Office, Officers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, block};
use crate::workflow::filing::examination::{
    self as workflow, AllowInput, AmendmentInput, ExaminationView, ExtendInput, HeldInput, Proceeding, SealInput,
    StepInput,
};
use crate::workflow::frame::reason::ReasonInput;
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId, OrderId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_examination)
        .service(seal_order)
        .service(unseal_order)
        .service(step_examination)
        .service(institute_proceeding)
        .service(extend_reply);
    config.service(hold_amendment).service(decide_amendment).service(allow_filing);
}

/// Read where examination stands under an order.
#[utoipa::path(operation_id = "read_examination", tag = "examination", params(IdParam), responses((status = 200, description = "Where it stands today", body = ExaminationView), NotShown))]
#[get("/orders/{id}/examination")]
async fn read_examination(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Answer<ExaminationView>, Problem> {
    let found = block(move || workflow::of_order(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found).version(version))
}

entering!(
    /// Seal a case, on a sponsor's showing that examination itself might jeopardise the national interest.
    seal_order, "seal_order", "examination", "/orders/{id}/seal", Officers, OrderId, SealInput, workflow::seal
);

entering!(
    /// Open a sealed case again.
    unseal_order, "unseal_order", "examination", "/orders/{id}/unsealing", Officers, OrderId, ReasonInput, workflow::unseal
);

entering!(
    /// Record a step of examination under an order, up to Form D-10 and no further.
    step_examination, "step_examination", "examination", "/orders/{id}/examination-steps", Examiners, OrderId, StepInput,
    workflow::step
);

entering!(
    /// Extend the time to reply to an action, in a case the Government owns (35 USC 267).
    extend_reply, "extend_reply", "examination", "/orders/{id}/reply-extensions", Officers, OrderId, ExtendInput,
    workflow::extend
);

/// A hearing or interference somebody asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewProceeding {
    /// Which proceeding is asked for.
    proceeding: Proceeding,
}

/// Whether the proceeding may be instituted.
#[derive(Serialize, ToSchema)]
struct Instituted {
    /// Always true: if the proceeding may not be instituted, the request is refused.
    allowed: bool,
}

/// Ask whether a hearing may be set or an interference instituted. While the order lasts, neither may.
#[utoipa::path(operation_id = "institute_proceeding", tag = "examination", params(IdParam, Changing), request_body = NewProceeding, responses((status = 200, description = "Nothing of the order bars it", body = Instituted), NotDone))]
#[post("/orders/{id}/proceedings")]
async fn institute_proceeding(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<NewProceeding>,
) -> Result<Answer<Instituted>, Problem> {
    block(move || {
        let (new, by) = change.by(&who);
        workflow::institute(&api.cx, &by, id.0, new.proceeding)
    })
    .await?;
    Ok(Answer::ok(Instituted { allowed: true }))
}

entering!(
    /// Take in an amendment after Form D-10, to be held until the order ends.
    hold_amendment, "hold_amendment", "examination", "/orders/{id}/held-amendments", Examiners, OrderId,
    HeldInput, workflow::hold_amendment
);

entering!(
    /// Decide on a held amendment once the order has ended.
    decide_amendment, "decide_amendment", "examination", "/held-amendments/{id}/decision", Examiners, EntryId,
    AmendmentInput, workflow::decide_amendment
);

entering!(
    /// Record the ordinary notice of allowance, once no order, marking or review bars it.
    allow_filing, "allow_filing", "examination", "/filings/{id}/allowance", Examiners, FilingId, AllowInput, workflow::allow
);
