//! The keys that sign, as they are on record: putting the first ones there, and reading them for use.
//!
//! A row is used only if its voucher, made with the wrapping key, is right for the public half and the times, and the
//! private half, if it has one, opens as the key of that name. So whoever writes the database past the program can end
//! keys but plant none. Not its job: when a key follows another (`key_rotation`).
//!
//! The times of keys are the machine's, as those of tokens, and whole seconds.

use crate::auth::keys::{KeyError, OfficeKey, Purpose, key_id};
use crate::auth::token::{AccessTokens, SignError, TokenKey};
use crate::auth::wrapping::WrappingKey;
use crate::store::office::signing_keys::{self, StoredKey};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Ctx, Error};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::base::actor::Actor;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How long a key stays known as one that is no longer accepted. Until then a token of it is refused without a look at the
/// database.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The keys of a node: the wrapping key, and the tokens with the keys of now.
pub struct KeyRing {
    pub wrapping: WrappingKey,
    pub tokens: AccessTokens,
    /// How long a key signs before the next one does.
    pub key_life: SignedDuration,
}

impl KeyRing {
    /// A ring without a token key yet.
    pub fn new(wrapping: WrappingKey, token_life: Duration, key_life: Duration) -> Self {
        let key_life = SignedDuration::try_from(key_life).unwrap_or(SignedDuration::MAX);
        Self { wrapping, tokens: AccessTokens::new(token_life), key_life }
    }
}

/// The keys of an office, as its first ones are put on record.
#[derive(Debug)]
pub struct FirstKeys {
    pub tokens: OfficeKey,
    pub statements: OfficeKey,
}

/// What is on record of the key of statements.
#[derive(Debug)]
pub enum OfficeKeyOnRecord {
    /// No keys are on record yet.
    None,
    Ready(Box<OfficeKey>),
    /// It is encrypted under the wrapping key of this name, which is another one.
    WrappedBy(String),
    /// Its row was edited past the program.
    Edited {
        /// The name of the key.
        kid: String,
    },
}

impl From<KeyError> for Error {
    fn from(e: KeyError) -> Self {
        Self::Internal(e.to_string())
    }
}

impl From<SignError> for Error {
    fn from(e: SignError) -> Self {
        Self::Internal(e.to_string())
    }
}

/// An instant cut to its second.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// What the voucher of a key says.
fn vouched(key: &StoredKey) -> String {
    let second = |at: Timestamp| at.as_second().to_string();
    let end = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), second);
    let StoredKey { kid, purpose, public_key, made_at, signs_from, signs_until, accepted_until, .. } = key;
    let (made, from) = (second(*made_at), second(*signs_from));
    format!("{purpose} {kid} {public_key} {made} {from} {} {}", end(*signs_until), end(*accepted_until))
}

/// Writes the voucher for a key as it now is.
pub(super) fn vouch(wrapping: &WrappingKey, key: &mut StoredKey) -> Result<(), Error> {
    key.voucher = wrapping.vouch(&vouched(key))?;
    Ok(())
}

/// A key for the record.
pub(super) fn to_store(
    wrapping: &WrappingKey,
    purpose: Purpose,
    key: &OfficeKey,
    now: Timestamp,
    signs_from: Timestamp,
) -> Result<StoredKey, Error> {
    let mut stored = StoredKey {
        kid: key.id().to_owned(),
        purpose: purpose.name().to_owned(),
        public_key: BASE64.encode(key.public()),
        sealed_key: Some(wrapping.wrap(purpose, key)?),
        wrapped_by: wrapping.id().to_owned(),
        voucher: String::new(),
        made_at: now,
        signs_from,
        signs_until: None,
        accepted_until: None,
    };
    vouch(wrapping, &mut stored)?;
    Ok(stored)
}

/// The key of a row; `None` if the row was not written by a holder of the wrapping key.
pub(super) fn read_key(wrapping: &WrappingKey, purpose: Purpose, stored: &StoredKey) -> Option<TokenKey> {
    if stored.purpose != purpose.name() || !wrapping.is_vouched(&vouched(stored), &stored.voucher) {
        return None;
    }
    let public: [u8; 32] = BASE64.decode(&stored.public_key).ok()?.try_into().ok()?;
    let private = match &stored.sealed_key {
        Some(sealed) => Some(wrapping.unwrap(purpose, &stored.kid, sealed).filter(|key| key.public() == public)?),
        None => None,
    };
    (key_id(&public) == stored.kid).then_some(TokenKey {
        public,
        private,
        signs_from: stored.signs_from,
        accepted_until: stored.accepted_until,
    })
}

/// The key that signs statements.
pub fn office_key(cx: &Ctx, wrapping: &WrappingKey) -> Result<OfficeKeyOnRecord, Error> {
    cx.read(|conn| office_key_on_record(conn, wrapping))
}

fn office_key_on_record(conn: &mut Conn, wrapping: &WrappingKey) -> Result<OfficeKeyOnRecord, Error> {
    let Some(stored) = signing_keys::without_end(conn, Purpose::Statements.name())? else {
        // The key of statements always has no end, so that without one there are no keys, or rows were removed.
        return Ok(match signing_keys::all(conn)?.pop() {
            Some(key) => OfficeKeyOnRecord::Edited { kid: key.kid },
            None => OfficeKeyOnRecord::None,
        });
    };
    if stored.wrapped_by != wrapping.id() {
        return Ok(OfficeKeyOnRecord::WrappedBy(stored.wrapped_by));
    }
    Ok(match read_key(wrapping, Purpose::Statements, &stored).and_then(|key| key.private) {
        Some(key) => OfficeKeyOnRecord::Ready(Box::new(key)),
        None => OfficeKeyOnRecord::Edited { kid: stored.kid },
    })
}

/// The name of the wrapping key under which the keys on record are encrypted; `None` if no keys are on record.
pub fn wrapped_by(cx: &Ctx) -> Result<Option<String>, Error> {
    cx.read(|conn| {
        let last = match signing_keys::without_end(conn, Purpose::Statements.name())? {
            Some(key) => Some(key),
            None => signing_keys::all(conn)?.pop(),
        };
        Ok(last.map(|key| key.wrapped_by))
    })
}

/// The names of all keys that have ever been on record.
pub fn names(cx: &Ctx) -> Result<Vec<String>, Error> {
    cx.read(|conn| Ok(signing_keys::all(conn)?.into_iter().map(|key| key.kid).collect()))
}

/// Whether there may be keys on record already where the first ones are put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// If there are, they stay, and nothing is written.
    Stay,
    /// They end, because their wrapping key is lost. Their public halves stay on record.
    End,
}

/// The act by which the keys of an office are put on record, and the fact in its detail that names the key of statements.
pub(super) const INSTALL_KEYS: &str = "signing_key.install";
pub(super) const STATEMENTS: &str = "statements";

/// Puts the first keys of an office on record, in one transaction. `taken_over` says from where, for the ledger. Of two
/// nodes that do this at once the second writes nothing; [`office_key`] then says under which wrapping key the keys are.
pub fn install(
    cx: &Ctx,
    wrapping: &WrappingKey,
    first: &FirstKeys,
    before: Before,
    taken_over: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let now = whole_second(now);
    let there = |conn: &mut Conn| Ok::<_, Error>(!signing_keys::all(conn)?.is_empty());
    if before == Before::Stay && cx.read(there)? {
        return Ok(());
    }
    let founder = Actor::founder();
    cx.act(&By::system(&founder), INSTALL_KEYS, "signing_key:all", |tx, record| {
        if before == Before::Stay && there(tx)? {
            "nothing was done: another node was first".clone_into(&mut record.detail);
            return Ok(());
        }
        let ended = end_all(tx, now)?;
        for (purpose, key) in [(Purpose::Tokens, &first.tokens), (Purpose::Statements, &first.statements)] {
            signing_keys::insert(tx, &to_store(wrapping, purpose, key, now, now)?)?;
        }
        let (tokens, statements) = (first.tokens.id(), first.statements.id());
        record.detail = format!("tokens={tokens} {STATEMENTS}={statements} wrapped_by={}", wrapping.id());
        if !taken_over.is_empty() {
            record.detail.push_str(&format!(" taken_over={taken_over}"));
        }
        if ended > 0 {
            record.detail.push_str(&format!(" ended={ended}"));
        }
        Ok(())
    })
}

/// Ends every key on record that has no end, whatever its voucher, and removes its private half. Nobody can vouch for its
/// end, since the wrapping key is lost. Returns how many.
fn end_all(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, Error> {
    let mut ended = 0;
    for mut key in signing_keys::all(tx)? {
        if key.sealed_key.is_some() || key.signs_until.is_none() {
            key.sealed_key = None;
            key.signs_until = key.signs_until.or(Some(now));
            key.accepted_until = key.accepted_until.filter(|until| *until < now).or(Some(now));
            signing_keys::update(tx, &key)?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Reads the token keys again, so that this node uses those that are on record now. A key that was edited past the program
/// is not used, and the log names it.
pub fn load(cx: &Ctx, ring: &KeyRing, now: Timestamp) -> Result<Vec<StoredKey>, Error> {
    let since = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    let stored = cx.read(|conn| Ok(signing_keys::in_use(conn, Purpose::Tokens.name(), since)?))?;
    use_keys(ring, &stored)?;
    Ok(stored)
}

/// Uses these keys of the record from now on.
pub(super) fn use_keys(ring: &KeyRing, stored: &[StoredKey]) -> Result<(), Error> {
    // A node that cannot read the keys of the others must not go on with those it knows from before.
    if let Some(other) = stored.iter().find(|key| key.signs_until.is_none() && key.wrapped_by != ring.wrapping.id()) {
        ring.tokens.replace(&[])?;
        return Err(Error::Internal(format!(
            "the keys of this database are encrypted under the wrapping key {}, and this node has {}; give it the file of \
             the other nodes and start it again",
            other.wrapped_by,
            ring.wrapping.id()
        )));
    }
    let (mut keys, mut edited) = (vec![], vec![]);
    for key in stored.iter().filter(|key| key.wrapped_by == ring.wrapping.id()) {
        match read_key(&ring.wrapping, Purpose::Tokens, key) {
            Some(key) => keys.push(key),
            None => edited.push(key.kid.as_str()),
        }
    }
    ring.tokens.replace(&keys)?;
    if !edited.is_empty() {
        tracing::error!(
            keys = edited.join(" "),
            "key.edited: token keys were changed past the program and are not used"
        );
    }
    Ok(())
}
