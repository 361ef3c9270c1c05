//! Application numbers: one application has one number, however it is written.
//!
//! A text is brought into one alphabet (`normal`), the words in front of a number are taken off
//! (`words`), and what is left is read by its kind (`read`). Nothing is guessed: a text with two readings, and
//! the number of a publication or of a patent, is refused with the forms that are taken. Not its job: what a
//! relation between two numbers means (`related`).

mod normal;
mod read;
mod words;

use serde::{Deserialize, Serialize};
use std::fmt;

/// The forms that are taken, for whoever sent another.
pub const EXPECTED: &str = "18/223,456 (two digits of series, six of serial number; 63/ provisional, 29/ design, 35/ Hague, \
                            90/, 95/ and 96/ reexamination), PCT/US2023/012345, DM/123456, or the two letters of a foreign \
                            office and its number (JP 2023-123456)";

/// What an application number says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Number {
    /// Of this Office: series code and serial number.
    Us {
        /// The series code, which gives the [`Kind`].
        series: u8,
        /// The serial number, below a million.
        serial: u32,
    },
    /// An international application under the PCT.
    Pct {
        /// The receiving office, two letters.
        office: String,
        year: u16,
        /// The serial number, below a million.
        serial: u32,
    },
    /// An international registration of designs (Hague), by the number of WIPO.
    Hague {
        /// The number, below a million.
        serial: u32,
    },
    /// Of another office.
    Foreign {
        /// Two letters of WIPO ST.3.
        office: String,
        /// Its number there: upper case letters and digits.
        body: String,
    },
}

/// What a number of this Office is for, by its series code (MPEP 503).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nonprovisional applications: 01 to 28.
    Regular,
    /// Designs: 29.
    Design,
    /// International designs that name the United States: 35.
    Hague,
    /// Provisional applications: 60 to 69, of which 60 to 64 are in use or next.
    Provisional,
    /// Ex parte (90) and inter partes (95) reexamination.
    Reexamination,
    /// Supplemental examination: 96.
    SupplementalExamination,
}

impl Kind {
    /// What a series code stands for; `None` where the Office uses none.
    pub fn of_series(series: u8) -> Option<Self> {
        Some(match series {
            1..=28 => Self::Regular,
            29 => Self::Design,
            35 => Self::Hague,
            60..=69 => Self::Provisional,
            90 | 95 => Self::Reexamination,
            96 => Self::SupplementalExamination,
            _ => return None,
        })
    }
}

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

impl fmt::Display for Number {
    /// The canonical form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Us { series, serial } => write!(f, "{series:02}/{:03},{:03}", serial / 1000, serial % 1000),
            Self::Pct { office, year, serial } => write!(f, "PCT/{office}{year:04}/{serial:06}"),
            Self::Hague { serial } => write!(f, "DM/{serial:06}"),
            Self::Foreign { office, body } => write!(f, "{office} {body}"),
        }
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

/// What is wrong with a text that is no application number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Nothing is left of it.
    #[error("it is empty")]
    Empty,
    /// It is longer than any spelling of a number.
    #[error("it is longer than {} characters", normal::LONGEST)]
    Long,
    /// A character that no spelling has.
    #[error("it holds {0:?}")]
    Character(char),
    #[error("it has no digits")]
    NoDigits,
    /// A word that is none of those that stand beside application numbers.
    #[error("{0:?} is no word that stands in front of an application number and no office")]
    Word(String),
    #[error("it is the number of a publication; give the number of the application that was published")]
    Publication,
    #[error("it is the number of a patent; give the number of the application it was granted on")]
    Patent,
    /// A kind code of something else than an application.
    #[error("the kind code {0} belongs to a published or granted document, not to an application")]
    KindCode(String),
    /// No such series.
    #[error("there is no series {0:02}")]
    Series(u8),
    /// Words and series do not agree.
    #[error("it is called {said}, but series {series:02} is not")]
    Contradiction {
        /// As the text calls it.
        said: &'static str,
        series: u8,
    },
    /// Too few or too many digits, or in groups that no number has.
    #[error("its digits are not two of series and six of serial number")]
    Digits,
    /// As the one above, for the PCT.
    #[error("an international number has two letters of office, a year, and five or six digits")]
    International,
    /// As the one above, for registrations of designs.
    #[error("the number of an international registration of designs has up to six digits")]
    Registration,
    /// As the one above, for other offices.
    #[error("the number of a foreign application has four to twenty letters and digits, four of them digits at least")]
    Foreign,
    #[error("it can be read in two ways, {0} and {1}; write the one that is meant")]
    TwoReadings(String, String),
    /// Something behind the number.
    #[error("{0:?} behind the number is not part of it")]
    Behind(String),
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
