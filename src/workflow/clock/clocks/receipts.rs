//! The clock of letters without a receipt (R3.5).

use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use domain::clock::receipt_clock;

/// The clock of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let clock = facts.waiting.map(|outstanding| receipt_clock(outstanding, look.settings.receipt_due_days));
    clock.into_iter().map(|clock| Found::of_filing(clock, facts.filing.id)).collect()
}
