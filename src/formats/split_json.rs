//! JSON cut into its filings: one object, objects one after another, an array of them, or lines.
//!
//! Braces and strings are followed, nothing is understood. A record that was cut short must not
//! swallow those behind it: a line that opens with `{` begins a new one, unless the record it
//! stands in opened with a line of nothing but `{`, as tools that indent by nothing write it.

use std::io::BufRead;

use crate::formats::error::Problem;
use crate::formats::split::{Piece, Window};

/// Where the scan stands in the stream.
pub(super) struct Scan {
    /// Strictly one record a line.
    lines: bool,
    in_array: bool,
}

impl Scan {
    pub(super) fn new(lines: bool) -> Self {
        Self { lines, in_array: false }
    }

    /// The next record; `None` at the end.
    pub(super) fn next<R: BufRead>(&mut self, window: &mut Window<R>, limit: usize) -> Option<Piece> {
        loop {
            window.skip_blank();
            window.skip_padding();
            match window.rest().first().copied() {
                None if window.read_more() => {}
                None if self.in_array => {
                    self.in_array = false;
                    let (line, what) = (window.line, Problem::Truncated("the `]` of the array".into()));
                    return Some(Piece { line, bytes: 0, sequence: false, data: Err(what) });
                }
                None => return None,
                Some(_) if self.lines => return Some(cut_record(window, limit, &mut Line::default())),
                Some(b'[') if !self.in_array => {
                    self.in_array = true;
                    window.advance(1);
                }
                Some(b',') if self.in_array => window.advance(1),
                Some(b']') if self.in_array => {
                    self.in_array = false;
                    window.advance(1);
                }
                Some(b'{' | b'[') => return Some(cut_record(window, limit, &mut Value::default())),
                Some(_) => return Some(cut_record(window, limit, &mut Stray { in_array: self.in_array })),
            }
        }
    }
}

/// One way to find the end of a record.
trait End {
    /// Goes on over the bytes that follow those seen before; the offset behind the record.
    fn find(&mut self, text: &[u8]) -> Option<usize>;
}

/// Cuts the record that begins here.
fn cut_record<R: BufRead>(window: &mut Window<R>, limit: usize, end: &mut impl End) -> Piece {
    let line = window.line;
    // Offset in the window up to which was searched, and bytes dropped of a record too large.
    let (mut seen, mut dropped) = (0, 0u64);
    loop {
        let found = end.find(&window.rest()[seen..]).map(|at| seen + at);
        let too_large = dropped > 0 || found.unwrap_or(window.rest().len()) > limit;
        if too_large {
            let drop = found.unwrap_or(window.rest().len());
            window.advance(drop);
            dropped += drop as u64;
        }
        let finished = found.is_some();
        seen = window.rest().len();
        if !finished && window.read_more() {
            continue;
        }
        if too_large {
            let problem = Problem::RecordTooLarge { limit: limit as u64, bytes: dropped };
            return Piece { line, bytes: dropped, sequence: false, data: Err(problem) };
        }
        let mut data = window.take(found.unwrap_or(seen));
        let bytes = data.len() as u64;
        if !finished {
            data.truncate(crate::formats::detect::without_padding(&data).len());
        }
        return Piece { line, bytes, sequence: false, data: Ok(data) };
    }
}

/// A record is a line.
#[derive(Default)]
struct Line {}

impl End for Line {
    fn find(&mut self, text: &[u8]) -> Option<usize> {
        memchr::memchr(b'\n', text)
    }
}

/// Something that is no record: up to the next comma, bracket or line.
struct Stray {
    in_array: bool,
}

impl End for Stray {
    fn find(&mut self, text: &[u8]) -> Option<usize> {
        text.iter().position(|&b| b == b'\n' || (self.in_array && matches!(b, b',' | b']')))
    }
}

/// A record is a value in balanced brackets.
#[derive(Default)]
struct Value {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The byte before was a line feed.
    line_start: bool,
    first_line: FirstLine,
}

/// What the first line of a value says about how it is written.
#[derive(Clone, Copy, Default, PartialEq)]
enum FirstLine {
    /// Nothing behind the bracket so far.
    #[default]
    Bare,
    /// Nothing but the bracket, and nothing behind it yet: no `{` can follow.
    Open,
    /// More than the bracket: no line of this value begins with `{`.
    Filled,
    /// Nothing but the bracket: any line may begin with anything.
    Indented,
}

impl End for Value {
    fn find(&mut self, text: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(&b) = text.get(at) {
            let line_start = std::mem::take(&mut self.line_start);
            if line_start && b == b'{' && matches!(self.first_line, FirstLine::Filled | FirstLine::Open) {
                return Some(at);
            }
            if self.in_string {
                if std::mem::take(&mut self.escaped) {
                    self.line_start = b == b'\n';
                    at += 1;
                    continue;
                }
                match b {
                    b'"' => self.in_string = false,
                    b'\\' => self.escaped = true,
                    b'\n' => self.line_start = true,
                    _ => {
                        at += memchr::memchr3(b'"', b'\\', b'\n', &text[at..]).unwrap_or(text.len() - at);
                        continue;
                    }
                }
                at += 1;
                continue;
            }
            self.line_start = b == b'\n';
            self.first_line = match self.first_line {
                FirstLine::Bare if b == b'\n' => FirstLine::Open,
                FirstLine::Bare if self.depth > 0 && !b.is_ascii_whitespace() => FirstLine::Filled,
                FirstLine::Open if !b.is_ascii_whitespace() => FirstLine::Indented,
                known => known,
            };
            match b {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }
}
