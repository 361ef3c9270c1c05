//! How many requests are answered: of an account, and of an address from which requests come without an account. What is over
//! the rate is told when to come back.
//!
//! Accounts are those on record, so their number is bounded. Addresses are not: once so many networks are counted as
//! [`MOST_NETWORKS`] says, all others are counted as one until some are forgotten, so that strangers fill no memory.
//! Requests under way are counted only while they last. Each process counts for itself. Not its job: tries to sign in
//! (`auth::throttle`), and places for what takes long (`api::frame::places`).

use crate::auth::throttle::{Limiter, network};
use domain::base::ids::AccountId;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Most networks that are counted each by itself.
pub const MOST_NETWORKS: usize = 65_536;
/// Between two sweeps of forgotten keys, in requests.
const SWEEP: u32 = 1024;
/// When a caller may come back that has too many requests under way.
const SOON: Duration = Duration::from_secs(1);

/// Who a request counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    Account(AccountId),
    /// An address, for a request without an account.
    Address(IpAddr),
}

/// How many requests are admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// A minute, of one account.
    pub per_account: u32,
    /// A minute, without an account from one address.
    pub per_address: u32,
    /// At the same time, of one account.
    pub at_once_per_account: u32,
    /// At the same time, without an account from one address.
    pub at_once_per_address: u32,
}

/// Counts requests.
pub struct Rates<C: Clock = DefaultClock> {
    accounts: Limiter<AccountId, C>,
    networks: Limiter<IpAddr, C>,
    most_networks: usize,
    under_way: Arc<UnderWay>,
    at_once_per_account: u32,
    at_once_per_address: u32,
    clock: C,
    requests: AtomicU32,
}

/// How many requests of each caller are under way. A caller without any has no entry.
#[derive(Debug, Default)]
struct UnderWay(Mutex<HashMap<Caller, u32>>);

/// A request under way. Dropping it ends the count.
#[derive(Debug)]
pub struct Admitted {
    caller: Caller,
    under_way: Arc<UnderWay>,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut all = self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(&self.caller) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(all.remove(&self.caller)),
        }
    }
}

impl Rates {
    /// Admits so many requests.
    pub fn new(most: Most) -> Self {
        Self::with_clock(most, MOST_NETWORKS, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Rates<C> {
    fn with_clock(most: Most, most_networks: usize, clock: C) -> Self {
        fn limiter<K: Hash + Eq + Clone, C: Clock + Clone>(per_minute: u32, clock: &C) -> Limiter<K, C> {
            let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
            RateLimiter::new(quota, HashMapStateStore::default(), clock.clone())
        }
        Self {
            accounts: limiter(most.per_account, &clock),
            networks: limiter(most.per_address, &clock),
            most_networks,
            under_way: Arc::default(),
            at_once_per_account: most.at_once_per_account,
            at_once_per_address: most.at_once_per_address,
            clock,
            requests: AtomicU32::new(0),
        }
    }

    /// Admits a request. The error says after which time the caller may come back.
    pub fn admit(&self, caller: Caller) -> Result<Admitted, Duration> {
        if self.requests.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.accounts.retain_recent();
            self.networks.retain_recent();
        }
        let (caller, at_once) = match caller {
            Caller::Account(_) => (caller, self.at_once_per_account),
            Caller::Address(address) => (Caller::Address(self.counted_as(address)), self.at_once_per_address),
        };
        let counted = match &caller {
            Caller::Account(account) => self.accounts.check_key(account),
            Caller::Address(network) => self.networks.check_key(network),
        };
        counted.map_err(|not_until| not_until.wait_time_from(self.clock.now()))?;
        let mut all = self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = all.entry(caller).or_default();
        if *n >= at_once {
            return Err(SOON);
        }
        *n += 1;
        drop(all);
        Ok(Admitted { caller, under_way: self.under_way.clone() })
    }

    /// The network that an address is counted as; one for all addresses while there are too many.
    fn counted_as(&self, address: IpAddr) -> IpAddr {
        if self.networks.len() < self.most_networks { network(address) } else { Ipv6Addr::UNSPECIFIED.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;
    use uuid::Uuid;

    fn rates(clock: &FakeRelativeClock) -> Rates<FakeRelativeClock> {
        let most = Most { per_account: 3, per_address: 2, at_once_per_account: 2, at_once_per_address: 2 };
        Rates::with_clock(most, 10, clock.clone())
    }
    fn account(n: u128) -> Caller {
        Caller::Account(AccountId::from_uuid(Uuid::from_u128(n)))
    }
    fn address(text: &str) -> Caller {
        Caller::Address(text.parse().expect("address"))
    }

    #[test]
    fn a_caller_over_the_rate_waits_and_others_do_not() {
        let clock = FakeRelativeClock::default();
        let rates = rates(&clock);
        for _ in 0..3 {
            rates.admit(account(1)).expect("admitted");
        }
        let wait = rates.admit(account(1)).expect_err("too many");
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(20), "{wait:?}");
        rates.admit(account(2)).expect("another account");
        clock.advance(Duration::from_secs(20));
        rates.admit(account(1)).expect("after the wait");
    }

    #[test]
    fn the_addresses_of_one_subscriber_are_counted_as_one() {
        let rates = rates(&FakeRelativeClock::default());
        rates.admit(address("2001:db8::1")).expect("admitted");
        rates.admit(address("2001:db8::2")).expect("admitted");
        rates.admit(address("2001:db8::3")).expect_err("too many");
        rates.admit(address("2001:db8:0:1::3")).expect("another subscriber");
    }

    #[test]
    fn requests_at_the_same_time_are_counted_while_they_last() {
        let rates = rates(&FakeRelativeClock::default());
        let (first, _second) = (rates.admit(account(1)).expect("one"), rates.admit(account(1)).expect("two"));
        assert_eq!(rates.admit(account(1)).expect_err("too many"), SOON);
        drop(first);
        // The refused one has used up the rate of this account, so another account shows that the place is free again.
        assert_eq!(rates.under_way.0.lock().expect("a lock")[&account(1)], 1);
        drop(rates.admit(account(2)).expect("another account"));
        assert!(!rates.under_way.0.lock().expect("a lock").contains_key(&account(2)), "nothing is kept");
    }

    #[test]
    fn strangers_from_many_networks_fill_no_memory() {
        let clock = FakeRelativeClock::default();
        let rates = rates(&clock);
        let mut refused = 0;
        for n in 0..SWEEP {
            let [.., c, d] = n.to_be_bytes();
            refused += u32::from(rates.admit(Caller::Address([10, 0, c, d].into())).is_err());
        }
        assert!(rates.networks.len() <= 11, "{}", rates.networks.len());
        assert_eq!(refused, SWEEP - 12, "ten by themselves, and two of all the others");
        rates.admit(account(1)).expect("whoever is signed in is not concerned");
        clock.advance(Duration::from_secs(60));
        for _ in 0..SWEEP {
            let _ = rates.admit(account(1));
        }
        rates.admit(address("192.0.2.1")).expect("forgotten after a minute");
        rates.admit(address("192.0.2.2")).expect("each by itself again");
    }
}
