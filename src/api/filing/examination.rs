//! Examination under an order: sealing, steps, amendments that wait, the notice of allowance.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::docket::{EntryView, NewReason, entering};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Examiners, Office, Officers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::{DelayKind, ExaminationStep, Proceeding};
use crate::api::{Api, block};
use crate::workflow::filing::examination as workflow;
use actix_web::{get, post, web};
use domain::base::ids::{EntryId, FilingId, OrderId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(standing).service(seal).service(unseal).service(step).service(institute).service(extend);
    config.service(hold_amendment).service(decide_amendment).service(allow);
}

/// Where examination stands under an order.
#[derive(Serialize, ToSchema)]
#[schema(as = Examination)]
struct ExaminationView {
    /// The order.
    order_id: Uuid,
    /// Version of the order.
    etag: String,
    /// Since when the case is sealed.
    sealed_since: Option<Date>,
    /// Date of Form D-10.
    allowable_on: Option<Date>,
    /// The last day to reply to the action that awaits one.
    reply_by: Option<Date>,
    /// Delays that give days back to the term of a patent.
    delays: Vec<Delay>,
    /// Every entry about it.
    entries: Vec<EntryView>,
}

/// One delay.
#[derive(Serialize, ToSchema)]
struct Delay {
    /// Why.
    kind: DelayKind,
    /// First day.
    from: Date,
    /// Last day; `null` while it runs.
    until: Option<Date>,
    /// Days so far.
    days: i32,
}

impl From<workflow::ExaminationView> for ExaminationView {
    fn from(e: workflow::ExaminationView) -> Self {
        let delay = |d: domain::law::examination::Delay| Delay {
            kind: d.kind.into(),
            from: d.from,
            until: d.until,
            days: d.days,
        };
        Self {
            order_id: e.order_id.as_uuid(),
            etag: etag(e.version),
            sealed_since: e.sealed_since,
            allowable_on: e.allowable_on,
            reply_by: e.reply_by,
            delays: e.delays.into_iter().map(delay).collect(),
            entries: e.entries.into_iter().map(EntryView::from).collect(),
        }
    }
}

/// Read where examination stands under an order.
#[utoipa::path(operation_id = "read_examination", tag = "examination", params(IdParam), responses((status = 200, description = "Where it stands today", body = ExaminationView), NotShown))]
#[get("/orders/{id}/examination")]
async fn standing(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Answer<ExaminationView>, Problem> {
    let found = block(move || workflow::of_order(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// A sealing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSeal {
    /// The sponsor that showed why.
    #[schema(example = "NAVY")]
    agency: String,
    /// Why.
    reason: String,
}

impl From<NewSeal> for workflow::SealInput {
    fn from(n: NewSeal) -> Self {
        Self { agency: n.agency, reason: n.reason }
    }
}

entering!(
    /// Seal a case, on a sponsor's showing that examination itself might jeopardise the national interest.
    seal, "seal_order", "examination", "/orders/{id}/seal", Officers, OrderId, NewSeal, workflow::seal
);

entering!(
    /// Open a sealed case again.
    unseal, "unseal_order", "examination", "/orders/{id}/unsealing", Officers, OrderId, NewReason, workflow::unseal
);

/// A step of examination.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStep {
    /// Which.
    step: ExaminationStep,
    /// On which day; today if left out.
    #[serde(default)]
    on: Option<Date>,
    /// What else there is to say.
    #[serde(default)]
    note: Option<String>,
}

impl From<NewStep> for workflow::StepInput {
    fn from(n: NewStep) -> Self {
        Self { step: n.step.into(), on: n.on, note: n.note }
    }
}

entering!(
    /// Record a step of examination under an order, up to Form D-10 and no further.
    step, "step_examination", "examination", "/orders/{id}/examination-steps", Examiners, OrderId, NewStep,
    workflow::step
);

/// An extension of the time to reply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExtension {
    /// The last day.
    until: Date,
    /// The agency's certificate that the invention is important to the armament or defense.
    certificate: String,
}

impl From<NewExtension> for workflow::ExtendInput {
    fn from(n: NewExtension) -> Self {
        Self { until: n.until, certificate: n.certificate }
    }
}

entering!(
    /// Extend the time to reply to an action, in a case the Government owns (35 USC 267).
    extend, "extend_reply", "examination", "/orders/{id}/reply-extensions", Officers, OrderId, NewExtension,
    workflow::extend
);

/// A hearing or interference somebody asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewProceeding {
    /// Which.
    proceeding: Proceeding,
}

/// Whether it may be instituted.
#[derive(Serialize, ToSchema)]
struct Instituted {
    /// Always true: where it may not be, the answer is a refusal.
    allowed: bool,
}

/// Ask whether a hearing is set or an interference instituted. Not while the order lasts.
#[utoipa::path(operation_id = "institute_proceeding", tag = "examination", params(IdParam, Changing), request_body = NewProceeding, responses((status = 200, description = "Nothing of the order bars it", body = Instituted), NotDone))]
#[post("/orders/{id}/proceedings")]
async fn institute(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<NewProceeding>,
) -> Result<Answer<Instituted>, Problem> {
    block(move || {
        let (new, by) = change.by(&who);
        workflow::institute(&api.cx, &by, id.0, new.proceeding.into())
    })
    .await?;
    Ok(Answer::ok(Instituted { allowed: true }))
}

/// An amendment that came after Form D-10.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewHeldAmendment {
    /// The day it came; today if left out.
    #[serde(default)]
    on: Option<Date>,
    /// What it says, in a few words.
    note: String,
}

impl From<NewHeldAmendment> for workflow::HeldInput {
    fn from(n: NewHeldAmendment) -> Self {
        Self { on: n.on, note: n.note }
    }
}

entering!(
    /// Take in an amendment after Form D-10: it waits for the end of the order.
    hold_amendment, "hold_amendment", "examination", "/orders/{id}/held-amendments", Examiners, OrderId,
    NewHeldAmendment, workflow::hold_amendment
);

/// What becomes of a held amendment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeldAmendmentDecision {
    /// Whether it is entered.
    entered: bool,
    /// Why.
    reason: String,
}

impl From<HeldAmendmentDecision> for workflow::AmendmentInput {
    fn from(n: HeldAmendmentDecision) -> Self {
        Self { entered: n.entered, reason: n.reason }
    }
}

entering!(
    /// Decide on a held amendment once the order has ended.
    decide_amendment, "decide_amendment", "examination", "/held-amendments/{id}/decision", Examiners, EntryId,
    HeldAmendmentDecision, workflow::decide_amendment
);

/// A notice of allowance.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAllowance {
    /// On which day; today if left out.
    #[serde(default)]
    on: Option<Date>,
}

impl From<NewAllowance> for workflow::AllowInput {
    fn from(n: NewAllowance) -> Self {
        Self { on: n.on }
    }
}

entering!(
    /// Record the ordinary notice of allowance, once no order, marking or review bars it.
    allow, "allow_filing", "examination", "/filings/{id}/allowance", Examiners, FilingId, NewAllowance, workflow::allow
);
