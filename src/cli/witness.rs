//! `subrosa witness`: the agencies that co-sign the ledger, and what a witness itself does.

use crate::auth::note::{Note, NoteKey, TreeHead, WitnessKey, is_name};
use crate::cli::args::{code, read_text};
use crate::cli::frame::render::{Colours, Page, Paper};
use crate::cli::office::{holder, open};
use crate::cli::{Exit, Output, put};
use crate::clock::{Clock as _, SystemClock};
use crate::config::StoreArgs;
use crate::workflow::By;
use crate::workflow::office::witnesses::{self, WitnessView};
use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use domain::base::agency::AgencyCode;
use domain::base::merkle::{Hash, is_consistent, root_over};
use secrecy::ExposeSecret as _;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Witnesses of the ledger: agencies that co-sign what they have seen of it.
#[derive(Debug, clap::Args)]
pub struct WitnessArgs {
    #[command(subcommand)]
    command: WitnessCommand,
}

#[derive(Debug, clap::Subcommand)]
enum WitnessCommand {
    /// Lists the witnesses, ended ones too.
    #[command(after_help = "Exit codes: 0 listed, 2 the database cannot be read.\n\n\
Example: subrosa witness list --data /var/lib/subrosa --format json")]
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Puts a witness on record, so that its co-signatures are taken.
    #[command(
        after_help = "The key is written name+hash+key, as subrosa witness key and the programs of others print it. \
Compare it with the agency by another way than the one it came by.\n\n\
Exit codes: 0 added, 2 not.\n\n\
Example: subrosa witness add --agency NAVY --data /var/lib/subrosa navy.example/w1+1f2e3d4c+BAxy..."
    )]
    Add {
        /// Its public key.
        #[arg(value_name = "KEY")]
        key: String,
        /// The agency whose officials bring its co-signatures.
        #[arg(long, value_name = "CODE", value_parser = code)]
        agency: AgencyCode,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Takes no more co-signatures of a witness. Those on record stay.
    #[command(after_help = "Exit codes: 0 ended, 2 not.\n\n\
Example: subrosa witness end --data /var/lib/subrosa navy.example/w1")]
    End {
        /// Its name.
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// For an agency: makes the key of a witness, and prints its public half.
    #[command(after_help = "Exit codes: 0 made, 2 not.\n\n\
Example: subrosa witness key navy.example/w1 --out /etc/witness.key")]
    Key {
        /// Its name, such as the address of the agency. It has no spaces and no plus.
        name: String,
        /// File for the private half; it must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// For an agency: checks that the log only grew since it was co-signed last, and co-signs it.
    #[command(
        after_help = "Reads the answer of GET /ledger/log/witness-request?old=N from a file or standard input, where N is \
the size in the file of --state, and 0 at first. Prints the checkpoint with the line of the witness, which an official brings to \
POST /ledger/log/cosignatures. Nothing is printed, and the state stays, if the log does not have what was co-signed before.\n\n\
Exit codes: 0 co-signed, 2 not.\n\n\
Example: subrosa witness cosign --key /etc/witness.key --log log.vkey --state /var/lib/witness.state request.txt"
    )]
    Cosign {
        /// The request; - for standard input.
        #[arg(value_name = "FILE")]
        request: PathBuf,
        /// The private half of the key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// File with the public key of the log (GET /ledger/log/keys), fetched once and kept.
        #[arg(long, value_name = "FILE")]
        log: PathBuf,
        /// File with the checkpoint co-signed last. It is made if it does not exist.
        #[arg(long, value_name = "FILE")]
        state: PathBuf,
    },
}

/// Runs the command.
pub fn run(args: &WitnessArgs) -> Result<Exit> {
    match &args.command {
        WitnessCommand::List { format, store } => list(&witnesses::all(&open(store)?.1)?, *format)?,
        WitnessCommand::Add { key, agency, store } => {
            let added = witnesses::add(&open(store)?.1, &By::system(&holder()), agency, key)?;
            put_line!("added {}, a witness of {}", added.name, added.agency);
        }
        WitnessCommand::End { name, store } => {
            let ended = witnesses::end(&open(store)?.1, &By::system(&holder()), name)?;
            put_line!("ended {}", ended.name);
        }
        WitnessCommand::Key { name, out } => {
            ensure!(is_name(name), "the name of a witness is not empty and has no spaces and no plus in it");
            let key = WitnessKey::generate(name)?;
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(out);
            let file = file.as_mut().map_err(|e| anyhow::anyhow!("cannot make {}: {e}", out.display()))?;
            file.write_all(key.secret_text().expose_secret().as_bytes())?;
            file.sync_all()?;
            put_line!("{}", key.public());
        }
        WitnessCommand::Cosign { request, key, log, state } => {
            let key = WitnessKey::parse(&read_text(key)?).with_context(|| format!("{} holds no key", key.display()))?;
            let log: NoteKey =
                read_text(log)?.trim().parse().with_context(|| format!("{} holds no key", log.display()))?;
            let known = state.exists().then(|| read_text(state)).transpose()?;
            let known = known.as_deref().map(TreeHead::parse).transpose();
            let known = known.with_context(|| format!("{} is no checkpoint", state.display()))?;
            let (head, note) = check(&read_text(request)?, &log, known.as_ref())?;
            let line = key.cosign(SystemClock.now().as_second(), &head.to_string());
            // The witness must not forget what it has said.
            keep(state, &head.to_string()).with_context(|| format!("cannot write {}", state.display()))?;
            put(&format!("{note}{line}\n"))?;
        }
    }
    Ok(Exit::Fine)
}

fn list(all: &[WitnessView], format: Output) -> Result<()> {
    if format == Output::Json {
        put_line!("{}", serde_json::json!({ "items": all }));
        return Ok(());
    }
    let row = |witness: &WitnessView| {
        let state = witness.ended_at.map_or_else(|| "taken".to_owned(), |at| format!("ended {at}"));
        vec![witness.name.clone(), witness.agency.to_string(), state, witness.key.clone()]
    };
    let mut paper = Paper::new(Page::stdout(Colours::Auto));
    paper.table(0, &["witness", "agency", "state", "key"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(put(&paper.finish())?)
}

/// Checks a request (C2SP tlog-witness) against the tree that was co-signed last. Returns the tree of its checkpoint, and the
/// checkpoint.
fn check(request: &str, log: &NoteKey, known: Option<&TreeHead>) -> Result<(TreeHead, String)> {
    let (steps, note) = request.split_once("\n\n").context("the request has no empty line before its checkpoint")?;
    let mut lines = steps.split('\n');
    let old: u64 = lines
        .next()
        .and_then(|line| line.strip_prefix("old "))
        .and_then(|size| size.parse().ok())
        .context("the request does not begin with old and a size")?;
    let hash = |line: &str| BASE64.decode(line).ok().and_then(|hash| hash.try_into().ok());
    let proof: Option<Vec<Hash>> = lines.map(hash).collect();
    let proof = proof.context("a line of the proof is no hash")?;
    let read = Note::parse(note).context("the checkpoint is no signed note")?;
    log.verify(&read).context("the checkpoint is not taken")?;
    let head = TreeHead::parse(&read.text).context("the note is no checkpoint")?;
    ensure!(head.origin == log.name(), "the checkpoint is of {}, not of {}", head.origin, log.name());
    let (known_size, known_root) = known.map_or_else(|| (0, root_over(&[])), |known| (known.size, known.root));
    if let Some(known) = known.filter(|known| known.origin != head.origin) {
        bail!("the checkpoint is of {}, and {} was co-signed before", head.origin, known.origin);
    }
    ensure!(old == known_size, "{known_size} entries were co-signed last; fetch the request with old={known_size}");
    ensure!(
        is_consistent(old, &known_root, head.size, &head.root, &proof),
        "the log does not have the {old} entries that were co-signed before. Keep the request and the state as they are: they \
         show that entries were changed or taken back"
    );
    Ok((head, note.to_owned()))
}

/// Writes a file: into one of another name first, so that nobody reads half of it.
fn keep(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
