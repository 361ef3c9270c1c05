//! `subrosa index`: the search index, which is derived and can always be made anew.

use crate::app::{index_dir, private};
use crate::cli::office::open;
use crate::cli::{Exit, Output};
use crate::config::StoreArgs;
use crate::search::SearchIndex;
use crate::workflow::filing::index;
use anyhow::Result;
use serde_json::json;

/// The search index of this node.
#[derive(Debug, clap::Args)]
pub struct IndexArgs {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, clap::Subcommand)]
enum IndexCommand {
    /// Throws the index away and makes it anew from the record. The service must not be running.
    #[command(after_help = "Exit codes: 0 made anew, 2 not.\n\nExample: subrosa index rebuild --data /var/lib/subrosa")]
    Rebuild {
        /// How to print the result.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// How many filings it holds and how far it is behind.
    #[command(
        after_help = "Exit codes: 0 printed, 2 the database cannot be read.\n\nExample: subrosa index status --data /var/lib/subrosa"
    )]
    Status {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &IndexArgs) -> Result<Exit> {
    match &args.command {
        IndexCommand::Rebuild { format, store } => {
            let (config, cx) = open(store)?;
            private::make_folder(&index_dir(&config))?;
            let (search, _) = SearchIndex::open(index_dir(&config))?;
            search.clear()?;
            let bar = indicatif::ProgressBar::new(u64::try_from(index::changes_behind(&cx, 0)?).unwrap_or(0));
            while index::index_next_batch(&cx, &search)? {
                bar.set_position(u64::try_from(search.cursor()?).unwrap_or(0));
            }
            bar.finish_and_clear();
            match format {
                Output::Json => put_line!("{}", json!({"filings": search.documents(), "behind": 0})),
                Output::Text => put_line!("{} filings indexed", search.documents()),
            }
        }
        IndexCommand::Status { format, store } => {
            let (config, cx) = open(store)?;
            let found = SearchIndex::peek(&index_dir(&config));
            // What there is no index of is all behind.
            let behind = index::changes_behind(&cx, found.as_ref().map_or(0, |(cursor, _)| *cursor))?;
            let filings = found.map(|(_, filings)| filings);
            match (format, filings) {
                (Output::Json, _) => {
                    put_line!(
                        "{}",
                        json!({"exists": filings.is_some(), "filings": filings.unwrap_or(0), "behind": behind})
                    );
                }
                (Output::Text, Some(n)) => put_line!("{n} filings indexed, {behind} changes behind the record"),
                (Output::Text, None) => put_line!("no index yet; the service makes it, or: subrosa index rebuild"),
            }
        }
    }
    Ok(Exit::Fine)
}
