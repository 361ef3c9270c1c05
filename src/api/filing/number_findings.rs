//! Filings whose application numbers a person must look at: those that cannot be read, and those that an older
//! version took in twice under two spellings.

use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::numbers::{self, ToSettle};
use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_number_findings);
}

/// A filing whose application number a person must look at.
#[derive(Serialize, ToSchema)]
struct NumberFinding {
    /// The filing.
    filing_id: Uuid,
    /// Number of the filing, as it came.
    #[schema(example = "18223456 A1")]
    application_number: String,
    /// The earlier filing of the same application; `null` where the number cannot be read.
    same_as: Option<Uuid>,
    /// Number of the earlier filing.
    #[schema(example = "18/223,456")]
    same_as_number: Option<String>,
    /// The finding, in a sentence.
    text: String,
}

impl From<ToSettle> for NumberFinding {
    fn from(one: ToSettle) -> Self {
        Self {
            text: format!("{}.", one.sentence()),
            filing_id: one.id.as_uuid(),
            application_number: one.application_number,
            same_as: one.same_as.map(|id| id.as_uuid()),
            same_as_number: one.same_as_number,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FindingQuery {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// List the filings whose application numbers a person must look at, in the order of receipt.
///
/// An older version took one application in twice where its number was spelled in two ways, and kept numbers that
/// cannot be read. Nothing is merged: both filings stay on record, and an order on one binds both. Of two filings the
/// finding is shown to whoever may see both.
#[utoipa::path(operation_id = "list_number_findings", tag = "records", params(FindingQuery), responses((status = 200, description = "A page of findings", body = Page<NumberFinding>), NotShown))]
#[get("/number-findings")]
async fn list_number_findings(
    who: Signed<Office>,
    api: web::Data<Api>,
    query: web::Query<FindingQuery>,
) -> Result<Page<NumberFinding>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let (after, limit) = (page.after()?, page.one_more());
    let found = block(move || numbers::list(&api.cx, &who, after, limit)).await?;
    Ok(Page::of(&page, found, |one| one.seq.to_string()).map(NumberFinding::from))
}
