//! `subrosa ledger`: the record of every act, checked.

use super::office::open;
use super::{Exit, say};
use crate::config::StoreArgs;
use crate::workflow::ledger::{Checkpoint, verify};
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// The record of every act and every refusal.
#[derive(Debug, clap::Args)]
pub struct LedgerArgs {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Debug, clap::Subcommand)]
enum LedgerCommand {
    /// Checks that no entry was changed, removed, inserted or moved.
    #[command(
        after_help = "A checkpoint kept elsewhere (GET /ledger/checkpoint, or the output of this command with --format json) also \
shows that the end was not cut off and the whole not made anew.\n\n\
Exit codes: 0 intact, 2 not.\n\nExample: subrosa ledger verify --data /var/lib/subrosa --checkpoint /safe/checkpoint.json"
    )]
    Verify {
        /// File with a checkpoint taken earlier.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// How to print the result.
        #[arg(long, value_enum, default_value_t = super::Output::Text)]
        format: super::Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &LedgerArgs) -> Result<Exit> {
    let LedgerCommand::Verify { checkpoint, format, store } = &args.command;
    let (_, cx) = open(store)?;
    let checkpoint = checkpoint
        .as_ref()
        .map(|path| {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            serde_json::from_str::<Checkpoint>(&text).with_context(|| {
                format!("{} is no checkpoint: it must be {{\"seq\": ..., \"hash\": ...}}", path.display())
            })
        })
        .transpose()?;
    match verify(&cx, checkpoint.as_ref())? {
        Ok(end) => {
            match format {
                super::Output::Json => println!("{}", serde_json::to_string(&end)?),
                super::Output::Text => println!("{} entries, intact; the last has hash {}", end.seq, end.hash),
            }
            Ok(Exit::Fine)
        }
        Err(broken) => {
            say(&format!("the ledger does not verify: {broken}"));
            Ok(Exit::Trouble)
        }
    }
}
