//! What the benchmarks over a large record have in common: the office and the rows of the integration tests, a way to write
//! many filings at once, and the median of several runs.

#[path = "../../tests/it/frame"]
pub mod frame {
    pub mod harness;
    pub mod office;
    pub mod seed;
}

use diesel::connection::SimpleConnection;
use frame::office::TestOffice;
use std::time::{Duration, Instant};
use subrosa::store::{Conn, StoreError};

/// Filings, where no other number is asked for.
const FILINGS: u32 = 100_000;
/// Filings written in one transaction.
const BATCH: u32 = 5_000;
/// The id of the first filing, and how far the id of the next is from it: the rows that hang on a filing take the ids between.
const FIRST: u32 = 1_000;
const APART: u32 = 10;

/// The first number among the arguments.
pub fn number_asked() -> Option<u32> {
    std::env::args().skip(1).find_map(|argument| argument.parse().ok())
}

/// How many filings the benchmark is asked for.
pub fn filings_asked() -> u32 {
    number_asked().unwrap_or(FILINGS)
}

/// The application number of the filing with an id.
pub fn number_of(id: u32) -> String {
    format!("{:02}/{:03},{:03}", 10 + id / 1_000_000, id / 1_000 % 1_000, id % 1_000)
}

/// Runs statements in a transaction of their own. The ledger knows nothing of what they write.
pub fn run_statements(office: &TestOffice, statements: &str) {
    office.is_edited();
    let done = office.cx.store.write_unentered(|tx| {
        let conn: &mut Conn = tx;
        Ok::<_, StoreError>(conn.batch_execute(statements)?)
    });
    done.unwrap();
}

/// Writes filings. `rows` gives the statements of a filing from its place in the record and its id.
pub fn write_filings(office: &TestOffice, filings: u32, rows: impl Fn(u32, u32) -> Vec<String>) {
    for from in (0..filings).step_by(BATCH as usize) {
        let upto = (from + BATCH).min(filings);
        let statements: Vec<String> = (from..upto).flat_map(|place| rows(place, FIRST + place * APART)).collect();
        run_statements(office, &statements.join(";"));
    }
}

/// The run that took the middle of the times, with what it returned.
pub fn median_run<T>(runs: usize, mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut all: Vec<(Duration, T)> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let out = run();
            (start.elapsed(), out)
        })
        .collect();
    all.sort_by_key(|(took, _)| *took);
    all.swap_remove(runs / 2)
}

/// Milliseconds.
pub fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
