//! Places for requests that take long: changes, which the database makes one at a time, and searches, which keep a core
//! busy. A request waits here without holding a thread, so that requests that only read find threads.

use crate::api::Api;
use crate::api::frame::problem;
use crate::api::frame::problem::{BUSY, Problem};
use actix_web::{HttpMessage as _, HttpRequest, web};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Changes that hold a thread at the same time: enough to screen texts on all cores while one writes, and far
/// fewer than there are threads.
const AT_ONCE: usize = 16;
/// Changes that may wait. The service answers one more with `server.busy` at once.
const WAITING: usize = 1024;
/// How long a change waits before the service answers `server.busy`.
const PATIENCE: Duration = Duration::from_secs(30);

/// Searches at the same time, and those that may wait: a search is given up after some seconds, so that one behind
/// so many would wait in vain.
const SEARCHES: (usize, usize) = (4, 64);

/// The places of the whole service for one kind of work.
pub(crate) struct Places {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

/// A place, held until it is dropped.
#[expect(dead_code, reason = "held, not read")]
pub(crate) struct Place(OwnedSemaphorePermit);

/// Counts a request that waits. Dropping it ends the count, also where the client closes the connection.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Places {
    /// As many places as changes may run at once, and a queue.
    pub(crate) fn for_changes() -> Self {
        Self::new(AT_ONCE, WAITING, PATIENCE)
    }
    /// As many places as searches may run at once, and a short queue.
    pub(crate) fn for_searches() -> Self {
        let (at_once, waiting) = SEARCHES;
        Self::new(at_once, waiting, PATIENCE)
    }
    fn new(at_once: usize, most: usize, patience: Duration) -> Self {
        Self { free: Arc::new(Semaphore::new(at_once)), waiting: AtomicUsize::new(0), most, patience }
    }

    /// Waits for a place, first come first served. If too many requests wait, or a place takes too long, this answers
    /// `server.busy`.
    pub(crate) async fn take(&self) -> Result<Place, Problem> {
        let busy = || {
            Problem::new(&BUSY, "Send the request again; with the same Idempotency-Key it is done once.")
                .retry_after(Duration::from_secs(1))
        };
        if let Ok(place) = self.free.clone().try_acquire_owned() {
            return Ok(Place(place));
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.most {
            return Err(busy());
        }
        match tokio::time::timeout(self.patience, self.free.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(Place(place)),
            // Closed only when the process ends.
            Ok(Err(e)) => Err(problem::Problem::failed(e.to_string())),
            Err(_) => Err(busy()),
        }
    }
}

/// Takes a place for a request whose body has come whole. [`give_back`] frees the place when the request is answered.
pub(crate) async fn take_for(request: &HttpRequest, api: &web::Data<Api>) -> Result<(), Problem> {
    let place = api.changes.take().await?;
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

    #[actix_web::test]
    async fn many_changes_wait_in_line_and_one_too_many_is_refused() {
        let places = Places::new(1, 1, Duration::from_millis(50));
        let held = places.take().await.expect("free");
        let (waits, refused) = tokio::join!(places.take(), places.take());
        let codes: Vec<_> = [waits, refused].into_iter().map(|r| r.err().map(|p| p.code())).collect();
        assert_eq!(codes, [Some("server.busy"), Some("server.busy")], "one waited too long, one found the line full");
        assert_eq!(places.waiting.load(Ordering::Relaxed), 0, "nothing is left behind");
        let (next, ()) = tokio::join!(places.take(), async { drop(held) });
        assert!(next.is_ok());
    }
}
