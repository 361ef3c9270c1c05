//! Taking in filings: a single filing, or a stream of filings.
//!
//! A stream is read, screened and answered record by record. Only a few pieces of it are in memory at a time, so a stream
//! may have any length. A record that cannot be read or taken in is answered in its place, and the stream goes on.

pub(crate) mod form;
mod stream;

use crate::api::filing::screenings::ScreeningView;
use crate::api::frame::answer::Answer;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Bringing, Filings};
use crate::api::frame::input::Creating;
use crate::api::frame::problem::{MEDIA, Problem, UNREADABLE};
use crate::api::frame::responses::NotDone;
use crate::api::frame::upload::{Upload, media_type};
use crate::api::{Api, PREFIX, block};
use crate::formats::{self, ContentKind};
use crate::workflow::filing::intake::{self, Received};
use actix_web::dev::Payload;
use actix_web::{HttpRequest, HttpResponse, post, web};
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use domain::filing::screening::Verdict;
use form::NewFiling;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(bring_filing).service(bring_filings);
}

/// A filing as it was received.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceivedFiling {
    /// Id of the filing.
    id: Uuid,
    /// Counts changes of the filing.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Where the filing stood on receipt.
    status: FilingStatus,
    /// The day of receipt, in Washington.
    received_on: Date,
    /// Whether the filing was on record before, with the same text.
    existing: bool,
    /// The screening on receipt.
    screening: ScreeningView,
}

impl From<Received> for ReceivedFiling {
    fn from(r: Received) -> Self {
        Self {
            id: r.id.as_uuid(),
            etag: etag(r.version),
            status: r.status,
            received_on: r.received_on,
            existing: r.existing,
            screening: r.screening.into(),
        }
    }
}

/// A line of the answer to a stream: what became of one record.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntakeLine {
    /// Number of the record in the stream, from 1.
    record: u64,
    /// The filing, if it was taken in.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    received: Option<ReceivedFiling>,
    /// Why the record was not taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// The label of a filing taken in, for the metrics.
fn metric_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Clear => "clear",
        Verdict::Flagged => "flagged",
        Verdict::NeedsHuman => "needs_human",
    }
}

/// The kind of content that a media type names; `None` for a type that is not taken.
fn content_kind(media_type: &str) -> Option<ContentKind> {
    match media_type {
        "application/xml" | "text/xml" => Some(ContentKind::Xml),
        "application/json" => Some(ContentKind::Json),
        "application/x-ndjson" | "application/ndjson" => Some(ContentKind::Ndjson),
        _ => None,
    }
}

impl Api {
    fn format_limits(&self) -> formats::Limits {
        let total_bytes = u64::try_from(self.limits.intake.0).unwrap_or(u64::MAX);
        formats::Limits { record_bytes: self.limits.filing.0, total_bytes, ..formats::Limits::default() }
    }
}

/// Reads a document that must hold exactly one filing.
fn read_single_filing(kind: ContentKind, bytes: &[u8], limits: &formats::Limits) -> Result<Filing, Problem> {
    let mut records = formats::read_as(kind, "request", bytes, limits);
    let first = records.next().ok_or_else(|| Problem::new(&UNREADABLE, "There is no filing in the body."))?;
    let filing = first.outcome?;
    match records.next() {
        None => Ok(filing),
        Some(_) => {
            let words = "There is more than one filing in the body. POST a stream of filings to /intake.";
            Err(Problem::new(&UNREADABLE, words))
        }
    }
}

/// Reads the single filing that was sent.
pub(crate) fn read_filing_sent(api: &Api, upload: &Upload) -> Result<Filing, Problem> {
    let kind = content_kind(upload.media_type()).filter(|k| *k != ContentKind::Ndjson).ok_or_else(|| {
        Problem::new(&MEDIA, "A filing is application/json or application/xml. A stream of them goes to /intake.")
    })?;
    read_single_filing(kind, &upload.bytes, &api.format_limits())
}

/// Bring one filing.
///
/// The filing is screened before the answer. If the same text is sent again under the same number, the answer is the
/// same. Another text under a number on record is refused.
#[utoipa::path(
    operation_id = "bring_filing",
    tag = "filings",
    params(Creating),
    request_body(
        content((NewFiling = "application/json"), (String = "application/xml")),
        description = "A filing as JSON, or USPTO application XML (us-patent-application)"
    ),
    responses(
        (status = 201, description = "Received and screened", body = ReceivedFiling),
        (status = 200, description = "It was on record already", body = ReceivedFiling),
        NotDone
    )
)]
#[post("/filings")]
async fn bring_filing(
    who: Bringing<Filings>,
    api: web::Data<Api>,
    upload: Upload,
) -> Result<Answer<ReceivedFiling>, Problem> {
    let shared = api.clone();
    let received = block(move || {
        let filing = read_filing_sent(&api, &upload)?;
        Ok::<_, Problem>(intake::receive(&api.cx, &upload.by(&who), &filing)?)
    })
    .await?;
    shared.metrics.record(metric_label(received.screening.result.verdict));
    let (id, version, existing): (FilingId, _, _) = (received.id, received.version, received.existing);
    let answer = Answer::ok(received.into()).version(version);
    Ok(if existing { answer } else { answer.at(format!("{PREFIX}/filings/{id}")) })
}

/// Bring a stream of filings.
///
/// A stream is concatenated USPTO XML as in the weekly files, or one JSON object a line. The answer has a line for each
/// record, in order, as soon as its outcome is known. A bad record does not end the stream. The stream can be sent again:
/// a filing that was taken in before gets the same answer.
#[utoipa::path(
    operation_id = "bring_filings",
    tag = "filings",
    request_body(
        content((String = "application/x-ndjson"), (String = "application/xml")),
        description = "Filings, one after another"
    ),
    responses(
        (status = 200, description = "A line for each record", body = IntakeLine, content_type = "application/x-ndjson"),
        NotDone
    )
)]
#[post("/intake")]
async fn bring_filings(
    who: Bringing<Filings>,
    api: web::Data<Api>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let kind = content_kind(&media_type(&request))
        .ok_or_else(|| Problem::new(&MEDIA, "A stream is application/x-ndjson or application/xml."))?;
    stream::check_length(&request, api.limits.intake.0)?;
    let place = api.streams.take(who.account).await?;
    let payload: Payload = payload.into_inner();
    let lines = stream::take_in(api.into_inner(), who.into_actor(), kind, payload, place);
    Ok(HttpResponse::Ok().content_type("application/x-ndjson").streaming(lines))
}
