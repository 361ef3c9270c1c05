//! Finds security markings and export-control legends in the text (R1.7).
//!
//! The place and form of a word make it a marking: a line of its own (`SECRET`, `TOP SECRET//NOFORN`), a portion mark
//! at the head of a paragraph (`(S//NF)`), a classification line (`CLASSIFIED BY: ...`, `DERIVED FROM: ...`), or a
//! fixed legend in capitals (`RESTRICTED DATA`). "A secret key" and "confidential data" are no markings.

use std::cell::OnceCell;
use std::ops::Range;

use crate::observe::{Collector, Signs, Word, phrase_at};
use domain::filing::Paragraph;
use domain::filing::screening::ObservationKind;

/// Whether a filing has marks of which there is no doubt. A single portion mark counts only in such a filing, because
/// `(S)` and `(C)` number paragraphs and name enantiomers far more often than they classify.
pub struct Context<'p> {
    paragraphs: &'p [Paragraph<'p>],
    classified: OnceCell<bool>,
}

impl<'p> Context<'p> {
    /// The context of a mark in these paragraphs.
    pub fn of(paragraphs: &'p [Paragraph<'p>]) -> Self {
        Self { paragraphs, classified: OnceCell::new() }
    }

    /// Whether the filing has marks of which there is no doubt. `(U)` at the head of a paragraph is one.
    fn is_classified(&self) -> bool {
        let certain = |p: &Paragraph<'_>| {
            portion_mark(p.text).is_some_and(|m| m.contains("//") || m == "U" || m == "TS")
                || p.text.lines().any(|l| banner_place(l).is_some())
        };
        *self.classified.get_or_init(|| self.paragraphs.iter().any(certain))
    }
}

/// Finds markings and legends in a paragraph.
pub fn observe(paragraph: &Paragraph<'_>, context: &Context<'_>, seen: &mut Collector) {
    let text = paragraph.text;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(range) = banner_place(line) {
            seen.add(ObservationKind::SecurityMarking, paragraph, at + range.start..at + range.end, None, None);
        }
        at += line.len();
    }
    if let Some(mark) = portion_mark(text)
        && (mark.contains("//") || (mark != "U" && context.is_classified()))
    {
        let start = text.len() - text.trim_start().len();
        seen.add(ObservationKind::SecurityMarking, paragraph, start..start + mark.len() + 2, None, None);
    }
    if text.contains("//") || SIGNS.any_in(text) {
        find_phrases(paragraph, &Word::all_of(text), seen);
    }
}

/// Pieces of text of which every legend without `//` has one. The piece `//` is not in the list, because so short a
/// piece slows the search for all others.
static SIGNS: Signs = Signs::new(&[
    "the EAR",
    "ITAR",
    "NOFORN",
    "RESTRICTED DATA",
    "OFFICIAL USE",
    "UNCLASSIFIED INFORMATION",
    "LASSIFIED BY",
    "lassified by",
    "DECLASSIFY",
    "eclassify on",
    "DERIVED FROM",
    "erived from",
    "raffic in",
    "RAFFIC IN",
    "xport",
    "XPORT",
    "DISTRIBUTION STATEMENT",
]);

/// The place of the banner in a line. A banner is a level, alone or with caveats, and nothing else. `None` for other
/// lines.
fn banner_place(line: &str) -> Option<Range<usize>> {
    let frame =
        |c: char| c.is_whitespace() || matches!(c, '*' | '(' | ')' | '[' | ']' | '.' | '"' | '=' | '_' | '-' | ':');
    // Every level and every caveat that stands alone begins with one of these letters. Hardly any other line does.
    let inner = line.trim_start_matches(frame);
    if !inner.starts_with(['T', 'S', 'C', 'N', 'R', 'F']) {
        return None;
    }
    let start = line.len() - inner.len();
    let inner = inner.trim_end_matches(frame);
    if inner.len() > 120 {
        return None;
    }
    let level = inner.split("//").next().unwrap_or(inner).trim();
    let is_level = ["TOP SECRET", "SECRET", "CONFIDENTIAL"].contains(&level)
        || ["Top Secret", "Secret", "Confidential", "Top secret"].contains(&level) && !inner.contains("//");
    let alone = [
        "NOFORN",
        "RESTRICTED DATA",
        "FORMERLY RESTRICTED DATA",
        "FOR OFFICIAL USE ONLY",
        "FOUO",
        "CUI",
        "CONTROLLED UNCLASSIFIED INFORMATION",
    ];
    let caveats = inner.split("//").skip(1).all(|c| {
        !c.is_empty() && c.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || " ,-/".contains(c))
    });
    ((is_level && caveats) || alone.contains(&inner) || (level == "CUI" && caveats)).then(|| start..start + inner.len())
}

/// The portion mark at the head of a paragraph, without parentheses.
fn portion_mark(text: &str) -> Option<&str> {
    let inner = text.trim_start().strip_prefix('(')?;
    let (mark, rest) = inner.split_once(')')?;
    let level = mark.split("//").next().unwrap_or(mark);
    let caveats = mark
        .split("//")
        .skip(1)
        .all(|c| !c.is_empty() && c.chars().all(|c| c.is_ascii_uppercase() || " ,-/".contains(c)));
    let known = ["U", "C", "S", "TS", "CUI", "FOUO"].contains(&level) || (mark.contains("//") && level.is_empty());
    // `(S)-2-butanol` is a molecule.
    (known && caveats && mark.len() <= 60 && rest.starts_with(char::is_whitespace)).then_some(mark)
}

/// Legends of several words, folded. A legend with `true` counts only in capitals.
const MARKINGS: &[(&str, bool)] = &[
    ("top secret noforn", true),
    ("secret noforn", true),
    ("confidential noforn", true),
    ("noforn", true),
    ("formerly restricted data", true),
    ("restricted data", true),
    ("for official use only", true),
    ("controlled unclassified information", true),
    ("declassify on", false),
    ("classified by", true),
    ("distribution statement", true),
];

const EXPORT: &[(&str, bool)] = &[
    ("international traffic in arms", false),
    ("export administration regulations", false),
    ("arms export control act", false),
    ("subject to the ear", true),
    ("export controlled", false),
    ("itar", true),
];

fn find_phrases(paragraph: &Paragraph<'_>, words: &[Word<'_>], seen: &mut Collector) {
    let mut at = 0;
    while at < words.len() {
        let fits = |&&(phrase, capitals): &&(&str, bool)| {
            let n = phrase.split(' ').count();
            let count = |w: &Word<'_>| {
                if phrase == "subject to the ear" {
                    w.raw == "EAR"
                } else {
                    !w.raw.contains(|c: char| c.is_lowercase())
                }
            };
            phrase_at(words, at, phrase)
                && (!capitals
                    || words[at..at + n]
                        .iter()
                        .rev()
                        .take(if phrase == "subject to the ear" { 1 } else { n })
                        .all(count))
                && (phrase != "classified by" || paragraph.text[words[at + 1].end..].trim_start().starts_with(':'))
                && (phrase != "distribution statement"
                    || words.get(at + 2).is_some_and(|w| ["B", "C", "D", "E", "F"].contains(&w.raw)))
        };
        let found = MARKINGS.iter().find(fits).map(|f| (f, ObservationKind::SecurityMarking));
        let found = found.or_else(|| EXPORT.iter().find(fits).map(|f| (f, ObservationKind::ExportControlLegend)));
        match found {
            Some(((phrase, _), kind)) => {
                let n = phrase.split(' ').count();
                seen.add(kind, paragraph, words[at].start..words[at + n - 1].end, None, None);
                at += n;
            }
            None => at += 1,
        }
    }
}
