//! The docket of a case: opening the case, writing an entry with everything that goes with one, reading entries. What
//! an entry may say is decided in `domain`, in the file of its field of law. The verbs of each field are in files of
//! their own.

use crate::store::filing::docket;
use crate::store::filing::filings::FilingRecord;
use crate::store::office::agencies;
use crate::store::order::orders;
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::Record;
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::frame::{case, status, tell};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::agency::{Agencies, AgencyCode};
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::case::{Audience, CaseFile, Entry, Matter};
use domain::order::Order;
use domain::review::access::{self, not_found};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The Office's own people who read dockets.
const OFFICE: [Role; 2] = [Role::Examiner, Role::LicensingOfficer];
const READERS: [Role; 4] = [Role::Examiner, Role::LicensingOfficer, Role::Reviewer, Role::Official];

/// An entry of a docket. It is never changed; what answers it is an entry of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryView {
    /// Id of the entry.
    #[schema(value_type = uuid::Uuid)]
    pub id: EntryId,
    /// One more than the entries that answer this entry.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// The filing.
    #[schema(value_type = uuid::Uuid)]
    pub filing_id: FilingId,
    /// The order that the entry concerns.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub order_id: Option<OrderId>,
    /// The entry that this entry answers.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub answers: Option<EntryId>,
    /// What kind of entry.
    #[schema(example = "license.granted")]
    pub kind: String,
    /// What the entry says; the members depend on the kind.
    #[schema(value_type = Object, example = json!({"scope": "narrow", "source": "filing"}))]
    pub facts: serde_json::Value,
    /// The agency for which the entry was signed.
    #[schema(value_type = Option<String>, example = "NAVY")]
    pub agency: Option<AgencyCode>,
    /// Who made the entry.
    pub person: String,
    /// The day of the entry, in Washington.
    pub entered_on: Date,
    /// The instant of the entry.
    pub entered_at: Timestamp,
}

/// An entry as its readers see it.
pub(crate) fn view(conn: &mut Conn, entry: Entry) -> Result<EntryView, Error> {
    let version = i32::try_from(docket::count_answers(conn, entry.id)?).unwrap_or(i32::MAX).saturating_add(1);
    let (kind, facts) = entry.matter.kind_and_facts();
    Ok(EntryView {
        id: entry.id,
        filing_id: entry.filing,
        order_id: entry.order,
        answers: entry.answers,
        kind,
        facts,
        agency: entry.agency,
        person: entry.person,
        entered_on: entry.on,
        entered_at: entry.at,
        version,
    })
}

/// Everything on record about a filing.
pub(crate) fn case_of(conn: &mut Conn, f: &FilingRecord) -> Result<CaseFile, Error> {
    Ok(CaseAtHand::load(conn, f.clone())?.file)
}

/// Whether a filing has no entry.
pub(crate) fn is_empty(conn: &mut Conn, filing: FilingId) -> Result<bool, Error> {
    Ok(docket::of_filing(conn, filing)?.is_empty())
}

/// The case of a filing, for the Office's own people.
pub(crate) fn open(conn: &mut Conn, actor: &Actor, filing: FilingId) -> Result<CaseFile, Error> {
    let f = case::filing(conn, actor, filing)?;
    case_of(conn, &f)
}

/// The case of an order with the order, for whoever may see it.
pub(crate) fn open_order(cx: &Ctx, conn: &mut Conn, actor: &Actor, order: OrderId) -> Result<(CaseFile, Order), Error> {
    let (order, filing, _) = case::order(cx, conn, actor, order)?;
    Ok((case_of(conn, &filing)?, order))
}

/// The case of an entry with the entry, for whoever may read it: the Office's own people, and for people of an agency who
/// may see its order, if it is meant for sponsors. As much is read for an entry that does not exist.
pub(crate) fn open_entry(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    id: EntryId,
) -> Result<(CaseFile, Entry, i32), Error> {
    let found = docket::find(conn, id)?;
    let filing = if actor.agency.is_none() {
        access::role(actor, &OFFICE).map_err(|_| not_found())?;
        case::filing(conn, actor, found.as_ref().map_or(FilingId::NONE, |entry| entry.filing))?
    } else {
        let order = found.as_ref().and_then(|entry| entry.order);
        case::see_order(cx, conn, actor, order.unwrap_or(OrderId::NONE))?.0
    };
    let may = |entry: &Entry| actor.agency.is_none() || entry.matter.audience() == Audience::Sponsors;
    let entry = found.filter(may).ok_or_else(not_found)?;
    let case = case_of(conn, &filing)?;
    let version = view(conn, entry.clone())?.version;
    Ok((case, entry, version))
}

/// What an entry is about, what it answers, and for whom it is signed.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    pub order: Option<OrderId>,
    pub answers: Option<EntryId>,
    /// The agency it is signed for.
    pub agency: Option<AgencyCode>,
}

impl About {
    pub(crate) fn order(id: OrderId) -> Self {
        Self { order: Some(id), ..Self::default() }
    }
    /// In answer to an entry, and about the same order.
    pub(crate) fn answer(entry: &Entry) -> Self {
        Self { order: entry.order, answers: Some(entry.id), agency: None }
    }
    /// Signed for an agency.
    pub(crate) fn signed_for(self, agency: AgencyCode) -> Self {
        Self { agency: Some(agency), ..self }
    }
}

/// Writes an entry as part of a running act: the order or the filing gets a new version, the status of
/// the filing is computed anew, and the ledger gets the entry's digest.
pub(crate) fn enter(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &Actor,
    record: &mut Record,
    case: &CaseFile,
    about: About,
    matter: impl Into<Matter>,
) -> Result<EntryView, Error> {
    let entry = write(cx, tx, by, case.filing, about, matter.into())?;
    status::recompute(tx, case.filing, entry.on)?;
    tell::notify_of_entry(cx, tx, &entry)?;
    note(record, &entry)?;
    view(tx, entry)
}

/// The same for an entry of which nobody gets a letter and which shapes no order, on a case in hand, which takes it in
/// and is not read again. The status is the act's to compute, once for all it enters.
pub(crate) fn enter_in_hand(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &Actor,
    record: &mut Record,
    hand: &mut CaseAtHand,
    about: About,
    matter: impl Into<Matter>,
) -> Result<(), Error> {
    let matter = matter.into();
    if !matches!(matter, Matter::Advice(_) | Matter::Condition(_)) {
        return Err(Error::Internal(format!("{} is not entered in hand", matter.kind_and_facts().0)));
    }
    let entry = write(cx, tx, by, hand.record.id, about, matter)?;
    note(record, &entry)?;
    hand.entered(entry);
    Ok(())
}

fn write(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &Actor,
    filing: FilingId,
    about: About,
    matter: Matter,
) -> Result<Entry, Error> {
    let now = cx.now();
    let entry = Entry {
        id: EntryId::fresh(&*cx.ids),
        filing,
        order: about.order,
        answers: about.answers,
        matter,
        agency: about.agency,
        account: by.account,
        person: by.name.clone(),
        on: domain::base::calendar::washington_date(now),
        at: now,
    };
    docket::insert(tx, &entry)?;
    if let Some(order) = entry.order {
        orders::touch(tx, order)?;
    }
    Ok(entry)
}

/// Adds an entry to what the ledger says of the act.
fn note(record: &mut Record, entry: &Entry) -> Result<(), Error> {
    let (kind, _) = entry.matter.kind_and_facts();
    let line = format!("entry={} kind={kind} sha256={}", entry.id, case::digest(entry)?);
    if record.detail.is_empty() {
        record.detail = line;
    } else {
        record.detail = format!("{}; {line}", record.detail);
    }
    Ok(())
}

/// The entries of one field of law in a case, by the first part of their kind (`license` of `license.granted`).
pub(crate) fn of_field(
    conn: &mut Conn,
    case: &CaseFile,
    order: Option<OrderId>,
    field: &str,
) -> Result<Vec<EntryView>, Error> {
    let wanted = |e: &&Entry| {
        let (kind, _) = e.matter.kind_and_facts();
        order.is_none_or(|id| e.order == Some(id)) && kind.split('.').next() == Some(field)
    };
    case.docket.iter().filter(wanted).map(|e| view(conn, e.clone())).collect()
}

/// The docket of a filing, for examiners and licensing officers.
pub fn of_filing(cx: &Ctx, actor: &Actor, filing: FilingId) -> Result<Vec<EntryView>, Error> {
    access::role(actor, &OFFICE)?;
    cx.look(actor, "docket.read", format!("filing:{filing}"), |conn| {
        let f = case::filing(conn, actor, filing)?;
        let all = docket::of_filing(conn, f.id)?;
        all.into_iter().map(|e| view(conn, e)).collect()
    })
}

/// The docket of an order: all of it for the Office, and for people of an agency the entries whose audience is the
/// sponsors.
pub fn of_order(cx: &Ctx, actor: &Actor, order: OrderId) -> Result<Vec<EntryView>, Error> {
    access::role(actor, &READERS)?;
    cx.look(actor, "docket.read", format!("order:{order}"), |conn| {
        let (order, ..) = case::order(cx, conn, actor, order)?;
        let office = actor.agency.is_none();
        let all = docket::of_order(conn, order.id)?;
        all.into_iter().filter(|e| office || e.matter.audience() == Audience::Sponsors).map(|e| view(conn, e)).collect()
    })
}

/// Reads an entry by its id, for a reader who may see its case.
pub fn get(cx: &Ctx, actor: &Actor, id: EntryId) -> Result<EntryView, Error> {
    get_if(cx, actor, id, |_| true)
}

/// The same for an entry of a kind. One of another kind is not there.
pub(crate) fn get_if(
    cx: &Ctx,
    actor: &Actor,
    id: EntryId,
    is_of_kind: impl FnOnce(&EntryView) -> bool,
) -> Result<EntryView, Error> {
    access::role(actor, &READERS)?;
    cx.look(actor, "docket.read", format!("entry:{id}"), |conn| {
        let (_, entry, _) = open_entry(cx, conn, actor, id)?;
        let found = view(conn, entry)?;
        if is_of_kind(&found) { Ok(found) } else { Err(not_found().into()) }
    })
}

/// Checks role and version for an act on a filing, and loads its case.
pub(crate) fn begin(tx: &mut Tx<'_>, by: &By<'_>, roles: &[Role], filing: FilingId) -> Result<CaseFile, Error> {
    access::role(by.actor, roles)?;
    case::signer(by.actor)?;
    let case = open(tx, by.actor, filing)?;
    by.check_version(case.version)?;
    Ok(case)
}

/// Checks role and version for an act on an order, and loads its case.
pub(crate) fn begin_order(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &By<'_>,
    roles: &[Role],
    order: OrderId,
) -> Result<(CaseFile, Order), Error> {
    access::role(by.actor, roles)?;
    case::signer(by.actor)?;
    let (case, order) = open_order(cx, tx, by.actor, order)?;
    by.check_version(order.version)?;
    Ok((case, order))
}

/// Checks role and the version of the entry for an act that answers it, and loads its case.
pub(crate) fn begin_answer(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    by: &By<'_>,
    roles: &[Role],
    entry: EntryId,
) -> Result<(CaseFile, Entry), Error> {
    access::role(by.actor, roles)?;
    case::signer(by.actor)?;
    let (case, entry, version) = open_entry(cx, tx, by.actor, entry)?;
    by.check_version(version)?;
    Ok((case, entry))
}

/// The agencies, for verbs that sign for one.
pub(crate) fn agencies_of(conn: &mut Conn) -> Result<Agencies, Error> {
    Ok(agencies::all(conn)?)
}
