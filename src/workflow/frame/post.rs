//! What a process has on its way to the mail server, and whether it is to end.

use domain::base::ids::NoticeId;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// What this process has on its way, and whether it is to end. One for all that send by the same transport in
/// a process: a notice on its way here is claimed by nobody else here, whatever the clock says.
#[derive(Debug, Default)]
pub struct Post {
    on_their_way: Mutex<Vec<NoticeId>>,
    pub(crate) must_end_by: OnceLock<Instant>,
}

impl Post {
    /// Sends nothing more. What has been offered may wait for its answer until `by`; then it is unknown.
    pub fn end(&self, by: Instant) {
        // The first end stays.
        let _ = self.must_end_by.set(by);
    }
    pub(crate) fn is_ending(&self) -> bool {
        self.must_end_by.get().is_some()
    }
    pub(crate) fn on_their_way(&self) -> MutexGuard<'_, Vec<NoticeId>> {
        self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
