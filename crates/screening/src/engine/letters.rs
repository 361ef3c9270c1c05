//! With which letters a word may go on that was begun by the one before it.
//!
//! Two words in a row are looked at as one (`anti jam` as `antijam`) only if the second may follow the
//! first. Nearly every short word begins some leaf, so this is told closely, by up to four letters:
//! else every other pair of words would have to be looked at.

use std::collections::HashSet;

use crate::engine::bytes::holds_one_of;

/// How a word begins: the classes of its first four bytes, and whether it follows any word; and what may
/// follow it, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Beginning(u32);

/// Letters of a beginning.
const LETTERS: usize = 4;
/// Bits of a class.
const BITS: usize = 5;
/// Last bits of a class by which it is told from afar; bits for what may follow leave room for the rest.
const GROUP: usize = 3;
const _: () = assert!(BITS * LETTERS + (1 << GROUP) <= 30, "beginnings and their groups fit");

impl Beginning {
    const FOREIGN: u32 = 1 << 31;
    const FOLLOWS: u32 = 1 << 30;

    /// The beginning of a word that follows none.
    pub const NONE: Self = Self(0);

    /// How a word begins, as written. It has at least one byte.
    pub fn of(word: &[u8]) -> Self {
        let begins = &word[..word.len().min(LETTERS)];
        // Folding may turn what is not ASCII into any letters.
        if !begins.is_ascii() {
            return Self(Self::FOREIGN);
        }
        Self(begins.iter().enumerate().map(|(at, &b)| class(b) << (BITS * at)).sum())
    }

    /// The same of a word that may follow some other.
    pub fn that_follows(self) -> Self {
        Self(self.0 | Self::FOLLOWS)
    }

    /// Whether it may follow any word at all.
    #[inline]
    pub fn follows(self) -> bool {
        self.0 & Self::FOLLOWS != 0
    }

    #[inline]
    fn is_foreign(self) -> bool {
        self.0 & Self::FOREIGN != 0
    }

    /// The same of a word behind which these may stand. Kept with it in a few bits, one for each class by its
    /// last three bits: most pairs of words that cannot join are told by these.
    pub fn before(self, letters: &Letters) -> Self {
        let bit = |code: u32| 1 << (code % (1 << GROUP));
        // What is not ASCII has no class, and may always follow.
        let groups: u32 = match letters.any {
            true => (1 << (1 << GROUP)) - 1,
            false if letters.certain.is_empty() => 0,
            false => letters.certain.iter().fold(bit(0), |all, &code| all | bit(code)),
        };
        Self(self.0 | groups << (BITS * LETTERS))
    }

    /// Whether it may follow this one, looked at from afar.
    #[inline]
    pub fn could_follow(self, before: Self) -> bool {
        self.follows() & (before.0 >> (BITS * LETTERS) >> (self.0 % (1 << GROUP)) & 1 != 0)
    }

    /// The classes of its first letters.
    #[inline]
    fn first(self, letters: usize) -> u32 {
        self.0 & ((1 << (BITS * letters)) - 1)
    }
}

/// Class of a byte: letters, digits, others; 0 is no byte.
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
    /// Whether anything may follow.
    any: bool,
    /// First letters of what may, up to four, as [`Beginning`] has them.
    certain: HashSet<u32>,
}

impl Letters {
    /// Adds what begins with the first `certain` bytes of this.
    pub fn add(&mut self, rest: &[u8], certain: usize) {
        match &rest[..certain.min(rest.len()).min(LETTERS)] {
            [] => self.any = true,
            begins => _ = self.certain.insert(Beginning::of(begins).0),
        }
    }

    /// Whether a word that begins so may follow.
    pub fn allow(&self, word: Beginning) -> bool {
        self.any
            || word.is_foreign() && !self.is_empty()
            || (1..=LETTERS).any(|n| self.certain.contains(&word.first(n)) && word.first(n) != word.first(n - 1))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        !self.any && self.certain.is_empty()
    }
}

/// Marks of several letters in a line.
const IN_LINE: usize = 30;

/// A part of a set, as large as what memory hands over at once.
///
/// First two marks with a bit for each class a word of this set may begin with and need not go on from, the
/// same in all lines of a set; then marks of several letters, 0 for none.
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

/// Sets of beginnings packed for speed. Each allows what the set allows, and a little more.
pub struct Alphabet {
    /// The first is the empty set.
    lines: Vec<Line>,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self { lines: vec![Line::default()] }
    }
}

/// Bits in which the place of a set says how many lines it has: the binary logarithm.
const LOGARITHM: u32 = 4;
/// Most lines of all sets, in 64 bytes each.
const MOST_LINES: usize = 1 << 20;

impl Alphabet {
    /// Whether it has grown as large as it may.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= MOST_LINES
    }

    /// Adds a set, and says where it is; 0 for an empty one.
    pub fn add(&mut self, letters: &Letters) -> u32 {
        if letters.is_empty() {
            return 0;
        }
        let single = letters.certain.iter().filter(|&&c| c < 1 << BITS).fold(0, |all, &c| all | 1 << c);
        // What is not ASCII has no class, and may always follow.
        let classes = if letters.any { u32::MAX } else { single | 1 };
        let several = || letters.certain.iter().copied().filter(|&c| c >= 1 << BITS);
        let count = (several().count() * 2 / IN_LINE).next_power_of_two().min(1 << ((1 << LOGARITHM) - 1));
        let mut lines = vec![Vec::new(); count];
        several().for_each(|code| lines[pick(code) & (count - 1)].push(code));
        let start = self.lines.len();
        for codes in lines {
            self.lines.push(Line::of(classes, codes));
        }
        (start as u32) << LOGARITHM | count.ilog2()
    }

    /// Whether the set at this place may allow a word that begins so.
    #[inline]
    pub fn allow(&self, set: u32, word: Beginning) -> bool {
        let last = (1 << (set % (1 << LOGARITHM))) - 1;
        let line = &self.lines[(set >> LOGARITHM) as usize + (pick(word.0) & last)].0;
        let classes = u32::from(line[0]) | u32::from(line[1]) << 16;
        (classes >> word.first(1) & 1 != 0) | holds_one_of(line, [2, 3, 4].map(|letters| mark(word.first(letters))))
    }
}

impl Line {
    /// A line with these codes of several letters, or of fewer if there are too many.
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
        line.0[2..].iter_mut().zip(codes).for_each(|(place, code)| *place = mark(code));
        line
    }
}

/// The mark of several letters: nearly always another for others, and never 0.
#[inline]
fn mark(letters: u32) -> u16 {
    (letters.wrapping_mul(0x9e37_79b1) >> 16) as u16 | 1
}

/// Which line of a set these letters stand in: by the first two, with which all that may be asked begin.
#[inline]
fn pick(letters: u32) -> usize {
    ((letters % (1 << (BITS * 2))).wrapping_mul(0x85eb_ca6b) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What may follow is told by its first certain letters, and packing loses nothing.
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
            prop_assert!(letters.allow(begins) || !expected);
            let first = Beginning::of(b"x").before(&letters);
            prop_assert!(begins.that_follows().could_follow(first) || !letters.allow(begins));
            prop_assert!(!begins.could_follow(first), "it follows none");
            let mut alphabet = Alphabet::default();
            let set = alphabet.add(&letters);
            prop_assert!(alphabet.allow(set, begins) || !letters.allow(begins));
        }
    }
}
