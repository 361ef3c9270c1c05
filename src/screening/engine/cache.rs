//! The word cache: from the bytes of a word as written to what it means for the rules.
//!
//! Words are compared byte for byte, never by hash alone: whoever writes a filing chooses its words.
//! The hash is keyed for the same reason. Memory is bounded: a cache that has grown too large is
//! emptied, and words longer than [`LONGEST_CACHED`] are not
//! kept at all.

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
    /// Whether it is nothing to any rule.
    pub fn is_nothing(self) -> bool {
        self.0 & !Self::NUMBER == 0
    }
    fn index(self) -> usize {
        (self.0 & Self::NUMBER) as usize
    }
}

#[derive(Clone, Copy)]
struct Slot {
    /// The first eight bytes.
    head: u64,
    /// Length in bytes; 0 for an empty slot.
    len: u32,
    id: Id,
}

/// The words seen so far.
pub struct WordCache {
    slots: Vec<Slot>,
    seed: u64,
    /// Bytes of words beyond the eighth, by the number of the word.
    tails: Vec<Box<[u8]>>,
    senses: Vec<Sense>,
    pairs: HashMap<u64, Box<[Leaf]>, Mixer>,
}

impl Default for WordCache {
    fn default() -> Self {
        let seed = RandomState::new().build_hasher().finish() | 1;
        Self {
            slots: vec![EMPTY; 1 << 12],
            seed,
            tails: Vec::new(),
            senses: Vec::new(),
            pairs: HashMap::with_hasher(Mixer(seed)),
        }
    }
}

const EMPTY: Slot = Slot { head: 0, len: 0, id: Id(0) };

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
        let head = head(bytes, start, len);
        let mut at = self.hash(head, len, &bytes[start..end]) & (self.slots.len() - 1);
        loop {
            let slot = &self.slots[at];
            if slot.len == 0 {
                return self.insert(&text[start..end], head, at, programs);
            }
            if slot.head == head
                && slot.len as usize == len
                && (len <= 8 || *self.tails[slot.id.index()] == bytes[start + 8..end])
            {
                return slot.id;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn hash(&self, head: u64, len: usize, word: &[u8]) -> usize {
        let mut h = (head ^ self.seed ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if len > 8 {
            for chunk in word[8..].chunks(8) {
                h = (h.rotate_left(23) ^ self::head(chunk, 0, chunk.len())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            }
        }
        (h ^ (h >> 32)).wrapping_mul(self.seed) as usize >> 20
    }

    #[cold]
    fn insert(&mut self, raw: &str, head: u64, at: usize, programs: &Programs) -> Id {
        let sense = programs.sense(raw);
        let flag = |on: bool, bit: u32| if on { bit } else { 0 };
        let flags = flag(!sense.meaning.leaves.is_empty(), Id::FITS)
            | flag(!sense.meaning.letters.is_empty(), Id::HEADS)
            | flag(!sense.compounds.is_empty(), Id::CUTS);
        let id = Id(flags | self.senses.len() as u32);
        self.senses.push(sense);
        self.tails.push(raw.as_bytes().get(8..).unwrap_or_default().into());
        self.slots[at] = Slot { head, len: raw.len() as u32, id };
        if self.senses.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for slot in old.into_iter().filter(|s| s.len > 0) {
            let tail = &self.tails[slot.id.index()];
            let word: Vec<u8> =
                slot.head.to_le_bytes().into_iter().chain(tail.iter().copied()).take(slot.len as usize).collect();
            let mut at = self.hash(slot.head, slot.len as usize, &word) & (size - 1);
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

    /// Whether a word that begins with this byte may join to the word.
    #[inline]
    pub fn may_join(&self, id: Id, next: u8) -> bool {
        let letters: Letters = self.senses[id.index()].meaning.letters;
        letters.allow(next)
    }

    /// The leaves that two words in a row fit as one.
    pub fn pair(&mut self, a: Id, b: Id, programs: &Programs) -> &[Leaf] {
        let key = u64::from(a.0) << 32 | u64::from(b.0);
        let (first, second) = (&self.senses[a.index()].meaning.form, &self.senses[b.index()].meaning.form);
        self.pairs.entry(key).or_insert_with(|| {
            if digits_meet(first, second) {
                return Box::default();
            }
            programs.vocabulary.joined(&format!("{first}{second}"), first.len()).into()
        })
    }
}

/// Whether joining would put digit to digit.
pub fn digits_meet(first: &str, second: &str) -> bool {
    first.ends_with(char::is_numeric) && second.starts_with(char::is_numeric)
}

/// The first eight bytes of a word, the rest zero.
#[inline]
fn head(bytes: &[u8], start: usize, len: usize) -> u64 {
    if let Some(chunk) = bytes.get(start..start + 8).and_then(|c| c.try_into().ok()) {
        let whole = u64::from_le_bytes(chunk);
        return if len >= 8 { whole } else { whole & ((1 << (len * 8)) - 1) };
    }
    let mut chunk = [0; 8];
    let take = len.min(8);
    chunk[..take].copy_from_slice(&bytes[start..start + take]);
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
        let h = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = h ^ (h >> 29);
    }
}
