//! Reads review lists and compiles them to a form that filings can be screened against.
//!
//! [`CompiledList::compile`] reads a file (`reader`), compiles its rules and checks everything that can be checked
//! without a filing (`compile`). [`CompiledList::check_samples`] screens the samples of the list (`samples`).
//! [`CompiledList::lint`] and [`CompiledList::lint_words`] look for likely mistakes. [`diff`] compares revisions. Which
//! revision is in force, and who adopts it, is decided elsewhere.

mod compile;
mod diagnostic;
pub mod diff;
mod lint;
mod lint_words;
mod reader;
mod samples;
pub mod source;

#[cfg(test)]
mod tests;

pub use compile::{CompiledCategory, CompiledList, CompiledRule, MOST_RULES};
pub use diagnostic::{Diagnostic, ListErrors, Severity};
pub use samples::FailedSample;
