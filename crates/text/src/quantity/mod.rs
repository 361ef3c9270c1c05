//! Physical quantities: conditions of rules, and mentions in running text.
//!
//! [`condition`] reads `[density > 13 g/cm3]`; [`mention`] finds quantities in text, in all the spellings
//! patents use, with everything they may mean. Both convert through `unit` and `compound`, so what a
//! rule can name a text can state. Names of quantities are documentation: any quantity of the dimension
//! counts, and nearness to a word is asked with `NEAR`, `WITH`, `SAME`.

mod compound;
pub mod condition;
mod lexeme;
pub mod mention;
pub mod unit;
mod value;

#[cfg(test)]
mod tests;

pub use condition::{BadCondition, Condition};
pub use mention::{Mention, mentions};
