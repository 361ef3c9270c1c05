//! Physical quantities: conditions of rules, and mentions in running text.
//!
//! [`condition`] parses `[density > 13 g/cm3]`. [`mention`] finds quantities in text, in all the spellings that patents
//! use, with everything they may mean. Both read units through `units` and `compound`, so that a text can state every
//! unit that a rule can name. The name in a condition ("density") is not compared: any quantity of the dimension
//! counts. A rule that wants a word nearby asks for it with `NEAR`, `WITH` or `SAME`.

mod compound;
pub mod condition;
mod lexeme;
pub mod mention;
pub mod unit;
mod units;
mod value;

#[cfg(test)]
mod tests;

pub use condition::{BadCondition, Condition};
pub use mention::{Mention, mentions};
