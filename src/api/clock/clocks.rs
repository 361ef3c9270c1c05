//! Every deadline, with what happens if nobody acts.

use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::ClockKind;
use crate::api::{Api, block};
use crate::workflow::clock::clocks::{self, ClockQuery};
use actix_web::{get, web};
use domain::base::ids::FilingId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(of_filing).service(due);
}

/// One deadline.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(crate) struct ClockView {
    /// What it counts down to.
    kind: ClockKind,
    /// What a calendar names it by.
    #[schema(example = "K7QX-M2PA-9RTD")]
    reference: String,
    /// The day.
    due_on: Date,
    /// The last business day to act by, where the day itself may be none.
    working_deadline: Option<Date>,
    /// Days left; negative once it is past.
    days_left: i32,
    /// Whether it is past.
    overdue: bool,
    /// Whether the last days run without an answer: the alarm of five business days.
    alarm: bool,
    /// What happens by itself.
    if_nobody_acts: String,
    /// The controlling text.
    #[schema(example = "35 USC 181 ¶4")]
    citation: String,
    /// The rules of the rule book.
    rule: String,
    /// The filing.
    filing_id: Uuid,
    /// Its number.
    application_number: String,
    /// The agency whose answer is awaited.
    agency: Option<String>,
    /// The referral.
    referral_id: Option<Uuid>,
    /// The order.
    order_id: Option<Uuid>,
    /// Its number.
    order_number: Option<String>,
}

impl From<clocks::ClockView> for ClockView {
    fn from(c: clocks::ClockView) -> Self {
        Self {
            kind: c.kind.into(),
            reference: c.reference,
            due_on: c.due_on,
            working_deadline: c.working_deadline,
            days_left: c.days_left,
            overdue: c.overdue,
            alarm: c.alarm,
            if_nobody_acts: c.if_nobody_acts,
            citation: c.citation,
            rule: c.rule,
            filing_id: c.filing_id.as_uuid(),
            application_number: c.application_number.to_string(),
            agency: c.agency.map(|a| a.to_string()),
            referral_id: c.referral_id.map(|id| id.as_uuid()),
            order_id: c.order_id.map(|id| id.as_uuid()),
            order_number: c.order_number,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only those due by this day; 120 days ahead if left out.
    due_before: Option<Date>,
    /// Only those of this kind.
    kind: Option<ClockKind>,
    /// Only the one that a calendar names so.
    reference: Option<String>,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// List the deadlines of a filing, nearest first.
#[utoipa::path(operation_id = "list_clocks_of_filing", tag = "orders", params(IdParam), responses((status = 200, description = "Its deadlines", body = Page<ClockView>), NotShown))]
#[get("/filings/{id}/clocks")]
async fn of_filing(who: Signed<Office>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Page<ClockView>, Problem> {
    let all = block(move || clocks::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(ClockView::from).collect()))
}

/// List all deadlines, nearest first.
#[utoipa::path(operation_id = "list_clocks", tag = "orders", params(Query), responses((status = 200, description = "A page of deadlines", body = Page<ClockView>), NotShown))]
#[get("/clocks")]
async fn due(who: Signed<Office>, api: web::Data<Api>, query: web::Query<Query>) -> Result<Page<ClockView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let limit = page.limit.saturating_add(1);
    let wanted = ClockQuery {
        due_before: query.due_before,
        kind: query.kind.map(Into::into),
        reference: query.reference.clone(),
        after: page.after.clone(),
        limit,
    };
    let rows = block(move || clocks::due(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, clocks::ClockView::key, ClockView::from))
}
