//! `subrosa filing`: a filing's record and its case, without what it says.

mod show;

use crate::cli::frame::render::{Colours, Page};
use crate::cli::office::{clerk, open};
use crate::cli::{Exit, Output, put};
use crate::config::StoreArgs;
use crate::workflow::{dossier, numbers};
use anyhow::Result;

/// Filings on record: one with its case.
#[derive(Debug, clap::Args)]
pub struct FilingArgs {
    #[command(subcommand)]
    command: FilingCommand,
}

#[derive(Debug, clap::Subcommand)]
enum FilingCommand {
    /// Shows a filing: its record, referrals with their answers, license, orders, docket, letters and clocks.
    #[command(
        after_help = "Title, text and classes are not shown: who reads a filing signs in, and for an agency signs the \
acknowledgment of 35 USC 181. The command reads; acts are signed by people over REST.\n\n\
Exit codes: 0 shown, 2 there is no such filing.\n\n\
Example: subrosa filing show 18/123,456 --data /var/lib/subrosa"
    )]
    Show {
        /// Its application number, however it is spelled, or its id.
        #[arg(value_name = "NUMBER|ID")]
        filing: String,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Lists the filings whose application numbers a person must look at.
    #[command(
        after_help = "An older version took one application in twice where its number was spelled in two ways, and \
kept numbers that cannot be read. Nothing is merged: both filings stay on record, and an order on one binds both.\n\n\
Exit codes: 0 there are none, 1 there are some.\n\n\
Example: subrosa filing numbers --data /var/lib/subrosa"
    )]
    Numbers {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs `subrosa filing`.
pub fn run(args: &FilingArgs) -> Result<Exit> {
    match &args.command {
        FilingCommand::Show { filing, format, store } => show(filing, *format, store),
        FilingCommand::Numbers { format, store } => list_numbers(*format, store),
    }
}

fn show(filing: &str, format: Output, store: &StoreArgs) -> Result<Exit> {
    let (_, cx) = open(store)?;
    let id = dossier::find_filing(&cx, &clerk(), filing)?;
    let found = dossier::of_filing(&cx, &clerk(), id)?;
    match format {
        Output::Json => put(&format!("{}\n", serde_json::to_string(&found)?))?,
        Output::Text => put(&show::text(&found, Page::stdout(Colours::Auto)))?,
    }
    Ok(Exit::Fine)
}

fn list_numbers(format: Output, store: &StoreArgs) -> Result<Exit> {
    let (_, cx) = open(store)?;
    let found = numbers::list(&cx, &clerk(), None, i64::MAX)?;
    match format {
        Output::Json => put(&format!("{}\n", serde_json::to_string(&found)?))?,
        Output::Text if found.is_empty() => put("No application number needs a person.\n")?,
        Output::Text => found.iter().try_for_each(|one| put(&format!("{}.\n", one.sentence())))?,
    }
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Flagged })
}
