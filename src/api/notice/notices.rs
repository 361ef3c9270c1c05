//! Notices to the people of a case: where each stands, its letter, sending one again, proof of service,
//! asking again for a receipt.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Signed};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::{NoticeKind, NoticeState, PartyRole};
use crate::api::{Api, PREFIX, block};
use crate::workflow::notice::notices::{self, NoticeQuery, ServiceInput};
use crate::workflow::notice::receipts;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use domain::base::ids::{FilingId, NoticeId, OrderId};
use domain::notice::Service as DomainService;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(one).service(letter).service(resend).service(serve).service(ask_again);
}

/// One message to one principal.
#[derive(Serialize, ToSchema)]
#[schema(as = Notice)]
pub(crate) struct NoticeView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// The filing.
    filing_id: Uuid,
    /// The order, if it is about one.
    order_id: Option<Uuid>,
    /// What it is about; never told in the mail.
    kind: NoticeKind,
    /// Which of its kind: the number of the term, the permit, the petition it belongs to.
    term: i32,
    /// Whom it is for.
    principal: String,
    /// The role of that party.
    role: PartyRole,
    /// Mail address, if one is on record.
    address: Option<String>,
    /// What the mail names.
    #[schema(example = "K7QX-M2PA-9RTD")]
    reference: String,
    /// Message-ID, without angle brackets.
    message_id: String,
    /// Where it stands.
    state: NoticeState,
    /// Times tried since it was last queued.
    attempts: i32,
    /// When it is tried next, while it waits.
    next_attempt_at: Option<Timestamp>,
    /// The mail server's last words.
    last_reply: Option<String>,
    /// When it was queued.
    queued_at: Timestamp,
    /// When it was sent.
    sent_at: Option<Timestamp>,
    /// Proof of service.
    service: Option<Service>,
    /// How often it was sent again.
    resends: i32,
}

/// Proof that a notice arrived.
#[derive(Serialize, ToSchema)]
pub(crate) struct Service {
    /// How it was served.
    method: String,
    /// The day the principal received it.
    received_on: Date,
    /// Who put it on record.
    recorded_by: String,
    /// When.
    recorded_at: Timestamp,
}

impl From<DomainService> for Service {
    fn from(s: DomainService) -> Self {
        let DomainService { method, received_on, recorded_by, recorded_at } = s;
        Self { method, received_on, recorded_by, recorded_at }
    }
}

impl From<crate::workflow::frame::notify::NoticeView> for NoticeView {
    fn from(n: crate::workflow::frame::notify::NoticeView) -> Self {
        Self {
            id: n.id.as_uuid(),
            etag: etag(n.version),
            filing_id: n.filing_id.as_uuid(),
            order_id: n.order_id.map(|id| id.as_uuid()),
            kind: n.kind.into(),
            term: n.term,
            principal: n.principal,
            role: n.role.into(),
            address: n.address,
            reference: n.reference,
            message_id: n.message_id,
            state: n.state.into(),
            attempts: n.attempts,
            next_attempt_at: n.next_attempt_at,
            last_reply: n.last_reply,
            queued_at: n.queued_at,
            sent_at: n.sent_at,
            service: n.service.map(Service::from),
            resends: n.resends,
        }
    }
}

/// A letter as it is handed out.
#[derive(Serialize, ToSchema)]
#[schema(as = Letter)]
struct LetterView {
    /// Its notice.
    notice_id: Uuid,
    /// What it is, in a few words.
    #[schema(example = "General Secrecy Order")]
    title: String,
    /// The whole text.
    text: String,
    /// SHA-256 of the text, in hexadecimal.
    sha256: String,
}

impl From<notices::LetterView> for LetterView {
    fn from(l: notices::LetterView) -> Self {
        Self { notice_id: l.notice_id.as_uuid(), title: l.title, text: l.text, sha256: l.sha256 }
    }
}

/// Proof of service to be put on record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewService {
    /// How it was served.
    #[schema(example = "certified mail")]
    method: String,
    /// The day the principal received it.
    received_on: Date,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only those in this state.
    state: Option<NoticeState>,
    /// Only those of this order.
    order_id: Option<Uuid>,
    /// Only those of this filing, about its orders or not.
    filing_id: Option<Uuid>,
    /// Only those of this kind.
    kind: Option<NoticeKind>,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

fn shown(notice: crate::workflow::frame::notify::NoticeView) -> Answer<NoticeView> {
    let version = notice.version;
    Answer::ok(notice.into()).version(version)
}

/// List notices, in the order they were queued.
#[utoipa::path(operation_id = "list_notices", tag = "notices", params(Query), responses((status = 200, description = "A page of notices", body = Page<NoticeView>), NotShown))]
#[get("/notices")]
async fn list(
    who: Signed<Officers>,
    api: web::Data<Api>,
    query: web::Query<Query>,
) -> Result<Page<NoticeView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let wanted = NoticeQuery {
        state: query.state.map(Into::into),
        order: query.order_id.map(OrderId::from_uuid),
        filing: query.filing_id.map(FilingId::from_uuid),
        kind: query.kind.map(Into::into),
        after: page.after()?,
        limit: page.one_more(),
    };
    let rows = block(move || notices::list(&api.cx, &who, &wanted)).await?;
    Ok(Page::of(&page, rows, |n| n.id.to_string(), NoticeView::from))
}

/// Read a notice.
#[utoipa::path(operation_id = "read_notice", tag = "notices", params(IdParam), responses((status = 200, description = "The notice", body = NoticeView), NotShown))]
#[get("/notices/{id}")]
async fn one(who: Signed<Officers>, api: web::Data<Api>, id: Id<NoticeId>) -> Result<Answer<NoticeView>, Problem> {
    block(move || notices::get(&api.cx, &who, id.0)).await.map(shown)
}

/// Read the letter of a notice, exactly as it was when it was queued.
///
/// Plain text, to be printed and handed out; JSON where `Accept` names it before any other.
#[utoipa::path(operation_id = "read_letter", tag = "notices", params(IdParam), responses((status = 200, description = "The letter", content((String = "text/plain"), (LetterView = "application/json"))), NotShown))]
#[get("/notices/{id}/letter")]
async fn letter(
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
        answer.json(LetterView::from(letter))
    } else {
        answer.insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(letter.text)
    })
}

/// Have a notice sent once more, to the address now on record.
#[utoipa::path(operation_id = "resend_notice", tag = "notices", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Queued again", body = NoticeView), NotDone))]
#[post("/notices/{id}/resend")]
async fn resend(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<Nothing>,
) -> Result<Answer<NoticeView>, Problem> {
    block(move || notices::resend(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Put proof of service on record, once and for ever.
#[utoipa::path(operation_id = "record_service", tag = "notices", params(IdParam, Changing), request_body = NewService, responses((status = 200, description = "On record", body = NoticeView), NotDone))]
#[post("/notices/{id}/service")]
async fn serve(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<NewService>,
) -> Result<Answer<NoticeView>, Problem> {
    let served = block(move || {
        let (new, by) = change.by(&who);
        let input = ServiceInput { method: new.method, received_on: new.received_on };
        notices::record_service(&api.cx, &by, id.0, &input)
    });
    served.await.map(shown)
}

/// Ask the principal of a notice again for its signed receipt.
///
/// Answers with the reminder, a notice of its own with its own letter.
#[utoipa::path(operation_id = "request_receipt", tag = "notices", params(IdParam, Changing), request_body = Nothing, responses((status = 201, description = "The reminder, queued", body = NoticeView), NotDone))]
#[post("/notices/{id}/receipt-request")]
async fn ask_again(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<NoticeId>,
    change: Change<Nothing>,
) -> Result<Answer<NoticeView>, Problem> {
    let reminder = block(move || receipts::request_receipt(&api.cx, &change.by(&who).1, id.0)).await?;
    let location = format!("{PREFIX}/notices/{}", reminder.id);
    Ok(shown(reminder).at(location))
}
