//! Sends the notices that are due, in four steps: claim one under a lease of its own, record that it is being offered
//! right before it goes out, deliver it outside any transaction, record the outcome. A process may die between any two
//! steps. What may have gone out is on record, and is never sent again by a guess.
//!
//! A few notices are delivered at the same time, so that a slow server delays only one. Not its job: queueing
//! ([`crate::workflow::frame::notify`]).

use crate::mail::{Delivery, Leave, Outgoing, Transport};
use crate::store::notice::notices::{self, Claim, Claimed, Settled};
use crate::store::office::ledger;
use crate::store::{StoreError, Tx};
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::notify::ledger_subject;
use crate::workflow::frame::post::Post;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ledger::Outcome;
use domain::notice::{Notice, retry_after};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Notices on their way at the same time.
const AT_ONCE: usize = 4;

/// How often, while notices are being delivered, it is checked whether more have fallen due.
const LOOK: Duration = Duration::from_millis(250);

/// Pauses between attempts to record the outcome of a delivery.
const SETTLE_AGAIN: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_secs(1), Duration::from_secs(3)];

/// How notices are sent, and how many.
#[derive(Clone, Copy)]
pub struct Sending<'a> {
    /// The way out.
    pub transport: &'a dyn Transport,
    /// What of it is under way.
    pub post: &'a Post,
    /// How long a claimed notice belongs to this process; counted anew when it is offered. Longer than a
    /// delivery can take from there.
    pub lease: SignedDuration,
    /// At most this many in one go.
    pub limit: usize,
}

/// The outcomes of the notices that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSummary {
    pub sent: usize,
    /// Refused for good, or their outcome unknown; a person must act.
    pub failed: usize,
    /// To be tried again later.
    pub retried: usize,
    /// Whether the limit was reached, so that more may be due.
    pub more: bool,
}

impl SendSummary {
    fn count(&mut self, outcome: Option<&Settled>) {
        match outcome {
            Some(Settled::Sent { .. }) => self.sent += 1,
            Some(Settled::Retry { .. }) => self.retried += 1,
            Some(Settled::Failed) => self.failed += 1,
            None => {}
        }
    }
}

/// Sends the notices that are due at `now` or fall due meanwhile, the oldest first.
pub fn send_due(cx: &Ctx, now: Timestamp, sending: Sending<'_>) -> Result<SendSummary, Error> {
    let outbox = Outbox { cx, sending, from: now };
    let (report, reports) = mpsc::channel();
    let (mut summary, mut begun, mut under_way) = (SendSummary::default(), 0, 0);
    let mut failed: Option<Error> = None;
    std::thread::scope(|scope| {
        loop {
            while failed.is_none() && under_way < AT_ONCE && begun < sending.limit && !sending.post.is_ending() {
                match outbox.claim() {
                    Ok(None) => break,
                    Ok(Some(Next::GivenUp)) => summary.failed += 1,
                    Ok(Some(Next::Ours(attempt))) => {
                        under_way += 1;
                        let report = report.clone();
                        scope.spawn(move || {
                            let done = catch_unwind(AssertUnwindSafe(|| attempt.deliver_and_record()));
                            let done = done.unwrap_or_else(|_| Err(Error::Internal("a delivery panicked".into())));
                            drop(attempt);
                            // The receiver outlives this thread.
                            let _ = report.send(done);
                        });
                    }
                    Err(e) => failed = Some(e),
                }
                begun += 1;
            }
            if under_way == 0 {
                break;
            }
            if let Ok(done) = reports.recv_timeout(LOOK) {
                under_way -= 1;
                match done {
                    Ok(outcome) => summary.count(outcome.as_ref()),
                    Err(e) => failed = Some(failed.take().unwrap_or(e)),
                }
            }
        }
    });
    summary.more = begun >= sending.limit;
    failed.map_or(Ok(summary), Err)
}

/// The queue of notices of one call of [`send_due`].
#[derive(Clone, Copy)]
struct Outbox<'a> {
    cx: &'a Ctx,
    sending: Sending<'a>,
    from: Timestamp,
}

/// The notice that was due next.
enum Next<'a> {
    Ours(Attempt<'a>),
    GivenUp,
}

impl<'a> Outbox<'a> {
    /// The present instant, at least the one given: a demonstration's clock that is being set forward may not stand
    /// there yet.
    fn now(&self) -> Timestamp {
        self.cx.now().max(self.from)
    }

    fn claim(&self) -> Result<Option<Next<'a>>, Error> {
        let owner = self.cx.ids.fresh().to_string();
        // The lock is held to the end, so that two threads of this process do not both look before either has claimed.
        let mut on_their_way = self.sending.post.on_their_way();
        // Without this read every look would wait for a turn to write.
        let now = self.now();
        if !self.cx.read(|conn| Ok(notices::any_due(conn, now, &on_their_way)?))? {
            return Ok(None);
        }
        let claimed = self.cx.write_as_of(now, |tx| {
            let claimed = notices::claim(tx, self.claim_terms(&owner), &on_their_way)?;
            if let Some(Claimed::GivenUp(notice)) = &claimed {
                enter_in_ledger(tx, notice, Outcome::Refused, now)?;
            }
            Ok::<_, Error>(claimed)
        })?;
        Ok(match claimed {
            None => None,
            Some(Claimed::GivenUp(notice)) => {
                log_outcome(&notice, &Settled::Failed);
                Some(Next::GivenUp)
            }
            Some(Claimed::Ours(notice)) => {
                on_their_way.push(notice.id);
                Some(Next::Ours(Attempt { outbox: *self, owner, notice }))
            }
        })
    }

    /// The terms of a claim made or renewed now.
    fn claim_terms<'o>(&'o self, owner: &'o str) -> Claim<'o> {
        let now = self.now();
        let lease_until = now.saturating_add(self.sending.lease).unwrap_or(Timestamp::MAX);
        Claim { owner, memory: self.sending.transport.memory(), now, lease_until }
    }
}

/// One attempt on a claimed notice.
struct Attempt<'a> {
    outbox: Outbox<'a>,
    owner: String,
    notice: Box<Notice>,
}

impl Attempt<'_> {
    /// Delivers the notice and records the outcome; `None` if it was not offered.
    fn deliver_and_record(&self) -> Result<Option<Settled>, Error> {
        let Outbox { cx, sending, .. } = self.outbox;
        let (office, sender) = (&cx.settings.office, cx.settings.sender());
        let delivery = match Outgoing::of_notice(&self.notice, office, sender, self.outbox.now()) {
            Some(mail) => sending.transport.deliver(&mail, self),
            None => Delivery::Permanent { reply: "no mail address is on record".into() },
        };
        let now = self.outbox.now();
        let outcome = match &delivery {
            Delivery::Sent { .. } => Settled::Sent { at: now },
            Delivery::Retry { .. } => Settled::Retry { at: next_attempt_at(now, &self.notice) },
            Delivery::Permanent { .. } | Delivery::Unknown { .. } => Settled::Failed,
            Delivery::NotOffered { .. } => {
                self.write_with_retries(|tx| {
                    Ok(notices::release(tx, self.notice.id, &self.notice.message_id, &self.owner).map(|_| ())?)
                })?;
                return Ok(None);
            }
        };
        self.write_with_retries(|tx| self.settle(tx, &outcome, delivery.reply(), now))?;
        log_outcome(&self.notice, &outcome);
        Ok(Some(outcome))
    }

    /// Records the outcome of the attempt. The ledger says that a notice went out or cannot go out, without the
    /// server's words, which may name people.
    fn settle(&self, tx: &mut Tx<'_>, outcome: &Settled, reply: &str, now: Timestamp) -> Result<(), Error> {
        let Notice { id, message_id, .. } = &*self.notice;
        let recorded = notices::settle(tx, *id, message_id, &self.owner, outcome, &shorten(reply))?;
        match outcome {
            Settled::Sent { .. } if recorded => enter_in_ledger(tx, &self.notice, Outcome::Done, now),
            Settled::Failed if recorded => enter_in_ledger(tx, &self.notice, Outcome::Refused, now),
            _ => Ok(()),
        }
    }

    /// Runs a write again, with pauses, while the record is busy or cannot be reached: an outcome that is not recorded
    /// is unknown later.
    fn write_with_retries(&self, write: impl Fn(&mut Tx<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let cx = self.outbox.cx;
        let mut pauses = SETTLE_AGAIN.iter();
        loop {
            let done = cx.write_as_of(self.outbox.now(), &write);
            let Err(Error::Store(
                StoreError::Busy | StoreError::Full | StoreError::Connection(_) | StoreError::Unknown(_),
            )) = &done
            else {
                return done;
            };
            match pauses.next() {
                Some(pause) => std::thread::sleep(*pause),
                None => return done,
            }
        }
    }
}

impl Leave for Attempt<'_> {
    fn may_offer(&self) -> bool {
        let Outbox { cx, sending, .. } = self.outbox;
        if sending.post.is_ending() {
            return false;
        }
        let offer = |tx: &mut Tx<'_>| {
            notices::offer(tx, self.notice.id, &self.notice.message_id, self.outbox.claim_terms(&self.owner))
        };
        match cx.store.write(offer) {
            Ok(granted) => granted,
            Err(error) => {
                tracing::warn!(notice.id = %self.notice.id, %error, "notice.not_offered");
                false
            }
        }
    }

    fn must_end_by(&self) -> Option<Instant> {
        self.outbox.sending.post.must_end_by.get().copied()
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.outbox.sending.post.on_their_way().retain(|id| *id != self.notice.id);
    }
}

fn next_attempt_at(now: Timestamp, notice: &Notice) -> Timestamp {
    now.saturating_add(retry_after(notice.attempts)).unwrap_or(Timestamp::MAX)
}

fn enter_in_ledger(tx: &mut Tx<'_>, notice: &Notice, outcome: Outcome, now: Timestamp) -> Result<(), Error> {
    let record = Record {
        subject: format!("notice:{}", notice.id),
        detail: format!("{} attempt={}", ledger_subject(notice), notice.attempts),
    };
    ledger::append(tx, entry(&Actor::clock(), "notice.send", &record, outcome, now))?;
    Ok(())
}

/// The first 500 characters of a server's words.
fn shorten(reply: &str) -> String {
    reply.chars().take(500).collect()
}

fn log_outcome(notice: &Notice, outcome: &Settled) {
    let (id, attempt) = (notice.id, notice.attempts);
    match outcome {
        Settled::Sent { .. } => tracing::info!(notice.id = %id, attempt, "notice.sent"),
        Settled::Retry { .. } => tracing::warn!(notice.id = %id, attempt, "notice.to_be_tried_again"),
        Settled::Failed => tracing::error!(notice.id = %id, attempt, "notice.failed: a person must act"),
    }
}
