//! Words, sentences, numbers and units of an English patent text: language, no law.
//!
//! Rules, filings and search must agree on what a word, a sentence and a quantity is, so all of them come here.
//! This crate knows no filing, no list and no database.

pub mod quantity;
pub mod sentences;
pub mod suggest;
pub mod words;
