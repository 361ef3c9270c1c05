//! Forgets what is only kept for a while: answers to repeated requests.

use crate::store::frame::idempotency;
use crate::workflow::frame::act::{Ctx, Error};
use jiff::{SignedDuration, Timestamp};

/// How long an answer is given again to the same request.
const ANSWERS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Forgets what is old, by the clock that the answers were kept by.
pub fn tidy(cx: &Ctx) -> Result<(), Error> {
    let now = cx.now();
    let before = now.saturating_sub(ANSWERS).unwrap_or(Timestamp::MIN);
    cx.store.write(|tx| {
        idempotency::forget_before(tx, before)?;
        Ok(())
    })
}
