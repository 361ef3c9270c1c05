//! Where a filing stands, computed from what is recorded about it. The store keeps the answer in a
//! column so that lists can be filtered by it; the column is written from here only. Which bars lie on it is
//! `domain::holds`' to say.

use crate::case::holds::{Bar, Facts, Reason, holds};
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
}

/// Where the filing stands on a date.
pub fn status(f: &Facts<'_>, on: Date) -> FilingStatus {
    let held = holds(f, on);
    let held_by = |reason: Reason| held.iter().any(|h| h.reason == reason);
    if held.iter().any(|h| h.reason.is_of_an_order()) {
        FilingStatus::UnderOrder
    } else if f.binding_unanswered > 0 {
        FilingStatus::OrderPending
    } else if f.given_up {
        FilingStatus::Withdrawn
    } else if held_by(Reason::Review) {
        FilingStatus::UnderReview
    } else if f.flagged_late {
        FilingStatus::InTriage
    } else if f.queried.is_some() || f.is_unscreened() {
        // Kept off every public record until a person has settled it.
        FilingStatus::NeedsHuman
    } else if f.has_open_hits() {
        FilingStatus::InTriage
    } else if held.iter().any(|h| h.bar == Bar::Publication) {
        // Nothing awaits a decision on its hits, but its marking, or one in its text, is nobody's to pass over
        // (R1.6, R1.7).
        FilingStatus::NeedsHuman
    } else if f.referrals > 0 || !f.orders.is_empty() {
        FilingStatus::Released
    } else {
        FilingStatus::Clear
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::marking::{Level, Marking};
    use crate::base::order_type::OrderType;
    use crate::case::holds::Screened;
    use crate::case::testing::order;
    use crate::filing::screening::Verdict;
    use crate::order::{End, Order};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 6, 1);

    #[test]
    fn a_filing_goes_its_way() {
        let screened = |verdict, hits_undecided, hits_confirmed| Facts {
            screened: Screened { verdict: Some(verdict), hits_undecided, hits_confirmed, legend_since: None },
            ..Facts::default()
        };
        let flagged = || screened(Verdict::Flagged, 2, 0);
        let decided = |confirmed| screened(Verdict::Flagged, 0, confirmed);
        let (ordered, over) = ([order(None, &["DOE"], date(2026, 3, 10))], [ended(None)]);
        let steps = [
            (Facts::default(), FilingStatus::NeedsHuman),
            (screened(Verdict::Clear, 0, 0), FilingStatus::Clear),
            (screened(Verdict::NeedsHuman, 0, 0), FilingStatus::NeedsHuman),
            (screened(Verdict::NeedsHuman, 2, 0), FilingStatus::NeedsHuman),
            (flagged(), FilingStatus::InTriage),
            (decided(0), FilingStatus::Clear),
            (decided(1), FilingStatus::InTriage),
            (Facts { referrals: 2, referrals_open: 1, ..decided(1) }, FilingStatus::UnderReview),
            (Facts { referrals: 2, ..decided(1) }, FilingStatus::Released),
            (
                Facts { referrals: 2, referrals_open: 1, binding_unanswered: 1, ..decided(0) },
                FilingStatus::OrderPending,
            ),
            (Facts { orders: &ordered, binding_unanswered: 1, ..flagged() }, FilingStatus::UnderOrder),
            (Facts { covering: &ordered, ..decided(0) }, FilingStatus::UnderOrder),
            (Facts { orders: &over, referrals: 1, ..decided(1) }, FilingStatus::Released),
            (Facts { marking: Marking::of(Level::Secret), ..flagged() }, FilingStatus::InTriage),
            (Facts { marking: Marking::of(Level::Confidential), ..decided(0) }, FilingStatus::NeedsHuman),
            (Facts { marking: Marking::of(Level::Cui), ..decided(0) }, FilingStatus::Clear),
            (Facts { marking: "CUI//NF".parse().expect("a marking"), ..decided(0) }, FilingStatus::NeedsHuman),
            (Facts { marking: "U//NOSUCH".parse().expect("a marking"), ..decided(0) }, FilingStatus::NeedsHuman),
            (Facts { marking: Marking::of(Level::Secret), referrals: 1, ..decided(1) }, FilingStatus::NeedsHuman),
            (Facts { legend: true, ..decided(0) }, FilingStatus::NeedsHuman),
            (Facts { given_up: true, referrals: 1, referrals_open: 1, ..decided(1) }, FilingStatus::Withdrawn),
        ];
        for (facts, want) in steps {
            assert_eq!(status(&facts, TODAY), want, "{facts:?}");
        }
    }

    fn ended(order_type: Option<OrderType>) -> Order {
        Order { ended: Some((End::Rescinded, date(2026, 5, 1))), ..order(order_type, &["DOE"], date(2026, 3, 10)) }
    }

    #[test]
    fn r1_14_no_status_that_lets_go_stands_beside_a_hold_on_publication() {
        for marking in [Level::Unclassified, Level::Secret] {
            for legend in [false, true] {
                for (referrals, referrals_open) in [(0, 0), (2, 0), (2, 1)] {
                    for orders in [vec![], vec![ended(None)], vec![ended(Some(OrderType::II))]] {
                        for covering in [vec![], vec![ended(None)], vec![ended(Some(OrderType::II))]] {
                            for (undecided, confirmed) in [(0, 0), (1, 0), (0, 1)] {
                                let facts = Facts {
                                    orders: &orders,
                                    covering: &covering,
                                    marking: Marking::of(marking),
                                    legend,
                                    referrals,
                                    referrals_open,
                                    screened: Screened {
                                        verdict: Some(Verdict::Flagged),
                                        hits_undecided: undecided,
                                        hits_confirmed: confirmed,
                                        legend_since: None,
                                    },
                                    ..Facts::default()
                                };
                                let all = holds(&facts, TODAY);
                                let free = all.iter().all(|h| h.bar != Bar::Publication);
                                let now = status(&facts, TODAY);
                                let lets_go = matches!(now, FilingStatus::Clear | FilingStatus::Released);
                                assert_eq!(free, lets_go, "{facts:?}");
                                let of_order = all.iter().any(|h| h.reason.is_of_an_order());
                                assert_eq!(of_order, now == FilingStatus::UnderOrder, "{facts:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn r2_6_silence_never_clears() {
        // Any number of answers but one leaves the filing under review or further, never released.
        for open in 1..4 {
            let screened = Screened { verdict: Some(Verdict::Flagged), ..Screened::default() };
            let f = Facts { screened, referrals: 4, referrals_open: open, ..Facts::default() };
            assert_eq!(status(&f, TODAY), FilingStatus::UnderReview);
            assert!(holds(&f, TODAY).iter().any(|h| h.bar == Bar::Publication));
        }
    }
}
