//! Sends the notices that are due: claim one under a lease, deliver it outside any transaction, write
//! down what became of it. A process may die between any two of these; the transport knows by the
//! Message-ID what has gone out. Not its job: queueing ([`crate::workflow::notice::notices`]).

use crate::mail::{Delivery, Outgoing, Transport};
use crate::store::notice::notices::{self, Settled};
use crate::store::office::ledger;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::notify::about;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::NoticeId;
use domain::base::ledger::Outcome;
use domain::notice::{Notice, retry_after};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How notices are sent.
#[derive(Clone, Copy)]
pub struct Sending<'a> {
    /// The way out.
    pub transport: &'a dyn Transport,
    /// How long a claimed notice belongs to this process. Longer than a delivery can take: a second
    /// process that claims it while the first still waits would find its outcome unknown.
    pub lease: SignedDuration,
    /// At most this many in one go.
    pub limit: usize,
}

/// What became of the notices that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSummary {
    /// Sent.
    pub sent: usize,
    /// Refused for good, or their outcome unknown; a person must act.
    pub failed: usize,
    /// To be tried again later.
    pub retried: usize,
    /// Whether the limit was reached, so that more may be due.
    pub more: bool,
}

/// Sends what is due at `now`, oldest first.
pub fn send_due(cx: &Ctx, now: Timestamp, sending: Sending<'_>) -> Result<SendSummary, Error> {
    let owner = cx.ids.fresh().to_string();
    let lease_until = now.saturating_add(sending.lease).unwrap_or(Timestamp::MAX);
    let mut summary = SendSummary::default();
    for _ in 0..sending.limit {
        let claimed: Result<_, Error> = cx.store.write(|tx| Ok(notices::claim(tx, &owner, now, lease_until)?));
        let Some(notice) = claimed? else { return Ok(summary) };
        let delivery = match Outgoing::of_notice(&notice, &cx.settings.office, now) {
            Some(mail) => sending.transport.deliver(&mail),
            None => Delivery::Permanent { reply: "no mail address is on record".into() },
        };
        let outcome = match &delivery {
            Delivery::Sent { .. } => Settled::Sent { at: now },
            Delivery::Retry { .. } => Settled::Retry { at: later(now, &notice) },
            Delivery::Permanent { .. } | Delivery::Unknown { .. } => Settled::Failed,
        };
        settle(cx, &notice, &outcome, delivery.reply(), now)?;
        match outcome {
            Settled::Sent { .. } => summary.sent += 1,
            Settled::Retry { .. } => summary.retried += 1,
            Settled::Failed => summary.failed += 1,
        }
        if !matches!(outcome, Settled::Retry { .. }) {
            sending.transport.settled(&notice.message_id);
        }
    }
    summary.more = true;
    Ok(summary)
}

fn later(now: Timestamp, notice: &Notice) -> Timestamp {
    now.saturating_add(retry_after(notice.attempts)).unwrap_or(Timestamp::MAX)
}

/// Writes down what became of an attempt. The ledger keeps that a notice went out, or that it cannot;
/// not the server's words, which may name people.
fn settle(cx: &Ctx, notice: &Notice, outcome: &Settled, reply: &str, now: Timestamp) -> Result<(), Error> {
    let done = cx.store.write::<_, Error>(|tx| {
        let recorded = notices::settle(tx, notice.id, &notice.message_id, outcome, &shorten(reply))?;
        let result = match outcome {
            Settled::Sent { .. } => Outcome::Done,
            Settled::Failed => Outcome::Refused,
            Settled::Retry { .. } => return Ok(recorded),
        };
        if recorded {
            let record = Record {
                subject: format!("notice:{}", notice.id),
                detail: format!("{} attempt={}", about(notice), notice.attempts),
            };
            ledger::append(tx, entry(&Actor::clock(), "notice.send", &record, result, now))?;
        }
        Ok(recorded)
    });
    log(notice.id, outcome, notice.attempts);
    done.map(|_| ())
}

/// A server's words, at a length fit for a record.
fn shorten(reply: &str) -> String {
    reply.chars().take(500).collect()
}

fn log(notice: NoticeId, outcome: &Settled, attempt: i32) {
    match outcome {
        Settled::Sent { .. } => tracing::info!(notice.id = %notice, attempt, "notice.sent"),
        Settled::Retry { .. } => tracing::warn!(notice.id = %notice, attempt, "notice.to_be_tried_again"),
        Settled::Failed => tracing::error!(notice.id = %notice, attempt, "notice.failed: a person must act"),
    }
}
