//! Reading filings: lists, records, and the text for whoever may read it.

use crate::api::filing::screenings::ListRef;
use crate::api::frame::answer::Answer;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Readers, Signed, TextReaders};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::{FilingKind, FilingStatus, Level, PartyRole, ReceivedBy, Scheme, Section};
use crate::api::{Api, block};
use crate::workflow::filing::filings::{self, FilingRecord, Filter, TextView};
use crate::workflow::filing::find::{self, Asked};
use ::domain::base::agency::AgencyCode;
use ::domain::base::ids::FilingId;
use ::domain::filing as domain;
use actix_web::{get, web};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(one).service(full_text);
}

/// A filing in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Filing)]
struct FilingView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Its number.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Its title.
    title: String,
    /// Its kind.
    kind: FilingKind,
    /// The day it was filed.
    filed_on: Option<Date>,
    /// The day it was received, in Washington.
    received_on: Date,
    /// When it was received.
    received_at: Timestamp,
    /// Its marking.
    marking: Level,
    /// Where it stands.
    status: FilingStatus,
    /// Which text is the present one, from 1.
    text_version: i32,
    /// SHA-256 of its present text.
    document_sha256: String,
}

impl From<FilingRecord> for FilingView {
    fn from(f: FilingRecord) -> Self {
        Self {
            id: f.id.as_uuid(),
            etag: etag(f.version),
            application_number: f.application_number.to_string(),
            title: f.title,
            kind: f.kind.into(),
            filed_on: f.filed_on,
            received_on: f.received_on,
            received_at: f.received_at,
            marking: f.marking.0.into(),
            status: f.status.into(),
            text_version: f.text_version,
            document_sha256: f.document_sha256,
        }
    }
}

/// One filing without its text.
#[derive(Serialize, ToSchema)]
struct FilingDetail {
    /// What every list shows.
    #[serde(flatten)]
    filing: FilingView,
    /// Class codes.
    classes: Vec<ClassCode>,
    /// Parties of record.
    parties: Vec<Party>,
    /// Priority claims.
    priority: Vec<Priority>,
    /// Related applications.
    related: Vec<Related>,
    /// Country the invention was made in.
    made_in: Option<String>,
    /// Whether it says that the Government has rights in the invention.
    government_interest: bool,
    /// The way its present text came in.
    received_by: ReceivedBy,
    /// The list revision it was last judged by: that of its latest screening, or a later one under which it
    /// comes out the same.
    judged_by: Option<ListRef>,
    /// Whether a revision has been adopted since by which it is still to be judged, or another screening engine runs
    /// that is still to screen it.
    awaits_rescreening: bool,
}

/// A class code.
#[derive(Serialize, ToSchema)]
struct ClassCode {
    /// Which scheme.
    scheme: Scheme,
    /// The symbol.
    #[schema(example = "F41H 3/00")]
    symbol: String,
    /// Whether it is the main code.
    first: bool,
}

/// A party of record.
#[derive(Serialize, ToSchema)]
struct Party {
    /// What it is to the filing.
    role: PartyRole,
    /// Its name.
    name: String,
    /// Country of its residence.
    country: Option<String>,
    /// Address for mail.
    email: Option<String>,
}

/// A priority claim.
#[derive(Serialize, ToSchema)]
struct Priority {
    /// Country of the earlier filing.
    country: String,
    /// Its number.
    number: String,
    /// Its date.
    date: Option<Date>,
}

/// A related application.
#[derive(Serialize, ToSchema)]
struct Related {
    /// How it is related.
    #[schema(example = "continuation")]
    relation: String,
    /// Its number.
    application_number: String,
}

impl From<filings::FilingView> for FilingDetail {
    fn from(f: filings::FilingView) -> Self {
        let class = |c: domain::ClassCode| ClassCode { scheme: c.scheme.into(), symbol: c.symbol, first: c.first };
        let party = |p: domain::Party| Party { role: p.role.into(), name: p.name, country: p.country, email: p.email };
        let priority = |p: domain::Priority| Priority { country: p.country, number: p.number, date: p.date };
        let related = |r: domain::Related| Related { relation: r.relation, application_number: r.application_number };
        Self {
            filing: f.record.into(),
            classes: f.classes.into_iter().map(class).collect(),
            parties: f.parties.into_iter().map(party).collect(),
            priority: f.priority.into_iter().map(priority).collect(),
            related: f.related.into_iter().map(related).collect(),
            made_in: f.made_in,
            government_interest: f.government_interest,
            received_by: f.received_by.into(),
            judged_by: f.judged_by.map(ListRef::from),
            awaits_rescreening: f.awaits_rescreening,
        }
    }
}

/// The text of a filing.
#[derive(Serialize, ToSchema)]
struct FilingText {
    /// The filing.
    filing_id: Uuid,
    /// Which of its texts.
    text_version: i32,
    /// SHA-256 of that text.
    document_sha256: String,
    /// Its sections in reading order.
    sections: Vec<TextSection>,
}

/// One section of a text.
#[derive(Serialize, ToSchema)]
struct TextSection {
    /// Which.
    section: Section,
    /// Its paragraphs.
    paragraphs: Vec<TextParagraph>,
}

/// One paragraph, under the name evidence calls it by.
#[derive(Serialize, ToSchema)]
struct TextParagraph {
    /// Its name.
    #[schema(example = "claim 1")]
    place: String,
    /// Whether it is a heading.
    heading: bool,
    /// Its text.
    text: String,
}

impl From<TextView> for FilingText {
    fn from(t: TextView) -> Self {
        let paragraph = |p: filings::ParagraphView| TextParagraph { place: p.place, heading: p.heading, text: p.text };
        let section = |s: filings::SectionView| TextSection {
            section: s.section.into(),
            paragraphs: s.paragraphs.into_iter().map(paragraph).collect(),
        };
        Self {
            filing_id: t.filing.as_uuid(),
            text_version: t.text_version,
            document_sha256: t.document_sha256,
            sections: t.sections.into_iter().map(section).collect(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FilingQuery {
    /// Only those that stand here.
    status: Option<FilingStatus>,
    /// Only those whose latest screening hit this category.
    #[param(example = "IX-6A")]
    category: Option<String>,
    /// Only those whose categories this agency owns, or that were referred to it.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only those received on this day or later.
    received_from: Option<Date>,
    /// Only those received on this day or earlier.
    received_to: Option<Date>,
    /// Only those whose text fits this query, in the language of review lists; for those who may read texts. An
    /// application number, however it is spelled, also finds the filing of that application.
    #[param(example = "(phased ADJ array) NEAR5 radar")]
    q: Option<String>,
    /// Oldest first instead of latest first; not with `q`.
    oldest_first: Option<bool>,
    /// Most items wanted.
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// An agency code of a query.
pub(crate) fn agency(text: Option<&str>) -> Result<Option<AgencyCode>, Problem> {
    text.map(AgencyCode::parse).transpose().map_err(|e| Problem::invalid("agency", format!("{e}.")))
}

/// List the filings the caller may see, latest first.
#[utoipa::path(operation_id = "list_filings", tag = "filings", params(FilingQuery), responses((status = 200, description = "A page of filings", body = Page<FilingView>), NotShown))]
#[get("/filings")]
async fn list(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: web::Query<FilingQuery>,
) -> Result<Page<FilingView>, Problem> {
    let page = PageRequest::read(&api, query.limit, query.cursor.as_deref())?;
    let query = query.into_inner();
    let filter = Filter {
        status: query.status.map(Into::into),
        category: query.category,
        agency: agency(query.agency.as_deref())?,
        received_from: query.received_from,
        received_to: query.received_to,
        ..Filter::default()
    };
    let at = filings::Page {
        after: page.after()?,
        oldest_first: query.oldest_first.unwrap_or(false),
        limit: page.one_more(),
    };
    if query.q.is_some() && at.oldest_first {
        return Err(Problem::invalid("oldest_first", "What a query finds is listed latest first."));
    }
    let Some(asked) = query.q.as_deref().map(Asked::parse).transpose()? else {
        let rows = block(move || filings::list(&api.cx, &who, &filter, &at)).await?;
        return Ok(Page::of(&page, rows, |f| f.seq.to_string(), FilingView::from));
    };
    // Dropped with this function, which is dropped when the client leaves.
    let _asker = asked.asker();
    let place = if asked.is_for_words() { Some(api.searches.take().await?) } else { None };
    let rows = block(move || {
        // Given back when the work is done, not when the client has left.
        let _place = place;
        find::search(&api.cx, &who, &asked, &filter, &at)
    })
    .await?;
    Ok(Page::of(&page, rows, |f| f.seq.to_string(), FilingView::from))
}

/// Read a filing's record, without its text.
#[utoipa::path(operation_id = "read_filing", tag = "filings", params(IdParam), responses((status = 200, description = "The filing", body = FilingDetail), NotShown))]
#[get("/filings/{id}")]
async fn one(who: Signed<Readers>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Answer<FilingDetail>, Problem> {
    let found = block(move || filings::get(&api.cx, &who, id.0)).await?;
    let version = found.record.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// Read a filing's text.
///
/// People of agencies sign the acknowledgment of their referral first.
#[utoipa::path(operation_id = "read_filing_text", tag = "filings", params(IdParam), responses((status = 200, description = "Its sections with their paragraphs", body = FilingText), NotShown))]
#[get("/filings/{id}/text")]
async fn full_text(
    who: Signed<TextReaders>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Answer<FilingText>, Problem> {
    let found = block(move || filings::text(&api.cx, &who, id.0)).await?;
    Ok(Answer::ok(found.into()))
}
