//! The ledger as files, so that it is checked where there is neither the service nor its database. The files are those that
//! a tiled log serves (C2SP tlog-tiles), with the entries themselves and the keys beside them.

use crate::auth::note::{Note, NoteKey, TreeHead};
use crate::auth::person_key::PersonJwk;
use crate::auth::seal::{Jwk, Seal};
use crate::cli::backup::{beside, name_it};
use crate::store::office::ledger;
use crate::store::office::signed_acts::{self as signed_act_rows, SignedAct};
use crate::workflow::Ctx;
use crate::workflow::office::witnesses::{self, CosignatureView, WitnessView};
use crate::workflow::office::{log, signed_acts};
use anyhow::{Context as _, Result};
use domain::base::ledger::read_hash;
use domain::base::merkle::{TileKind, TilePlace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The signed note of the whole log.
pub(super) const CHECKPOINT: &str = "checkpoint";
/// The entries, one JSON object a line.
pub(super) const ENTRIES: &str = "entries.ndjson";
/// The signed statements about acts, one JSON object a line.
pub(super) const ACTS: &str = "acts.ndjson";
/// The name of the log, and the keys that sign it.
pub(super) const KEYS: &str = "keys.json";
/// The folder of the tiles.
pub(super) const TILES: &str = "tile";
/// The folder of the checkpoints that witnesses have co-signed, one file a size.
pub(super) const COSIGNED: &str = "cosigned";

/// Entries, or co-signatures, read at a time.
const BATCH: i64 = 2000;

/// The name of the log, and the keys that sign it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Keys {
    pub origin: String,
    /// The office key, as a vkey.
    pub key: String,
    pub witnesses: Vec<WitnessView>,
    /// Office keys of before, as JSON Web Keys: what they have signed stays signed.
    #[serde(default)]
    pub earlier: Vec<Jwk>,
    /// The public halves of the keys by which people sign.
    #[serde(default)]
    pub people: Vec<PersonJwk>,
}

/// The signed statement about an act.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ActLine {
    /// The entry of the act.
    pub seq: i64,
    /// A compact JWS.
    pub statement: String,
}

/// The kinds of tiles that a log of this size has.
pub(super) fn kinds(size: u64) -> impl Iterator<Item = TileKind> {
    let levels = (0..64).map(TileKind::Hashes).take_while(move |kind| TilePlace::all(*kind, size).next().is_some());
    levels.chain([TileKind::Entries])
}

/// Writes the ledger into a new folder; returns what its checkpoint says.
pub(super) fn write(cx: &Ctx, seal: &Seal, to: &Path) -> Result<TreeHead> {
    anyhow::ensure!(!to.exists(), "{} exists; name a new folder", to.display());
    let head = log::head(cx)?.context("the ledger is empty; there is nothing to export")?;
    let part = beside(to)?;
    let made = fill(cx, seal, &part, &head).and_then(|()| name_it(&part, to));
    if made.is_err() {
        // The remains have another name, so nobody takes them for an export.
        let _ = fs::remove_dir_all(&part);
    }
    made.map(|()| head)
}

fn fill(cx: &Ctx, seal: &Seal, part: &Path, head: &TreeHead) -> Result<()> {
    put(part, Path::new(CHECKPOINT), signed(seal, head, vec![]).as_bytes())?;
    let key: NoteKey = seal.note_key(&head.origin);
    let mut people: Vec<PersonJwk> = signed_acts::public_keys(cx)?.into_values().map(|key| key.jwk().clone()).collect();
    people.sort_by(|a, b| a.x.cmp(&b.x));
    let present = seal.public()?;
    let earlier =
        signed_acts::office_keys(cx)?.into_iter().filter(|key| *key != present).map(|key| key.jwk()).collect();
    let witnesses = witnesses::all(cx)?;
    let keys = Keys { origin: head.origin.clone(), key: key.to_string(), witnesses, earlier, people };
    put(part, Path::new(KEYS), (serde_json::to_string_pretty(&keys)? + "\n").as_bytes())?;
    write_entries(cx, part, head.size)?;
    for place in kinds(head.size).flat_map(|kind| TilePlace::all(kind, head.size)) {
        put(part, &Path::new(TILES).join(place.to_string()), &log::own_tile(cx, place)?)?;
    }
    for (size, of_size) in cosigned(cx, head.size)? {
        let root = of_size.first().and_then(|c| read_hash(&c.root)).context("a co-signature has no root")?;
        let then = TreeHead { origin: head.origin.clone(), size, root };
        let lines = of_size.into_iter().map(|c| c.line).collect();
        put(part, &Path::new(COSIGNED).join(size.to_string()), signed(seal, &then, lines).as_bytes())?;
    }
    Ok(())
}

fn signed(seal: &Seal, head: &TreeHead, cosignatures: Vec<String>) -> String {
    let text = head.to_string();
    let own = seal.sign_note(&head.origin, &text);
    Note::write(&text, &[vec![own], cosignatures].concat())
}

/// The co-signatures of the first entries, by their size.
fn cosigned(cx: &Ctx, up_to: u64) -> Result<BTreeMap<u64, Vec<CosignatureView>>> {
    let mut all: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = witnesses::own_cosignatures(cx, after, BATCH)?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.id);
        for cosignature in page {
            let size = u64::try_from(cosignature.size)?;
            if size <= up_to {
                all.entry(size).or_default().push(cosignature);
            }
        }
    }
}

fn write_entries(cx: &Ctx, part: &Path, size: u64) -> Result<()> {
    let mut out = BufWriter::new(open(part, Path::new(ENTRIES))?);
    let mut acts = BufWriter::new(open(part, Path::new(ACTS))?);
    let (mut after, size) = (0, i64::try_from(size)?);
    while after < size {
        let (batch, statements) = cx.read(|conn| {
            let batch = ledger::after(conn, after, BATCH.min(size - after))?;
            let last = batch.last().map_or(after, |entry| entry.seq);
            Ok((batch, signed_act_rows::between(conn, after, last)?))
        })?;
        after = batch.last().context("the ledger became shorter while it was exported")?.seq;
        for entry in batch {
            write_line(&mut out, &entry)?;
        }
        for SignedAct { seq, statement, .. } in statements {
            write_line(&mut acts, &ActLine { seq, statement })?;
        }
    }
    for file in [out, acts] {
        file.into_inner().map_err(|e| e.into_error())?.sync_all()?;
    }
    Ok(())
}

fn write_line(out: &mut BufWriter<File>, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(out.write_all(b"\n")?)
}

fn open(part: &Path, name: &Path) -> Result<File> {
    let path: PathBuf = part.join(name);
    let folder = path.parent().unwrap_or(part);
    let open = || {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)
    };
    open().with_context(|| format!("cannot write {}", path.display()))
}

fn put(part: &Path, name: &Path, bytes: &[u8]) -> Result<()> {
    open(part, name)?.write_all(bytes).with_context(|| format!("cannot write {}", part.join(name).display()))
}
