//! A review list as its file states it, with the place of each value, before it is compiled.

use std::ops::Range;

use jiff::civil::Date;

/// A value and its place in the file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    pub at: Range<usize>,
}

/// The content of a list file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewList {
    /// Id of the list (`us-public`).
    pub id: String,
    pub title: String,
    /// The country whose law the list serves (`US`).
    pub jurisdiction: String,
    pub revision: String,
    /// The day from which the revision is in force.
    pub effective: Option<Date>,
    /// The classification of the list itself, as written.
    pub marking: String,
    /// The laws and lists from which its scope was taken.
    pub sources: Vec<String>,
    pub groups: Vec<Group>,
    pub categories: Vec<Category>,
}

/// A heading under which a list shows some of its categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub number: Located<String>,
    pub title: String,
}

/// A restricted field of technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub number: Located<String>,
    pub group: Option<Located<String>>,
    pub title: String,
    /// The agencies that own the category.
    pub agencies: Vec<String>,
    /// The agencies that own it only if a rule of their own holds.
    pub agencies_if: Vec<AgencyIf>,
    /// The type of order that the list suggests to the officer.
    pub suggested_type: Option<String>,
    /// Points needed for a hit.
    pub threshold: Located<u32>,
    /// Facts that no text can show and that an examiner must establish.
    pub requires: Vec<Located<String>>,
    /// What an examiner should look for.
    pub note: Option<String>,
    pub clauses: Vec<Clause>,
    pub excepts: Vec<Except>,
    pub samples: Vec<Sample>,
}

/// An agency that owns a category on a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyIf {
    pub agency: String,
    pub rule: RuleSource,
}

/// A named rule that earns points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub id: Located<String>,
    /// What the clause adds to the points of its category if it matches.
    pub points: u32,
    pub rule: RuleSource,
}

/// A named rule that suppresses its category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Except {
    pub id: Located<String>,
    pub rule: RuleSource,
}

/// A text that must hit its category or must not hit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub text: Located<String>,
    pub expect: Expectation,
}

/// The outcome that a sample must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// Hit its category.
    Hit,
    /// Not hit its category.
    Clear,
}

/// The text of a rule and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSource {
    pub text: String,
    /// The value in the file, quotes included.
    pub at: Range<usize>,
    /// Where the text begins in the file. `None` if the file writes it with escapes.
    pub body: Option<usize>,
}

impl RuleSource {
    /// Converts a place in the rule to a place in the file.
    pub fn place(&self, in_rule: &Range<usize>) -> Range<usize> {
        match self.body {
            Some(body) => body + in_rule.start..body + in_rule.end,
            None => self.at.clone(),
        }
    }
}
