//! The clocks of filings under review: answers asked for (R2.5), the six-month warning (R2.5, E10, E16).

use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use domain::clock::{of_referral, six_months_clock};
use domain::review::question::due_day;

/// The clocks of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let filing = &facts.filing;
    let answers = facts.referrals.iter().filter_map(|referral| {
        let due = due_day(referral, &facts.questions, look.settings.paused_by_questions, look.today);
        of_referral(referral, due).map(|clock| Found {
            clock,
            pause: due.pause,
            of: referral.id.to_string(),
            agency: Some(referral.agency.clone()),
            referral: Some(referral.id),
            order: None,
        })
    });
    let warning = facts
        .document
        .as_ref()
        .zip(filing.filed_on)
        .and_then(|(document, filed_on)| six_months_clock(filed_on, document.made_in.as_deref(), filing.status));
    answers.chain(warning.map(|clock| Found::of_filing(clock, filing.id))).collect()
}
