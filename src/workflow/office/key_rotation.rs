//! Token keys follow each other: by age, or because security officers ask for it.
//!
//! A new key is published [`LEAD`] before it signs. The key before it is accepted until its last token has expired, and
//! loses its private half once it signs no more. There is always at most one key without an end, which an index holds, so
//! that of two nodes only one makes the next key.

use crate::auth::keys::{OfficeKey, Purpose};
use crate::store::Tx;
use crate::store::office::key_rotations::{self, Rotation};
use crate::store::office::signing_keys::{self, StoredKey};
use crate::store::office::{accounts, ledger};
use crate::workflow::frame::act::{By, Ctx, Error, Record, entry};
use crate::workflow::office::accounts::KEEPERS;
use crate::workflow::office::keys::{self, KeyRing};
use domain::base::actor::Actor;
use domain::base::ids::KeyRotationId;
use domain::base::ledger::Outcome;
use domain::base::refusal::{KEY_NEXT_MADE, KEY_SECOND_PERSON, Refusal, STALE};
use domain::review::access;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a new key is published before it signs: longer than anybody may keep the answer of `GET /session/keys`, and
/// than any node takes to read the keys again.
pub const LEAD: SignedDuration = SignedDuration::from_mins(15);

/// How far the clocks of two nodes may differ before a key is used too early or too late.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// What becomes of the keys that sign now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldKeys {
    /// They are accepted until their last token has expired.
    Accepted,
    /// They are refused at once, because one has become known. Everybody renews the tokens, or signs in again.
    Refused,
}

/// A key, as those who keep keys see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SigningKey)]
pub struct KeyView {
    /// Name of the key, in the header of what it signs.
    pub kid: String,
    /// What it signs: `tokens` or `statements`.
    pub purpose: String,
    /// How far its life has come.
    pub state: KeyState,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it began to sign, or will.
    pub signs_from: Timestamp,
    /// When the next key began to sign, or will.
    pub signs_until: Option<Timestamp>,
    /// When its last token has expired.
    pub accepted_until: Option<Timestamp>,
}

/// How far the life of a key has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Published; it does not sign yet.
    Next,
    /// It signs.
    Signing,
    /// It signs no more, and tokens of it may still be in use.
    Accepted,
    /// Nothing of it is accepted. Statements that it signed can be checked with its public half.
    Ended,
    /// The row was edited past the program, or belongs to a wrapping key that is lost. The key is not used.
    NotVouchedFor,
}

/// A new token key that a security officer asks for. It is made once another one confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = KeyRotation)]
pub struct RotationView {
    /// Id of the request, by which it is confirmed or taken back; `null` once the key is made.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: Option<KeyRotationId>,
    /// Whether the keys of before are refused at once.
    pub refuse_old: bool,
    /// The security officer who asks for it.
    pub proposed_by: String,
    /// When the security officer asked for it.
    pub proposed_at: Timestamp,
    /// The new key, once it is made.
    pub key: Option<KeyView>,
}

impl From<&Rotation> for RotationView {
    fn from(r: &Rotation) -> Self {
        Self {
            id: Some(r.id),
            refuse_old: r.refuses_old,
            proposed_by: r.proposer.clone(),
            proposed_at: r.proposed_at,
            key: None,
        }
    }
}

fn view(ring: &KeyRing, key: StoredKey, now: Timestamp) -> KeyView {
    let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.name() == key.purpose);
    let is_vouched = purpose.is_some_and(|purpose| keys::read_key(&ring.wrapping, purpose, &key).is_some());
    let is_before = |end: Option<Timestamp>| end.is_none_or(|end| now < end);
    let state = if !is_vouched {
        KeyState::NotVouchedFor
    } else if !is_before(key.accepted_until) {
        KeyState::Ended
    } else if now < key.signs_from {
        KeyState::Next
    } else if is_before(key.signs_until) {
        KeyState::Signing
    } else {
        KeyState::Accepted
    };
    KeyView {
        kid: key.kid,
        purpose: key.purpose,
        state,
        made_at: key.made_at,
        signs_from: key.signs_from,
        signs_until: key.signs_until,
        accepted_until: key.accepted_until,
    }
}

/// Every key that has ever been on record, the oldest first.
pub fn list(cx: &Ctx, actor: &Actor, ring: &KeyRing, now: Timestamp) -> Result<Vec<KeyView>, Error> {
    access::role(actor, &KEEPERS)?;
    let all = cx.read(|conn| Ok(signing_keys::all(conn)?))?;
    Ok(all.into_iter().map(|key| view(ring, key, now)).collect())
}

/// What security officers ask for and nobody has confirmed yet, the oldest first.
pub fn list_proposals(cx: &Ctx, actor: &Actor) -> Result<Vec<RotationView>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| Ok(key_rotations::all(conn)?.iter().map(RotationView::from).collect()))
}

/// Reads the keys again and does what is due: makes the next key, and removes the private half of a key that signs no more.
/// Run by every node, again and again.
pub fn keep(cx: &Ctx, ring: &KeyRing, now: Timestamp) -> Result<(), Error> {
    let now = keys::whole_second(now);
    let stored = keys::load(cx, ring, now)?;
    if !is_next_due(ring, &stored, now) && !stored.iter().any(|key| is_over(key, now)) {
        return Ok(());
    }
    cx.store.write(|tx| {
        // Another node may have been first.
        let stored = signing_keys::in_use(tx, Purpose::Tokens.name(), now)?;
        for mut key in stored.iter().filter(|key| is_over(key, now)).cloned() {
            // The voucher says nothing of the private half.
            key.sealed_key = None;
            signing_keys::update(tx, &key)?;
            enter(tx, cx, "signing_key.destroy_private_half", &key.kid, String::new())?;
        }
        if is_next_due(ring, &stored, now) {
            // Without a key that signs nobody could wait for the lead.
            let from = if signs(ring, &stored, now) { now + LEAD } else { now };
            let (key, detail) = make_next(tx, ring, now, from, OldKeys::Accepted)?;
            tracing::info!(kid = key.kid, signs_from = %key.signs_from, "key.made");
            enter(tx, cx, "signing_key.make", &key.kid, detail)?;
        }
        Ok::<_, Error>(())
    })?;
    keys::load(cx, ring, now)?;
    Ok(())
}

/// Enters in the ledger what the job did with a key.
fn enter(tx: &mut Tx<'_>, cx: &Ctx, act: &str, kid: &str, detail: String) -> Result<(), Error> {
    let record = Record { subject: format!("signing_key:{kid}"), detail };
    ledger::append(tx, entry(&Actor::clock(), act, &record, Outcome::Done, cx.now()))?;
    Ok(())
}

/// Whether a key signs no more on any node, and still has its private half.
fn is_over(key: &StoredKey, now: Timestamp) -> bool {
    key.sealed_key.is_some() && key.signs_until.is_some_and(|until| until + SKEW <= now)
}

/// Whether one of these keys signs at an instant.
fn signs(ring: &KeyRing, stored: &[StoredKey], now: Timestamp) -> bool {
    stored.iter().any(|key| {
        key.signs_from <= now
            && key.signs_until.is_none_or(|until| now < until)
            && keys::read_key(&ring.wrapping, Purpose::Tokens, key).is_some_and(|key| key.private.is_some())
    })
}

/// Whether the next key is to be made: the last one is old, or there is none that can be used.
fn is_next_due(ring: &KeyRing, stored: &[StoredKey], now: Timestamp) -> bool {
    let Some(last) = stored.iter().find(|key| key.signs_until.is_none()) else { return true };
    let is_usable = keys::read_key(&ring.wrapping, Purpose::Tokens, last).is_some_and(|key| key.private.is_some());
    !is_usable || now.duration_since(last.signs_from) >= ring.key_life - LEAD
}

/// Makes the next token key and ends the keys of before. Returns the new key, and the words for the ledger.
fn make_next(
    tx: &mut Tx<'_>,
    ring: &KeyRing,
    now: Timestamp,
    signs_from: Timestamp,
    old: OldKeys,
) -> Result<(StoredKey, String), Error> {
    let token_life = SignedDuration::try_from(ring.tokens.ttl()).unwrap_or(SignedDuration::MAX);
    let last_expiry =
        signs_from.saturating_add(token_life).and_then(|at| at.saturating_add(SKEW)).unwrap_or(Timestamp::MAX);
    let mut ended = vec![];
    for mut key in signing_keys::in_use(tx, Purpose::Tokens.name(), now)? {
        let is_ours = keys::read_key(&ring.wrapping, Purpose::Tokens, &key).is_some();
        if key.signs_until.is_some() && old == OldKeys::Accepted && is_ours {
            continue;
        }
        if old == OldKeys::Refused || !is_ours {
            key.sealed_key = None;
            key.signs_until = Some(key.signs_until.map_or(now, |until| until.min(now)));
            key.accepted_until = Some(key.accepted_until.map_or(now, |until| until.min(now)));
        } else {
            key.signs_until = Some(signs_from);
            key.accepted_until = Some(last_expiry);
        }
        // A key that was edited past the program gets no voucher by its end.
        if is_ours {
            keys::vouch(&ring.wrapping, &mut key)?;
        }
        signing_keys::update(tx, &key)?;
        ended.push(key.kid);
    }
    let made = keys::to_store(&ring.wrapping, Purpose::Tokens, &OfficeKey::generate()?, now, signs_from)?;
    signing_keys::insert(tx, &made)?;
    let refused = old == OldKeys::Refused;
    key_rotations::remove_fulfilled(tx, refused)?;
    let detail = format!("after={} signs_from={signs_from} old_refused={refused}", ended.join(","));
    Ok((made, detail))
}

/// Makes a new token key on request, in the act of whoever asks for it or confirms it.
fn rotate_now(
    tx: &mut Tx<'_>,
    ring: &KeyRing,
    old: OldKeys,
    now: Timestamp,
    record: &mut Record,
) -> Result<KeyView, Error> {
    let now = keys::whole_second(now);
    let last = signing_keys::without_end(tx, Purpose::Tokens.name())?;
    let Some(last) = last.filter(|key| key.wrapped_by == ring.wrapping.id()) else {
        return Err(Error::Internal("this node has not the wrapping key of this database".into()));
    };
    if old == OldKeys::Accepted && now < last.signs_from {
        let detail = format!(
            "The key {} signs from {} on. Wait for it, or refuse the old keys at once.",
            last.kid, last.signs_from
        );
        return Err(Refusal::new(&KEY_NEXT_MADE, detail).into());
    }
    let signs_from = if old == OldKeys::Refused { now } else { now + LEAD };
    let (made, detail) = make_next(tx, ring, now, signs_from, old)?;
    record.subject = format!("signing_key:{}", made.kid);
    record.detail = detail;
    Ok(view(ring, made, now))
}

/// Makes a new token key at once, for the command line.
pub fn rotate(cx: &Ctx, by: &By<'_>, ring: &KeyRing, old: OldKeys, now: Timestamp) -> Result<KeyView, Error> {
    cx.act(by, "signing_key.rotate", "signing_key:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        rotate_now(tx, ring, old, now, record)
    })
}

/// Asks for a new token key. It is made once another security officer confirms it; in a demonstration at once.
pub fn propose(cx: &Ctx, by: &By<'_>, ring: &KeyRing, old: OldKeys, now: Timestamp) -> Result<RotationView, Error> {
    cx.act(by, "key_rotation.propose", "key_rotation:new", |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let refuse_old = old == OldKeys::Refused;
        let Some(proposed_by) = by.actor.account.filter(|_| !cx.store.is_demo()) else {
            let key = Some(rotate_now(tx, ring, old, now, record)?);
            let proposed_by = by.actor.name.clone();
            return Ok(RotationView { id: None, refuse_old, proposed_by, proposed_at: cx.now(), key });
        };
        let proposal = Rotation {
            id: KeyRotationId::fresh(cx.ids.as_ref()),
            refuses_old: refuse_old,
            proposed_by,
            proposer: by.actor.name.clone(),
            proposed_at: cx.now(),
        };
        key_rotations::propose(tx, &proposal)?;
        record.subject = format!("key_rotation:{}", proposal.id);
        record.detail = format!("refuse_old={refuse_old}");
        Ok(RotationView::from(&proposal))
    })
}

/// A proposal. It never changes, so its version is 1.
fn open_proposal(tx: &mut Tx<'_>, by: &By<'_>, id: KeyRotationId) -> Result<Rotation, Error> {
    let proposal = key_rotations::get(tx, id)?.ok_or_else(access::not_found)?;
    by.check_version(1)?;
    Ok(proposal)
}

/// Makes the new token key that another security officer asked for.
pub fn confirm(
    cx: &Ctx,
    by: &By<'_>,
    ring: &KeyRing,
    id: KeyRotationId,
    now: Timestamp,
) -> Result<RotationView, Error> {
    cx.act(by, "key_rotation.confirm", format!("key_rotation:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let proposal = open_proposal(tx, by, id)?;
        if by.actor.account == Some(proposal.proposed_by) {
            let detail = "You asked for it. Ask another security officer, or the keeper of the machine.";
            return Err(Refusal::new(&KEY_SECOND_PERSON, detail).into());
        }
        let proposer = accounts::get(tx, proposal.proposed_by)?;
        if !proposer.is_some_and(|account| account.enabled && KEEPERS.contains(&account.role)) {
            return Err(Refusal::new(&STALE, "Whoever asked for this no longer may. Ask for it again.").into());
        }
        let old = if proposal.refuses_old { OldKeys::Refused } else { OldKeys::Accepted };
        let key = rotate_now(tx, ring, old, now, record)?;
        record.subject = format!("key_rotation:{id}");
        record.detail.push_str(&format!(" key={} proposed_by={}", key.kid, proposal.proposer));
        Ok(RotationView { id: None, key: Some(key), ..RotationView::from(&proposal) })
    })
}

/// Takes back what a security officer asked for. Any security officer may.
pub fn withdraw(cx: &Ctx, by: &By<'_>, id: KeyRotationId) -> Result<RotationView, Error> {
    cx.act(by, "key_rotation.withdraw", format!("key_rotation:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let proposal = open_proposal(tx, by, id)?;
        key_rotations::remove(tx, id)?;
        record.detail = format!("proposed_by={}", proposal.proposer);
        Ok(RotationView { id: None, ..RotationView::from(&proposal) })
    })
}

#[cfg(test)]
mod tests;
