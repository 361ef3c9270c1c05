//! Finds the applications that a text names, by serial number (`60/729,866`) or international number
//! (`PCT/US2003/012345`).

use crate::observe::{Collector, Signs, Word};
use domain::filing::Paragraph;
use domain::filing::screening::ObservationKind;

/// Pieces of text of which one stands beside every such number.
static SIGNS: Signs = Signs::new(&["pplication", "PPLICATION", "Ser", "SER", "Appl", "PCT/"]);

/// Whether a paragraph may name an application.
pub fn is_worth_reading(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    // A slash alone is no sign: "and/or" is in every other paragraph.
    let in_number =
        |at: usize| (is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))) || bytes[..at].ends_with(b"PCT");
    memchr::memchr_iter(b'/', bytes).any(in_number) && SIGNS.any_in(text)
}

/// Finds the numbers in sentences about applications.
pub fn observe(paragraph: &Paragraph<'_>, words: &[Word<'_>], seen: &mut Collector) {
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        let speaks =
            sentence.iter().any(|w| w.form.starts_with("appl") || w.form.starts_with("ser") || w.form == "pct");
        if !speaks {
            continue;
        }
        for (i, w) in sentence.iter().enumerate() {
            let after_slash = |j: usize| {
                let next = sentence.get(j)?;
                (&paragraph.text[sentence[j - 1].end..next.start] == "/").then_some(next)
            };
            let end = if w.raw == "PCT" {
                after_slash(i + 1).and_then(|_| after_slash(i + 2)).map(|last| last.end)
            } else {
                after_slash(i + 1).filter(|n| is_series(w.raw) && is_serial(n.raw)).map(|n| n.end)
            };
            if let Some(end) = end {
                seen.add(ObservationKind::RelatedApplication, paragraph, w.start..end, None, None);
            }
        }
    }
}

fn is_series(raw: &str) -> bool {
    raw.len() == 2 && raw.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is a serial number: `729,866` or `729866`. The years of dates are shorter.
fn is_serial(raw: &str) -> bool {
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    digits == 6 && raw.bytes().all(|b| b.is_ascii_digit() || b == b',')
}
