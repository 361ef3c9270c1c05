//! Tells whether a filing is in English, the language of the lists (R1.12). A filing in another language cannot be
//! screened against them and is never clear. The Office may then require an English abstract.
//!
//! Two signs in the first few hundred words decide: the script, and the share of the small words that every English
//! text has. Which other language it is, is not the job of this module.

use domain::filing::{Filing, Paragraph, Section};

/// How many words of a filing are read.
const SAMPLE_WORDS: usize = 400;
/// How many letters of a filing are read.
const SAMPLE_LETTERS: usize = 4000;
/// A text of fewer words is taken for English.
const FEWEST_WORDS: usize = 80;
/// In a text of fewer letters the script is not counted.
const FEWEST_LETTERS: usize = 100;

/// Small words of English. In patents, whose style is terse, they are one word in four.
const SMALL: [&str; 24] = [
    "the", "of", "and", "a", "an", "to", "in", "is", "for", "with", "by", "or", "that", "said", "wherein", "are", "as",
    "on", "at", "from", "which", "be", "one", "this",
];

/// Least share of small words in an English text, in percent. The lowest share in a known English filing is 8. Other
/// languages of the same script have less than 4.
const LEAST_SMALL: usize = 5;

/// Most letters of another script in an English text, in percent. Formulas have Greek letters, and names have marks.
const MOST_FOREIGN: usize = 30;

/// The problem of a filing that is not in English. `None` for an English filing and for one that is too short to tell.
pub(super) fn language_problem(filing: &Filing) -> Option<String> {
    is_foreign(filing.paragraphs().iter().filter(|p| p.section != Section::Title)).then(|| {
        "the text is not in English, so the list cannot be held against it; require at least an English abstract (MPEP 115)"
            .to_owned()
    })
}

fn is_foreign<'a>(paragraphs: impl Iterator<Item = &'a Paragraph<'a>>) -> bool {
    let (mut words, mut small, mut letters, mut other) = (0usize, 0usize, 0usize, 0usize);
    for p in paragraphs {
        for word in p.text.split_whitespace() {
            if letters < SAMPLE_LETTERS {
                let alphabetic = word.chars().filter(|c| c.is_alphabetic());
                for c in alphabetic {
                    letters += 1;
                    // The Latin letters, with and without marks, end before U+0250.
                    other += usize::from(u32::from(c) >= 0x250);
                }
            }
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            // Only plain words count. Numbers, sequences and formulas belong to no language.
            if bare.chars().all(char::is_alphabetic) && bare.chars().any(char::is_lowercase) {
                words += 1;
                small += usize::from(SMALL.iter().any(|s| bare.eq_ignore_ascii_case(s)));
            }
            if words >= SAMPLE_WORDS {
                break;
            }
        }
        if words >= SAMPLE_WORDS {
            break;
        }
    }
    let script = letters >= FEWEST_LETTERS && other * 100 > letters * MOST_FOREIGN;
    script || words >= FEWEST_WORDS && small * 100 < words * LEAST_SMALL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filing(text: &str) -> Filing {
        serde_json::from_value(serde_json::json!({
            "application_number": "63/1", "title": "x", "kind": "provisional", "claims": [], "abstract": [],
            "description": [{"text": text}]
        }))
        .expect("a filing")
    }

    const GERMAN: &str = "Die Erfindung betrifft eine Vorrichtung zum Erfassen von Schallsignalen unter Wasser, wobei ein \
        Gehäuse mehrere Wandler trägt und jeder Wandler mit einer Auswerteeinheit verbunden ist. Die Auswerteeinheit bildet \
        aus den Signalen der Wandler eine Richtung und einen Abstand. Bekannte Anordnungen haben den Nachteil, dass sie bei \
        geringer Tiefe durch Reflexionen gestört werden. Aufgabe der Erfindung ist es daher, eine Anordnung zu schaffen, die \
        auch bei geringer Tiefe zuverlässig arbeitet und sich einfach herstellen lässt. Diese Aufgabe wird durch die Merkmale \
        des ersten Anspruchs gelöst, vorteilhafte Ausgestaltungen ergeben sich aus den weiteren Ansprüchen.";

    const JAPANESE: &str = "本発明は、水中の音響信号を検出する装置に関する。筐体は複数の変換器を備え、各変換器は評価部に接続されている。\
        評価部は変換器の信号から方向と距離を算出する。従来の装置は浅い水深において反射の影響を受けるという欠点がある。\
        本発明の目的は、浅い水深においても確実に動作し、容易に製造できる装置を提供することである。";

    #[test]
    fn r1_12_a_filing_in_another_language_is_never_clear() {
        for text in [GERMAN, JAPANESE, &JAPANESE.replace('。', "。 ")] {
            assert!(language_problem(&filing(text)).is_some(), "{text}");
        }
    }

    #[test]
    fn r1_12_english_is_english_with_formulas_names_and_few_words() {
        let text = "The device of claim 1, wherein the angle \u{3b1} is larger than \u{3b2}, said angle being measured at the \
            housing of Gehäusewerke Müller GmbH in Zürich. ";
        assert!(language_problem(&filing(&text.repeat(10))).is_none());
        assert!(language_problem(&filing("Radar cross section 3 dB.")).is_none(), "too short to tell");
        assert!(language_problem(&filing("")).is_none(), "nothing to tell; that it has no text is said elsewhere");
    }

    #[test]
    fn r1_12_no_real_english_filing_is_taken_for_foreign() {
        let Ok(text) = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/perf/filings.ndjson"))
        else {
            eprintln!("\n!!!! SKIPPED: real filings: ../shared/perf is not at hand !!!!\n");
            return;
        };
        for line in text.lines() {
            let filing: Filing = serde_json::from_str(line).expect("a filing");
            // The folder has European patents in the three languages of the European Patent Office.
            let may_be_foreign = filing.application_number.as_str().starts_with("G-EP-");
            assert!(may_be_foreign || language_problem(&filing).is_none(), "{}", filing.application_number);
        }
    }
}
