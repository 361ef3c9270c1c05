//! The data of one act: a case or an order, with each table read once, handed to every function that needs it. Rows
//! that the act writes are not added here; a function that needs them reads the table again.

use crate::store::Conn;
use crate::store::filing::filings::FilingRecord;
use crate::store::filing::{docket, filings};
use crate::store::order::{orders, regimes};
use crate::store::review::referrals;
use crate::store::review::referrals::recommendations;
use crate::workflow::Error;
use crate::workflow::frame::case;
use crate::workflow::frame::notify::Recipients;
use domain::base::ids::{OrderId, RecommendationId};
use domain::case::{CaseFile, Entry};
use domain::law::record;
use domain::order::Order;
use domain::order::regime::Period;
use domain::review::referral::{Branch, Recommendation};
use std::collections::HashSet;

/// A case with what is on record beside it.
pub(crate) struct CaseAtHand {
    /// The record of its filing.
    pub record: FilingRecord,
    /// The case.
    pub file: CaseFile,
    /// The confirmed regimes of war and emergency.
    pub periods: Vec<Period>,
    /// The recommendations that its orders stand on.
    taken_up: HashSet<RecommendationId>,
}

impl CaseAtHand {
    /// Reads a case.
    pub(crate) fn load(conn: &mut Conn, f: FilingRecord) -> Result<Self, Error> {
        let docket = docket::of_filing(conn, f.id)?;
        let periods = regimes::periods(conn)?;
        let on_filing = orders::of_filing_with(conn, f.id, &docket, &periods)?;
        let document = case::corrected(conn, &f, &docket)?;
        let latest = case::latest_screening(conn, f.id)?;
        let contract = |e: &Entry| matches!(record::Act::of(&e.matter), Some(record::Act::Contract(_)));
        let branch = match case::branch(&document, latest.as_ref()) {
            Branch::Private if docket.iter().any(contract) => Branch::Government,
            known => known,
        };
        let recommendations = recommendations::of_filing(conn, f.id)?;
        let binds = |r: &&Recommendation| r.finding.binds(r.branch) && !on_filing.taken_up.contains(&r.id);
        let file = CaseFile {
            filing: f.id,
            application_number: f.application_number.clone(),
            branch,
            document,
            text_version: f.text_version,
            version: f.version,
            marking: f.marking,
            received_on: f.received_on,
            status: f.status,
            referrals: referrals::of_filing(conn, f.id)?,
            binding_unanswered: recommendations.iter().filter(binds).count(),
            recommendations,
            orders: on_filing.orders,
            covering: filings::covering(conn, f.id, &docket)?,
            screened: filings::screened_in(conn, latest.as_ref())?,
            docket,
        };
        Ok(Self { record: f, file, periods, taken_up: on_filing.taken_up })
    }

    /// The recommendations that no order has taken up, in the order they were signed. An ended order's do not
    /// come back: a new order needs a fresh finding (E3).
    pub(crate) fn waiting(&self) -> Vec<Recommendation> {
        let waits = |r: &&Recommendation| !self.taken_up.contains(&r.id);
        self.file.recommendations.iter().filter(waits).cloned().collect()
    }

    /// The order that has no recorded end: the one in effect, or one whose lapse the clock has yet to record.
    pub(crate) fn order_without_end(&self) -> Option<&Order> {
        self.file.orders.iter().find(|o| o.ended.is_none())
    }

    /// Whom its notices go to.
    pub(crate) fn recipients(&self) -> Recipients {
        Recipients::of(self.record.clone(), &self.file.document.parties)
    }
}

/// An order with what its renewal rests on.
pub(crate) struct OrderAtHand {
    /// The order.
    pub order: Order,
    /// The confirmed regimes of war and emergency.
    pub periods: Vec<Period>,
    /// The corrections of its filing's text.
    corrections: Vec<Entry>,
}

impl OrderAtHand {
    /// Reads an order, if there is one of this id.
    pub(crate) fn load(conn: &mut Conn, id: OrderId) -> Result<Option<Self>, Error> {
        let found = orders::find_with(conn, id, &["record.corrected"])?;
        Ok(found.map(|f| Self { order: f.order, periods: f.periods, corrections: f.entries }))
    }

    /// Whom its notices go to.
    pub(crate) fn recipients(&self, conn: &mut Conn, filing: FilingRecord) -> Result<Recipients, Error> {
        let parties = case::parties_with(conn, &filing, &self.corrections)?;
        Ok(Recipients::of(filing, &parties))
    }
}
