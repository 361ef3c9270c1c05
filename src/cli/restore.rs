//! `subrosa restore`: makes a new data folder from a backup, or no folder.

use crate::app;
use crate::app::ledger_end::{self, KeptEnd};
use crate::auth::keys::Purpose;
use crate::auth::seal::{Kind, PublicKey};
use crate::cli::backup::{
    DATABASE, FORMAT, KEYS, MANIFEST, Manifest, Part, SIGNED_MANIFEST, beside, copy, finished, name_it, verified,
};
use crate::cli::ledger::read_key;
use crate::cli::{Exit, Output, say};
use crate::config::{Config, WRAPPING_KEY};
use crate::store::Store;
use crate::workflow::notice::notices;
use crate::workflow::office::keys::wrapped_by;
use crate::workflow::office::ledger;
use crate::workflow::{By, Ctx};
use anyhow::{Context as _, Result, bail};
use domain::base::actor::Actor;
use std::fs;
use std::path::{Path, PathBuf};

/// Puts a backup into a new data folder and checks it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Every file is held against the manifest of the backup, and the ledger is verified, before anything \
is said to be restored. Notices that were waiting to be sent when the backup was made are not sent by the restored \
service, because they may have gone out since: they are listed as failed (GET /notices?state=failed), and an officer \
has those sent again that did not arrive.\n\n\
The manifest is signed with the office key of the record that was backed up. With --key, by a key that you have from \
elsewhere: then nobody without that key has made the backup. Without it, by the key in the backup itself, where the wrapping \
key is with it. A backup of an earlier version is not signed.\n\n\
A backup made before there were manifests is taken with --without-manifest; nothing then shows that it is whole.\n\n\
Exit codes: 0 restored and verified, 2 not.\n\n\
Example: subrosa restore --data /var/lib/subrosa-new /backup/2026-11-22"
)]
pub struct RestoreArgs {
    /// Folder made by `subrosa backup`.
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// Data folder to make; it must not exist, or be empty.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Public half of the office key, as a JSON Web Key or a vkey, by which the manifest must be signed.
    #[arg(long, value_name = "FILE", conflicts_with = "without_manifest")]
    key: Option<PathBuf>,
    /// Take a backup that has no manifest, made by an earlier version.
    #[arg(long)]
    without_manifest: bool,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

/// The reason that a notice gets which was waiting when the backup was made.
const HELD: &str = "it was waiting to be sent when the backup was made that this record was restored from; it may have \
                    been sent since. Have it sent again if it did not arrive";

/// Runs `subrosa restore`.
pub fn run(args: &RestoreArgs) -> Result<Exit> {
    let manifest = manifest(args)?;
    let signed = manifest.as_ref().map(|manifest| Signed::read(&args.from, manifest)).transpose()?.flatten();
    if let Some(path) = &args.key {
        let signed =
            signed.as_ref().with_context(|| format!("the manifest of {} is not signed", args.from.display()))?;
        signed.check(&read_key(path)?)?;
    }
    let names = parts(args, manifest.as_ref())?;
    if !is_free(&args.data)? {
        bail!("{} is not empty; a restore never overwrites. Name a new folder", args.data.display());
    }
    let part = beside(&args.data)?;
    let made = make(&args.from, &part, &args.data, &names, manifest.as_ref(), signed.as_ref());
    if made.is_err() {
        // The remains have another name, so nobody takes them for a data folder.
        let _ = fs::remove_dir_all(&part);
    }
    let made = made?;
    let folder = args.data.display().to_string();
    if made.lacks_key {
        say(&format!(
            "this backup has no wrapping key: put the file to {} before the service starts, or name it with \
             keys.wrapping_file",
            args.data.join(WRAPPING_KEY).display()
        ));
    }
    if !made.is_signed && args.key.is_none() {
        say(
            "nothing shows who made this backup: its manifest is not signed, or there is no key here to check that with. \
             Compare it with one of yours, or name the office key with --key",
        );
    }
    match args.format {
        Output::Json => {
            put_line!(
                "{}",
                serde_json::json!({"data": folder, "ledger_entries": made.ledger_entries, "held_notices": made.held_notices})
            )
        }
        Output::Text => put_line!(
            "restored into {folder}: ledger of {} entries verified; {} waiting notices held for an officer. The \
             index fills when the service starts.",
            made.ledger_entries,
            made.held_notices
        ),
    }
    Ok(Exit::Fine)
}

/// The manifest of the backup; `None` if there is none and the flag for older backups is given.
fn manifest(args: &RestoreArgs) -> Result<Option<Manifest>> {
    let path = args.from.join(MANIFEST);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && args.without_manifest => return Ok(None),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => bail!(
            "{} is no whole backup: it has no {MANIFEST}. Take another; one that an earlier version made is taken with \
             --without-manifest",
            args.from.display()
        ),
        Err(e) => return Err(e).with_context(|| format!("cannot read {}", path.display())),
    };
    let manifest: Manifest = serde_json::from_str(&text).with_context(|| {
        format!("{} is damaged, so nothing shows that this backup is whole; take another", path.display())
    })?;
    if manifest.format != FORMAT {
        bail!("{} is of format {}, which this version does not know; use a newer one", path.display(), manifest.format);
    }
    Ok(Some(manifest))
}

/// The manifest as it was signed.
struct Signed<'m> {
    jws: String,
    manifest: &'m Manifest,
}

impl<'m> Signed<'m> {
    /// The signed form of a manifest; `None` if there is none.
    fn read(from: &Path, manifest: &'m Manifest) -> Result<Option<Self>> {
        let path = from.join(SIGNED_MANIFEST);
        match fs::read_to_string(&path) {
            Ok(jws) => Ok(Some(Self { jws, manifest })),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).with_context(|| format!("cannot read {}", path.display())),
        }
    }
    /// Refuses a manifest that the holder of a key has not signed.
    fn check(&self, key: &PublicKey) -> Result<()> {
        let signed: Manifest = key
            .verify(Kind::Backup, self.jws.trim())
            .with_context(|| format!("{SIGNED_MANIFEST} is not taken; take another backup"))?;
        if signed != *self.manifest {
            bail!("{MANIFEST} is not what was signed; take another backup");
        }
        Ok(())
    }
}

/// The files to take. Each is compared with the manifest.
fn parts(args: &RestoreArgs, manifest: Option<&Manifest>) -> Result<Vec<String>> {
    let database = args.from.join(DATABASE);
    if !database.is_file() {
        bail!("{} is no backup: it has no {DATABASE}", args.from.display());
    }
    if fs::metadata(&database).with_context(|| format!("cannot read {}", database.display()))?.len() == 0 {
        bail!("{} is empty: the backup was not completed. Take another", database.display());
    }
    let Some(manifest) = manifest else {
        let found: Vec<&str> = KEYS.into_iter().filter(|name| args.from.join(name).is_file()).collect();
        let both = Purpose::ALL.map(Purpose::file);
        if !found.contains(&WRAPPING_KEY) && found != both {
            bail!(
                "{} has neither the wrapping key, {WRAPPING_KEY}, nor both keys of an earlier version, {}: the backup was \
                 not completed. Take another",
                args.from.display(),
                both.join(" and ")
            );
        }
        return Ok([DATABASE].into_iter().chain(found).map(str::to_owned).collect());
    };
    let known: Vec<&str> = manifest.files.iter().map(|p| p.name.as_str()).collect();
    let is_allowed = |name: &&str| *name == DATABASE || KEYS.contains(name);
    if !known.contains(&DATABASE) || !known.iter().all(is_allowed) {
        bail!("the manifest of {} lists other files than those of a backup; take another", args.from.display());
    }
    for part in &manifest.files {
        if !args.from.join(&part.name).is_file() {
            bail!("{} lacks {}, which its manifest lists; take another backup", args.from.display(), part.name);
        }
        if Part::of(&args.from, &part.name)? != *part {
            bail!(
                "{} in {} is not the file that its manifest lists; take another backup",
                part.name,
                args.from.display()
            );
        }
    }
    Ok(manifest.files.iter().map(|p| p.name.clone()).collect())
}

/// Whether a folder may be made here: nothing is there, or an empty folder.
fn is_free(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e).with_context(|| format!("cannot use {}", folder.display())),
    }
}

/// A data folder that was made from a backup.
struct Restored {
    /// The length of its ledger.
    ledger_entries: i64,
    /// Notices that an officer has to look at.
    held_notices: usize,
    /// Whether the wrapping key of its keys has to be put beside it.
    lacks_key: bool,
    /// Whether its own office key has signed the manifest.
    is_signed: bool,
}

/// Makes the data folder.
fn make(
    from: &Path,
    part: &Path,
    to: &Path,
    names: &[String],
    manifest: Option<&Manifest>,
    signed: Option<&Signed<'_>>,
) -> Result<Restored> {
    for name in names {
        copy(&from.join(name), &part.join(name))?;
        let taken = finished(part, name)?;
        if manifest.is_some_and(|m| !m.files.contains(&taken)) {
            bail!("{name} changed while it was copied; restore again");
        }
    }
    let config = Config { data: part.to_owned(), ..Config::default() };
    let cx = app::open_or_make_office(&config)?;
    if cx.store.is_fresh() {
        bail!("{} in the backup is an empty database; take another backup", DATABASE);
    }
    let lacks_key = wrapped_by(&cx)?.is_some() && !names.iter().any(|name| name == WRAPPING_KEY);
    let seal = if lacks_key { None } else { app::keys::open_seal(&config, &cx)? };
    let own = seal.map(|seal| seal.public()).transpose()?;
    let end = verified(&cx)?;
    if let Some(m) = manifest
        && !ledger::ends_at(&cx, &m.ledger)?
    {
        bail!("the ledger of the backup does not end where its manifest says; take another backup");
    }
    if let (Some(signed), Some(own)) = (signed, &own) {
        signed.check(own)?;
    }
    let held_notices = hold(&cx, manifest)?;
    ledger_end::write(part, &KeptEnd::now(&cx)?)?;
    drop(cx);
    Store::close_file(&part.join(DATABASE))?;
    finished(part, DATABASE)?;
    finished(part, ledger_end::FILE)?;
    name_it(part, to)?;
    Ok(Restored { ledger_entries: end.seq, held_notices, lacks_key, is_signed: signed.is_some() && own.is_some() })
}

/// Holds the notices that wait, and enters that this record was restored.
fn hold(cx: &Ctx, manifest: Option<&Manifest>) -> Result<usize> {
    let made = manifest.map_or_else(|| "unknown".to_owned(), |m| m.made_at.to_string());
    let actor = Actor::command_line();
    Ok(notices::hold_waiting(cx, &By::system(&actor), HELD, &made)?)
}
