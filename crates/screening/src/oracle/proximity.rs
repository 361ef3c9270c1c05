//! Tells which occurrences of two sides `ADJ`, `NEAR`, `WITH` and `SAME` join.
//!
//! - `ADJn`: the right side begins at most n words after the left side ends, in one sentence.
//! - `NEARn`: as `ADJn`, in either order. Sides that overlap without sharing a word are near.
//! - `WITHn`, `SAMEn`: the sides are at most n sentences or paragraphs apart, in one section. The order of sections has
//!   no
//!   meaning, so sides in two sections are never near.
//! - With `NOT`: the occurrences of the left side without a right side so placed.
//! - Two sides never share a word.

use crate::oracle::occurrence::{Grain, Occurrence, keep_smallest};
use crate::oracle::source::Layout;
use crate::rule::{Proximity, ProximityKind};

/// Most pairs of occurrences that one operator compares. Real texts have far fewer. With more, the rule fails and a
/// person must look at the filing.
pub const MOST_PAIRS: usize = 1_000_000;

/// The error of an operator that has more than [`MOST_PAIRS`] pairs to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proximity operator met more than {MOST_PAIRS} pairs of occurrences")]
pub struct TooManyPairs;

impl Proximity {
    /// The unit by which this operator compares the places of its sides.
    pub fn grain(self) -> Grain {
        match self.kind {
            ProximityKind::Adj | ProximityKind::Near => Grain::Word,
            ProximityKind::With => Grain::Sentence,
            ProximityKind::Same => Grain::Paragraph,
        }
    }

    /// Whether two occurrences stand as this operator asks.
    pub fn joins(self, text: &impl Layout, a: &Occurrence, b: &Occurrence) -> bool {
        if a.shares_a_word_with(b) {
            return false;
        }
        let (a, b) = (a.whole, b.whole);
        // The distance is measured from the last word of one occurrence to the first word of the other.
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

    /// The occurrences of this operator. Both sides must be sorted.
    pub fn occurrences(
        self,
        text: &impl Layout,
        left: &[Occurrence],
        right: &[Occurrence],
        grain: Grain,
    ) -> Result<Vec<Occurrence>, TooManyPairs> {
        if let Some(all) = self.nearest(text, left, right, grain) {
            return Ok(keep_smallest(all, grain, text));
        }
        let mut out = Vec::new();
        let mut pairs = 0;
        let window = Window::new(self, text, right);
        for a in left {
            let mut met = false;
            for b in window.near_enough_to(a) {
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
        Ok(keep_smallest(out, grain, text))
    }
}

impl Proximity {
    /// The pairs that can be smallest. Of the many pairs in one paragraph or sentence only neighbors can be. `None` if
    /// all pairs must be compared: if the caller's grain is finer than that of this operator, or if a word is
    /// contested.
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
        // Inside a unit both sides are sorted and no occurrence contains another. So a pair can be smallest only if one
        // side is the first that begins no earlier than the other.
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

/// Finds the occurrences of the right side that can be near enough, so that distant ones are not compared.
struct Window<'t, L> {
    proximity: Proximity,
    text: &'t L,
    all: &'t [Occurrence],
    /// For each occurrence the farthest end of all occurrences up to it.
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

    fn near_enough_to(&self, a: &Occurrence) -> &'t [Occurrence] {
        let least = self.unit(a.whole.first).saturating_sub(self.proximity.distance);
        let most = self.unit(a.whole.last).saturating_add(self.proximity.distance);
        let start = self.reach.partition_point(|&r| self.unit(r) < least);
        let end = self.all.partition_point(|o| self.unit(o.whole.first) <= most);
        self.all.get(start..end).unwrap_or_default()
    }
}
