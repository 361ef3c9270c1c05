//! FY2021 to FY2025 of the published statistics through the real workflow, with the whole opening
//! balance: 5,915 orders, every one of them renewed every year, day by day. The table that comes out must be
//! the published one. Then a war begins and ends. Run it with `cargo bench --bench five_years`; a number after `--` is another
//! opening balance, `postgres` after it takes the database of `SUBROSA_TEST_POSTGRES`.

#![allow(clippy::unwrap_used, missing_docs, dead_code, reason = "a benchmark made of the tests' own parts")]

#[path = "shared/office.rs"]
mod shared;

#[path = "../tests/it/order"]
mod order {
    pub mod published_years;
}

use domain::base::calendar::washington_date;
use domain::order::regime::RegimeKind;
use order::published_years::{OPENING_BALANCE, check, replay};
use shared::frame;
use shared::frame::harness::Place;
use shared::frame::office::{TestOffice, by};
use shared::number_asked;
use std::time::Instant;
use subrosa::workflow::order::regimes::{self, EndInput, ProposeInput};

fn main() {
    let opening = number_asked().map_or(OPENING_BALANCE, |n| n as usize);
    let postgres = std::env::args().any(|argument| argument == "postgres");
    let place = if postgres { Place::postgres("the bench").expect("SUBROSA_TEST_POSTGRES") } else { Place::sqlite() };
    let (office, told) = replay(place, opening);
    check(&told.rows, opening);
    let entries = office.cx.store.read(subrosa::store::office::ledger::last).expect("read").map_or(0, |e| e.seq);
    println!("opening balance  {opening:>8} orders in {:>7.1} s", told.opening.as_secs_f64());
    println!("five years       {:>8} renewals in {:>7.1} s", told.renewals, told.years.as_secs_f64());
    println!("  the clock      {:>8} reminders, {:>7.1} s", told.reminders, told.clock.as_secs_f64());
    println!("  determinations {:>26.1} s", told.signing.as_secs_f64());
    println!("ledger           {entries:>8} entries");
    war(&office);
}

/// A war begins and ends: every order in effect moves at once, twice, and every principal is told.
fn war(office: &TestOffice) {
    let today = washington_date(office.cx.clock.now());
    let ask =
        ProposeInput { kind: RegimeKind::War, begins_on: today, citation: "the declaration".into(), provision: None };
    let one = regimes::propose(&office.cx, &by(office.who("officer1")), &ask).expect("proposed").id;
    let moved = regimes::simulate(&office.cx, office.who("officer1"), one, None).expect("simulated").moved.len();
    let begun = Instant::now();
    regimes::confirm(&office.cx, &by(office.who("officer2")), one).expect("confirmed");
    let begun = begun.elapsed();
    let ask = EndInput { ends_on: today, citation: "the peace".into() };
    regimes::propose_end(&office.cx, &by(office.who("officer1")), one, &ask).expect("proposed");
    let ended = Instant::now();
    regimes::confirm_end(&office.cx, &by(office.who("officer2")), one).expect("confirmed");
    println!(
        "a war            {moved:>8} orders in {:>7.1} s, its end in {:.1} s",
        begun.as_secs_f64(),
        ended.elapsed().as_secs_f64()
    );
}
