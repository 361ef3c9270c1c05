//! Sets of the letters with which a word may continue the word before it.
//!
//! Two words in a row are looked up as one (`anti jam` as `antijam`) only if the second may continue the first. Nearly
//! every short word begins some leaf, so a set has up to four letters of each continuation. With fewer letters every
//! other pair of words would have to be looked up.

use std::collections::HashSet;

use crate::engine::bytes::holds_one_of;

/// How a word begins: the classes of its first four bytes, whether it may follow any word, and roughly which words may
/// follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Beginning(u32);

/// Letters of a beginning.
const LETTERS: usize = 4;
/// Bits of a class.
const BITS: usize = 5;
/// How many low bits of a class the quick test looks at. The bits for what may follow must leave room for the others.
const GROUP: usize = 3;
const _: () = assert!(BITS * LETTERS + (1 << GROUP) <= 30, "beginnings and their groups fit");

impl Beginning {
    const FOREIGN: u32 = 1 << 31;
    const FOLLOWS: u32 = 1 << 30;

    /// The beginning of a word that follows no word.
    pub const NONE: Self = Self(0);

    /// The beginning of a word as written. The word has at least one byte.
    pub fn of(word: &[u8]) -> Self {
        let begins = &word[..word.len().min(LETTERS)];
        // Folding may turn a byte that is not ASCII into any letters.
        if !begins.is_ascii() {
            return Self(Self::FOREIGN);
        }
        Self(begins.iter().enumerate().map(|(at, &b)| class(b) << (BITS * at)).sum())
    }

    /// Marks that the word may follow any word.
    pub fn mark_following(self) -> Self {
        Self(self.0 | Self::FOLLOWS)
    }

    /// Whether the word may follow any word.
    #[inline]
    pub fn follows(self) -> bool {
        self.0 & Self::FOLLOWS != 0
    }

    #[inline]
    fn is_foreign(self) -> bool {
        self.0 & Self::FOREIGN != 0
    }

    /// Adds which words may follow this one, in one bit for each value of the last three bits of a class. These bits
    /// exclude most pairs of words that cannot join.
    pub fn with_followers(self, letters: &Letters) -> Self {
        let bit = |code: u32| 1 << (code % (1 << GROUP));
        // A byte that is not ASCII has no class and may always follow.
        let groups: u32 = match letters.any {
            true => (1 << (1 << GROUP)) - 1,
            false if letters.certain.is_empty() => 0,
            false => letters.certain.iter().fold(bit(0), |all, &code| all | bit(code)),
        };
        Self(self.0 | groups << (BITS * LETTERS))
    }

    /// Whether this word may follow another, by the quick test.
    #[inline]
    pub fn could_follow(self, before: Self) -> bool {
        self.follows() & (before.0 >> (BITS * LETTERS) >> (self.0 % (1 << GROUP)) & 1 != 0)
    }

    /// The classes of the first letters.
    #[inline]
    fn first(self, letters: usize) -> u32 {
        self.0 & ((1 << (BITS * letters)) - 1)
    }
}

/// The class of a byte: one for each letter and each digit, one for all other bytes. 0 stands for no byte.
fn class(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b @ b'a'..=b'z' => u32::from(b - b'a') + 1,
        b'0'..=b'9' => 27,
        _ => 28,
    }
}

/// A set of beginnings of words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letters {
    /// Whether any word may follow.
    any: bool,
    /// The first letters of the words that may follow, up to four, as [`Beginning`] has them.
    certain: HashSet<u32>,
}

impl Letters {
    /// Adds all words that begin with the first `certain` bytes of `rest`.
    pub fn add(&mut self, rest: &[u8], certain: usize) {
        match &rest[..certain.min(rest.len()).min(LETTERS)] {
            [] => self.any = true,
            begins => _ = self.certain.insert(Beginning::of(begins).0),
        }
    }

    /// Whether a word with this beginning may follow.
    pub fn allows(&self, word: Beginning) -> bool {
        self.any
            || word.is_foreign() && !self.is_empty()
            || (1..=LETTERS).any(|n| self.certain.contains(&word.first(n)) && word.first(n) != word.first(n - 1))
    }

    /// Whether no word may follow.
    pub fn is_empty(&self) -> bool {
        !self.any && self.certain.is_empty()
    }
}

/// How many marks of several letters a line has.
const IN_LINE: usize = 30;

/// A part of a set, as large as a cache line.
///
/// The first two numbers have a bit for each class with which a word of this set may begin, whatever its next letters
/// are. They are the same in all lines of a set. Then follow the marks of several letters, 0 for none.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Line([u16; 2 + IN_LINE]);

impl Line {
    fn with(classes: u32) -> Self {
        let mut line = Self::default();
        line.0[..2].copy_from_slice(&[classes as u16, (classes >> 16) as u16]);
        line
    }
}

/// Sets of beginnings in a compact form. Each allows all that the set allows, and a few other beginnings.
pub struct Alphabet {
    /// The first is the empty set.
    lines: Vec<Line>,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self { lines: vec![Line::default()] }
    }
}

/// How many bits of the place of a set say how many lines it has, as a binary logarithm.
const LOGARITHM: u32 = 4;
/// Most lines of all sets, in 64 bytes each.
const MOST_LINES: usize = 1 << 18;

impl Alphabet {
    /// Whether the alphabet has its greatest size.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= MOST_LINES
    }

    /// Adds a set and returns its place; 0 for an empty set.
    pub fn add(&mut self, letters: &Letters) -> u32 {
        if letters.is_empty() {
            return 0;
        }
        let single = letters.certain.iter().filter(|&&c| c < 1 << BITS).fold(0, |all, &c| all | 1 << c);
        // A byte that is not ASCII has no class and may always follow.
        let classes = if letters.any { u32::MAX } else { single | 1 };
        let several = || letters.certain.iter().copied().filter(|&c| c >= 1 << BITS);
        let count = (several().count() * 2 / IN_LINE).next_power_of_two().min(1 << ((1 << LOGARITHM) - 1));
        let mut lines = vec![Vec::new(); count];
        several().for_each(|code| lines[line_of(code) & (count - 1)].push(code));
        let start = self.lines.len();
        for codes in lines {
            self.lines.push(Line::of(classes, codes));
        }
        (start as u32) << LOGARITHM | count.ilog2()
    }

    /// Whether the set at a place may allow a word with this beginning.
    #[inline]
    pub fn allows(&self, set: u32, word: Beginning) -> bool {
        let last = (1 << (set % (1 << LOGARITHM))) - 1;
        let line = &self.lines[(set >> LOGARITHM) as usize + (line_of(word.0) & last)].0;
        let classes = u32::from(line[0]) | u32::from(line[1]) << 16;
        (classes >> word.first(1) & 1 != 0) | holds_one_of(line, [2, 3, 4].map(|letters| mark_of(word.first(letters))))
    }
}

impl Line {
    /// Makes a line from codes of several letters. If there are too many, the codes are shortened.
    fn of(classes: u32, mut codes: Vec<u32>) -> Self {
        if codes.len() > IN_LINE {
            codes.iter_mut().for_each(|code| *code &= (1 << (BITS * 3)) - 1);
            codes.sort_unstable();
            codes.dedup();
        }
        if codes.len() > IN_LINE {
            return Self::with(u32::MAX);
        }
        let mut line = Self::with(classes);
        line.0[2..].iter_mut().zip(codes).for_each(|(place, code)| *place = mark_of(code));
        line
    }
}

/// The mark of several letters: never 0, and nearly always different for different letters.
#[inline]
fn mark_of(letters: u32) -> u16 {
    (letters.wrapping_mul(0x9e37_79b1) >> 16) as u16 | 1
}

/// The line of a set that has these letters. The first two letters decide, because every question has at least these.
#[inline]
fn line_of(letters: u32) -> usize {
    ((letters % (1 << (BITS * 2))).wrapping_mul(0x85eb_ca6b) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A set allows every word that was added, and so does its compact form.
        #[test]
        fn nothing_that_may_follow_is_lost(
            rests in proptest::collection::vec(("[a-e1é]{1,6}", 0..7_usize), 1..20),
            word in "[a-e1é]{1,6}",
        ) {
            let mut letters = Letters::default();
            for (rest, certain) in &rests {
                let ascii = rest.bytes().take_while(u8::is_ascii).count();
                letters.add(rest.as_bytes(), (*certain).min(ascii));
            }
            let expected = rests.iter().any(|(rest, certain)| {
                let ascii = rest.bytes().take_while(u8::is_ascii).count();
                word.as_bytes().starts_with(&rest.as_bytes()[..(*certain).min(ascii)])
            });
            let begins = Beginning::of(word.as_bytes());
            prop_assert!(letters.allows(begins) || !expected);
            let first = Beginning::of(b"x").with_followers(&letters);
            prop_assert!(begins.mark_following().could_follow(first) || !letters.allows(begins));
            prop_assert!(!begins.could_follow(first), "it follows none");
            let mut alphabet = Alphabet::default();
            let set = alphabet.add(&letters);
            prop_assert!(alphabet.allows(set, begins) || !letters.allows(begins));
        }
    }
}
