//! Appeals to the Secretary of Commerce (35 USC 181 ¶3).

use crate::api::frame::docket::entering;
use crate::api::frame::guard::Officers;
use crate::api::frame::wire::AppealOutcome;
use crate::workflow::petition::appeals;
use actix_web::post;
use domain::base::ids::{EntryId, OrderId};
use jiff::civil::{Date, Time};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(receive).service(hearing).service(decision).service(rescission);
}

/// An appeal as received.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAppeal {
    /// The principal of record who appeals.
    principal: String,
    /// On what grounds.
    grounds: String,
    /// The day it came; today if left out.
    #[serde(default)]
    received_on: Option<Date>,
}

impl From<NewAppeal> for appeals::AppealInput {
    fn from(n: NewAppeal) -> Self {
        Self { principal: n.principal, grounds: n.grounds, received_on: n.received_on }
    }
}

/// Time and place of a hearing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewHearing {
    /// The day.
    on: Date,
    /// The time in Washington.
    #[schema(value_type = String, example = "10:30:00")]
    at: Time,
    /// Where.
    place: String,
}

impl From<NewHearing> for appeals::HearingInput {
    fn from(n: NewHearing) -> Self {
        Self { on: n.on, at: n.at, place: n.place }
    }
}

/// The Secretary's decision as received.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAppealDecision {
    /// How.
    outcome: AppealOutcome,
    /// Why.
    reason: String,
}

impl From<NewAppealDecision> for appeals::AppealDecisionInput {
    fn from(n: NewAppealDecision) -> Self {
        Self { outcome: n.outcome.into(), reason: n.reason }
    }
}

/// The ground of a rescission on a reversal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReversal {
    /// How the Secretary's decision is referred to.
    #[schema(example = "Decision 26-014 of July 1, 2026")]
    reference: String,
}

impl From<NewReversal> for appeals::ReversalInput {
    fn from(n: NewReversal) -> Self {
        Self { reference: n.reference }
    }
}

entering!(
    /// Record an appeal from the denial of a petition for rescission.
    ///
    /// Only after a denial and in time. It stays nothing: the order goes on.
    receive, "receive_appeal", "petitions", "/orders/{id}/appeals", Officers, OrderId, NewAppeal, appeals::receive
);

entering!(
    /// Set time and place of the hearing, or set them anew.
    hearing, "set_hearing", "petitions", "/appeals/{id}/hearings", Officers, EntryId, NewHearing, appeals::set_hearing
);

entering!(
    /// Record the Secretary's decision.
    decision, "decide_appeal", "petitions", "/appeals/{id}/decision", Officers, EntryId, NewAppealDecision,
    appeals::decide
);

entering!(
    /// Rescind the order on the Secretary's reversal.
    ///
    /// The sponsors need not ask. What is classified stays under its holds until it is declassified.
    rescission, "rescind_on_appeal", "petitions", "/appeals/{id}/rescission", Officers, EntryId, NewReversal,
    appeals::rescind
);
