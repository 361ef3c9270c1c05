//! Bytes from the outside, made readable: gzip unpacked, UTF-16 turned into UTF-8, the total bounded.
//!
//! Memory is bounded whatever the input: one block is held at a time, so a gzip bomb costs time up to
//! [`Limits::total_bytes`] and never memory. Not its job: where a record begins or ends.

use std::io::{self, BufRead, Chain, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use flate2::bufread::GzDecoder;

use crate::formats::Limits;
use crate::formats::error::Problem;

/// Bytes asked for at a time.
const BLOCK: usize = 256 * 1024;

/// A reader with the bytes put back that were looked at.
type Peeked<R> = Chain<Cursor<Vec<u8>>, R>;

/// The packing of a source.
enum Packing<R> {
    Plain(Peeked<R>),
    Gzip(GzDecoder<Peeked<R>>),
    /// Between two gzip members, or after the last.
    Done,
}

/// A source of plain bytes in UTF-8 or another superset of ASCII.
pub(super) struct Source<R> {
    packing: Packing<R>,
    utf16: Option<Decoder>,
    block: Vec<u8>,
    /// Bytes in `block` that were looked at, but not handed on.
    held: usize,
    total: u64,
    limit: u64,
}

impl<R: BufRead> Source<R> {
    /// Opens a source: looks at its first bytes, unpacks and transcodes from then on.
    pub(super) fn open(reader: R, limits: &Limits) -> Result<Self, Problem> {
        let (magic, reader) = peek_head(Cursor::new(Vec::new()).chain(reader), 2)?;
        let packing = if magic == b"\x1f\x8b" { Packing::Gzip(GzDecoder::new(reader)) } else { Packing::Plain(reader) };
        let mut source =
            Self { packing, utf16: None, block: vec![0; BLOCK], held: 0, total: 0, limit: limits.total_bytes };
        while source.held < 4 {
            match source.read_block(source.held)? {
                0 => break,
                n => source.held += n,
            }
        }
        source.utf16 = utf16_of(&source.block[..source.held]).map(Encoding::new_decoder_with_bom_removal);
        Ok(source)
    }

    /// Whether the bytes handed out were transcoded, so that what a document declares is void.
    pub(super) fn transcoded(&self) -> bool {
        self.utf16.is_some()
    }

    /// Appends the next bytes; 0 at the end.
    pub(super) fn fill(&mut self, into: &mut Vec<u8>) -> Result<usize, Problem> {
        loop {
            let got = match std::mem::take(&mut self.held) {
                0 => self.read_block(0)?,
                held => held,
            };
            self.total += got as u64;
            if self.total > self.limit {
                return Err(Problem::InputTooLarge(self.limit));
            }
            let before = into.len();
            match &mut self.utf16 {
                None => into.extend_from_slice(&self.block[..got]),
                Some(decoder) => transcode(decoder, &self.block[..got], got == 0, into)?,
            }
            let added = into.len() - before;
            // A block may hold half a character only; the end is the end of the bytes.
            if added > 0 || got == 0 {
                return Ok(added);
            }
        }
    }

    /// Reads into the block behind `from`; 0 at the end of the last member.
    fn read_block(&mut self, from: usize) -> Result<usize, Problem> {
        loop {
            let free = &mut self.block[from..];
            let result = match &mut self.packing {
                Packing::Plain(reader) => reader.read(free).map_err(io_problem),
                Packing::Gzip(reader) => reader.read(free).map_err(gzip_problem),
                Packing::Done => return Ok(0),
            };
            match result {
                Ok(0) if matches!(self.packing, Packing::Gzip(_)) => self.next_member()?,
                Err(None) => {}
                Err(Some(problem)) => return Err(problem),
                Ok(n) => return Ok(n),
            }
        }
    }

    /// Goes on to the next gzip member; zeros may pad the end, anything else is damage.
    fn next_member(&mut self) -> Result<(), Problem> {
        let Packing::Gzip(done) = std::mem::replace(&mut self.packing, Packing::Done) else { return Ok(()) };
        let mut reader = done.into_inner();
        loop {
            let (head, rest) = peek_head(reader, 2)?;
            reader = rest;
            match head.as_slice() {
                [] => return Ok(()),
                [0x1f, 0x8b] => {
                    self.packing = Packing::Gzip(GzDecoder::new(reader));
                    return Ok(());
                }
                [0, ..] => reader.consume(1),
                _ => return Err(Problem::BadGzip("something else follows the packed data".into())),
            }
        }
    }
}

/// The first bytes of a reader, as many as asked for if there are so many, and the reader whole again.
fn peek_head<R: BufRead>(mut reader: Peeked<R>, want: u64) -> Result<(Vec<u8>, Peeked<R>), Problem> {
    let io = |e: io::Error| Problem::Io(e.to_string());
    let mut head = Vec::new();
    reader.by_ref().take(want).read_to_end(&mut head).map_err(io)?;
    let (mut front, inner) = reader.into_inner();
    let mut bytes = head.clone();
    front.read_to_end(&mut bytes).map_err(io)?;
    Ok((head, Cursor::new(bytes).chain(inner)))
}

/// What a failure to read means; `None`: try again.
fn io_problem(error: io::Error) -> Option<Problem> {
    (error.kind() != io::ErrorKind::Interrupted).then(|| Problem::Io(error.to_string()))
}

/// What a failure while unpacking means; `None`: try again.
fn gzip_problem(error: io::Error) -> Option<Problem> {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Some(Problem::BadGzip("it ends too early".into())),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Some(Problem::BadGzip(error.to_string())),
        _ => io_problem(error),
    }
}

/// UTF-16 by its byte order mark, or by `<` or `{` with a zero beside it.
fn utf16_of(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        // UTF-32, which is named elsewhere.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] | [b'<' | b'{' | b'[', 0, 1..=0xff, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<' | b'{' | b'[', 0, 1..=0xff, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Appends the UTF-8 form of a block.
fn transcode(decoder: &mut Decoder, mut block: &[u8], last: bool, into: &mut Vec<u8>) -> Result<(), Problem> {
    loop {
        let needed = decoder
            .max_utf8_buffer_length_without_replacement(block.len())
            .ok_or_else(|| Problem::Io("a block of impossible size".into()))?;
        let start = into.len();
        into.resize(start + needed, 0);
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(block, &mut into[start..], last);
        into.truncate(start + written);
        block = &block[read..];
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(Problem::BadEncoding(decoder.encoding().name().into())),
        }
    }
}
