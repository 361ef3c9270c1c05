//! Application numbers: one application has one number, however it is written.
//!
//! A text is brought into one alphabet (`normal`), the words in front of a number are taken off
//! (`words`), and what is left is read by its kind (`read`). Nothing is guessed: a text with two readings, and
//! the number of a publication or of a patent, is refused with the forms that are taken. Not its job: what a
//! relation between two numbers means (`related`).

mod form;
mod normal;
mod read;
mod words;

pub use form::{EXPECTED, Kind, Number, Why};

use serde::{Deserialize, Serialize};
use std::fmt;

impl Number {
    /// Reads a number in any usual spelling.
    pub fn parse(text: &str) -> Result<Self, BadApplicationNumber> {
        read::number(text).map_err(|why| BadApplicationNumber { text: text.chars().take(80).collect(), why })
    }

    /// The form all spellings of one number share: letters and digits, upper case.
    pub fn key(&self) -> String {
        letters_and_digits(&self.to_string())
    }
}

/// Why a text is no application number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an application number: {why}. Expected: {EXPECTED}")]
pub struct BadApplicationNumber {
    /// The text, its first eighty characters.
    pub text: String,
    /// What is wrong with it.
    pub why: Why,
}

/// An application number: in its canonical form (`18/123,456`, `PCT/US2026/012345`) where it is one, and
/// otherwise as it was received.
///
/// Intake takes canonical ones only ([`Self::parse`]). Others are in texts that are screened without a database,
/// and in records of an older version. The serde form is the text as it stands and changes nothing in it, because
/// the digests on record are those of texts as they came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApplicationNumber(String);

impl ApplicationNumber {
    /// Longest number that is kept as received though it is none, in characters.
    pub const MAX: usize = 40;

    /// Reads a number in any usual spelling, and gives it its canonical form.
    pub fn parse(text: &str) -> Result<Self, BadApplicationNumber> {
        Ok(Self(Number::parse(text)?.to_string()))
    }

    /// Reads a number as [`Self::parse`]; what is none is kept with its white space folded if it is one to forty
    /// letters, digits, slashes, commas, dots, hyphens or spaces with at least one digit.
    pub fn as_received(text: &str) -> Result<Self, BadApplicationNumber> {
        match Self::parse(text) {
            Ok(number) => Ok(number),
            Err(e) => Self::kept(text).ok_or(e),
        }
    }

    /// A text as it was received; `None` where it could be no number of anything.
    fn kept(text: &str) -> Option<Self> {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | ',' | '.' | '-' | ' ');
        let kept = !folded.is_empty()
            && folded.chars().count() <= Self::MAX
            && folded.chars().all(fine)
            && folded.chars().any(|c| c.is_ascii_digit());
        kept.then_some(Self(folded))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it says, where it is the number of an application.
    pub fn number(&self) -> Result<Number, BadApplicationNumber> {
        Number::parse(&self.0)
    }

    /// The canonical form, where there is one; otherwise as it is.
    pub fn canonical(&self) -> Self {
        Self::parse(&self.0).unwrap_or_else(|_| self.clone())
    }

    /// The form two spellings of one number share: letters and digits only, upper case.
    pub fn key(&self) -> String {
        key_of(&self.0)
    }
}

/// The form two spellings of one number share. What is no number of an application keeps its own letters and
/// digits.
pub fn key_of(text: &str) -> String {
    Number::parse(text).map_or_else(|_| letters_and_digits(text), |number| number.key())
}

/// The canonical form of a number, where it has one; otherwise the text without white space around it.
pub fn canonical_or_given(text: &str) -> String {
    Number::parse(text).map_or_else(|_| text.trim().to_owned(), |number| number.to_string())
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

impl TryFrom<String> for ApplicationNumber {
    type Error = BadApplicationNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match Self::kept(&text) {
            Some(kept) => Ok(kept),
            None => Self::parse(&text),
        }
    }
}

impl From<ApplicationNumber> for String {
    fn from(number: ApplicationNumber) -> Self {
        number.0
    }
}

impl fmt::Display for ApplicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests;
