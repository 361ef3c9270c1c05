//! `subrosa backup`: makes a folder with a complete backup, or no folder.
//!
//! The folder is made beside its place under another name. The manifest is written last, with the size and the digest
//! of every file and the end of the ledger; everything is on disk before the folder gets its name.

use crate::app;
use crate::auth::keys::Purpose;
use crate::auth::seal::{Kind, Seal};
use crate::cli::office::open;
use crate::cli::{Exit, Output};
use crate::config::{StoreArgs, WRAPPING_KEY};
use crate::store::{DatabaseUrl, Store};
use crate::workflow::Ctx;
use crate::workflow::office::ledger::{self, Checkpoint};
use crate::workflow::office::signed_acts;
use anyhow::{Context as _, Result, bail};
use domain::base::ledger::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Copies the database and its wrapping key into a new folder, also while the service runs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The copy is consistent: a SQLite database is copied with its write-ahead log. It is made under \
another name (DIR.part) and gets its own when it is complete and on disk; manifest.json in it holds the size and \
digest of every file, and manifest.jws the same, signed with the office key. The wrapping key is in it, so that it can be restored by itself: keep it as safe as the data \
folder, or leave the wrapping key out (--without-wrapping-key) and keep that elsewhere. The index is derived and is left \
out; the mail folder is the post and is left out too. For PostgreSQL use pg_dump.\n\n\
Exit codes: 0 copied and verified, 2 not.\n\n\
Example: subrosa backup --data /var/lib/subrosa /backup/2026-11-22"
)]
pub struct BackupArgs {
    /// Folder to make; it must not exist.
    #[arg(value_name = "DIR")]
    to: PathBuf,
    /// Leave the wrapping key out. Whoever gets hold of the backup then has no key of it; the restored service needs the
    /// wrapping key beside it.
    #[arg(long)]
    without_wrapping_key: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// The database in a backup and in a data folder.
pub(super) const DATABASE: &str = "subrosa.db";
/// The list of what a backup is made of.
pub(super) const MANIFEST: &str = "manifest.json";
/// The same list, signed with the office key.
pub(super) const SIGNED_MANIFEST: &str = "manifest.jws";
/// The format of the list.
pub(super) const FORMAT: u32 = 1;

/// What a backup is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The format of this list.
    pub format: u32,
    /// The version of the program that made the backup.
    pub program: String,
    pub made_at: jiff::Timestamp,
    /// Every file beside this list.
    pub files: Vec<Part>,
    /// The end of the ledger in the database.
    pub ledger: Checkpoint,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Part {
    /// What a file of a folder is now.
    pub(super) fn of(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let mut file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (mut digest, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let n = file.read(&mut buffer).with_context(|| format!("cannot read {}", path.display()))?;
            let Some(read) = buffer.get(..n).filter(|b| !b.is_empty()) else { break };
            digest.update(read);
            size += n as u64;
        }
        Ok(Self { name: name.to_owned(), size, sha256: hex(&digest.finalize()) })
    }
}

/// Runs `subrosa backup`.
pub fn run(args: &BackupArgs) -> Result<Exit> {
    let (config, cx) = open(&args.store)?;
    if args.to.exists() {
        bail!("{} exists; name a new folder", args.to.display());
    }
    if let DatabaseUrl::Postgres(_) = cx.store.url() {
        bail!(
            "this is a PostgreSQL database; back it up with pg_dump, and keep the wrapping key {} elsewhere",
            config.wrapping_file().display()
        );
    }
    // A backup without the keys of its database would be refused at the restore, when it is too late.
    let mut keys = app::keys::files(&config, &cx)?;
    if args.without_wrapping_key {
        keys.retain(|(_, name)| *name != WRAPPING_KEY);
    }
    let seal = app::keys::open_seal(&config, &cx)?;
    let part = beside(&args.to)?;
    let made = make(&cx, &keys, seal.as_ref(), &part, &args.to);
    if made.is_err() {
        // The remains have another name, so nobody takes them for a backup.
        let _ = fs::remove_dir_all(&part);
    }
    let end = made?;
    let folder = args.to.display().to_string();
    match args.format {
        Output::Json => put_line!("{}", serde_json::json!({"backup": folder, "ledger_entries": end})),
        Output::Text => put_line!("backed up to {folder}: ledger of {end} entries verified in the copy"),
    }
    Ok(Exit::Fine)
}

/// The path under which a folder is made before it gets its name: beside its place, so that renaming it is one step. A
/// folder that is already there was left by a run that was killed, or belongs to one under way.
pub(super) fn beside(folder: &Path) -> Result<PathBuf> {
    let name = folder.file_name().with_context(|| format!("{} names no folder", folder.display()))?;
    let part = folder.with_file_name(format!("{}.part", name.to_string_lossy()));
    if part.exists() {
        bail!("{0} exists: left by a run that did not end, or another one is under way. Remove {0}", part.display());
    }
    if let Some(parent) = part.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::DirBuilder::new().mode(0o700).create(&part).with_context(|| format!("cannot make {}", part.display()))?;
    Ok(part)
}

fn make(cx: &Ctx, keys: &[(PathBuf, &str)], seal: Option<&Seal>, part: &Path, to: &Path) -> Result<i64> {
    cx.store.copy_to(&part.join(DATABASE))?;
    let mut names = vec![DATABASE.to_owned()];
    for (file, name) in keys {
        copy(file, &part.join(name))?;
        names.push((*name).to_owned());
    }
    let copied = Store::open(&DatabaseUrl::Sqlite(part.join(DATABASE)), false)?;
    let ledger = verified(&Ctx { store: copied, tree: Arc::default(), ..cx.clone() }).context(
        "no backup was made; if somebody edited the record, stop the service and keep a copy of the whole data folder as it is",
    )?;
    Store::close_file(&part.join(DATABASE))?;
    let files = names.iter().map(|name| finished(part, name)).collect::<Result<_>>()?;
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { format: FORMAT, program, made_at: cx.now(), files, ledger };
    let signed = seal.map(|seal| seal.sign(Kind::Backup, &manifest)).transpose()?;
    let text = serde_json::to_string_pretty(&manifest)?;
    for (name, text) in signed.map(|text| (SIGNED_MANIFEST, text)).into_iter().chain([(MANIFEST, text)]) {
        fs::write(part.join(name), text + "\n").context("cannot write the manifest")?;
        finished(part, name)?;
    }
    name_it(part, to)?;
    Ok(manifest.ledger.seq)
}

/// Makes a file private to its owner, writes it through to the disk, and returns its line of the manifest.
pub(super) fn finished(folder: &Path, name: &str) -> Result<Part> {
    let path = folder.join(name);
    let sync = || {
        let file = File::open(&path)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.sync_all()
    };
    sync().with_context(|| format!("cannot write {}", path.display()))?;
    Part::of(folder, name)
}

/// Gives a folder its name and writes that through to the disk.
pub(super) fn name_it(part: &Path, to: &Path) -> Result<()> {
    let parent = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let rename = || {
        File::open(part)?.sync_all()?;
        fs::rename(part, to)?;
        File::open(parent)?.sync_all()
    };
    rename().with_context(|| format!("cannot make {}", to.display()))
}

/// Copies a file.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

/// The end of a copy's ledger. The ledger is inspected from its beginning, and against it the rows of evidence and the statements
/// about acts.
pub(super) fn verified(cx: &Ctx) -> Result<Checkpoint> {
    let mut verified = ledger::verify(cx, &[])?;
    if verified.chain.is_ok() {
        signed_acts::verify(cx, &mut verified.findings)?;
    }
    match verified.end() {
        Ok(end) => Ok(end.clone()),
        Err(wrong) => bail!("the copy does not verify:\n{}", wrong.join("\n")),
    }
}

/// The files with keys that a backup may have: the wrapping key, and those of earlier versions.
pub(super) const KEYS: [&str; 3] = [WRAPPING_KEY, Purpose::Tokens.file(), Purpose::Statements.file()];
