//! `subrosa list check`.

use crate::app::index_dir;
use crate::cli::list::read;
use crate::cli::office::config;
use crate::cli::{Exit, say};
use crate::config::{Config, StoreArgs};
use crate::workflow::filing::find::Corpus;
use anyhow::Result;
use screening::list::source::Expectation;
use screening::{CompiledList, Diagnostic, Severity};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(files: &[PathBuf], quiet: bool, store: &StoreArgs, out: &mut dyn Write) -> Result<Exit> {
    let corpus = if quiet { None } else { corpus(store)? };
    let mut worst = Exit::Fine;
    for file in files {
        let exit = match read(file) {
            Ok(text) => check(file, &text, quiet, corpus.as_ref(), out)?,
            Err(e) => {
                writeln!(out, "error: {e:#}\n")?;
                Exit::Trouble
            }
        };
        worst = if exit == Exit::Trouble || worst == Exit::Fine { exit } else { worst };
    }
    Ok(worst)
}

/// The filings of the data folder, if it has an index.
fn corpus(store: &StoreArgs) -> Result<Option<Corpus>> {
    let config = config(store)?;
    let corpus = Corpus::open(&index_dir(&config)).filter(|c| c.filings() > 0);
    if corpus.is_none() && config.data != Config::default().data {
        say(&format!("there is no index with filings in {}; words are not looked up", config.data.display()));
    }
    Ok(corpus)
}

fn check(file: &Path, text: &str, quiet: bool, corpus: Option<&Corpus>, out: &mut dyn Write) -> Result<Exit> {
    let name = file.display().to_string();
    let list = match CompiledList::compile(text) {
        Ok(list) => list,
        Err(errors) => {
            show(&errors.0, &name, text, quiet, out)?;
            let count = errors.0.iter().filter(|d| d.severity == Severity::Error).count();
            writeln!(out, "{name}: {}, the list does not compile", counted(count, "error"))?;
            return Ok(Exit::Trouble);
        }
    };
    let mut warnings = list.warnings().to_vec();
    if !quiet {
        warnings.extend(list.lint());
        if let Some(corpus) = corpus {
            warnings.extend(list.lint_words(corpus.filings(), &|part| corpus.may_occur(part)));
        }
        warnings.sort_by_key(|d| (d.at.start, d.at.end));
    }
    show(&warnings, &name, text, quiet, out)?;
    let failed = list.check_samples();
    for sample in &failed {
        let wanted = if sample.expect == Expectation::Hit { "hit" } else { "stay clear" };
        let diagnostic =
            Diagnostic::error(sample.text.at.clone(), format!("this sample must {wanted}: {}", sample.reason));
        writeln!(out, "{}", diagnostic.about(Some(&sample.category), None).show(&name, text))?;
    }
    let samples: usize = list.categories().map(|(c, _)| c.samples.len()).sum();
    let warned = if quiet { String::new() } else { format!(", {}", counted(warnings.len(), "warning")) };
    writeln!(
        out,
        "{name}: {} revision {}, {}, {}, {samples} samples of which {} failed{warned}",
        list.reference().id,
        list.reference().revision,
        counted(list.categories().len(), "category"),
        counted(list.rules(), "rule"),
        failed.len(),
    )?;
    Ok(if failed.is_empty() { Exit::Fine } else { Exit::Flagged })
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
