//! The word cache: maps the bytes of a word as written to what the word means for the rules.
//!
//! Words are compared byte for byte and never by hash alone, and the hash is keyed, because the author of a filing
//! chooses its words. Memory is bounded: a cache that has grown too large is emptied, and words longer than
//! [`LONGEST_CACHED`] are not kept.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::engine::bytes::prefetch;
use crate::engine::letters::{Alphabet, Beginning};
use crate::engine::program::{Programs, Sense};
use crate::engine::vocabulary::Leaf;

/// Longest word that is kept, in bytes.
pub const LONGEST_CACHED: usize = 255;
/// Most words kept: more than some thousand filings have. At some 300 bytes a word, 64 a pair and 16 MiB of letters, a
/// cache stays below 64 MiB.
pub const MOST_WORDS: usize = 1 << 17;
/// Most pairs of words kept.
pub const MOST_PAIRS: usize = 1 << 17;

/// What the cache knows of a word, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The number of the word; in the high byte its length in bytes, 0 if it is not kept.
    number: u32,
    /// The leaf that the word fits, or [`Self::NO_LEAF`] or [`Self::SPECIAL`].
    leaf: Leaf,
    /// Where the letters are with which a word may begin that joins to this one; 0 if none may.
    head: u32,
    begins: Beginning,
}

impl Known {
    /// In place of a leaf: the word fits no leaf.
    const NO_LEAF: Leaf = Leaf::MAX;
    /// In place of a leaf: the word fits several leaves, or can be cut, or was not looked up.
    pub const SPECIAL: Leaf = Leaf::MAX - 1;

    /// A word that no rule mentions and to which no word joins.
    pub const NOTHING: Self = Self { number: 0, leaf: Self::NO_LEAF, head: 0, begins: Beginning::NONE };
    /// A word too long to be kept.
    pub const LONG: Self = Self { leaf: Self::SPECIAL, ..Self::NOTHING };

    /// The only leaf that the word fits. [`Self::SPECIAL`] if it may fit several; a number that is no leaf if it fits
    /// none.
    #[inline]
    pub fn leaf(self) -> Leaf {
        self.leaf
    }
    /// Whether the word fits exactly one leaf and cannot be cut.
    #[inline]
    pub fn is_leaf(self) -> bool {
        self.leaf < Self::SPECIAL
    }
    /// Whether the word may fit several leaves or be cut: then [`WordCache::sense`] has the rest.
    #[inline]
    pub fn is_special(self) -> bool {
        self.leaf == Self::SPECIAL
    }
    /// Whether the word may join to the word before it, by a quick test. [`WordCache::may_join`] tells exactly.
    #[inline]
    pub fn could_join(self, before: Self) -> bool {
        self.begins.could_follow(before.begins)
    }
    /// Whether the word is too long to be kept.
    pub fn is_long(self) -> bool {
        self.len() == 0
    }
    #[inline]
    fn len(self) -> usize {
        (self.number >> 24) as usize
    }
    #[inline]
    fn index(self) -> usize {
        (self.number & 0xff_ffff) as usize
    }
}

/// A word in the table, or an empty place.
#[derive(Clone, Copy)]
struct Entry {
    /// The first sixteen bytes, the rest zero.
    head: [u64; 2],
    known: Known,
}

/// What a word is looked up by.
#[derive(Clone, Copy, Default)]
pub struct Place {
    head: [u64; 2],
    hash: u32,
}

/// Bytes of a word that stand in its entry.
const IN_ENTRY: usize = 16;

/// The words of the filings so far, with what they mean for the rules.
pub struct WordCache {
    /// A table by hash, at most half full. Two entries share a cache line.
    entries: Vec<[Entry; 2]>,
    seed: u64,
    /// The bytes of each word that do not fit into its entry, by the number of the word.
    tails: Vec<Box<[u8]>>,
    senses: Vec<Sense>,
    letters: Alphabet,
    pairs: Pairs,
}

impl Default for WordCache {
    fn default() -> Self {
        let seed = RandomState::new().build_hasher().finish() | 1;
        Self {
            entries: vec![[EMPTY; 2]; 1 << 11],
            seed,
            tails: Vec::new(),
            senses: Vec::new(),
            letters: Alphabet::default(),
            pairs: Pairs::new(seed),
        }
    }
}

impl Entry {
    /// Whether the entry is a word of this length with the same first bytes.
    #[inline]
    fn is(&self, place: Place, len: usize) -> bool {
        let other = (self.head[0] ^ place.head[0]) | (self.head[1] ^ place.head[1]);
        other | (u64::from(self.known.number >> 24) ^ len as u64) == 0
    }
}

const EMPTY: Entry = Entry { head: [0; 2], known: Known::NOTHING };

impl WordCache {
    /// Whether the cache has its greatest size.
    pub fn is_full(&self) -> bool {
        self.senses.len() >= MOST_WORDS || self.pairs.len >= MOST_PAIRS || self.letters.is_full()
    }

    /// What a word is looked up by. The word has at most [`LONGEST_CACHED`] bytes.
    #[inline]
    pub fn place(&self, text: &str, start: usize, end: usize) -> Place {
        let head = entry_bytes(text.as_bytes(), start, end - start);
        let tail = if end - start > IN_ENTRY { &text.as_bytes()[start + IN_ENTRY..end] } else { &[] };
        Place { head, hash: self.hash(head, end - start, tail) }
    }

    /// Prefetches the memory of a look-up. Without that each look-up would wait for memory, because the machine cannot
    /// predict how the look-up before it ends.
    #[inline]
    pub fn prefetch(&self, place: Place) {
        prefetch(&self.entries[self.home(place.hash)]);
    }

    /// Looks up the word at `start..end`. A new word is looked up in the vocabulary and kept.
    #[inline]
    pub fn look_up(&mut self, text: &str, start: usize, end: usize, place: Place, programs: &Programs) -> Known {
        // Nearly every word is one of the two entries at its home place. Which of them it is, is computed without a
        // branch.
        let [first, second] = &self.entries[self.home(place.hash)];
        let entry = if first.is(place, end - start) { first } else { second };
        if entry.is(place, end - start) && end - start <= IN_ENTRY {
            return entry.known;
        }
        self.look_further(text, start, end, place, programs)
    }

    /// As [`Self::look_up`], for words that are long, new, or not at their home place.
    #[inline(never)]
    fn look_further(&mut self, text: &str, start: usize, end: usize, place: Place, programs: &Programs) -> Known {
        let mut at = self.home(place.hash);
        loop {
            for entry in &self.entries[at] {
                if entry.is(place, end - start)
                    && (end - start <= IN_ENTRY
                        || *self.tails[entry.known.index()] == text.as_bytes()[start + IN_ENTRY..end])
                {
                    return entry.known;
                }
                if entry.known.len() == 0 {
                    return self.insert(&text[start..end], place, programs);
                }
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    /// The place of the table where a word is looked for first.
    #[inline]
    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.entries.len() - 1)
    }

    #[cold]
    fn insert(&mut self, raw: &str, place: Place, programs: &Programs) -> Known {
        let mut sense = programs.sense(raw);
        let letters = std::mem::take(&mut sense.meaning.letters);
        let known = Known {
            number: self.senses.len() as u32 | (raw.len() as u32) << 24,
            leaf: match (&sense.meaning.leaves[..], sense.compounds.is_empty()) {
                ([], true) => Known::NO_LEAF,
                ([leaf], true) => *leaf,
                _ => Known::SPECIAL,
            },
            head: self.letters.add(&letters),
            begins: programs.vocabulary.beginning(raw).with_followers(&letters),
        };
        self.senses.push(sense);
        self.tails.push(raw.as_bytes().get(IN_ENTRY..).unwrap_or_default().into());
        if self.senses.len() > self.entries.len() {
            let size = self.entries.len() * 2;
            let old = std::mem::replace(&mut self.entries, vec![[EMPTY; 2]; size]);
            let mut old: Vec<Entry> = old.into_iter().flatten().filter(|e| e.known.len() > 0).collect();
            // Words that come early are frequent. Moving them in their old order gives them their home places again.
            old.sort_unstable_by_key(|e| e.known.index());
            for entry in old {
                let hash = self.hash(entry.head, entry.known.len(), &self.tails[entry.known.index()]);
                self.place_entry(hash, entry);
            }
        }
        self.place_entry(place.hash, Entry { head: place.head, known });
        known
    }

    fn place_entry(&mut self, hash: u32, entry: Entry) {
        let mut at = self.home(hash);
        loop {
            if let Some(free) = self.entries[at].iter_mut().find(|e| e.known.len() == 0) {
                *free = entry;
                return;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    #[inline]
    fn hash(&self, head: [u64; 2], len: usize, tail: &[u8]) -> u32 {
        let mut h = (head[0] ^ self.seed).wrapping_mul(MULTIPLIER);
        h = (h.rotate_left(29) ^ head[1] ^ len as u64).wrapping_mul(MULTIPLIER);
        if !tail.is_empty() {
            h = hash_tail(h, tail);
        }
        (h >> 32) as u32
    }

    /// What a word means to the rules.
    pub fn sense(&self, word: Known) -> &Sense {
        &self.senses[word.index()]
    }

    /// Whether a word may join to the word before it.
    #[inline]
    pub fn may_join(&self, before: Known, word: Known) -> bool {
        self.letters.allows(before.head, word.begins)
    }

    /// Prefetches the memory of the look-up of two words in a row.
    #[inline]
    pub fn prefetch_pair(&self, a: Known, b: Known) {
        prefetch(&self.pairs.entries[self.pairs.home(Pairs::key(a, b))]);
    }

    /// Calls `each` with every leaf that two words in a row fit as one.
    #[inline]
    pub fn each_pair_leaf(&mut self, a: Known, b: Known, programs: &Programs, each: impl FnMut(Leaf)) {
        let senses = &self.senses;
        let find = || {
            let [first, second] = [a, b].map(|w| &*senses[w.index()].meaning.form);
            if digits_meet(first, second) {
                Vec::new()
            } else {
                programs.vocabulary.leaves_of_joined(&format!("{first}{second}"), first.len())
            }
        };
        self.pairs.get(Pairs::key(a, b), find, each);
    }
}

/// The pairs of words so far, with the leaves that they fit as one.
struct Pairs {
    /// A table of the numbers of two words with what they fit, at most half full.
    entries: Vec<(u64, Fit)>,
    seed: u64,
    len: usize,
    /// The leaves of pairs that fit several.
    leaves: Vec<Box<[Leaf]>>,
}

/// The leaves that two words in a row fit as one.
#[derive(Clone, Copy)]
enum Fit {
    Nothing,
    Leaf(Leaf),
    /// Several leaves, at this index of [`Pairs::leaves`].
    Several(u32),
}

impl Pairs {
    /// The key of an empty place. No word has so high a number.
    const EMPTY: (u64, Fit) = (u64::MAX, Fit::Nothing);

    fn new(seed: u64) -> Self {
        Self { entries: vec![Self::EMPTY; 1 << 10], seed, len: 0, leaves: Vec::new() }
    }

    #[inline]
    fn key(a: Known, b: Known) -> u64 {
        (a.index() as u64) << 32 | b.index() as u64
    }

    #[inline]
    fn home(&self, key: u64) -> usize {
        ((key ^ self.seed).wrapping_mul(MULTIPLIER) >> 32) as usize & (self.entries.len() - 1)
    }

    /// The place of a pair, or the empty place where it belongs.
    #[inline]
    fn place(&self, key: u64) -> usize {
        let mut at = self.home(key);
        while self.entries[at].0 != key && self.entries[at].0 != u64::MAX {
            at = (at + 1) & (self.entries.len() - 1);
        }
        at
    }

    #[inline]
    fn get(&mut self, key: u64, find: impl FnOnce() -> Vec<Leaf>, mut each: impl FnMut(Leaf)) {
        let mut entry = self.entries[self.place(key)];
        if entry.0 != key {
            let fit = self.insert(key, find());
            entry = (key, fit);
        }
        match entry.1 {
            Fit::Nothing => {}
            Fit::Leaf(leaf) => each(leaf),
            Fit::Several(number) => self.leaves[number as usize].iter().copied().for_each(each),
        }
    }

    #[cold]
    fn insert(&mut self, key: u64, leaves: Vec<Leaf>) -> Fit {
        let fit = match leaves[..] {
            [] => Fit::Nothing,
            [leaf] => Fit::Leaf(leaf),
            _ => {
                self.leaves.push(leaves.into());
                Fit::Several(self.leaves.len() as u32 - 1)
            }
        };
        self.len += 1;
        if self.len * 2 > self.entries.len() {
            let size = self.entries.len() * 2;
            let old = std::mem::replace(&mut self.entries, vec![Self::EMPTY; size]);
            for entry in old.into_iter().filter(|e| e.0 != u64::MAX) {
                let at = self.place(entry.0);
                self.entries[at] = entry;
            }
        }
        let at = self.place(key);
        self.entries[at] = (key, fit);
        fit
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whether a joint of two words would put a digit after a digit.
pub fn digits_meet(first: &str, second: &str) -> bool {
    first.ends_with(char::is_numeric) && second.starts_with(char::is_numeric)
}

/// The first bytes of a word, which stand in its entry. Missing bytes are zero.
#[inline]
fn entry_bytes(bytes: &[u8], start: usize, len: usize) -> [u64; 2] {
    // For each length a mask for the bytes after the word, because a branch on the length could not be predicted.
    const MASKS: [[u64; 2]; IN_ENTRY + 1] = {
        let mut masks = [[0; 2]; IN_ENTRY + 1];
        let mut len = 1;
        while len <= IN_ENTRY {
            let mask = u128::MAX >> (128 - len * 8);
            masks[len] = [mask as u64, (mask >> 64) as u64];
            len += 1;
        }
        masks
    };
    let take = len.min(IN_ENTRY);
    let chunk = match bytes.get(start..).and_then(|b| b.first_chunk::<IN_ENTRY>()) {
        Some(chunk) => *chunk,
        None => {
            let mut chunk = [0; IN_ENTRY];
            chunk[..take].copy_from_slice(&bytes[start..start + take]);
            chunk
        }
    };
    let whole = u128::from_le_bytes(chunk);
    [whole as u64 & MASKS[take][0], (whole >> 64) as u64 & MASKS[take][1]]
}

/// Hashes the bytes of a word that do not stand in its entry.
#[cold]
fn hash_tail(mut h: u64, tail: &[u8]) -> u64 {
    for eight in tail.chunks(8) {
        let mut chunk = [0; 8];
        chunk[..eight.len()].copy_from_slice(eight);
        h = (h.rotate_left(29) ^ u64::from_le_bytes(chunk)).wrapping_mul(MULTIPLIER);
    }
    h
}
