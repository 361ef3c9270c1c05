//! Feeds the search index of a node: the filings that changed after its cursor, each once, in their present state. The
//! index is derived: an index at cursor 0 gets everything.

use crate::search::{Change, IndexedFiling, SearchError, SearchIndex};
use crate::store::StoreError;
use crate::store::filing::{filings, screenings};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use jiff::civil::Date;
use std::collections::HashSet;

/// One filing as the index needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Indexable {
    pub id: FilingId,
    /// Its place in the order of receipt.
    pub seq: i64,
    /// The day it was received.
    pub received_on: Date,
    /// Where it stands.
    pub status: FilingStatus,
    /// The categories hit in its latest screening.
    pub categories: Vec<String>,
    pub filing: Filing,
}

/// A batch of filings for the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    pub filings: Vec<Indexable>,
    /// Where the cursor stands when these are taken in.
    pub upto: i64,
}

/// The filings that changed after a cursor: at most `limit` changes, and no further filing once the texts have come to
/// `bytes`, but at least one. If `upto` equals `after`, the index has caught up.
pub fn changes_for_index(cx: &Ctx, after: i64, limit: i64, bytes: usize) -> Result<Feed, Error> {
    cx.read(|conn| {
        let changes = filings::changes_after(conn, after, limit)?;
        let (mut upto, mut taken) = (after, 0);
        let mut seen = HashSet::new();
        let mut out: Vec<Indexable> = Vec::new();
        for change in changes {
            let id = change.filing;
            // A filing is read once, in its present state, whichever change named it.
            if seen.contains(&id) {
                upto = change.seq;
                continue;
            }
            if taken >= bytes {
                break;
            }
            seen.insert(id);
            upto = change.seq;
            let missing = || StoreError::Corrupt(format!("filing {id} changed and is not there"));
            let record = filings::get(conn, id)?.ok_or_else(missing)?;
            let filing = filings::document(conn, id, record.text_version)?.ok_or_else(missing)?;
            taken += filing.text_bytes();
            out.push(Indexable {
                id,
                seq: record.seq,
                received_on: record.received_on,
                status: record.status,
                categories: screenings::categories_hit(conn, id)?,
                filing,
            });
        }
        Ok(Feed { filings: out, upto })
    })
}

/// How many changes an index with this cursor is behind.
pub fn changes_behind(cx: &Ctx, cursor: i64) -> Result<i64, Error> {
    cx.read(|conn| Ok(filings::last_change(conn)? - cursor))
}

/// Most changes in one batch.
const BATCH: i64 = 500;

/// Bytes of text in one batch, about: a filing of 30 MB is a batch of its own.
const BATCH_BYTES: usize = 8 << 20;

/// Brings an index forward by one batch. Returns whether more may be left. Repeating it changes nothing.
pub fn index_next_batch(cx: &Ctx, index: &SearchIndex) -> Result<bool, Error> {
    let failed = |e: SearchError| Error::Internal(e.to_string());
    let cursor = index.cursor().map_err(failed)?;
    if changes_behind(cx, cursor)? < 0 {
        // The index belongs to another database, or to this one before a restore.
        tracing::warn!(index.cursor = cursor, "index.ahead_of_record");
        index.clear().map_err(failed)?;
        return Ok(true);
    }
    let feed = changes_for_index(cx, cursor, BATCH, BATCH_BYTES)?;
    if feed.upto == cursor {
        return Ok(false);
    }
    let changes: Vec<Change<'_>> = feed
        .filings
        .iter()
        .map(|f| {
            let filing = IndexedFiling {
                seq: f.seq,
                received_on: f.received_on,
                status: f.status,
                categories: &f.categories,
                filing: &f.filing,
            };
            Change::Put(f.id, filing)
        })
        .collect();
    index.apply(&changes, feed.upto).map_err(failed)?;
    Ok(true)
}
