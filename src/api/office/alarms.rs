//! Alarms about people who read the texts of many filings.

use crate::api::frame::guard::{AlarmReaders, Signed};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::office::alarms::{self, AlarmView};
use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_alarms);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// List the alarms about people who read many filings, newest first.
///
/// An alarm is raised where one person reads the texts of more different filings within an hour than the setting
/// `alarms.filings_read` says. It bars nobody from anything.
#[utoipa::path(operation_id = "list_alarms", tag = "office", params(Query), responses((status = 200, description = "A page of alarms", body = Page<AlarmView>), NotShown))]
#[get("/alarms")]
async fn list_alarms(
    who: Signed<AlarmReaders>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<AlarmView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let (after, limit) = (page.after()?, page.one_more());
    let rows = block(move || alarms::list(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, rows, |alarm| alarm.id.to_string()))
}
