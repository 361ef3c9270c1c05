//! text.

pub mod quantity;
pub mod sentences;
pub mod words;
