//! Truncation (`absorb$`, `absorb$3`, `wom?n`), for folded words and compact class codes.

use std::fmt;

/// A word with open places, which other letters may take.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    pieces: Vec<Piece>,
    /// The letters before the first open place.
    literal: String,
    /// As written, folded.
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    /// A given character.
    Char(char),
    /// Exactly one character (`?`).
    One,
    /// Up to a number of characters (`$3`). `None` means any number (`$`, `*`).
    UpTo(Option<u32>),
}

impl Pattern {
    /// Longest bound that is taken literally; `$5000` means as much as `$999`.
    const MAX_BOUND: u32 = 999;

    /// Whether a text has an open place.
    pub fn is_pattern(text: &str) -> bool {
        text.contains(['$', '*', '?'])
    }

    /// Parses a pattern from text that is already folded. Every text is a pattern.
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '?' => Piece::One,
                '*' => Piece::UpTo(None),
                '$' => {
                    let mut bound: Option<u32> = None;
                    while let Some(d) = chars.peek().and_then(|c| c.to_digit(10)) {
                        bound = Some((bound.unwrap_or(0) * 10 + d).min(Self::MAX_BOUND));
                        chars.next();
                    }
                    Piece::UpTo(bound)
                }
                c => Piece::Char(c),
            });
        }
        let literal = pieces.iter().map_while(|p| if let Piece::Char(c) = p { Some(*c) } else { None }).collect();
        Self { pieces, literal, text: text.to_owned() }
    }

    /// The letters before the first open place.
    pub fn literal_start(&self) -> &str {
        &self.literal
    }

    /// How many letters and digits the pattern names.
    pub fn named_letters(&self) -> usize {
        self.pieces.iter().filter(|p| matches!(p, Piece::Char(c) if c.is_alphanumeric())).count()
    }

    /// Whether the whole word fits. The time is at most in proportion to the length of the word times that of the
    /// pattern, because the author of a filing chooses the words.
    pub fn matches(&self, word: &str) -> bool {
        let Some(word) = word.strip_prefix(&self.literal) else { return false };
        let word: Vec<char> = word.chars().collect();
        // The set of places in `word` that the pieces so far can reach.
        let mut reach = vec![false; word.len() + 1];
        reach[0] = true;
        let mut next = vec![false; word.len() + 1];
        for piece in &self.pieces[self.literal.chars().count()..] {
            next.fill(false);
            match piece {
                Piece::Char(want) => advance(&reach, &mut next, |i| word[i] == *want),
                Piece::One => advance(&reach, &mut next, |_| true),
                Piece::UpTo(bound) => {
                    // How many characters this piece may still take, from the nearest place reached so far.
                    let mut left: Option<u64> = None;
                    for i in 0..=word.len() {
                        left = if reach[i] { Some(bound.map_or(u64::MAX, u64::from)) } else { left };
                        next[i] = left.is_some();
                        left = left.and_then(|n| n.checked_sub(1));
                    }
                }
            }
            std::mem::swap(&mut reach, &mut next);
            if !reach.contains(&true) {
                return false;
            }
        }
        reach[word.len()]
    }
}

fn advance(reach: &[bool], next: &mut [bool], fits: impl Fn(usize) -> bool) {
    for i in 0..reach.len() - 1 {
        next[i + 1] = reach[i] && fits(i);
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(pattern: &str, word: &str) -> bool {
        Pattern::parse(pattern).matches(word)
    }

    #[test]
    fn open_places_take_what_they_say() {
        assert!(fits("absorb$", "absorb") && fits("absorb*", "absorbing") && !fits("absorb$", "adsorb"));
        assert!(fits("absorb$3", "absorb") && fits("absorb$3", "absorber") && fits("absorb$3", "absorbing"));
        assert!(!fits("absorb$3", "absorbance"));
        assert!(fits("wom?n", "woman") && fits("wom?n", "women") && !fits("wom?n", "womn"));
        assert!(
            fits("colo$r", "color")
                && fits("colo$r", "colour")
                && fits("colo$1r", "colour")
                && !fits("colo$r", "colors")
        );
        assert!(fits("$jam", "antijam") && fits("$4jam", "antijam") && !fits("$3jam", "antijam"));
        assert!(fits("f41h3/$", "f41h3/00") && fits("mp3$3", "mp3"));
        assert!(fits("$0x", "x") && !fits("$0x", "ax"));
    }

    #[test]
    fn what_is_named_is_known() {
        assert_eq!(Pattern::parse("colo$r?x").literal_start(), "colo");
        assert_eq!(Pattern::parse("colo$12r?x").named_letters(), 6);
        assert_eq!(Pattern::parse("$").named_letters(), 0);
    }

    #[test]
    fn hostile_words_take_linear_time() {
        let pattern = Pattern::parse(&format!("{}c", "a$".repeat(50)));
        assert!(!pattern.matches(&format!("{}b", "a".repeat(20_000))));
    }

    /// The definition of a match, as a recursion.
    fn by_definition(pattern: &[Piece], word: &[char]) -> bool {
        match pattern.split_first() {
            None => word.is_empty(),
            Some((Piece::Char(c), rest)) => word.first() == Some(c) && by_definition(rest, &word[1..]),
            Some((Piece::One, rest)) => !word.is_empty() && by_definition(rest, &word[1..]),
            Some((Piece::UpTo(n), rest)) => {
                let most = n.map_or(word.len(), |n| word.len().min(n as usize));
                (0..=most).any(|k| by_definition(rest, &word[k..]))
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]
        #[test]
        fn matching_is_its_definition(pattern in "([ab?$*]|\\$[0-3]){0,6}", word in "[ab]{0,8}") {
            let pattern = Pattern::parse(&pattern);
            let chars: Vec<char> = word.chars().collect();
            prop_assert_eq!(pattern.matches(&word), by_definition(&pattern.pieces, &chars));
        }
    }
}
