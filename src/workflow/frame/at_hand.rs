//! What one act has in hand: a case, or an order, read once table by table and passed to everything the act
//! needs it for. What an act writes is put into the value in hand by its own functions; for what they do not know
//! the act reads anew.

use crate::store::filing::filings::{FilingRecord, numbers};
use crate::store::filing::{docket, filings};
use crate::store::order::orders::OfCase;
use crate::store::order::{orders, regimes, standing};
use crate::store::review::referrals;
use crate::store::review::referrals::recommendations;
use crate::store::{Conn, StoreError};
use crate::workflow::Error;
use crate::workflow::frame::case;
use crate::workflow::frame::notify::Recipients;
use domain::base::ids::{FilingId, OrderId, RecommendationId};
use domain::case::status::FilingStatus;
use domain::case::{CaseFile, Entry};
use domain::law::record;
use domain::order::Order;
use domain::order::regime::Period;
use domain::review::referral::{Branch, Recommendation};
use std::collections::HashSet;

/// A case with what is on record beside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CaseAtHand {
    pub record: FilingRecord,
    pub file: CaseFile,
    /// The confirmed regimes of war and emergency.
    pub periods: Vec<Period>,
    /// The other filings on record for its application.
    pub doubles: Vec<FilingId>,
    /// The recommendations that its orders stand on.
    taken_up: HashSet<RecommendationId>,
}

impl CaseAtHand {
    /// Reads a case.
    pub(crate) fn load(conn: &mut Conn, f: FilingRecord) -> Result<Self, Error> {
        Ok(Self::read(conn, f, |conn, case| Ok((orders::of_case(conn, case)?, ())))?.0)
    }

    /// Reads a case, and the number that the next order of the Office gets its name from.
    pub(crate) fn load_to_issue(conn: &mut Conn, f: FilingRecord) -> Result<(Self, i64), Error> {
        Self::read(conn, f, orders::of_case_and_next)
    }

    fn read<T>(
        conn: &mut Conn,
        f: FilingRecord,
        orders: impl FnOnce(&mut Conn, &orders::Case<'_>) -> Result<(OfCase, T), StoreError>,
    ) -> Result<(Self, T), Error> {
        let docket = docket::of_filing(conn, f.id)?;
        let periods = regimes::periods(conn)?;
        let doubles = numbers::doubles(conn, f.id)?;
        let case = orders::Case { filing: f.id, doubles: &doubles, docket: &docket, periods: Some(&periods) };
        let (OfCase { own, covering }, more) = orders(conn, &case)?;
        let (text, text_since) = filings::text(conn, f.id, f.text_version)?
            .ok_or_else(|| StoreError::Corrupt(format!("text {} of filing {} is gone", f.text_version, f.id)))?;
        let document = case::with_corrections(&f, text, &docket);
        let latest = case::latest_screening(conn, f.id)?;
        let contract = |e: &Entry| matches!(record::Act::of(&e.matter), Some(record::Act::Contract(_)));
        let branch = match case::branch(&document, latest.as_ref()) {
            Branch::Private if docket.iter().any(contract) => Branch::Government,
            known => known,
        };
        let recommendations = recommendations::of_filing(conn, f.id)?;
        let read = (f.text_version, text_since);
        let file = CaseFile {
            filing: f.id,
            application_number: f.application_number.clone(),
            branch,
            document,
            text_version: f.text_version,
            version: f.version,
            marking: f.marking.clone(),
            received_on: f.received_on,
            status: f.status,
            referrals: referrals::of_filing(conn, f.id)?,
            binding_unanswered: binding_unanswered(&recommendations, &own.taken_up),
            recommendations,
            orders: own.orders,
            covering,
            screened: standing::screened_in(conn, latest.as_ref(), Some(read))?,
            docket,
        };
        Ok((Self { record: f, file, periods, doubles, taken_up: own.taken_up }, more))
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

    /// Takes in an order that was put on record, with the recommendations its sponsors stand on.
    pub(crate) fn issued(&mut self, order: Order, on: impl IntoIterator<Item = RecommendationId>) {
        self.file.orders.push(order);
        self.taken_up.extend(on);
        self.file.binding_unanswered = binding_unanswered(&self.file.recommendations, &self.taken_up);
    }

    /// Takes in an entry that was written on the docket. One that shapes an order (a modification, a correction of
    /// the record) is not for here: what an order is is computed from its acts when it is read.
    pub(crate) fn entered(&mut self, entry: Entry) {
        let touched = self.file.orders.iter_mut().find(|o| Some(o.id) == entry.order);
        if let Some(order) = touched {
            order.version += 1;
        }
        self.file.docket.push(entry);
    }

    /// Takes in where the filing stands, as a new version of it.
    pub(crate) fn stands(&mut self, status: FilingStatus) {
        self.record.status = status;
        self.record.version += 1;
        (self.file.status, self.file.version) = (self.record.status, self.record.version);
    }
}

/// How many recommendations bind and are taken up by no order.
fn binding_unanswered(all: &[Recommendation], taken_up: &HashSet<RecommendationId>) -> usize {
    all.iter().filter(|r| r.finding.binds(r.branch) && !taken_up.contains(&r.id)).count()
}

/// An order with what its renewal rests on.
pub(crate) struct OrderAtHand {
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
