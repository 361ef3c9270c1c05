//! A review list as its file states it: typed, placed, not yet compiled.

use std::ops::Range;

use jiff::civil::Date;

/// A value and its place in the file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    /// Where it stands.
    pub at: Range<usize>,
}

/// A whole list file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewList {
    /// Id of the list (`us-public`).
    pub id: String,
    pub title: String,
    /// Whose law it serves (`US`).
    pub jurisdiction: String,
    pub revision: String,
    /// The day from which the revision is in force.
    pub effective: Option<Date>,
    /// Classification of the list itself, as written.
    pub marking: String,
    /// Where its scope comes from.
    pub sources: Vec<String>,
    pub groups: Vec<Group>,
    pub categories: Vec<Category>,
}

/// A group of categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub number: Located<String>,
    pub title: String,
}

/// One restricted field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub number: Located<String>,
    /// The group it belongs to.
    pub group: Option<Located<String>>,
    pub title: String,
    /// Agencies that own it.
    pub agencies: Vec<String>,
    /// Agencies that own it where a rule holds as well.
    pub agencies_if: Vec<AgencyIf>,
    /// A hint to the officer.
    pub suggested_type: Option<String>,
    /// Points needed for a hit.
    pub threshold: Located<u32>,
    /// Facts that no text can show.
    pub requires: Vec<Located<String>>,
    /// What an examiner should look for.
    pub note: Option<String>,
    pub clauses: Vec<Clause>,
    pub excepts: Vec<Except>,
    /// Texts that must hit or stay clear.
    pub samples: Vec<Sample>,
}

/// An agency that owns a category on a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyIf {
    pub agency: String,
    /// The condition.
    pub rule: RuleSource,
}

/// A named rule that earns points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub id: Located<String>,
    /// What it earns.
    pub points: u32,
    pub rule: RuleSource,
}

/// A named rule that holds a category back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Except {
    pub id: Located<String>,
    pub rule: RuleSource,
}

/// A text that must hit or stay clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub text: Located<String>,
    /// What it must do.
    pub expect: Expectation,
}

/// What a sample must do.
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
    /// Where the text begins in the file, if it stands there as it is, without escapes.
    pub body: Option<usize>,
}

impl RuleSource {
    /// A place in the rule as one in the file.
    pub fn place(&self, in_rule: &Range<usize>) -> Range<usize> {
        match self.body {
            Some(body) => body + in_rule.start..body + in_rule.end,
            None => self.at.clone(),
        }
    }
}
