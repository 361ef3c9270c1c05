//! Compensation (35 USC 183): when and whom to ask; claims that come here are sent back.

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::WindowState;
use crate::api::{Api, block};
use crate::workflow::petition::compensation;
use actix_web::{get, post, web};
use domain::base::ids::OrderId;
use domain::law::compensation::AWARD_PERCENT;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(window).service(claim);
}

/// When and whom to ask for compensation.
#[derive(Serialize, ToSchema)]
#[schema(as = Compensation)]
struct CompensationView {
    /// The order.
    order_id: Uuid,
    /// Version of the order.
    etag: String,
    /// Where the window stands today.
    state: WindowState,
    /// The day the applicant was told that the case is otherwise allowable, or of issue without that.
    opens: Option<Date>,
    /// The day the patent issued.
    issued_on: Option<Date>,
    /// The last day: six years after issue.
    closes: Option<Date>,
    /// The agencies to ask.
    #[schema(example = json!(["NAVY"]))]
    ask: Vec<String>,
    /// How far a sponsor may go.
    text: String,
}

impl From<compensation::CompensationView> for CompensationView {
    fn from(c: compensation::CompensationView) -> Self {
        Self {
            order_id: c.order_id.as_uuid(),
            etag: etag(c.version),
            state: c.window.state.into(),
            opens: c.window.opens,
            issued_on: c.window.issued_on,
            closes: c.window.closes,
            ask: c.window.ask.iter().map(ToString::to_string).collect(),
            text: format!(
                "A sponsor may settle in full, or else award up to {AWARD_PERCENT}% of what it thinks just; for the rest \
                 the claimant may sue (35 USC 183). Applications for awards for atomic energy are barred after six years \
                 (42 USC 2187(d))."
            ),
        }
    }
}

/// Read when and whom to ask for compensation for an order.
#[utoipa::path(operation_id = "read_compensation", tag = "violations", params(IdParam), responses((status = 200, description = "The window", body = CompensationView), NotShown))]
#[get("/orders/{id}/compensation")]
async fn window(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Answer<CompensationView>, Problem> {
    let found = block(move || compensation::of_order(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// A claim as it came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClaim {
    /// Who claims.
    claimant: String,
}

impl From<NewClaim> for compensation::ClaimInput {
    fn from(n: NewClaim) -> Self {
        Self { claimant: n.claimant }
    }
}

entering!(
    /// Record that a claim for compensation came here, and have it refused.
    ///
    /// The answer is always 409 and names the sponsors to ask; that it came is on record.
    claim, "send_claim_back", "violations", "/orders/{id}/compensation-claims", Officers, OrderId, NewClaim,
    compensation::claim
);
