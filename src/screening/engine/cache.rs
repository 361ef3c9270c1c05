//! The word cache: from the bytes of a word as written to what it means for the rules.
//!
//! Words are compared byte for byte, never by hash alone: whoever writes a filing chooses its words.
//! The hash is keyed for the same reason. Memory is bounded: a cache that has grown too large is
//! emptied, and words longer than
//! [`LONGEST_CACHED`] are not kept at all.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::program::{Programs, Sense};
use super::vocabulary::{Leaf, Letters};

/// Longest word that is kept, in bytes.
pub const LONGEST_CACHED: usize = 256;
/// Most words kept. With some 100 bytes a word and as many pairs, a cache stays below 200 MiB.
pub const MOST_WORDS: usize = 1 << 20;
/// Most pairs of words kept.
pub const MOST_PAIRS: usize = 1 << 20;

/// A word in the cache: its number, with what must be known of every word at once in the high bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(u32);

impl Id {
    const FITS: u32 = 1 << 31;
    const HEADS: u32 = 1 << 30;
    const CUTS: u32 = 1 << 29;
    const NUMBER: u32 = Self::CUTS - 1;

    /// A word that is nothing to any rule.
    pub const NOTHING: Self = Self(0);

    /// Whether it fits a leaf.
    pub fn fits(self) -> bool {
        self.0 & Self::FITS != 0
    }
    /// Whether a word may join to it.
    pub fn heads(self) -> bool {
        self.0 & Self::HEADS != 0
    }
    /// Whether it can be cut to serve leaves.
    pub fn cuts(self) -> bool {
        self.0 & Self::CUTS != 0
    }
    fn index(self) -> usize {
        (self.0 & Self::NUMBER) as usize
    }
}

#[derive(Clone, Copy)]
struct Slot {
    /// The first sixteen bytes, the rest zero.
    head: [u64; 2],
    /// Length in bytes; 0 for an empty slot.
    len: u32,
    id: Id,
}

/// Bytes of a word that stand in its slot.
const IN_SLOT: usize = 16;
/// In place of the only leaf of a word: it has none or several.
const NOT_ONE: Leaf = Leaf::MAX;

/// The words seen so far.
pub struct WordCache {
    slots: Vec<Slot>,
    seed: u64,
    /// Bytes of words that are not in their slots, by the number of the word.
    tails: Vec<Box<[u8]>>,
    senses: Vec<Sense>,
    // What is asked of a word again and again, side by side.
    only_leaf: Vec<Leaf>,
    /// Places in `letters`, for words that begin something.
    heads: Vec<u32>,
    letters: Vec<Letters>,
    pairs: HashMap<u64, u32, Mixer>,
    /// Leaves of pairs, by the numbers in `pairs`; the first of none.
    pair_leaves: Vec<Box<[Leaf]>>,
}

impl Default for WordCache {
    fn default() -> Self {
        let seed = RandomState::new().build_hasher().finish() | 1;
        Self {
            slots: vec![EMPTY; 1 << 12],
            seed,
            tails: Vec::new(),
            senses: Vec::new(),
            only_leaf: Vec::new(),
            heads: Vec::new(),
            letters: Vec::new(),
            pairs: HashMap::with_hasher(Mixer(seed)),
            pair_leaves: vec![Box::default()],
        }
    }
}

const EMPTY: Slot = Slot { head: [0; 2], len: 0, id: Id(0) };

impl WordCache {
    /// Whether it has grown as large as it may.
    pub fn is_full(&self) -> bool {
        self.senses.len() >= MOST_WORDS || self.pairs.len() >= MOST_PAIRS
    }

    /// Looks up the word at `start..end`, which is asked of the vocabulary at first sight.
    #[inline]
    pub fn look_up(&mut self, text: &str, start: usize, end: usize, programs: &Programs) -> Id {
        let bytes = text.as_bytes();
        let len = end - start;
        let head = slot_bytes(bytes, start, len);
        let tail = bytes.get(start + IN_SLOT..end).unwrap_or_default();
        let mut at = self.hash(head, len, tail) & (self.slots.len() - 1);
        loop {
            let slot = &self.slots[at];
            if slot.len == 0 {
                return self.insert(&text[start..end], head, at, programs);
            }
            if slot.head == head
                && slot.len as usize == len
                && (tail.is_empty() || *self.tails[slot.id.index()] == *tail)
            {
                return slot.id;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[inline]
    fn hash(&self, head: [u64; 2], len: usize, tail: &[u8]) -> usize {
        let mut h = (head[0] ^ self.seed).wrapping_mul(MULTIPLIER);
        h = (h.rotate_left(29) ^ head[1] ^ len as u64).wrapping_mul(MULTIPLIER);
        for chunk in tail.chunks(8) {
            h = (h.rotate_left(29) ^ eight(chunk)).wrapping_mul(MULTIPLIER);
        }
        (h ^ (h >> 32)) as usize
    }

    #[cold]
    fn insert(&mut self, raw: &str, head: [u64; 2], at: usize, programs: &Programs) -> Id {
        let sense = programs.sense(raw);
        let flag = |on: bool, bit: u32| if on { bit } else { 0 };
        let flags = flag(!sense.meaning.leaves.is_empty(), Id::FITS)
            | flag(!sense.meaning.letters.is_empty(), Id::HEADS)
            | flag(!sense.compounds.is_empty(), Id::CUTS);
        let id = Id(flags | self.senses.len() as u32);
        self.only_leaf.push(if let [leaf] = sense.meaning.leaves[..] { leaf } else { NOT_ONE });
        self.heads.push(self.letters.len() as u32);
        if !sense.meaning.letters.is_empty() {
            self.letters.push(sense.meaning.letters.clone());
        }
        self.senses.push(sense);
        self.tails.push(raw.as_bytes().get(IN_SLOT..).unwrap_or_default().into());
        self.slots[at] = Slot { head, len: raw.len() as u32, id };
        if self.senses.len() * 3 > self.slots.len() * 2 {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for slot in old.into_iter().filter(|s| s.len > 0) {
            let tail = &self.tails[slot.id.index()];
            let mut at = self.hash(slot.head, slot.len as usize, tail) & (size - 1);
            while self.slots[at].len > 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }

    /// What a word means.
    pub fn sense(&self, id: Id) -> &Sense {
        &self.senses[id.index()]
    }

    /// The leaf a word fits, if it is but one.
    #[inline]
    pub fn only_leaf(&self, id: Id) -> Option<Leaf> {
        Some(self.only_leaf[id.index()]).filter(|&leaf| leaf != NOT_ONE)
    }

    /// Whether this word may join to the one of the number, which begins something.
    #[inline]
    pub fn may_join(&self, id: Id, word: &[u8]) -> bool {
        self.letters[self.heads[id.index()] as usize].allow(word)
    }

    /// The leaves that two words in a row fit as one.
    #[inline]
    pub fn pair(&mut self, a: Id, b: Id, programs: &Programs) -> &[Leaf] {
        let key = (u64::from(a.0) << 32) | u64::from(b.0);
        let number = match self.pairs.get(&key) {
            Some(&number) => number,
            None => self.insert_pair(key, a, b, programs),
        };
        &self.pair_leaves[number as usize]
    }

    #[cold]
    fn insert_pair(&mut self, key: u64, a: Id, b: Id, programs: &Programs) -> u32 {
        let (first, second) = (&self.senses[a.index()].meaning.form, &self.senses[b.index()].meaning.form);
        let leaves = if digits_meet(first, second) {
            Vec::new()
        } else {
            programs.vocabulary.joined(&format!("{first}{second}"), first.len())
        };
        let number = if leaves.is_empty() { 0 } else { self.pair_leaves.len() as u32 };
        if number > 0 {
            self.pair_leaves.push(leaves.into());
        }
        self.pairs.insert(key, number);
        number
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whether joining would put digit to digit.
pub fn digits_meet(first: &str, second: &str) -> bool {
    first.ends_with(char::is_numeric) && second.starts_with(char::is_numeric)
}

/// The bytes of a word that stand in its slot, the rest zero.
#[inline]
fn slot_bytes(bytes: &[u8], start: usize, len: usize) -> [u64; 2] {
    let take = len.min(IN_SLOT);
    let whole = match bytes.get(start..start + IN_SLOT).and_then(|c| c.try_into().ok()).map(u128::from_le_bytes) {
        // Without a branch on the length, which nothing could predict.
        Some(chunk) => chunk & u128::MAX >> (128 - take * 8),
        None => {
            let mut chunk = [0; IN_SLOT];
            chunk[..take].copy_from_slice(&bytes[start..start + take]);
            u128::from_le_bytes(chunk)
        }
    };
    [whole as u64, (whole >> 64) as u64]
}

/// Up to eight bytes, the rest zero.
fn eight(bytes: &[u8]) -> u64 {
    let mut chunk = [0; 8];
    chunk[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(chunk)
}

/// Hashes keys that are pairs of small numbers.
#[derive(Clone, Copy)]
struct Mixer(u64);

impl BuildHasher for Mixer {
    type Hasher = Mixed;
    fn build_hasher(&self) -> Mixed {
        Mixed(self.0)
    }
}

struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }
    fn write_u64(&mut self, n: u64) {
        let h = (self.0 ^ n).wrapping_mul(MULTIPLIER);
        self.0 = h ^ (h >> 29);
    }
}
