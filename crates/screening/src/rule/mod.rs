//! The rule language: parses the text of a rule to a tree, with errors that people can act on.
//!
//! `RULES.md` section 1 is the specification. What a tree means is decided in [`crate::oracle`].

pub mod ast;
pub mod error;
pub mod fields;
mod lexer;
mod parser;
mod resolver;
mod syntax;
pub mod term;

#[cfg(test)]
mod tests;

pub use ast::{Expr, Node, Proximity, ProximityKind};
pub use error::{Complaint, line_column};
pub use fields::Fields;
pub use parser::{DEEPEST_RULE, FARTHEST, FARTHEST_SAME, LONGEST_RULE, Rule, parse};
pub use term::{Part, Term};
