//! Which notices a process is delivering, and whether it has been asked to stop.

use domain::base::ids::NoticeId;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// Which notices this process is delivering, and whether it has been asked to stop. All senders of a process share one
/// value: a notice that one of them delivers is claimed by no other of them, even if its lease runs out.
#[derive(Debug, Default)]
pub struct Post {
    on_their_way: Mutex<Vec<NoticeId>>,
    pub(crate) must_end_by: OnceLock<Instant>,
}

impl Post {
    /// Begins no delivery any more. A delivery that has been offered to the server may wait for its answer until `by`;
    /// after that its outcome is unknown.
    pub fn stop_sending(&self, by: Instant) {
        // The first call decides the instant.
        let _ = self.must_end_by.set(by);
    }
    pub(crate) fn is_ending(&self) -> bool {
        self.must_end_by.get().is_some()
    }
    pub(crate) fn on_their_way(&self) -> MutexGuard<'_, Vec<NoticeId>> {
        self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
