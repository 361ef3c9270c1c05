//! The Merkle tree of the ledger, computed from its entries.
//!
//! The entries never change, so the root of each full tile of 256 leaves is computed once and kept in the memory of the
//! process: 128 KiB for a million entries. A root over all entries then takes the rows of one tile at most. What is kept is
//! derived, so nothing of it is in the database.

use crate::store::office::ledger;
use crate::store::{Conn, StoreError};
use domain::base::merkle::{self, Hash, TILE_WIDTH, hash_leaf, root_over};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Tiles whose rows are read at a time.
const AT_A_TIME: u64 = 64;

/// The roots of the full tiles of leaves, from the first entry on.
#[derive(Debug, Default)]
pub struct LedgerTree(Mutex<Vec<Hash>>);

fn place(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The hashes in the chain of a range of entries, counted from 0: the contents of the leaves. An entry that is not there is
/// an error.
pub(crate) fn read_hashes(conn: &mut Conn, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
    let count = range.end.saturating_sub(range.start);
    let wide = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let found = ledger::hashes(conn, wide(range.start), wide(count))?;
    if found.len() == place(count) {
        Ok(found)
    } else {
        Err(StoreError::Corrupt(format!("the ledger ends before entry {}", range.end)))
    }
}

fn hash_leaves(contents: &[Hash]) -> Vec<Hash> {
    contents.iter().map(|content| hash_leaf(content)).collect()
}

impl LedgerTree {
    fn full_tiles(&self, conn: &mut Conn, wanted: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        // Others wait: they would read the same rows.
        let mut tiles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while tiles.len() < place(wanted.end) {
            let known = tiles.len() as u64;
            let next = known..wanted.end.min(known + AT_A_TIME);
            let contents = read_hashes(conn, next.start * TILE_WIDTH..next.end * TILE_WIDTH)?;
            tiles.extend(contents.chunks(place(TILE_WIDTH)).map(|tile| root_over(&hash_leaves(tile))));
        }
        Ok(tiles[place(wanted.start)..place(wanted.end)].to_vec())
    }

    /// The root of the tree over a range of leaves, which lies in one tile or begins with one.
    pub(crate) fn subtree(&self, conn: &mut Conn, range: Range<u64>) -> Result<Hash, StoreError> {
        if !range.start.is_multiple_of(TILE_WIDTH) {
            return Ok(root_over(&hash_leaves(&read_hashes(conn, range)?)));
        }
        let behind = range.end - range.end % TILE_WIDTH;
        let mut nodes = self.full_tiles(conn, range.start / TILE_WIDTH..behind / TILE_WIDTH)?;
        if behind < range.end {
            nodes.push(root_over(&hash_leaves(&read_hashes(conn, behind..range.end)?)));
        }
        Ok(root_over(&nodes))
    }

    /// The root of the tree over the first entries.
    pub(crate) fn root(&self, conn: &mut Conn, size: u64) -> Result<Hash, StoreError> {
        self.subtree(conn, 0..size)
    }

    /// The proof that the tree over the first `size` entries has the one over the first `old` in it.
    pub(crate) fn prove_consistency(&self, conn: &mut Conn, old: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
        merkle::prove_consistency(old, size, &mut |range| self.subtree(conn, range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::frame::act::Record;
    use crate::workflow::frame::act::entry;
    use crate::workflow::frame::testing::TestOffice;
    use domain::base::actor::Actor;
    use domain::base::ledger::Outcome;

    /// An office whose ledger has this many entries.
    fn office_with(entries: u64) -> TestOffice {
        let office = TestOffice::new();
        let at = office.cx.now();
        let record = Record { subject: "ledger:test".into(), detail: String::new() };
        let written = office.cx.store.write(|tx| {
            for _ in u64::try_from(ledger::end(tx)?).expect("a count")..entries {
                ledger::append(tx, entry(&Actor::clock(), "ledger.test", &record, Outcome::Done, at))?;
            }
            Ok::<_, StoreError>(())
        });
        written.expect("written");
        office
    }

    #[test]
    fn the_root_is_that_of_all_leaves_whatever_was_computed_before() {
        let office = office_with(600);
        let (tree, fresh) = (LedgerTree::default(), LedgerTree::default());
        let read = office.cx.read(|conn| {
            let leaves = hash_leaves(&read_hashes(conn, 0..600)?);
            for size in [0, 1, 255, 256, 257, 511, 512, 513, 600] {
                assert_eq!(tree.root(conn, size)?, root_over(&leaves[..place(size)]), "{size}");
                for old in [0, 1, 200, 256, 300, 512].into_iter().filter(|old| *old <= size) {
                    let proof = tree.prove_consistency(conn, old, size)?;
                    let (before, now) = (root_over(&leaves[..place(old)]), root_over(&leaves[..place(size)]));
                    assert!(merkle::is_consistent(old, &before, size, &now, &proof), "{old} in {size}");
                }
            }
            assert_eq!(fresh.root(conn, 600)?, root_over(&leaves));
            assert!(fresh.root(conn, 601).is_err() && fresh.root(conn, 1024).is_err());
            Ok(())
        });
        read.expect("read");
    }
}
