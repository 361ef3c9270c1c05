//! A stream cut into records, one in memory at a time, without reading what they say.
//!
//! A weekly file is a concatenation: every record has its own XML declaration. The cut is made at
//! the next `<?xml`, or where a second root element opens without one; JSON is cut by its braces
//! (`split_json`). Records are only cut here, so that this stays as fast as a search for five
//! bytes, and parsed elsewhere, on another thread if the caller likes ([`Chunk::read`]).
//!
//! Invariant: whatever is not handed out as a chunk is white space, a byte order mark, punctuation
//! of a JSON array, a sequence listing (counted), part of a record that was reported as too large, or NUL and
//! Ctrl-Z bytes behind the last record.

use std::io::BufRead;
use std::sync::Arc;

use crate::formats::cut::Cut;
use crate::formats::detect::{self, Format, Stream};
use crate::formats::error::{Problem, ReadError};
use crate::formats::source::Source;
use crate::formats::split_json::Scan;
use crate::formats::{ContentKind, Limits};

/// From so many bytes on it is worth knowing whether a record is a sequence listing, which can be
/// larger than memory.
const EARLY_LOOK: usize = 64 * 1024;

/// Bytes of padding that are kept until it is known whether anything follows them.
const PADDING_KEPT: usize = 1 << 20;

/// Bytes that are enough to recognise any format.
const ENOUGH_TO_TELL: usize = 512;

/// One record as it stands in the source.
#[derive(Debug, Clone)]
pub struct Chunk {
    pub(super) source: Arc<str>,
    /// Number of the record in its source, from 1, sequence listings not counted.
    pub number: u64,
    /// Line of the source it begins at, from 1.
    pub line: u64,
    /// How many bytes it has in the (unpacked) source.
    pub bytes: u64,
    pub(super) body: Result<Body, ReadError>,
}

/// The bytes of a record and how to read them.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) kind: BodyKind,
    pub(super) data: Vec<u8>,
}

/// How a body is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// XML in the encoding it declares.
    Xml,
    /// XML that was made UTF-8 on the way in.
    TranscodedXml,
    /// One JSON value.
    Json,
}

impl Chunk {
    /// The bytes of the record, where it could be cut out.
    pub fn data(&self) -> Option<&[u8]> {
        self.body.as_ref().ok().map(|b| b.data.as_slice())
    }
}

/// Cuts a stream into [`Chunk`]s.
pub struct Splitter<R> {
    name: Arc<str>,
    limits: Limits,
    state: State<R>,
    number: u64,
    passed_over: u64,
}

/// Where a splitter stands.
enum State<R> {
    Unopened(R, Option<ContentKind>),
    Xml(Window<R>),
    Json(Window<R>, Scan),
    /// Nothing more comes, but for this report.
    Ended(Option<ReadError>),
}

impl<R: BufRead> Splitter<R> {
    /// Cuts a stream and finds out its format from its content.
    pub fn new(source: &str, reader: R, limits: &Limits) -> Self {
        Self::start(source, reader, limits, None)
    }

    /// Cuts a stream whose format the sender named.
    pub fn with_kind(source: &str, reader: R, limits: &Limits, kind: ContentKind) -> Self {
        Self::start(source, reader, limits, Some(kind))
    }

    fn start(source: &str, reader: R, limits: &Limits, kind: Option<ContentKind>) -> Self {
        let state = State::Unopened(reader, kind);
        Self { name: source.into(), limits: limits.clone(), state, number: 0, passed_over: 0 }
    }

    /// How many sequence listings were passed over so far.
    pub fn passed_over(&self) -> u64 {
        self.passed_over
    }

    /// Opens the source and decides how to cut it.
    fn open(&mut self, reader: R, kind: Option<ContentKind>) -> State<R> {
        let mut window = match Source::open(reader, &self.limits) {
            Ok(source) => Window::new(source),
            Err(problem) => return State::Ended(Some(ReadError { problem, line: None, field: None })),
        };
        // A sender that named the format may wait for the answer to a first record shorter than this.
        let enough = if kind.is_some() { 1 } else { ENOUGH_TO_TELL };
        while window.rest().len() < enough && window.read_more() {
            window.skip_blank();
        }
        window.skip_padding();
        let stream = match (detect::sniff(window.rest()), kind) {
            (Stream::Empty, _) => Stream::Empty,
            (_, Some(ContentKind::Xml)) => Stream::Xml,
            (_, Some(ContentKind::Json | ContentKind::Ndjson)) => Stream::Json,
            (stream, None) => stream,
        };
        let refuse = |problem| State::Ended(Some(ReadError::at(1, problem)));
        match stream {
            Stream::Xml => State::Xml(window),
            Stream::Json => State::Json(window, Scan::new(kind == Some(ContentKind::Ndjson))),
            Stream::NotReadYet(format) => refuse(Problem::NotReadYet(format)),
            Stream::Empty => State::Ended(Some(window.failure.take().unwrap_or(ReadError::at(1, Problem::Empty)))),
            Stream::Unknown => refuse(Problem::Unrecognised(format!("it begins with {}", quote(window.rest())))),
        }
    }
}

impl<R: BufRead> Iterator for Splitter<R> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended(None)) {
                State::Unopened(reader, kind) => self.state = self.open(reader, kind),
                State::Xml(mut window) => {
                    let piece = window.next_xml(self.limits.record_bytes);
                    let kind = if window.source.transcoded() { BodyKind::TranscodedXml } else { BodyKind::Xml };
                    self.state = match piece {
                        Some(_) => State::Xml(window),
                        None => State::Ended(window.failure),
                    };
                    match piece {
                        Some(Piece { sequence: true, .. }) => self.passed_over += 1,
                        Some(piece) => return Some(self.chunk(piece, kind)),
                        None => {}
                    }
                }
                State::Json(mut window, mut scan) => {
                    let piece = scan.next(&mut window, self.limits.record_bytes);
                    self.state = match piece {
                        Some(_) => State::Json(window, scan),
                        None => State::Ended(window.failure),
                    };
                    if let Some(piece) = piece {
                        return Some(self.chunk(piece, BodyKind::Json));
                    }
                }
                State::Ended(report) => {
                    let error = report?;
                    self.number += 1;
                    let (source, number, line) = (self.name.clone(), self.number, error.line.unwrap_or(1));
                    return Some(Chunk { source, number, line, bytes: 0, body: Err(error) });
                }
            }
        }
    }
}

impl<R> Splitter<R> {
    fn chunk(&mut self, piece: Piece, kind: BodyKind) -> Chunk {
        self.number += 1;
        let Piece { line, bytes, data, .. } = piece;
        let body = data.map(|data| Body { kind, data }).map_err(|problem| ReadError::at(line, problem));
        Chunk { source: self.name.clone(), number: self.number, line, bytes, body }
    }
}

/// One cut.
pub(super) struct Piece {
    pub(super) line: u64,
    pub(super) bytes: u64,
    /// Whether it is a sequence listing, which is not kept.
    pub(super) sequence: bool,
    pub(super) data: Result<Vec<u8>, Problem>,
}

/// The part of a source that is in memory.
pub(super) struct Window<R> {
    source: Source<R>,
    buffer: Vec<u8>,
    start: usize,
    /// Line of the source at `start`.
    pub(super) line: u64,
    ended: bool,
    /// The failure of the source. It is reported after the records before it.
    pub(super) failure: Option<ReadError>,
}

impl<R: BufRead> Window<R> {
    fn new(source: Source<R>) -> Self {
        Self { source, buffer: Vec::new(), start: 0, line: 1, ended: false, failure: None }
    }

    /// What is in memory and not cut yet.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads on; `false` at the end.
    pub(super) fn read_more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        match self.source.fill(&mut self.buffer) {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(problem) => {
                self.ended = true;
                let line = self.line + memchr::memchr_iter(b'\n', &self.buffer).count() as u64;
                self.failure = Some(ReadError::at(line, problem));
            }
        }
        !self.ended
    }

    /// Drops bytes from the front, counting their lines.
    pub(super) fn advance(&mut self, by: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.rest()[..by]).count() as u64;
        self.start += by;
    }

    /// Cuts bytes off the front.
    pub(super) fn take(&mut self, length: usize) -> Vec<u8> {
        let data = self.rest()[..length].to_vec();
        self.advance(length);
        data
    }

    /// Drops white space and byte order marks from the front.
    pub(super) fn skip_blank(&mut self) {
        let blank = self.rest().len() - detect::skip_blank(self.rest()).len();
        self.advance(blank);
    }

    /// Drops the NUL and Ctrl-Z bytes that fill up the end of a source; leaves them where anything follows.
    pub(super) fn skip_padding(&mut self) {
        while matches!(self.rest().first(), Some(0 | 0x1a)) && detect::without_padding(self.rest()).is_empty() {
            // However many there are, few are kept until it is known what follows.
            if self.rest().len() > PADDING_KEPT {
                self.advance(PADDING_KEPT / 2);
            }
            if !self.read_more() {
                self.advance(self.rest().len());
                return;
            }
        }
    }

    /// The next XML record; `None` at the end.
    fn next_xml(&mut self, limit: usize) -> Option<Piece> {
        self.skip_blank();
        self.skip_padding();
        while self.rest().is_empty() {
            if !self.read_more() {
                return None;
            }
            self.skip_blank();
            self.skip_padding();
        }
        let line = self.line;
        let mut cut = Cut::new();
        loop {
            if let Some(at) = cut.find(self.rest(), self.ended) {
                return Some(self.cut_xml(line, at));
            }
            if self.rest().len() > EARLY_LOOK && is_sequence(self.rest()) {
                cut.root_seen = true;
                return Some(self.pass_over(line, cut, true, |_| Problem::Empty));
            }
            if self.rest().len() > limit {
                let problem = |bytes| Problem::RecordTooLarge { limit: limit as u64, bytes };
                return Some(self.pass_over(line, cut, false, problem));
            }
            if !self.read_more() {
                return Some(self.cut_xml(line, self.rest().len()));
            }
        }
    }

    fn cut_xml(&mut self, line: u64, mut at: usize) -> Piece {
        let sequence = is_sequence(&self.rest()[..at]);
        if sequence {
            // For once the first root element of ours is where the next record begins.
            let mut cut = Cut::new();
            cut.root_seen = true;
            at = cut.find(&self.rest()[..at], true).unwrap_or(at);
        }
        let mut data = self.take(at);
        data.truncate(detect::without_padding(&data).len());
        Piece { line, bytes: at as u64, sequence, data: Ok(data) }
    }

    /// Drops a record up to the next cut, however long it is.
    fn pass_over(&mut self, line: u64, mut cut: Cut, sequence: bool, problem: impl Fn(u64) -> Problem) -> Piece {
        let mut bytes = 0;
        loop {
            let found = cut.find(self.rest(), self.ended);
            let drop = found.unwrap_or(if self.ended { self.rest().len() } else { cut.rewind(self.rest().len()) });
            self.advance(drop);
            bytes += drop as u64;
            if found.is_some() || (!self.read_more() && self.rest().is_empty()) {
                return Piece { line, bytes, sequence, data: Err(problem(bytes)) };
            }
        }
    }
}

fn is_sequence(record: &[u8]) -> bool {
    detect::root(record).and_then(detect::format_of_root) == Some(Format::SequenceListing)
}

/// The first bytes of something, for people.
pub(super) fn quote(bytes: &[u8]) -> String {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
    format!("{:?}", shown.chars().take(32).collect::<String>())
}
