//! Complaints about a rule, each with its place.

use std::fmt;
use std::ops::Range;

/// An error or a warning about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The place in the rule, in bytes.
    pub at: Range<usize>,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The way out, in a few words.
    pub help: Option<String>,
}

impl Complaint {
    /// Makes a complaint without a way out.
    pub fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column of the first character of the place in `rule`, both from 1, in characters.
    pub fn line_column(&self, rule: &str) -> (usize, usize) {
        line_column(rule, self.at.start)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for Complaint {}

/// Line and column of a byte of a text, both from 1, columns in characters. A place inside a character is that of the
/// character. A place beyond the end of the text is the end.
pub fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        assert_eq!(line_column("é\nnaïve x", 9), (2, 6));
        assert_eq!(line_column("abc", 0), (1, 1));
        assert_eq!(line_column("é", 1), (1, 1));
        assert_eq!(line_column("a", 99), (1, 2));
    }
}
