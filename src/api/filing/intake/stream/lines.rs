//! A bounded channel for the lines of an answer, from the thread that makes them to the connection that sends them. When
//! too many bytes wait, the thread waits until the connection has sent some.

use bytes::Bytes;
use futures_util::stream::Stream;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Why a line was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotSent {
    /// The connection is closed.
    Gone,
    /// Nothing was read for as long as a sender waits.
    Unread,
}

#[derive(Default)]
struct State {
    /// Bytes that wait to be sent.
    waiting: usize,
    /// Lines read so far.
    reads: u64,
    /// Whether the reader was dropped.
    gone: bool,
}

#[derive(Default)]
struct Gauge {
    state: Mutex<State>,
    changed: Condvar,
}

impl Gauge {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of the channel into which lines are sent.
#[derive(Clone)]
pub(super) struct Lines {
    sender: UnboundedSender<Bytes>,
    gauge: Arc<Gauge>,
    most: usize,
    patience: Duration,
}

/// The end of the channel from which lines are read.
pub(super) struct Answers {
    receiver: UnboundedReceiver<Bytes>,
    gauge: Arc<Gauge>,
}

/// A channel in which at most `most` bytes wait, or one longer line. A sender gives up when nothing was read for
/// `patience`.
pub(super) fn lines(most: usize, patience: Duration) -> (Lines, Answers) {
    let (sender, receiver) = unbounded_channel();
    let gauge = Arc::new(Gauge::default());
    (Lines { sender, gauge: gauge.clone(), most, patience }, Answers { receiver, gauge })
}

impl Lines {
    /// Sends a line, and waits for room if there is none. Not for asynchronous code.
    pub(super) fn send(&self, line: Bytes) -> Result<(), NotSent> {
        let mut state = self.gauge.state();
        while !state.gone && state.waiting > 0 && state.waiting + line.len() > self.most {
            let reads = state.reads;
            let (now, timeout) = self
                .gauge
                .changed
                .wait_timeout_while(state, self.patience, |s| !s.gone && s.reads == reads)
                .unwrap_or_else(PoisonError::into_inner);
            state = now;
            if timeout.timed_out() {
                return Err(NotSent::Unread);
            }
        }
        if state.gone {
            return Err(NotSent::Gone);
        }
        state.waiting += line.len();
        drop(state);
        self.sender.send(line).map_err(|_| NotSent::Gone)
    }

    /// Sends the last line, for which there is always room.
    pub(super) fn send_last(&self, line: Bytes) {
        self.gauge.state().waiting += line.len();
        // If nobody reads, the line is lost, like the lines before it.
        let _ = self.sender.send(line);
    }
}

impl Stream for Answers {
    type Item = Result<Bytes, actix_web::Error>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let line = std::task::ready!(self.receiver.poll_recv(cx));
        if let Some(line) = &line {
            let mut state = self.gauge.state();
            state.waiting = state.waiting.saturating_sub(line.len());
            state.reads += 1;
            drop(state);
            self.gauge.changed.notify_all();
        }
        Poll::Ready(line.map(Ok))
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.gauge.state().gone = true;
        self.gauge.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt;
    use proptest::prelude::*;

    const LONG: Duration = Duration::from_secs(600);

    fn block_on<T>(f: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(f)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
        #[test]
        fn never_more_waits_than_may_and_every_line_comes_out_in_order(
            sizes in prop::collection::vec(0usize..300, 1..400),
            most in 1usize..1000,
        ) {
            let (lines, mut answers) = lines(most, LONG);
            let gauge = lines.gauge.clone();
            let sent = sizes.clone();
            let maker = std::thread::spawn(move || {
                for (n, size) in sent.into_iter().enumerate() {
                    lines.send(vec![u8::try_from(n % 256).expect("a byte"); size].into()).expect("room");
                }
            });
            let longest = sizes.iter().copied().max().unwrap_or(0);
            let mut got = vec![];
            while let Some(line) = block_on(answers.next()) {
                let waiting = gauge.state().waiting;
                prop_assert!(waiting <= most.max(longest), "{waiting} bytes wait, {most} may");
                got.push(line.expect("a line").len());
                std::thread::yield_now();
            }
            maker.join().expect("the maker");
            prop_assert_eq!(got, sizes);
        }
    }

    #[test]
    fn a_client_that_reads_nothing_is_not_waited_for_for_ever() {
        let (lines, mut answers) = lines(10, Duration::from_millis(20));
        assert_eq!(lines.send(Bytes::from_static(b"12345678")), Ok(()));
        assert_eq!(lines.send(Bytes::from_static(b"12345678")), Err(NotSent::Unread));
        lines.send_last(Bytes::from_static(b"last"));
        drop(lines);
        let got: Vec<Bytes> = block_on((&mut answers).map(|l| l.expect("a line")).collect());
        assert_eq!(got, ["12345678", "last"]);
    }

    #[test]
    fn whoever_waits_for_room_is_woken_when_the_client_leaves() {
        let (lines, answers) = lines(10, LONG);
        assert_eq!(lines.send(Bytes::from_static(b"12345678")), Ok(()));
        let waits = std::thread::spawn(move || lines.send(Bytes::from_static(b"12345678")));
        std::thread::yield_now();
        drop(answers);
        assert_eq!(waits.join().expect("the sender"), Err(NotSent::Gone));
    }
}
