//! `subrosa intake`: files into the database.

use crate::cli::frame::render;
use crate::cli::office::{holder, open_or_create};
use crate::cli::{Exit, Output, say};
use crate::config::CreateArgs;
use crate::formats::{Limits, read};
use crate::workflow::filing::intake;
use crate::workflow::{By, Ctx};
use anyhow::{Context as _, Result};
use domain::filing::screening::Verdict;
use domain::filing::{Filing, ReceivedBy};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, Read, stdin};
use std::path::PathBuf;

/// Takes files into the database: stores each filing, screens it, puts what is flagged before the examiners.
#[derive(Debug, clap::Args)]
#[command(after_help = "Taking a file in twice does nothing twice: a filing is known by its number and its text.\n\n\
Exit codes: 0 all taken in and clear, 1 something was flagged or needs a human, 2 something was not taken in.\n\n\
Example: subrosa intake --data /var/lib/subrosa ipa260305.xml.gz")]
pub struct IntakeArgs {
    /// Files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The way these papers came in, where a file does not say: ordinary, hand_carried, mailed or siprnet. Classified papers are not taken by the ordinary way.
    #[arg(long, value_name = "WAY", default_value = "ordinary", value_parser = way)]
    received_by: ReceivedBy,
    /// How to print the totals.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: CreateArgs,
}

fn way(text: &str) -> Result<ReceivedBy, String> {
    ReceivedBy::parse(text).ok_or_else(|| "expected ordinary, hand_carried, mailed or siprnet".into())
}

/// Filings in one transaction: enough to share the wait for the disk, few enough to repeat.
const BATCH: usize = 32;

#[derive(Default)]
struct Totals {
    taken: u64,
    known: u64,
    flagged: u64,
    needs_human: u64,
    refused: u64,
}

/// Runs the command.
pub fn run(args: &IntakeArgs) -> Result<Exit> {
    let (_, cx) = open_or_create(&args.store)?;
    let bar = ProgressBar::new_spinner().with_style(
        ProgressStyle::with_template("{spinner} {msg}  {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    let mut totals = Totals::default();
    for path in &args.files {
        let (name, reader): (String, Box<dyn Read>) = if path.as_os_str() == "-" {
            ("standard input".into(), Box::new(stdin()))
        } else {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            (path.display().to_string(), Box::new(file))
        };
        let mut batch = Vec::with_capacity(BATCH);
        for record in read(&name, BufReader::with_capacity(1 << 18, reader), &Limits::default()) {
            match &record.outcome {
                Ok(_) => batch.extend(record.outcome.ok().map(|filing| came(filing, args.received_by))),
                Err(_) => {
                    totals.refused += 1;
                    bar.suspend(|| say(&render::safe(&record.to_string())));
                }
            }
            if batch.len() == BATCH {
                take(&cx, &mut batch, &mut totals, &bar)?;
            }
        }
        take(&cx, &mut batch, &mut totals, &bar)?;
    }
    bar.finish_and_clear();
    let Totals { taken, known, flagged, needs_human, refused } = totals;
    match args.format {
        Output::Json => put_line!(
            "{}",
            json!({"taken_in": taken, "flagged": flagged, "needs_human": needs_human, "known_before": known,
                   "not_taken_in": refused})
        ),
        Output::Text => put_line!(
            "{taken} taken in ({flagged} flagged, {needs_human} need a human), {known} known before, {refused} not taken in"
        ),
    }
    Ok(if totals.refused > 0 {
        Exit::Trouble
    } else if totals.flagged + totals.needs_human > 0 {
        Exit::Flagged
    } else {
        Exit::Fine
    })
}

/// A filing with the way it came in: its own word first.
fn came(filing: Filing, by: ReceivedBy) -> Filing {
    let received_by = if filing.received_by.is_ordinary() { by } else { filing.received_by };
    Filing { received_by, ..filing }
}

fn take(cx: &Ctx, batch: &mut Vec<Filing>, totals: &mut Totals, bar: &ProgressBar) -> Result<()> {
    let holder = holder();
    let answers = intake::receive_all(cx, &By::system(&holder), batch)?;
    for (filing, answer) in batch.iter().zip(answers) {
        match answer {
            Ok(received) if received.existing => totals.known += 1,
            Ok(received) => {
                totals.taken += 1;
                match received.screening.result.verdict {
                    Verdict::Flagged => totals.flagged += 1,
                    Verdict::NeedsHuman => totals.needs_human += 1,
                    Verdict::Clear => {}
                }
            }
            Err(refusal) => {
                totals.refused += 1;
                bar.suspend(|| say(&format!("{}: {refusal}", filing.application_number)));
            }
        }
    }
    batch.clear();
    bar.set_message(format!("{} filings, {} flagged", totals.taken + totals.known, totals.flagged));
    bar.tick();
    Ok(())
}
