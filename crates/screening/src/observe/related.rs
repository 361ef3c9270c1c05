//! Applications that a text names: serial numbers (`60/729,866`, `Serial No. 18223456`) and international ones
//! (`PCT/US2003/012345`). What is a number is said by `domain::filing::number` alone; here stands where to look for one.

use crate::observe::{Collector, Signs, Word};
use domain::filing::Paragraph;
use domain::filing::number::Number;
use domain::filing::screening::ObservationKind;

/// What stands beside such a number.
static SIGNS: Signs = Signs::new(&["pplication", "PPLICATION", "Ser", "SER", "erial", "SSN", "Appl", "PCT"]);

/// Signs between series and serial number, as texts print them.
const SLASHES: [char; 4] = ['/', '\u{ff0f}', '\u{2044}', '\u{2215}'];

/// Words directly in front of a number that say what it is, so that it needs no slash.
const NAMES: [&str; 12] =
    ["no", "nos", "number", "numbers", "ussn", "sn", "serial", "ser", "appl", "appln", "application", "applications"];

/// Most words that one number is cut into (`PCT/US 2023/012 345`).
const MOST_WORDS: usize = 5;

/// Digits of a number written without any mark.
const DIGITS: usize = 8;

/// Whether a paragraph may name an application.
pub fn is_worth_reading(text: &str) -> bool {
    let bytes = text.as_bytes();
    // First bytes of the slashes; each begins a character.
    let slash = || memchr::memchr3_iter(b'/', 0xef, 0xe2, bytes).any(|at| stands_in_number(text, at));
    (slash() || has_run_of_digits(bytes)) && SIGNS.any_in(text)
}

/// Whether a slash stands here between digits or behind `PCT`; "and/or" is in every other paragraph, and no number.
fn stands_in_number(text: &str, at: usize) -> bool {
    // Most bytes looked at begin some other character, a quotation mark or a Greek letter.
    let length = match text.as_bytes()[at..] {
        [b'/', ..] => 1,
        [0xef, 0xbc, 0x8f, ..] | [0xe2, 0x81, 0x84, ..] | [0xe2, 0x88, 0x95, ..] => 3,
        _ => return false,
    };
    let (before, rest) = (&text[..at], &text[at + length..]);
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    (digit(before.chars().next_back()) && digit(rest.chars().next())) || before.ends_with("PCT")
}

/// Whether [`DIGITS`] digits follow each other: then one of them is the last of its chunk.
fn has_run_of_digits(bytes: &[u8]) -> bool {
    let digits = |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|b| b.is_ascii_digit()).count();
    bytes.chunks_exact(DIGITS).enumerate().any(|(n, chunk)| {
        chunk[DIGITS - 1].is_ascii_digit() && {
            let behind = &bytes[(n + 1) * DIGITS..];
            digits(&mut chunk.iter().rev()) + digits(&mut behind.iter().take(DIGITS)) >= DIGITS
        }
    })
}

/// Finds the numbers in sentences about applications.
pub fn observe(paragraph: &Paragraph<'_>, words: &[Word<'_>], seen: &mut Collector) {
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        let speaks =
            |w: &Word<'_>| ["appl", "ser", "pct"].iter().any(|s| w.form.starts_with(s)) || w.form.ends_with("sn");
        if !sentence.iter().any(speaks) {
            continue;
        }
        let mut at = 0;
        while at < sentence.len() {
            match number_at(paragraph.text, sentence, at) {
                Some(words) => {
                    let bytes = sentence[at].start..sentence[at + words - 1].end;
                    seen.add(ObservationKind::RelatedApplication, paragraph, bytes, None, None);
                    at += words;
                }
                None => at += 1,
            }
        }
    }
}

/// How many words from here on are the number of an application, as many as can be.
fn number_at(text: &str, sentence: &[Word<'_>], at: usize) -> Option<usize> {
    let (first, rest) = sentence.get(at..)?.split_first()?;
    let international = first.form.starts_with("pct");
    let begins_with_digit = |w: &Word<'_>| w.form.starts_with(|c: char| c.is_ascii_digit());
    if !international && !begins_with_digit(first) {
        return None;
    }
    // The office is written in letters.
    let goes_on = |w: &&Word<'_>| begins_with_digit(w) || (international && w.form.len() <= 6);
    let most = 1 + rest.iter().take(MOST_WORDS - 1).take_while(goes_on).count();
    let named = at.checked_sub(1).is_some_and(|before| NAMES.contains(&sentence[before].form.as_ref()));
    let slashed = first.form.len() == 2
        && rest.first().is_some_and(|next| text[first.end..next.start].trim().strip_prefix(SLASHES) == Some(""));
    (1..=most).rev().find(|words| match Number::parse(&text[first.start..sentence[at + words - 1].end]) {
        Ok(Number::Us { .. }) => named || slashed,
        Ok(Number::Pct { .. }) => true,
        // Two letters and some digits are too often something else.
        Ok(Number::Hague { .. } | Number::Foreign { .. }) | Err(_) => false,
    })
}
