//! The queue of writers in this process, and the rule that a thread has one transaction at a time.
//!
//! A writer waits here before it takes a connection, so that waiting writers hold nothing that a reader needs. Writers
//! get their turns in the order in which they came. The lock of the database makes them wait for other processes.

use crate::store::frame::error::StoreError;
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Writers that may wait at the same time. Another one gets [`StoreError::Busy`]. There are fewer than threads that
/// serve requests, so that waiting writers never take the last thread.
pub(crate) const WAITING: usize = 64;

/// How long a writer waits for its turn before it gets [`StoreError::Busy`].
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

thread_local! {
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// The one transaction of the present thread. A second one would need a second connection while the first is held; if
/// every thread did that, all would wait for ever.
pub(crate) struct Single(());

impl Single {
    /// Begins; refuses where a transaction of this thread is open.
    pub(crate) fn begin() -> Result<Self, StoreError> {
        if OPEN.replace(true) { Err(StoreError::Nested) } else { Ok(Self(())) }
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        OPEN.set(false);
    }
}

#[derive(Default)]
struct State {
    taken: bool,
    next: u64,
    waiting: VecDeque<u64>,
}

/// The line of writers.
#[derive(Default)]
pub(crate) struct Line {
    state: Mutex<State>,
    moved: Condvar,
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn, at most `patience`; refuses at once where `most` wait.
    pub(crate) fn take(&self, most: usize, patience: Duration) -> Result<Turn<'_>, StoreError> {
        let mut state = self.state();
        if !state.taken && state.waiting.is_empty() {
            state.taken = true;
            return Ok(Turn(self));
        }
        if state.waiting.len() >= most {
            return Err(StoreError::Busy);
        }
        let mine = state.next;
        state.next += 1;
        state.waiting.push_back(mine);
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.waiting.retain(|n| *n != mine);
                // The writer that is first now may have been woken while this one was still before it.
                self.moved.notify_all();
                return Err(StoreError::Busy);
            }
            (state, _) = self.moved.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            if !state.taken && state.waiting.front() == Some(&mine) {
                state.waiting.pop_front();
                state.taken = true;
                return Ok(Turn(self));
            }
        }
    }
}

/// A turn to write; it ends when dropped.
pub(crate) struct Turn<'a>(&'a Line);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state().taken = false;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_go_in_the_order_they_came() {
        let (line, order) = (Line::default(), Mutex::new(Vec::new()));
        std::thread::scope(|s| {
            let first = line.take(64, PATIENCE).expect("free");
            for n in 0..20 {
                let (line, order) = (&line, &order);
                s.spawn(move || {
                    let _turn = line.take(64, PATIENCE).expect("a turn");
                    order.lock().expect("a list").push(n);
                });
                while line.state().waiting.len() <= n {
                    std::thread::yield_now();
                }
            }
            drop(first);
        });
        assert_eq!(order.into_inner().expect("a list"), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn a_full_line_and_a_long_wait_are_busy_and_leave_nothing_behind() {
        let line = Line::default();
        let held = line.take(1, PATIENCE).expect("free");
        assert!(matches!(line.take(0, PATIENCE), Err(StoreError::Busy)), "full");
        assert!(matches!(line.take(1, Duration::from_millis(20)), Err(StoreError::Busy)), "too long");
        assert!(line.state().waiting.is_empty());
        drop(held);
        assert!(line.take(0, PATIENCE).is_ok(), "free again");
    }

    #[test]
    fn a_thread_has_one_transaction() {
        let one = Single::begin().expect("the first");
        assert!(matches!(Single::begin(), Err(StoreError::Nested)));
        assert!(matches!(Single::begin(), Err(StoreError::Nested)), "a refusal ends nothing");
        std::thread::scope(|s| s.spawn(|| drop(Single::begin().expect("another thread"))).join().expect("ended"));
        drop(one);
        assert!(Single::begin().is_ok());
    }
}
