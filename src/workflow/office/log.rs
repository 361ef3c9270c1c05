//! The ledger as a tiled transparency log (C2SP tlog-tiles): its tree heads, tiles and bundles of entries, for auditors, and
//! for officials whose agency is a witness. A bundle has the hash of each entry in the chain; `GET /ledger` has the entries.
//!
//! Not its job: signing (the caller has the key), and what witnesses send (`witnesses`).

use crate::auth::note::TreeHead;
use crate::store::office::{ledger, witnesses};
use crate::store::{Conn, StoreError};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::tree::read_hashes;
use domain::base::actor::{Actor, Role};
use domain::base::ledger::Broken;
use domain::base::merkle::{Hash, TileKind, TilePlace, hash_leaf};
use domain::base::refusal::{INVALID, Refusal};
use domain::review::access;

const READERS: [Role; 2] = [Role::Auditor, Role::Official];

/// Lets auditors read the log, and officials whose agency has a witness. The number of entries alone says how busy the Office
/// is, so that nobody else learns it.
pub(super) fn check_reader(cx: &Ctx, actor: &Actor) -> Result<(), Error> {
    cx.look(actor, "ledger.read_log", "ledger:log", |conn| {
        access::role(actor, &READERS)?;
        let is_witness = match &actor.agency {
            Some(agency) => !witnesses::of_agency(conn, agency)?.is_empty(),
            None => false,
        };
        if actor.role == Some(Role::Official) && !is_witness { Err(access::not_found().into()) } else { Ok(()) }
    })
}

/// The name of the log. It is made from the first entry, so that it is the same as long as the ledger is, whatever the
/// settings of the service. `None` if the ledger is empty.
pub(super) fn origin(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    Ok(ledger::hash_at(conn, 1)?.map(|hash| origin_of(&hash)))
}

/// The name of the log whose first entry has this hash.
pub fn origin_of(first_hash: &str) -> String {
    format!("subrosa/ledger/{}", first_hash.get(..16).unwrap_or(first_hash))
}

pub(super) fn end(conn: &mut Conn) -> Result<u64, StoreError> {
    u64::try_from(ledger::end(conn)?).map_err(|_| StoreError::Corrupt("the ledger has a negative number".into()))
}

fn head_at(cx: &Ctx, conn: &mut Conn, size: Option<u64>) -> Result<Option<TreeHead>, StoreError> {
    let end = end(conn)?;
    let size = size.unwrap_or(end);
    match origin(conn)?.filter(|_| (1..=end).contains(&size)) {
        Some(origin) => Ok(Some(TreeHead { origin, size, root: cx.tree.root(conn, size)? })),
        None => Ok(None),
    }
}

/// The tree over the entries there are now, for the system itself. `None` if there are none.
pub fn head(cx: &Ctx) -> Result<Option<TreeHead>, Error> {
    cx.read(|conn| Ok(head_at(cx, conn, None)?))
}

/// The root of the tree over the first `size` entries, for the system itself.
pub fn root(cx: &Ctx, size: u64) -> Result<Hash, Error> {
    cx.read(|conn| Ok(cx.tree.root(conn, size)?))
}

/// A checkpoint that the caller signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    pub head: TreeHead,
    /// The lines of the witnesses that have co-signed this size.
    pub cosignatures: Vec<String>,
}

/// The tree over the entries there are now, or over the first `size` of them, with its co-signatures.
pub fn checkpoint(cx: &Ctx, actor: &Actor, size: Option<u64>) -> Result<Unsigned, Error> {
    check_reader(cx, actor)?;
    cx.read(|conn| {
        let head = head_at(cx, conn, size)?.ok_or_else(access::not_found)?;
        let lines = witnesses::of_size(conn, i64::try_from(head.size).unwrap_or(i64::MAX))?;
        // An edited row must not be given out under the root of this ledger.
        let lines = lines.into_iter().filter(|cosignature| cosignature.root == head.root);
        Ok(Unsigned { cosignatures: lines.map(|cosignature| cosignature.line).collect(), head })
    })
}

/// What a witness needs to go on from a tree that it knows: the tree there is now, and the proof that it has the other in
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    pub head: TreeHead,
    pub proof: Vec<Hash>,
}

/// The growth of the log since it had `old` entries.
pub fn growth(cx: &Ctx, actor: &Actor, old: u64) -> Result<Growth, Error> {
    check_reader(cx, actor)?;
    cx.read(|conn| {
        let head = head_at(cx, conn, None)?.ok_or_else(access::not_found)?;
        if old > head.size {
            let detail = format!(
                "The ledger has {} entries. If the witness has seen more, its end was cut off: keep the checkpoint, and tell \
                 the security officers.",
                head.size
            );
            return Err(Refusal::new(&INVALID, detail).at("old").into());
        }
        let proof = cx.tree.prove_consistency(conn, old, head.size)?;
        Ok(Growth { head, proof })
    })
}

/// The bytes of a tile, or of a bundle of entries, which is for auditors only. A tile that the log does not have yet, or
/// never can have, is refused with `not_found`.
pub fn tile(cx: &Ctx, actor: &Actor, place: Option<TilePlace>) -> Result<Vec<u8>, Error> {
    check_reader(cx, actor)?;
    cx.look(actor, "ledger.read_log", "ledger:log", |conn| {
        let place = place.ok_or_else(access::not_found)?;
        if place.kind == TileKind::Entries && actor.role == Some(Role::Official) {
            return Err(access::not_found().into());
        }
        tile_of(cx, conn, place)
    })
}

/// The bytes of a tile, for the system itself.
pub fn own_tile(cx: &Ctx, place: TilePlace) -> Result<Vec<u8>, Error> {
    cx.read(|conn| tile_of(cx, conn, place))
}

fn tile_of(cx: &Ctx, conn: &mut Conn, place: TilePlace) -> Result<Vec<u8>, Error> {
    let (end, mut ranges) = (end(conn)?, place.ranges().ok_or_else(access::not_found)?);
    let (first, last) = (ranges.next(), ranges.last());
    let first = first.ok_or_else(access::not_found)?;
    let whole = first.start..last.map_or(first.end, |last| last.end);
    if whole.end > end {
        return Err(access::not_found().into());
    }
    let mut bytes = Vec::new();
    match place.kind {
        TileKind::Entries => read_hashes(conn, whole)?.iter().for_each(|hash| bytes.extend(bundled(hash))),
        TileKind::Hashes(0) => read_hashes(conn, whole)?.iter().for_each(|hash| bytes.extend(hash_leaf(hash))),
        TileKind::Hashes(_) => {
            for range in place.ranges().into_iter().flatten() {
                bytes.extend(cx.tree.subtree(conn, range)?);
            }
        }
    }
    Ok(bytes)
}

/// An entry as it stands in a bundle: its length in two bytes, and its bytes.
pub fn bundled(hash: &Hash) -> impl Iterator<Item = u8> {
    const LENGTH: [u8; 2] = [0, 32];
    LENGTH.into_iter().chain(*hash)
}

/// Whether the tree over the first entries has this root; if not, what is wrong. Used to hold the ledger against what was
/// known of it before.
pub fn holds(cx: &Ctx, size: u64, root: &Hash) -> Result<Result<(), Broken>, Error> {
    cx.read(|conn| {
        let (ends, checkpoint) = (ledger::end(conn)?, i64::try_from(size).unwrap_or(i64::MAX));
        if ends < checkpoint {
            return Ok(Err(Broken::Truncated { ends, checkpoint }));
        }
        Ok(if cx.tree.root(conn, size)? == *root { Ok(()) } else { Err(Broken::NotTheCheckpoint(checkpoint)) })
    })
}
