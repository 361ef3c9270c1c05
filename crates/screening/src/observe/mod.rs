//! Finds what is of interest in a filing without a list: statements of Government interest, security markings and
//! export-control legends (R1.7), related applications.
//!
//! Observations decide nothing alone. A marking withholds the license until a person has looked at the filing. A
//! Government interest may give DOE or NASA a claim. Innocent uses of the same words ("a secret key", "confidential
//! data") must not be observed.

mod agencies;
mod interest;
mod legends;
mod related;
mod signs;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use domain::filing::screening::{Observation, ObservationKind};
use domain::filing::{Filing, Paragraph};
use text::sentences::sentences;
use text::words::{self, Gap};

use crate::evidence::char_range;
use crate::observe::signs::Signs;

/// Most observations of one kind in one filing, the first in reading order.
pub const MOST_OF_A_KIND: usize = 50;

/// All observations in a filing, in reading order.
pub fn observe(filing: &Filing, paragraphs: &[Paragraph<'_>]) -> Vec<Observation> {
    let mut seen = Collector { out: Vec::new() };
    let context = legends::Context::of(paragraphs);
    for paragraph in paragraphs {
        if let Some(statement) = &filing.government_interest
            && let Some(at) = paragraph.text.find(statement.trim()).filter(|_| !statement.trim().is_empty())
        {
            let end = at + statement.trim().len();
            interest::record_statement(paragraph, &Word::all_of(paragraph.text), at..end, &mut seen);
        } else if interest::is_worth_reading(paragraph.text) {
            interest::observe(paragraph, &Word::all_of(paragraph.text), &mut seen);
        }
        legends::observe(paragraph, &context, &mut seen);
        if related::is_worth_reading(paragraph.text) {
            related::observe(paragraph, &Word::all_of(paragraph.text), &mut seen);
        }
    }
    seen.out
}

/// Collects observations without repeats.
struct Collector {
    out: Vec<Observation>,
}

impl Collector {
    fn add(
        &mut self,
        kind: ObservationKind,
        paragraph: &Paragraph<'_>,
        bytes: std::ops::Range<usize>,
        agency: Option<&str>,
        contract: Option<String>,
    ) {
        let (start, end) = char_range(paragraph.text, bytes.start, bytes.end);
        let observation = Observation {
            kind,
            agency: agency.map(str::to_owned),
            contract,
            section: paragraph.section.into(),
            place: paragraph.place.to_string(),
            start,
            end,
            text: paragraph.text[bytes].to_owned(),
        };
        let of_kind = self.out.iter().filter(|o| o.kind == kind).count();
        if of_kind < MOST_OF_A_KIND && !self.out.contains(&observation) {
            self.out.push(observation);
        }
    }
}

/// One word of a paragraph, ready to be compared.
struct Word<'a> {
    raw: &'a str,
    form: Cow<'a, str>,
    start: usize,
    end: usize,
    gap: Gap,
    sentence: u32,
}

impl<'a> Word<'a> {
    fn all_of(text: &'a str) -> Vec<Self> {
        let spans = words::spans(text);
        let numbers = sentences(text, &spans);
        let one = |(s, sentence): (&words::Span, u32)| {
            let raw = &text[s.start..s.end];
            Self { raw, form: words::fold(raw), start: s.start, end: s.end, gap: s.gap, sentence }
        };
        spans.iter().zip(numbers).map(one).collect()
    }
}

/// Whether the words from `at` on are a given phrase.
fn phrase_at(words: &[Word<'_>], at: usize, phrase: &str) -> bool {
    // Nearly every word differs from the phrase in its first letter.
    if words[at].form.as_bytes().first() != phrase.as_bytes().first() {
        return false;
    }
    let mut rest = words[at..].iter();
    phrase.split(' ').all(|want| rest.next().is_some_and(|w| w.form == want))
}

/// Whether a phrase occurs among these words.
fn has_phrase(words: &[Word<'_>], phrase: &str) -> bool {
    (0..words.len()).any(|at| phrase_at(words, at, phrase))
}

/// Whether one of these words begins with one of `starts`.
fn has_start(words: &[Word<'_>], starts: &[&str]) -> bool {
    words.iter().any(|w| starts.iter().any(|s| w.form.starts_with(s)))
}
