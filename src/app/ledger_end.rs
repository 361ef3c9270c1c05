//! Keeps the end of the ledger outside the database, in a file of the data folder. Whoever cuts off the end of the ledger,
//! empties it, or writes it anew then has to change this file too, and a service that finds the two apart does not start.
//! The file is behind the ledger by some seconds, never ahead of it.

use crate::workflow::Ctx;
use crate::workflow::office::ledger::{self, StatedCheckpoint};
use anyhow::{Context as _, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Name of the file in the data folder. `subrosa ledger verify --checkpoint` takes it as well.
pub const FILE: &str = "ledger-end.json";

/// The end of the ledger that was kept last; `None` if none was kept yet.
pub fn read(data: &Path) -> Result<Option<StatedCheckpoint>> {
    let path = data.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e).with_context(|| format!("cannot read {}", path.display())),
    };
    let kept = serde_json::from_str(&text).with_context(|| {
        format!(
            "{0} is damaged: it no longer says where the ledger ended. Run subrosa ledger verify with a checkpoint kept \
             elsewhere, then remove {0}",
            path.display()
        )
    })?;
    Ok(Some(kept))
}

/// Writes an end of the ledger into the data folder: into a file of another name first, so that nobody reads half of it.
pub fn write(data: &Path, end: &StatedCheckpoint) -> Result<()> {
    let path = data.join(FILE);
    let draft = data.join(format!("{FILE}.{}.new", std::process::id()));
    let put = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all((serde_json::to_string(end)? + "\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        File::open(data)?.sync_all()
    };
    put().with_context(|| format!("cannot write {}", path.display()))
}

/// Keeps the end of the ledger as it is now. If the ledger no longer goes through the end kept before, this is an error
/// and the file stays as it is, so that the next start is refused too.
pub fn keep(data: &Path, cx: &Ctx) -> Result<()> {
    let Some(kept) = read(data)? else { return write(data, &ledger::end(cx)?) };
    match ledger::end_after(cx, &kept.end)? {
        Ok(now) if now.end == kept.end => Ok(()),
        Ok(now) => write(data, &now),
        Err(broken) => bail!(
            "{broken}. The end kept in {path} was the ledger's at {at}. Entries of the ledger are lost, or this is not the \
             database that this data folder was used with. Find out which: subrosa ledger verify. If an older database was \
             put back on purpose, or another one named, remove {path} and start again; subrosa restore makes a data folder \
             in which the two agree",
            path = data.join(FILE).display(),
            at = kept.at
        ),
    }
}
