//! Places for requests that take long: changes, which the database makes one at a time, searches, which keep a core busy,
//! and streams of filings, which last as long as their clients send. A request waits here without holding a thread, so
//! that requests that only read find threads. One account has a share of the places only.

use crate::api::Api;
use crate::api::frame::guard;
use crate::api::frame::problem::{BUSY, Problem};
use actix_web::{HttpMessage as _, HttpRequest, web};
use domain::base::ids::AccountId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much of one kind of work there is room for.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// At the same time.
    at_once: usize,
    /// Of these, for one account: the others stay free for everybody else.
    each: usize,
    /// How many may wait; one more is answered with `server.busy` at once.
    waiting: usize,
    /// Of these, for one account.
    waiting_each: usize,
}

/// Changes at the same time: enough to screen texts on all cores while one writes, and far fewer than there are threads.
const CHANGES: Room = Room { at_once: 16, each: 8, waiting: 1024, waiting_each: 256 };
/// Searches: one is given up after some seconds, so that one behind many would wait in vain.
const SEARCHES: Room = Room { at_once: 4, each: 2, waiting: 64, waiting_each: 8 };
/// Streams of filings. Each holds a thread for as long as its client sends.
const STREAMS: Room = Room { at_once: 4, each: 3, waiting: 16, waiting_each: 8 };
/// How long a request waits before the service answers `server.busy`.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for a stream: most are short, and for a long one nobody waits.
const PATIENCE_FOR_STREAMS: Duration = Duration::from_secs(5);

/// The places of the whole service for one kind of work.
pub(crate) struct Places {
    room: Room,
    all: Line,
    /// The places of each account, for as long as it has or wants one. Requests without an account share one line.
    own: Mutex<HashMap<Option<AccountId>, Arc<Line>>>,
    patience: Duration,
}

/// Places with a queue in front of them.
struct Line {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
}

/// A place, held until it is dropped.
#[expect(dead_code, reason = "held, not read")]
pub(crate) struct Place(OwnedSemaphorePermit, OwnedSemaphorePermit);

/// Counts a request that waits. Dropping it ends the count, also where the client closes the connection.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Line {
    fn new(places: usize, most: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(places)), waiting: AtomicUsize::new(0), most }
    }
    /// Waits for a place, first come first served; `None` if too many wait.
    async fn wait(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(place) = self.free.clone().try_acquire_owned() {
            return Some(place);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.most {
            return None;
        }
        // It is closed only when the process ends.
        self.free.clone().acquire_owned().await.ok()
    }
}

impl Places {
    /// Places for changes, and a queue.
    pub(crate) fn for_changes() -> Self {
        Self::new(CHANGES, PATIENCE)
    }
    /// Places for searches, and a short queue.
    pub(crate) fn for_searches() -> Self {
        Self::new(SEARCHES, PATIENCE)
    }
    /// Places for streams of filings.
    pub(crate) fn for_streams() -> Self {
        Self::new(STREAMS, PATIENCE_FOR_STREAMS)
    }
    fn new(room: Room, patience: Duration) -> Self {
        Self { all: Line::new(room.at_once, room.waiting), own: Mutex::default(), room, patience }
    }

    /// Waits for a place for an account, first come first served, beside those that its other requests have. If too many
    /// requests wait, of all or of this account, or a place takes too long, this answers `server.busy`.
    pub(crate) async fn take(&self, account: Option<AccountId>) -> Result<Place, Problem> {
        let own = self.line_of(account);
        let both = async { Some(Place(own.wait().await?, self.all.wait().await?)) };
        match tokio::time::timeout(self.patience, both).await {
            Ok(Some(place)) => Ok(place),
            Ok(None) | Err(_) => Err(Problem::new(
                &BUSY,
                "Send the request again; with the same Idempotency-Key it is done once. One account is served some \
                 requests at a time.",
            )
            .retry_after(Duration::from_secs(1))),
        }
    }

    fn line_of(&self, account: Option<AccountId>) -> Arc<Line> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever has a place or waits for one holds the line too, or a permit of it.
        own.retain(|_, line| Arc::strong_count(line) > 1 || line.free.available_permits() < self.room.each);
        own.entry(account).or_insert_with(|| Arc::new(Line::new(self.room.each, self.room.waiting_each))).clone()
    }
}

/// The account of whoever sends a request, as it was found before the handler.
fn account_of(request: &HttpRequest) -> Option<AccountId> {
    guard::caller(request).and_then(|actor| actor.account)
}

/// Takes a place for a request whose body has come whole. [`give_back`] frees the place when the request is answered.
pub(crate) async fn take_for(request: &HttpRequest, api: &web::Data<Api>) -> Result<(), Problem> {
    let place = api.changes.take(account_of(request)).await?;
    request.extensions_mut().insert(place);
    Ok(())
}

/// Frees the place of a request.
pub(crate) fn give_back(request: &HttpRequest) {
    drop(request.extensions_mut().remove::<Place>());
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Room = Room { at_once: 1, each: 1, waiting: 1, waiting_each: 1 };

    fn account(n: u128) -> Option<AccountId> {
        Some(AccountId::from_uuid(uuid::Uuid::from_u128(n)))
    }

    #[actix_web::test]
    async fn many_changes_wait_in_line_and_one_too_many_is_refused() {
        let places = Places::new(SMALL, Duration::from_millis(50));
        let held = places.take(account(1)).await.expect("free");
        let (waits, refused) = tokio::join!(places.take(account(2)), places.take(account(3)));
        let codes: Vec<_> = [waits, refused].into_iter().map(|r| r.err().map(|p| p.code())).collect();
        assert_eq!(codes, [Some("server.busy"), Some("server.busy")], "one waited too long, one found the line full");
        assert_eq!(places.all.waiting.load(Ordering::Relaxed), 0, "nothing is left behind");
        let (next, ()) = tokio::join!(places.take(account(2)), async { drop(held) });
        assert!(next.is_ok());
    }

    #[actix_web::test]
    async fn m5_one_account_never_has_all_places_and_never_fills_the_line() {
        let room = Room { at_once: 4, each: 2, waiting: 8, waiting_each: 1 };
        let places = Places::new(room, Duration::from_millis(50));
        let mut held = vec![];
        for _ in 0..2 {
            held.push(places.take(account(1)).await.expect("its share"));
        }
        let (waits, refused) = tokio::join!(places.take(account(1)), places.take(account(1)));
        assert!(waits.is_err() && refused.is_err(), "it waits for its own places, and not twice");
        for n in [2, 3] {
            held.push(places.take(account(n)).await.expect("a place for another account"));
        }
        drop(held);
        assert!(places.take(account(1)).await.is_ok());
        places.take(None).await.expect("free");
        assert!(places.own.lock().expect("free").len() <= 2, "lines that nobody is in are forgotten");
    }

    #[actix_web::test]
    async fn m5_one_account_leaves_a_place_for_the_stream_of_another() {
        let places = Places::for_streams();
        let mut held = vec![];
        for _ in 0..STREAMS.each {
            held.push(places.take(account(1)).await.expect("free"));
        }
        let own = Places { patience: Duration::from_millis(50), ..places };
        assert_eq!(own.take(account(1)).await.err().expect("refused").code(), "server.busy");
        own.take(account(2)).await.expect("a place for another account");
        // A short stream that ends lets the next one in.
        let (next, ()) = tokio::join!(own.take(account(1)), async { drop(held.pop()) });
        assert!(next.is_ok());
    }
}
