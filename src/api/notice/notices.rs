//! Notices to the people of a case: where each stands, its letter, sending a notice again, proof of service, asking
//! again for a receipt.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{Officers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::notice::notices::{self, LetterView, NoticeQuery, ServiceInput};
use crate::workflow::notice::receipts;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use domain::base::ids::{FilingId, NoticeId, OrderId};
use domain::notice::{NoticeKind, NoticeState};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notices)
        .service(read_notice)
        .service(read_letter)
        .service(resend_notice)
        .service(record_service)
        .service(request_receipt);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only notices in this state.
    state: Option<NoticeState>,
    /// Only notices of this order.
    order_id: Option<Uuid>,
    /// Only notices of this filing, about its orders or not.
    filing_id: Option<Uuid>,
    /// Only notices of this kind.
    kind: Option<NoticeKind>,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// The answer that shows a notice, with its version.
fn answer_with_notice(notice: NoticeView) -> Answer<NoticeView> {
    let version = notice.version;
    Answer::ok(notice).version(version)
}

/// List notices, in the order they were queued.
#[utoipa::path(operation_id = "list_notices", tag = "notices", params(Query), responses((status = 200, description = "A page of notices", body = Page<NoticeView>), NotShown))]
#[get("/notices")]
async fn list_notices(
    who: Signed<Officers>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<NoticeView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = NoticeQuery {
        state: query.state,
        order: query.order_id.map(OrderId::from_uuid),
        filing: query.filing_id.map(FilingId::from_uuid),
        kind: query.kind,
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || notices::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |n| n.id.to_string()))
}

/// Read a notice.
#[utoipa::path(operation_id = "read_notice", tag = "notices", params(IdParam), responses((status = 200, description = "The notice", body = NoticeView), NotShown))]
#[get("/notices/{id}")]
async fn read_notice(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
) -> Result<Answer<NoticeView>, Problem> {
    block(move || notices::get(&api.cx, &who, id.0)).await.map(answer_with_notice)
}

/// Read the letter of a notice, exactly as it was when it was queued.
///
/// Plain text, to be printed and handed out; JSON if `Accept` names JSON first.
#[utoipa::path(operation_id = "read_letter", tag = "notices", params(IdParam), responses((status = 200, description = "The letter", content((String = "text/plain"), (LetterView = "application/json"))), NotShown))]
#[get("/notices/{id}/letter")]
async fn read_letter(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let letter = block(move || notices::letter(&api.cx, &who, id.0)).await?;
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::VARY, "Accept"));
    Ok(if accept.trim_start().starts_with("application/json") {
        answer.json(letter)
    } else {
        answer.insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(letter.text)
    })
}

/// Have a notice sent once more, to the address now on record.
#[utoipa::path(operation_id = "resend_notice", tag = "notices", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Queued again", body = NoticeView), NotDone))]
#[post("/notices/{id}/resend")]
async fn resend_notice(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<Nothing>,
) -> Result<Answer<NoticeView>, Problem> {
    block(move || notices::resend(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_notice)
}

/// Put proof of service on record. It can be recorded once and is never changed.
#[utoipa::path(operation_id = "record_service", tag = "notices", params(IdParam, Changing), request_body = ServiceInput, responses((status = 200, description = "On record", body = NoticeView), NotDone))]
#[post("/notices/{id}/service")]
async fn record_service(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<ServiceInput>,
) -> Result<Answer<NoticeView>, Problem> {
    let served = block(move || {
        let (new, by) = change.by(&who);
        notices::record_service(&api.cx, &by, id.0, &new)
    });
    served.await.map(answer_with_notice)
}

/// Ask the principal of a notice again for its signed receipt.
///
/// The answer is the reminder, which is a notice with a letter of its own.
#[utoipa::path(operation_id = "request_receipt", tag = "notices", params(IdParam, Changing), request_body = Nothing, responses((status = 201, description = "The reminder, queued", body = NoticeView), NotDone))]
#[post("/notices/{id}/receipt-request")]
async fn request_receipt(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<Nothing>,
) -> Result<Answer<NoticeView>, Problem> {
    let reminder = block(move || receipts::request_receipt(&api.cx, &change.by(&who).1, id.0)).await?;
    let location = format!("{PREFIX}/notices/{}", reminder.id);
    Ok(answer_with_notice(reminder).at(location))
}
