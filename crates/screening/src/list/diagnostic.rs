//! Errors and warnings about a list file, each with its place and a way out, and how a terminal shows them.

use std::fmt;
use std::ops::Range;

use crate::rule::line_column;

/// Whether a list with this diagnostic can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The list cannot be used.
    Error,
    /// The list can be used; a person should look.
    Warning,
}

/// An error or a warning for the author of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Number of the category it is about.
    pub category: Option<String>,
    /// Id of the clause or exception it is about.
    pub clause: Option<String>,
    /// The place in the file, in bytes.
    pub at: Range<usize>,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The way out, in a few words.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes an error about a place.
    pub fn error(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, category: None, clause: None, at, message: message.into(), help: None }
    }

    /// Makes a warning about a place.
    pub fn warning(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(at, message) }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into);
        self
    }

    /// Adds the category and the clause that the diagnostic is about.
    #[must_use]
    pub fn about(mut self, category: Option<&str>, clause: Option<&str>) -> Self {
        self.category = category.map(str::to_owned);
        self.clause = clause.map(str::to_owned);
        self
    }

    /// Line and column in the file, both counted from 1, columns in characters.
    pub fn line_column(&self, source: &str) -> (usize, usize) {
        line_column(source, self.at.start)
    }

    /// Formats the diagnostic as compilers do: the message, the place, the line with the place marked, the way out.
    pub fn show<'a>(&'a self, file: &'a str, source: &'a str) -> impl fmt::Display + 'a {
        Shown { diagnostic: self, file, source }
    }
}

struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    file: &'a str,
    source: &'a str,
}

/// Longest part of a line that is shown, in characters.
const WIDEST: usize = 110;

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = self.diagnostic;
        let level = if d.severity == Severity::Error { "error" } else { "warning" };
        let subject = match (&d.category, &d.clause) {
            (Some(category), Some(clause)) => format!("[{category}/{clause}]"),
            (Some(category), None) => format!("[{category}]"),
            _ => String::new(),
        };
        let (number, column) = d.line_column(self.source);
        let line = self.source.lines().nth(number - 1).unwrap_or("");
        // The marked part is counted in characters of this line.
        let marked = self.source.get(d.at.clone()).unwrap_or("").lines().next().unwrap_or("").chars().count().max(1);
        // Of a long line only a part is shown, which begins shortly before the place.
        let skip = if line.chars().count() > WIDEST { (column - 1).saturating_sub(30) } else { 0 };
        let shown: String =
            line.chars().skip(skip).take(WIDEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let marked = marked.min(WIDEST.saturating_sub(column - 1 - skip)).max(1);
        let gutter = " ".repeat(number.to_string().len());
        writeln!(f, "{level}{subject}: {}", d.message)?;
        writeln!(f, "{gutter}--> {}:{number}:{column}", self.file)?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {shown}")?;
        writeln!(f, "{gutter} | {}{}", " ".repeat(column - 1 - skip), "^".repeat(marked))?;
        if let Some(help) = &d.help {
            writeln!(f, "{gutter} = help: {help}")?;
        }
        Ok(())
    }
}

/// Why a list cannot be used: all errors and warnings, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListErrors(pub Vec<Diagnostic>);

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.0.iter().filter(|d| d.severity == Severity::Error);
        let count = errors.clone().count();
        write!(f, "the list has {count} error{}", if count == 1 { "" } else { "s" })?;
        errors.into_iter().next().map_or(Ok(()), |first| write!(f, ": {}", first.message))
    }
}

impl std::error::Error for ListErrors {}
