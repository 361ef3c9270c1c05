//! Reading filings: a page of the list, one record, its text. `domain::review::access` decides who may read what. A
//! refusal to read is entered in the ledger (E30).

use crate::store::Conn;
use crate::store::filing::filings::judged;
use crate::store::filing::filings::list as listed;
use crate::store::filing::filings::list::{Reader, Scope, Slice, list as page};
use crate::store::filing::screenings::{self, ScreeningRecord};
use crate::store::list::lists;
use crate::store::office::{accounts, agencies};
use crate::store::order::standing;
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::case;
use crate::workflow::frame::case::reference;
use crate::workflow::frame::read_text::READ_TEXT;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, ScreeningId};
use domain::base::refusal::{NOT_FOUND, Refusal};
use domain::case::status::FilingStatus;
use domain::filing::screening::{ENGINE, ListRef};
use domain::filing::{ClassCode, Filing, Party, Priority, ReceivedBy, Related, Section};
use domain::review::access::{self, Reach, View};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

pub use crate::store::filing::filings::FilingRecord;
pub use crate::store::filing::filings::list::Filter;

/// Roles that may read some filings.
const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// One filing without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilingView {
    pub record: FilingRecord,
    pub classes: Vec<ClassCode>,
    /// Parties of record.
    pub parties: Vec<Party>,
    /// Priority claims.
    pub priority: Vec<Priority>,
    /// Related applications.
    pub related: Vec<Related>,
    /// Country the invention was made in.
    pub made_in: Option<String>,
    /// Whether it says that the Government has rights in it.
    pub government_interest: bool,
    /// The way its present text came in (R1.6).
    pub received_by: ReceivedBy,
    /// The list revision it was last judged by: that of its latest screening, or a later one that was
    /// shown to change nothing for it.
    pub judged_by: Option<ListRef>,
    /// Whether another revision has been adopted since, by which it is still to be judged, or another engine
    /// runs that is still to screen it.
    pub awaits_rescreening: bool,
    /// The name of the examiner who has it, for the Office's own people.
    #[serde(default)]
    pub examiner: Option<String>,
}

/// The text of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FilingText)]
pub struct TextView {
    /// The filing.
    #[serde(rename = "filing_id")]
    #[schema(value_type = uuid::Uuid)]
    pub filing: FilingId,
    pub text_version: i32,
    /// SHA-256 of that text.
    pub document_sha256: String,
    /// Its sections in reading order.
    pub sections: Vec<SectionView>,
}

/// One section of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TextSection)]
pub struct SectionView {
    /// Which section.
    pub section: Section,
    /// The paragraphs of the section.
    pub paragraphs: Vec<ParagraphView>,
}

/// One paragraph, under the name that evidence calls it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TextParagraph)]
pub struct ParagraphView {
    /// Name of the paragraph.
    #[schema(example = "claim 1")]
    pub place: String,
    /// Whether the paragraph is a heading.
    pub heading: bool,
    /// The words of the paragraph.
    pub text: String,
}

/// Which page of the list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Beyond the filing with this `seq`: the last one of the page before.
    pub after: Option<i64>,
    /// Oldest first instead of latest first.
    pub oldest_first: bool,
    /// At most this many.
    pub limit: i64,
}

/// Reads one filing with `read`, if the actor may see this view of it. A refusal is entered in the ledger, also where
/// there is no such filing; so is each read of the text.
pub(crate) fn read_filing<T>(
    cx: &Ctx,
    actor: &Actor,
    id: FilingId,
    view: View,
    read: impl FnOnce(&mut Conn, FilingRecord) -> Result<T, Error>,
) -> Result<T, Error> {
    let (found, version) = cx.look(actor, ledger_act(view), format!("filing:{id}"), |conn| {
        let record = case::see_filing(cx, conn, actor, Some(id), view)?;
        let version = record.text_version;
        Ok((read(conn, record)?, version))
    })?;
    if view == View::Text {
        cx.enter_read(actor, id, format!("filing:{id}"), format!("text_version={version}"))?;
    }
    Ok(found)
}

/// Reads a screening, if the actor may see this view of its filing. A refusal is entered in the ledger, also where there
/// is no such screening; so is each read of its passages.
pub(crate) fn read_screening(cx: &Ctx, actor: &Actor, id: ScreeningId, view: View) -> Result<ScreeningRecord, Error> {
    let found = cx.look(actor, ledger_act(view), format!("screening:{id}"), |conn| {
        let filing = screenings::filing_of(conn, id)?;
        case::see_filing(cx, conn, actor, filing, view)?;
        Ok(screenings::get(conn, id)?.ok_or_else(access::not_found)?)
    })?;
    if view == View::Text {
        let detail = format!("filing={} text_version={}", found.filing, found.text_version);
        cx.enter_read(actor, found.filing, format!("screening:{id}"), detail)?;
    }
    Ok(found)
}

fn ledger_act(view: View) -> &'static str {
    match view {
        View::Record => "filing.read",
        View::Text => READ_TEXT,
        View::Certificate => "screening.certify",
    }
}

/// One filing without its text.
pub fn get(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<FilingView, Error> {
    access::role(actor, &READERS)?;
    read_filing(cx, actor, id, View::Record, |conn, record| {
        let f = case::document(conn, &record)?;
        let record = as_shown(conn, actor, record)?;
        let examiner = record.assigned_to.map(|id| accounts::get(conn, id)).transpose()?.flatten();
        Ok(FilingView {
            examiner: examiner.map(|account| account.username),
            judged_by: record.judged_by.map(|list| reference(conn, list)).transpose()?,
            awaits_rescreening: awaits_rescreening(conn, &record)?,
            record,
            classes: f.classes,
            parties: f.parties,
            priority: f.priority,
            related: f.related,
            made_in: f.made_in,
            government_interest: f.government_interest.is_some(),
            received_by: f.received_by,
        })
    })
}

/// A record as this reader sees it. To people of agencies, who has it is the Office's own affair. That some agency has asked
/// for an order tells whose answer it was where two were asked, so while answers are sealed the filing is under review.
fn as_shown(conn: &mut Conn, actor: &Actor, record: FilingRecord) -> Result<FilingRecord, Error> {
    if actor.agency.is_none() {
        return Ok(record);
    }
    let asked = standing::referral_states(conn, record.id)?;
    let status = match record.status {
        FilingStatus::OrderPending if !access::may_read_votes(actor, &asked) => FilingStatus::UnderReview,
        shown => shown,
    };
    Ok(FilingRecord { assigned_to: None, status, ..record })
}

/// Whether the filing is still to be judged by the list in force or by the engine of this program.
fn awaits_rescreening(conn: &mut Conn, record: &FilingRecord) -> Result<bool, Error> {
    let in_force = lists::in_force(conn)?;
    Ok(match in_force {
        Some(list) if record.judged_by == in_force => judged::awaits_engine(conn, record.id, ENGINE, list)?,
        _ => record.judged_by != in_force,
    })
}

/// The present text of one filing.
pub fn text(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<TextView, Error> {
    access::role(actor, &READERS)?;
    read_filing(cx, actor, id, View::Text, |conn, record| {
        let filing = case::document(conn, &record)?;
        Ok(TextView {
            filing: id,
            text_version: record.text_version,
            document_sha256: record.document_sha256,
            sections: sections_of(&filing),
        })
    })
}

fn sections_of(filing: &Filing) -> Vec<SectionView> {
    let mut out: Vec<SectionView> = Vec::new();
    for p in filing.paragraphs() {
        let paragraph = ParagraphView { place: p.place.into_owned(), heading: p.heading, text: p.text.to_owned() };
        match out.last_mut().filter(|s| s.section == p.section) {
            Some(section) => section.paragraphs.push(paragraph),
            None => out.push(SectionView { section: p.section, paragraphs: vec![paragraph] }),
        }
    }
    out
}

/// A page of the filings that the actor may see. Other filings are not part of the query: they are not counted and not
/// skipped over.
pub fn list(cx: &Ctx, actor: &Actor, filter: &Filter, at: &Page) -> Result<Vec<FilingRecord>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let scope = scope_of(conn, cx, actor)?;
        let slice = Slice { after: at.after, newest_first: !at.oldest_first, limit: at.limit };
        let found = page(conn, &scope, filter, slice)?;
        found.into_iter().map(|record| as_shown(conn, actor, record)).collect()
    })
}

/// The `seq` of every filing that [`list`] would list.
pub(crate) fn seqs(cx: &Ctx, actor: &Actor, filter: &Filter) -> Result<HashSet<i64>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let scope = scope_of(conn, cx, actor)?;
        Ok(listed::seqs(conn, &scope, filter)?)
    })
}

/// The rule of `domain::review::access::read_filing` as a restriction of a query. A test compares the two.
pub(crate) fn scope_of(conn: &mut Conn, cx: &Ctx, actor: &Actor) -> Result<Scope, Error> {
    let reader = match actor.role {
        Some(Role::Examiner | Role::LicensingOfficer) => None,
        Some(Role::Reviewer | Role::Official) => {
            let (Some(account), Some(own)) = (actor.account, &actor.agency) else { return Err(refuse_role().into()) };
            let agencies = agencies::all(conn)?.acting_for(own);
            Some(Reader { account, agencies, today: cx.today(), votes_sealed: actor.role == Some(Role::Reviewer) })
        }
        // The system itself reads filings by other functions.
        _ => return Err(refuse_role().into()),
    };
    Ok(Scope { reach: Reach::of(actor), reader })
}

fn refuse_role() -> Refusal {
    Refusal::new(&NOT_FOUND, "There are no filings for you.")
}
