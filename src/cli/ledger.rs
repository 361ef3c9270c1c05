//! `subrosa ledger`: the record of every act, checked, and written as files that others check.

mod export;
mod offline;

use crate::app;
use crate::app::ledger_end;
use crate::auth::note::{NoteKey, TreeHead};
use crate::auth::seal::{Kind, PublicKey};
use crate::cli::certificate::public_key;
use crate::cli::ledger::offline::{Checked, Known};
use crate::cli::office::open;
use crate::cli::{Exit, say};
use crate::config::StoreArgs;
use crate::workflow::Ctx;
use crate::workflow::office::ledger::{Checkpoint, Finding, Findings, StatedCheckpoint, Verified, verify};
use crate::workflow::office::signed_acts::{self, Counted};
use crate::workflow::office::{log, witnesses};
use anyhow::{Context as _, Result, ensure};
use domain::base::ledger::{Broken, hex};
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
end was not cut off and the whole not made anew. So does a signed note (GET /ledger/log/checkpoint). One that is signed must be \
genuine.\n\n\
With --export, the files of subrosa ledger export are checked, and no database is needed.\n\n\
Exit codes: 0 intact, 2 not; what is wrong is printed, one line each.\n\nExample: subrosa ledger verify --data /var/lib/subrosa --checkpoint /safe/checkpoint.json"
    )]
    Verify {
        /// File with a checkpoint taken earlier.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Folder with an export, to be checked in place of a database.
        #[arg(long, value_name = "DIR")]
        export: Option<PathBuf>,
        /// Public half of the office key, as a JSON Web Key or a vkey. Without it, the key in the database, or in the export.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// How to print the result.
        #[arg(long, value_enum, default_value_t = crate::cli::Output::Text)]
        format: crate::cli::Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Writes the ledger into a new folder, as files that others check without the service.
    #[command(
        after_help = "The folder has the signed checkpoint, the tiles of the Merkle tree and the bundles of entries as \
C2SP tlog-tiles lays them out, and beside them every entry (entries.ndjson), the keys (keys.json), and what witnesses have \
co-signed (cosigned/). acts.ndjson has the signed statement about each act for which somebody vouches. The entries say who did what on which case: keep the folder as the ledger itself.\n\n\
Exit codes: 0 written, 2 not.\n\n\
Example: subrosa ledger export --data /var/lib/subrosa /safe/ledger-2026-11"
    )]
    Export {
        /// Folder to make; it must not exist.
        #[arg(value_name = "DIR")]
        to: PathBuf,
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
pub fn run(args: &LedgerArgs) -> Result<Exit> {
    match &args.command {
        LedgerCommand::Verify { checkpoint, export: Some(folder), key, format, .. } => {
            verify_export(folder, checkpoint.as_deref(), key.as_deref(), *format)
        }
        LedgerCommand::Verify { checkpoint, export: None, key, format, store } => {
            ensure!(key.is_none() || checkpoint.is_some(), "--key checks a checkpoint: name it with --checkpoint FILE");
            verify_database(checkpoint.as_deref(), key.as_deref(), *format, store)
        }
        LedgerCommand::Export { to, store } => {
            let (config, cx) = open(store)?;
            let seal = app::keys::open_seal(&config, &cx)?;
            let seal = seal.context("there are no keys yet; the service makes them at its first start")?;
            let head = export::write(&cx, &seal, to)?;
            put_line!("wrote {} entries to {}; the root over them is {}", head.size, to.display(), hex(&head.root));
            put_line!("{}", seal.note_key(&head.origin));
            Ok(Exit::Fine)
        }
    }
}

/// Prints what is wrong with a ledger.
fn tell_wrong(wrong: &[String], json: &impl Serialize, format: crate::cli::Output) -> Result<Exit> {
    match format {
        crate::cli::Output::Json => put_line!("{}", serde_json::to_string(json)?),
        crate::cli::Output::Text => put_line!("{}", wrong.join("\n")),
    }
    say("the record does not verify");
    Ok(Exit::Trouble)
}

fn verify_export(
    folder: &Path,
    checkpoint: Option<&Path>,
    key: Option<&Path>,
    format: crate::cli::Output,
) -> Result<Exit> {
    let keys = offline::read_keys(folder)?;
    let trusted = match key {
        Some(path) => read_key(path)?,
        None => PublicKey::of(keys.key.parse::<NoteKey>().context("the key of the export is none")?.public())?,
    };
    let known = checkpoint.map(|path| read(path, false, || Ok(trusted.clone()))).transpose()?.unwrap_or_default();
    let Checked { head, witnesses, signed, wrong } = offline::check(folder, &keys, &trusted, &known)?;
    if !wrong.is_empty() {
        return tell_wrong(&wrong, &serde_json::json!({"intact": false, "wrong": wrong}), format);
    }
    let own_key = trusted.note_key(&head.origin);
    if format == crate::cli::Output::Json {
        let of = |(key, checkpoints, largest): &(NoteKey, usize, u64)| serde_json::json!({"key": key.to_string(), "checkpoints": checkpoints, "largest": largest});
        let witnesses: Vec<_> = witnesses.iter().map(of).collect();
        let root = hex(&head.root);
        put_line!(
            "{}",
            serde_json::json!({"intact": true, "origin": head.origin, "size": head.size, "root": root,
                "key": own_key.to_string(), "witnesses": witnesses,
                "signed": {"by_person": signed.by_person, "by_service": signed.by_service}})
        );
        return Ok(Exit::Fine);
    }
    put_line!("{} entries of {}, intact; the root over them is {}", head.size, head.origin, hex(&head.root));
    let whose =
        if key.is_some() { "the key you named" } else { "the key that came with it; compare it with the Office's" };
    put_line!("signed by {whose}: {own_key}");
    for earlier in keys.earlier.iter().filter_map(|key| key.kid.as_deref()) {
        put_line!("statements about acts of before are by {earlier}, as the ledger says");
    }
    put_line!("{}", describe(signed));
    for (key, checkpoints, largest) in witnesses {
        put_line!("{} co-signed {checkpoints} checkpoints, up to {largest} entries: {key}", key.name());
    }
    Ok(Exit::Fine)
}

fn verify_database(
    checkpoint: Option<&Path>,
    key: Option<&Path>,
    format: crate::cli::Output,
    store: &StoreArgs,
) -> Result<Exit> {
    let (config, cx) = open(store)?;
    let trusted = || key.map_or_else(|| public_key(None, store), read_key);
    let given = checkpoint.map(|path| read(path, key.is_some(), trusted)).transpose()?.unwrap_or_default();
    let kept = ledger_end::read(&config.data)?;
    let checkpoints: Vec<Checkpoint> = given.ends.into_iter().chain(kept.map(|kept| kept.stated.end)).collect();
    let mut verified = verify(&cx, &checkpoints)?;
    let signed = match &verified.chain {
        Ok(_) => signed_acts::verify(&cx, &mut verified.findings)?,
        Err(_) => Counted::default(),
    };
    if verified.chain.is_ok() {
        verified.chain = hold_against(&cx, &given.heads)?.and(verified.chain);
    }
    let end = match verified.end() {
        Ok(end) => end.clone(),
        Err(wrong) => return tell_wrong(&wrong, &Wrong::of(&verified), format),
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
            put_line!("{}", describe(signed));
            if let Some(first) = verified.baselines.first() {
                put_line!("what was on record before entry {first} is proven from that entry on only");
            }
        }
    }
    Ok(Exit::Fine)
}

/// How many acts are signed, in words.
fn describe(signed: Counted) -> String {
    let Counted { by_person, by_service } = signed;
    format!(
        "people have signed {by_person} acts with keys of their own, the service {by_service} for people who were signed in"
    )
}

/// Holds the ledger against trees that were known before, and against what witnesses have co-signed.
fn hold_against(cx: &Ctx, known: &[TreeHead]) -> Result<Result<(), Broken>> {
    for head in known {
        if log::head(cx)?.is_none_or(|now| now.origin != head.origin) {
            return Ok(Err(Broken::NotTheCheckpoint(1)));
        }
        if let Err(broken) = log::holds(cx, head.size, &head.root)? {
            return Ok(Err(broken));
        }
    }
    Ok(witnesses::hold(cx)?)
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

/// The office key in a file.
pub(super) fn read_key(path: &Path) -> Result<PublicKey> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = text.trim();
    let key = match text.starts_with('{') {
        true => PublicKey::from_jwk(text).map_err(anyhow::Error::from),
        false => text.parse::<NoteKey>().map_err(anyhow::Error::from).and_then(|key| Ok(PublicKey::of(key.public())?)),
    };
    key.with_context(|| format!("{} is no office key", path.display()))
}

/// What a checkpoint taken earlier says. One that is signed must be genuine, by the key that `key` gives.
fn read(path: &Path, is_key_named: bool, key: impl FnOnce() -> Result<PublicKey>) -> Result<Known> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let not_taken = || format!("the checkpoint {shown} is not taken");
    if !text.trim_start().starts_with('{') && text.contains("\n\n") {
        let head = offline::read_head(&text, &key()?).with_context(not_taken)?;
        return Ok(Known { ends: vec![], heads: vec![head] });
    }
    let kept: Kept = serde_json::from_str(&text).with_context(|| {
        format!("{shown} is no checkpoint: it must be {{\"seq\": ..., \"hash\": ...}}, or a signed note")
    })?;
    if let Some(jws) = &kept.jws {
        let signed: StatedCheckpoint = key()?.verify(Kind::Checkpoint, jws).with_context(not_taken)?;
        ensure!(signed.end == kept.end, "the checkpoint {shown} shows another end than was signed");
    } else {
        ensure!(!is_key_named, "the checkpoint {shown} is not signed, so --key cannot check it");
    }
    Ok(Known { ends: vec![kept.end], heads: vec![] })
}
