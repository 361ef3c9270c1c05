//! Reads a filing in one pass and makes the [`Notes`].
//!
//! Longer than 450 lines because the pass is one loop whose steps the compiler inlines into each other, with the
//! buffers that they share.

use std::cell::{Cell, OnceCell};

use crate::engine::cache::{Known, LONGEST_CACHED, Place, WordCache, digits_meet};
use crate::engine::notes::Notes;
use crate::engine::program::{Compound, Programs};
use crate::engine::tokens::{Scanner, Words};
use crate::engine::vocabulary::Leaf;
use crate::oracle::text::{LONGEST_CHAIN, LONGEST_COMPOUND};
use crate::rule::Fields;
use domain::filing::{Paragraph, Scheme};
use text::words::Gap;

/// How many words are looked up together.
const BATCH: usize = 256;

/// The buffers of a pass, which are kept from filing to filing.
#[derive(Default)]
pub struct Buffers {
    scanner: Scanner,
    /// The bytes of each word in its paragraph.
    pub(super) spans: Stream<(u32, u32)>,
    /// The first position of each paragraph, and one past the last position of all.
    pub(super) paragraphs: Vec<u32>,
    pub(super) fields: Vec<Fields>,
    /// Of the words of the batch: the gaps before them, what they are looked up by, and what the cache knows of them.
    gaps: Stream<Gap>,
    places: Stream<Place>,
    words: Vec<Known>,
    /// The positions of words that may join to the word before.
    pairs: Stream<u32>,
    /// The positions before which a sentence may end.
    pub(super) stops: Vec<Stop>,
    /// The same positions as bits, which answer most questions.
    pub(super) stop_bits: Vec<u64>,
    /// The leaf of each word, as [`Known::leaf`] has it.
    pub(super) standing: Stream<Leaf>,
    /// Each leaf with its position, in reading order.
    stream: Stream<(Leaf, u32)>,
    /// The same positions by leaf: see [`Spot`].
    pub(super) positions: Vec<u32>,
    /// The leaves that several words fit if they are read as one.
    pub(super) joined: Vec<Joined>,
    /// The words that can be cut to serve a compound, with their forms.
    pub(super) cuts: Vec<(u32, Box<str>)>,
    pub(super) served: Vec<Compound>,
    /// The parts of the filing in which each leaf occurs, with [`ODD`] and [`SERVED`]. One byte for each leaf, so that
    /// all of them stay in the cache of the machine while rules run.
    pub(super) leaves: Vec<u8>,
    pub(super) spots: Vec<Spot>,
    pub(super) touched: Stream<Leaf>,
}

/// The mark of a leaf that occurs as several words read as one.
pub const ODD: u8 = 1 << 6;
/// The mark of a leaf that may occur in the pieces of a cut word.
const SERVED: u8 = 1 << 7;
const _: () = assert!(Fields::ALL.bits() < ODD, "the parts of a filing leave room for more");

/// How often a leaf occurs as a single word, and where its positions begin.
#[derive(Clone, Copy, Default)]
pub struct Spot {
    pub count: u32,
    pub start: u32,
}

/// A leaf that several words fit if they are read as one, with the positions of the first and the last of them. All
/// three are in one number, by which they are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined(u64);

impl Joined {
    /// How many bits have the distance of the last word from the first.
    const FAR: u32 = 4;
    /// How many bits have the distance and the first position.
    const BOTH: u32 = 32 + Self::FAR;

    fn new(leaf: Leaf, first: u32, last: u32) -> Self {
        const { assert!(LONGEST_CHAIN <= 1 << Self::FAR) };
        Self(u64::from(leaf) << Self::BOTH | u64::from(first) << Self::FAR | u64::from(last - first))
    }

    /// The least of all values of a leaf that begin at a position or later.
    pub fn least(leaf: Leaf, first: u32) -> Self {
        Self::new(leaf, first, first)
    }

    /// The number of the leaf that was found.
    pub fn leaf(self) -> Leaf {
        (self.0 >> Self::BOTH) as Leaf
    }

    /// The positions of the first and the last word.
    pub fn words(self) -> (u32, u32) {
        let first = (self.0 >> Self::FAR) as u32;
        (first, first + (self.0 % (1 << Self::FAR)) as u32)
    }
}

/// A position before which a sentence may end.
pub struct Stop {
    pub at: u32,
    /// Whether a sentence ends here; `None` until somebody asks.
    pub ends: Cell<Option<bool>>,
}

/// A list to which items are written without a branch: an item that is not kept is overwritten by the next.
#[derive(Default)]
pub struct Stream<T> {
    items: Vec<T>,
    len: usize,
}

impl<T: Copy + Default> Stream<T> {
    /// Makes room for `more` items.
    fn reserve(&mut self, more: usize) {
        if self.items.len() < self.len + more {
            self.items.resize((self.len + more).next_power_of_two(), T::default());
        }
    }

    /// Adds an item if `keep` is set. There must be room for it in any case.
    #[inline]
    fn push_if(&mut self, keep: bool, item: T) {
        self.items[self.len] = item;
        self.len += usize::from(keep);
    }

    fn push(&mut self, item: T) {
        self.reserve(1);
        self.push_if(true, item);
    }
}

impl<T> std::ops::Deref for Stream<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.items[..self.len]
    }
}

impl Buffers {
    /// Reads a filing and returns the notes on it.
    pub fn read<'n>(
        &'n mut self,
        paragraphs: &'n [Paragraph<'n>],
        classes: &'n [(Scheme, String)],
        programs: &'n Programs,
        cache: &mut WordCache,
    ) -> Notes<'n> {
        self.clear(programs.vocabulary.len());
        for paragraph in paragraphs {
            self.paragraphs.push(self.spans.len() as u32);
            let fields = Fields::of(paragraph.section, paragraph.part);
            self.fields.push(fields);
            let first = self.stream.len();
            self.read_paragraph(paragraph.text, fields, programs, cache);
            self.count_leaves(first, fields);
        }
        self.paragraphs.push(self.spans.len() as u32);
        self.group_by_leaf();
        Notes { buffers: self, programs, paragraphs, classes, sentences: OnceCell::new(), mentions: OnceCell::new() }
    }

    fn clear(&mut self, leaves: usize) {
        self.leaves.resize(leaves, 0);
        self.spots.resize(leaves, Spot::default());
        for &leaf in &*self.touched {
            self.leaves[leaf as usize] = 0;
            self.spots[leaf as usize] = Spot::default();
        }
        self.touched.len = 0;
        self.spans.len = 0;
        self.paragraphs.clear();
        self.fields.clear();
        self.stops.clear();
        self.stop_bits.clear();
        self.standing.len = 0;
        self.stream.len = 0;
        self.joined.clear();
        self.cuts.clear();
        self.served.clear();
    }

    fn read_paragraph(&mut self, text: &str, fields: Fields, programs: &Programs, cache: &mut WordCache) {
        let start = self.spans.len() as u32;
        // The list begins with the last word of the batch before.
        self.words.clear();
        self.words.push(Known::NOTHING);
        let mut scanner = std::mem::take(&mut self.scanner);
        let mut reading = Reading { buffers: self, cache, programs, text, fields, first: start, start, chain: 1 };
        reading.make_room();
        scanner.scan(text, &mut reading);
        reading.read_batch();
        self.scanner = scanner;
    }

    /// Notes that a sentence may end before a position. `ends` says whether it does, if that is known.
    fn note_stop(&mut self, at: u32, ends: Option<bool>) {
        self.stops.push(Stop { at, ends: Cell::new(ends) });
        let word = at as usize / 64;
        if self.stop_bits.len() <= word {
            self.stop_bits.resize(word + 1, 0);
        }
        self.stop_bits[word] |= 1 << (at % 64);
    }

    /// Counts the leaves of a paragraph.
    fn count_leaves(&mut self, first: usize, fields: Fields) {
        // Each leaf is added at most once, and there must be room for one item that is not kept.
        self.touched.reserve(self.leaves.len() + 1 - self.touched.len);
        for &(leaf, _) in &self.stream[first..] {
            let noted = &mut self.leaves[leaf as usize];
            self.touched.push_if(*noted == 0, leaf);
            *noted |= fields.bits();
            self.spots[leaf as usize].count += 1;
        }
    }

    /// Sorts the positions by leaf.
    fn group_by_leaf(&mut self) {
        let mut next = 0;
        for &leaf in &*self.touched {
            let spot = &mut self.spots[leaf as usize];
            spot.start = next;
            next += spot.count;
        }
        self.positions.resize(next as usize, 0);
        for &(leaf, at) in &*self.stream {
            let spot = &mut self.spots[leaf as usize];
            self.positions[spot.start as usize] = at;
            spot.start += 1;
        }
        // Each start now is the end of its leaf.
        for &leaf in &*self.touched {
            let spot = &mut self.spots[leaf as usize];
            spot.start -= spot.count;
        }
        self.joined.sort_unstable();
        self.served.sort_unstable();
        self.served.dedup();
    }
}

/// The state of the pass in one paragraph.
struct Reading<'r> {
    buffers: &'r mut Buffers,
    cache: &'r mut WordCache,
    programs: &'r Programs,
    text: &'r str,
    fields: Fields,
    /// The first position of the paragraph.
    first: u32,
    /// The first position of the batch.
    start: u32,
    /// How many words the hyphenated word has that ends with the last word read.
    chain: usize,
}

impl Words for Reading<'_> {
    /// Adds a word to the batch. It is looked up with the others, after its memory has been loaded.
    #[inline(always)]
    fn take(&mut self, start: usize, end: usize, gap: Gap) {
        let place = self.cache.place(self.text, start, kept_end(start, end));
        self.cache.prefetch(place);
        self.buffers.spans.push_if(true, (start as u32, end as u32));
        self.buffers.gaps.push_if(true, gap);
        self.buffers.places.push_if(true, place);
        if self.buffers.places.len == BATCH {
            self.read_batch();
        }
    }
}

impl Reading<'_> {
    /// Makes room for a batch.
    fn make_room(&mut self) {
        self.buffers.spans.reserve(BATCH);
        self.buffers.gaps.reserve(BATCH);
        self.buffers.places.reserve(BATCH);
    }

    /// Looks up the words of the batch and notes what they are.
    fn read_batch(&mut self) {
        let end = self.buffers.spans.len() as u32;
        if self.start == end {
            return;
        }
        if self.start == self.first {
            self.buffers.note_stop(self.first, Some(true));
        }
        if self.cache.is_full() {
            self.empty_cache();
        }
        let before = self.buffers.words.last().copied().unwrap_or(Known::NOTHING);
        self.buffers.words.clear();
        self.buffers.words.push(before);
        self.look_up();
        self.note_batch(end);
        self.note_pairs();
        self.buffers.places.len = 0;
        self.buffers.gaps.len = 0;
        self.start = end;
        self.make_room();
    }

    /// Empties the full cache and looks up the words of the batch again.
    #[cold]
    fn empty_cache(&mut self) {
        *self.cache = WordCache::default();
        let place = |&(start, end): &(u32, u32)| {
            self.cache.place(self.text, start as usize, kept_end(start as usize, end as usize))
        };
        let end = self.buffers.spans.len();
        self.buffers.places.len = 0;
        if self.start > self.first {
            // This is the last word of the batch before.
            self.start -= 1;
            self.buffers.places.push(place(&self.buffers.spans[self.start as usize]));
            self.look_up();
            self.start += 1;
            self.buffers.places.len = 0;
        }
        for at in self.start as usize..end {
            let (start, end) = self.buffers.spans[at];
            let place = self.cache.place(self.text, start as usize, kept_end(start as usize, end as usize));
            self.buffers.places.push(place);
        }
    }

    /// Looks up the words of the batch.
    fn look_up(&mut self) {
        let (text, programs, cache) = (self.text, self.programs, &mut *self.cache);
        let buffers = &mut *self.buffers;
        let spans = buffers.spans[self.start as usize..].iter().zip(&*buffers.places);
        buffers.words.extend(spans.map(|(&(start, end), &place)| {
            let (start, end) = (start as usize, end as usize);
            if end > kept_end(start, end) { Known::LONG } else { cache.look_up(text, start, end, place, programs) }
        }));
    }

    /// Notes what the words of the batch are.
    fn note_batch(&mut self, end: u32) {
        let count = self.buffers.places.len();
        self.buffers.standing.reserve(count + 1);
        self.buffers.pairs.len = 0;
        self.buffers.pairs.reserve(count + 1);
        let mut done = 0;
        while done < count {
            self.buffers.stream.reserve(count + 1 - done);
            let plain = self.note_plain(done);
            if plain > 0 {
                self.chain = 1;
            }
            done += plain;
            if done < count {
                self.note_other(done);
                done += 1;
            }
        }
        debug_assert_eq!(self.start as usize + done, end as usize, "every word of the batch");
    }

    /// Notes the plain words of the batch from one on, up to the first that is not plain. Returns how many it noted.
    /// The counts are in variables of this function, so that the compiler keeps them in registers.
    fn note_plain(&mut self, from: usize) -> usize {
        let Buffers { words, gaps, standing, stream, pairs, .. } = &mut *self.buffers;
        let first = self.start + from as u32;
        let (words, gaps) = (&words[from..], &gaps[from..]);
        let room = gaps.len();
        let standing_at = &mut standing.items[standing.len..][..room];
        let leaves = &mut stream.items[stream.len..][..=room];
        let joining = &mut pairs.items[pairs.len..][..=room];
        let (mut noted, mut joins, mut count) = (0, 0, 0);
        for ((pair, &gap), standing) in words.windows(2).zip(gaps).zip(standing_at) {
            let (before, word) = (pair[0], pair[1]);
            if word.is_special() | matches!(gap, Gap::Stop | Gap::Hyphen) {
                break;
            }
            let at = first + count as u32;
            *standing = word.leaf();
            leaves[noted] = (word.leaf(), at);
            noted += usize::from(word.is_leaf());
            joining[joins] = at;
            joins += usize::from(gap.joins() & word.could_join(before));
            count += 1;
        }
        standing.len += count;
        stream.len += noted;
        pairs.len += joins;
        count
    }

    /// Notes a word of the batch that is not plain: it may be several leaves, begin a sentence, or belong to a
    /// hyphenated word.
    fn note_other(&mut self, i: usize) {
        let (before, word, gap) = (self.buffers.words[i], self.buffers.words[i + 1], self.buffers.gaps[i]);
        let at = self.start + i as u32;
        self.buffers.standing.push_if(true, word.leaf());
        self.buffers.stream.push_if(word.is_leaf(), (word.leaf(), at));
        self.buffers.pairs.push_if(gap.joins() & word.could_join(before), at);
        if word.is_special() {
            self.note_special(word, at);
        }
        if gap == Gap::Stop && at > self.first {
            self.buffers.note_stop(at, None);
        }
        self.chain = if gap == Gap::Hyphen { self.chain + 1 } else { 1 };
        if word.is_long() {
            self.chain = 1;
        } else if self.chain > 2 {
            self.note_chain(at);
        }
    }

    /// Notes the leaves that pairs of words fit as one.
    fn note_pairs(&mut self) {
        let (buffers, cache, start) = (&mut *self.buffers, &mut *self.cache, self.start as usize);
        let words = &buffers.words;
        let pair = |at: u32| (words[at as usize - start], words[at as usize - start + 1]);
        let pairs = &mut buffers.pairs;
        let mut kept = 0;
        for i in 0..pairs.len {
            let at = pairs.items[i];
            let (before, word) = pair(at);
            pairs.items[kept] = at;
            kept += usize::from(cache.may_join(before, word));
        }
        pairs.items[..kept].iter().for_each(|&at| cache.prefetch_pair(pair(at).0, pair(at).1));
        for &at in &pairs.items[..kept] {
            let (before, word) = pair(at);
            cache.each_pair_leaf(before, word, self.programs, |leaf| {
                buffers.joined.push(Joined::new(leaf, at - 1, at));
                mark_leaf(&mut buffers.leaves, &mut buffers.touched, leaf, self.fields.bits() | ODD);
            });
        }
    }

    /// Notes a word that fits several leaves, can be cut, or is too long for the cache.
    #[cold]
    fn note_special(&mut self, word: Known, at: u32) {
        let (buffers, programs) = (&mut *self.buffers, self.programs);
        if word.is_long() {
            let (start, end) = buffers.spans[at as usize];
            let meaning = programs.vocabulary.meaning(&self.text[start as usize..end as usize]);
            meaning.leaves.iter().for_each(|&leaf| buffers.stream.push((leaf, at)));
            return;
        }
        let sense = self.cache.sense(word);
        sense.meaning.leaves.iter().for_each(|&leaf| buffers.stream.push((leaf, at)));
        if sense.compounds.is_empty() {
            return;
        }
        buffers.cuts.push((at, sense.meaning.form.as_str().into()));
        for &compound in &sense.compounds {
            buffers.served.push(compound);
            // The leaves of the compound may occur only in the pieces, and its rules must still become candidates.
            for &leaf in programs.leaves_of(compound) {
                mark_leaf(&mut buffers.leaves, &mut buffers.touched, leaf, SERVED);
            }
        }
    }

    /// Notes the leaves that the last three or more parts of a hyphenated word fit as one.
    fn note_chain(&mut self, last: u32) {
        let buffers = &mut *self.buffers;
        let form_of = |at: usize| {
            let (start, end) = buffers.spans[at];
            text::words::fold(&self.text[start as usize..end as usize])
        };
        let end = form_of(last as usize);
        let mut form = end.to_string();
        for back in 1..self.chain.min(LONGEST_CHAIN) {
            let at = last as usize - back;
            let part = form_of(at);
            if part.len() + form.len() > LONGEST_COMPOUND || digits_meet(&part, &form) {
                break;
            }
            form.insert_str(0, &part);
            if back > 1 {
                for leaf in self.programs.vocabulary.leaves_of_joined(&form, form.len() - end.len()) {
                    buffers.joined.push(Joined::new(leaf, at as u32, last));
                    mark_leaf(&mut buffers.leaves, &mut buffers.touched, leaf, self.fields.bits() | ODD);
                }
            }
        }
    }
}

/// The end of the bytes of a word that the cache can look up.
fn kept_end(start: usize, end: usize) -> usize {
    end.min(start + LONGEST_CACHED)
}

/// Adds marks to a leaf, and adds the leaf to `touched` if it had none.
fn mark_leaf(leaves: &mut [u8], touched: &mut Stream<Leaf>, leaf: Leaf, marks: u8) {
    let noted = &mut leaves[leaf as usize];
    if *noted == 0 {
        touched.push(leaf);
    }
    *noted |= marks;
}
