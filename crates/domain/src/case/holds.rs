//! What bars lie on a filing on a date, and why. Every answer to that question is computed here: status,
//! license, publication, issue, transmittal, intake, the checklist of an order and the list of orders ask
//! [`holds`]. A hold is never stored.
//!
//! [`TABLE`] is the law of it: for each reason the bars it raises with their citations, what raises it and
//! what lowers it. `docs/holds.md` is written from the same table. Not its job: what an order is on a date
//! (`domain::order`), and what is recorded of a filing (`store`).

use crate::base::marking::Marking;
use crate::case::docket;
use crate::case::entry::Entry;
use crate::filing::screening::Verdict;
use crate::order::{Order, OrderStatus};
use crate::review::referral::{Referral, ReferralStatus};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// What is barred (R3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// Publication at eighteen months, and any other public record.
    Publication,
    /// The notice of allowance and the grant of a patent.
    Grant,
    /// Sending PCT and Hague papers to the international authorities.
    Transmittal,
    /// Filing abroad, with or without a license.
    ForeignFiling,
}

impl Bar {
    /// All bars, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Publication, Self::Grant, Self::Transmittal, Self::ForeignFiling];
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Grant => "grant",
            Self::Transmittal => "transmittal",
            Self::ForeignFiling => "foreign_filing",
        }
    }
}

/// Why something is barred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An order on the filing is in effect.
    Order,
    /// An order on the filing is in effect beyond its last term, by a regime of war or emergency.
    Regime,
    /// An order on the filing is over, and its matter is classified.
    ClassifiedMatter,
    /// An order on another filing is in effect and covers this one.
    CoveringOrder,
    /// An order on another filing covers this one; it is over, and its matter is classified.
    CoveringClassifiedMatter,
    /// The filing is marked CONFIDENTIAL or above.
    Marking,
    /// The applicant was asked about nationally classified matter, and nothing has settled it.
    ClassifiedQuery,
    /// The applicant was asked about a marking, and nothing has settled it.
    MarkingQuery,
    /// The text bears a security marking or an export-control legend that nobody has settled.
    Legend,
    /// An agency has the filing, or its recommendation awaits an order.
    Review,
    /// The filing is not screened, or what was found or flagged in it is not decided.
    Screening,
}

/// One row of the law of holds.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub reason: Reason,
    /// The reason in words.
    pub title: &'static str,
    /// What it bars, each with what that stands on.
    pub bars: &'static [(Bar, &'static str)],
    pub raised_by: &'static str,
    pub lowered_by: &'static str,
    /// Rules of the rule book.
    pub rules: &'static str,
}

const PUBLICATION_ORDER: (Bar, &str) = (Bar::Publication, "35 USC 122(b)(2)(A)(ii), 122(d); 37 CFR 1.211(a)(2)");
const TRANSMITTAL: (Bar, &str) = (Bar::Transmittal, "37 CFR 5.3(d); 35 USC 368(c), 382(b)");
const BY_ORDER: &[(Bar, &str)] = &[
    PUBLICATION_ORDER,
    (Bar::Grant, "35 USC 181"),
    TRANSMITTAL,
    (Bar::ForeignFiling, "35 USC 184(a); 37 CFR 5.11(f), 5.16"),
];
const BY_CLASSIFICATION: &[(Bar, &str)] = &[
    (Bar::Publication, "35 USC 122(d); 37 CFR 1.211(a)(2)"),
    (Bar::Grant, "37 CFR 5.1(e)"),
    TRANSMITTAL,
    (Bar::ForeignFiling, "35 USC 184(a); 37 CFR 5.1(c) to (e)"),
];
const BY_MARKING: &[(Bar, &str)] =
    &[(Bar::Publication, "MPEP 121; 37 CFR 5.1"), (Bar::Grant, "MPEP 130; 37 CFR 5.1(e)"), TRANSMITTAL];
const BY_REVIEW: &[(Bar, &str)] =
    &[(Bar::Publication, "35 USC 122(d); 37 CFR 1.211(a)(2)"), (Bar::Grant, "35 USC 181"), TRANSMITTAL];

/// The law of holds, each reason once.
pub const TABLE: [Rule; 11] = [
    Rule {
        reason: Reason::Order,
        title: "order in effect",
        bars: BY_ORDER,
        raised_by: "The issue of an order on the filing.",
        lowered_by: "The rescission of the order, or its lapse. A renewal in time keeps it.",
        rules: "R3.7, R4.6, R4.8",
    },
    Rule {
        reason: Reason::Regime,
        title: "order kept in effect by a regime",
        bars: BY_ORDER,
        raised_by: "A confirmed regime of war or emergency that reaches the order, once the last term is over.",
        lowered_by: "The end of the regime and of the time the law adds to it, or the rescission of the order.",
        rules: "R4.9, R4.10, E35",
    },
    Rule {
        reason: Reason::ClassifiedMatter,
        title: "classified matter after the order",
        bars: BY_CLASSIFICATION,
        raised_by: "The end of an order whose matter is classified: it was issued as Type II or on a filing marked \
                    CONFIDENTIAL or above, it was modified to Type II, or the marking was raised to CONFIDENTIAL or \
                    above while it was in effect.",
        lowered_by: "The recorded statement of every sponsor, past ones too, that the matter is declassified, made after \
                     the act that classified it.",
        rules: "R4.7, E9",
    },
    Rule {
        reason: Reason::CoveringOrder,
        title: "order on another filing that covers this one",
        bars: BY_ORDER,
        raised_by: "A person's finding that the filing discloses a significant part of the subject matter of an ordered \
                    one.",
        lowered_by: "The end of that order, or a later finding that there is no significant part.",
        rules: "R3.4, E11, E12",
    },
    Rule {
        reason: Reason::CoveringClassifiedMatter,
        title: "classified matter of a covering order",
        bars: BY_CLASSIFICATION,
        raised_by: "The end of a covering order whose matter is classified.",
        lowered_by: "What lowers the holds of that order, or a later finding that there is no significant part.",
        rules: "R3.4, R4.7",
    },
    Rule {
        reason: Reason::Marking,
        title: "marked CONFIDENTIAL or above",
        bars: BY_CLASSIFICATION,
        raised_by: "The marking of the papers as they came, of an amendment, or as an examiner corrected it: its level is \
                    CONFIDENTIAL or above, or a word beside the level limits who may read it.",
        lowered_by: "A correction of the marking to one that limits nobody; from a classified level that takes a recorded \
                     declassification.",
        rules: "R1.6, R1.14",
    },
    Rule {
        reason: Reason::ClassifiedQuery,
        title: "open query about nationally classified matter",
        bars: BY_CLASSIFICATION,
        raised_by: "A query about nationally classified matter. Abandonment for want of an answer does not lower it.",
        lowered_by: "An answer that the matter was declassified, that the marking was removed or explained, or that the \
                     matter is under an order.",
        rules: "R1.6, E26",
    },
    Rule {
        reason: Reason::MarkingQuery,
        title: "open query about a marking",
        bars: BY_MARKING,
        raised_by: "A query about a marking.",
        lowered_by: "An answer that the matter was declassified, that the marking was removed or explained, or that the \
                     matter is under an order.",
        rules: "R1.7",
    },
    Rule {
        reason: Reason::Legend,
        title: "unsettled legend in the text",
        bars: BY_MARKING,
        raised_by: "A security marking or an export-control legend that the latest screening saw in the text.",
        lowered_by: "A query about the marking, answered for good after that text came in.",
        rules: "R1.7",
    },
    Rule {
        reason: Reason::Review,
        title: "review not over",
        bars: BY_REVIEW,
        raised_by: "A referral to an agency, or a binding recommendation on which no order has issued.",
        lowered_by: "The answer of every agency asked, and the issue of the order where one is due. Silence lowers \
                     nothing.",
        rules: "R1.14, R2.6",
    },
    Rule {
        reason: Reason::Screening,
        title: "screening not over",
        bars: BY_REVIEW,
        raised_by: "No screening, a text that could not be screened, an undecided hit, a confirmed hit without a \
                    referral, or a late flag.",
        lowered_by: "The decision of each hit and the settling of each flag, or a referral.",
        rules: "R1.1, R1.14",
    },
];

impl Reason {
    /// Its row of the law.
    pub fn rule(self) -> &'static Rule {
        TABLE.iter().find(|r| r.reason == self).unwrap_or(&TABLE[0])
    }
    /// Whether the bar comes from an order, of this filing or of another that covers it. A filing with such
    /// a hold is under order, and no other is.
    pub fn is_of_an_order(self) -> bool {
        match self {
            Self::Order
            | Self::Regime
            | Self::ClassifiedMatter
            | Self::CoveringOrder
            | Self::CoveringClassifiedMatter => true,
            Self::Marking
            | Self::ClassifiedQuery
            | Self::MarkingQuery
            | Self::Legend
            | Self::Review
            | Self::Screening => false,
        }
    }
}

/// A bar in force, with its reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold<'a> {
    pub bar: Bar,
    /// Why.
    pub reason: Reason,
    /// The order it comes from, where it comes from one.
    pub order: Option<&'a Order>,
    /// What it stands on.
    pub citation: &'static str,
}

/// What the screening of a filing and the decisions on its hits come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Screened {
    /// Verdict of the latest screening; `None` before any.
    pub verdict: Option<Verdict>,
    /// Hits of the latest screening without a decision.
    pub hits_undecided: usize,
    /// Hits of the latest screening that were confirmed.
    pub hits_confirmed: usize,
    /// Since when the text is on record in which the latest screening saw a security marking or an
    /// export-control legend; `None` where it saw none.
    pub legend_since: Option<Timestamp>,
}

/// What is on record of a filing that its holds and its status are computed from.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// Every order ever issued on the filing.
    pub orders: &'a [Order],
    /// The orders of other filings that cover it by the last finding about each, in effect or not.
    pub covering: &'a [Order],
    pub marking: Marking,
    /// Whether a query about a marking is unsettled; and whether about nationally classified matter.
    pub queried: Option<docket::Unsettled>,
    /// Whether its text bears a marking or legend that nothing has settled since it came in.
    pub legend: bool,
    pub screened: Screened,
    /// Referrals ever made.
    pub referrals: usize,
    /// Referrals without an answer.
    pub referrals_open: usize,
    /// Recommendations that bind and that no order has taken up.
    pub binding_unanswered: usize,
    /// Whether a late flag awaits an answer (R1.1).
    pub flagged_late: bool,
    /// Whether the applicant gave the application up (E21).
    pub given_up: bool,
}

/// The parts of the record that [`Facts::of`] reads.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Orders on the filing.
    pub orders: &'a [Order],
    /// Orders of others that cover it.
    pub covering: &'a [Order],
    pub marking: &'a Marking,
    pub docket: &'a [Entry],
    pub screened: Screened,
    pub referrals: &'a [Referral],
    /// Binding recommendations that no order has taken up.
    pub binding_unanswered: usize,
}

impl<'a> Facts<'a> {
    /// Reads the facts off the record.
    pub fn of(r: Recorded<'a>) -> Self {
        let last_referral = r.referrals.iter().map(|r| r.referred_at).max();
        Self {
            orders: r.orders,
            covering: r.covering,
            marking: r.marking.clone(),
            queried: docket::unsettled(r.docket),
            legend: r.screened.legend_since.is_some_and(|since| !docket::settled_since(r.docket, since)),
            screened: r.screened,
            referrals: r.referrals.len(),
            referrals_open: r.referrals.iter().filter(|r| r.status == ReferralStatus::Open).count(),
            binding_unanswered: r.binding_unanswered,
            flagged_late: docket::flag_is_open(r.docket, last_referral),
            given_up: docket::is_given_up(r.docket),
        }
    }
    /// Whether nobody has looked yet at a filing that could not be screened.
    pub fn is_unscreened(&self) -> bool {
        // Also beside hits: what was found says nothing about what could not be screened.
        self.referrals == 0 && matches!(self.screened.verdict, Some(Verdict::NeedsHuman) | None)
    }
    /// Whether hits await a decision, or confirmed ones a referral.
    pub fn has_open_hits(&self) -> bool {
        self.screened.hits_undecided > 0 || self.screened.hits_confirmed > 0 && self.referrals == 0
    }
    fn reasons(&self, on: Date) -> Vec<(Reason, Option<&'a Order>)> {
        let mut out = vec![];
        out.extend(self.orders.iter().filter_map(|o| Some((standing(o, on)?, Some(o)))));
        out.extend(self.covering.iter().filter_map(|o| {
            let reason = match standing(o, on)? {
                Reason::ClassifiedMatter => Reason::CoveringClassifiedMatter,
                _ => Reason::CoveringOrder,
            };
            Some((reason, Some(o)))
        }));
        let queried = match self.queried {
            Some(docket::Unsettled { classified: true }) => Some(Reason::ClassifiedQuery),
            Some(docket::Unsettled { classified: false }) => Some(Reason::MarkingQuery),
            None => None,
        };
        let screening = self.flagged_late || self.is_unscreened() || self.has_open_hits();
        let others = [
            self.marking.bars_publication().then_some(Reason::Marking),
            queried,
            self.legend.then_some(Reason::Legend),
            (self.binding_unanswered > 0 || self.referrals_open > 0).then_some(Reason::Review),
            screening.then_some(Reason::Screening),
        ];
        out.extend(others.into_iter().flatten().map(|reason| (reason, None)));
        out
    }
}

/// Why an order itself holds its matter on a date; `None` where it holds nothing. A lapse is no
/// declassification: over classified matter the holds stay until a person lifts them (R4.7, E9).
fn standing(order: &Order, on: Date) -> Option<Reason> {
    match order.status(on) {
        OrderStatus::InEffect if on > order.last_term().until => Some(Reason::Regime),
        OrderStatus::InEffect => Some(Reason::Order),
        OrderStatus::Lapsed | OrderStatus::Rescinded => order.classified.then_some(Reason::ClassifiedMatter),
    }
}

/// The bars on a filing on a date, each with its reason, by reason in the order of the filing's orders, of
/// those that cover it, and of [`TABLE`].
pub fn holds<'a>(facts: &Facts<'a>, on: Date) -> Vec<Hold<'a>> {
    let one = |(reason, order): (Reason, Option<&'a Order>)| {
        reason.rule().bars.iter().map(move |(bar, citation)| Hold { bar: *bar, reason, order, citation })
    };
    facts.reasons(on).into_iter().flat_map(one).collect()
}

/// The bars that one order alone raises on its filing on a date.
pub fn of_order(order: &Order, on: Date) -> Vec<Hold<'_>> {
    let own = Facts { orders: std::slice::from_ref(order), ..Facts::default() };
    holds(&own, on).into_iter().filter(|h| h.order.is_some()).collect()
}

/// The first of some holds that bars something.
pub fn first<'h, 'a>(holds: &'h [Hold<'a>], bar: Bar) -> Option<&'h Hold<'a>> {
    holds.iter().find(|h| h.bar == bar)
}

/// `docs/holds.md`, written from [`TABLE`].
pub fn page() -> String {
    let mut out = String::from(
        "# Holds\n\n<!-- Made from the table in domain/holds.rs. Rewrite with: UPDATE=1 cargo nextest run -E \
         'test(docs_holds)' -->\n\nA hold bars something on a filing while its reason lasts. Every hold is computed from the \
         record for a date; none is stored. A filing is `under_order` exactly while a reason marked \"of an order\" is \
         present.\n",
    );
    for rule in &TABLE {
        let of = if rule.reason.is_of_an_order() { " (of an order)" } else { "" };
        let name = serde_json::to_value(rule.reason).ok().and_then(|v| v.as_str().map(str::to_owned));
        let _ = write!(
            out,
            "\n## {}{of}\n\n- name: `{}`\n- raised by: {}\n- lowered by: {}\n- rules: {}\n\n| bars | stands on |\n|---|---|\n",
            rule.title,
            name.unwrap_or_default(),
            rule.raised_by,
            rule.lowered_by,
            rule.rules
        );
        for (bar, citation) in rule.bars {
            let _ = writeln!(out, "| `{}` | {citation} |", bar.as_str());
        }
    }
    out
}

#[cfg(test)]
mod tests;
