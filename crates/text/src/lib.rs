//! Cuts an English patent text into words and sentences, and reads the numbers and units in it.
//!
//! Rules, filings and search must agree on what a word, a sentence and a quantity is. All three use this crate.
//! This crate knows no filing, no list and no database.

pub mod quantity;
pub mod sentences;
pub mod suggest;
pub mod words;
