//! With which letters a word may go on that was begun by the one before it.
//!
//! Two words in a row are looked at as one (`anti jam` as `antijam`) only if the second may follow the
//! first. Nearly every short word begins some leaf, so this is told closely, by up to four letters:
//! else every other pair of words would have to be looked at.

use std::collections::HashSet;

/// How a word begins: the classes of its first four bytes, and whether it follows any word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Beginning(u32);

/// Letters of a beginning.
const LETTERS: usize = 4;
/// Bits of a class.
const BITS: usize = 5;

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

    /// The classes of its first letters.
    #[inline]
    fn first(self, letters: usize) -> u32 {
        self.0 & ((1 << (BITS * letters)) - 1)
    }
}

#[inline]
fn hash(letters: u32) -> u32 {
    letters.wrapping_mul(0x9e37_79b1) >> 12
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

/// Sets of beginnings packed for speed. Each allows what the set allows, and a little more.
pub struct Alphabet {
    /// The first is of the empty set.
    sets: Vec<Set>,
    /// Filters of hashes of letters, a row of words for each set.
    filters: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Set {
    /// Whether anything may follow.
    any: bool,
    /// Where the filter begins, and how many bits it has, less one.
    start: u32,
    mask: u32,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self { sets: vec![Set { any: false, start: 0, mask: 63 }], filters: vec![0] }
    }
}

impl Alphabet {
    /// Adds a set, and says where it is; 0 for an empty one.
    pub fn add(&mut self, letters: &Letters) -> u32 {
        if letters.is_empty() {
            return 0;
        }
        let bits = (letters.certain.len() * 16).next_power_of_two().clamp(64, 1 << 20);
        let start = self.filters.len();
        self.filters.resize(start + bits / 64, 0);
        let mask = bits as u32 - 1;
        for &code in &letters.certain {
            let bit = hash(code) & mask;
            self.filters[start + bit as usize / 64] |= 1 << (bit % 64);
        }
        self.sets.push(Set { any: letters.any, start: start as u32, mask });
        self.sets.len() as u32 - 1
    }

    /// Whether the set at this place may allow a word that begins so.
    #[inline]
    pub fn allow(&self, set: u32, word: Beginning) -> bool {
        let set = self.sets[set as usize];
        let filter = &self.filters[set.start as usize..=(set.start + set.mask / 64) as usize];
        // However many letters are certain: all of them are asked for, rather than whether to ask.
        (1..=LETTERS).fold(set.any | word.is_foreign(), |all, letters| {
            let bit = hash(word.first(letters)) & set.mask;
            all | (filter[bit as usize / 64] >> (bit % 64) & 1 != 0)
        })
    }
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
            let mut alphabet = Alphabet::default();
            let set = alphabet.add(&letters);
            prop_assert!(alphabet.allow(set, begins) || !letters.allow(begins));
        }
    }
}
