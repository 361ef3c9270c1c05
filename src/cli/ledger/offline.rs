//! Checks an export of the ledger with nothing but its files and a key: the chain, the tree over it, every tile, the
//! signature of the checkpoint, what witnesses have co-signed, and checkpoints kept from before.

use crate::auth::note::{Note, NoteKey, TreeHead};
use crate::auth::person_key::PersonKey;
use crate::auth::seal::PublicKey;
use crate::cli::ledger::export::{ACTS, ActLine, CHECKPOINT, COSIGNED, ENTRIES, KEYS, Keys, TILES, kinds};
use crate::workflow::office::ledger::Checkpoint;
use crate::workflow::office::log::{bundled, origin_of};
use crate::workflow::office::signed_acts::{Checker, Counted};
use anyhow::{Context as _, Result};
use domain::base::ledger::{Entry, Inspector, read_hash};
use domain::base::merkle::{Hash, TILE_WIDTH, TileKind, TilePlace, hash_leaf, root_over};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// What was known of the ledger before.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Ends of its chain.
    pub ends: Vec<Checkpoint>,
    /// Trees over its entries.
    pub heads: Vec<TreeHead>,
}

/// What an export came to.
#[derive(Debug)]
pub(super) struct Checked {
    pub head: TreeHead,
    /// Checkpoints that each witness has co-signed, with the largest size.
    pub witnesses: Vec<(NoteKey, usize, u64)>,
    /// How many acts are signed.
    pub signed: Counted,
    /// What is wrong, one line each; empty if nothing is.
    pub wrong: Vec<String>,
}

/// The keys in an export.
pub(super) fn read_keys(folder: &Path) -> Result<Keys> {
    let path = folder.join(KEYS);
    let read = |path: &Path| Ok::<_, anyhow::Error>(serde_json::from_str(&fs::read_to_string(path)?)?);
    read(&path).with_context(|| format!("{} is no export of a ledger: cannot read {KEYS}", folder.display()))
}

/// A signed checkpoint that is by this key.
pub(super) fn read_head(note: &str, key: &PublicKey) -> Result<TreeHead> {
    let note = Note::parse(note)?;
    let head = TreeHead::parse(&note.text)?;
    key.note_key(&head.origin).verify(&note)?;
    Ok(head)
}

/// The leaves of the tree, and the roots of its full tiles.
#[derive(Default)]
struct Tree {
    contents: Vec<Hash>,
    tiles: Vec<Hash>,
}

fn place(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn leaves(contents: &[Hash]) -> Vec<Hash> {
    contents.iter().map(|content| hash_leaf(content)).collect()
}

impl Tree {
    fn size(&self) -> u64 {
        self.contents.len() as u64
    }
    fn push(&mut self, content: Hash) {
        self.contents.push(content);
        if self.size().is_multiple_of(TILE_WIDTH) {
            let tile = &self.contents[self.contents.len() - place(TILE_WIDTH)..];
            self.tiles.push(root_over(&leaves(tile)));
        }
    }
    /// The root over the first leaves; `None` if there are not so many.
    fn root(&self, size: u64) -> Option<Hash> {
        let full = size / TILE_WIDTH;
        let mut nodes = self.tiles.get(..place(full))?.to_vec();
        let rest = self.contents.get(place(full * TILE_WIDTH)..place(size))?;
        if !rest.is_empty() {
            nodes.push(root_over(&leaves(rest)));
        }
        Some(root_over(&nodes))
    }
    /// The bytes that a tile must have.
    fn tile(&self, at: TilePlace) -> Option<Vec<u8>> {
        let mut bytes = vec![];
        for range in at.ranges()? {
            match at.kind {
                TileKind::Entries => bytes.extend(bundled(self.contents.get(place(range.start))?)),
                TileKind::Hashes(0) => bytes.extend(hash_leaf(self.contents.get(place(range.start))?)),
                TileKind::Hashes(_) => {
                    let tiles = range.start / TILE_WIDTH..range.end / TILE_WIDTH;
                    bytes.extend(root_over(self.tiles.get(place(tiles.start)..place(tiles.end))?));
                }
            }
        }
        Some(bytes)
    }
}

/// Checks an export. `key` is the key that its checkpoint must be by.
pub(super) fn check(folder: &Path, keys: &Keys, key: &PublicKey, known: &Known) -> Result<Checked> {
    let mut wrong = vec![];
    let text = read(folder, CHECKPOINT)?;
    let head = read_head(&text, key).with_context(|| format!("the checkpoint of {} is not taken", folder.display()))?;
    let people = keys.people.iter().cloned().filter_map(|jwk| PersonKey::of(jwk).ok());
    let people: HashMap<String, PersonKey> = people.map(|key| (key.thumbprint(), key)).collect();
    let mut office = vec![];
    for jwk in &keys.earlier {
        let text = serde_json::to_string(jwk)?;
        office.push(PublicKey::from_jwk(&text).with_context(|| format!("an earlier key in {KEYS} is none"))?);
    }
    office.push(key.clone());
    let mut checker = Checker::new(&office, &people);
    let tree = read_entries(folder, &head, known, &mut checker, &mut wrong)?;
    let signed = checker.counted();
    if wrong.is_empty() {
        compare_tiles(folder, &tree, &mut wrong);
    }
    let heads = known.heads.iter().map(|head| (head, "a checkpoint kept from before"));
    for (earlier, whose) in heads {
        compare_head(&tree, &head, earlier, whose, &mut wrong);
    }
    let witnesses = check_cosigned(folder, keys, &tree, &head, &mut wrong)?;
    Ok(Checked { head, witnesses, signed, wrong })
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// The lines of a file, one JSON object each.
struct Lines {
    name: &'static str,
    lines: Box<dyn BufRead>,
    read: u64,
}

impl Lines {
    fn open(folder: &Path, name: &'static str) -> Result<Self> {
        let path = folder.join(name);
        let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { name, lines: Box::new(BufReader::new(file)), read: 0 })
    }
    /// The same for a file that an export of an earlier version does not have.
    fn open_if_there(folder: &Path, name: &'static str) -> Result<Self> {
        match folder.join(name).exists() {
            true => Self::open(folder, name),
            false => Ok(Self { name, lines: Box::new(std::io::empty()), read: 0 }),
        }
    }
    fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let mut line = String::new();
        self.read += 1;
        let place = || format!("line {} of {} cannot be read", self.read, self.name);
        if self.lines.read_line(&mut line).with_context(place)? == 0 {
            return Ok(None);
        }
        serde_json::from_str(&line).map(Some).with_context(place)
    }
}

/// Follows the chain, makes the tree over it, and checks who vouches for its acts.
fn read_entries(
    folder: &Path,
    head: &TreeHead,
    known: &Known,
    checker: &mut Checker<'_>,
    wrong: &mut Vec<String>,
) -> Result<Tree> {
    let (mut entries, mut acts) = (Lines::open(folder, ENTRIES)?, Lines::open_if_there(folder, ACTS)?);
    let mut inspector = Inspector::new(known.ends.iter().map(|end| (end.seq, end.hash.clone())));
    let (mut tree, mut act) = (Tree::default(), acts.next::<ActLine>()?);
    while let Some(entry) = entries.next::<Entry>()? {
        if let Err(broken) = inspector.next(&entry) {
            wrong.push(broken.to_string());
            return Ok(tree);
        }
        if tree.size() == 0 && origin_of(&entry.hash) != head.origin {
            wrong.push(format!("the checkpoint is of {}, and the entries are not", head.origin));
        }
        let found = act.take_if(|act| act.seq == entry.seq);
        checker.next(&entry, found.as_ref().map(|act| act.statement.as_str()));
        if found.is_some() {
            act = acts.next()?;
        }
        tree.push(read_hash(&entry.hash).with_context(|| format!("entry {} has no hash", entry.seq))?);
    }
    wrong.extend(checker.take_wrong(true).into_iter().map(|(seq, why)| format!("the act of entry {seq}: {why}")));
    if let Some(act) = act {
        wrong.push(format!("{ACTS} has a statement about entry {}, which is out of place or not there", act.seq));
    }
    if let Err(broken) = inspector.finish() {
        wrong.push(broken.to_string());
    }
    if tree.size() != head.size {
        wrong.push(format!("there are {} entries, and the checkpoint is over {}", tree.size(), head.size));
    } else if tree.root(head.size) != Some(head.root) {
        wrong.push("the root of the tree over the entries is not that of the checkpoint".to_owned());
    }
    Ok(tree)
}

fn compare_tiles(folder: &Path, tree: &Tree, wrong: &mut Vec<String>) {
    for at in kinds(tree.size()).flat_map(|kind| TilePlace::all(kind, tree.size())) {
        let name = format!("{TILES}/{at}");
        match fs::read(folder.join(&name)) {
            Ok(bytes) if Some(&bytes) == tree.tile(at).as_ref() => {}
            Ok(_) => wrong.push(format!("{name} is not the tile of these entries")),
            Err(e) => wrong.push(format!("{name} cannot be read: {e}")),
        }
    }
}

fn compare_head(tree: &Tree, head: &TreeHead, earlier: &TreeHead, whose: &str, wrong: &mut Vec<String>) {
    let TreeHead { origin, size, root } = earlier;
    if *origin != head.origin {
        wrong.push(format!("{whose} is of another log, {origin}"));
    } else if *size > tree.size() {
        wrong.push(format!("there are {} entries, and {whose} is over {size}: the end was cut off", tree.size()));
    } else if tree.root(*size) != Some(*root) {
        wrong.push(format!("the tree over the first {size} entries is not that of {whose}: the ledger was rewritten"));
    }
}

/// Checks the checkpoints that witnesses have co-signed.
fn check_cosigned(
    folder: &Path,
    keys: &Keys,
    tree: &Tree,
    head: &TreeHead,
    wrong: &mut Vec<String>,
) -> Result<Vec<(NoteKey, usize, u64)>> {
    let mut found = vec![];
    for witness in &keys.witnesses {
        let key: NoteKey = witness.key.parse().with_context(|| format!("the key of {} is none", witness.name))?;
        found.push((key, 0, 0));
    }
    let folder = folder.join(COSIGNED);
    if !folder.exists() {
        return Ok(found);
    }
    for file in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let note = Note::parse(&text).with_context(|| format!("{} is no note", path.display()))?;
        let earlier = TreeHead::parse(&note.text).with_context(|| format!("{} is no checkpoint", path.display()))?;
        compare_head(tree, head, &earlier, &format!("{COSIGNED}/{name}"), wrong);
        let mut is_cosigned = false;
        for (key, count, largest) in &mut found {
            if note.line_of(key).is_none() {
                continue;
            }
            match key.verify_cosignature(&note) {
                Ok(_) => {
                    is_cosigned = true;
                    *count += 1;
                    *largest = (*largest).max(earlier.size);
                }
                Err(e) => wrong.push(format!("{COSIGNED}/{name}: {e}")),
            }
        }
        if !is_cosigned {
            wrong.push(format!("{COSIGNED}/{name} is co-signed by no witness of {KEYS}"));
        }
    }
    Ok(found)
}
