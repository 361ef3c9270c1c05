//! The clocks of what stands on dockets: markings, property, security agreements, permits, appeals,
//! compensation, agencies not asked (R1.5, R1.6, R1.9, R1.10, R5.3, R5.4, R7.4, E13).

use crate::store::Conn;
use crate::store::filing::docket as stored;
use crate::workflow::clock::clocks::{Candidate, Found, Horizon, Look, Source};
use crate::workflow::filing::property as tracks;
use crate::workflow::frame::{case, docket};
use crate::workflow::{Error, Settings};
use domain::base::deadline::Clock;
use domain::case::CaseFile;
use domain::clock::LISTED_AFTERWARDS;
use domain::law::{adviser, appeal, compensation, interest, marked, petition, property};
use jiff::ToSpan;
use jiff::civil::Date;

pub(super) const SOURCE: Source = Source { candidates, of_filing };

/// The kinds of entries that can bring a clock.
const KINDS: [&str; 7] = [
    "marked.queried",
    "property.step",
    "advice.facts",
    "petition.denied",
    "petition.permitted",
    "examination.step",
    "record.referred_despite",
];

/// Filings looked at in one read.
const PAGE: i64 = 200;

fn candidates(conn: &mut Conn, horizon: &Horizon<'_>) -> Result<Vec<Candidate>, Error> {
    let (mut out, mut after) = (vec![], None);
    loop {
        let page = stored::filings_with(conn, &KINDS, after, PAGE)?;
        let Some(last) = page.last().copied() else { return Ok(out) };
        after = Some(last);
        for id in page {
            let filing = case::filing_of(conn, id)?;
            if !horizon.clearance.dominates(filing.marking) {
                continue;
            }
            let look = Look { settings: horizon.settings, filing: &filing, today: horizon.today };
            for found in of_filing(conn, &look)? {
                let clock = &found.clock;
                out.push(Candidate { due_on: clock.due_on, kind: clock.kind, of: found.of, filing: id });
            }
        }
    }
}

fn of_filing(conn: &mut Conn, look: &Look<'_>) -> Result<Vec<Found>, Error> {
    if stored::of_filing(conn, look.filing.id)?.is_empty() {
        return Ok(vec![]);
    }
    let case = docket::case_of(conn, look.filing)?;
    let mut out: Vec<Found> = vec![];
    let unasked = interest::clock(&case, &docket::agencies_of(conn)?, look.today);
    for clock in all(&case, look.settings, look.today).into_iter().chain(unasked) {
        // Several permits of one case: each is a thing of its own.
        let before = out.iter().filter(|f| f.clock.kind == clock.kind).count();
        let of = if before == 0 { case.filing.to_string() } else { format!("{} {before}", case.filing) };
        out.push(Found { clock, of, agency: None, referral: None, order: None });
    }
    Ok(out)
}

fn all(case: &CaseFile, settings: &Settings, today: Date) -> Vec<Clock> {
    let mut out: Vec<Clock> = marked::clock(case).into_iter().collect();
    out.extend(property::clocks(case, tracks::days(settings)));
    out.extend(case.order_in_effect(today).and_then(|order| adviser::agreement_clock(case, order)));
    out.extend(petition::clocks(case, today));
    out.extend(appeal::clocks(case, today));
    out.extend(compensation::clocks(case, today));
    out.retain(|c| c.due_on >= today.saturating_sub(LISTED_AFTERWARDS.days()));
    out
}
