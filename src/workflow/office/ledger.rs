//! The ledger read from outside: pages for auditors, a checkpoint to keep elsewhere, and the
//! inspection of the whole chain. No use case decides anything by it.

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

/// The end of the chain at a moment; kept elsewhere, it shows later that nothing before it was
/// changed or cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Number of the last entry; 0 for an empty ledger.
    pub seq: i64,
    pub hash: String,
}

/// A checkpoint with the moment at which it was taken: what is signed of it.
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

/// Inspects the whole chain, in little memory whatever its length: its end, or what is wrong with it.
/// A checkpoint kept from earlier also shows an end that was cut off and a chain that was made anew.
pub fn verify(cx: &Ctx, checkpoint: Option<&Checkpoint>) -> Result<Result<Checkpoint, Broken>, Error> {
    let mut inspector = Inspector::new(checkpoint.map(|c| (c.seq, c.hash.clone())));
    let mut after = 0;
    loop {
        // An append-only table needs no single state of the record for this.
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
