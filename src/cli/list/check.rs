//! `subrosa list check`.

use crate::app::index_dir;
use crate::cli::list::{Format, read};
use crate::cli::office::config;
use crate::cli::{Exit, say};
use crate::config::{Config, StoreArgs};
use crate::workflow::filing::find::Corpus;
use anyhow::Result;
use screening::list::source::Expectation;
use screening::{CompiledList, Diagnostic, Severity};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

pub(super) struct Asked<'a> {
    /// The lists.
    pub files: &'a [PathBuf],
    /// Whether warnings are left out.
    pub quiet: bool,
    /// How to print what is found.
    pub format: Format,
    /// Where the filings are that words are looked up in.
    pub store: &'a StoreArgs,
}

pub(super) fn run(asked: &Asked<'_>, out: &mut dyn Write) -> Result<Exit> {
    let corpus = if asked.quiet { None } else { corpus(asked.store)? };
    let mut worst = Exit::Fine;
    let mut items = vec![];
    for file in asked.files {
        let name = file.display().to_string();
        let exit = match read(file) {
            Ok(text) => {
                let found = check(&text, asked.quiet, corpus.as_ref());
                match asked.format {
                    Format::Text => found.print(&name, &text, asked.quiet, out)?,
                    Format::Json => items.push(found.json(&name, &text)),
                }
                found.exit()
            }
            Err(e) => {
                match asked.format {
                    Format::Text => writeln!(out, "error: {e:#}\n")?,
                    Format::Json => items.push(json!({"file": name, "error": format!("{e:#}")})),
                }
                Exit::Trouble
            }
        };
        worst = if exit == Exit::Trouble || worst == Exit::Fine { exit } else { worst };
    }
    if asked.format == Format::Json {
        writeln!(out, "{}", json!({ "items": items }))?;
    }
    Ok(worst)
}

/// The search index of the data folder, if it has one.
fn corpus(store: &StoreArgs) -> Result<Option<Corpus>> {
    let config = config(store)?;
    let corpus = Corpus::open(&index_dir(&config)).filter(|c| c.filings() > 0);
    if corpus.is_none() && config.data != Config::default().data {
        say(&format!("there is no index with filings in {}; words are not looked up", config.data.display()));
    }
    Ok(corpus)
}

/// What was found in one list.
struct Found {
    list: Option<CompiledList>,
    /// Errors and warnings, in the order of the file.
    diagnostics: Vec<Diagnostic>,
    /// Samples that came out otherwise than they say.
    failed: Vec<Diagnostic>,
}

fn check(text: &str, quiet: bool, corpus: Option<&Corpus>) -> Found {
    let list = match CompiledList::compile(text) {
        Ok(list) => list,
        Err(errors) => return Found { list: None, diagnostics: errors.0, failed: vec![] },
    };
    let mut warnings = list.warnings().to_vec();
    if !quiet {
        warnings.extend(list.lint());
        if let Some(corpus) = corpus {
            warnings.extend(list.lint_words(corpus.filings(), &|part| corpus.may_occur(part)));
        }
        warnings.sort_by_key(|d| (d.at.start, d.at.end));
    }
    let failed = list.check_samples().into_iter().map(|sample| {
        let wanted = if sample.expect == Expectation::Hit { "hit" } else { "stay clear" };
        let message = format!("this sample must {wanted}: {}", sample.reason);
        Diagnostic::error(sample.text.at.clone(), message).about(Some(&sample.category), None)
    });
    let failed = failed.collect();
    Found { list: Some(list), diagnostics: warnings, failed }
}

impl Found {
    fn exit(&self) -> Exit {
        match &self.list {
            None => Exit::Trouble,
            Some(_) if self.failed.is_empty() => Exit::Fine,
            Some(_) => Exit::Flagged,
        }
    }

    fn print(&self, name: &str, text: &str, quiet: bool, out: &mut dyn Write) -> Result<()> {
        show(&self.diagnostics, name, text, quiet, out)?;
        let Some(list) = &self.list else {
            let count = self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
            writeln!(out, "{name}: {}, the list does not compile", counted(count, "error"))?;
            return Ok(());
        };
        show(&self.failed, name, text, quiet, out)?;
        let samples: usize = list.categories().map(|(c, _)| c.samples.len()).sum();
        let warned = if quiet { String::new() } else { format!(", {}", counted(self.diagnostics.len(), "warning")) };
        writeln!(
            out,
            "{name}: {} revision {}, {}, {}, {samples} samples of which {} failed{warned}",
            list.reference().id,
            list.reference().revision,
            counted(list.categories().len(), "category"),
            counted(list.rules(), "rule"),
            self.failed.len(),
        )?;
        Ok(())
    }

    fn json(&self, name: &str, text: &str) -> Value {
        let item = |d: &Diagnostic| {
            let (line, column) = d.line_column(text);
            json!({"severity": if d.severity == Severity::Error { "error" } else { "warning" }, "category": d.category,
                   "clause": d.clause, "line": line, "column": column, "message": d.message, "help": d.help})
        };
        let items = |all: &[Diagnostic]| all.iter().map(item).collect::<Vec<_>>();
        let list = self.list.as_ref().map(|list| {
            let samples: usize = list.categories().map(|(c, _)| c.samples.len()).sum();
            json!({"id": list.reference().id, "revision": list.reference().revision,
                   "categories": list.categories().len(), "rules": list.rules(), "samples": samples})
        });
        json!({"file": name, "compiles": self.list.is_some(), "list": list,
               "diagnostics": items(&self.diagnostics), "failed_samples": items(&self.failed)})
    }
}

fn show(diagnostics: &[Diagnostic], name: &str, text: &str, quiet: bool, out: &mut dyn Write) -> Result<()> {
    for d in diagnostics.iter().filter(|d| !quiet || d.severity == Severity::Error) {
        writeln!(out, "{}", d.show(name, text))?;
    }
    Ok(())
}

fn counted(n: usize, what: &str) -> String {
    match (n, what) {
        (1, _) => format!("1 {what}"),
        (_, "category") => format!("{n} categories"),
        _ => format!("{n} {what}s"),
    }
}
