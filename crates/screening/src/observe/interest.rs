//! Statements that the Government has an interest in an invention, the agencies and contracts they
//! name.

use std::ops::Range;

use crate::observe::agencies;
use crate::observe::{Seen, Signs, Word, has_phrase, has_start};
use domain::filing::Paragraph;
use domain::filing::screening::ObservationKind;
use text::words::Gap;

/// What every statement has one of: a cheap look that lets hardly any other paragraph through.
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

/// Whether a paragraph can hold a statement.
pub fn worth_reading(text: &str) -> bool {
    SIGNS.any_in(text)
}

/// Finds statements: runs of sentences that speak of it.
pub fn observe(paragraph: &Paragraph<'_>, words: &[Word<'_>], seen: &mut Seen) {
    let mut run: Option<Range<usize>> = None;
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        let range = sentence[0].start..sentence[sentence.len() - 1].end;
        if speaks_of_interest(sentence) {
            run = Some(run.map_or(range.clone(), |r| r.start..range.end));
        } else if let Some(done) = run.take() {
            statement(paragraph, words, done, seen);
        }
    }
    if let Some(done) = run {
        statement(paragraph, words, done, seen);
    }
}

/// Records one statement: an observation for each contract it names, or for each agency, or one.
pub fn statement(paragraph: &Paragraph<'_>, words: &[Word<'_>], bytes: Range<usize>, seen: &mut Seen) {
    let first = words.partition_point(|w| w.start < bytes.start);
    let end = words.partition_point(|w| w.end <= bytes.end);
    let words = words.get(first..end).unwrap_or_default();
    let named = agencies::named(words);
    let contracts = contracts(words);
    if named.is_empty() && contracts.is_empty() {
        return seen.add(ObservationKind::GovernmentInterest, paragraph, bytes, None, None);
    }
    let mut spoken_for = Vec::new();
    for (number, at) in contracts {
        // A number tells its agency; else it is the one named next, else the one named last.
        let near = named.iter().find(|&&(_, a)| a > at).or(named.last()).map(|&(code, _)| code);
        let agency = agencies::of_contract(&number).or(near);
        spoken_for.extend(agency);
        seen.add(ObservationKind::GovernmentInterest, paragraph, bytes.clone(), agency, Some(number));
    }
    for (agency, _) in named.into_iter().filter(|(a, _)| !spoken_for.contains(a)) {
        seen.add(ObservationKind::GovernmentInterest, paragraph, bytes.clone(), Some(agency), None);
    }
}

/// Whether a sentence says that the Government paid, owns or may use.
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
    // Who is asked last: agencies have many names.
    (rights || own_use || (matter && duties) || paid)
        && (has_start(s, &["government"]) || !agencies::named(s).is_empty())
}

/// The contract numbers among these words, with where each begins.
fn contracts(words: &[Word<'_>]) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = run_end(words, at);
        if end == at {
            at += 1;
            continue;
        }
        if let Some(number) = number_of(words, at, end) {
            out.push((number, at));
        }
        at = end;
    }
    out
}

fn digits(raw: &str) -> usize {
    raw.bytes().filter(u8::is_ascii_digit).count()
}

/// Where a run of words that could be a number ends: capitals and digits parted by hyphens or spaces
/// (some sources have lost the hyphens).
fn run_end(words: &[Word<'_>], at: usize) -> usize {
    let codelike = |w: &Word<'_>| {
        let plain = w.raw.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let letters_only = digits(w.raw) == 0;
        plain
            && w.raw.len() <= 14
            && (!letters_only || (w.raw.len() <= 4 && !WORDS.contains(&w.raw) && !agencies::is_short_name(w.raw)))
    };
    let (mut end, mut count) = (at, 0);
    while end < words.len() && codelike(&words[end]) && (end == at || words[end].gap.joins()) {
        let raw = words[end].raw;
        let starts_anew = count >= 4
            && words[end].gap == Gap::Space
            && digits(raw) >= 4
            && raw.starts_with(|c: char| c.is_ascii_uppercase());
        if end > at && starts_anew {
            break;
        }
        count += digits(raw);
        end += 1;
    }
    end
}

/// Capitals in statements that are not part of a number.
const WORDS: [&str; 15] =
    ["AND", "USC", "CFR", "FAR", "NO", "NOS", "OF", "THE", "BY", "FOR", "U", "S", "US", "A", "SBIR"];
/// What stands before a number that has no letters.
const BEFORE_NUMBERS: [&str; 10] =
    ["no", "nos", "number", "numbers", "contract", "contracts", "grant", "grants", "agreement", "award"];

fn number_of(words: &[Word<'_>], at: usize, mut end: usize) -> Option<String> {
    while end > at && digits(words[end - 1].raw) == 0 {
        end -= 1;
    }
    let run = &words[at..end];
    let count: usize = run.iter().map(|w| digits(w.raw)).sum();
    let lettered = run.iter().any(|w| digits(w.raw) < w.raw.len());
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
