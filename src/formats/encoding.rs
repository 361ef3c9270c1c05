//! Decodes the bytes of one record into text, or refuses them. No wrongly decoded text gets further than this.
//!
//! XML declares its encoding and is not always right. What is not valid in the declared encoding
//! is refused with its line. One lie is corrected, with a warning: a single-byte encoding
//! declared over what is plainly UTF-8, because multi-byte UTF-8 does not happen by accident.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::formats::error::{Oddity, Problem, ReadError, Warning};

/// The text of a record whose first line is `line`.
pub(super) fn text<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    line: u64,
    warnings: &mut Vec<Warning>,
) -> Result<Cow<'a, str>, ReadError> {
    let label = declared.unwrap_or("UTF-8");
    let encoding = Encoding::for_label(label.as_bytes())
        .ok_or_else(|| ReadError::at(line, Problem::UnknownEncoding(label.chars().take(40).collect())))?;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if encoding == UTF_8 || bytes.is_ascii() && !is_wide(encoding) => Cow::Borrowed(text),
        Ok(text) if encoding.is_single_byte() || is_wide(encoding) => {
            warnings.push(Warning { line, oddity: Oddity::ReadAsUtf8(label.into()) });
            Cow::Borrowed(text)
        }
        Err(error) if encoding == UTF_8 || is_wide(encoding) || is_ascii_label(label) => {
            return Err(bad_encoding(bytes, error.valid_up_to(), label, line));
        }
        _ => decode(bytes, encoding, label, line)?,
    };
    match illegal_character(text.as_bytes()) {
        None => Ok(text),
        Some((at, code)) => {
            Err(ReadError::at(line + count_lines(&text.as_bytes()[..at]), Problem::IllegalCharacter(code)))
        }
    }
}

/// The encoding an XML declaration names, read as ASCII.
pub(super) fn declared_encoding(record: &[u8]) -> Option<&str> {
    let declaration = record.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let value = declaration[declaration.find("encoding")? + 8..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// UTF-16 without its mark cannot be, since the declaration was read as ASCII.
fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The web reads `us-ascii` as windows-1252; here it means what it says.
fn is_ascii_label(label: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"].iter().any(|l| label.eq_ignore_ascii_case(l))
}

fn decode(bytes: &[u8], encoding: &'static Encoding, label: &str, line: u64) -> Result<Cow<'static, str>, ReadError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut at = 0;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut out, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return Ok(Cow::Owned(out)),
            DecoderResult::OutputFull => out.reserve(bytes.len() - at + 64),
            DecoderResult::Malformed(..) => return Err(bad_encoding(bytes, at.saturating_sub(1), label, line)),
        }
    }
}

fn bad_encoding(bytes: &[u8], at: usize, label: &str, line: u64) -> ReadError {
    ReadError::at(line + count_lines(&bytes[..at]), Problem::BadEncoding(label.into()))
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The first character in UTF-8 text that neither XML nor JSON text may hold, and where it is.
pub(super) fn illegal_character(text: &[u8]) -> Option<(usize, u32)> {
    const BLOCK: usize = 64;
    let suspect = |b: u8| (b < 0x20 && b != b'\t' && b != b'\n' && b != b'\r') || b == 0xef;
    for (n, block) in text.chunks(BLOCK).enumerate() {
        // Without an early exit the compiler makes this a handful of vector instructions.
        if !block.iter().fold(false, |any, &b| any | suspect(b)) {
            continue;
        }
        for at in n * BLOCK..n * BLOCK + block.len() {
            match &text[at..] {
                [0xef, 0xbf, last @ (0xbe | 0xbf), ..] => return Some((at, 0xff40 + u32::from(*last))),
                [b, ..] if suspect(*b) && *b != 0xef => return Some((at, u32::from(*b))),
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Result<String, ReadError>, usize) {
        let mut warnings = Vec::new();
        let result = text(bytes, declared_encoding(bytes), 1, &mut warnings).map(Cow::into_owned);
        (result, warnings.len())
    }

    #[test]
    fn declarations_are_found_in_every_spelling() {
        assert_eq!(declared_encoding(b"<?xml version='1.0' encoding = 'x'?>"), Some("x"));
        assert_eq!(declared_encoding(b"<?xml  version=\"1.0\" encoding=\"UTF-8\"?><a encoding=\"no\">"), Some("UTF-8"));
        assert_eq!(declared_encoding(b"<?xml version='1.0'?><a encoding='no'>"), None);
        assert_eq!(declared_encoding(b"<a encoding='no'?>"), None);
    }

    #[test]
    fn what_is_declared_is_what_is_read() {
        let (text, warnings) = read(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>");
        assert_eq!((text.expect("reads").ends_with("<a>\u{e9}</a>"), warnings), (true, 0));
        let (text, _) = read(b"<?xml version='1.0' encoding='Shift_JIS'?><a>\x93\xfa</a>");
        assert!(text.expect("reads").ends_with("<a>\u{65e5}</a>"));
    }

    #[test]
    fn a_lie_is_refused_with_its_line_or_seen_through() {
        let (error, _) = read(b"<?xml version='1.0' encoding='UTF-8'?>\n<a>\n\xe9</a>");
        assert_eq!(error.expect_err("latin 1").line, Some(3));
        let (error, _) = read(b"<?xml version='1.0' encoding='us-ascii'?>\n<a>\xe9</a>");
        assert_eq!(error.expect_err("not ascii").code(), "format.bad_encoding");
        let (error, _) = read(b"<?xml version='1.0' encoding='Shift_JIS'?>\n<a>\xff\xff</a>");
        assert_eq!(error.expect_err("no such bytes").line, Some(2));
        let (text, warnings) = read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{e9}</a>".as_bytes());
        assert_eq!((text.expect("utf-8").ends_with("<a>\u{e9}</a>"), warnings), (true, 1));
        let (text, warnings) = read(b"<?xml version='1.0' encoding='UTF-16'?><a/>");
        assert_eq!((text.is_ok(), warnings), (true, 1));
        let (error, _) = read(b"<?xml version='1.0' encoding='klingon'?><a/>");
        assert_eq!(error.expect_err("unknown").code(), "format.unknown_encoding");
    }

    #[test]
    fn control_characters_are_refused_wherever_they_stand() {
        for at in [0, 63, 64, 200] {
            for (bad, code) in [("\0", 0), ("\u{b}", 0xb), ("\u{fffe}", 0xfffe), ("\u{ffff}", 0xffff)] {
                let text = format!("{}{bad}\t\r\n tail", "\u{ff21}".repeat(at / 3) + &"x".repeat(at % 3));
                assert_eq!(illegal_character(text.as_bytes()), Some((at, code)), "{at} {code:x}");
            }
        }
        assert_eq!(illegal_character("\u{feff}\u{fffd}\t\r\n\u{ff21}".as_bytes()), None);
    }
}
