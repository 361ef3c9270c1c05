//! Secrecy orders: issue, determinations, renewal, rescission.

use crate::api::filing::filings::parse_agency;
use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{Officers, Officials, Readers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::dossier::{self, OrderDossier};
use crate::workflow::order::declassify::{self, DeclassifyInput};
use crate::workflow::order::determine::{self, DetermineInput};
use crate::workflow::order::issue::{self, IssueInput};
use crate::workflow::order::orders::{self, OrderQuery, OrderView};
use crate::workflow::order::renew;
use crate::workflow::order::rescind::{self, RescissionRequestInput};
use actix_web::{get, post, web};
use domain::base::ids::{FilingId, OrderId};
use domain::order::OrderStatus;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(issue_order).service(list_orders).service(read_order);
    config
        .service(sign_determination)
        .service(renew_order)
        .service(request_rescission)
        .service(rescind_order)
        .service(record_declassification);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only orders with this status today.
    status: Option<OrderStatus>,
    /// Only orders that this agency sponsors or has sponsored.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only orders whose last term ends by this day.
    expires_by: Option<Date>,
    /// Only orders that await a determination now: of an agency for which the caller may sign; for the Office's people,
    /// of any agency.
    #[serde(default)]
    awaiting_determination: bool,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// The answer that shows an order, with its version.
fn answer_with_order(order: OrderView) -> Answer<OrderView> {
    let version = order.version;
    Answer::ok(order).version(version)
}

/// Issue a secrecy order on a filing.
///
/// The order stands on the recommendations that bind and that no order has taken up yet. Notices to everybody whom the
/// order binds are queued with it.
#[utoipa::path(operation_id = "issue_order", tag = "orders", params(IdParam, Changing), request_body = IssueInput, responses((status = 201, description = "Issued", body = OrderView), NotDone))]
#[post("/filings/{id}/orders")]
async fn issue_order(
    who: Signed<SteppedUp<Officers>>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<IssueInput>,
) -> Result<Answer<OrderView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        issue::issue(&api.cx, &by, id.0, &new)
    })
    .await?;
    let (at, version) = (format!("{PREFIX}/orders/{}", made.id), made.version);
    Ok(Answer::created(at, made).version(version))
}

/// List the orders the caller may see, in the order of issue.
#[utoipa::path(operation_id = "list_orders", tag = "orders", params(Query), responses((status = 200, description = "A page of orders", body = Page<OrderView>), NotShown))]
#[get("/orders")]
async fn list_orders(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<OrderView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = OrderQuery {
        status: query.status,
        agency: parse_agency(query.agency.as_deref())?,
        expires_by: query.expires_by,
        awaiting_determination: query.awaiting_determination,
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || orders::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |o| o.id.to_string()))
}

/// Read an order with its permits, its service on principals and its clocks.
#[utoipa::path(operation_id = "read_order", tag = "orders", params(IdParam), responses((status = 200, description = "The order", body = OrderDossier), NotShown))]
#[get("/orders/{id}")]
async fn read_order(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Answer<OrderDossier>, Problem> {
    let found = block(move || dossier::of_order(&api.cx, &who, id.0)).await?;
    let version = found.order.version;
    Ok(Answer::ok(found).version(version))
}

/// Sign a sponsor's determination for the coming term.
///
/// At the end of a term the clock renews the order on the determinations received; without a determination the order
/// lapses.
#[utoipa::path(operation_id = "sign_determination", tag = "orders", params(IdParam, Changing), request_body = DetermineInput, responses((status = 201, description = "Received", body = OrderView), NotDone))]
#[post("/orders/{id}/determinations")]
async fn sign_determination(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<DetermineInput>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        determine::determine(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(answer_with_order(order).at(format!("{PREFIX}/orders/{}", id.0)))
}

/// Renew an order on the determinations received.
#[utoipa::path(operation_id = "renew_order", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Renewed", body = OrderView), NotDone))]
#[post("/orders/{id}/renewal")]
async fn renew_order(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<Nothing>,
) -> Result<Answer<OrderView>, Problem> {
    block(move || renew::renew(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_order)
}

/// Ask, as a sponsor, that an order be rescinded.
#[utoipa::path(operation_id = "request_rescission", tag = "orders", params(IdParam, Changing), request_body = RescissionRequestInput, responses((status = 201, description = "Asked", body = OrderView), NotDone))]
#[post("/orders/{id}/rescission-requests")]
async fn request_rescission(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<RescissionRequestInput>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        rescind::request_rescission(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(answer_with_order(order).at(format!("{PREFIX}/orders/{}", id.0)))
}

/// Rescind an order all of whose sponsors have asked for it.
#[utoipa::path(operation_id = "rescind_order", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Rescinded", body = OrderView), NotDone))]
#[post("/orders/{id}/rescission")]
async fn rescind_order(
    who: Signed<SteppedUp<Officers>>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<Nothing>,
) -> Result<Answer<OrderView>, Problem> {
    block(move || rescind::rescind(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_order)
}

/// Record a sponsor's statement that the matter is declassified.
///
/// The holds that outlive an order over classified matter fall when every sponsor has stated it.
#[utoipa::path(operation_id = "record_declassification", tag = "orders", params(IdParam, Changing), request_body = DeclassifyInput, responses((status = 201, description = "Recorded", body = OrderView), NotDone))]
#[post("/orders/{id}/declassification")]
async fn record_declassification(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<DeclassifyInput>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        declassify::declassify(&api.cx, &by, id.0, &new)
    })
    .await?;
    Ok(answer_with_order(order).at(format!("{PREFIX}/orders/{}", id.0)))
}
