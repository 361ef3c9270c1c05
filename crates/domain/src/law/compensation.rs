//! Compensation (35 USC 183; R7.4, R7.5, E33). Claims go to the sponsors and not to the Office. The Office says when
//! and whom to ask, sends back claims that it receives, and keeps the dates for ever.

use crate::base::agency::AgencyCode;
use crate::base::deadline::{Clock, ClockKind};
use crate::base::refusal::{COMPENSATION_NOT_HERE, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::compensation::Act;
use crate::law::examination;
use crate::law::record::Disposal;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Years after issue in which a claim may be made, and in which an award for atomic energy may be asked for.
const YEARS: i32 = 6;
/// The share of just compensation that a sponsor may award at most without a full settlement, in percent.
pub const AWARD_PERCENT: u8 = 75;

/// The time in which compensation may be asked for, and the agencies to ask (R7.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub state: WindowState,
    /// The first day: the day on which the applicant was notified that the case is otherwise allowable (the D-10).
    pub opens: Option<Date>,
    /// The day on which the patent issued.
    pub issued_on: Option<Date>,
    /// The last day: six years after issue. `None` while no patent has issued.
    pub closes: Option<Date>,
    /// The agencies to ask: every sponsor of every order on the filing.
    pub ask: Vec<AgencyCode>,
}

/// Whether a claim may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowState {
    /// No order, or not yet allowable.
    NotOpen,
    /// A claim may be made.
    Open,
    /// Six years after issue are over.
    Closed,
}

/// The day of the D-10 notice of allowability, from the docket (R8.4). The entry is found by the name of its kind, so
/// that this rule does not depend on how examination is recorded.
pub fn d10_date(case: &CaseFile) -> Option<Date> {
    examination::allowable_on(case)
}

/// Every present and past sponsor of every order of a case, by code (R7.4).
pub fn sponsors(case: &CaseFile) -> Vec<AgencyCode> {
    let mut all: Vec<AgencyCode> = case.orders.iter().flat_map(|o| &o.sponsors).map(|s| s.agency.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// The window from its dates (35 USC 183). An owner who never asked may sue after issue, so a patent opens the window
/// too if no D-10 was sent.
pub fn window(d10: Option<Date>, issued_on: Option<Date>, ask: Vec<AgencyCode>, on: Date) -> Window {
    let opens = d10.or(issued_on).filter(|_| !ask.is_empty());
    let closes = issued_on.filter(|_| opens.is_some()).map(|day| day.saturating_add(YEARS.years()));
    let state = match (opens, closes) {
        (Some(_), Some(last)) if on > last => WindowState::Closed,
        (Some(first), _) if on >= first => WindowState::Open,
        _ => WindowState::NotOpen,
    };
    Window { state, opens, issued_on, closes, ask }
}

/// The window for claims in this case on a day, from the disposal and the date of its D-10.
pub fn window_of_case(case: &CaseFile, on: Date) -> Window {
    let issued = case.disposal().filter(|(how, _)| *how == Disposal::Patented).map(|(_, day)| day);
    window(d10_date(case), issued, sponsors(case), on)
}

/// Sends a claim back (37 CFR 5.2(b); E33). Returns the entry to record, and the refusal that names the agencies to
/// ask.
pub fn send_back(case: &CaseFile, claimant: String) -> (Act, Refusal) {
    let ask = sponsors(case);
    let names: Vec<_> = ask.iter().map(AgencyCode::as_str).collect();
    let refusal = Refusal::new(
        &COMPENSATION_NOT_HERE,
        format!(
            "Ask whoever caused the order: {}. That the claim came is on record; it starts nothing.",
            names.join(", ")
        ),
    );
    (Act::Returned { claimant, ask }, refusal)
}

/// The last day to apply for an award for atomic energy: six years after the right arose (42 USC 2187(d); R7.5).
pub fn atomic_energy_limit(arose_on: Date) -> Date {
    arose_on.saturating_add(YEARS.years())
}

/// The clock of an open window that has an end.
pub fn clocks(case: &CaseFile, on: Date) -> Vec<Clock> {
    let w = window_of_case(case, on);
    let names: Vec<_> = w.ask.iter().map(AgencyCode::as_str).collect();
    w.closes
        .filter(|_| w.state == WindowState::Open)
        .map(|last| Clock {
            kind: ClockKind::CompensationEnds,
            due_on: last,
            working_deadline: None,
            alarm: false,
            if_nobody_acts: format!("The right to ask {} for compensation ends with this day.", names.join(", ")),
            citation: "35 USC 183; 37 CFR 5.2(b)",
            rule: "R7.4",
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
