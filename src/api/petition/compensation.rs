//! Compensation (35 USC 183): when and which agency to ask. A claim that comes to the Office is refused and names the
//! agencies.

use crate::api::frame::answer::Answer;
use crate::api::frame::docket::entering;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::petition::compensation::{self, ClaimInput};
use actix_web::{get, post, web};
use domain::base::ids::OrderId;
use domain::law::compensation::{AWARD_PERCENT, WindowState};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_compensation).service(send_claim_back);
}

/// When and which agencies to ask for compensation.
#[derive(Serialize, ToSchema)]
#[schema(as = Compensation)]
struct CompensationView {
    /// The order.
    order_id: Uuid,
    /// Counts changes of the order.
    etag: String,
    /// Where the window stands today.
    state: WindowState,
    /// The day on which Form D-10 said that the case is otherwise allowable; without Form D-10 the day of issue.
    opens: Option<Date>,
    /// The day the patent issued.
    issued_on: Option<Date>,
    /// The last day: six years after issue.
    closes: Option<Date>,
    /// The agencies to ask.
    #[schema(example = json!(["NAVY"]))]
    ask: Vec<String>,
    /// How much a sponsor may award, in words.
    text: String,
}

impl From<compensation::CompensationView> for CompensationView {
    fn from(c: compensation::CompensationView) -> Self {
        Self {
            order_id: c.order_id.as_uuid(),
            etag: etag(c.version),
            state: c.window.state,
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
async fn read_compensation(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Answer<CompensationView>, Problem> {
    let found = block(move || compensation::of_order(&api.cx, &who, id.0)).await?;
    let version = found.version;
    Ok(Answer::ok(found.into()).version(version))
}

entering!(
    /// Record that a claim for compensation came here, and have it refused.
    ///
    /// The answer is always 409 and names the sponsors to ask. The claim is on record.
    send_claim_back, "send_claim_back", "violations", "/orders/{id}/compensation-claims", Officers, OrderId, ClaimInput,
    compensation::claim
);
