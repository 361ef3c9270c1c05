//! Occurrences: the passages at which a word, a phrase or a proximity stands in a text.

use crate::oracle::source::Layout;

/// Words of a text in a row, with their bytes in their paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// Position of the first word.
    pub first: u32,
    /// Position of the last word.
    pub last: u32,
    /// First byte, in the paragraph of the first word.
    pub from: u32,
    /// One past the last byte, in the paragraph of the last word.
    pub to: u32,
}

/// A passage. The passage of a proximity is the smallest stretch that covers its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// From the first word to the last.
    pub whole: Stretch,
    /// If the passage crosses paragraphs: its stretch in each paragraph that has a part of it.
    pub pieces: Vec<Stretch>,
    /// Words of this occurrence that other parts of the same rule could use as well. Two occurrences that share such a
    /// word do not join: `coil NEAR coils` needs two coils.
    pub contested: Vec<u32>,
}

impl Stretch {
    /// The stretch from one position to another.
    pub fn of_words(text: &impl Layout, first: u32, last: u32) -> Self {
        Self { first, last, from: text.bytes(first).0, to: text.bytes(last).1 }
    }

    /// The smallest stretch that covers this one and another.
    fn cover(self, other: Self) -> Self {
        let from = (self.first, self.from).min((other.first, other.from));
        let to = (self.last, self.to).max((other.last, other.to));
        Self { first: from.0, last: to.0, from: from.1, to: to.1 }
    }
}

impl Occurrence {
    /// Makes a passage of one piece.
    pub fn new(whole: Stretch) -> Self {
        Self { whole, pieces: Vec::new(), contested: Vec::new() }
    }

    /// Its pieces, one for each paragraph.
    pub fn pieces(&self) -> &[Stretch] {
        if self.pieces.is_empty() { std::slice::from_ref(&self.whole) } else { &self.pieces }
    }

    /// Whether this occurrence and another use the same contested word.
    pub fn shares_a_word_with(&self, other: &Self) -> bool {
        self.contested.iter().any(|w| other.contested.contains(w))
    }

    /// The passage that covers this one and another.
    pub fn cover(&self, other: &Self, text: &impl Layout) -> Self {
        let paragraph = |s: &Stretch| text.paragraph(s.first);
        let whole = self.whole.cover(other.whole);
        let mut contested = [self.contested.as_slice(), &other.contested].concat();
        contested.sort_unstable();
        if text.paragraph(whole.first) == text.paragraph(whole.last) {
            return Self { whole, pieces: Vec::new(), contested };
        }
        let mut all = [self.pieces(), other.pieces()].concat();
        all.sort_unstable();
        let mut pieces: Vec<Stretch> = Vec::new();
        for piece in all {
            match pieces.last_mut() {
                Some(last) if paragraph(last) == paragraph(&piece) => *last = last.cover(piece),
                _ => pieces.push(piece),
            }
        }
        Self { whole, pieces, contested }
    }
}

/// The unit by which an operator compares the places of occurrences. Of occurrences that are alike in that unit only
/// the smallest are kept. No match is lost by that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// Every occurrence is kept.
    Word,
    Sentence,
    Paragraph,
    /// Places are not compared: the occurrences are evidence.
    Filing,
}

/// Sorts occurrences and drops each one that contains another one alike in this grain.
pub fn keep_smallest(mut all: Vec<Occurrence>, grain: Grain, text: &impl Layout) -> Vec<Occurrence> {
    all.sort_unstable();
    all.dedup();
    if grain == Grain::Word {
        return all;
    }
    let unit = |position: u32| match grain {
        Grain::Word => position,
        Grain::Sentence => text.sentence(position),
        Grain::Paragraph => text.paragraph(position),
        Grain::Filing => 0,
    };
    // Occurrences that are alike are sorted together, later starts first, and for the same start the earliest end
    // first. So an occurrence that contains another comes after it.
    let contested = |o: &Occurrence| if grain == Grain::Filing { Vec::new() } else { o.contested.clone() };
    let looks = |o: &Occurrence| (unit(o.whole.first), unit(o.whole.last), contested(o));
    all.sort_by_cached_key(|o| (looks(o), u32::MAX - o.whole.first, o.whole.last));
    let mut kept: Vec<Occurrence> = Vec::new();
    for o in all {
        let covers = kept.last().is_some_and(|k| looks(k) == looks(&o) && k.whole.last <= o.whole.last);
        if !covers {
            kept.push(o);
        }
    }
    kept.sort_unstable();
    kept
}
