//! Sets the clock of a demonstration forward.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{ClockKeepers, Signed};
use crate::api::frame::input::Creating;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotDone;
use crate::api::{Api, block};
use crate::workflow::office::demo::{self, Advanced};
use actix_web::{post, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(set_demo_clock);
}

/// Where to set the clock.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClock {
    /// An instant that is not before the present one.
    #[schema(example = "2027-02-20T12:00:00-05:00")]
    now: Timestamp,
}

/// What the jobs did until the new time.
#[derive(Serialize, ToSchema)]
struct Happened {
    /// The time of the clock now.
    now: Timestamp,
    /// Numbers of orders renewed.
    renewed: Vec<String>,
    /// Numbers of orders that lapsed.
    lapsed: Vec<String>,
    /// Reminders given, one for each sponsor of each order.
    reminded: usize,
    /// Alarms given, one for each sponsor of each order whose last business days run without an answer.
    alarmed: usize,
    /// Agencies whose access ended because they no longer sponsor an order.
    left: usize,
    /// Agencies reminded of a referral, or escalated to their department.
    nudged: usize,
    /// Orders that could not be dealt with; the next run tries again.
    failed: usize,
    /// Notices sent.
    notices_sent: usize,
    /// Notices a mail server refused for good.
    notices_failed: usize,
    /// Notices to be tried again.
    notices_retried: usize,
}

impl From<Advanced> for Happened {
    fn from(a: Advanced) -> Self {
        Self {
            now: a.now,
            renewed: a.clock.renewed,
            lapsed: a.clock.lapsed,
            reminded: a.clock.reminded,
            alarmed: a.clock.alarmed,
            left: a.clock.left,
            nudged: a.clock.nudged,
            failed: a.clock.failed,
            notices_sent: a.notices.sent,
            notices_failed: a.notices.failed,
            notices_retried: a.notices.retried,
        }
    }
}

/// Set the clock of a demonstration forward.
///
/// Every job that falls due on the way is run before the answer. Any other database refuses.
#[utoipa::path(operation_id = "set_demo_clock", tag = "demo", params(Creating), request_body = NewClock, responses((status = 200, description = "Set, with what happened on the way", body = Happened), NotDone))]
#[post("/demo/clock")]
async fn set_demo_clock(
    who: Signed<ClockKeepers>,
    api: web::Data<Api>,
    change: Change<NewClock>,
) -> Result<Answer<Happened>, Problem> {
    let happened = block(move || {
        let (new, by) = change.by(&who);
        demo::advance(&api.cx, &by, new.now)
    })
    .await?;
    Ok(Answer::ok(happened.into()))
}
