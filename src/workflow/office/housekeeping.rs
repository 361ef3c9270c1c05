//! Deletes what is kept only for a while: answers to repeated requests, sessions that are over with their tokens, networks
//! in which an account no longer signs in, used tokens of issuers that have expired, and changes that a later change of the same filing repeats.

use crate::store::filing::filings;
use crate::store::frame::idempotency;
use crate::store::office::{issuers, sessions, sign_in_failures};
use crate::store::{StoreError, Tx};
use crate::workflow::frame::act::{Ctx, Error};
use jiff::{SignedDuration, Timestamp};

/// How long the answer to a request is kept.
const ANSWERS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a session stays on record after its end: for inquiries into what a token was used for, and in case the
/// machine's clock is corrected.
const SESSIONS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a network stays known in which an account no longer signs in.
const NETWORKS: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Rows deleted in one transaction, so that other writers do not wait long.
const BATCH: i64 = 1_000;

/// Deletes what is old: answers by the Office's clock, by which they were kept, and sessions by the machine's clock
/// (`machine_now`), by which they end.
pub fn tidy(cx: &Ctx, machine_now: Timestamp) -> Result<(), Error> {
    let before = |now: Timestamp, kept| now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
    let (answers, over) = (before(cx.now(), ANSWERS), before(machine_now, SESSIONS));
    cx.store.write(|tx| idempotency::forget_before(tx, answers))?;
    in_batches(cx, |tx| sessions::forget_before(tx, over, BATCH))?;
    in_batches(cx, |tx| issuers::forget_before(tx, machine_now, BATCH))?;
    let unused = before(machine_now, NETWORKS);
    in_batches(cx, |tx| sign_in_failures::forget_before(tx, unused, BATCH))?;
    in_batches(cx, |tx| filings::forget_repeated_changes(tx, BATCH))
}

fn in_batches(cx: &Ctx, forget: impl Fn(&mut Tx<'_>) -> Result<usize, StoreError>) -> Result<(), Error> {
    let full = usize::try_from(BATCH).unwrap_or(usize::MAX);
    while cx.store.write(&forget)? >= full {}
    Ok(())
}

#[cfg(test)]
mod tests;
