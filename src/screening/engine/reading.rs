//! One pass over a filing, which takes the [`Notes`].

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::cache::{Known, LONGEST_CACHED, Place, WordCache, digits_meet};
use super::notes::Notes;
use super::program::{Compound, Programs};
use super::tokens::Scanner;
use super::vocabulary::Leaf;
use crate::domain::filing::{Paragraph, Scheme};
use crate::domain::words::Gap;
use crate::screening::oracle::text::{LONGEST_CHAIN, LONGEST_COMPOUND};
use crate::screening::rule::Fields;

/// Words looked up in one go.
const BATCH: usize = 256;

/// Buffers of a pass, kept from filing to filing.
#[derive(Default)]
pub struct Buffers {
    scanner: Scanner,
    /// Bytes of each word in its paragraph.
    pub(super) spans: Vec<(u32, u32)>,
    /// First position of each paragraph, and one past the last of all.
    pub(super) paragraphs: Vec<u32>,
    pub(super) fields: Vec<Fields>,
    /// Gaps before the words of the paragraph being read, and what the words of the batch are.
    gaps: Vec<Gap>,
    places: Vec<Place>,
    words: Vec<Known>,
    /// Positions of words that may join to the one before.
    pairs: Stream<u32>,
    /// Positions before which a sentence may end.
    pub(super) stops: Vec<Stop>,
    /// Leaves and the positions they stand at, as they come.
    stream: Stream<(Leaf, u32)>,
    /// The same by leaf: see [`Noted`].
    pub(super) positions: Vec<u32>,
    /// Leaves that several words read as one fit: leaf, first and last position.
    pub(super) joined: Vec<(Leaf, u32, u32)>,
    /// Words that are cut to serve something, with their forms.
    pub(super) cuts: Vec<(u32, Box<str>)>,
    /// What they serve.
    pub(super) served: Vec<Compound>,
    pub(super) leaves: Vec<Noted>,
    pub(super) touched: Stream<Leaf>,
}

/// What is noted of a leaf.
#[derive(Clone, Copy, Default)]
pub struct Noted {
    /// Where it occurs.
    pub fields: u8,
    /// Whether it is among the touched.
    pub touched: bool,
    /// Whether it occurs as several words read as one.
    pub odd: bool,
    /// How often it occurs as a word, and where that is written in the positions.
    pub count: u32,
    pub start: u32,
}

/// A position before which a sentence may end.
pub struct Stop {
    pub at: u32,
    /// Whether it does, once somebody asked.
    pub ends: Cell<Option<bool>>,
}

/// A list that is written without asking whether: what is not kept is overwritten.
#[derive(Default)]
pub struct Stream<T> {
    items: Vec<T>,
    len: usize,
}

impl<T: Copy + Default> Stream<T> {
    /// Makes room for so many more.
    fn reserve(&mut self, more: usize) {
        if self.items.len() < self.len + more {
            self.items.resize((self.len + more).next_power_of_two(), T::default());
        }
    }

    /// Adds an item for which there is room, or does not.
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
    /// Reads a filing.
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
            self.paragraph(paragraph.text, fields, programs, cache);
            self.count(first, fields);
        }
        self.paragraphs.push(self.spans.len() as u32);
        self.group();
        Notes { buffers: self, programs, paragraphs, classes, sentences: OnceCell::new(), mentions: OnceCell::new() }
    }

    fn clear(&mut self, leaves: usize) {
        self.leaves.resize(leaves, Noted::default());
        for &leaf in &*self.touched {
            self.leaves[leaf as usize] = Noted::default();
        }
        self.touched.len = 0;
        self.spans.clear();
        self.paragraphs.clear();
        self.fields.clear();
        self.stops.clear();
        self.stream.len = 0;
        self.joined.clear();
        self.cuts.clear();
        self.served.clear();
    }

    fn paragraph(&mut self, text: &str, fields: Fields, programs: &Programs, cache: &mut WordCache) {
        let first = self.spans.len();
        self.gaps.clear();
        self.scanner.scan(text, |start, end, gap| {
            self.spans.push((start as u32, end as u32));
            self.gaps.push(gap);
        });
        if first < self.spans.len() {
            self.stops.push(Stop { at: first as u32, ends: Cell::new(Some(true)) });
        }
        // Before the words of the batch stands the one before it.
        self.words.clear();
        self.words.push(Known::NOTHING);
        let mut chain = 1;
        let mut start = first;
        while start < self.spans.len() {
            if cache.is_full() {
                *cache = WordCache::default();
                if start > first {
                    self.look_up(text, start - 1..start, programs, cache);
                }
            }
            let end = (start + BATCH).min(self.spans.len());
            let before = self.words.last().copied().unwrap_or(Known::NOTHING);
            self.words.clear();
            self.words.push(before);
            self.look_up(text, start..end, programs, cache);
            self.stream.reserve(end - start + 1);
            self.pairs.len = 0;
            self.pairs.reserve(end - start + 1);
            for at in start..end {
                let (before, word) = (self.words[at - start], self.words[at - start + 1]);
                let gap = self.gaps[at - first];
                self.stream.push_if(word.is_leaf(), (word.leaf(), at as u32));
                self.pairs.push_if(gap.joins() & word.could_join(before), at as u32);
                if word.is_special() {
                    self.special(word, text, at as u32, programs, cache);
                    self.stream.reserve(end - at);
                }
                if gap == Gap::Stop && at > first {
                    self.stops.push(Stop { at: at as u32, ends: Cell::new(None) });
                }
                chain = if gap == Gap::Hyphen { chain + 1 } else { 1 };
                if word.is_long() {
                    chain = 1;
                } else if chain > 2 {
                    self.chain(text, at as u32, chain.min(LONGEST_CHAIN), fields, programs);
                }
            }
            self.join(start, fields, programs, cache);
            start = end;
        }
    }

    /// Looks up words of a paragraph, a batch at most, and adds what they are.
    fn look_up(&mut self, text: &str, words: Range<usize>, programs: &Programs, cache: &mut WordCache) {
        let spans = self.spans[words].iter().map(|&(start, end)| (start as usize, end as usize));
        let kept = |start: usize, end: usize| end.min(start + LONGEST_CACHED);
        self.places.clear();
        self.places.extend(spans.clone().map(|(start, end)| cache.place(text, start, kept(start, end))));
        std::hint::black_box(cache.bring(&self.places));
        self.words.extend(spans.zip(&self.places).map(|((start, end), &place)| {
            if end > kept(start, end) { Known::LONG } else { cache.look_up(text, start, end, place, programs) }
        }));
    }

    /// Notes what pairs of words are as one.
    fn join(&mut self, start: usize, fields: Fields, programs: &Programs, cache: &mut WordCache) {
        let words = &self.words;
        let pair = |at: u32| (words[at as usize - start], words[at as usize - start + 1]);
        let pairs = &mut self.pairs;
        let mut kept = 0;
        for i in 0..pairs.len {
            let at = pairs.items[i];
            let (before, word) = pair(at);
            pairs.items[kept] = at;
            kept += usize::from(cache.may_join(before, word));
        }
        let near = |all, &at: &u32| all ^ cache.bring_pair(pair(at).0, pair(at).1);
        std::hint::black_box(pairs.items[..kept].iter().fold(0, near));
        for &at in &pairs.items[..kept] {
            let (before, word) = pair(at);
            for &leaf in cache.pair(before, word, programs) {
                self.joined.push((leaf, at - 1, at));
                mark(&mut self.leaves, &mut self.touched, leaf, fields);
            }
        }
    }

    /// Notes what a word is that fits several leaves, or can be cut, or is too long to be kept.
    #[cold]
    fn special(&mut self, word: Known, text: &str, at: u32, programs: &Programs, cache: &WordCache) {
        if word.is_long() {
            let (start, end) = self.spans[at as usize];
            let meaning = programs.vocabulary.meaning(&text[start as usize..end as usize]);
            meaning.leaves.iter().for_each(|&leaf| self.stream.push((leaf, at)));
            return;
        }
        let sense = cache.sense(word);
        sense.meaning.leaves.iter().for_each(|&leaf| self.stream.push((leaf, at)));
        if sense.compounds.is_empty() {
            return;
        }
        self.cuts.push((at, sense.meaning.form.as_str().into()));
        for &compound in &sense.compounds {
            self.served.push(compound);
            // Its leaves may occur in the pieces only, and it must become a candidate.
            for &leaf in programs.leaves_of(compound) {
                touch(&mut self.leaves, &mut self.touched, leaf);
            }
        }
    }

    /// Notes what the last three or more parts of a hyphenated word are as one.
    fn chain(&mut self, text: &str, last: u32, longest: usize, fields: Fields, programs: &Programs) {
        let form_of = |at: usize| {
            let (start, end) = self.spans[at];
            crate::domain::words::fold(&text[start as usize..end as usize])
        };
        let end = form_of(last as usize);
        let mut form = end.to_string();
        for back in 1..longest {
            let at = last as usize - back;
            let part = form_of(at);
            if part.len() + form.len() > LONGEST_COMPOUND || digits_meet(&part, &form) {
                break;
            }
            form.insert_str(0, &part);
            if back > 1 {
                for leaf in programs.vocabulary.joined(&form, form.len() - end.len()) {
                    self.joined.push((leaf, at as u32, last));
                    mark(&mut self.leaves, &mut self.touched, leaf, fields);
                }
            }
        }
    }

    /// Counts the leaves of a paragraph.
    fn count(&mut self, first: usize, fields: Fields) {
        // Every leaf is touched once at most; one more is overwritten.
        self.touched.reserve(self.leaves.len() + 1 - self.touched.len);
        for &(leaf, _) in &self.stream[first..] {
            let noted = &mut self.leaves[leaf as usize];
            noted.fields |= fields.bits();
            noted.count += 1;
            self.touched.push_if(!noted.touched, leaf);
            noted.touched = true;
        }
    }

    /// Sorts the stream by leaf.
    fn group(&mut self) {
        let mut next = 0;
        for &leaf in &*self.touched {
            let noted = &mut self.leaves[leaf as usize];
            noted.start = next;
            next += noted.count;
        }
        self.positions.resize(next as usize, 0);
        for &(leaf, at) in &*self.stream {
            let noted = &mut self.leaves[leaf as usize];
            self.positions[noted.start as usize] = at;
            noted.start += 1;
        }
        // Each start now stands at its end.
        for &leaf in &*self.touched {
            let noted = &mut self.leaves[leaf as usize];
            noted.start -= noted.count;
        }
        self.joined.sort_unstable();
        self.served.sort_unstable();
        self.served.dedup();
    }
}

fn touch<'l>(leaves: &'l mut [Noted], touched: &mut Stream<Leaf>, leaf: Leaf) -> &'l mut Noted {
    let noted = &mut leaves[leaf as usize];
    if !noted.touched {
        noted.touched = true;
        touched.push(leaf);
    }
    noted
}

fn mark(leaves: &mut [Noted], touched: &mut Stream<Leaf>, leaf: Leaf, fields: Fields) {
    let noted = touch(leaves, touched, leaf);
    noted.fields |= fields.bits();
    noted.odd = true;
}
