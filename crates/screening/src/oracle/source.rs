//! What an evaluation asks of a text: where words stand, and where the leaves of a rule stand in it.
//!
//! The oracle answers by looking at every word ([`crate::oracle::text::Text`]), the engine from what it has
//! noted of a filing. What the answers come to is the same code for both.

use crate::class::ClassTerm;
use crate::oracle::occurrence::Stretch;
use crate::rule::{Expr, Fields, ProximityKind, Term};
use domain::filing::{Scheme, Section};
use text::quantity::Condition;

/// How the words of a text lie, by position.
pub trait Layout {
    /// The paragraph a word stands in.
    fn paragraph(&self, position: u32) -> u32;
    /// Its sentence, counted through the filing.
    fn sentence(&self, position: u32) -> u32;
    /// Its bytes in its paragraph.
    fn bytes(&self, position: u32) -> (u32, u32);
    /// The section of the filing that the word at a position stands in.
    fn section(&self, position: u32) -> Section;
    /// The parts of the filing that it counts to.
    fn fields_at(&self, position: u32) -> Fields;
}

/// Where the leaves of a rule stand in a text.
pub trait Source: Layout {
    /// First and last position of each place of a term, in order.
    fn places(&self, term: &Term, fields: Fields) -> Vec<(u32, u32)>;
    /// Single words that serve both sides of an operator at once, in order.
    fn cut_places(&self, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32>;
    /// The quantities that can satisfy a condition, in order.
    fn quantities(&self, condition: &Condition, fields: Fields) -> Vec<Stretch>;
    /// The class codes that fit, by their index in the filing.
    fn classes(&self, scheme: Scheme, term: &ClassTerm) -> Vec<usize>;
}
