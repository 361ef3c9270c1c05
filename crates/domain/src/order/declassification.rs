//! Declassification, which lifts the holds that remain after the end of an order over classified matter (R4.7, E9).

use crate::base::agency::AgencyCode;
use crate::base::ids::{AccountId, DeclassificationId, OrderId};
use crate::base::refusal::{DECLASSIFICATION_EXISTS, INVALID, NOT_A_SPONSOR, NOT_CLASSIFIED, Refusal};
use crate::order::{End, Order};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A sponsor's statement that the matter is no longer classified, as an officer records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declassification {
    pub id: DeclassificationId,
    pub order: OrderId,
    /// The sponsor that made the statement.
    pub agency: AgencyCode,
    /// The day from which the matter is not classified.
    pub declassified_on: Date,
    /// The statement, or where it can be found.
    pub statement: String,
    /// The officer who recorded the statement.
    pub account: AccountId,
    /// The name of the officer at the time.
    pub recorded_by: String,
    pub recorded_at: Timestamp,
}

/// Checks that the statement of a sponsor can be recorded (R4.7; 37 CFR 5.1(e)). A past sponsor may still regard the
/// matter as classified, so past sponsors count too.
pub fn accept_declassification(
    order: &Order,
    agency: &AgencyCode,
    declassified_on: Date,
    on: Date,
) -> Result<(), Refusal> {
    if !order.classified {
        return Err(Refusal::new(
            &NOT_CLASSIFIED,
            format!("No hold of order {} rests on classification.", order.number),
        ));
    }
    if !order.sponsors.iter().any(|s| s.agency == *agency) {
        let detail = format!("{agency} never sponsored order {}; its statement lifts nothing.", order.number);
        return Err(Refusal::new(&NOT_A_SPONSOR, detail).at("agency"));
    }
    // A statement from before the act that classified the matter does not count.
    if order.declassified_by.contains(agency) {
        let detail = format!("{agency} has stated that the matter of {} is declassified.", order.number);
        return Err(Refusal::new(&DECLASSIFICATION_EXISTS, detail));
    }
    if declassified_on > on {
        let detail = format!("Today is {on}; record it when the day has come.");
        return Err(Refusal::new(&INVALID, detail).at("declassified_on"));
    }
    Ok(())
}

/// The present and past sponsors that have not stated that the matter is declassified since the last act that
/// classified it. The holds stay until the list is empty, because each agency decides on its own classification (our
/// reading of R4.7).
pub fn not_declassified(order: &Order) -> Vec<AgencyCode> {
    let silent = |a: &AgencyCode| !order.declassified_by.contains(a);
    let mut out: Vec<AgencyCode> = order.sponsors.iter().map(|s| s.agency.clone()).filter(silent).collect();
    out.sort();
    out.dedup();
    out
}

/// The days between two orders on one filing, on which no order was in effect (R4.6, E3). An act on such a day is no
/// offense under 35 USC 186, which is about the period of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Gap {
    /// First day without an order.
    pub from: Date,
    /// Last day without an order.
    pub to: Date,
}

/// The gap before an order, if the previous order on the same filing lapsed. `previous` says how that order ended and
/// the first day on which it was over. The gap lasts from that day to the day before this order was issued.
pub fn gap(issued_on: Date, previous: Option<(End, Date)>) -> Option<Gap> {
    match previous {
        Some((End::Lapsed, from)) if from < issued_on => Some(Gap { from, to: issued_on.yesterday().unwrap_or(from) }),
        _ => None,
    }
}
