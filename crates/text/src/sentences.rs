//! Finds where one sentence ends and the next begins inside a paragraph.
//!
//! A sentence never crosses a paragraph, so this module sees the text of one paragraph. It knows the abbreviations of
//! patent prose ("etc.", "e.g.", "FIG. 3", "No. 5", "U.S."). If a period may be either, the sentence goes on: a rule
//! that asks for two words in one sentence then matches too much rather than too little.

use crate::words::{Gap, Span};

/// For each word the number of its sentence, counted from 0. The list is as long as `spans`.
pub fn sentences(text: &str, spans: &[Span]) -> Vec<u32> {
    let mut number = 0;
    let mut out = Vec::with_capacity(spans.len());
    for i in 0..spans.len() {
        if i > 0 && ends_before(text, spans, i) {
            number += 1;
        }
        out.push(number);
    }
    out
}

/// Whether a sentence ends between the word before `spans[i]` and that word; `i` is at least 1.
pub fn ends_before(text: &str, spans: &[Span], i: usize) -> bool {
    let span = &spans[i];
    if span.gap != Gap::Stop {
        return false;
    }
    let before = &spans[i - 1];
    let gap = &text[before.end..span.start];
    if gap.contains(['\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{2029}']) || gap.matches('\n').count() > 1 {
        return true;
    }
    let next = &text[span.start..span.end];
    let opens = next.chars().next().is_some_and(|c| !c.is_lowercase());
    let after_stop = gap.trim_start_matches(|c| !matches!(c, '.' | '!' | '?'));
    let spaced = after_stop.contains(char::is_whitespace);
    if !opens {
        return false;
    }
    if !spaced {
        // `invention.The` is a lower-case word, a period and a capitalized word. Any other text without white space
        // after the period is a name, a number or an abbreviation.
        let word = &text[before.start..before.end];
        return gap == "."
            && word.chars().count() > 2
            && word.chars().all(char::is_lowercase)
            && next.chars().nth(1).is_some_and(char::is_lowercase)
            && next.chars().next().is_some_and(char::is_uppercase);
    }
    if !gap.starts_with('.') {
        return true;
    }
    match abbreviation(text, spans, i - 1) {
        Abbreviation::No => true,
        Abbreviation::Always => false,
        // The number of a contract or figure has capitals and digits: `No. DE-AC36`, `FIG. A`.
        Abbreviation::BeforeNumber => {
            next.contains(char::is_lowercase) && !next.contains(char::is_numeric) && next.chars().count() > 2
        }
        Abbreviation::MayEnd => OPENERS.binary_search(&next).is_ok(),
    }
}

/// Whether a word with a period after it is an abbreviation.
enum Abbreviation {
    No,
    /// An abbreviation that never ends a sentence.
    Always,
    /// An abbreviation only before a number or a letter ("FIG. 3", "No. 5", "FIG. A").
    BeforeNumber,
    /// An abbreviation that ends a sentence before a word that opens sentences ("etc.", "U.S.").
    MayEnd,
}

fn abbreviation(text: &str, spans: &[Span], i: usize) -> Abbreviation {
    let span = &spans[i];
    let raw = &text[span.start..span.end];
    let word = raw.to_lowercase();
    let glued = i > 0 && span.gap == Gap::Stop && &text[spans[i - 1].end..span.start] == ".";
    if raw.chars().count() == 1 {
        let letter = raw.chars().all(char::is_alphabetic);
        return match (letter, glued, word.as_str()) {
            // "e.g.", "i.e."
            (_, true, "g" | "e") => Abbreviation::Always,
            // "U.S.", "p.m."
            (_, true, _) => Abbreviation::MayEnd,
            // The initial of a name.
            (true, false, _) if raw.chars().all(char::is_uppercase) => Abbreviation::MayEnd,
            // The number at the head of a claim.
            (false, _, _) if i == 0 => Abbreviation::Always,
            _ => Abbreviation::No,
        };
    }
    if i == 0 && raw.bytes().all(|b| b.is_ascii_digit()) && raw.len() <= 4 {
        return Abbreviation::Always;
    }
    let w = word.as_str();
    if ALWAYS.binary_search(&w).is_ok() {
        Abbreviation::Always
    } else if BEFORE_NUMBER.binary_search(&w).is_ok() {
        Abbreviation::BeforeNumber
    } else if MAY_END.binary_search(&w).is_ok() {
        Abbreviation::MayEnd
    } else {
        Abbreviation::No
    }
}

// These lists are sorted, because they are looked up by binary search.
const ALWAYS: &[&str] =
    &["approx", "ca", "cf", "dept", "dr", "gen", "lt", "messrs", "mr", "mrs", "ms", "mt", "prof", "resp", "viz", "vs"];
const BEFORE_NUMBER: &[&str] = &[
    "apr", "aug", "ch", "col", "dec", "eq", "eqn", "eqns", "eqs", "ex", "feb", "fig", "figs", "jan", "jul", "jun",
    "mar", "no", "nos", "nov", "nr", "oct", "p", "par", "para", "pat", "pp", "pt", "ref", "refs", "sec", "sect", "sep",
    "sept", "ser", "tab", "vol", "vols",
];
const MAY_END: &[&str] = &[
    "al", "appl", "assn", "bros", "bull", "chem", "co", "corp", "ed", "eds", "engrg", "etc", "inc", "int", "intl",
    "jr", "ltd", "max", "min", "natl", "phys", "proc", "pub", "publ", "rev", "sci", "soc", "sr", "st", "symp", "temp",
    "trans", "univ", "wt",
];
const OPENERS: &[&str] = &[
    "A",
    "Accordingly",
    "Additionally",
    "After",
    "Also",
    "Alternatively",
    "Although",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Both",
    "But",
    "By",
    "Consequently",
    "Conversely",
    "Each",
    "Examples",
    "Finally",
    "First",
    "For",
    "From",
    "Further",
    "Furthermore",
    "Generally",
    "Hence",
    "Here",
    "However",
    "If",
    "In",
    "It",
    "Its",
    "Likewise",
    "Many",
    "Moreover",
    "Most",
    "No",
    "Of",
    "On",
    "One",
    "Other",
    "Preferably",
    "Said",
    "Second",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Thus",
    "To",
    "Typically",
    "Under",
    "Unlike",
    "Various",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "With",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::spans;
    use proptest::prelude::*;

    /// The words of a text with `|` where a sentence ends.
    fn cut(text: &str) -> String {
        let spans = spans(text);
        let numbers = sentences(text, &spans);
        let mut out = String::new();
        for (i, s) in spans.iter().enumerate() {
            if i > 0 {
                out.push_str(if numbers[i] == numbers[i - 1] { " " } else { " | " });
            }
            out.push_str(&text[s.start..s.end]);
        }
        out
    }

    #[test]
    fn word_lists_are_sorted_for_their_lookup() {
        for list in [ALWAYS, BEFORE_NUMBER, MAY_END, OPENERS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(cut("It flies. It lands! Does it? Yes."), "It flies | It lands | Does it | Yes");
        assert_eq!(cut("a first aspect of the invention.The second"), "a first aspect of the invention | The second");
        assert_eq!(cut("It ends (see above). Next (\"so.\") Then"), "It ends see above | Next so | Then");
        assert_eq!(cut("one\n\nTwo\nthree"), "one | Two three");
        assert_eq!(cut("雷达。雷达"), "雷 达 | 雷 达");
        assert_eq!(cut("at 5 km. 12 units follow"), "at 5 km | 12 units follow");
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for whole in [
            "as in FIG. 3 and FIGS. 4A and No. 5 and U.S. Pat. No. 5,123,456 by J. Smith et al. Smith",
            "metals, e.g. Iron, i.e. Steel, etc. and approx. 5 vs. Six",
            "1. A device comprising a coil",
            "12. The device of claim 1",
            "version 2.0 of node.js runs at 3.5 GHz",
            "the U.S. Navy and the U.S. Government",
            "under Contract No. N00014-91, No. DMR 1006147 and No. DE-AC36",
            "see Eq. 5 and Fig. A of Acme Inc. Delaware",
        ] {
            assert!(!cut(whole).contains('|'), "{}", cut(whole));
        }
        assert_eq!(cut("paint, coating, etc. The radar"), "paint coating etc | The radar");
        assert_eq!(cut("There is no. However it is"), "There is no | However it is");
    }

    proptest! {
        #[test]
        fn any_text_can_be_split(text in "\\PC{0,80}") {
            let spans = spans(&text);
            let numbers = sentences(&text, &spans);
            prop_assert_eq!(numbers.len(), spans.len());
            prop_assert!(numbers.is_sorted());
        }
    }
}
