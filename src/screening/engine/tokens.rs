//! Cuts text into words like [`crate::domain::words`], an order of magnitude faster: eight bytes at a
//! time where the text is ASCII, and by that module's own code wherever it is not plain.

use crate::domain::words::{self, Gap};

/// Calls `emit` with start, end and gap of each word, in order; exactly as [`words::scan`].
pub fn scan(text: &str, mut emit: impl FnMut(usize, usize, Gap)) {
    let bytes = text.as_bytes();
    let mut last = None;
    let mut place = |start: usize, end: usize| {
        let gap = last.map_or(Gap::Other, |last| gap(text, last, start));
        last = Some(end);
        emit(start, end, gap);
    };
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let plain = if b.is_ascii_alphanumeric() {
            let end = word_end(bytes, at);
            if ends_plainly(bytes, end) {
                place(at, end);
                at = end;
                continue;
            }
            false
        } else {
            b.is_ascii_whitespace() || b.is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii)
        };
        if plain {
            at += 1;
            continue;
        }
        // Anything that is not plain ASCII, or could join: the rest of the run, slowly.
        let end = bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| at + n);
        words::scan_run(&text[at..end], |r| place(at + r.start, at + r.end));
        at = end;
    }
}

/// Whether a word that ends here goes on in no case. `bytes[end - 1]` is its last letter or digit.
fn ends_plainly(bytes: &[u8], end: usize) -> bool {
    let Some(&b) = bytes.get(end) else { return true };
    let next = bytes.get(end + 1).copied().unwrap_or(b' ');
    if !b.is_ascii() || (!next.is_ascii() && !b.is_ascii_whitespace()) {
        // Marks may bind what stands before them to what follows.
        return false;
    }
    match b {
        b'\'' => !next.is_ascii_alphanumeric(),
        b'.' | b',' => !(bytes[end - 1].is_ascii_digit() && next.is_ascii_digit()),
        _ => true,
    }
}

fn gap(text: &str, last: usize, start: usize) -> Gap {
    match &text.as_bytes()[last..start] {
        b" " => Gap::Space,
        b"-" => Gap::Hyphen,
        b", " | b" (" | b") " => Gap::Other,
        b". " => Gap::Stop,
        _ => words::gap_between(&text[last..start]),
    }
}

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The end of the letters and digits that begin at `at`.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(chunk) = bytes.get(end..end + 8).and_then(|c| c.try_into().ok()).map(u64::from_le_bytes) {
        let other = !alphanumeric(chunk) & HIGH;
        if other != 0 {
            return end + other.trailing_zeros() as usize / 8;
        }
        end += 8;
    }
    while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    end
}

/// The high bit of each byte that is an ASCII letter or digit. Additions stay inside their byte
/// because each is made on seven bits.
fn alphanumeric(chunk: u64) -> u64 {
    let low = chunk & !HIGH;
    let at_least = |c: u8| low + ONES * u64::from(0x80 - c);
    let digit = at_least(b'0') & !at_least(b'9' + 1);
    // Bit 5 makes capitals small, and a letter of nothing else.
    let lower = low | (ONES * 0x20);
    let letter = (lower + ONES * u64::from(0x80 - b'a')) & !(lower + ONES * u64::from(0x80 - (b'z' + 1)));
    (digit | letter) & !chunk & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(text: &str) {
        let mut fast = Vec::new();
        scan(text, |start, end, gap| fast.push(words::Span { start, end, gap }));
        assert_eq!(fast, words::spans(text), "{text:?}");
    }

    #[test]
    fn every_byte_is_told_right() {
        for b in 0..=255u8 {
            for at in 0..8 {
                let mut chunk = [b' '; 8];
                chunk[at] = b;
                let mask = alphanumeric(u64::from_le_bytes(chunk));
                assert_eq!(mask != 0, b.is_ascii_alphanumeric(), "{b:#x}");
                assert!(mask == 0 || mask.trailing_zeros() as usize / 8 == at);
            }
        }
    }

    #[test]
    fn traps_are_cut_alike() {
        for text in [
            "",
            "a",
            "radar's coil",
            "1,000.5 x",
            "e.g. U.S. 802.11b",
            "invention.The",
            "\u{b5}m naïve foo-bar\u{301} x",
            "it's",
            "'a' 5' 5'6 a'\u{e9}",
            "UF\u{2086} x\u{b2} 5.\u{663}",
            "supercalifragilistic words",
            "a_b c--d e\n\nf\tg",
            "(x) [y], z.",
        ] {
            same(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn any_text_is_cut_alike(text in "([a-z]{1,12}|[ .,'_-]|[0-9]{1,3}|[\u{300}\u{ad}éß₂²雷カ–’µ\n]){0,24}") {
            same(&text);
        }

        #[test]
        fn arbitrary_text_is_cut_alike(text in "\\PC{0,40}") {
            same(&text);
        }
    }
}
