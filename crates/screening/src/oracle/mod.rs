//! The oracle: the definition of what a rule means, in plain code.
//!
//! The oracle looks at every word of a filing for every rule. The fast engine is tested against it, so it is kept
//! readable rather than fast. Its parts: [`text`] (a filing as words at positions), [`terms`] (where words and phrases
//! stand), [`occurrence`] and [`proximity`] (which occurrences join). `AND`, `OR`, `NOT`, `XOR`, `OF`, fields and class
//! codes are in this file.

pub mod occurrence;
pub mod proximity;
pub mod source;
pub mod terms;
pub mod text;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use crate::class::ClassTerm;
use crate::oracle::occurrence::{Grain, Occurrence, Stretch, keep_smallest};
use crate::oracle::proximity::TooManyPairs;
use crate::oracle::source::Source;
use crate::oracle::text::Text;
use crate::rule::{Expr, Fields, Node, ProximityKind, Term};
use ::text::quantity::Condition;
use domain::filing::Scheme;

/// Most passages that are shown for a word, phrase or proximity of a rule. The first in reading order are shown.
pub const MOST_PASSAGES: usize = 10;

/// A thing in a filing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Passage(Occurrence),
    /// A class code, by its index in the filing.
    Class(usize),
}

/// Evaluates a rule for a text: where it holds, or `None` if it does not. The result is an error only if the part that
/// failed decides. If the rest of the rule has the same outcome either way, that outcome is the result.
pub fn evaluate<S: Source>(expr: &Expr, text: &S) -> Outcome {
    evaluate_in(expr, Fields::ALL, text)
}

/// Evaluates a rule as [`evaluate`] does, but only in some parts of the filing. Class codes stand in no part and are
/// not affected.
pub fn evaluate_in<S: Source>(expr: &Expr, fields: Fields, text: &S) -> Outcome {
    Evaluation { text }.holds(expr, fields)
}

/// Every occurrence of an expression in some parts of the filing, by word, sorted. The list is empty for an expression
/// that stands at no place, such as `AND`.
pub fn occurrences<S: Source>(expr: &Expr, fields: Fields, text: &S) -> Result<Vec<Occurrence>, TooManyPairs> {
    Evaluation { text }.occurrences(expr, fields, Grain::Word, &HashMap::new())
}

/// Where an expression holds, `None` if it does not, and an error if it cannot be evaluated.
pub type Outcome = Result<Option<Vec<Found>>, TooManyPairs>;

struct Evaluation<'t, S> {
    text: &'t S,
}

impl<S: Source> Evaluation<'_, S> {
    fn holds(&self, expr: &Expr, fields: Fields) -> Outcome {
        let each = |of: &[Expr]| of.iter().map(|e| self.holds(e, fields)).collect::<Vec<Outcome>>();
        match &expr.node {
            Node::Term(_) | Node::Quantity(_) | Node::Near(..) => {
                let contested = self.contested_words(expr, fields);
                let all = self.occurrences(expr, fields, Grain::Filing, &contested)?;
                let shown = all.into_iter().take(MOST_PASSAGES).map(Found::Passage).collect::<Vec<_>>();
                Ok((!shown.is_empty()).then_some(shown))
            }
            Node::Class(scheme, term) => {
                let found: Vec<Found> = self.text.classes(*scheme, term).into_iter().map(Found::Class).collect();
                Ok((!found.is_empty()).then_some(found))
            }
            Node::And(of) => at_least(of.len(), each(of)),
            Node::Or(of) => at_least(1, each(of)),
            Node::AtLeast(n, of) => at_least(*n, each(of)),
            Node::Xor(of) => {
                let met: Vec<_> = each(of).into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
                Ok((met.len() % 2 == 1).then(|| met.concat()))
            }
            Node::Not(a, b) => match (self.holds(a, fields), self.holds(b, fields)) {
                (Ok(None), _) | (_, Ok(Some(_))) => Ok(None),
                (Err(e), _) | (_, Err(e)) => Err(e),
                (found, Ok(None)) => found,
            },
            Node::In(own, e) => self.holds(e, fields.and(*own)),
        }
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
                // A side must be known to the grain of this operator. The left side of a NOT must also be known to the
                // grain of the caller, because the caller gets its occurrences.
                let closest = grain.min(p.grain());
                let left = self.occurrences(a, fields, closest, contested);
                let right = self.occurrences(b, fields, if p.negated { p.grain() } else { closest }, contested);
                let nothing = |side: &Result<Vec<Occurrence>, _>| side.as_ref().is_ok_and(Vec::is_empty);
                let mut all = if nothing(&left) || (!p.negated && nothing(&right)) {
                    Vec::new()
                } else {
                    p.occurrences(self.text, &left?, &right?, grain)?
                };
                all.extend(self.cut_words(expr, fields, contested));
                all
            }
            // The parser accepts nothing else beside a proximity operator.
            Node::Class(..) | Node::And(_) | Node::Xor(_) | Node::Not(..) | Node::AtLeast(..) => Vec::new(),
        };
        Ok(keep_smallest(all, grain, self.text))
    }

    fn leaf(&self, expr: &Expr, fields: Fields, contested: &HashMap<u32, usize>) -> Vec<Occurrence> {
        let stretches = match &expr.node {
            Node::Term(term) => {
                let places = self.text.places(term, fields);
                places.into_iter().map(|(first, last)| Stretch::of_words(self.text, first, last)).collect()
            }
            Node::Quantity(condition) => self.text.quantities(condition, fields),
            _ => Vec::new(),
        };
        stretches.into_iter().map(|s| mark_contested(s, contested)).collect()
    }

    /// The single words that serve both sides of an operator at once (`antijam` for `anti ADJ jam`).
    fn cut_words(&self, expr: &Expr, fields: Fields, contested: &HashMap<u32, usize>) -> Vec<Occurrence> {
        let Node::Near(p, a, b) = &expr.node else { return Vec::new() };
        if p.negated || p.grain() != Grain::Word {
            return Vec::new();
        }
        let places = self.text.cut_places(p.kind, a, b, fields);
        places.into_iter().map(|at| mark_contested(Stretch::of_words(self.text, at, at), contested)).collect()
    }

    /// The words that more than one part of a proximity expression could use.
    fn contested_words(&self, expr: &Expr, fields: Fields) -> HashMap<u32, usize> {
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
        own.extend(self.cut_words(expr, fields, &none));
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

fn mark_contested(whole: Stretch, contested: &HashMap<u32, usize>) -> Occurrence {
    let mut occurrence = Occurrence::new(whole);
    if !contested.is_empty() {
        occurrence.contested = (whole.first..=whole.last).filter(|w| contested.contains_key(w)).collect();
    }
    occurrence
}

/// What was found, if at least `n` outcomes hold. A failed outcome may count as held or not: if the answer depends on
/// it, the answer is its error.
fn at_least(n: usize, each: Vec<Outcome>) -> Outcome {
    let failed = each.iter().find_map(|o| o.as_ref().err().copied());
    let unknown = each.iter().filter(|o| o.is_err()).count();
    let met: Vec<_> = each.into_iter().filter_map(Result::ok).flatten().collect();
    match failed {
        _ if met.len() >= n => Ok(Some(met.concat())),
        Some(e) if met.len() + unknown >= n => Err(e),
        _ => Ok(None),
    }
}

impl Source for Text<'_> {
    fn places(&self, term: &Term, fields: Fields) -> Vec<(u32, u32)> {
        terms::places(self, &term.parts, fields)
    }

    fn cut_places(&self, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32> {
        terms::cut_places(self, kind, a, b, fields)
    }

    fn quantities(&self, condition: &Condition, fields: Fields) -> Vec<Stretch> {
        let mut out = Vec::new();
        for (i, paragraph) in self.paragraphs.iter().enumerate().filter(|(i, _)| self.paragraph_lies_in(*i, fields)) {
            let start = self.words.partition_point(|w| (w.paragraph as usize) < i);
            let words: Vec<(u32, u32)> =
                self.words[start..].iter().take_while(|w| w.paragraph as usize == i).map(|w| (w.from, w.to)).collect();
            out.extend(
                condition.places(paragraph.text).iter().filter_map(|place| stretch_of(place, start as u32, &words)),
            );
        }
        out
    }

    fn classes(&self, scheme: Scheme, term: &ClassTerm) -> Vec<usize> {
        self.classes.iter().filter(|(s, symbol, _)| *s == scheme && term.fits(symbol)).map(|&(.., i)| i).collect()
    }
}

/// The stretch of a quantity: its own bytes, and those words of its paragraph that it overlaps. The first word of the
/// paragraph stands at `start`.
pub fn stretch_of(place: &Range<usize>, start: u32, words: &[(u32, u32)]) -> Option<Stretch> {
    let (from, to) = (place.start as u32, place.end as u32);
    let first = words.partition_point(|w| w.1 <= from) as u32;
    let end = words.partition_point(|w| w.0 < to) as u32;
    (first < end).then(|| Stretch { first: start + first, last: start + end - 1, from, to })
}
