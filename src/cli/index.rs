//! `subrosa index`: the search index, which is derived and can always be made anew.

use crate::app::index_dir;
use crate::cli::Exit;
use crate::cli::office::open;
use crate::config::StoreArgs;
use crate::search::SearchIndex;
use crate::workflow::filing::index;
use anyhow::Result;

/// The search index of this node.
#[derive(Debug, clap::Args)]
pub struct IndexArgs {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, clap::Subcommand)]
enum IndexCommand {
    /// Throws the index away and makes it anew from the record. The service must not be running.
    Rebuild {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// How many filings it holds and how far it is behind.
    Status {
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &IndexArgs) -> Result<Exit> {
    match &args.command {
        IndexCommand::Rebuild { store } => {
            let (config, cx) = open(store)?;
            let (search, _) = SearchIndex::open(index_dir(&config))?;
            search.clear()?;
            let bar = indicatif::ProgressBar::new(u64::try_from(index::behind(&cx, 0)?).unwrap_or(0));
            while index::follow(&cx, &search)? {
                bar.set_position(u64::try_from(search.cursor()?).unwrap_or(0));
            }
            bar.finish_and_clear();
            println!("{} filings indexed", search.documents());
        }
        IndexCommand::Status { store } => {
            let (config, cx) = open(store)?;
            match SearchIndex::peek(&index_dir(&config)) {
                Some((cursor, documents)) => {
                    println!("{documents} filings indexed, {} changes behind the record", index::behind(&cx, cursor)?);
                }
                None => println!("no index yet; the service makes it, or: subrosa index rebuild"),
            }
        }
    }
    Ok(Exit::Fine)
}
