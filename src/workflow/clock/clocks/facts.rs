//! The facts that the clocks of one filing are computed from. They are loaded once, also for the clocks of several
//! days.

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::store::filing::docket as stored;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders::{self, determinations};
use crate::store::review::referrals::{self, questions};
use crate::workflow::Error;
use crate::workflow::frame::{case, docket};
use domain::base::agency::Agencies;
use domain::base::calendar::washington_date;
use domain::base::ids::FilingId;
use domain::case::{CaseFile, Entry, Matter};
use domain::clock::{Outstanding, is_pending};
use domain::filing::{Filing, FilingKind};
use domain::notice::NoticeKind;
use domain::order::{Determination, Order};
use domain::review::question::Question;
use domain::review::referral::Referral;

/// Everything on record that a clock of one filing looks at.
pub(super) struct Facts {
    pub filing: FilingRecord,
    /// Its text, where a clock may ask for something in it.
    pub document: Option<Filing>,
    pub referrals: Vec<Referral>,
    /// The questions about these, which may pause their clocks.
    pub questions: Vec<Question>,
    /// Its order without a recorded end, with the determinations on it.
    pub order: Option<(Order, Vec<Determination>)>,
    /// Its letters without a receipt.
    pub waiting: Option<Outstanding>,
    pub docket: Vec<Entry>,
    /// The whole case with all agencies, where something on its docket can bring a clock.
    pub case: Option<(CaseFile, Agencies)>,
}

impl Facts {
    /// Loads the facts of a filing.
    pub(super) fn load(conn: &mut Conn, filing: FilingRecord) -> Result<Self, Error> {
        let docket = stored::of_filing(conn, filing.id)?;
        let referrals = referrals::of_filing(conn, filing.id)?;
        let order = match orders::without_end(conn, filing.id)? {
            Some(order) => {
                let received = determinations::of_order(conn, order.id)?;
                Some((order, received))
            }
            None => None,
        };
        let treaty = order.is_some() && filing.kind == FilingKind::Pct;
        let asks_text = treaty || (filing.filed_on.is_some() && is_pending(filing.status));
        // Licenses stand on most dockets, and bring no clock by themselves.
        let alone = |e: &Entry| matches!(e.matter, Matter::Marked(_) | Matter::Property(_) | Matter::Record(_));
        let asks_case = docket.iter().any(alone) || (!docket.is_empty() && orders::any_of_filing(conn, filing.id)?);
        Ok(Self {
            document: if asks_text { Some(case::document(conn, &filing)?) } else { None },
            questions: if referrals.is_empty() { vec![] } else { questions::of_filing(conn, filing.id)? },
            referrals,
            waiting: outstanding_letters(conn, filing.id)?,
            case: if asks_case { Some((docket::case_of(conn, &filing)?, docket::agencies_of(conn)?)) } else { None },
            filing,
            order,
            docket,
        })
    }
}

/// The kinds of letters whose receipt is awaited. A reminder is left out, because it is about one of these letters.
fn kinds_with_receipt() -> Vec<NoticeKind> {
    NoticeKind::ALL.iter().copied().filter(|k| k.wants_receipt() && *k != NoticeKind::ReceiptReminder).collect()
}

/// The letters of a filing whose receipt is awaited.
fn outstanding_letters(conn: &mut Conn, filing: FilingId) -> Result<Option<Outstanding>, Error> {
    let waiting = clocks::letters_without_receipt(conn, &kinds_with_receipt(), filing)?;
    Ok(waiting.map(|(letters, oldest)| Outstanding {
        letters: usize::try_from(letters).unwrap_or(usize::MAX),
        oldest: washington_date(oldest),
    }))
}
