//! Reads filings from streams that nobody has checked.
//!
//! [`read`] turns any stream into [`Record`]s, one in memory at a time: USPTO XML v4.x of
//! applications and grants, single or concatenated as in the weekly files, JSON, NDJSON, and gzip
//! of any of them, distinguished by content. A record that cannot be read is reported with its
//! number, its line and a reason, and the rest go on; the worst any input can do is be refused.
//! [`Splitter`] does the cutting alone, for callers that parse on several threads.
//!
//! ```
//! use subrosa::formats::{self, Limits};
//!
//! let ndjson = r#"{"application_number": "18/123,456", "title": "Latch", "claims": ["1. A latch."]}
//! {"application_number": "18/123,457", "title": 7}"#;
//! let mut records = formats::read("latches.ndjson", ndjson.as_bytes(), &Limits::default());
//! assert_eq!(records.next().unwrap().outcome.unwrap().title, "Latch");
//! let error = records.next().unwrap().outcome.unwrap_err();
//! assert_eq!((error.code(), error.line, error.field.as_deref()), ("format.bad_field", Some(2), Some("title")));
//! ```
//!
//! Not its job: opening files, unpacking zip archives, deciding what a text means (`screening`) or what is done with a
//! record that cannot be read (`workflow`).
//!
//! Invariants: nothing outside the stream is ever opened or fetched; no entity a document declares
//! is expanded; a record that was cut short is never taken for a whole one; no word of a text is
//! dropped or glued to its neighbour.

pub mod icalendar;

mod cut;
mod detect;
mod encoding;
mod entities;
mod error;
mod inside;
mod json;
#[cfg(test)]
mod properties;
mod source;
mod split;
mod split_json;
#[cfg(test)]
mod traps;
mod xml;

use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

pub use detect::{Format, Stream, sniff};
pub use error::{CODES, Oddity, Problem, ReadError, Warning};
pub use split::{Chunk, Splitter};

use domain::filing::Filing;
use split::BodyKind;

/// What a source may cost at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record; a larger one is reported and passed over.
    pub record_bytes: usize,
    /// Bytes of the whole source once unpacked; reading stops there.
    pub total_bytes: u64,
    /// Elements inside each other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record_bytes: 256 << 20, total_bytes: 64 << 30, depth: 200 }
    }
}

/// What a sender says a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// `application/xml`: one record or many.
    Xml,
    /// `application/json`: an object, or an array of them.
    Json,
    /// `application/x-ndjson`: strictly one object a line.
    Ndjson,
}

/// One record of a source and what came of it.
#[derive(Debug, Clone)]
pub struct Record {
    /// Name of the source, as given to [`read`].
    pub source: Arc<str>,
    /// Number of the record in its source, from 1. What follows the end of a record without being
    /// one is reported under that record's number.
    pub number: u64,
    /// Line it begins at, from 1.
    pub line: u64,
    /// Its size in the unpacked source.
    pub bytes: u64,
    /// The filing, or why there is none.
    pub outcome: Result<Filing, ReadError>,
    /// What was odd about it.
    pub warnings: Vec<Warning>,
}

impl fmt::Display for Record {
    /// The record in one line: `weekly.xml, record 12, line 4711: ...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, record {}, ", self.source, self.number)?;
        match &self.outcome {
            Ok(filing) => write!(f, "line {}: {}", self.line, filing.application_number),
            Err(error) if error.line.is_some() => error.fmt(f),
            Err(error) => write!(f, "line {}: {error}", self.line),
        }
    }
}

/// Reads a stream and finds out its format from its content.
pub fn read<R: BufRead>(source: &str, reader: R, limits: &Limits) -> impl Iterator<Item = Record> + use<R> {
    records(Splitter::new(source, reader, limits), limits.clone())
}

/// Reads a stream whose format the sender named.
pub fn read_as<R: BufRead>(
    kind: ContentKind,
    source: &str,
    reader: R,
    limits: &Limits,
) -> impl Iterator<Item = Record> + use<R> {
    records(Splitter::with_kind(source, reader, limits, kind), limits.clone())
}

fn records<R: BufRead>(splitter: Splitter<R>, limits: Limits) -> impl Iterator<Item = Record> {
    splitter.flat_map(move |chunk| chunk.read(&limits))
}

impl Chunk {
    /// Parses the record: one [`Record`], and a second one for what follows its end without being
    /// a record, so that nothing is passed over in silence.
    pub fn read(self, limits: &Limits) -> impl Iterator<Item = Record> + use<> {
        let Self { source, number, line, bytes, body } = self;
        let mut warnings = Vec::new();
        let mut trailing = None;
        let outcome = body.and_then(|body| match body.kind {
            BodyKind::Json => json::filing(&body.data, line),
            BodyKind::Xml => {
                let text = encoding::text(&body.data, encoding::declared_encoding(&body.data), line, &mut warnings)?;
                xml::filing(&text, line, limits, &mut warnings, &mut trailing)
            }
            BodyKind::TranscodedXml => {
                let text = encoding::text(&body.data, None, line, &mut warnings)?;
                xml::filing(&text, line, limits, &mut warnings, &mut trailing)
            }
        });
        let record = Record { source: source.clone(), number, line, bytes, outcome, warnings };
        let trailing = trailing.map(|error: ReadError| Record {
            source,
            number,
            line: error.line.unwrap_or(line),
            bytes: 0,
            outcome: Err(error),
            warnings: Vec::new(),
        });
        std::iter::once(record).chain(trailing)
    }
}
