//! Secrecy orders: issue, determinations, renewal, rescission.

mod dossier;
mod wire;

use crate::api::filing::filings::agency;
use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{Officers, Officials, Readers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::OrderStatus;
use crate::api::{Api, PREFIX, block};
use crate::workflow::dossier as full;
use crate::workflow::order::orders::{self, OrderQuery};
use crate::workflow::order::{declassify, determine, issue, renew, rescind};
use actix_web::{get, post, web};
use domain::base::ids::{FilingId, OrderId};
use dossier::DossierView;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::{NewDeclassification, NewDetermination, NewOrder, NewRescissionRequest, OrderView};

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(make).service(list).service(one);
    config
        .service(sign_determination)
        .service(renewal)
        .service(ask_rescission)
        .service(rescission)
        .service(declassification);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only those with this status today.
    status: Option<OrderStatus>,
    /// Only those this agency sponsors or has sponsored.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only those whose last term ends by this day.
    expires_by: Option<Date>,
    /// Only those that await a determination now: of an agency the caller may sign for, or of any for the
    /// Office's people.
    #[serde(default)]
    awaiting_determination: bool,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// An order, with its version.
fn shown(order: orders::OrderView) -> Answer<OrderView> {
    let version = order.version;
    Answer::ok(order.into()).version(version)
}

/// Issue a secrecy order on a filing.
///
/// On the recommendations that bind and that no order has taken up yet. Notices to everybody it binds
/// are queued with it.
#[utoipa::path(operation_id = "issue_order", tag = "orders", params(IdParam, Changing), request_body = NewOrder, responses((status = 201, description = "Issued", body = OrderView), NotDone))]
#[post("/filings/{id}/orders")]
async fn make(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    change: Change<NewOrder>,
) -> Result<Answer<OrderView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        issue::issue(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    let (at, version) = (format!("{PREFIX}/orders/{}", made.id), made.version);
    Ok(Answer::created(at, made.into()).version(version))
}

/// List the orders the caller may see, in the order of issue.
#[utoipa::path(operation_id = "list_orders", tag = "orders", params(Query), responses((status = 200, description = "A page of orders", body = Page<OrderView>), NotShown))]
#[get("/orders")]
async fn list(who: Signed<Readers>, api: web::Data<Api>, query: web::Query<Query>) -> Result<Page<OrderView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = OrderQuery {
        status: query.status.map(Into::into),
        agency: agency(query.agency.as_deref())?,
        expires_by: query.expires_by,
        awaiting_determination: query.awaiting_determination,
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || orders::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |o| o.id.to_string(), OrderView::from))
}

/// Read an order with its permits, its service on principals and its clocks.
#[utoipa::path(operation_id = "read_order", tag = "orders", params(IdParam), responses((status = 200, description = "The order", body = DossierView), NotShown))]
#[get("/orders/{id}")]
async fn one(who: Signed<Readers>, api: web::Data<Api>, id: Id<OrderId>) -> Result<Answer<DossierView>, Problem> {
    let found = block(move || full::of_order(&api.cx, &who, id.0)).await?;
    let version = found.order.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// Sign a sponsor's determination for the coming term.
///
/// The clock renews on the determinations received; without one the order lapses.
#[utoipa::path(operation_id = "sign_determination", tag = "orders", params(IdParam, Changing), request_body = NewDetermination, responses((status = 201, description = "Received", body = OrderView), NotDone))]
#[post("/orders/{id}/determinations")]
async fn sign_determination(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<NewDetermination>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        determine::determine(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(shown(order).at(format!("{PREFIX}/orders/{}", id.0)))
}

/// Renew an order on the determinations received.
#[utoipa::path(operation_id = "renew_order", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Renewed", body = OrderView), NotDone))]
#[post("/orders/{id}/renewal")]
async fn renewal(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<Nothing>,
) -> Result<Answer<OrderView>, Problem> {
    block(move || renew::renew(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Ask, as a sponsor, that an order be rescinded.
#[utoipa::path(operation_id = "request_rescission", tag = "orders", params(IdParam, Changing), request_body = NewRescissionRequest, responses((status = 201, description = "Asked", body = OrderView), NotDone))]
#[post("/orders/{id}/rescission-requests")]
async fn ask_rescission(
    who: Signed<Officials>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<NewRescissionRequest>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        rescind::request_rescission(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(shown(order).at(format!("{PREFIX}/orders/{}", id.0)))
}

/// Rescind an order all of whose sponsors have asked for it.
#[utoipa::path(operation_id = "rescind_order", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Rescinded", body = OrderView), NotDone))]
#[post("/orders/{id}/rescission")]
async fn rescission(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<Nothing>,
) -> Result<Answer<OrderView>, Problem> {
    block(move || rescind::rescind(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Record a sponsor's statement that the matter is declassified.
///
/// The holds that outlive an order over classified matter fall when every sponsor has stated it.
#[utoipa::path(operation_id = "record_declassification", tag = "orders", params(IdParam, Changing), request_body = NewDeclassification, responses((status = 201, description = "Recorded", body = OrderView), NotDone))]
#[post("/orders/{id}/declassification")]
async fn declassification(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
    change: Change<NewDeclassification>,
) -> Result<Answer<OrderView>, Problem> {
    let order = block(move || {
        let (new, by) = change.by(&who);
        declassify::declassify(&api.cx, &by, id.0, &new.into())
    })
    .await?;
    Ok(shown(order).at(format!("{PREFIX}/orders/{}", id.0)))
}
