//! Limits on guessing passwords. A client that tries too often must wait. Too many tries for one name, from any
//! clients, only slow the answers down, so that nobody can lock another user out.

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use ipnet::Ipv6Net;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Counts by key.
pub(super) type Limiter<K, C> =
    RateLimiter<K, HashMapStateStore<K>, C, governor::middleware::NoOpMiddleware<<C as Clock>::Instant>>;

/// Longest time an answer is held back.
pub const MAX_DELAY: Duration = Duration::from_secs(3);
/// Between two sweeps of forgotten keys, in tries.
const SWEEP: u32 = 1024;

/// How a try to sign in is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Look at it after this time, usually none.
    After(Duration),
    /// Refuse it; the client may come back after this time.
    TooMany(Duration),
}

/// Counts tries by client and by name.
pub struct Throttle<C: Clock = DefaultClock> {
    clients: Limiter<IpAddr, C>,
    names: Limiter<String, C>,
    clock: C,
    tries: AtomicU32,
}

impl Throttle {
    /// With so many tries a minute from a client and for a name.
    pub fn new(per_client: u32, per_name: u32) -> Self {
        Self::with_clock(per_client, per_name, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Throttle<C> {
    fn with_clock(per_client: u32, per_name: u32, clock: C) -> Self {
        fn limiter<K: Hash + Eq + Clone, C: Clock + Clone>(per_minute: u32, clock: &C) -> Limiter<K, C> {
            let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
            RateLimiter::new(quota, HashMapStateStore::default(), clock.clone())
        }
        Self { clients: limiter(per_client, &clock), names: limiter(per_name, &clock), clock, tries: AtomicU32::new(0) }
    }
    /// Counts one try without a name, which a signed token is. The error says when the client may come back.
    pub fn admit_client(&self, client: IpAddr) -> Result<(), Duration> {
        if self.tries.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.clients.retain_recent();
            self.names.retain_recent();
        }
        let admitted = self.clients.check_key(&network(client));
        admitted.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }
    /// Counts one try.
    pub fn pace(&self, client: IpAddr, name: &str) -> Pace {
        if let Err(wait) = self.admit_client(client) {
            return Pace::TooMany(wait);
        }
        // An unknown name is counted too. It is cut, so that long names cost no memory.
        let name: String = name.chars().take(64).flat_map(char::to_lowercase).collect();
        match self.names.check_key(&name) {
            Ok(()) => Pace::After(Duration::ZERO),
            Err(not_until) => Pace::After(not_until.wait_time_from(self.clock.now()).min(MAX_DELAY)),
        }
    }
}

/// The address that counts as one client, as the failures of an account name it.
pub fn network_of(client: IpAddr) -> String {
    network(client).to_string()
}

/// The address that counts as one client: an IPv4 address, or the /64 that one IPv6 subscriber has.
pub(super) fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(a) => Ipv6Net::new_assert(a, 64).network().into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("address")
    }

    #[test]
    fn a_client_that_tries_too_often_waits_and_others_do_not() {
        let clock = FakeRelativeClock::default();
        let t = Throttle::with_clock(3, 100, clock.clone());
        for _ in 0..3 {
            assert_eq!(t.pace(ip("192.0.2.1"), "a"), Pace::After(Duration::ZERO));
        }
        let Pace::TooMany(wait) = t.pace(ip("192.0.2.1"), "b") else { panic!("not slowed") };
        assert!(wait <= Duration::from_secs(20), "{wait:?}");
        assert_eq!(t.pace(ip("192.0.2.2"), "a"), Pace::After(Duration::ZERO));
        clock.advance(Duration::from_secs(20));
        assert_eq!(t.pace(ip("192.0.2.1"), "a"), Pace::After(Duration::ZERO));
    }

    #[test]
    fn one_subscriber_does_not_count_as_many_clients() {
        let t = Throttle::with_clock(1, 100, FakeRelativeClock::default());
        assert_eq!(t.pace(ip("2001:db8::1"), "a"), Pace::After(Duration::ZERO));
        assert!(matches!(t.pace(ip("2001:db8::ffff:2"), "a"), Pace::TooMany(_)));
        assert_eq!(t.pace(ip("2001:db8:0:1::1"), "a"), Pace::After(Duration::ZERO));
        assert_eq!(t.pace(ip("::ffff:192.0.2.1"), "a"), Pace::After(Duration::ZERO));
        assert!(matches!(t.pace(ip("192.0.2.1"), "a"), Pace::TooMany(_)));
    }

    #[test]
    fn s_07_a_name_under_attack_is_slowed_and_never_locked() {
        let t = Throttle::with_clock(1, 5, FakeRelativeClock::default());
        for n in 0..200u8 {
            match t.pace(IpAddr::from([10, 0, 0, n]), if n % 2 == 0 { "Victim" } else { "victim" }) {
                Pace::After(wait) => assert!(wait <= MAX_DELAY && (n < 5) == wait.is_zero(), "{n} {wait:?}"),
                Pace::TooMany(_) => panic!("locked out"),
            }
        }
        assert_eq!(t.pace(ip("192.0.2.9"), "somebody else"), Pace::After(Duration::ZERO));
    }
}
