//! How long it takes to list the deadlines of an office with 100,000 filings, 5,000 of which have some, to write a
//! calendar of them, and to run the clock where nothing, ten things and a thousand are due. Run it with
//! `cargo bench --bench clocks`; a number after `--` is another number of filings.

#![allow(clippy::unwrap_used, missing_docs, dead_code, reason = "a benchmark made of the tests' own parts")]

#[path = "shared/office.rs"]
mod shared;

use domain::base::calendar::washington_date;
use jiff::ToSpan;
use jiff::civil::Date;
use shared::frame::harness::Place;
use shared::frame::office::{TestOffice, day, noon};
use shared::frame::{self, seed};
use shared::{filings_asked, median_run, millis, number_of, run_statements, write_filings};
use std::time::Instant;
use subrosa::workflow::clock::clocks::{self, ClockQuery};
use subrosa::workflow::clock::{feeds, tick};

/// Filings with an order, and as many with an open referral.
const OF_EACH: u32 = 2_500;

/// When the answer to a referral is due: ten are to be reminded of one day after the office opens, a thousand two
/// days after, the others much later.
fn due(n: u32, today: Date) -> Date {
    let reminded_on = match n {
        0..10 => 1,
        10..1_010 => 2,
        _ => 100 + i64::from(n % 60),
    };
    today.saturating_add((reminded_on + 14).days())
}

/// The rows of a filing: the first have an order each, as many after them an open referral.
fn rows(place: u32, id: u32, today: Date) -> Vec<String> {
    let mut rows = seed::filing(id, &number_of(id), "U");
    rows[0] = rows[0].replace("'under_order'", "'clear'");
    if place < OF_EACH {
        rows.push(seed::referral(id + 1, id, "NAVY", "answered"));
        rows.push(seed::recommendation(id + 2, id, id + 1, "would_be_detrimental", "private"));
        rows.extend(seed::order(id + 3, id, id + 2, None));
    } else if place < 2 * OF_EACH {
        let due = format!("'{}'", due(place - OF_EACH, today));
        rows.push(seed::referral(id + 1, id, "NAVY", "open").replace("'2026-06-08'", &due));
    }
    rows
}

fn main() {
    let filings = filings_asked();
    let h = TestOffice::at(Place::sqlite());
    run_statements(&h, &seed::account(seed::OFFICIAL, "signer", "official", "'NAVY'"));
    let today = washington_date(h.cx.clock.now());
    write_filings(&h, filings, |place, id| rows(place, id, today));
    println!("filings                      {filings:>8}");

    let officer = h.who("officer1").clone();
    let (took, done) = median_run(1, || clocks::kept::catch_up(&h.cx).unwrap());
    println!("clocks computed of all       {:>8} in {:>8.1} ms, once", done.computed, millis(took));
    let page = ClockQuery { limit: 101, ..ClockQuery::default() };
    let (took, all) =
        median_run(9, || serde_json::to_string(&clocks::due(&h.cx, &officer, &page).unwrap()).unwrap().len());
    println!("GET /clocks, a page          {all:>8} bytes {:>5.1} ms", millis(took));
    let ever = ClockQuery { due_before: Some(Date::MAX), limit: 201, ..ClockQuery::default() };
    let (took, all) = median_run(9, || clocks::due(&h.cx, &officer, &ever).unwrap().len());
    println!("GET /clocks, until 9999      {all:>8} clocks {:>4.1} ms", millis(took));
    let (took, all) = median_run(9, || feeds::calendar(&h.cx, &officer).unwrap().matches("BEGIN:VEVENT").count());
    println!("a calendar                   {all:>8} events {:>4.1} ms", millis(took));

    // The first run settles what awaits it since the record was made.
    tick::tick(&h.cx, noon(today)).unwrap();
    clocks::kept::catch_up(&h.cx).unwrap();
    for after in [0, 1, 2] {
        let now = noon(today.saturating_add(after.days()));
        h.clock.set(now);
        let start = Instant::now();
        let done = tick::tick(&h.cx, now).unwrap();
        println!("the clock, with due          {:>8} in {:>8.1} ms", done.nudged, millis(start.elapsed()));
        assert_eq!((done.failed, done.renewed.len()), (0, 0));
        let (took, again) = median_run(5, || tick::tick(&h.cx, now).unwrap().nudged);
        println!("  again                      {again:>8} in {:>8.1} ms", millis(took));
        clocks::kept::catch_up(&h.cx).unwrap();
    }
    assert!(day("2026-03-10") == today);
}
