//! Finds how near two sides of an operator come that both occur and do not join, and what keeps them apart.

use crate::oracle::occurrence::Occurrence;
use crate::oracle::source::Layout;
use crate::rule::{Proximity, ProximityKind};

/// The pair of occurrences that comes nearest to what an operator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest<'o> {
    pub left: &'o Occurrence,
    pub right: &'o Occurrence,
    /// The distance in words, sentences or paragraphs, as the operator counts.
    pub apart: u32,
    /// A reason beside the distance why the two do not join.
    pub obstacle: Option<Obstacle>,
}

/// Why two occurrences do not join at any distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The right side comes first, and the operator asks for this order.
    Order,
    /// They stand in different sentences.
    Sentence,
    /// They stand in different sections.
    Section,
}

/// The pair of occurrences that comes nearest to what an operator asks for. A pair without an obstacle is nearer than a
/// pair with one; then the distance decides. Both sides must be sorted and not empty. `None` if every pair shares a
/// word.
pub fn nearest<'o>(
    p: Proximity,
    text: &impl Layout,
    left: &'o [Occurrence],
    right: &'o [Occurrence],
) -> Option<Nearest<'o>> {
    let by_end = {
        let mut all: Vec<&Occurrence> = right.iter().collect();
        all.sort_by_key(|o| o.whole.last);
        all
    };
    // Units grow with position, so the nearest to an occurrence is its neighbor on either side.
    let pairs = left.iter().flat_map(|a| {
        let after = right.get(right.partition_point(|b| b.whole.first <= a.whole.last));
        let before = by_end.partition_point(|b| b.whole.last < a.whole.first).checked_sub(1).map(|i| by_end[i]);
        [after, before].into_iter().flatten().map(move |b| (a, b))
    });
    pairs.map(|(a, b)| measure(p, text, a, b)).min_by_key(|n| (n.obstacle, n.apart, n.left.whole.first))
}

fn measure<'o>(p: Proximity, text: &impl Layout, a: &'o Occurrence, b: &'o Occurrence) -> Nearest<'o> {
    let in_order = a.whole.last < b.whole.first;
    let (from, to) = if in_order { (a.whole.last, b.whole.first) } else { (b.whole.last, a.whole.first) };
    let obstacle = match p.kind {
        _ if text.section(from) != text.section(to) => Some(Obstacle::Section),
        ProximityKind::Adj | ProximityKind::Near if text.sentence(from) != text.sentence(to) => {
            Some(Obstacle::Sentence)
        }
        ProximityKind::Adj if !in_order => Some(Obstacle::Order),
        _ => None,
    };
    let apart = match p.kind {
        ProximityKind::Adj | ProximityKind::Near => to - from,
        ProximityKind::With => text.sentence(to) - text.sentence(from),
        ProximityKind::Same => text.paragraph(to) - text.paragraph(from),
    };
    Nearest { left: a, right: b, apart, obstacle }
}

impl Nearest<'_> {
    /// A sentence about how near the pair comes and what the operator asks for.
    pub fn describe(&self, p: Proximity) -> String {
        let unit = match p.kind {
            ProximityKind::Adj | ProximityKind::Near => "word",
            ProximityKind::With => "sentence",
            ProximityKind::Same => "paragraph",
        };
        let asked = match (p.kind, p.distance) {
            (ProximityKind::With | ProximityKind::Same, 0) => format!("the same {unit} asked"),
            (_, n) => format!("at most {n} asked"),
        };
        let plural = if self.apart == 1 { "" } else { "s" };
        let apart = format!("nearest {} {unit}{plural} apart", self.apart);
        match self.obstacle {
            None => format!("{apart}, {asked}"),
            Some(Obstacle::Order) => format!("{apart}, but in the other order ({asked})"),
            Some(Obstacle::Sentence) => format!("{apart}, but never in one sentence ({asked})"),
            Some(Obstacle::Section) => format!("but never in one section of the filing ({asked})"),
        }
    }
}
