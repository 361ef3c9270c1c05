//! Takes in a stream of filings and answers while the stream still comes.
//!
//! The task of the connection reads the body and passes pieces to a thread that parses, screens and stores. The lines of
//! the answer go back through [`lines`]. Only a few pieces may wait, so a client cannot send faster than the thread
//! works. The lines that wait have a bound too, so the service stops reading from a client that does not read its answer.

mod lines;

use crate::api::filing::intake::{IntakeLine, ReceivedFiling, metric_label};
use crate::api::frame::change::next_chunk;
use crate::api::frame::places::Place;
use crate::api::frame::problem::{Problem, TOO_LARGE, TOO_SLOW};
use crate::api::{Api, block};
use crate::config::Size;
use crate::formats::{self, ContentKind};
use crate::workflow::filing::intake;
use crate::workflow::{By, Error, IfMatch};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header;
use bytes::{Buf as _, Bytes};
use domain::base::actor::Actor;
use domain::filing::Filing;
use futures_util::stream::Stream;
use lines::{Lines, NotSent, lines};
use std::io::{BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Most pieces of the body that wait to be read.
const PIECES: usize = 8;
/// Filings stored in one transaction, at most.
const BATCH: usize = 32;
/// Bytes of records stored in one transaction, about.
const BATCH_BYTES: u64 = 4 << 20;
/// Bytes of the answer that may wait to be read: the answers to some hundred thousand records. Many clients send
/// everything before they read anything; they should not have to wait.
const ANSWERS: usize = 16 << 20;
/// Bytes that may stand between two records without being the beginning of one.
const LINE_END: usize = 8;

/// Refuses a body whose Content-Length is above the limit.
pub(super) fn check_length(request: &HttpRequest, limit: usize) -> Result<(), Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|n| n > limit) { Err(too_large(limit)) } else { Ok(()) }
}

fn too_large(limit: usize) -> Problem {
    Problem::new(&TOO_LARGE, format!("At most {} are taken in one stream.", Size(limit)))
}

/// Takes a stream in. Returns the lines of the answer as they become known.
pub(super) fn take_in(
    api: Arc<Api>,
    actor: Actor,
    kind: ContentKind,
    payload: Payload,
    place: Place,
) -> impl Stream<Item = Result<Bytes, actix_web::Error>> + 'static {
    let (pieces, received) = channel(PIECES);
    let (lines, answers) = lines(ANSWERS, api.stall);
    let waiting = Arc::new(AtomicUsize::new(0));
    let body = Body { pieces: received, waiting: waiting.clone(), piece: Bytes::new() };
    actix_web::rt::spawn(forward_body(payload, pieces, waiting.clone(), api.stall, api.limits.intake.0));
    actix_web::rt::spawn(async move {
        let failed = lines.clone();
        let done = block(move || {
            let _place = place;
            Worker { api, actor, waiting, lines }.run(kind, body);
            Ok::<_, Problem>(())
        });
        if let Err(e) = done.await {
            tracing::error!(cause = e.cause(), "a stream of filings broke off");
            failed.send_last(json_line(&IntakeLine { record: 0, received: None, problem: Some(e) }));
        }
    });
    answers
}

/// Passes the body on piece by piece. An error of the connection is passed on as the last piece, so that a record that
/// was cut off is never taken for a whole record.
async fn forward_body(
    mut payload: Payload,
    pieces: Sender<Result<Bytes, Problem>>,
    waiting: Arc<AtomicUsize>,
    stall: std::time::Duration,
    limit: usize,
) {
    let mut total = 0usize;
    loop {
        let piece = match next_chunk(&mut payload, stall).await {
            Ok(None) => return,
            Ok(Some(piece)) => {
                total = total.saturating_add(piece.len());
                if total > limit { Err(too_large(limit)) } else { Ok(piece) }
            }
            Err(e) => Err(e),
        };
        let last = piece.is_err();
        waiting.fetch_add(piece.as_ref().map_or(0, Bytes::len), Ordering::AcqRel);
        if pieces.send(piece).await.is_err() || last {
            return;
        }
    }
}

/// The body as a reader, for a thread that may wait. `waiting` counts the bytes that have arrived and are not yet read.
struct Body {
    pieces: Receiver<Result<Bytes, Problem>>,
    waiting: Arc<AtomicUsize>,
    piece: Bytes,
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Body {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                None => break,
                Some(piece) => self.piece = piece.map_err(|e| std::io::Error::other(e.to_string()))?,
            }
        }
        Ok(&self.piece)
    }
    fn consume(&mut self, n: usize) {
        self.piece.advance(n);
        self.waiting.fetch_sub(n, Ordering::AcqRel);
    }
}

/// Parses, screens and stores the filings of a stream.
struct Worker {
    api: Arc<Api>,
    actor: Actor,
    waiting: Arc<AtomicUsize>,
    lines: Lines,
}

impl Worker {
    fn run(&self, kind: ContentKind, body: Body) {
        // This stops early only if nobody reads the answer. Filings stored before stay.
        if let Err(NotSent::Unread) = self.take_records(kind, body) {
            tracing::warn!("intake.answer_unread");
            let words = "The answer was not read while it grew. What stands above was taken in. Send the stream again, \
                         and read the answer while you send.";
            let problem = Some(Problem::new(&TOO_SLOW, words));
            self.lines.send_last(json_line(&IntakeLine { record: 0, received: None, problem }));
        }
    }

    fn take_records(&self, kind: ContentKind, body: Body) -> Result<(), NotSent> {
        let limits = self.api.format_limits();
        let mut batch: Vec<(u64, Filing)> = Vec::new();
        let mut bytes = 0;
        for record in formats::read_as(kind, "request", body, &limits) {
            match record.outcome {
                Ok(filing) => {
                    batch.push((record.number, filing));
                    bytes += record.bytes;
                    // Records that have arrived share a transaction, but no record waits for one that has not arrived.
                    let pause = self.waiting.load(Ordering::Acquire) <= LINE_END;
                    if batch.len() >= BATCH || bytes >= BATCH_BYTES || pause {
                        self.store(&mut batch)?;
                        bytes = 0;
                    }
                }
                Err(e) => {
                    self.store(&mut batch)?;
                    bytes = 0;
                    self.api.metrics.record("unreadable");
                    self.answer_record(record.number, Err(e.into()))?;
                }
            }
        }
        self.store(&mut batch)
    }

    /// Stores the filings of a batch in one transaction and answers each record in its place.
    fn store(&self, batch: &mut Vec<(u64, Filing)>) -> Result<(), NotSent> {
        if batch.is_empty() {
            return Ok(());
        }
        let (numbers, filings): (Vec<u64>, Vec<Filing>) = batch.drain(..).unzip();
        let by = By { actor: &self.actor, if_match: IfMatch::Missing, idempotency: None, sent: None };
        match intake::receive_all(&self.api.cx, &by, &filings) {
            Ok(answers) => numbers.into_iter().zip(answers).try_for_each(|(number, answer)| {
                let kind = answer.as_ref().map_or("refused", |r| metric_label(r.screening.result.verdict));
                self.api.metrics.record(kind);
                self.answer_record(number, answer.map(ReceivedFiling::from).map_err(Problem::from))
            }),
            Err(e) => self.refuse_batch(&numbers, e),
        }
    }

    /// Answers the records of a batch of which none was taken in.
    fn refuse_batch(&self, numbers: &[u64], e: Error) -> Result<(), NotSent> {
        let problem = Problem::from(e);
        if let Some(cause) = problem.cause() {
            tracing::error!(cause, "filings could not be taken in");
        }
        numbers.iter().try_for_each(|n| self.answer_record(*n, Err(problem.clone())))
    }

    fn answer_record(&self, record: u64, answer: Result<ReceivedFiling, Problem>) -> Result<(), NotSent> {
        let (received, problem) = match answer {
            Ok(received) => (Some(received), None),
            Err(problem) => (None, Some(problem)),
        };
        self.lines.send(json_line(&IntakeLine { record, received, problem }))
    }
}

/// A line of the answer as JSON.
fn json_line(value: &IntakeLine) -> Bytes {
    // A line holds strings, numbers and dates, which are always written.
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    text.into()
}
