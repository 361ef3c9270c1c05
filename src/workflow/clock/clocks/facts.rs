//! The facts that the clocks of one filing are computed from. They are loaded once, also for the clocks of several
//! days.

use crate::store::Conn;
use crate::store::filing::docket as stored;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders::{self, determinations};
use crate::store::review::referrals;
use crate::workflow::Error;
use crate::workflow::clock::clocks::receipts;
use crate::workflow::frame::{case, docket};
use domain::base::agency::Agencies;
use domain::case::{CaseFile, Entry, Matter};
use domain::clock::{Outstanding, is_pending};
use domain::filing::{Filing, FilingKind};
use domain::order::{Determination, Order};
use domain::review::referral::Referral;

/// Everything on record that a clock of one filing looks at.
pub(super) struct Facts {
    /// The filing.
    pub filing: FilingRecord,
    /// Its text, where a clock may ask for something in it.
    pub document: Option<Filing>,
    /// Its referrals.
    pub referrals: Vec<Referral>,
    /// Its order without a recorded end, with the determinations on it.
    pub order: Option<(Order, Vec<Determination>)>,
    /// Its letters without a receipt.
    pub waiting: Option<Outstanding>,
    /// Its docket.
    pub docket: Vec<Entry>,
    /// The whole case with all agencies, where something on its docket can bring a clock.
    pub case: Option<(CaseFile, Agencies)>,
}

impl Facts {
    /// Loads the facts of a filing.
    pub(super) fn load(conn: &mut Conn, filing: FilingRecord) -> Result<Self, Error> {
        let docket = stored::of_filing(conn, filing.id)?;
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
            referrals: referrals::of_filing(conn, filing.id)?,
            waiting: receipts::outstanding_letters(conn, filing.id)?,
            case: if asks_case { Some((docket::case_of(conn, &filing)?, docket::agencies_of(conn)?)) } else { None },
            filing,
            order,
            docket,
        })
    }
}
