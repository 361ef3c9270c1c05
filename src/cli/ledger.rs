//! `subrosa ledger`: the record of every act, checked.

use crate::app;
use crate::app::ledger_end;
use crate::auth::seal::Kind;
use crate::cli::certificate::public_key;
use crate::cli::office::open;
use crate::cli::{Exit, say};
use crate::config::StoreArgs;
use crate::workflow::office::ledger::{Checkpoint, Finding, Findings, StatedCheckpoint, Verified, verify};
use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The record of every act and every refusal.
#[derive(Debug, clap::Args)]
pub struct LedgerArgs {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Debug, clap::Subcommand)]
enum LedgerCommand {
    /// Checks that no entry was changed, removed, inserted or moved, and that every row of evidence is as the entries say.
    #[command(
        after_help = "Each entry commits to the rows of evidence that its act wrote: orders, terms, signatures, opinions, texts, \
accounts, letters and the like. A row that was changed, deleted or inserted since is named with its table and key.\n\n\
The service keeps the end of the ledger in ledger-end.json in the data folder; the ledger must go through it. \
A checkpoint kept elsewhere (GET /ledger/checkpoint, or the output of this command with --format json) also shows that the \
end was not cut off and the whole not made anew. One that is signed must be genuine.\n\n\
Exit codes: 0 intact, 2 not; what is wrong is printed, one line each.\n\nExample: subrosa ledger verify --data /var/lib/subrosa --checkpoint /safe/checkpoint.json"
    )]
    Verify {
        /// File with a checkpoint taken earlier.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Public half of the office key that signed the checkpoint. Without it, the key in the database.
        #[arg(long, value_name = "FILE", requires = "checkpoint")]
        key: Option<PathBuf>,
        /// How to print the result.
        #[arg(long, value_enum, default_value_t = crate::cli::Output::Text)]
        format: crate::cli::Output,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &LedgerArgs) -> Result<Exit> {
    let LedgerCommand::Verify { checkpoint, key, format, store } = &args.command;
    let (config, cx) = open(store)?;
    let given = checkpoint.as_ref().map(|path| read(path, key.as_deref(), store)).transpose()?;
    let kept = ledger_end::read(&config.data)?.map(|kept| kept.end);
    let checkpoints: Vec<Checkpoint> = given.into_iter().chain(kept).collect();
    let verified = verify(&cx, &checkpoints)?;
    let end = match verified.end() {
        Ok(end) => end.clone(),
        Err(wrong) => {
            match format {
                crate::cli::Output::Json => put_line!("{}", serde_json::to_string(&Wrong::of(&verified))?),
                crate::cli::Output::Text => put_line!("{}", wrong.join("\n")),
            }
            say("the record does not verify");
            return Ok(Exit::Trouble);
        }
    };
    match format {
        crate::cli::Output::Json => {
            let stated = StatedCheckpoint { end, at: cx.now() };
            // The verification is right without a signature too.
            let seal = app::keys::open_seal(&config, &cx).unwrap_or_else(|e| {
                say(&format!("the checkpoint is not signed: {e:#}"));
                None
            });
            let jws = seal.map(|seal| seal.sign(Kind::Checkpoint, &stated)).transpose()?;
            put_line!("{}", serde_json::to_string(&Kept { stated: Some(stated.at), end: stated.end, jws })?);
        }
        crate::cli::Output::Text => {
            put_line!("{} entries, intact; the last has hash {}", end.seq, end.hash);
            put_line!("{} rows of evidence are as the ledger has them", verified.rows);
            if let Some(first) = verified.baselines.first() {
                put_line!("what was on record before entry {first} is proven from that entry on only");
            }
        }
    }
    Ok(Exit::Fine)
}

/// What is wrong, for programs.
#[derive(Serialize)]
struct Wrong<'a> {
    intact: bool,
    chain: Option<String>,
    findings: &'a [Finding],
    /// Findings that are not listed.
    more: u64,
}

impl<'a> Wrong<'a> {
    fn of(verified: &'a Verified) -> Self {
        let Findings { first, more } = &verified.findings;
        let chain = verified.chain.as_ref().err().map(ToString::to_string);
        Self { intact: false, chain, findings: first, more: *more }
    }
}

/// A checkpoint as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    end: Checkpoint,
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    stated: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jws: Option<String>,
}

/// A checkpoint taken earlier. One that is signed must be genuine.
fn read(path: &Path, key: Option<&Path>, store: &StoreArgs) -> Result<Checkpoint> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let kept: Kept = serde_json::from_str(&text)
        .with_context(|| format!("{} is no checkpoint: it must be {{\"seq\": ..., \"hash\": ...}}", path.display()))?;
    match &kept.jws {
        Some(jws) => {
            let signed: StatedCheckpoint = public_key(key, store)?
                .verify(Kind::Checkpoint, jws)
                .with_context(|| format!("the checkpoint {} is not taken", path.display()))?;
            ensure!(signed.end == kept.end, "the checkpoint {} shows another end than was signed", path.display());
        }
        None => ensure!(key.is_none(), "the checkpoint {} is not signed, so --key cannot check it", path.display()),
    }
    Ok(kept.end)
}
