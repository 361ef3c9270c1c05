//! What commands on a database share: opening it, and its backup and restore.

use crate::app;
use crate::cli::{Exit, Output, say};
use crate::config::{Config, CreateArgs, SettingArgs, StoreArgs};
use crate::store::{DatabaseUrl, Store};
use crate::workflow::Ctx;
use crate::workflow::office::ledger;
use anyhow::{Context as _, Result, bail};
use domain::base::actor::{Actor, Role};
use domain::base::marking::{Clearance, Level};
use serde_json::json;
use std::path::{Path, PathBuf};

/// The settings of a command that may not need the database.
pub fn config<const KIND: u8>(args: &SettingArgs<KIND>) -> Result<Config> {
    Ok(Config::load(args, std::env::vars_os())?)
}

/// The database a command works on. Where there is none this is an error: a mistyped name must not look like an
/// empty record.
pub fn open(args: &StoreArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::office(&config)?;
    tighten(&config);
    Ok((config, cx))
}

/// The same for the few commands that begin a record. What they are given says so: [`CreateArgs`] is no
/// [`StoreArgs`].
pub fn open_or_create(args: &CreateArgs) -> Result<(Config, Ctx)> {
    let config = config(args)?;
    let cx = app::office_or_new(&config)?;
    tighten(&config);
    Ok((config, cx))
}

fn tighten(config: &Config) {
    app::private::tighten(config).iter().for_each(|warning| say(warning));
}

/// Whoever holds the machine. It reads orders and their dates; a case is read by [`clerk`].
pub fn holder() -> Actor {
    Actor { clearance: Clearance(Level::TopSecret), ..Actor::command_line() }
}

/// Whoever holds the machine, looking into a case: reads what a licensing officer reads, which is no text of a
/// filing, and without an account signs nothing.
pub fn clerk() -> Actor {
    Actor { role: Some(Role::LicensingOfficer), ..holder() }
}

/// Copies the database and the keys into a new folder, also while the service runs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The copy is consistent: a SQLite database is copied with its write-ahead log. The index is derived and \
is left out; the mail folder is the post and is left out too. For PostgreSQL use pg_dump.\n\n\
Exit codes: 0 copied and verified, 2 not.\n\n\
Example: subrosa backup --data /var/lib/subrosa /backup/2026-11-22"
)]
pub struct BackupArgs {
    /// Folder to make; it must not exist.
    #[arg(value_name = "DIR")]
    to: PathBuf,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    #[command(flatten)]
    store: StoreArgs,
}

/// What a backup is made of.
const DATABASE: &str = "subrosa.db";

/// Runs `subrosa backup`.
pub fn backup(args: &BackupArgs) -> Result<Exit> {
    let (config, cx) = open(&args.store)?;
    if args.to.exists() {
        bail!("{} exists; name a new folder", args.to.display());
    }
    app::private::make_folder(&args.to).with_context(|| format!("cannot make {}", args.to.display()))?;
    if !cx.store.copy_to(&args.to.join(DATABASE))? {
        std::fs::remove_dir(&args.to)?;
        bail!(
            "this is a PostgreSQL database; back it up with pg_dump, and keep the key files of {}",
            config.data.display()
        );
    }
    for key in keys(&config.data)? {
        let name = key.file_name().context("a key without a name")?;
        std::fs::copy(&key, args.to.join(name)).with_context(|| format!("cannot copy {}", key.display()))?;
    }
    let copy = Store::open_existing(&DatabaseUrl::Sqlite(args.to.join(DATABASE)), false)?;
    let end = check(&Ctx { store: copy, ..cx })?;
    let folder = args.to.display().to_string();
    match args.format {
        Output::Json => put_line!("{}", json!({"backup": folder, "ledger_entries": end})),
        Output::Text => put_line!("backed up to {folder}: ledger of {end} entries verified in the copy"),
    }
    Ok(Exit::Fine)
}

/// Puts a backup into a new data folder and checks it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The ledger of the backup is verified before anything is said to be restored. Notices that were \
waiting when the backup was made are sent again by the restored service only if they had not been sent.\n\n\
Exit codes: 0 restored and verified, 2 not.\n\n\
Example: subrosa restore --data /var/lib/subrosa-new /backup/2026-11-22"
)]
pub struct RestoreArgs {
    /// Folder made by `subrosa backup`.
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// Data folder to make; it must not hold a database.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

/// Runs `subrosa restore`.
pub fn restore(args: &RestoreArgs) -> Result<Exit> {
    let source = args.from.join(DATABASE);
    if !source.is_file() {
        bail!("{} is no backup: it has no {DATABASE}", args.from.display());
    }
    let target = args.data.join(DATABASE);
    if target.exists() {
        bail!("{} exists; a restore never overwrites. Name another folder", target.display());
    }
    app::private::make_folder(&args.data).with_context(|| format!("cannot make {}", args.data.display()))?;
    std::fs::copy(&source, &target).with_context(|| format!("cannot copy {}", source.display()))?;
    for key in keys(&args.from)? {
        let name = key.file_name().context("a key without a name")?;
        std::fs::copy(&key, args.data.join(name)).with_context(|| format!("cannot copy {}", key.display()))?;
    }
    let config = Config { data: args.data.clone(), ..Config::default() };
    let cx = app::office(&config)?;
    tighten(&config);
    let end = check(&cx)?;
    let folder = args.data.display().to_string();
    match args.format {
        Output::Json => put_line!("{}", json!({"data": folder, "ledger_entries": end})),
        Output::Text => put_line!(
            "restored into {folder}: ledger of {end} entries verified. The index fills when the service starts."
        ),
    }
    Ok(Exit::Fine)
}

fn check(cx: &Ctx) -> Result<i64> {
    match ledger::verify(cx, None)? {
        Ok(end) => Ok(end.seq),
        Err(broken) => bail!("the ledger of the copy does not verify: {broken}"),
    }
}

/// The key files of a data folder.
fn keys(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = vec![];
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_file() && path.extension().is_some_and(|x| x == "p8") {
            out.push(path);
        }
    }
    Ok(out)
}
