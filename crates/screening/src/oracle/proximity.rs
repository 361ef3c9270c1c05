//! `ADJ`, `NEAR`, `WITH`, `SAME`: which occurrences of two sides join.
//!
//! - `ADJn`: the right side begins at most n words after the left side ends, in one sentence.
//! - `NEARn`: either way round; sides that overlap without sharing a word are near.
//! - `WITHn`, `SAMEn`: the sides are at most n sentences or paragraphs apart, in one section. Sections
//!   follow each other only because a document must have an order, so nearness ends with them.
//! - With `NOT`: the occurrences of the left side to which no right side is so placed.
//! - Two sides never share a word.

use crate::oracle::occurrence::{Grain, Occurrence, smallest};
use crate::oracle::source::Layout;
use crate::rule::{Proximity, ProximityKind};

/// Most pairs of occurrences that one operator weighs. No honest text comes near; beyond it the rule
/// fails and a person must look.
pub const MOST_PAIRS: usize = 1_000_000;

/// An operator met more pairs than it may weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proximity operator met more than {MOST_PAIRS} pairs of occurrences")]
pub struct TooManyPairs;

impl Proximity {
    /// How closely the operator looks at where its sides begin and end.
    pub fn grain(self) -> Grain {
        match self.kind {
            ProximityKind::Adj | ProximityKind::Near => Grain::Word,
            ProximityKind::With => Grain::Sentence,
            ProximityKind::Same => Grain::Paragraph,
        }
    }

    /// Whether two occurrences are so placed.
    pub fn joins(self, text: &impl Layout, a: &Occurrence, b: &Occurrence) -> bool {
        if a.shares_a_word_with(b) {
            return false;
        }
        let (a, b) = (a.whole, b.whole);
        // What lies between them, from the last word of one to the first of the other.
        let between = if a.last < b.first {
            Some((a.last, b.first))
        } else if b.last < a.first {
            Some((b.last, a.first))
        } else {
            None
        };
        let Some((left, right)) = between else { return self.kind != ProximityKind::Adj };
        match self.kind {
            ProximityKind::Adj | ProximityKind::Near => {
                (self.kind == ProximityKind::Near || left == a.last)
                    && right - left <= self.distance
                    && text.sentence(left) == text.sentence(right)
            }
            ProximityKind::With => {
                text.sentence(right) - text.sentence(left) <= self.distance && text.section(left) == text.section(right)
            }
            ProximityKind::Same => {
                text.paragraph(right) - text.paragraph(left) <= self.distance
                    && text.section(left) == text.section(right)
            }
        }
    }

    /// The occurrences of the operator over those of its sides, both sorted.
    pub fn occurrences(
        self,
        text: &impl Layout,
        left: &[Occurrence],
        right: &[Occurrence],
        grain: Grain,
    ) -> Result<Vec<Occurrence>, TooManyPairs> {
        if let Some(all) = self.nearest(text, left, right, grain) {
            return Ok(smallest(all, grain, text));
        }
        let mut out = Vec::new();
        let mut pairs = 0;
        let window = Window::new(self, text, right);
        for a in left {
            let mut met = false;
            for b in window.around(a) {
                pairs += 1;
                if pairs > MOST_PAIRS {
                    return Err(TooManyPairs);
                }
                if self.joins(text, a, b) {
                    met = true;
                    if self.negated {
                        break;
                    }
                    out.push(a.cover(b, text));
                }
            }
            if self.negated && !met {
                out.push(a.clone());
            }
        }
        Ok(smallest(out, grain, text))
    }
}

impl Proximity {
    /// The pairs that can be smallest, where whoever asks looks no closer than this operator does and
    /// no word is contested: of the many pairs in one paragraph or sentence only neighbours are. `None`
    /// where all pairs must be weighed.
    fn nearest(
        self,
        text: &impl Layout,
        left: &[Occurrence],
        right: &[Occurrence],
        grain: Grain,
    ) -> Option<Vec<Occurrence>> {
        let unit = |position: u32| match self.kind {
            ProximityKind::With => text.sentence(position),
            _ => text.paragraph(position),
        };
        let simple = |o: &Occurrence| o.contested.is_empty() && unit(o.whole.first) == unit(o.whole.last);
        let fits = self.grain() != Grain::Word && self.grain() <= grain && self.distance == 0 && !self.negated;
        if !fits || !left.iter().all(simple) || !right.iter().all(simple) {
            return None;
        }
        // Inside a unit both sides are sorted and none contains another, so a pair can be smallest
        // only if one side is the first to begin no earlier than the other.
        let mut out = Vec::new();
        for (from, to) in [(left, right), (right, left)] {
            for a in from {
                let at = to.partition_point(|b| b.whole.first < a.whole.first);
                if let Some(b) = to.get(at).filter(|b| unit(b.whole.first) == unit(a.whole.first)) {
                    out.push(a.cover(b, text));
                }
            }
        }
        Some(out)
    }
}

/// Finds the occurrences of the right side that can be near enough, so that far ones cost nothing.
struct Window<'t, L> {
    proximity: Proximity,
    text: &'t L,
    all: &'t [Occurrence],
    /// The farthest end of all occurrences up to this one.
    reach: Vec<u32>,
}

impl<'t, L: Layout> Window<'t, L> {
    fn new(proximity: Proximity, text: &'t L, all: &'t [Occurrence]) -> Self {
        let mut farthest = 0;
        let reach = all.iter().map(|o| {
            farthest = farthest.max(o.whole.last);
            farthest
        });
        Self { proximity, text, all, reach: reach.collect() }
    }

    fn unit(&self, position: u32) -> u32 {
        match self.proximity.grain() {
            Grain::Sentence => self.text.sentence(position),
            Grain::Paragraph => self.text.paragraph(position),
            Grain::Word | Grain::Filing => position,
        }
    }

    fn around(&self, a: &Occurrence) -> &'t [Occurrence] {
        let least = self.unit(a.whole.first).saturating_sub(self.proximity.distance);
        let most = self.unit(a.whole.last).saturating_add(self.proximity.distance);
        let start = self.reach.partition_point(|&r| self.unit(r) < least);
        let end = self.all.partition_point(|o| self.unit(o.whole.first) <= most);
        self.all.get(start..end).unwrap_or_default()
    }
}
