//! Keeps the end of the ledger outside the database, in a file of the data folder. Whoever cuts off the end of the ledger,
//! empties it, or writes it anew then has to change this file too, and a service that finds the two apart does not start.
//! The file is behind the ledger by some seconds, never ahead of it.

use crate::workflow::Ctx;
use crate::workflow::office::ledger::{self, StatedCheckpoint};
use crate::workflow::office::log;
use anyhow::{Context as _, Result, anyhow};
use domain::base::ledger::{hex, read_hash};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Name of the file in the data folder. `subrosa ledger verify --checkpoint` takes it as well.
pub const FILE: &str = "ledger-end.json";

/// The end of the ledger as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptEnd {
    #[serde(flatten)]
    pub stated: StatedCheckpoint,
    /// The root of the Merkle tree over all entries, in hexadecimal: it holds the entries before the end, too. `None` in a file
    /// of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
}

impl KeptEnd {
    /// The end of the ledger now.
    pub fn now(cx: &Ctx) -> Result<Self> {
        Self::of(cx, ledger::end(cx)?)
    }
    fn of(cx: &Ctx, stated: StatedCheckpoint) -> Result<Self> {
        let size = u64::try_from(stated.end.seq)?;
        Ok(Self { root: Some(hex(&log::root(cx, size)?)), stated })
    }
}

/// The end of the ledger that was kept last; `None` if none was kept yet.
pub fn read(data: &Path) -> Result<Option<KeptEnd>> {
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
pub fn write(data: &Path, end: &KeptEnd) -> Result<()> {
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
    let Some(kept) = read(data)? else { return write(data, &KeptEnd::now(cx)?) };
    let refused = |broken: &str| {
        anyhow!(
            "{broken}. The end kept in {path} was the ledger's at {at}. Entries of the ledger are lost, or this is not the \
             database that this data folder was used with. Find out which: subrosa ledger verify. If an older database was \
             put back on purpose, or another one named, remove {path} and start again; subrosa restore makes a data folder \
             in which the two agree",
            path = data.join(FILE).display(),
            at = kept.stated.at
        )
    };
    let now = ledger::end_after(cx, &kept.stated.end)?.map_err(|broken| refused(&broken.to_string()))?;
    if let Some(root) = kept.root.as_deref() {
        let size = u64::try_from(kept.stated.end.seq)?;
        let root = read_hash(root).with_context(|| format!("the root in {} is none", data.join(FILE).display()))?;
        log::holds(cx, size, &root)?.map_err(|broken| refused(&broken.to_string()))?;
    }
    if now.end == kept.stated.end && kept.root.is_some() { Ok(()) } else { write(data, &KeptEnd::of(cx, now)?) }
}
