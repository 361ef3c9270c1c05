//! `subrosa list test`.

use crate::cli::frame::render;
use crate::cli::list::{Format, compiled};
use crate::cli::{Exit, say};
use crate::formats::{self, Limits};
use anyhow::Result;
use domain::filing::screening::{Screening, Verdict};
use screening::{CompiledList, Options, screen};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Passages kept of each clause, to show.
const EXAMPLES: usize = 2;

#[derive(Default)]
struct Tally {
    filings: u64,
    flagged: u64,
    needs_human: u64,
    unreadable: u64,
    hits: BTreeMap<String, u64>,
    suppressed: BTreeMap<(String, String), u64>,
    clauses: BTreeMap<(String, String), (u64, Vec<String>)>,
}

pub(super) fn run(
    list: &Path,
    files: &[PathBuf],
    without_classes: bool,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit> {
    let list = compiled(list)?;
    let mut tally = Tally::default();
    for path in files {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) => {
                say(&format!("cannot open {}: {e}", path.display()));
                tally.unreadable += 1;
                continue;
            }
        };
        for record in formats::read(&path.display().to_string(), BufReader::new(file), &Limits::default()) {
            match &record.outcome {
                Ok(filing) => tally.add(&screen(&list, filing, Options { without_classes })),
                Err(_) => {
                    say(&render::safe(&record.to_string()));
                    tally.unreadable += 1;
                }
            }
        }
    }
    match format {
        Format::Text => tally.text(&list, out)?,
        Format::Json => writeln!(out, "{}", tally.json(&list))?,
    }
    Ok(if tally.unreadable > 0 { Exit::Trouble } else { Exit::Fine })
}

impl Tally {
    fn add(&mut self, screening: &Screening) {
        self.filings += 1;
        match screening.verdict {
            Verdict::Flagged => self.flagged += 1,
            Verdict::NeedsHuman => self.needs_human += 1,
            Verdict::Clear => {}
        }
        for hit in &screening.hits {
            *self.hits.entry(hit.category.clone()).or_default() += 1;
            let mut counted = BTreeSet::new();
            for e in &hit.evidence {
                let (count, examples) = self.clauses.entry((hit.category.clone(), e.clause.clone())).or_default();
                *count += u64::from(counted.insert(&e.clause));
                if examples.len() < EXAMPLES && !examples.contains(&e.text) {
                    examples.push(e.text.clone());
                }
            }
        }
        for s in &screening.suppressed {
            *self.suppressed.entry((s.category.clone(), s.except.clone())).or_default() += 1;
        }
    }

    fn text(&self, list: &CompiledList, out: &mut dyn Write) -> Result<()> {
        for (category, _) in list.categories() {
            let number = &category.number.value;
            let hits = self.hits.get(number).copied().unwrap_or(0);
            writeln!(out, "{hits:>7}  {number}  {}", category.title)?;
            for clause in &category.clauses {
                let key = (number.clone(), clause.id.value.clone());
                let (count, examples) = self.clauses.get(&key).cloned().unwrap_or_default();
                let shown: Vec<String> = examples.iter().map(|e| format!("\"{}\"", short(&render::safe(e)))).collect();
                writeln!(out, "{count:>15}  {}  {}", clause.id.value, shown.join(", "))?;
            }
            for except in &category.excepts {
                let count = self.suppressed.get(&(number.clone(), except.id.value.clone())).copied().unwrap_or(0);
                writeln!(out, "{count:>15}  held back by {}", except.id.value)?;
            }
        }
        writeln!(
            out,
            "{} filings: {} flagged, {} need a human; {} records could not be read",
            self.filings, self.flagged, self.needs_human, self.unreadable
        )?;
        Ok(())
    }

    fn json(&self, list: &CompiledList) -> serde_json::Value {
        let categories = list.categories().map(|(category, _)| {
            let number = &category.number.value;
            let clauses = category.clauses.iter().map(|c| {
                let (count, examples) =
                    self.clauses.get(&(number.clone(), c.id.value.clone())).cloned().unwrap_or_default();
                json!({"id": c.id.value, "hits": count, "examples": examples})
            });
            let excepts = category.excepts.iter().map(|e| {
                let count = self.suppressed.get(&(number.clone(), e.id.value.clone())).copied().unwrap_or(0);
                json!({"id": e.id.value, "suppressed": count})
            });
            json!({
                "number": number, "hits": self.hits.get(number).copied().unwrap_or(0),
                "clauses": clauses.collect::<Vec<_>>(), "excepts": excepts.collect::<Vec<_>>(),
            })
        });
        json!({
            "list": list.reference(), "filings": self.filings, "flagged": self.flagged, "needs_human": self.needs_human,
            "unreadable": self.unreadable, "categories": categories.collect::<Vec<_>>(),
        })
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.replace('\n', " ");
    }
    text.chars().take(LONGEST - 1).chain(['\u{2026}']).collect::<String>().replace('\n', " ")
}
