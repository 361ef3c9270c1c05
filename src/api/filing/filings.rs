//! Reading filings: lists, records, and the text for those who may read it.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Question;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Readers, Signed, TextReaders};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::{Page, PageRequest};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::filing::filings::{self, FilingRecord, Filter, TextView};
use crate::workflow::filing::find::{self, Asked, Found};
use ::domain::base::actor::{Actor, Role};
use ::domain::base::agency::AgencyCode;
use ::domain::base::ids::{AccountId, FilingId};
use ::domain::base::marking::Marking;
use ::domain::case::status::FilingStatus;
use ::domain::filing::screening::ListRef;
use ::domain::filing::{self as domain, FilingKind, PartyRole, ReceivedBy, Scheme};
use actix_web::{get, post, web};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_filings).service(search_filings).service(read_filing).service(read_filing_text);
}

/// A filing in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Filing)]
struct FilingView {
    /// Id of the filing.
    id: Uuid,
    /// Counts changes of the filing.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Title of the filing.
    title: String,
    /// Kind of the filing.
    kind: FilingKind,
    /// The day of filing.
    filed_on: Option<Date>,
    /// The day of receipt, in Washington.
    received_on: Date,
    /// The instant of receipt.
    received_at: Timestamp,
    /// Marking of the filing, as a portion mark without parentheses: its level, and what limits its readers further.
    #[schema(example = "S//NF")]
    marking: String,
    /// The same as a banner line, for the head and foot of what shows the filing.
    #[schema(example = "SECRET//NOFORN")]
    banner: String,
    /// Where the filing stands.
    status: FilingStatus,
    /// Number of the present text, from 1.
    text_version: i32,
    /// SHA-256 of the present text.
    document_sha256: String,
    /// The account of the examiner who has the filing; `null` while it is in the queue, and for people of agencies.
    examiner_id: Option<Uuid>,
}

impl From<FilingRecord> for FilingView {
    fn from(f: FilingRecord) -> Self {
        Self {
            id: f.id.as_uuid(),
            etag: etag(f.version),
            application_number: f.application_number.to_string(),
            title: f.title,
            kind: f.kind,
            filed_on: f.filed_on,
            received_on: f.received_on,
            received_at: f.received_at,
            marking: f.marking.mark(),
            banner: f.marking.banner(),
            status: f.status,
            text_version: f.text_version,
            document_sha256: f.document_sha256,
            examiner_id: f.assigned_to.map(|id| id.as_uuid()),
        }
    }
}

/// One filing without its text.
#[derive(Serialize, ToSchema)]
struct FilingDetail {
    /// The members that lists show.
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
    /// Country in which the invention was made.
    made_in: Option<String>,
    /// Whether the filing says that the Government has rights in the invention.
    government_interest: bool,
    /// The way in which the present text came.
    received_by: ReceivedBy,
    /// The list revision by which the filing was last judged: that of its latest screening, or a later revision under
    /// which the outcome is the same.
    judged_by: Option<ListRef>,
    /// Whether the filing is still to be judged by a revision adopted since, or by another screening engine.
    awaits_rescreening: bool,
    /// Name of the examiner who has the filing; `null` while it is in the queue, and for people of agencies.
    examiner: Option<String>,
}

/// A class code.
#[derive(Serialize, ToSchema)]
struct ClassCode {
    /// The scheme of the code.
    scheme: Scheme,
    /// The symbol of the class.
    #[schema(example = "F41H 3/00")]
    symbol: String,
    /// Whether this is the main code.
    first: bool,
}

/// A party of record.
#[derive(Serialize, ToSchema)]
struct Party {
    /// Role of the party.
    role: PartyRole,
    /// Name of the party.
    name: String,
    /// Country of residence.
    country: Option<String>,
    /// Address for mail.
    email: Option<String>,
}

/// A priority claim.
#[derive(Serialize, ToSchema)]
struct Priority {
    /// Country of the earlier filing.
    country: String,
    /// Number of the earlier filing.
    number: String,
    /// Date of the earlier filing.
    date: Option<Date>,
}

/// A related application.
#[derive(Serialize, ToSchema)]
struct Related {
    /// The relation.
    #[schema(example = "continuation")]
    relation: String,
    /// Number of the related application.
    application_number: String,
}

impl From<filings::FilingView> for FilingDetail {
    fn from(f: filings::FilingView) -> Self {
        let class = |c: domain::ClassCode| ClassCode { scheme: c.scheme, symbol: c.symbol, first: c.first };
        let party = |p: domain::Party| Party { role: p.role, name: p.name, country: p.country, email: p.email };
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
            received_by: f.received_by,
            judged_by: f.judged_by,
            awaits_rescreening: f.awaits_rescreening,
            examiner: f.examiner,
        }
    }
}

/// What filings are looked for. The page is asked for in the query, so that the `Link` to the next one holds no words.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FilingSearch {
    /// Only filings with this status.
    status: Option<FilingStatus>,
    /// Only filings whose latest screening hit this category.
    #[schema(example = "IX-6A")]
    category: Option<String>,
    /// Only filings hit in a category that this agency owns, or referred to this agency.
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// Only filings received on this day or later.
    received_from: Option<Date>,
    /// Only filings received on this day or earlier.
    received_to: Option<Date>,
    /// Only filings that you have, or that nobody has. For examiners.
    assigned: Option<Desk>,
    /// Only filings whose text fits this query, as `q` of `GET /filings`.
    #[schema(example = "(phased ADJ array) NEAR5 radar")]
    q: Option<String>,
    /// Oldest first instead of latest first; not with `q`.
    oldest_first: Option<bool>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchPage {
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FilingQuery {
    /// Only filings with this status.
    status: Option<FilingStatus>,
    /// Only filings whose latest screening hit this category.
    #[param(example = "IX-6A")]
    category: Option<String>,
    /// Only filings hit in a category that this agency owns, or referred to this agency.
    #[param(example = "NAVY")]
    agency: Option<String>,
    /// Only filings received on this day or later.
    received_from: Option<Date>,
    /// Only filings received on this day or earlier.
    received_to: Option<Date>,
    /// Only filings that you have, or that nobody has. For examiners.
    assigned: Option<Desk>,
    /// Only filings whose text fits this query, in the language of review lists. For callers who may read texts. An
    /// application number, however it is spelled, also finds the filing of that application.
    #[param(example = "(phased ADJ array) NEAR5 radar")]
    q: Option<String>,
    /// Oldest first instead of latest first; not with `q`.
    oldest_first: Option<bool>,
    /// Most items on the page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The cursor from the `Link` of the page before.
    cursor: Option<String>,
}

/// Whose filings are listed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Desk {
    /// Those that you have.
    Me,
    /// Those in the queue of all examiners.
    Nobody,
}

impl Desk {
    /// Whose it is; refused for whoever is no examiner.
    fn of(self, who: &Actor) -> Result<Option<AccountId>, Problem> {
        match (self, who.role) {
            (Self::Me, Some(Role::Examiner)) => Ok(who.account),
            (Self::Nobody, Some(Role::Examiner)) => Ok(None),
            _ => Err(Problem::invalid("assigned", "Only examiners have filings; leave this out.")),
        }
    }
}

/// Reads the agency code of a query.
pub(crate) fn parse_agency(text: Option<&str>) -> Result<Option<AgencyCode>, Problem> {
    text.map(AgencyCode::parse).transpose().map_err(|e| Problem::invalid("agency", format!("{e}.")))
}

/// List the filings the caller may see, latest first.
///
/// With `q`, a page may have fewer filings than `limit`, or none, and still a `Link` to the next: then `partial` is `true`,
/// and more may be found behind it. A page takes a fraction of a second, however hard the query is.
#[utoipa::path(operation_id = "list_filings", tag = "filings", params(FilingQuery), responses((status = 200, description = "A page of filings", body = Page<FilingView>), NotShown))]
#[get("/filings")]
async fn list_filings(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: web::Query<FilingQuery>,
) -> Result<Page<FilingView>, Problem> {
    let FilingQuery { status, category, agency, received_from, received_to, assigned, q, oldest_first, limit, cursor } =
        query.into_inner();
    let page = PageRequest::read(&api, limit, cursor.as_deref())?;
    let asked = FilingSearch { status, category, agency, received_from, received_to, assigned, q, oldest_first };
    find_filings(who, api, asked, page).await
}

/// Search filings, latest first, with the words in the body.
///
/// The same as `GET /filings`. Addresses are kept by browsers, proxies and their logs; the words of a search can say as
/// much as the filing that is looked for.
#[utoipa::path(operation_id = "search_filings", tag = "filings", params(SearchPage), request_body = FilingSearch, responses((status = 200, description = "A page of filings", body = Page<FilingView>), (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"), (status = 415, description = "The body is of a type that is not taken", body = Problem, content_type = "application/problem+json"), NotShown))]
#[post("/filings/search")]
async fn search_filings(
    who: Signed<Readers>,
    api: web::Data<Api>,
    page: web::Query<SearchPage>,
    asked: Question<FilingSearch>,
) -> Result<Page<FilingView>, Problem> {
    let page = PageRequest::read(&api, page.limit, page.cursor.as_deref())?;
    find_filings(who, api, asked.0, page).await
}

async fn find_filings(
    who: Signed<Readers>,
    api: web::Data<Api>,
    query: FilingSearch,
    page: PageRequest,
) -> Result<Page<FilingView>, Problem> {
    let filter = Filter {
        status: query.status,
        category: query.category,
        agency: parse_agency(query.agency.as_deref())?,
        received_from: query.received_from,
        received_to: query.received_to,
        assigned_to: query.assigned.map(|desk| desk.of(&who)).transpose()?,
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
        return Ok(show(Page::of(&page, rows, |f| f.seq.to_string())));
    };
    // Dropped with this future, which the server drops with a broken connection.
    let _asker = asked.asker();
    let place = if asked.is_for_words() { Some(api.searches.take(who.account).await?) } else { None };
    let Found { filings, reached } = block(move || {
        // Given back when the work is done, not when the client has left.
        let _place = place;
        find::search(&api.cx, &who, &asked, &filter, &at)
    })
    .await?;
    let found = match reached {
        Some(reached) if filings.len() <= page.limit => Page::reaching(&page, filings, &reached.to_string()),
        _ => Page::of(&page, filings, |f| f.seq.to_string()),
    };
    Ok(show(found))
}

/// A page of filings as it goes out, with the marking of all of them together (M10).
fn show(found: Page<FilingRecord>) -> Page<FilingView> {
    let whole = Marking::of_all(found.items.iter().map(|filing| &filing.marking));
    found.map(FilingView::from).marked(&whole)
}

/// Read a filing's record, without its text.
#[utoipa::path(operation_id = "read_filing", tag = "filings", params(IdParam), responses((status = 200, description = "The filing", body = FilingDetail), NotShown))]
#[get("/filings/{id}")]
async fn read_filing(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Answer<FilingDetail>, Problem> {
    let found = block(move || filings::get(&api.cx, &who, id.0)).await?;
    let version = found.record.version;
    Ok(Answer::ok(found.into()).version(version))
}

/// Read a filing's text.
///
/// People of agencies must sign the acknowledgment of their referral first.
#[utoipa::path(operation_id = "read_filing_text", tag = "filings", params(IdParam), responses((status = 200, description = "Its sections with their paragraphs", body = TextView), NotShown))]
#[get("/filings/{id}/text")]
async fn read_filing_text(
    who: Signed<TextReaders>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Answer<TextView>, Problem> {
    let found = block(move || filings::text(&api.cx, &who, id.0)).await?;
    Ok(Answer::ok(found))
}
