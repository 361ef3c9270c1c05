//! Words and phrases of a rule, and when they fit the words of a text.
//!
//! A term is a run of parts that follow each other. A plain word is one part. A hyphenated word and a phrase have
//! several. [`text::words`] cuts both rules and filings, so that they agree on what a word is.

use std::fmt;

use crate::pattern::Pattern;
use text::words;

/// A word, hyphenated word or phrase.
#[derive(Debug, Clone)]
pub struct Term {
    /// As written, without quotes and `=`.
    pub text: String,
    pub quoted: bool,
    /// Whether inflections are left out (`=radar`).
    pub exact: bool,
    /// The parts that must follow each other; at least one.
    pub parts: Vec<Part>,
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        (self.exact, &self.parts) == (other.exact, &other.parts)
    }
}

/// One word of a term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// Any word with this stem.
    Stem {
        /// The word, folded.
        form: String,
        stem: String,
    },
    /// This folded form only.
    Exact(String),
    /// Any word that fits the pattern.
    Pattern(Pattern),
}

impl Part {
    /// Makes a part that any inflection of a word fits.
    fn stem(form: String) -> Self {
        Self::Stem { stem: words::stem(&form).into_owned(), form }
    }

    /// Whether a text fits as the rule spells it, without inflections.
    pub fn fits_literally(&self, text: &str) -> bool {
        match self {
            Self::Stem { form, .. } | Self::Exact(form) => form == text,
            Self::Pattern(pattern) => pattern.matches(text),
        }
    }

    /// Whether a word of a text fits, by its folded form and its stem. A possessive does not count as an inflection:
    /// `=radar` finds `radar's`.
    pub fn fits(&self, form: &str, stem: &str) -> bool {
        let bare = without_possessive(form);
        match self {
            Self::Stem { stem: want, .. } => want == stem,
            Self::Exact(want) => want == form || want == bare,
            Self::Pattern(want) => want.matches(form) || (bare.len() < form.len() && want.matches(bare)),
        }
    }
}

/// A folded word without its possessive.
pub fn without_possessive(form: &str) -> &str {
    form.strip_suffix("'s").unwrap_or(form)
}

/// Why a text is not a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadTerm {
    /// The text has no letter or digit.
    Empty,
    /// A truncation in the text names no letter or digit.
    Boundless(String),
}

impl Term {
    /// Parses a term. `text` is the text after `=` and inside the quotes.
    pub fn parse(text: &str, quoted: bool, exact: bool) -> Result<Self, BadTerm> {
        let mut parts = Vec::new();
        for piece in text.split_whitespace() {
            if !Pattern::is_pattern(piece) {
                parts.extend(words::spans(piece).iter().map(|s| {
                    let form = words::fold(&piece[s.start..s.end]);
                    if exact { Part::Exact(form.into_owned()) } else { Part::stem(form.into_owned()) }
                }));
                continue;
            }
            for part in truncated_parts(piece) {
                let form = words::fold(&part).into_owned();
                parts.push(if Pattern::is_pattern(&part) {
                    let pattern = Pattern::parse(&form);
                    if pattern.named_letters() == 0 {
                        return Err(BadTerm::Boundless(part));
                    }
                    Part::Pattern(pattern)
                } else if exact {
                    Part::Exact(form)
                } else {
                    Part::stem(form)
                });
            }
        }
        if parts.is_empty() { Err(BadTerm::Empty) } else { Ok(Self { text: text.to_owned(), quoted, exact, parts }) }
    }
}

/// Cuts a word with open places as [`words`] would cut the words that it stands for.
fn truncated_parts(piece: &str) -> Vec<String> {
    let chars: Vec<char> = piece.chars().collect();
    let open = |c: char| matches!(c, '$' | '*' | '?');
    let counts = |c: Option<&char>| c.is_some_and(|&c| c.is_alphanumeric() || open(c));
    let digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    let mut out = vec![String::new()];
    for (i, &c) in chars.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|i| chars.get(i)), chars.get(i + 1));
        let inside = match c {
            '\'' | '\u{2019}' => counts(before) && counts(after),
            '.' | ',' => counts(before) && counts(after) && (digit(before) || digit(after)),
            // Marks and invisible characters belong to their word. Hyphens and other characters separate words.
            c => counts(Some(&c)) || (!c.is_ascii() && words::fold(&c.to_string()).is_empty()),
        };
        match (inside, out.last_mut()) {
            (true, Some(part)) => part.push(c),
            _ => out.push(String::new()),
        }
    }
    out.retain(|part| !part.is_empty());
    out
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.quoted { "\"" } else { "" };
        write!(f, "{}{quote}{}{quote}", if self.exact { "=" } else { "" }, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        Term::parse(text, false, false)
            .expect("a term")
            .parts
            .iter()
            .map(|p| match p {
                Part::Stem { stem, .. } => stem.clone(),
                Part::Exact(s) => format!("={s}"),
                Part::Pattern(p) => p.to_string(),
            })
            .collect()
    }

    #[test]
    fn terms_are_cut_like_text() {
        assert_eq!(parts("Anti-Jamming"), ["anti", "jam"]);
        assert_eq!(parts("anti-jam$4"), ["anti", "jam$4"]);
        assert_eq!(parts("802.11"), ["802.11"]);
        assert_eq!(parts("802.1$"), ["802.1$"]);
        assert_eq!(parts("802.$"), ["802.$"]);
        assert_eq!(parts("U.S."), ["u", "s"]);
        assert_eq!(parts("Colo$r"), ["colo$r"]);
        assert_eq!(parts("UF₆ wom?n"), ["uf6", "wom?n"]);
    }

    #[test]
    fn terms_without_letters_are_refused() {
        assert_eq!(Term::parse("--", false, false), Err(BadTerm::Empty));
        assert_eq!(Term::parse("anti-$", false, false), Err(BadTerm::Boundless("$".into())));
        assert_eq!(Term::parse("$3?", false, false), Err(BadTerm::Boundless("$3?".into())));
    }

    #[test]
    fn possessives_fit_exact_words_and_patterns() {
        assert!(Part::Exact("radar".into()).fits("radar's", "radar"));
        assert!(Part::Pattern(Pattern::parse("wom?n")).fits("woman's", "woman"));
        assert!(!Part::Exact("radar".into()).fits("radars", "radar"));
    }
}
