//! Forgets what is only kept for a while, once nobody can ask for it any more: answers to repeated requests,
//! sessions that are over with their tokens, and changes that a later change says again.

use crate::store::filing::filings;
use crate::store::frame::idempotency;
use crate::store::office::sessions;
use crate::store::{StoreError, Tx};
use crate::workflow::frame::act::{Ctx, Error};
use jiff::{SignedDuration, Timestamp};

/// How long an answer is given again to the same request.
const ANSWERS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a session stays on record after its end: for whoever looks into what a token was used for, and for
/// a machine's clock that is put right again.
const SESSIONS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Rows forgotten in one transaction, so that nobody waits long for it.
const BATCH: i64 = 1_000;

/// Forgets what is old: answers by the office's clock, by which they were kept; sessions by the machine's clock
/// (`machine_now`), by which they end.
pub fn tidy(cx: &Ctx, machine_now: Timestamp) -> Result<(), Error> {
    let before = |now: Timestamp, kept| now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
    let (answers, over) = (before(cx.now(), ANSWERS), before(machine_now, SESSIONS));
    cx.store.write(|tx| idempotency::forget_before(tx, answers))?;
    in_batches(cx, |tx| sessions::forget_before(tx, over, BATCH))?;
    in_batches(cx, |tx| filings::forget_repeated_changes(tx, BATCH))
}

fn in_batches(cx: &Ctx, forget: impl Fn(&mut Tx<'_>) -> Result<usize, StoreError>) -> Result<(), Error> {
    let full = usize::try_from(BATCH).unwrap_or(usize::MAX);
    while cx.store.write(&forget)? >= full {}
    Ok(())
}

#[cfg(test)]
mod tests;
