//! Witnesses of the ledger: agencies that hold the log against what they saw of it before, and co-sign it
//! (C2SP tlog-cosignature). With their co-signatures even the Office cannot show two ledgers to two readers, or take back
//! entries, without its being seen.
//!
//! A witness is put on record on the machine of the Office. A co-signature is taken only from an official of its agency,
//! genuine, over a root that the log has had, and larger than the last one.

use crate::auth::note::{Note, NoteError, NoteKey, NoteKind, TreeHead};
use crate::store::office::agencies;
use crate::store::office::witnesses::{self, Cosignature, Witness};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::office::log;
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{CosignatureId, WitnessId};
use domain::base::ledger::{Broken, hex};
use domain::base::refusal::{
    AGENCY_UNKNOWN, COSIGNATURE_NOT_GENUINE, COSIGNATURE_OTHER_LOG, COSIGNATURE_OUTDATED, COSIGNATURE_UNKNOWN_KEY,
    INVALID, LEDGER_FORK, Refusal, WITNESS_EXISTS, WITNESS_KEY_INVALID, WITNESS_UNKNOWN,
};
use domain::review::access;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who keeps witnesses, beside the command line.
const KEEPERS: [Role; 1] = [Role::SecurityOfficer];
/// Who brings co-signatures.
const WITNESSES: [Role; 1] = [Role::Official];

/// Co-signatures read at a time.
const BATCH: i64 = 500;

/// How far the clock of a witness may be ahead of this machine's.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A witness of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Witness)]
pub struct WitnessView {
    /// Id of the witness.
    #[schema(value_type = uuid::Uuid)]
    pub id: WitnessId,
    /// The name in the lines that the witness signs.
    #[schema(example = "navy.example/witness")]
    pub name: String,
    /// Code of the agency.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// The public key, as other programs take it (a vkey of C2SP signed-note).
    pub key: String,
    /// When the witness was put on record.
    pub added_at: Timestamp,
    /// Since when its co-signatures are no longer taken; `null` if they are.
    pub ended_at: Option<Timestamp>,
}

fn key_of(witness: &Witness) -> NoteKey {
    NoteKey::of(witness.name.clone(), NoteKind::Cosignature, witness.public_key)
}

impl From<Witness> for WitnessView {
    fn from(witness: Witness) -> Self {
        let key = key_of(&witness).to_string();
        let Witness { id, name, agency, added_at, ended_at, .. } = witness;
        Self { id, name, agency, key, added_at, ended_at }
    }
}

/// What a witness has co-signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Cosignature)]
pub struct CosignatureView {
    /// Id of the co-signature.
    #[schema(value_type = uuid::Uuid)]
    pub id: CosignatureId,
    /// Name of the witness.
    #[schema(example = "navy.example/witness")]
    pub witness: String,
    /// Code of its agency.
    #[schema(value_type = String, example = "NAVY")]
    pub agency: AgencyCode,
    /// Entries of the ledger.
    pub size: i64,
    /// The root of the tree over them, in hexadecimal.
    pub root: String,
    /// When the witness co-signed, by its own clock.
    pub signed_at: Timestamp,
    /// The line in the checkpoint.
    pub line: String,
}

fn view(cosignature: Cosignature, witness: &Witness) -> CosignatureView {
    let Cosignature { id, size, root, signed_at, line, .. } = cosignature;
    let (witness, agency) = (witness.name.clone(), witness.agency.clone());
    CosignatureView { id, witness, agency, size, root: hex(&root), signed_at, line }
}

/// Puts a witness of an agency on record, with its public key as other programs write it.
pub fn add(cx: &Ctx, by: &By<'_>, agency: &AgencyCode, key: &str) -> Result<WitnessView, Error> {
    cx.act(by, "witness.add", "witness:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let key: NoteKey =
            key.trim().parse().map_err(|e: NoteError| Refusal::new(&WITNESS_KEY_INVALID, format!("{e}.")).at("key"))?;
        if key.kind() != NoteKind::Cosignature {
            let detail = "This key signs notes. A witness has a key of type 0x04; subrosa witness key makes one.";
            return Err(Refusal::new(&WITNESS_KEY_INVALID, detail).at("key").into());
        }
        if !agencies::all(tx)?.0.iter().any(|known| known.code == *agency) {
            return Err(Refusal::new(&AGENCY_UNKNOWN, format!("There is no agency {agency}.")).at("agency").into());
        }
        let known = witnesses::all(tx)?;
        if known.iter().any(|w| w.public_key == key.public()) {
            let detail = "The key is, or was, that of a witness. Make a new key for a new witness.";
            return Err(Refusal::new(&WITNESS_EXISTS, detail).into());
        }
        if known.iter().any(|w| w.ended_at.is_none() && w.name == key.name()) {
            let detail = format!("The witness {} is on record with another key; end it first.", key.name());
            return Err(Refusal::new(&WITNESS_EXISTS, detail).into());
        }
        let witness = Witness {
            id: WitnessId::fresh(cx.ids.as_ref()),
            name: key.name().to_owned(),
            agency: agency.clone(),
            public_key: key.public(),
            added_at: cx.now(),
            ended_at: None,
        };
        witnesses::insert(tx, &witness)?;
        record.subject = format!("witness:{}", witness.id);
        record.detail = format!("agency={agency} key={key}");
        Ok(witness.into())
    })
}

/// Ends the witness of this name: its co-signatures stay on record, and no more are taken.
pub fn end(cx: &Ctx, by: &By<'_>, name: &str) -> Result<WitnessView, Error> {
    cx.act(by, "witness.end", "witness:unknown", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let found = witnesses::all(tx)?.into_iter().find(|w| w.ended_at.is_none() && w.name == name);
        let Some(mut witness) = found else {
            let detail = format!("No witness {name} is on record, or it has ended: see subrosa witness list.");
            return Err(Refusal::new(&WITNESS_UNKNOWN, detail).into());
        };
        record.subject = format!("witness:{}", witness.id);
        witness.ended_at = Some(cx.now());
        witnesses::end(tx, witness.id, cx.now())?;
        Ok(witness.into())
    })
}

/// All witnesses, ended ones too, for the system itself.
pub fn all(cx: &Ctx) -> Result<Vec<WitnessView>, Error> {
    cx.read(|conn| Ok(witnesses::all(conn)?.into_iter().map(WitnessView::from).collect()))
}

/// What others need to check checkpoints, beside the key of the Office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    /// The name of the log.
    pub origin: String,
    pub witnesses: Vec<WitnessView>,
}

/// The name of the log and all witnesses, ended ones too.
pub fn parties(cx: &Ctx, actor: &Actor) -> Result<Parties, Error> {
    log::check_reader(cx, actor)?;
    cx.read(|conn| {
        let origin = log::origin(conn)?.ok_or_else(access::not_found)?;
        Ok(Parties { origin, witnesses: witnesses::all(conn)?.into_iter().map(WitnessView::from).collect() })
    })
}

/// Up to `limit` co-signatures after an id, the oldest first.
pub fn cosignatures(
    cx: &Ctx,
    actor: &Actor,
    after: Option<CosignatureId>,
    limit: i64,
) -> Result<Vec<CosignatureView>, Error> {
    log::check_reader(cx, actor)?;
    own_cosignatures(cx, after, limit)
}

/// The same for the system itself.
pub fn own_cosignatures(cx: &Ctx, after: Option<CosignatureId>, limit: i64) -> Result<Vec<CosignatureView>, Error> {
    cx.read(|conn| {
        let known = witnesses::all(conn)?;
        let of = |cosignature: Cosignature| {
            let witness = known.iter().find(|w| w.id == cosignature.witness)?;
            Some(view(cosignature, witness))
        };
        Ok(witnesses::page(conn, after, limit)?.into_iter().filter_map(of).collect())
    })
}

/// Whether the ledger still has every tree that a witness has co-signed; if not, what is wrong.
pub fn hold(cx: &Ctx) -> Result<Result<(), Broken>, Error> {
    let mut after = None;
    loop {
        let page = cx.read(|conn| Ok(witnesses::page(conn, after, BATCH)?))?;
        let Some(last) = page.last() else { return Ok(Ok(())) };
        after = Some(last.id);
        for cosignature in &page {
            let size = u64::try_from(cosignature.size).unwrap_or(u64::MAX);
            if let Err(broken) = log::holds(cx, size, &cosignature.root)? {
                return Ok(Err(broken));
            }
        }
    }
}

/// Takes a checkpoint that a witness of the caller's agency has co-signed. `now` is the machine's time.
///
/// A genuine co-signature over a tree that the ledger does not have shows that the witness was shown another ledger, or that
/// entries are gone. It is refused with `ledger.fork`, entered, and logged as an error.
pub fn cosign(cx: &Ctx, by: &By<'_>, checkpoint: &str, now: Timestamp) -> Result<CosignatureView, Error> {
    cx.act(by, "ledger.cosign", "ledger:log", |tx, record| {
        access::role(by.actor, &WITNESSES)?;
        let invalid = |e: NoteError| Refusal::new(&INVALID, format!("{e}.")).at("checkpoint");
        let note = Note::parse(checkpoint).map_err(invalid)?;
        let head = TreeHead::parse(&note.text).map_err(invalid)?;
        let witness = signer(tx, by.actor, &note)?;
        record.subject = format!("witness:{}", witness.id);
        let signed_at = check_genuine(&witness, &note, now)?;
        if log::origin(tx)?.as_ref() != Some(&head.origin) {
            let detail = format!("It is of {:?}. GET /ledger/log/keys has the name of this log.", head.origin);
            return Err(Refusal::new(&COSIGNATURE_OTHER_LOG, detail).at("checkpoint").into());
        }
        check_root(cx, tx, &witness, &head)?;
        let size = i64::try_from(head.size).unwrap_or(i64::MAX);
        if let Some(last) = witnesses::largest_size(tx, witness.id)?.filter(|last| size <= *last) {
            let detail = format!("{} has co-signed {last} entries. Co-sign a later checkpoint.", witness.name);
            return Err(Refusal::new(&COSIGNATURE_OUTDATED, detail).into());
        }
        let line = note.line_of(&key_of(&witness)).unwrap_or_default().to_owned();
        let cosignature = Cosignature {
            id: CosignatureId::fresh(cx.ids.as_ref()),
            witness: witness.id,
            size,
            root: head.root,
            signed_at,
            line,
            recorded_at: cx.now(),
        };
        witnesses::insert_cosignature(tx, &cosignature)?;
        record.detail = format!("cosignature={} size={size} root={}", cosignature.id, hex(&head.root));
        Ok(view(cosignature, &witness))
    })
}

/// The witness of the caller's agency that is named in a note.
fn signer(conn: &mut Conn, actor: &Actor, note: &Note) -> Result<Witness, Error> {
    let known = match &actor.agency {
        Some(agency) => witnesses::of_agency(conn, agency)?,
        None => vec![],
    };
    let found = known.into_iter().find(|witness| note.line_of(&key_of(witness)).is_some());
    found.ok_or_else(|| {
        let detail = "Put the line of the witness behind the checkpoint. Its key must be on record for your agency.";
        Refusal::new(&COSIGNATURE_UNKNOWN_KEY, detail).at("checkpoint").into()
    })
}

/// Checks the co-signature itself; returns when it was made.
fn check_genuine(witness: &Witness, note: &Note, now: Timestamp) -> Result<Timestamp, Refusal> {
    let refused = |detail: String| Refusal::new(&COSIGNATURE_NOT_GENUINE, detail).at("checkpoint");
    let time = key_of(witness).verify_cosignature(note).map_err(|e| refused(format!("{e}.")))?;
    let signed_at = Timestamp::from_second(time).ok().filter(|at| *at <= now.saturating_add(SKEW).unwrap_or(now));
    signed_at.ok_or_else(|| refused("It was made later than now. Set the clock of the witness.".to_owned()))
}

/// Checks that the ledger has had the tree that a witness has seen.
fn check_root(cx: &Ctx, tx: &mut Tx<'_>, witness: &Witness, head: &TreeHead) -> Result<(), Error> {
    let end = log::end(tx)?;
    if head.size == 0 {
        return Err(Refusal::new(&INVALID, "A checkpoint of no entries is not co-signed.").at("checkpoint").into());
    }
    if head.size <= end && cx.tree.root(tx, head.size)? == head.root {
        return Ok(());
    }
    tracing::error!(
        witness = witness.name,
        size = head.size,
        root = hex(&head.root),
        entries = end,
        "ledger.fork: a witness has co-signed a ledger that is not this one"
    );
    let detail = format!(
        "{} has co-signed {} entries with a root that this ledger of {end} entries does not have there: entries were changed \
         or are gone, or it was shown another ledger. Keep the checkpoint. The keeper of the machine runs subrosa ledger \
         verify, with the checkpoint.",
        witness.name, head.size
    );
    Err(Refusal::new(&LEDGER_FORK, detail).into())
}
