//! The oracle: what a rule means, executed as plainly as it can be said.
//!
//! It looks at every word of a filing for every rule. It is the definition that the fast engine is
//! tested against, so it is kept readable before it is fast. Its parts: [`text`] (a filing as words at
//! positions), [`terms`] (where words and phrases stand), [`occurrence`] and [`proximity`] (what joins),
//! and here the rest: `AND`, `OR`, `NOT`, `XOR`, `OF`, fields and class codes.

pub mod occurrence;
pub mod proximity;
pub mod terms;
pub mod text;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::occurrence::{Grain, Occurrence, Stretch, smallest};
use self::proximity::TooManyPairs;
use self::text::Text;
use super::quantity::Condition;
use super::rule::{Expr, Fields, Node};

/// Most passages shown for one word, phrase or proximity of a rule, the first in reading order.
pub const MOST_PASSAGES: usize = 10;

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A passage.
    Passage(Occurrence),
    /// A class code, by its index in the filing.
    Class(usize),
}

/// Whether a rule holds for a text; if so, where.
pub fn evaluate(expr: &Expr, text: &Text<'_>) -> Result<Option<Vec<Found>>, TooManyPairs> {
    Evaluation { text }.holds(expr, Fields::ALL)
}

struct Evaluation<'t, 'a> {
    text: &'t Text<'a>,
}

impl Evaluation<'_, '_> {
    fn holds(&self, expr: &Expr, fields: Fields) -> Result<Option<Vec<Found>>, TooManyPairs> {
        let each = |of: &[Expr]| of.iter().map(|e| self.holds(e, fields)).collect::<Result<Vec<_>, _>>();
        Ok(match &expr.node {
            Node::Term(_) | Node::Quantity(_) | Node::Near(..) => {
                let contested = self.contested(expr, fields);
                let all = self.occurrences(expr, fields, Grain::Filing, &contested)?;
                let shown = all.into_iter().take(MOST_PASSAGES).map(Found::Passage).collect::<Vec<_>>();
                (!shown.is_empty()).then_some(shown)
            }
            Node::Class(scheme, term) => {
                let fitting = self.text.classes.iter().filter(|(s, symbol, _)| s == scheme && term.fits(symbol));
                let found: Vec<Found> = fitting.map(|&(.., i)| Found::Class(i)).collect();
                (!found.is_empty()).then_some(found)
            }
            Node::And(of) => each(of)?.into_iter().collect::<Option<Vec<_>>>().map(|found| found.concat()),
            Node::Or(of) => at_least(1, each(of)?),
            Node::AtLeast(n, of) => at_least(*n, each(of)?),
            Node::Xor(of) => {
                let met: Vec<_> = each(of)?.into_iter().flatten().collect();
                (met.len() % 2 == 1).then(|| met.concat())
            }
            Node::Not(a, b) => {
                let (a, b) = (self.holds(a, fields)?, self.holds(b, fields)?);
                a.filter(|_| b.is_none())
            }
            Node::In(own, e) => self.holds(e, fields.and(*own))?,
        })
    }

    /// The occurrences of an expression that stands at places in the text, sorted.
    fn occurrences(
        &self,
        expr: &Expr,
        fields: Fields,
        grain: Grain,
        contested: &HashMap<u32, usize>,
    ) -> Result<Vec<Occurrence>, TooManyPairs> {
        let all = match &expr.node {
            Node::Term(_) | Node::Quantity(_) => self.leaf(expr, fields, contested),
            Node::In(own, e) => self.occurrences(e, fields.and(*own), grain, contested)?,
            Node::Or(of) => {
                let each = of.iter().map(|e| self.occurrences(e, fields, grain, contested));
                each.collect::<Result<Vec<_>, _>>()?.concat()
            }
            Node::Near(p, a, b) => {
                // A side must be known as closely as this operator looks, and the left side of a
                // NOT as closely as whoever asked, for it is what they get.
                let closest = grain.min(p.grain());
                let left = self.occurrences(a, fields, closest, contested)?;
                let right = self.occurrences(b, fields, if p.negated { p.grain() } else { closest }, contested)?;
                let mut all = p.occurrences(self.text, &left, &right, grain)?;
                all.extend(self.cut(expr, fields, contested));
                all
            }
            // The parser lets nothing else stand beside a proximity operator.
            Node::Class(..) | Node::And(_) | Node::Xor(_) | Node::Not(..) | Node::AtLeast(..) => Vec::new(),
        };
        Ok(smallest(all, grain, self.text))
    }

    fn leaf(&self, expr: &Expr, fields: Fields, contested: &HashMap<u32, usize>) -> Vec<Occurrence> {
        let stretches = match &expr.node {
            Node::Term(term) => {
                let places = terms::places(self.text, &term.parts, fields);
                places.into_iter().map(|(first, last)| Stretch::of_words(self.text, first, last)).collect()
            }
            Node::Quantity(condition) => self.quantities(condition, fields),
            _ => Vec::new(),
        };
        stretches.into_iter().map(|s| with_contested(s, contested)).collect()
    }

    fn quantities(&self, condition: &Condition, fields: Fields) -> Vec<Stretch> {
        let mut out = Vec::new();
        for (i, paragraph) in self.text.paragraphs.iter().enumerate() {
            if !self.text.paragraph_lies_in(i, fields) {
                continue;
            }
            let start = self.text.words.partition_point(|w| (w.paragraph as usize) < i);
            let words = &self.text.words[start..];
            for place in condition.places(paragraph.text) {
                let (from, to) = (place.start as u32, place.end as u32);
                let inside = |w: &text::TextWord| w.paragraph as usize == i && w.from < to;
                let first = start + words.partition_point(|w| w.paragraph as usize == i && w.to <= from);
                let end = start + words.partition_point(inside);
                if first < end {
                    out.push(Stretch { first: first as u32, last: end as u32 - 1, from, to });
                }
            }
        }
        out
    }

    /// Single words that serve both sides of an operator at once (`antijam` for `anti ADJ jam`).
    fn cut(&self, expr: &Expr, fields: Fields, contested: &HashMap<u32, usize>) -> Vec<Occurrence> {
        let Node::Near(p, a, b) = &expr.node else { return Vec::new() };
        if p.negated {
            return Vec::new();
        }
        let places = terms::cut_places(self.text, p.kind, a, b, fields);
        places.into_iter().map(|at| with_contested(Stretch::of_words(self.text, at, at), contested)).collect()
    }

    /// The words that more than one part of a proximity expression could use.
    fn contested(&self, expr: &Expr, fields: Fields) -> HashMap<u32, usize> {
        let mut uses = HashMap::new();
        if matches!(expr.node, Node::Near(..)) {
            self.count_uses(expr, fields, &mut uses);
            uses.retain(|_, n| *n > 1);
        }
        uses
    }

    fn count_uses(&self, expr: &Expr, fields: Fields, uses: &mut HashMap<u32, usize>) {
        let none = HashMap::new();
        let fields = if let Node::In(own, _) = &expr.node { fields.and(*own) } else { fields };
        let mut own = self.leaf(expr, fields, &none);
        own.extend(self.cut(expr, fields, &none));
        for occurrence in own {
            for word in occurrence.whole.first..=occurrence.whole.last {
                *uses.entry(word).or_insert(0) += 1;
            }
        }
        for child in expr.children() {
            self.count_uses(child, fields, uses);
        }
    }
}

fn with_contested(whole: Stretch, contested: &HashMap<u32, usize>) -> Occurrence {
    let mut occurrence = Occurrence::new(whole);
    if !contested.is_empty() {
        occurrence.contested = (whole.first..=whole.last).filter(|w| contested.contains_key(w)).collect();
    }
    occurrence
}

/// What was found, if so many held.
fn at_least(n: usize, each: Vec<Option<Vec<Found>>>) -> Option<Vec<Found>> {
    let met: Vec<_> = each.into_iter().flatten().collect();
    (met.len() >= n).then(|| met.concat())
}
