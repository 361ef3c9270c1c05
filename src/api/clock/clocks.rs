//! Lists of deadlines, with what happens without an act of anybody.

use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::clock::clocks::{self, ClockQuery, ClockView, Place};
use actix_web::{get, web};
use domain::base::ids::FilingId;
use domain::clock::ClockKind;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_clocks_of_filing).service(list_clocks);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only deadlines by this day; 120 days ahead if left out.
    due_before: Option<Date>,
    /// Only deadlines of this kind.
    kind: Option<ClockKind>,
    /// Only the deadline with this reference in calendars.
    reference: Option<String>,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// List the deadlines of a filing, nearest first.
#[utoipa::path(operation_id = "list_clocks_of_filing", tag = "orders", params(IdParam), responses((status = 200, description = "Its deadlines", body = Page<ClockView>), NotShown))]
#[get("/filings/{id}/clocks")]
async fn list_clocks_of_filing(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<ClockView>, Problem> {
    let all = block(move || clocks::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// List all deadlines, nearest first.
#[utoipa::path(operation_id = "list_clocks", tag = "orders", params(Query), responses((status = 200, description = "A page of deadlines", body = Page<ClockView>), NotShown))]
#[get("/clocks")]
async fn list_clocks(
    who: Signed<Office>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<ClockView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let limit = page.limit.saturating_add(1);
    let wanted = ClockQuery {
        due_before: query.due_before,
        kind: query.kind,
        reference: query.reference.clone(),
        after: page.after::<Place>()?.map(String::from),
        limit,
    };
    let rows = block(move || clocks::due(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, ClockView::key))
}
