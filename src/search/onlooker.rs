//! Reads the index of another process, without its lock: for a command, while the service may be running.

use crate::search::fields::Fields;
use crate::search::index::{Live, SearchError};
use crate::search::query::Query;
use crate::search::segment::Segment;
use crate::search::set::Bounds;
use std::path::Path;

/// One state of an index. Filings that are indexed later are not in it.
pub struct Onlooker {
    live: Live,
    fields: Fields,
}

impl Onlooker {
    /// Opens the index in this folder for reading; `None` if there is none that can be used.
    pub fn open(dir: &Path) -> Option<Self> {
        let (schema, fields) = Fields::schema();
        Some(Self { live: Live::open(&dir.join("index"), &schema).ok()?, fields })
    }

    /// How many filings it holds.
    pub fn documents(&self) -> u64 {
        self.live.reader.searcher().num_docs()
    }

    /// Whether any filing may fit a query; `false` only if none does.
    pub fn may_fit(&self, query: &Query) -> Result<bool, SearchError> {
        let searcher = self.live.reader.searcher();
        for reader in searcher.segment_readers() {
            let Bounds { possible, .. } = Segment { reader, fields: &self.fields }.answer(query)?;
            let alive = |doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            if possible.iter().any(alive) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
