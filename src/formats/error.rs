//! The errors of a source: each has a code, a sentence with the way out, and a line.
//!
//! Codes are stable: programs match on them, people read the sentence. Not its job: what is done with a filing that
//! cannot be read (`workflow` sends it to a person).

use std::fmt;

use crate::formats::detect::Format;

/// Why a record could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing but white space.
    #[error("the input is empty: send one filing or more as USPTO XML, JSON or NDJSON")]
    Empty,
    /// The input ends inside a record.
    #[error("the input ends before {0}: it is truncated, fetch it again")]
    Truncated(String),
    /// Not well-formed XML, or not JSON.
    #[error("not well-formed: {0}; correct the document or fetch it again")]
    NotWellFormed(String),
    /// Bytes that do not exist in the encoding.
    #[error("bytes that are not {0}: declare the encoding the document is really in")]
    BadEncoding(String),
    /// An encoding nobody knows.
    #[error("unknown encoding {0:?}: use UTF-8")]
    UnknownEncoding(String),
    /// A character no document may hold.
    #[error("character U+{0:04X} is not allowed in a document: remove it")]
    IllegalCharacter(u32),
    /// The document declares entities of its own.
    #[error(
        "declares the entity {0:?}: entities are never expanded and nothing outside is fetched; write the text itself"
    )]
    EntityDeclaration(String),
    /// Elements nested beyond the limit.
    #[error("elements nested more than {0} deep: no patent document is, so it is refused")]
    TooDeep(usize),
    /// One record beyond the limit.
    #[error("the record is larger than {limit} bytes (it has {bytes} or more): raise the limit or split it")]
    RecordTooLarge {
        /// The limit in force.
        limit: u64,
        /// What was seen of it.
        bytes: u64,
    },
    /// The whole input beyond the limit.
    #[error("the input is larger than {0} bytes once unpacked: raise the limit or split it")]
    InputTooLarge(u64),
    /// The gzip layer is broken.
    #[error("the gzip stream is damaged ({0}): fetch it again")]
    BadGzip(String),
    /// A format we know by name only.
    #[error("{0} is recognised but not read yet: send the filing as USPTO XML v4.x or JSON")]
    NotReadYet(Format),
    /// No format we know.
    #[error("not a format we know ({0}): send the filing as USPTO XML v4.x or JSON")]
    Unrecognised(String),
    /// A field every filing needs.
    #[error("has no {0}: a filing needs a number, a title and one of abstract, claims and description")]
    Missing(&'static str),
    /// A field that cannot mean what it says.
    #[error("{0}")]
    BadField(String),
    /// Something follows the record that is no record.
    #[error("something follows the end of the record and was not read: {0}")]
    TrailingContent(String),
    /// The source itself failed.
    #[error("the source cannot be read: {0}")]
    Io(String),
}

impl Problem {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "format.empty",
            Self::Truncated(_) => "format.truncated",
            Self::NotWellFormed(_) => "format.not_well_formed",
            Self::BadEncoding(_) => "format.bad_encoding",
            Self::UnknownEncoding(_) => "format.unknown_encoding",
            Self::IllegalCharacter(_) => "format.illegal_character",
            Self::EntityDeclaration(_) => "format.entity_declaration",
            Self::TooDeep(_) => "format.too_deep",
            Self::RecordTooLarge { .. } => "format.record_too_large",
            Self::InputTooLarge(_) => "format.input_too_large",
            Self::BadGzip(_) => "format.bad_gzip",
            Self::NotReadYet(_) => "format.not_read_yet",
            Self::Unrecognised(_) => "format.unrecognised",
            Self::Missing(_) => "format.missing_field",
            Self::BadField(_) => "format.bad_field",
            Self::TrailingContent(_) => "format.trailing_content",
            Self::Io(_) => "format.io",
        }
    }
}

/// The codes of [`Problem`], each with what it means.
pub const CODES: [(&str, &str); 17] = [
    ("format.empty", "There is nothing in the source"),
    ("format.truncated", "The source ends before the record does"),
    ("format.not_well_formed", "The source is not well formed"),
    ("format.bad_encoding", "The source is not in the encoding it says"),
    ("format.unknown_encoding", "The encoding is not known here"),
    ("format.illegal_character", "There is a character that no text may have"),
    ("format.entity_declaration", "Entities may not be declared"),
    ("format.too_deep", "The record is nested too deeply"),
    ("format.record_too_large", "One record is too large"),
    ("format.input_too_large", "The source is too large as a whole"),
    ("format.bad_gzip", "The compressed source cannot be unpacked"),
    ("format.not_read_yet", "This kind of file is known and not read"),
    ("format.unrecognised", "This is no kind of file that holds filings"),
    ("format.missing_field", "The filing lacks what every filing has"),
    ("format.bad_field", "A field cannot mean what it says"),
    ("format.trailing_content", "Something follows the record that is no record"),
    ("format.io", "The source itself failed"),
];

/// A problem and its place in the source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ReadError {
    /// What is wrong.
    pub problem: Problem,
    /// Line within the file, from 1, where a line is known.
    pub line: Option<u64>,
    /// Path of the field (`parties[2].role`), where the problem is in one.
    pub field: Option<String>,
}

impl ReadError {
    /// A problem at a line.
    pub fn at(line: u64, problem: Problem) -> Self {
        Self { problem, line: Some(line), field: None }
    }
    /// Adds the path of the field that the problem is in.
    #[must_use]
    pub fn in_field(mut self, path: impl Into<String>) -> Self {
        self.field = Some(path.into());
        self
    }
    /// The stable code of its problem.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        self.problem.fmt(f)
    }
}

/// Something odd in a record that could be read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Line within the file, from 1.
    pub line: u64,
    /// What is odd.
    pub oddity: Oddity,
}

/// An oddity, and how it was treated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// A reference to an entity no table has.
    #[error("the entity &{0}; is not known; the reference itself stands in the text")]
    UndefinedEntity(String),
    /// Declared as something else, but UTF-8.
    #[error("declared as {0}, but the bytes are UTF-8 and were read as such")]
    ReadAsUtf8(String),
    /// A DTD version this reader was not written for.
    #[error("written for an unknown version of the format ({0:?}); read as the nearest known one")]
    UnknownVersion(String),
    /// A date that is none.
    #[error("{field} is {text:?}, which is no date; left out")]
    BadDate {
        /// Which date.
        field: &'static str,
        /// As written.
        text: String,
    },
    /// A section that stands there twice.
    #[error("has more than one {0}; all of them were read")]
    Repeated(&'static str),
}

impl Oddity {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UndefinedEntity(_) => "format.undefined_entity",
            Self::ReadAsUtf8(_) => "format.read_as_utf8",
            Self::UnknownVersion(_) => "format.unknown_version",
            Self::BadDate { .. } => "format.bad_date",
            Self::Repeated(_) => "format.repeated_section",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.oddity)
    }
}

#[cfg(test)]
mod code_tests {
    use super::*;

    #[test]
    fn every_code_of_a_problem_has_a_meaning() {
        let source = include_str!("error.rs");
        let (problems, _) = source.split_once("pub const CODES").expect("the list");
        let codes: Vec<&str> = problems.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(codes.len(), CODES.len(), "{codes:?}");
        for code in codes {
            assert!(CODES.iter().any(|(known, _)| *known == code), "{code}");
        }
    }
}
