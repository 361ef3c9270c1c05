//! Where a filing stands, computed from what is recorded about it. The store keeps the answer in a
//! column so that lists can be filtered by it; the column is written from here only.

use crate::filing::screening::Verdict;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Status of a filing (API.md section 2).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FilingStatus {
    /// Nothing was flagged, or everything flagged was dismissed.
    Clear,
    /// Flagged; an examiner decides.
    InTriage,
    /// Referred to at least one agency whose answer is missing.
    UnderReview,
    /// An agency's recommendation binds; the order is not yet issued.
    OrderPending,
    /// An order is in effect, or its holds go on over classified matter.
    UnderOrder,
    /// Reviewed and let go, or its order has ended.
    Released,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Could not be screened; a person must look.
    NeedsHuman,
}

impl FilingStatus {
    /// All, in the order of a filing's way.
    pub const ALL: [Self; 8] = [
        Self::NeedsHuman,
        Self::InTriage,
        Self::UnderReview,
        Self::OrderPending,
        Self::UnderOrder,
        Self::Released,
        Self::Clear,
        Self::Withdrawn,
    ];
    /// As written.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// Reads a status.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    /// Whether publication is held: from referral on, not only from the order (R1.14), and while
    /// nobody has looked.
    pub fn holds_publication(self) -> bool {
        !matches!(self, Self::Clear | Self::Released | Self::Withdrawn)
    }
}

/// The recorded facts a status is computed from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Verdict of the latest screening; `None` before any.
    pub verdict: Option<Verdict>,
    /// Hits of the latest screening without a decision.
    pub hits_undecided: usize,
    /// Hits of the latest screening that were confirmed.
    pub hits_confirmed: usize,
    /// Referrals made.
    pub referrals: usize,
    /// Referrals without an answer.
    pub referrals_open: usize,
    /// Recommendations that bind and on which no order has been issued yet.
    pub binding_unanswered: usize,
    /// Whether an order is in effect or holds on over classified matter.
    pub under_order: bool,
    /// Whether an order has ended.
    pub order_ended: bool,
    /// Whether another filing's order covers this one (37 CFR 5.2(c); R3.4).
    pub covered: bool,
    /// Whether a late flag awaits an answer (R1.1).
    pub flagged_late: bool,
    /// Whether the papers bear a marking that nothing has settled (R1.7).
    pub marked: bool,
    /// Whether the applicant gave the application up (E21).
    pub given_up: bool,
}

/// What the status looks at of one order on the filing.
#[derive(Debug, Clone, Copy)]
pub struct OrderFact {
    /// Last day of its last term.
    pub expires_on: Date,
    /// The first day on which it is over, once that is recorded.
    pub ended_on: Option<Date>,
    /// Whether the matter is classified.
    pub classified: bool,
}

impl OrderFact {
    /// Whether its holds are in force on a date: it is in effect (R4.6: a lapse needs no record), or
    /// the matter is classified and the holds outlive it (R4.7, E9). `order::Order::holds` says the
    /// same of a whole order; a test holds the two together.
    pub fn holds(&self, on: Date) -> bool {
        let in_effect = on <= self.expires_on && self.ended_on.is_none_or(|day| on < day);
        in_effect || self.classified
    }
}

impl Facts {
    /// Adds what the orders on the filing come to on a date.
    #[must_use]
    pub fn with_orders(mut self, orders: &[OrderFact], on: Date) -> Self {
        self.under_order = orders.iter().any(|o| o.holds(on));
        self.order_ended = orders.iter().any(|o| !o.holds(on));
        self
    }
}

/// Where the filing stands.
pub fn status(f: Facts) -> FilingStatus {
    if f.under_order || f.covered {
        FilingStatus::UnderOrder
    } else if f.binding_unanswered > 0 {
        FilingStatus::OrderPending
    } else if f.given_up {
        FilingStatus::Withdrawn
    } else if f.referrals_open > 0 {
        FilingStatus::UnderReview
    } else if f.flagged_late {
        FilingStatus::InTriage
    } else if f.marked {
        // Kept off every public record until a person has settled it.
        FilingStatus::NeedsHuman
    } else if f.referrals == 0 && matches!(f.verdict, Some(Verdict::NeedsHuman) | None) {
        // Also beside hits: what was found says nothing about what could not be screened.
        FilingStatus::NeedsHuman
    } else if f.hits_undecided > 0 || f.hits_confirmed > 0 && f.referrals == 0 {
        FilingStatus::InTriage
    } else if f.referrals > 0 || f.order_ended {
        FilingStatus::Released
    } else {
        FilingStatus::Clear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filing_goes_its_way() {
        let flagged = Facts { verdict: Some(Verdict::Flagged), hits_undecided: 2, ..Facts::default() };
        let steps = [
            (Facts::default(), FilingStatus::NeedsHuman),
            (Facts { verdict: Some(Verdict::Clear), ..Facts::default() }, FilingStatus::Clear),
            (Facts { verdict: Some(Verdict::NeedsHuman), ..Facts::default() }, FilingStatus::NeedsHuman),
            (Facts { verdict: Some(Verdict::NeedsHuman), ..flagged }, FilingStatus::NeedsHuman),
            (flagged, FilingStatus::InTriage),
            (Facts { hits_undecided: 0, ..flagged }, FilingStatus::Clear),
            (Facts { hits_undecided: 0, hits_confirmed: 1, ..flagged }, FilingStatus::InTriage),
            (
                Facts { hits_undecided: 0, hits_confirmed: 1, referrals: 2, referrals_open: 1, ..flagged },
                FilingStatus::UnderReview,
            ),
            (Facts { hits_undecided: 0, hits_confirmed: 1, referrals: 2, ..flagged }, FilingStatus::Released),
            (
                Facts { hits_undecided: 0, referrals: 2, referrals_open: 1, binding_unanswered: 1, ..flagged },
                FilingStatus::OrderPending,
            ),
            (Facts { under_order: true, binding_unanswered: 1, ..flagged }, FilingStatus::UnderOrder),
            (
                Facts { hits_undecided: 0, hits_confirmed: 1, referrals: 1, order_ended: true, ..flagged },
                FilingStatus::Released,
            ),
        ];
        for (facts, want) in steps {
            assert_eq!(status(facts), want, "{facts:?}");
        }
    }

    #[test]
    fn r4_6_r4_7_an_order_fact_says_what_the_whole_order_says() {
        use crate::base::ids::{FilingId, OrderId};
        use crate::order::{End, Order, Term, TermBasis};
        use jiff::civil::date;
        let nobody = uuid::Uuid::nil();
        let (first, last) = (date(2026, 3, 10), date(2027, 3, 10));
        for classified in [false, true] {
            for ended in [None, Some((End::Lapsed, date(2027, 3, 11))), Some((End::Rescinded, date(2026, 8, 1)))] {
                let order = Order {
                    id: OrderId::from_uuid(nobody),
                    number: "SO-2026-000001".into(),
                    filing: FilingId::from_uuid(nobody),
                    order_type: None,
                    issued_on: first,
                    issued_by: "officer1".into(),
                    sponsors: vec![],
                    terms: vec![Term {
                        number: 1,
                        from: first,
                        until: last,
                        basis: TermBasis::Issue,
                        determinations: vec![],
                    }],
                    ended,
                    countries: vec![],
                    conditions: vec![],
                    classified,
                    john_doe: false,
                    regimes: vec![],
                    version: 1,
                };
                let fact = OrderFact { expires_on: last, ended_on: ended.map(|(_, day)| day), classified };
                for on in [first, date(2026, 7, 31), date(2026, 8, 1), last, date(2027, 3, 11)] {
                    assert_eq!(fact.holds(on), !order.holds(on).is_empty(), "{classified} {ended:?} {on}");
                }
            }
        }
    }

    #[test]
    fn r2_6_silence_never_clears() {
        // Any number of answers but one leaves the filing under review or further, never released.
        for open in 1..4 {
            let f = Facts { verdict: Some(Verdict::Flagged), referrals: 4, referrals_open: open, ..Facts::default() };
            assert_eq!(status(f), FilingStatus::UnderReview);
            assert!(status(f).holds_publication());
        }
    }
}
