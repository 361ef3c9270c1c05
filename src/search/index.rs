//! The index on disk: opening, following the store, answering, starting over.
//!
//! ```text
//! DIR/lock      held while the index is open; one process writes an index
//! DIR/index/    tantivy's files; the cursor is the payload of its last commit
//! ```
//!
//! A commit holds the changes and the cursor they lead to, all or nothing, so a crash at any point
//! leaves an older state and [`SearchIndex::apply`] is simply repeated from its cursor. An index that
//! cannot be read, or is of another version, is thrown away when it is opened: it then stands at
//! cursor 0, which is all that a rebuild takes.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{Field, Schema, Value};
use tantivy::{
    DocAddress, Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

use crate::search::fields::{self, Fields, VERSION};
use crate::search::query::{Filters, Query};
use crate::search::segment::Segment;
use crate::search::set::{Bounds, Set};
use crate::search::tokens::{Change, document};
use domain::base::ids::FilingId;

/// Memory for filings that are not yet written to disk, in bytes. There is one thread that indexes: tantivy would start
/// up to eight, each with such a budget.
const BUDGET: usize = 30_000_000;

/// Why the index failed. The index is derived from the store, so no error of it is fatal.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process has it open.
    #[error(
        "the search index {0} is in use by another Subrosa process; stop that one, or give each its own data folder"
    )]
    Locked(PathBuf),
    /// The disk.
    #[error("the search index {path} cannot be used")]
    Io {
        /// Which folder.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: io::Error,
    },
    #[error("the search index failed; `subrosa index rebuild` makes a new one")]
    Engine(#[from] TantivyError),
    /// What the engine gave back is not what was put in.
    #[error("the search index holds something it was never given; `subrosa index rebuild` makes a new one")]
    Foreign,
}

/// How an index was found when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// There was none; it stands at cursor 0.
    New,
    /// As it was left.
    Intact,
    /// It could not be used and was thrown away; it stands at cursor 0.
    Discarded {
        /// What was wrong with it.
        why: String,
    },
}

/// One filing that may fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: FilingId,
    /// Where it stands in the order of receipt.
    pub seq: i64,
    /// Whether it surely fits the query; otherwise the matcher must confirm.
    pub certain: bool,
}

/// Candidates, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub candidates: Vec<Candidate>,
    /// Where the next page begins; `None` when there is none.
    pub next: Option<i64>,
}

/// The filings that may fit a query, of one state of the index.
pub struct Matches {
    searcher: Searcher,
    id: Field,
    /// Place in the order of receipt, document, whether it surely fits: the oldest first.
    found: Vec<(i64, DocAddress, bool)>,
}

impl Matches {
    /// The number of candidates that have not been taken.
    pub fn remaining(&self) -> usize {
        self.found.len()
    }

    /// Keeps only the candidates with these places in the order of receipt.
    pub fn retain_seqs(&mut self, seqs: &HashSet<i64>) {
        self.found.retain(|(seq, ..)| seqs.contains(seq));
    }

    /// Takes up to `limit` candidates, newest first; none if all have been taken.
    pub fn take_newest(&mut self, limit: usize) -> Result<Vec<Candidate>, SearchError> {
        let taken = self.found.split_off(self.found.len().saturating_sub(limit));
        let candidate = |(seq, at, certain): (i64, DocAddress, bool)| {
            let stored: TantivyDocument = self.searcher.doc(at)?;
            let id = stored.get_first(self.id).and_then(|v| v.as_str()).and_then(|id| id.parse().ok());
            Ok(Candidate { id: id.ok_or(SearchError::Foreign)?, seq, certain })
        };
        taken.into_iter().rev().map(candidate).collect()
    }
}

/// The index of all filings.
pub struct SearchIndex {
    dir: PathBuf,
    fields: Fields,
    live: RwLock<Live>,
    /// Made when first needed, and dropped when it fails, because a failed writer stays failed. Every change holds this
    /// lock, so there is one change at a time.
    writer: Mutex<Option<IndexWriter>>,
    _lock: File,
}

/// One state of the files: replaced as a whole when the index starts over.
#[derive(Clone)]
pub(super) struct Live {
    index: Index,
    pub(super) reader: IndexReader,
}

impl SearchIndex {
    /// Opens the index in this folder, or makes one.
    pub fn open(dir: impl Into<PathBuf>) -> Result<(Self, Condition), SearchError> {
        let dir = dir.into();
        let at = |source| SearchError::Io { path: dir.clone(), source };
        fs::create_dir_all(&dir).map_err(at)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join("lock")).map_err(at)?;
        lock.try_lock().map_err(|e| match e {
            TryLockError::WouldBlock => SearchError::Locked(dir.clone()),
            TryLockError::Error(e) => at(e),
        })?;
        let (schema, fields) = Fields::schema();
        let files = dir.join("index");
        let (live, condition) = if !files.try_exists().map_err(at)? {
            (Live::create(&dir)?, Condition::New)
        } else {
            match Live::open(&files, &schema) {
                Ok(live) => (live, Condition::Intact),
                Err(why) => (Live::create(&dir)?, Condition::Discarded { why }),
            }
        };
        Ok((Self { dir, fields, live: RwLock::new(live), writer: Mutex::default(), _lock: lock }, condition))
    }

    /// Cursor and number of filings of the index in this folder, even while another process uses it; `None` if there is
    /// none that can be used.
    pub fn peek(dir: &Path) -> Option<(i64, u64)> {
        let live = Live::open(&dir.join("index"), &Fields::schema().0).ok()?;
        Some((read_cursor(&live.index.load_metas().ok()?)?, live.reader.searcher().num_docs()))
    }

    /// How far the index has followed the store: the `upto` of the last [`Self::apply`], 0 before any.
    pub fn cursor(&self) -> Result<i64, SearchError> {
        let meta = self.live().index.load_metas()?;
        read_cursor(&meta).ok_or(SearchError::Foreign)
    }

    /// How many filings are in the index.
    pub fn documents(&self) -> u64 {
        self.live().reader.searcher().num_docs()
    }

    /// Takes in changes and moves the cursor, both or neither. Repeating it changes nothing. The last
    /// change of a filing in a batch counts.
    pub fn apply(&self, changes: &[Change<'_>], upto: i64) -> Result<(), SearchError> {
        let mut slot = self.writer();
        let live = self.live();
        write(&live, &mut slot, |writer| {
            for change in changes {
                writer.delete_term(Term::from_field_text(self.fields.id, &change.id().to_string()));
                if let Change::Put(id, filing) = change {
                    writer.add_document(document(&self.fields, *id, filing))?;
                }
            }
            commit(writer, upto)
        })?;
        live.reader.reload()?;
        Ok(())
    }

    /// Empties the index, which then stands at cursor 0. Queries under way finish on the old files.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut slot = self.writer();
        if let Some(writer) = slot.take() {
            // A merge under way must not end in the new folder. Its outcome does not matter.
            let _ = writer.wait_merging_threads();
        }
        let fresh = Live::create(&self.dir)?;
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Takes the words of deleted and replaced filings off the disk, where they otherwise stay until
    /// tantivy happens to merge what they are in. Takes as long as writing the whole index.
    pub fn purge(&self) -> Result<(), SearchError> {
        let mut slot = self.writer();
        let live = self.live();
        write(&live, &mut slot, |writer| {
            let segments = live.index.searchable_segment_ids()?;
            writer.merge(&segments).wait()?;
            // The reader holds the old files open until it has seen the new ones.
            live.reader.reload()?;
            writer.garbage_collect_files().wait().map(drop)
        })?;
        Ok(())
    }

    /// Reads the whole index and counts the files that are not as they were written. Not done when
    /// opening: it takes as long as reading the disk.
    pub fn damaged_files(&self) -> Result<usize, SearchError> {
        Ok(self.live().index.validate_checksum()?.len())
    }

    /// The filings that may fit, newest first. `after` is the `next` of the page before; `limit` is
    /// at least 1.
    pub fn query(
        &self,
        query: &Query,
        filters: &Filters,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Page, SearchError> {
        let mut matches = self.matches(query, filters, after)?;
        let candidates = matches.take_newest(limit.max(1))?;
        let next = candidates.last().filter(|_| matches.remaining() > 0).map(|c| c.seq);
        Ok(Page { candidates, next })
    }

    /// The filings that may fit, found in one pass over the posting lists, to be taken in pieces.
    pub fn matches(&self, query: &Query, filters: &Filters, after: Option<i64>) -> Result<Matches, SearchError> {
        let searcher = self.live().reader.searcher();
        let mut found = Vec::new();
        for (at, reader) in (0..).zip(searcher.segment_readers()) {
            let segment = Segment { reader, fields: &self.fields };
            let Bounds { certain, possible } = segment.answer(query)?;
            let possible = self.narrow_to_filters(&segment, possible, filters)?;
            let (seqs, received) = (reader.fast_fields().i64("seq")?, reader.fast_fields().i64("received_on")?);
            let alive = |doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            for doc in possible.iter().filter(|&doc| alive(doc)) {
                let (Some(seq), Some(day)) = (seqs.first(doc), received.first(doc)) else {
                    return Err(SearchError::Foreign);
                };
                let from = filters.received_from.is_none_or(|from| day >= fields::day_number(from));
                let to = filters.received_to.is_none_or(|to| day <= fields::day_number(to));
                if from && to && after.is_none_or(|after| seq < after) {
                    found.push((seq, DocAddress::new(at, doc), certain.contains(doc)));
                }
            }
        }
        // The newest last: they are taken from there.
        found.sort_unstable();
        Ok(Matches { searcher, id: self.fields.id, found })
    }

    /// Every filing that may fit, and the cursor for which this is true: nothing changes the index meanwhile. It says
    /// nothing about changes of the store after the cursor.
    pub fn all(&self, query: &Query) -> Result<(i64, HashSet<FilingId>), SearchError> {
        let _no_change = self.writer();
        // A change whose commit was followed by a failure may not be visible yet.
        self.live().reader.reload()?;
        let cursor = self.cursor()?;
        let page = self.query(query, &Filters::default(), None, usize::MAX)?;
        Ok((cursor, page.candidates.into_iter().map(|c| c.id).collect()))
    }

    /// The documents of a set that have one of the statuses and are hit in one of the categories of the filters.
    fn narrow_to_filters(&self, segment: &Segment<'_>, mut set: Set, filters: &Filters) -> tantivy::Result<Set> {
        let any = |field, texts: &mut dyn Iterator<Item = &str>| {
            let mut out = segment.none();
            for text in texts {
                out.add(&segment.with(&Term::from_field_text(field, text))?);
            }
            Ok::<_, TantivyError>(out)
        };
        if !filters.statuses.is_empty() {
            set = set.and(&any(self.fields.status, &mut filters.statuses.iter().map(|s| s.as_str()))?);
        }
        if !filters.categories.is_empty() {
            set = set.and(&any(self.fields.category, &mut filters.categories.iter().map(String::as_str))?);
        }
        Ok(set)
    }

    fn live(&self) -> Live {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// An empty index in place of whatever is there.
    fn create(dir: &Path) -> Result<Self, SearchError> {
        let at = |source| SearchError::Io { path: dir.to_owned(), source };
        let files = dir.join("index");
        let discarded = dir.join("discarded");
        // A leftover of a crash between the steps below.
        remove_dir(&discarded).map_err(at)?;
        // Out of the way in one step: half an index must never be found in its place.
        match fs::rename(&files, &discarded) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(at(e)),
            _ => remove_dir(&discarded).map_err(at)?,
        }
        fs::create_dir(&files).map_err(at)?;
        let index = Index::create_in_dir(&files, Fields::schema().0)?;
        let live = Self::read(index)?;
        write(&live, &mut None, |writer| commit(writer, 0))?;
        Ok(live)
    }

    /// The index that is there; the error says what is wrong with it.
    pub(super) fn open(files: &Path, schema: &Schema) -> Result<Self, String> {
        let index = Index::open_in_dir(files).map_err(|e| format!("it cannot be opened: {e}"))?;
        if index.schema() != *schema {
            return Err("it has other fields".into());
        }
        let meta = index.load_metas().map_err(|e| format!("it cannot be read: {e}"))?;
        read_cursor(&meta).ok_or_else(|| format!("it is not of version {VERSION}"))?;
        Self::read(index).map_err(|e| format!("it cannot be read: {e}"))
    }

    fn read(index: Index) -> tantivy::Result<Self> {
        Fields::register_tokenizers(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader })
    }
}

/// Works with the one writer. After an error it is dropped with all it had not committed.
fn write(
    live: &Live,
    slot: &mut Option<IndexWriter>,
    work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut writer = match slot.take() {
        Some(writer) => writer,
        None => {
            let options = IndexWriterOptions::builder();
            let options = options.num_worker_threads(1).memory_budget_per_thread(BUDGET).num_merge_threads(1);
            live.index.writer_with_options(options.build())?
        }
    };
    work(&mut writer)?;
    *slot = Some(writer);
    Ok(())
}

fn commit(writer: &mut IndexWriter, cursor: i64) -> tantivy::Result<()> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{VERSION} {cursor}"));
    prepared.commit()?;
    Ok(())
}

fn read_cursor(meta: &IndexMeta) -> Option<i64> {
    meta.payload.as_deref()?.strip_prefix(VERSION)?.strip_prefix(' ')?.parse().ok()
}

fn remove_dir(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
