//! What an order is made of: its sponsors, its terms, what was determined, and how it ended. What can happen to an order
//! is in the files beside this one; how one is computed from what is recorded is in [`crate::case::recorded`].

use crate::base::agency::AgencyCode;
use crate::base::calendar::last_business_day_on_or_before;
use crate::base::ids::{AccountId, DeterminationId, FilingId, OrderId};
use crate::base::marking::Level;
use crate::base::order_type::OrderType;
use crate::base::refusal::{NOT_A_SPONSOR, ORDER_NOT_IN_EFFECT, Refusal};
use crate::order::regime::{NO_END, Period, runs_until};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An agency that caused an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sponsor {
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "NAVY"))]
    pub agency: AgencyCode,
    /// First day.
    pub since: Date,
    /// Last day, once it is known to leave.
    pub until: Option<Date>,
}

impl Sponsor {
    /// Whether it sponsors the order on a date.
    pub fn is_sponsor(&self, on: Date) -> bool {
        self.since <= on && self.until.is_none_or(|until| on <= until)
    }
    /// Whether it answers on a date for an order with this last day: it has not left before both.
    pub fn answers(&self, last_day: Date, on: Date) -> bool {
        self.since <= on && self.until.is_none_or(|until| on.min(last_day) <= until)
    }
}

/// What a term stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermBasis {
    /// The recommendations the order was issued on.
    Issue,
    /// Affirmative determinations of sponsors (R4.2).
    Renewal,
}

/// One period of at most a year in an order's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// 1 for the first.
    pub number: i32,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub until: Date,
    /// What it stands on.
    pub basis: TermBasis,
    /// The determinations of a renewal.
    pub determinations: Vec<DeterminationId>,
}

/// What a sponsor determines for the coming term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The national interest requires another term.
    NationalInterestRequires,
    /// It does not.
    NotRequired,
}

/// One sponsor's determination for one coming term of one order (R4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    pub id: DeterminationId,
    pub order: OrderId,
    /// The sponsor it speaks for.
    pub agency: AgencyCode,
    /// Number of the term it is for.
    pub term: i32,
    pub need: Need,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub account: AccountId,
    /// Name at the time.
    pub signer: String,
    pub received_at: Timestamp,
    /// The date in Washington.
    pub received_on: Date,
}

/// How an order ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// No timely determination: by operation of law (R4.6).
    Lapsed,
    /// Every sponsor asked for it (R4.8).
    Rescinded,
}

/// Whether an order binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// It does.
    InEffect,
    Lapsed,
    Rescinded,
}

/// A secrecy order with everything recorded about it that its rules look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    /// Its number (`SO-2026-000001`).
    pub number: String,
    /// The filing it was issued on.
    pub filing: FilingId,
    /// Its type; `None` outside the DoD (R3.2).
    pub order_type: Option<OrderType>,
    /// Date of issue, which starts the year (R3.6).
    pub issued_on: Date,
    /// Who signed.
    pub issued_by: String,
    /// Agencies that caused it.
    pub sponsors: Vec<Sponsor>,
    /// Its terms, first to last; never empty.
    pub terms: Vec<Term>,
    /// How and on which date it ended: the first day it was no longer in effect, or the day of rescission.
    pub ended: Option<(End, Date)>,
    /// Countries of a Type I order.
    pub countries: Vec<String>,
    /// Conditions in force.
    pub conditions: Vec<String>,
    /// Whether the matter is classified: duties then outlive the order (R4.7). Computed ([`crate::case::recorded`]).
    pub classified: bool,
    /// Sponsors that have stated that the matter is declassified, since the last act that classified it.
    #[serde(skip)]
    pub declassified_by: Vec<AgencyCode>,
    /// Whether no Government interest is on record ("John Doe").
    pub john_doe: bool,
    /// Regimes of war or emergency that keep it in force beyond its last term (R4.9, R4.10).
    #[serde(default)]
    pub regimes: Vec<Period>,
    /// Counts changes; its ETag.
    pub version: i32,
}

impl Order {
    /// The term on record last. An order has at least one; the store refuses to load another.
    pub fn last_term(&self) -> &Term {
        static NEVER: Term =
            Term { number: 0, from: Date::MIN, until: Date::MIN, basis: TermBasis::Issue, determinations: Vec::new() };
        self.terms.last().unwrap_or(&NEVER)
    }
    /// Its last day in force as things stand: that of its last term, or later by a regime of war or
    /// emergency (R4.9, R4.10); [`NO_END`] while such a regime lasts. Once it is over, the day before its end.
    pub fn expires_on(&self) -> Date {
        last_day(self.issued_on, self.last_term().until, self.ended, &self.regimes).0
    }
    /// Number of the term that the next renewal begins. Each regime that has kept the order beyond its
    /// last term takes a number of its own, so that no determination made before it speaks of the time
    /// after it (E35).
    pub fn coming_term(&self) -> i32 {
        let (_, extending) = runs_until(self.issued_on, self.last_term().until, &self.regimes);
        self.last_term().number + 1 + i32::try_from(extending.len()).unwrap_or(i32::MAX - 1)
    }
    /// Whether a regime without an end of its own keeps it in force, so that nothing is due.
    pub fn has_no_end(&self) -> bool {
        self.expires_on() == NO_END
    }
    /// The last business day by which a renewal should be effective (R4.13, E2).
    pub fn renewal_deadline(&self) -> Date {
        last_business_day_on_or_before(self.expires_on())
    }
    /// Whether it binds on a date. Lapse comes by operation of law: after the last day the answer is
    /// *lapsed* whether or not the clock job has recorded it (R4.6).
    pub fn status(&self, on: Date) -> OrderStatus {
        match self.ended {
            Some((End::Rescinded, day)) if on >= day => OrderStatus::Rescinded,
            Some((End::Lapsed, day)) if on >= day => OrderStatus::Lapsed,
            None if on > self.expires_on() => OrderStatus::Lapsed,
            Some(_) | None => OrderStatus::InEffect,
        }
    }
    /// The sponsors on a date.
    pub fn sponsors_on(&self, on: Date) -> impl Iterator<Item = &Sponsor> {
        self.sponsors.iter().filter(move |s| s.is_sponsor(on))
    }
    /// The sponsors that answer for it on a date: those of that date, or of its last day where it is over by then. One
    /// that left before answers no more.
    pub fn answering_sponsors(&self, on: Date) -> impl Iterator<Item = &Sponsor> {
        let last_day = self.expires_on();
        self.sponsors.iter().filter(move |s| s.answers(last_day, on))
    }
    /// Refuses an order that is not in effect (R4.6).
    pub(crate) fn must_be_in_effect(&self, on: Date) -> Result<(), Refusal> {
        match self.status(on) {
            OrderStatus::InEffect => Ok(()),
            OrderStatus::Lapsed => Err(Refusal::new(
                &ORDER_NOT_IN_EFFECT,
                format!(
                    "Order {} lapsed at the end of {}. A new order needs a fresh finding.",
                    self.number,
                    self.expires_on()
                ),
            )),
            OrderStatus::Rescinded => {
                Err(Refusal::new(&ORDER_NOT_IN_EFFECT, format!("Order {} has been rescinded.", self.number)))
            }
        }
    }
    /// Refuses anyone but a sponsor of today.
    pub(crate) fn must_be_sponsor(&self, agency: &AgencyCode, on: Date) -> Result<(), Refusal> {
        if self.sponsors_on(on).any(|s| s.agency == *agency) {
            return Ok(());
        }
        let sponsors: Vec<_> = self.sponsors_on(on).map(|s| s.agency.as_str()).collect();
        Err(Refusal::new(
            &NOT_A_SPONSOR,
            format!("{agency} is not a sponsor of order {}; its sponsors are {}.", self.number, sponsors.join(", ")),
        ))
    }
}

/// Whether the matter of an order is classified by its issue alone (R4.7).
pub fn is_classified_on_issue(order_type: Option<OrderType>, marking: Level) -> bool {
    order_type == Some(OrderType::II) || marking.is_classified()
}

/// The last day in force of an order, and the regimes that kept it beyond its last term. An order that is
/// over keeps the day before its end, whatever is recorded of regimes later.
pub fn last_day(
    issued_on: Date,
    term_until: Date,
    ended: Option<(End, Date)>,
    regimes: &[Period],
) -> (Date, Vec<Period>) {
    let Some((_, over)) = ended else { return runs_until(issued_on, term_until, regimes) };
    let last = over.yesterday().unwrap_or(over);
    if last <= term_until {
        return (last, vec![]);
    }
    let begun: Vec<Period> = regimes.iter().filter(|p| p.first_day <= last).cloned().collect();
    (last, runs_until(issued_on, term_until, &begun).1)
}
