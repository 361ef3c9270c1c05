//! `subrosa list check|show|diff|test|replay`: review lists as files; only `replay` needs a database.

mod check;
mod outline;
mod replay;
mod revisions;
mod tally;

use crate::cli::Exit;
use crate::config::StoreArgs;
use anyhow::{Context as _, Result};
use screening::CompiledList;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

/// Checks, outlines, compares and tries out review lists.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(subcommand)]
    command: ListCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ListCommand {
    /// Compiles lists and runs their samples; prints every error and warning with its place.
    #[command(
        after_help = "Exit codes: 0 fine (warnings included), 1 samples failed, 2 a list does not compile or cannot be read.\n\n\
With a data folder (--data) words are also looked up in the filings of its index: one that occurs in none is warned of.\n\n\
Example: subrosa list check review-lists/us-public.toml"
    )]
    Check {
        /// List files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Leaves warnings out.
        #[arg(long)]
        quiet: bool,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Outlines lists: groups, categories, owners, thresholds, clauses.
    #[command(
        after_help = "Exit codes: 0 printed, 2 a list does not compile or cannot be read.\n\nExample: subrosa list show review-lists/us-public.toml"
    )]
    Show {
        /// List files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Says what changed from one revision to another, in categories and clauses, not lines.
    #[command(after_help = "Exit codes: 0 no change, 1 changes, 2 a list does not compile or cannot be read.\n\n\
Example: subrosa list diff us-public-2026-11.toml us-public-2027-02.toml")]
    Diff {
        /// The revision before.
        old: PathBuf,
        /// The revision after.
        new: PathBuf,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Says what a list would change over the filings of a database if it were adopted. Changes nothing.
    #[command(after_help = "Exit codes: 0 no filing comes out otherwise, 1 some do, 2 it could not be tried.\n\n\
Example: subrosa list replay us-public-2027-02.toml --data /var/lib/subrosa")]
    Replay {
        /// The list file.
        list: PathBuf,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Runs a list over filings and counts hits by category and clause.
    #[command(after_help = "Exit codes: 0 every filing was read, 2 some could not be.\n\n\
Example: subrosa list test review-lists/us-public.toml samples/*.xml")]
    Test {
        /// The list file.
        list: PathBuf,
        /// Files of filings, as `subrosa screen` reads them.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Ignores class codes.
        #[arg(long)]
        without_classes: bool,
        /// For people or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Runs the command.
pub fn run(args: &ListArgs) -> Result<Exit> {
    let mut out = BufWriter::new(stdout().lock());
    let exit = run_to(args, &mut out)?;
    out.flush()?;
    Ok(exit)
}

fn run_to(args: &ListArgs, out: &mut dyn Write) -> Result<Exit> {
    match &args.command {
        ListCommand::Check { files, quiet, format, store } => {
            check::run(&check::Asked { files, quiet: *quiet, format: *format, store }, out)
        }
        ListCommand::Show { files, format } => outline::run(files, *format, out),
        ListCommand::Diff { old, new, format } => revisions::run(old, new, *format, out),
        ListCommand::Replay { list, format, store } => replay::run(list, store, *format, out),
        ListCommand::Test { list, files, without_classes, format } => {
            tally::run(list, files, *without_classes, *format, out)
        }
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A list that must compile for the command to make sense.
fn compiled(path: &Path) -> Result<CompiledList> {
    CompiledList::compile(&read(path)?)
        .map_err(|e| anyhow::anyhow!("{}: {e}; run: subrosa list check {}", path.display(), path.display()))
}

#[cfg(test)]
mod tests;
