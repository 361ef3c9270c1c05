//! Reading the ledger: pages for auditors, a checkpoint to keep elsewhere, and the verification of the whole chain. No
//! use case decides anything by the ledger.

use crate::store::office::ledger;
use crate::store::{Conn, StoreError};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ledger::{Broken, Entry, GENESIS, Inspector};
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const READERS: [Role; 1] = [Role::Auditor];

/// Entries inspected at a time.
const BATCH: i64 = 2000;

/// The end of the chain at a moment. Kept elsewhere, it shows later whether anything before it was changed or cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Number of the last entry; 0 for an empty ledger.
    pub seq: i64,
    pub hash: String,
}

/// A checkpoint with the instant at which it was taken. This is what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedCheckpoint {
    /// The end of the chain.
    #[serde(flatten)]
    pub end: Checkpoint,
    /// When it was the end.
    pub at: Timestamp,
}

/// Up to `limit` entries after a number, in order.
pub fn entries(cx: &Ctx, actor: &Actor, after: i64, limit: i64) -> Result<Vec<Entry>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| Ok(ledger::after(conn, after, limit)?))
}

/// The end of the chain now.
pub fn checkpoint(cx: &Ctx, actor: &Actor) -> Result<StatedCheckpoint, Error> {
    access::role(actor, &READERS)?;
    end(cx)
}

/// The end of the chain now, for the system itself.
pub fn end(cx: &Ctx) -> Result<StatedCheckpoint, Error> {
    let end = cx.read(|conn| Ok(end_of(conn)?))?;
    Ok(StatedCheckpoint { end, at: cx.now() })
}

fn end_of(conn: &mut Conn) -> Result<Checkpoint, StoreError> {
    let last = ledger::last(conn)?;
    Ok(last
        .map_or_else(|| Checkpoint { seq: 0, hash: GENESIS.to_owned() }, |e| Checkpoint { seq: e.seq, hash: e.hash }))
}

/// Whether the chain still goes through an earlier checkpoint; returns its end now, or what is wrong. This looks at two
/// entries only, so a running service can ask it often; [`verify`] inspects every entry.
pub fn end_after(cx: &Ctx, earlier: &Checkpoint) -> Result<Result<StatedCheckpoint, Broken>, Error> {
    let (end, hash) = cx.read(|conn| Ok((end_of(conn)?, ledger::hash_at(conn, earlier.seq)?)))?;
    if end.seq < earlier.seq {
        return Ok(Err(Broken::Truncated { ends: end.seq, checkpoint: earlier.seq }));
    }
    // Before the first entry there is nothing to compare.
    if earlier.seq > 0 && hash.as_ref() != Some(&earlier.hash) {
        return Ok(Err(Broken::NotTheCheckpoint(earlier.seq)));
    }
    Ok(Ok(StatedCheckpoint { end, at: cx.now() }))
}

/// Verifies the whole chain in a fixed amount of memory. Returns the end of the chain, or the first thing that is
/// wrong. With earlier checkpoints it also finds a chain that was cut off or made anew.
pub fn verify(cx: &Ctx, checkpoints: &[Checkpoint]) -> Result<Result<Checkpoint, Broken>, Error> {
    let mut inspector = Inspector::new(checkpoints.iter().map(|c| (c.seq, c.hash.clone())));
    let mut after = 0;
    loop {
        // The table is append-only, so the batches need not be of one state of the record.
        let batch = cx.read(|conn| Ok(ledger::after(conn, after, BATCH)?))?;
        let Some(last) = batch.last() else { break };
        after = last.seq;
        for entry in &batch {
            if let Err(broken) = inspector.next(entry) {
                return Ok(Err(broken));
            }
        }
    }
    Ok(inspector.finish().map(|(seq, hash)| Checkpoint { seq, hash }))
}
