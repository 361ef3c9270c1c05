//! `subrosa list replay`: what a revision would change over the filings of a database, before anybody
//! uploads it.

use crate::app::{index_dir, private};
use crate::cli::list::{Exit, Format, read};
use crate::cli::office::{holder, open};
use crate::cli::say;
use crate::config::StoreArgs;
use crate::search::{SearchError, SearchIndex};
use crate::workflow::list::replay::{self, Effect, Replay};
use anyhow::Result;
use std::io::Write;
use std::path::Path;

/// Runs the command. Nothing is changed.
pub fn run(file: &Path, store: &StoreArgs, format: Format, out: &mut dyn Write) -> Result<Exit> {
    let source = read(file)?;
    let (config, cx) = open(store)?;
    private::make_folder(&index_dir(&config))?;
    let index = match SearchIndex::open(index_dir(&config)) {
        Ok((index, _)) => Some(index),
        Err(SearchError::Locked(_)) => {
            say("the service is running and uses the index; every filing is screened instead");
            None
        }
        Err(e) => return Err(e.into()),
    };
    let bar = indicatif::ProgressBar::new(0);
    let found = replay::of_file(&cx, &holder(), &source, index.as_ref(), |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string(&found)?)?,
        Format::Text => text(&found, out)?,
    }
    let changes = found.newly_hit.filings + found.no_longer_hit.filings > 0;
    Ok(if changes { Exit::Flagged } else { Exit::Fine })
}

fn text(found: &Replay, out: &mut dyn Write) -> Result<()> {
    let (new, old) = (&found.list, &found.in_force);
    writeln!(out, "{} {} over the filings on record, in place of {} {}", new.id, new.revision, old.id, old.revision)?;
    writeln!(out, "{} categories changed; {} filings can come out otherwise", found.changed.len(), found.candidates)?;
    effect("newly hit", &found.newly_hit, out)?;
    effect("no longer hit", &found.no_longer_hit, out)?;
    effect("under order and no longer flagged", &found.unflagged_under_order, out)?;
    for load in &found.load {
        writeln!(out, "  {:6} {}  {} filings are now {}", load.agency, load.month, load.before, load.after)?;
    }
    Ok(())
}

fn effect(name: &str, effect: &Effect, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{name}: {} filings", effect.filings)?;
    for (category, n) in &effect.by_category {
        writeln!(out, "  {category:10} {n}")?;
    }
    for x in &effect.sample {
        let title = crate::cli::frame::render::safe(&x.title).replace('\n', " ");
        writeln!(out, "    {}  {title}  ({})", x.application_number, x.categories.join(", "))?;
    }
    Ok(())
}
