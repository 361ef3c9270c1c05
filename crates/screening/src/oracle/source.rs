//! The questions that an evaluation asks of a text: where words stand, and where the leaves of a rule stand.
//!
//! [`crate::oracle::text::Text`] answers by looking at every word. The engine answers from its notes on a filing. The
//! code that combines the answers is the same for both.

use crate::class::ClassTerm;
use crate::oracle::occurrence::Stretch;
use crate::rule::{Expr, Fields, ProximityKind, Term};
use domain::filing::{Scheme, Section};
use text::quantity::Condition;

/// The layout of a text: the place of each word, by position.
pub trait Layout {
    /// The paragraph of the word at a position.
    fn paragraph(&self, position: u32) -> u32;
    /// The sentence of the word at a position, counted through the filing.
    fn sentence(&self, position: u32) -> u32;
    /// The bytes of the word at a position, in its paragraph.
    fn bytes(&self, position: u32) -> (u32, u32);
    /// The section of the filing that has the word at a position.
    fn section(&self, position: u32) -> Section;
    /// The parts of the filing to which the word at a position belongs.
    fn fields_at(&self, position: u32) -> Fields;
}

/// Where the leaves of a rule stand in a text.
pub trait Source: Layout {
    /// First and last position of each place of a term, in order.
    fn places(&self, term: &Term, fields: Fields) -> Vec<(u32, u32)>;
    /// The single words that serve both sides of an operator at once, in order.
    fn cut_places(&self, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32>;
    /// The quantities that can satisfy a condition, in order.
    fn quantities(&self, condition: &Condition, fields: Fields) -> Vec<Stretch>;
    /// The class codes that fit a term, by their index in the filing.
    fn classes(&self, scheme: Scheme, term: &ClassTerm) -> Vec<usize>;
}
