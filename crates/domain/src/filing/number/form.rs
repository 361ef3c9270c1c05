//! What an application number says, its canonical form, and what can be wrong with a text that is none.

use std::fmt;

/// Longest spelling read, in characters as received.
pub(super) const LONGEST: usize = 80;

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

/// What is wrong with a text that is no application number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Nothing is left of it.
    #[error("it is empty")]
    Empty,
    /// It is longer than any spelling of a number.
    #[error("it is longer than {} characters", LONGEST)]
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
