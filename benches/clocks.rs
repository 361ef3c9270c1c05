//! How long it takes to list the deadlines of an office with 100,000 filings, 5,000 of which have some, to write a
//! calendar of them, and to run the clock where nothing, ten things and a thousand are due. Run it with
//! `cargo bench --bench clocks`; a number after `--` is another number of filings.

#![allow(clippy::unwrap_used, missing_docs, dead_code, reason = "a benchmark made of the tests' own parts")]

#[path = "../tests/it/frame"]
mod frame {
    pub mod harness;
    pub mod office;
    pub mod seed;
}

use crate::frame::seed;
use diesel::connection::SimpleConnection;
use domain::base::calendar::washington_date;
use frame::harness::Place;
use frame::office::{House, day, noon};
use jiff::ToSpan;
use jiff::civil::Date;
use std::time::{Duration, Instant};
use subrosa::store::{Conn, StoreError};
use subrosa::workflow::clock::clocks::{self, ClockQuery};
use subrosa::workflow::clock::{feeds, tick};

/// Filings, where no other number is asked for.
const FILINGS: u32 = 100_000;
/// Filings with an order, and as many with an open referral.
const OF_EACH: u32 = 2_500;
/// Ids of the first filing and of the next: each leaves room for what hangs on it.
const FIRST: u32 = 1_000;
const APART: u32 = 10;

/// The middle one of several runs.
fn time<T>(runs: usize, mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut all: Vec<(Duration, T)> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let out = run();
            (start.elapsed(), out)
        })
        .collect();
    all.sort_by_key(|(d, _)| *d);
    all.swap_remove(runs / 2)
}

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

fn fill(h: &House, filings: u32) {
    let today = washington_date(h.cx.clock.now());
    let mut at = 0;
    while at < filings {
        let upto = (at + 5_000).min(filings);
        let done = h.cx.store.write(|tx| {
            let conn: &mut Conn = tx;
            for i in at..upto {
                let n = FIRST + i * APART;
                let mut rows = seed::filing(n, &format!("18/{n}"), "U");
                rows[0] = rows[0].replace("'under_order'", "'clear'");
                if i < OF_EACH {
                    rows.push(seed::referral(n + 1, n, "NAVY", "answered"));
                    rows.push(seed::recommendation(n + 2, n, n + 1, "would_be_detrimental", "private"));
                    rows.extend(seed::order(n + 3, n, n + 2, None));
                } else if i < 2 * OF_EACH {
                    let due = format!("'{}'", due(i - OF_EACH, today));
                    rows.push(seed::referral(n + 1, n, "NAVY", "open").replace("'2026-06-08'", &due));
                }
                conn.batch_execute(&rows.join(";"))?;
            }
            Ok::<_, StoreError>(())
        });
        done.unwrap();
        at = upto;
    }
}

fn main() {
    let asked = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let filings = asked.unwrap_or(FILINGS);
    let h = House::at(Place::sqlite());
    let official = seed::account(seed::OFFICIAL, "signer", "official", "'NAVY'");
    let added = h.cx.store.write(|tx| {
        let conn: &mut Conn = tx;
        Ok::<_, StoreError>(conn.batch_execute(&official)?)
    });
    added.unwrap();
    fill(&h, filings);
    println!("filings                      {filings:>8}");

    let officer = h.who("officer1").clone();
    let (took, done) = time(1, || clocks::kept::catch_up(&h.cx).unwrap());
    println!("clocks computed of all       {:>8} in {:>8.1} ms, once", done.computed, millis(took));
    let page = ClockQuery { limit: 101, ..ClockQuery::default() };
    let (took, all) = time(9, || serde_json::to_string(&clocks::due(&h.cx, &officer, &page).unwrap()).unwrap().len());
    println!("GET /clocks, a page          {all:>8} bytes {:>5.1} ms", millis(took));
    let ever = ClockQuery { due_before: Some(Date::MAX), limit: 201, ..ClockQuery::default() };
    let (took, all) = time(9, || clocks::due(&h.cx, &officer, &ever).unwrap().len());
    println!("GET /clocks, until 9999      {all:>8} clocks {:>4.1} ms", millis(took));
    let (took, all) = time(9, || feeds::calendar(&h.cx, &officer).unwrap().matches("BEGIN:VEVENT").count());
    println!("a calendar                   {all:>8} events {:>4.1} ms", millis(took));

    // The first run settles what awaits it since the record was made.
    let today = washington_date(h.cx.clock.now());
    tick::tick(&h.cx, noon(today)).unwrap();
    clocks::kept::catch_up(&h.cx).unwrap();
    for after in [0, 1, 2] {
        let now = noon(today.saturating_add(after.days()));
        h.clock.set(now);
        let start = Instant::now();
        let done = tick::tick(&h.cx, now).unwrap();
        println!("the clock, with due          {:>8} in {:>8.1} ms", done.nudged, millis(start.elapsed()));
        assert_eq!((done.failed, done.renewed.len()), (0, 0));
        let (took, again) = time(5, || tick::tick(&h.cx, now).unwrap().nudged);
        println!("  again                      {again:>8} in {:>8.1} ms", millis(took));
        clocks::kept::catch_up(&h.cx).unwrap();
    }
    assert!(day("2026-03-10") == today);
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
