//! Physical quantities: conditions of rules, and mentions in running text.

use std::fmt;
use std::ops::Range;

/// A condition on a quantity, as a rule states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    text: String,
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCondition {
    /// The place in the text, in bytes.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Condition {
    /// Reads what stands between the brackets.
    pub fn parse(text: &str) -> Result<Self, BadCondition> {
        Err(BadCondition { at: 0..text.len(), message: "quantities are not understood yet".into(), help: None })
    }

    /// The places of quantities in a text that can satisfy it, in bytes.
    pub fn places(&self, _text: &str) -> Vec<Range<usize>> {
        Vec::new()
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
