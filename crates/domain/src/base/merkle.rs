//! The Merkle tree of the ledger (RFC 6962, section 2.1) and its tiles (C2SP tlog-tiles).
//!
//! A leaf of the tree is the hash of one entry in the chain, 32 bytes. That hash holds the whole entry, so that the tree
//! does too, and a reader from whom the content of an entry is withheld can still follow the tree. Not its job: where the
//! hashes come from (the workflow), and who signed a root (`auth::note`).

use sha2::{Digest, Sha256};
use std::fmt;
use std::ops::Range;

/// A hash of the tree, or of an entry.
pub type Hash = [u8; 32];

/// Hashes in a full tile: a tile is a subtree of height 8.
pub const TILE_WIDTH: u64 = 256;

/// SHA-256 over a zero byte and the content, so that no leaf passes for a node.
pub fn hash_leaf(content: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(content).finalize().into()
}

/// SHA-256 over a byte of one and the hashes of two nodes: the node above them.
pub fn hash_node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree over nodes of one height, of which only the last may be incomplete. Over the hashes of all leaves
/// this is the root of the whole tree; over the hashes of full tiles, with the root of the partial tile behind them, too.
pub fn root_over(nodes: &[Hash]) -> Hash {
    match nodes {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        _ => {
            let (left, right) = nodes.split_at(nodes.len().next_power_of_two() / 2);
            hash_node(&root_over(left), &root_over(right))
        }
    }
}

/// The size of the left part of a tree of at least two leaves: the largest power of two below its size.
fn left_part(size: u64) -> u64 {
    size.next_power_of_two() / 2
}

/// The proof that the tree of `size` leaves has the tree of its first `old` leaves in it (RFC 6962, 2.1.2). `subtree` gives
/// the root of the tree over a range of leaves. The proof is empty if `old` is 0 or `size`.
///
/// `old` must be at most `size`.
pub fn prove_consistency<E>(
    old: u64,
    size: u64,
    subtree: &mut impl FnMut(Range<u64>) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    let mut proof = vec![];
    if old == 0 || old >= size {
        return Ok(proof);
    }
    // From the root down to the node that ends the old tree; the proof is written from there upwards.
    let (mut begin, mut end) = (0, size);
    let mut is_whole_old_tree = true;
    while end != old {
        let middle = begin + left_part(end - begin);
        if old <= middle {
            proof.push(subtree(middle..end)?);
            end = middle;
        } else {
            proof.push(subtree(begin..middle)?);
            begin = middle;
            is_whole_old_tree = false;
        }
    }
    if !is_whole_old_tree {
        proof.push(subtree(begin..end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether a proof shows that a tree of `size` leaves with this root has the tree of `old` leaves with that root in it.
pub fn is_consistent(old: u64, old_root: &Hash, size: u64, root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 || old == size {
        let fits = if old == 0 { *old_root == root_over(&[]) } else { old_root == root };
        return fits && proof.is_empty();
    }
    if old > size {
        return false;
    }
    // The old tree is a subtree of the new one by itself, and both sides know its root.
    let mut steps = proof.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut of_old, mut of_new) = (*first, *first);
    let (mut old_node, mut last_node) = (old - 1, size - 1);
    while old_node % 2 == 1 {
        old_node /= 2;
        last_node /= 2;
    }
    for step in steps {
        if last_node == 0 {
            return false;
        }
        if old_node % 2 == 1 || old_node == last_node {
            of_old = hash_node(step, &of_old);
            of_new = hash_node(step, &of_new);
            while old_node % 2 == 0 && old_node != 0 {
                old_node /= 2;
                last_node /= 2;
            }
        } else {
            of_new = hash_node(&of_new, step);
        }
        old_node /= 2;
        last_node /= 2;
    }
    last_node == 0 && of_old == *old_root && of_new == *root
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Hashes at this level, from 0: those of subtrees of 256 to the power of the level leaves.
    Hashes(u32),
    /// The contents of the leaves.
    Entries,
}

/// The place of a tile: `0/x001/x234/067` or `entries/000.p/17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePlace {
    pub kind: TileKind,
    /// The number of the tile at its level, from 0.
    pub index: u64,
    /// Hashes or entries in the tile, 1 to 256; fewer than 256 in a partial tile.
    pub width: u64,
}

impl TilePlace {
    /// Reads a place. Each place is written in one way only; any other text is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width))?),
            None => (rest, TILE_WIDTH),
        };
        let number = index.split('/').try_fold(0_u64, |sum, digits| {
            let digits: u64 = digits.strip_prefix('x').unwrap_or(digits).parse().ok().filter(|n| *n < 1000)?;
            sum.checked_mul(1000)?.checked_add(digits)
        })?;
        let place = Self { kind, index: number, width };
        (place.to_string() == text).then_some(place)
    }
    /// The places of all tiles of one kind in a tree of this size.
    pub fn all(kind: TileKind, size: u64) -> impl Iterator<Item = Self> {
        let level = match kind {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => level,
        };
        let nodes = TILE_WIDTH.checked_pow(level).map_or(0, |of_node| size / of_node);
        (0..nodes.div_ceil(TILE_WIDTH)).map(move |index| {
            let width = (nodes - index * TILE_WIDTH).min(TILE_WIDTH);
            Self { kind, index, width }
        })
    }
    /// The leaves below each hash of the tile; `None` where a tree cannot have so many.
    pub fn ranges(&self) -> Option<impl Iterator<Item = Range<u64>>> {
        let of_node = match self.kind {
            TileKind::Entries => 1,
            TileKind::Hashes(level) => TILE_WIDTH.checked_pow(level)?,
        };
        let first = self.index.checked_mul(TILE_WIDTH)?;
        first.checked_add(self.width)?.checked_mul(of_node)?;
        Some((first..first + self.width).map(move |node| node * of_node..(node + 1) * of_node))
    }
}

impl fmt::Display for TilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "{level}")?,
            TileKind::Entries => f.write_str("entries")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        while let Some(group) = groups.pop() {
            write!(f, "/{}{group:03}", if groups.is_empty() { "" } else { "x" })?;
        }
        if self.width < TILE_WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

#[cfg(test)]
#[path = "merkle/tests.rs"]
mod tests;
