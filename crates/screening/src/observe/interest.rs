//! Finds statements that the Government has an interest in an invention, with the agencies and contracts they name.

use std::ops::Range;

use crate::observe::agencies;
use crate::observe::{Collector, Signs, Word, has_phrase, has_start};
use domain::filing::Paragraph;
use domain::filing::screening::ObservationKind;
use text::words::Gap;

/// Pieces of text of which every statement has one and hardly any other paragraph does.
static SIGNS: Signs = Signs::new(&[
    "overnment",
    "OVERNMENT",
    "official duties",
    "mployee",
    "contract",
    "Contract",
    "CONTRACT",
    "grant ",
    "Grant ",
    "GRANT ",
]);

/// Whether a paragraph may have a statement.
pub fn is_worth_reading(text: &str) -> bool {
    SIGNS.any_in(text)
}

/// Finds the statements in a paragraph: runs of sentences about an interest of the Government.
pub fn observe(paragraph: &Paragraph<'_>, words: &[Word<'_>], seen: &mut Collector) {
    let mut run: Option<Range<usize>> = None;
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        let range = sentence[0].start..sentence[sentence.len() - 1].end;
        if speaks_of_interest(sentence) {
            run = Some(run.map_or(range.clone(), |r| r.start..range.end));
        } else if let Some(done) = run.take() {
            record_statement(paragraph, words, done, seen);
        }
    }
    if let Some(done) = run {
        record_statement(paragraph, words, done, seen);
    }
}

/// Records a statement. It is one observation for each contract it names. Without contracts it is one for each agency,
/// and without agencies a single one.
pub fn record_statement(paragraph: &Paragraph<'_>, words: &[Word<'_>], bytes: Range<usize>, seen: &mut Collector) {
    let first = words.partition_point(|w| w.start < bytes.start);
    let end = words.partition_point(|w| w.end <= bytes.end);
    let words = words.get(first..end).unwrap_or_default();
    let named = agencies::agencies_named(words);
    let contracts = contracts(words);
    if named.is_empty() && contracts.is_empty() {
        return seen.add(ObservationKind::GovernmentInterest, paragraph, bytes, None, None);
    }
    let mut spoken_for = Vec::new();
    for (number, at) in contracts {
        // The form of a number names its agency. Otherwise the agency is the one named next, or else the one named
        // last.
        let near = named.iter().find(|&&(_, a)| a > at).or(named.last()).map(|&(code, _)| code);
        let agency = agencies::agency_of_contract(&number).or(near);
        spoken_for.extend(agency);
        seen.add(ObservationKind::GovernmentInterest, paragraph, bytes.clone(), agency, Some(number));
    }
    for (agency, _) in named.into_iter().filter(|(a, _)| !spoken_for.contains(a)) {
        seen.add(ObservationKind::GovernmentInterest, paragraph, bytes.clone(), Some(agency), None);
    }
}

/// Whether a sentence says that the Government paid for, owns or may use the invention.
fn speaks_of_interest(s: &[Word<'_>]) -> bool {
    let matter = has_start(
        s,
        &[
            "invention",
            "application",
            "patent",
            "work",
            "research",
            "development",
            "embodiment",
            "project",
            "disclosure",
            "development",
        ],
    );
    let support = has_start(s, &["support", "fund", "sponsor", "award", "grant", "contract", "agreement"]);
    let made =
        has_start(s, &["made", "support", "fund", "sponsor", "perform", "conceiv", "developed", "reduced", "awarded"]);
    let rights = has_phrase(s, "certain rights")
        || has_phrase(s, "has rights")
        || has_phrase(s, "have rights")
        || has_phrase(s, "certain interests")
        || has_phrase(s, "paid up license")
        || (has_start(s, &["rights"]) && has_start(s, &["contract", "grant", "pursuant", "agreement"]));
    let own_use = (has_start(s, &["manufactured", "used", "practiced"]) && has_start(s, &["royalt"]))
        || has_phrase(s, "by or for the government")
        || has_phrase(s, "by or for the united states")
        || (has_start(s, &["manufactured", "made"])
            && has_start(s, &["used", "licensed"])
            && has_phrase(s, "or for the u s government"));
    let duties =
        has_phrase(s, "official duties") || (has_start(s, &["employee"]) && has_start(s, &["made", "invented"]));
    let paid = matter
        && support
        && made
        && (has_start(s, &["contract", "grant", "awarded", "agreement"]) || has_phrase(s, "government support"));
    // Agencies are looked up last, because they have many names.
    (rights || own_use || (matter && duties) || paid)
        && (has_start(s, &["government"]) || !agencies::agencies_named(s).is_empty())
}

/// The contract numbers among these words, each with the index of its first word.
fn contracts(words: &[Word<'_>]) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = run_end(words, at);
        if end == at {
            at += 1;
            continue;
        }
        if let Some(number) = contract_number(words, at, end) {
            out.push((number, at));
        }
        at = end;
    }
    out
}

fn count_digits(raw: &str) -> usize {
    raw.bytes().filter(u8::is_ascii_digit).count()
}

/// The end of a run of words that could be a number: capitals and digits with hyphens or spaces between them. Some
/// sources have lost the hyphens.
fn run_end(words: &[Word<'_>], at: usize) -> usize {
    let codelike = |w: &Word<'_>| {
        let plain = w.raw.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let letters_only = count_digits(w.raw) == 0;
        plain
            && w.raw.len() <= 14
            && (!letters_only || (w.raw.len() <= 4 && !WORDS.contains(&w.raw) && !agencies::is_short_name(w.raw)))
    };
    let (mut end, mut count) = (at, 0);
    while end < words.len() && codelike(&words[end]) && (end == at || words[end].gap.joins()) {
        let raw = words[end].raw;
        let starts_anew = count >= 4
            && words[end].gap == Gap::Space
            && count_digits(raw) >= 4
            && raw.starts_with(|c: char| c.is_ascii_uppercase());
        if end > at && starts_anew {
            break;
        }
        count += count_digits(raw);
        end += 1;
    }
    end
}

/// Capitals in statements that are not part of a number.
const WORDS: [&str; 15] =
    ["AND", "USC", "CFR", "FAR", "NO", "NOS", "OF", "THE", "BY", "FOR", "U", "S", "US", "A", "SBIR"];
/// Words that stand before a number without letters.
const BEFORE_NUMBERS: [&str; 10] =
    ["no", "nos", "number", "numbers", "contract", "contracts", "grant", "grants", "agreement", "award"];

fn contract_number(words: &[Word<'_>], at: usize, mut end: usize) -> Option<String> {
    while end > at && count_digits(words[end - 1].raw) == 0 {
        end -= 1;
    }
    let run = &words[at..end];
    let count: usize = run.iter().map(|w| count_digits(w.raw)).sum();
    let lettered = run.iter().any(|w| count_digits(w.raw) < w.raw.len());
    let announced = at > 0 && BEFORE_NUMBERS.contains(&&*words[at - 1].form);
    if count < 4 || !(lettered || (announced && count >= 5)) {
        return None;
    }
    let mut number = String::new();
    for (i, w) in run.iter().enumerate() {
        if i > 0 {
            number.push(if w.gap == Gap::Hyphen { '-' } else { ' ' });
        }
        number.push_str(w.raw);
    }
    Some(number)
}
