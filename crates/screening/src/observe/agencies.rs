//! The names of agencies in Government-interest statements, and the contract numbers that each agency gives out.

use crate::observe::{Word, phrase_at};

/// Folded names, each with the agency code that Subrosa uses. A longer name stands before a name that it begins with.
const NAMES: &[(&str, &str)] = &[
    ("defense advanced research projects agency", "DARPA"),
    ("darpa", "DARPA"),
    ("advanced research projects agency energy", "DOE"),
    ("arpa e", "DOE"),
    ("advanced research projects agency", "DARPA"),
    ("national security agency", "NSA"),
    ("nsa", "NSA"),
    ("defense technology security administration", "DTSA"),
    ("department of the army", "ARMY"),
    ("army", "ARMY"),
    ("aro", "ARMY"),
    ("department of the navy", "NAVY"),
    ("office of naval research", "NAVY"),
    ("naval", "NAVY"),
    ("navy", "NAVY"),
    ("onr", "NAVY"),
    ("department of the air force", "USAF"),
    ("air force", "USAF"),
    ("usaf", "USAF"),
    ("afrl", "USAF"),
    ("afosr", "USAF"),
    ("department of defense", "DOD"),
    ("defense department", "DOD"),
    ("missile defense agency", "DOD"),
    ("dod", "DOD"),
    ("national nuclear security administration", "DOE"),
    ("energy research and development administration", "DOE"),
    ("atomic energy commission", "DOE"),
    ("department of energy", "DOE"),
    ("doe", "DOE"),
    ("nnsa", "DOE"),
    ("national aeronautics and space administration", "NASA"),
    ("nasa", "NASA"),
    ("department of homeland security", "DHS"),
    ("dhs", "DHS"),
    ("department of justice", "DOJ"),
    ("national institute of justice", "DOJ"),
    ("national science foundation", "NSF"),
    ("nsf", "NSF"),
    ("national institutes of health", "NIH"),
    ("national institute of health", "NIH"),
    ("national cancer institute", "NIH"),
    ("nih", "NIH"),
    ("department of health and human services", "HHS"),
    ("national institute of standards and technology", "NIST"),
    ("nist", "NIST"),
    ("department of agriculture", "USDA"),
    ("usda", "USDA"),
    ("department of commerce", "DOC"),
    ("department of transportation", "DOT"),
    ("environmental protection agency", "EPA"),
    ("central intelligence agency", "CIA"),
    ("intelligence advanced research projects activity", "IARPA"),
    ("iarpa", "IARPA"),
];

/// The beginnings of contract numbers, each with its agency.
const PREFIXES: &[(&str, &str)] = &[
    ("DEAC", "DOE"),
    ("DEFC", "DOE"),
    ("DEFG", "DOE"),
    ("DEEE", "DOE"),
    ("DENA", "DOE"),
    ("DESC", "DOE"),
    ("DEAR", "DOE"),
    ("W7405", "DOE"),
    ("NAS", "NASA"),
    ("NNX", "NASA"),
    ("NNG", "NASA"),
    ("NNC", "NASA"),
    ("NCC", "NASA"),
    ("80NSSC", "NASA"),
    ("N000", "NAVY"),
    ("N6", "NAVY"),
    ("DAA", "ARMY"),
    ("W911", "ARMY"),
    ("W912", "ARMY"),
    ("W15P", "ARMY"),
    ("W31P", "ARMY"),
    ("W81X", "ARMY"),
    ("FA", "USAF"),
    ("F0", "USAF"),
    ("F1", "USAF"),
    ("F2", "USAF"),
    ("F3", "USAF"),
    ("F4", "USAF"),
    ("HR00", "DARPA"),
    ("MDA9", "DARPA"),
    ("HQ0", "DOD"),
    ("HSHQ", "DHS"),
];

/// The agencies that these words name, in order and without repeats, each with the index of the first word of its name.
pub fn agencies_named(words: &[Word<'_>]) -> Vec<(&'static str, usize)> {
    let mut out: Vec<(&'static str, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // A short name must be in capitals, because "doe" is a deer and "army" an army of ants.
        let fits = |name: &str| {
            phrase_at(words, at, name)
                && (name.len() > 5 || words[at].raw.starts_with(|c: char| c.is_uppercase()))
                && (name.contains(' ')
                    || name.len() > 5
                    || name == "army"
                    || name == "navy"
                    || is_capitals(words[at].raw))
        };
        match NAMES.iter().find(|(name, _)| fits(name)) {
            Some(&(name, code)) => {
                if !out.iter().any(|&(c, _)| c == code) {
                    out.push((code, at));
                }
                at += name.split(' ').count();
            }
            None => at += 1,
        }
    }
    out
}

fn is_capitals(raw: &str) -> bool {
    raw.chars().all(|c| c.is_uppercase())
}

/// The agency that gives out contract numbers of this form.
pub fn agency_of_contract(number: &str) -> Option<&'static str> {
    let compact: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    PREFIXES.iter().find(|(prefix, _)| compact.starts_with(prefix)).map(|&(_, code)| code)
}

/// Whether a word is the short name of an agency.
pub fn is_short_name(raw: &str) -> bool {
    NAMES.iter().any(|(name, _)| name.len() <= 5 && name.eq_ignore_ascii_case(raw))
}
