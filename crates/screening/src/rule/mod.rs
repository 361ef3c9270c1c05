//! The rule language: from text to tree, with errors people can act on.
//!
//! `RULES.md` section 1 is the specification. What a tree means is not decided here but in
//! [`crate::oracle`], so that reading and matching can each be read on their own.

pub mod ast;
pub mod error;
pub mod fields;
mod lexer;
mod parser;
pub mod term;

#[cfg(test)]
mod tests;

pub use ast::{Expr, Node, Proximity, ProximityKind};
pub use error::{Complaint, line_column};
pub use fields::Fields;
pub use parser::{DEEPEST_RULE, FARTHEST, FARTHEST_SAME, LONGEST_RULE, Rule, parse};
pub use term::{Part, Term};
