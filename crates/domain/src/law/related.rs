//! Related filings (37 CFR 5.2(c); R3.4, E11, E12). A filing that discloses a significant part of the subject matter of
//! an ordered application is under the order without any further act.
//!
//! A person makes the finding, which is an entry on the docket of the related filing with the order that covers it. If
//! the applicant is another person, that person must not learn of the ordered case, and nothing is served (E12).

use crate::base::ids::OrderId;
use crate::base::refusal::{ORDER_NOT_IN_EFFECT, RELATED_FINDING, Refusal};
pub use crate::case::facts::related::Act;
use crate::case::holds;
use crate::case::{CaseFile, Entry};
use crate::filing::number::key_of;
use crate::order::Order;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An instruction for a filing that an order covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Handling {
    /// What is done.
    pub text: &'static str,
    /// The law behind the instruction.
    pub citation: &'static str,
}

/// Checks a finding on a filing about an order (R3.4).
pub fn compare(
    case: &CaseFile,
    order: &Order,
    significant_part: bool,
    same_applicant: bool,
    reason: String,
    on: Date,
) -> Result<Act, Refusal> {
    if order.filing == case.filing {
        return Err(Refusal::new(&RELATED_FINDING, "This is the ordered filing itself."));
    }
    // An order covers a filing as long as it has holds. Over classified matter these remain after its end (R4.7).
    if significant_part && holds::of_order(order, on).is_empty() {
        return Err(Refusal::new(
            &ORDER_NOT_IN_EFFECT,
            format!("Order {} is not in effect and covers nothing any more.", order.number),
        ));
    }
    Ok(Act::Compared { significant_part, same_applicant, reason })
}

/// Whether, by the last finding about an order, the applicant is the same or in privity.
pub fn is_same_applicant(docket: &[Entry], order: OrderId) -> bool {
    let mut findings = docket.iter().filter(|e| e.order == Some(order)).filter_map(|e| Act::of(&e.matter));
    findings.next_back().is_some_and(|Act::Compared { same_applicant, .. }| *same_applicant)
}

/// The orders that cover a filing by its docket, in effect or not. The last finding about each order counts.
pub fn covering_orders(docket: &[Entry]) -> Vec<OrderId> {
    let mut out: Vec<OrderId> = vec![];
    for entry in docket {
        if let (Some(Act::Compared { significant_part, .. }), Some(order)) = (Act::of(&entry.matter), entry.order) {
            out.retain(|id| *id != order);
            if *significant_part {
                out.push(order);
            }
        }
    }
    out
}

/// The instructions for a covered filing (R3.4, E11, E12).
pub fn handling(same_applicant: bool) -> Vec<Handling> {
    let by_hand = Handling {
        text: "Later papers are hand-carried to Licensing and Review or mailed under 37 CFR 5.1(a); ordinary electronic \
               filing is refused.",
        citation: "37 CFR 5.2(c); R3.4, E11",
    };
    if same_applicant {
        let own = Handling {
            text: "It is under the parent's order at once. Refer it, and give it an order of its own on notice.",
            citation: "37 CFR 5.2(c); E11",
        };
        vec![by_hand, own]
    } else {
        let never = Handling {
            text: "The applicant is another and must not learn of the ordered case: serve nothing, refer the filing by \
                   itself, and let it go its own way if no agency objects.",
            citation: "37 CFR 5.2(c); 35 USC 122(a); MPEP 2306; E12",
        };
        vec![by_hand, never]
    }
}

/// The keys of the filings that a filing names as related.
pub fn relatives(case: &CaseFile) -> Vec<String> {
    case.document.related.iter().map(|r| key_of(&r.application_number)).filter(|key| !key.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::FilingId;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;
    use uuid::Uuid;

    fn parent() -> Order {
        Order { filing: FilingId::from_uuid(Uuid::from_u128(2)), ..order(None, &["DOE"], FILED) }
    }

    fn find(c: &mut CaseFile, parent: &Order, significant: bool, same: bool) {
        let act = compare(c, parent, significant, same, "claims 1 to 4".into(), FILED).expect("a finding");
        let id = c.enter(FILED, act, None);
        c.docket.iter_mut().find(|e| e.id == id).expect("entered").order = Some(parent.id);
    }

    #[test]
    fn r3_4_e11_a_significant_part_brings_the_filing_under_the_order_while_it_lasts() {
        let (mut c, parent) = (case(), parent());
        find(&mut c, &parent, true, true);
        let covered = |c: &CaseFile, on| {
            let reasons: Vec<_> = c.holds(on).iter().map(|h| h.reason).collect();
            reasons.contains(&holds::Reason::CoveringOrder)
        };
        c.cover(std::slice::from_ref(&parent));
        assert!(covered(&c, FILED) && is_same_applicant(&c.docket, parent.id));
        assert!(!covered(&c, date(2027, 3, 11)), "the order has lapsed");
        find(&mut c, &parent, false, true);
        c.cover(std::slice::from_ref(&parent));
        assert!(!covered(&c, FILED), "the last finding counts");
        assert!(compare(&c, &order(None, &["DOE"], FILED), true, true, "r".into(), FILED).is_err(), "itself");
        assert!(compare(&c, &parent, true, true, "r".into(), date(2027, 3, 11)).is_err());
    }

    #[test]
    fn e12_another_applicant_is_never_served() {
        let said = |same| handling(same).into_iter().map(|h| h.text).collect::<Vec<_>>().join(" ");
        assert!(said(false).contains("serve nothing"));
        assert!(said(true).contains("order of its own"));
    }
}
