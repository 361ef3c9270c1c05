//! Everything on record about a case, as the rules of law read it.

use crate::base::ids::{EntryId, FilingId, OrderId};
use crate::base::marking::Marking;
use crate::case::entry::{Entry, Matter};
use crate::case::facts::record::{Act, Disposal};
use crate::case::holds::{self, Bar, Facts, Hold, Recorded, Screened};
use crate::case::status::FilingStatus;
use crate::filing::{ApplicationNumber, Filing};
use crate::order::{Order, OrderStatus};
use crate::review::referral::{Branch, Recommendation, Referral, ReferralStatus};
use jiff::civil::Date;

/// Everything on record about one filing and its orders.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    pub filing: FilingId,
    pub application_number: ApplicationNumber,
    /// The present text, with the corrections on record.
    pub document: Filing,
    pub text_version: i32,
    /// Counts changes of the filing.
    pub version: i32,
    pub marking: Marking,
    /// The day it was received, in Washington.
    pub received_on: Date,
    pub status: FilingStatus,
    /// The branch of 35 USC 181 that the case follows.
    pub branch: Branch,
    /// All referrals, open or not.
    pub referrals: Vec<Referral>,
    /// All recommendations.
    pub recommendations: Vec<Recommendation>,
    /// All orders on the filing, in the order of issue.
    pub orders: Vec<Order>,
    /// The docket, in the order of entry.
    pub docket: Vec<Entry>,
    /// Orders on other filings that cover this filing by the last finding about each, in effect or not.
    pub covering: Vec<Order>,
    /// The outcome of its screening and of the decisions on its hits.
    pub screened: Screened,
    /// How many binding recommendations await an order.
    pub binding_unanswered: usize,
}

impl CaseFile {
    /// The day from which periods of the case run: the day of filing or, if that is not known, of receipt.
    pub fn filed_on(&self) -> Date {
        self.document.filed_on.unwrap_or(self.received_on)
    }
    /// The order that binds on a date.
    pub fn order_in_effect(&self, on: Date) -> Option<&Order> {
        self.orders.iter().find(|o| o.status(on) == OrderStatus::InEffect)
    }
    /// The facts from which the holds and the status are computed.
    pub fn facts(&self) -> Facts<'_> {
        Facts::of(Recorded {
            orders: &self.orders,
            covering: &self.covering,
            marking: &self.marking,
            docket: &self.docket,
            screened: self.screened,
            referrals: &self.referrals,
            binding_unanswered: self.binding_unanswered,
        })
    }
    /// The bars on the filing on a date, each with its reason.
    pub fn holds(&self, on: Date) -> Vec<Hold<'_>> {
        holds::holds(&self.facts(), on)
    }
    /// Whether an act is barred on a date.
    pub fn is_held(&self, bar: Bar, on: Date) -> bool {
        holds::first(&self.holds(on), bar).is_some()
    }
    /// Whether an order on the filing, or one that covers it, is in effect on a date.
    pub fn is_in_an_order(&self, on: Date) -> bool {
        self.orders.iter().chain(&self.covering).any(|o| o.status(on) == OrderStatus::InEffect)
    }
    /// The order on the filing of this case that has this id.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|o| o.id == id)
    }
    /// Whether the filing is before an agency now.
    pub fn is_under_review(&self) -> bool {
        self.referrals.iter().any(|r| r.status == ReferralStatus::Open)
    }
    /// The entry of the docket that has this id.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.docket.iter().find(|e| e.id == id)
    }
    /// The entries that name this entry as the one they answer, oldest first.
    pub fn answers_to(&self, id: EntryId) -> impl Iterator<Item = &Entry> {
        self.docket.iter().filter(move |e| e.answers == Some(id))
    }
    /// The entries of one field of law, each with its content.
    pub fn of<'a, T: 'a>(&'a self, pick: fn(&'a Matter) -> Option<&'a T>) -> impl Iterator<Item = (&'a Entry, &'a T)> {
        self.docket.iter().filter_map(move |e| Some((e, pick(&e.matter)?)))
    }
    /// Whether the invention was made in the United States or is presumed so (E24).
    pub fn is_made_here(&self) -> bool {
        crate::case::facts::origin::is_made_here(self.document.made_in.as_deref())
    }
    /// How and when the proceedings on the filing ended; `None` if they have not.
    pub fn disposal(&self) -> Option<(Disposal, Date)> {
        crate::case::file::disposal(self)
    }
}

/// How and when the proceedings on a filing ended. A patent comes before any other disposal, because no order reaches
/// an issued patent (E17). Otherwise the last entry counts.
pub fn disposal(case: &CaseFile) -> Option<(Disposal, Date)> {
    let all = || {
        case.of(Act::of).filter_map(|(_, act)| match act {
            Act::Disposed { how, on } => Some((*how, *on)),
            _ => None,
        })
    };
    all().find(|(how, _)| *how == Disposal::Patented).or_else(|| all().last())
}
