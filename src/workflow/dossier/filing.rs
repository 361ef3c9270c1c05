//! The dossier of a filing: its record without title, text and classes, and the events of its case.

use crate::store::Conn;
use crate::store::filing::filings::FilingRecord;
use crate::store::notice::notices;
use crate::store::office::agencies;
use crate::workflow::clock::clocks::{self, ClockView};
use crate::workflow::filing::filings::read_filing;
use crate::workflow::frame::case;
use crate::workflow::frame::docket::{self, EntryView};
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::review::referrals::{self, ReferralView};
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, OrderId};
use domain::base::marking::Marking;
use domain::base::order_type::OrderType;
use domain::case::CaseFile;
use domain::case::status::FilingStatus;
use domain::filing::{ApplicationNumber, FilingKind, Party, Priority, Related};
use domain::law::license::{self, Need, Standing};
use domain::order::{Order, OrderStatus};
use domain::review::access::{self, Reach, View};
use domain::review::referral::Branch;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A filing with the events of its case. It has nothing of what the filing discloses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilingDossier {
    pub id: FilingId,
    pub application_number: ApplicationNumber,
    pub kind: FilingKind,
    /// The day it was filed.
    pub filed_on: Option<Date>,
    /// The day it was received.
    pub received_on: Date,
    pub marking: Marking,
    /// Where it stands.
    pub status: FilingStatus,
    /// The branch of 35 USC 181 it follows (R1.4).
    pub branch: Branch,
    /// Country the invention was made in, where it is known.
    pub made_in: Option<String>,
    /// Which of its texts is the present one.
    pub text_version: i32,
    /// Digest of that text.
    pub document_sha256: String,
    /// Parties of record.
    pub parties: Vec<Party>,
    /// Priority claims.
    pub priority: Vec<Priority>,
    /// Related applications, by number.
    pub related: Vec<Related>,
    /// Agencies it was made available to, with their answers.
    pub referrals: Vec<ReferralView>,
    /// Whether a license is needed to file abroad today (R6.1, R6.2).
    pub license_need: Need,
    pub license: Standing,
    /// Orders ever issued on it, in the order of issue.
    pub orders: Vec<OrderLine>,
    /// Its docket, in the order of entry.
    pub docket: Vec<EntryView>,
    /// Letters to its people, in the order they were queued.
    pub letters: Vec<NoticeView>,
    /// Its deadlines, the nearest first.
    pub clocks: Vec<ClockView>,
}

/// The data of an order that a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub id: OrderId,
    pub number: String,
    /// Its type; `null` outside the DoD.
    #[serde(rename = "type")]
    pub order_type: Option<OrderType>,
    /// Whether it binds today.
    pub status: OrderStatus,
    pub issued_on: Date,
    /// Its last day in force as things stand.
    pub expires_on: Date,
}

impl OrderLine {
    fn of(order: &Order, today: Date) -> Self {
        Self {
            id: order.id,
            number: order.number.clone(),
            order_type: order.order_type,
            status: order.status(today),
            issued_on: order.issued_on,
            expires_on: order.expires_on(),
        }
    }
}

/// The dossier of one filing, for licensing officers, who alone see every letter. A refusal to read it is entered in
/// the ledger, like that of its record (E30).
pub fn of_filing(cx: &Ctx, actor: &Actor, id: FilingId) -> Result<FilingDossier, Error> {
    access::role(actor, &[Role::LicensingOfficer])?;
    let today = cx.today();
    read_filing(cx, actor, id, View::Record, |conn, record| {
        let case = docket::case_of(conn, &record)?;
        let referrals = referral_views(cx, conn, actor, &record, &case, today)?;
        let docket = case.docket.iter().map(|e| view_without_text(conn, e)).collect::<Result<_, Error>>()?;
        let filter =
            notices::Filter { reach: Reach::of(actor), filing: Some(id), state: None, order: None, kind: None };
        let letters = notices::list(conn, &filter, None, i64::MAX)?.into_iter().map(NoticeView::from).collect();
        let clocks = clocks::in_case(cx, conn, &record, today)?;
        Ok(assemble(record, case, today, Parts { referrals, docket, letters, clocks }))
    })
}

/// The parts of a dossier that were read beside the case.
struct Parts {
    referrals: Vec<ReferralView>,
    docket: Vec<EntryView>,
    letters: Vec<NoticeView>,
    clocks: Vec<ClockView>,
}

fn assemble(record: FilingRecord, case: CaseFile, today: Date, parts: Parts) -> FilingDossier {
    FilingDossier {
        license_need: license::need(&case, today),
        license: license::standing(&case, today),
        orders: case.orders.iter().map(|o| OrderLine::of(o, today)).collect(),
        id: record.id,
        application_number: record.application_number,
        kind: record.kind,
        filed_on: record.filed_on,
        received_on: record.received_on,
        marking: record.marking,
        status: record.status,
        branch: case.branch,
        text_version: record.text_version,
        document_sha256: record.document_sha256,
        made_in: case.document.made_in,
        parties: case.document.parties,
        priority: case.document.priority,
        related: case.document.related,
        referrals: parts.referrals,
        docket: parts.docket,
        letters: parts.letters,
        clocks: parts.clocks,
    }
}

/// The view of an entry without its one member that is text of the filing, a corrected statement of Government
/// interest.
fn view_without_text(conn: &mut Conn, entry: &domain::case::Entry) -> Result<EntryView, Error> {
    let mut view = docket::view(conn, entry.clone())?;
    if let Some(statement) = view.facts.get_mut("government_interest")
        && statement.is_string()
    {
        *statement = "corrected; the statement is in the text of the filing".into();
    }
    Ok(view)
}

fn referral_views(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    record: &FilingRecord,
    case: &CaseFile,
    today: Date,
) -> Result<Vec<ReferralView>, Error> {
    let agencies = agencies::all(conn)?;
    let mut out = vec![];
    for referral in &case.referrals {
        let one = case::ReferralCase { referral: referral.clone(), filing: record.clone(), agencies: agencies.clone() };
        out.push(referrals::view(cx, conn, actor, &one, today)?);
    }
    Ok(out)
}
