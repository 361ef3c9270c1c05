//! Reading the ledger: pages for auditors, a checkpoint to keep elsewhere, and the verification of the whole chain. No
//! use case decides anything by the ledger.

use crate::store::office::ledger;
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
    let last = cx.read(|conn| Ok(ledger::last(conn)?))?;
    let end = last
        .map_or_else(|| Checkpoint { seq: 0, hash: GENESIS.to_owned() }, |e| Checkpoint { seq: e.seq, hash: e.hash });
    Ok(StatedCheckpoint { end, at: cx.now() })
}

/// Verifies the whole chain in a fixed amount of memory. Returns the end of the chain, or the first thing that is
/// wrong. With an earlier checkpoint it also finds a chain that was cut off or made anew.
pub fn verify(cx: &Ctx, checkpoint: Option<&Checkpoint>) -> Result<Result<Checkpoint, Broken>, Error> {
    let mut inspector = Inspector::new(checkpoint.map(|c| (c.seq, c.hash.clone())));
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
