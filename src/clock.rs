//! Time and ids: the only place that asks the machine what time it is or makes an id.
//!
//! Everything else gets a [`Clock`] and an [`IdSource`]. Instants are cut to microseconds at the
//! source, because that is what every database keeps: a value written is the value read back.
//! Not its job: dates in Washington (`domain::base::calendar`) and deadlines (`domain`).

use domain::base::ids::IdSource;
use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use uuid::Uuid;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant, to the microsecond.
    fn now(&self) -> Timestamp;
}

/// Cuts an instant to microseconds.
fn to_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time is asked for")]
    fn now(&self) -> Timestamp {
        to_micros(Timestamp::now())
    }
}

/// A clock could not be set: it only goes forward.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the clock stands at {now} and only goes forward; {asked} is before that")]
pub struct ClockBack {
    /// Where it stands.
    pub now: Timestamp,
    /// Where it was to be set.
    pub asked: Timestamp,
}

/// The clock of a demonstration database: another clock, moved forward by an offset, so that it
/// goes on ticking from wherever it was set.
pub struct DemoClock<C = SystemClock> {
    base: C,
    offset: Mutex<SignedDuration>,
}

impl DemoClock {
    /// Starts at an instant, in the past or the future.
    pub fn starting_at(now: Timestamp) -> Self {
        Self::over(SystemClock, now)
    }
}

impl<C: Clock> DemoClock<C> {
    /// A demonstration's clock over any clock, for tests.
    fn over(base: C, now: Timestamp) -> Self {
        let offset = to_micros(now).duration_since(base.now());
        Self { base, offset: Mutex::new(offset) }
    }
    fn at(&self, offset: SignedDuration) -> Timestamp {
        self.base.now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }
    /// Sets the clock forward.
    pub fn set(&self, to: Timestamp) -> Result<(), ClockBack> {
        let asked = to_micros(to);
        let mut offset = self.offset.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = self.at(*offset);
        if asked < now {
            return Err(ClockBack { now, asked });
        }
        *offset += asked.duration_since(now);
        Ok(())
    }
}

impl<C: Clock> Clock for DemoClock<C> {
    fn now(&self) -> Timestamp {
        let offset = *self.offset.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.at(offset)
    }
}

/// A clock that stands still until it is set; for tests and for `tick --now`.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Stands at an instant.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(to_micros(now)))
    }
    /// Sets the clock, also back.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to_micros(now);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Makes UUIDv7s. They sort by the machine's time at which they were made, also if a demonstration's clock shows
/// another.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
    fn fresh(&self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("instant")
    }

    #[test]
    fn instants_are_whole_microseconds() {
        assert_eq!(FixedClock::at(at("2026-03-10T00:00:00.123456789Z")).now(), at("2026-03-10T00:00:00.123456Z"));
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1000, 0);
    }

    #[test]
    fn the_demo_clock_ticks_on_from_where_it_was_set_and_never_goes_back() {
        let clock = DemoClock::over(FixedClock::at(at("2026-11-22T00:00:00Z")), at("2026-03-10T14:00:00Z"));
        assert_eq!(clock.now(), at("2026-03-10T14:00:00Z"));
        clock.base.set(at("2026-11-22T00:00:05Z"));
        assert_eq!(clock.now(), at("2026-03-10T14:00:05Z"));
        clock.set(at("2027-02-20T12:00:00Z")).expect("forward");
        clock.base.set(at("2026-11-22T00:00:06Z"));
        assert_eq!(clock.now(), at("2027-02-20T12:00:01Z"));
        let refused = clock.set(at("2027-02-20T12:00:00Z")).expect_err("backward");
        assert_eq!(refused.now, at("2027-02-20T12:00:01Z"));
        assert_eq!(clock.now(), at("2027-02-20T12:00:01Z"));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let ids: Vec<_> = (0..1000).map(|_| SystemIds.fresh()).collect();
        assert!(ids.is_sorted());
    }
}
