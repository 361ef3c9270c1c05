//! A compiled review list. Only this module of the workflow calls the screening engine.

use domain::filing::Filing;
use domain::filing::screening::{ListRef, Screening};
use screening::explain::{Explanation, UnknownCategory, explain};
use screening::{Changed, CompiledList, ListErrors, Options, Severity, screen};
use std::collections::HashSet;

/// A compiled list.
#[derive(Debug)]
pub struct Screener(CompiledList);

impl Screener {
    /// Compiles a list file; every complaint, with its line.
    pub fn compile(source: &str) -> Result<Self, Vec<String>> {
        let list = CompiledList::compile(source).map_err(|ListErrors(all)| {
            let errors = all.into_iter().filter(|d| d.severity == Severity::Error);
            errors
                .map(|d| {
                    let (line, column) = d.line_column(source);
                    let about = match (&d.category, &d.clause) {
                        (Some(category), Some(clause)) => format!(" in {category}/{clause}"),
                        (Some(category), None) => format!(" in {category}"),
                        _ => String::new(),
                    };
                    let help = d.help.map(|h| format!(" ({h})")).unwrap_or_default();
                    format!("line {line}, column {column}{about}: {}{help}", d.message)
                })
                .collect::<Vec<_>>()
        })?;
        Ok(Self(list))
    }
    /// Compiles a list file that is not on record yet, and screens its own samples with it. The error lists every
    /// complaint.
    pub fn compile_and_try(source: &str) -> Result<Self, Vec<String>> {
        let new = Self::compile(source)?;
        let failed = new.0.check_samples();
        if failed.is_empty() {
            return Ok(new);
        }
        Err(failed.into_iter().map(|f| format!("a sample of {}: {}", f.category, f.reason)).collect())
    }
    /// Which list, which revision, which text.
    pub fn list(&self) -> &ListRef {
        self.0.reference()
    }
    /// The title of the list.
    pub fn title(&self) -> &str {
        &self.0.source().title
    }
    /// How many categories it has, and how many rules.
    pub fn size(&self) -> (usize, usize) {
        (self.0.categories().len(), self.0.rules())
    }
    /// The numbers of its categories: the grounds an opinion may name.
    pub fn categories(&self) -> HashSet<&str> {
        self.0.categories().map(|(c, _)| c.number.value.as_str()).collect()
    }
    /// Explains one category over a filing.
    pub fn explain(&self, filing: &Filing, category: &str) -> Result<Explanation, UnknownCategory> {
        explain(&self.0, filing, Options::default(), category)
    }
    pub(crate) fn compiled(&self) -> &CompiledList {
        &self.0
    }
    /// Screens a filing.
    pub fn screen(&self, filing: &Filing) -> Screening {
        screen(&self.0, filing, Options::default())
    }
    /// Screens a filing, given the result of the list before on the same text and what changed between the two lists.
    /// The result is that of [`Self::screen`].
    pub fn screen_changed(&self, since: &Changed, before: &Screening, filing: &Filing) -> Screening {
        since.screen(&self.0, before, filing, Options::default())
    }
}
