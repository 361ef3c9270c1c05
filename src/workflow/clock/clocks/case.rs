//! The clocks that come from entries of dockets: markings, property, security agreements, permits, appeals,
//! compensation, agencies not asked (R1.5, R1.6, R1.9, R1.10, R5.3, R5.4, R7.4, E13).

use crate::workflow::Settings;
use crate::workflow::clock::clocks::facts::Facts;
use crate::workflow::clock::clocks::found::{Found, Look};
use crate::workflow::filing::property as tracks;
use domain::base::deadline::Clock;
use domain::case::CaseFile;
use domain::clock::LISTED_AFTERWARDS;
use domain::law::{adviser, appeal, compensation, interest, marked, petition, property};
use jiff::ToSpan;
use jiff::civil::Date;

/// The clocks of one filing.
pub(super) fn of_filing(facts: &Facts, look: &Look<'_>) -> Vec<Found> {
    let Some((case, agencies)) = &facts.case else { return vec![] };
    let mut out: Vec<Found> = vec![];
    let unasked = interest::clock(case, agencies, look.today);
    for clock in case_clocks(case, look.settings, look.today).into_iter().chain(unasked) {
        // A case may have several permits: each gets a name of its own.
        let before = out.iter().filter(|f| f.clock.kind == clock.kind).count();
        let of = if before == 0 { case.filing.to_string() } else { format!("{} {before}", case.filing) };
        out.push(Found { clock, of, agency: None, referral: None, order: None, pause: None });
    }
    out
}

fn case_clocks(case: &CaseFile, settings: &Settings, today: Date) -> Vec<Clock> {
    let mut out: Vec<Clock> = marked::clock(case).into_iter().collect();
    out.extend(property::clocks(case, tracks::days_of_tracks(settings)));
    out.extend(case.order_in_effect(today).and_then(|order| adviser::agreement_clock(case, order)));
    out.extend(petition::clocks(case, today));
    out.extend(appeal::clocks(case, today));
    out.extend(compensation::clocks(case, today));
    out.retain(|c| c.due_on >= today.saturating_sub(LISTED_AFTERWARDS.days()));
    out
}
