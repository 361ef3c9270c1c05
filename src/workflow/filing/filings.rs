//! Reading filings: a page of the list, one record, its text. Who may read what is
//! `domain::review::access`'s to say; here it is asked, and a refusal to read is entered in the ledger (E30).

use crate::store::Conn;
use crate::store::filing::filings;
use crate::store::filing::filings::judged;
use crate::store::filing::filings::list as listed;
use crate::store::filing::filings::list::{Reader, Scope, Slice, list as page};
use crate::store::list::lists;
use crate::store::office::agencies;
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::case;
use crate::workflow::frame::case::reference;
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::base::refusal::{NOT_FOUND, Refusal};
use domain::filing::screening::{ENGINE, ListRef};
use domain::filing::{ClassCode, Filing, Party, Priority, ReceivedBy, Related, Section};
use domain::review::access::{self, View};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

pub use crate::store::filing::filings::FilingRecord;
pub use crate::store::filing::filings::list::Filter;

/// Who ever reads filings.
const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// One filing without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilingView {
    /// What is on record.
    pub record: FilingRecord,
    /// Class codes.
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
}

/// The text of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FilingText)]
pub struct TextView {
    /// The filing.
    #[serde(rename = "filing_id")]
    #[schema(value_type = uuid::Uuid)]
    pub filing: FilingId,
    /// Which of its texts.
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

/// Runs a read of one filing, if the actor may. That it was refused is entered in the ledger where
/// there is such a filing: also the answer that it does not exist, given to somebody not cleared.
pub(crate) fn may_read<T>(
    cx: &Ctx,
    actor: &Actor,
    id: FilingId,
    view: View,
    read: impl FnOnce(&mut Conn, FilingRecord) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut exists = false;
    let done = cx.read(|conn| {
        let record = filings::get(conn, id)?.ok_or_else(access::not_found)?;
        exists = true;
        check(conn, cx, actor, &record, view)?;
        read(conn, record)
    });
    if let (true, Err(Error::Refused(refusal))) = (exists, &done) {
        cx.record_refusal(actor, act_of(view), &format!("filing:{id}"), refusal)?;
    }
    done
}

fn act_of(view: View) -> &'static str {
    match view {
        View::Record => "filing.read",
        View::Text => "filing.read_text",
        View::Certificate => "screening.certify",
    }
}

/// Whether the actor may read this much of a filing, inside a running transaction.
pub(crate) fn check(conn: &mut Conn, cx: &Ctx, actor: &Actor, f: &FilingRecord, view: View) -> Result<(), Error> {
    let facts = filings::access_facts(conn, f.id, f.marking, actor.account, cx.today())?;
    Ok(access::read_filing(actor, &facts, &agencies::all(conn)?, view)?)
}

/// One filing without its text.
pub fn get(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<FilingView, Error> {
    access::role(actor, &READERS)?;
    may_read(cx, actor, id, View::Record, |conn, record| {
        let f = case::document(conn, &record)?;
        Ok(FilingView {
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

/// Whether the list in force or the engine of this program has not judged a filing yet.
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
    may_read(cx, actor, id, View::Text, |conn, record| {
        let filing = case::document(conn, &record)?;
        Ok(TextView {
            filing: id,
            text_version: record.text_version,
            document_sha256: record.document_sha256,
            sections: sections(&filing),
        })
    })
}

fn sections(filing: &Filing) -> Vec<SectionView> {
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

/// A page of the filings there are for the actor. What is not for the actor is not in it, not counted
/// and not skipped over: it is no part of the query.
pub fn list(cx: &Ctx, actor: &Actor, filter: &Filter, at: &Page) -> Result<Vec<FilingRecord>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let scope = scope(conn, cx, actor)?;
        let slice = Slice { after: at.after, newest_first: !at.oldest_first, limit: at.limit };
        Ok(page(conn, &scope, filter, slice)?)
    })
}

/// The places in the order of receipt of the filings that [`list`] would list, all of them.
pub(crate) fn seqs(cx: &Ctx, actor: &Actor, filter: &Filter) -> Result<HashSet<i64>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| {
        let scope = scope(conn, cx, actor)?;
        Ok(listed::seqs(conn, &scope, filter)?)
    })
}

/// What `domain::review::access::read_filing` permits, as a restriction of a query. A test holds the two
/// together.
fn scope(conn: &mut Conn, cx: &Ctx, actor: &Actor) -> Result<Scope, Error> {
    let clearance = actor.clearance;
    let reader = match actor.role {
        Some(Role::Examiner | Role::LicensingOfficer) => None,
        Some(Role::Reviewer | Role::Official) => {
            let (Some(account), Some(own)) = (actor.account, &actor.agency) else { return Err(nothing().into()) };
            let agencies = agencies::all(conn)?.acting_for(own);
            Some(Reader { account, agencies, today: cx.today() })
        }
        // The house reads no filings through this door.
        _ => return Err(nothing().into()),
    };
    Ok(Scope { clearance, reader })
}

fn nothing() -> Refusal {
    Refusal::new(&NOT_FOUND, "There are no filings for you.")
}
