//! The clocks of filings under review: answers asked for (R2.5), the six-month warning (R2.5, E10, E16).

use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use domain::clock::{of_referral, six_months_clock};

/// The clocks of one filing.
pub(super) fn of_filing(facts: &Facts, _: &Look<'_>) -> Vec<Found> {
    let filing = &facts.filing;
    let answers = facts.referrals.iter().filter_map(|referral| {
        of_referral(referral).map(|clock| Found {
            clock,
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
