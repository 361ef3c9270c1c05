//! The filings whose text each account has read in the last hour, counted in memory (S-41). A count in the ledger would
//! read it at each read.
//!
//! Each running service counts for itself and begins at nothing. Of each account it keeps at most one filing more than the
//! setting allows. Not its job: raising the alarm (`workflow::frame::read_text`).

use domain::base::ids::{AccountId, FilingId};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The time over which reads are counted, and for which an alarm about a person is not repeated.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The filings whose text each account has read in the last hour, as far as this process knows.
#[derive(Debug, Default)]
pub struct ReadWindow(Mutex<HashMap<AccountId, Window>>);

/// What one account has read.
#[derive(Debug, Default)]
struct Window {
    /// When each filing was read last.
    filings: HashMap<FilingId, Timestamp>,
    latest: Timestamp,
    /// When an alarm was raised.
    alarmed: Option<Timestamp>,
}

impl ReadWindow {
    /// Counts a read. Returns how many different filings the account has read in the hour before, if an alarm is due:
    /// if they are more than `most` and none was raised in that hour. For want of memory the number stops at `most + 1`.
    pub(super) fn count(&self, account: AccountId, filing: FilingId, at: Timestamp, most: usize) -> Option<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(&account) {
            all.retain(|_, window| is_within_hour(window.latest, at));
        }
        let window = all.entry(account).or_default();
        window.latest = at;
        window.filings.insert(filing, at);
        if window.filings.len() <= most {
            return None;
        }
        window.filings.retain(|_, read| is_within_hour(*read, at));
        let read = window.filings.len();
        if read > most.saturating_add(1) {
            let oldest = window.filings.iter().min_by_key(|(_, read)| **read).map(|(filing, _)| *filing);
            oldest.map(|filing| window.filings.remove(&filing));
        }
        let is_due = read > most && !window.alarmed.is_some_and(|alarmed| is_within_hour(alarmed, at));
        is_due.then_some(window.filings.len())
    }

    /// Notes that an alarm was raised.
    pub(super) fn note_alarm(&self, account: AccountId, at: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(account).or_default().alarmed = Some(at);
    }
}

/// Whether the hour that begins at an instant is not over.
pub(super) fn is_within_hour(earlier: Timestamp, now: Timestamp) -> bool {
    now.duration_since(earlier) < HOUR
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const WHO: AccountId = AccountId::from_uuid(Uuid::from_u128(1));

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    /// Reads filings with these numbers at one time; the alarms that were due.
    fn read(window: &ReadWindow, filings: std::ops::Range<u128>, minute: i64) -> Vec<usize> {
        let filing = |n| FilingId::from_uuid(Uuid::from_u128(n));
        filings.filter_map(|n| window.count(WHO, filing(n), at(minute), 3)).collect()
    }

    #[test]
    fn s_41_an_alarm_is_due_at_one_filing_more_than_allowed_within_an_hour() {
        let window = ReadWindow::default();
        assert!(read(&window, 0..3, 0).is_empty());
        assert!(read(&window, 0..3, 10).is_empty(), "the same filings again");
        assert_eq!(read(&window, 3..4, 20), [4]);
        let slow = ReadWindow::default();
        for n in 0..20 {
            assert!(read(&slow, n..n + 1, i64::try_from(n).expect("few") * 20).is_empty(), "three an hour");
        }
    }

    #[test]
    fn s_41_an_alarm_is_due_again_an_hour_after_the_last_and_memory_is_bounded() {
        let window = ReadWindow::default();
        assert_eq!(read(&window, 0..4, 0), [4]);
        window.note_alarm(WHO, at(0));
        assert!(read(&window, 10..1000, 30).is_empty());
        assert_eq!(window.0.lock().expect("a lock")[&WHO].filings.len(), 4);
        assert_eq!(read(&window, 2000..2001, 60), [4]);
        // Of an account that reads no more nothing is kept once another one begins.
        let other = AccountId::from_uuid(Uuid::from_u128(2));
        window.count(other, FilingId::NONE, at(121), 3);
        assert_eq!(window.0.lock().expect("a lock").len(), 1);
    }
}
