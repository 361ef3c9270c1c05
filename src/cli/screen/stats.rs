//! `--stats`: how fast a run was and what memory it took.

use crate::cli::screen::report::Totals;
use std::time::Duration;

/// Steps in which times double: a quantile is right to within 1/32 of itself.
const STEPS: usize = 32;

/// Times of records, counted by length, so that a million take no more memory than one.
#[derive(Debug, Clone)]
pub(super) struct Times {
    counts: Vec<u64>,
    all: u64,
}

impl Default for Times {
    fn default() -> Self {
        Self { counts: vec![0; 64 * STEPS], all: 0 }
    }
}

impl Times {
    /// Counts one.
    pub(super) fn add(&mut self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1);
        self.counts[bucket(nanos)] += 1;
        self.all += 1;
    }

    /// The time that this share of all stayed below, rounded up to its bucket's end.
    pub(super) fn at(&self, share: f64) -> Duration {
        let rank = (self.all as f64 * share) as u64;
        let mut before = 0;
        for (i, n) in self.counts.iter().enumerate() {
            before += n;
            if before > rank || (before == self.all && before > 0) {
                return Duration::from_nanos(end(i));
            }
        }
        Duration::ZERO
    }
}

/// Which bucket: the place of the highest bit, and the five bits below it.
fn bucket(nanos: u64) -> usize {
    let exponent = nanos.ilog2();
    let below = if exponent >= 5 { nanos >> (exponent - 5) } else { nanos << (5 - exponent) };
    exponent as usize * STEPS + (below as usize & (STEPS - 1))
}

/// The longest time of a bucket, in nanoseconds.
fn end(bucket: usize) -> u64 {
    let (exponent, below) = ((bucket / STEPS) as u32, (bucket % STEPS) as u64 + STEPS as u64 + 1);
    if exponent >= 5 { (below << (exponent - 5)).wrapping_sub(1) } else { below >> (5 - exponent) }
}

/// The line that `--stats` prints.
pub(super) fn line(totals: &Totals, times: &Times, took: Duration, threads: usize) -> String {
    let seconds = took.as_secs_f64().max(f64::EPSILON);
    let megabytes = totals.bytes as f64 / 1e6;
    let mut line = format!(
        "{} filings, {megabytes:.1} MB in {seconds:.2} s on {threads} threads: {:.0} filings/s, {:.1} MB/s, p50 {:.2?}, p99 {:.2?} a filing",
        totals.filings,
        totals.filings as f64 / seconds,
        megabytes / seconds,
        times.at(0.50),
        times.at(0.99),
    );
    if let Some(bytes) = peak_memory() {
        line.push_str(&format!(", peak memory {:.0} MB", bytes as f64 / 1e6));
    }
    line
}

/// The most memory this process ever had resident, in bytes, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    peak_of(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn peak_of(status: &str) -> Option<u64> {
    let value = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_to_a_thirty_second() {
        let mut times = Times::default();
        assert_eq!(times.at(0.5), Duration::ZERO);
        (1..=1000u64).for_each(|i| times.add(Duration::from_micros(i)));
        for (share, want) in [(0.5, 501.0), (0.99, 991.0), (1.0, 1000.0)] {
            let got = times.at(share).as_nanos() as f64 / 1e3;
            assert!((1.0..1.0 + 1.0 / 32.0).contains(&(got / want)), "{share}: {got} for {want}");
        }
        times.add(Duration::MAX);
        times.add(Duration::ZERO);
        assert!(times.at(1.0) > Duration::from_secs(500_000_000));
    }

    #[test]
    fn the_peak_is_what_linux_says() {
        assert_eq!(peak_of("VmPeak:\t 100 kB\nVmHWM:\t   81234 kB\n"), Some(81_234 * 1024));
        assert_eq!(peak_of("VmHWM: much"), None);
        assert_eq!(peak_of(""), None);
    }

    #[test]
    fn the_line_names_every_figure() {
        let totals = Totals { filings: 200, bytes: 30_000_000, ..Totals::default() };
        let mut times = Times::default();
        (0..200).for_each(|_| times.add(Duration::from_millis(2)));
        let line = line(&totals, &times, Duration::from_secs(2), 2);
        let line = line.split(", peak").next().unwrap_or_default();
        insta::assert_snapshot!(line, @"200 filings, 30.0 MB in 2.00 s on 2 threads: 100 filings/s, 15.0 MB/s, p50 2.03ms, p99 2.03ms a filing");
    }
}
