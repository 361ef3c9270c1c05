//! Keys by which services bring filings in without a password. A key is made by the account that it is for, opens less than
//! the account does, and is over after a time. Its secret is shown once; only the hash comes here.
//!
//! Times are the machine's and come from the caller, as those of sessions do.

use crate::store::Tx;
use crate::store::office::service_keys::{self, ServiceKey};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::{case, input};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{AccountId, ServiceKeyId};
use domain::base::marking::Level;
use domain::base::refusal::{INVALID, Refusal, SERVICE_KEY_NOT_FOR_THIS, SERVICE_KEY_OVER};
use domain::review::access::{self, not_found};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::store::office::service_keys::KeyUse;

/// Who makes keys: the accounts that bring filings.
const MAKERS: [Role; 1] = [Role::Intake];
/// Who lists and ends keys: their owners, and those who keep accounts.
const KEEPERS: [Role; 2] = [Role::Intake, Role::SecurityOfficer];

/// Most keys of one account that are not ended.
const MOST: usize = 20;
/// Most networks of one key: they are compared with the address of every request.
const MOST_NETWORKS: usize = 50;
/// How long a key is good if its maker names no end.
const USUAL_LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a key is good at most.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(366 * 24);
/// Between two notes of the use of a key from one address.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A service key as its owner and security officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceKey)]
pub struct KeyView {
    /// Id of the key.
    #[schema(value_type = uuid::Uuid)]
    pub id: ServiceKeyId,
    /// Counts changes of the key.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Name of the account that the key is for.
    #[schema(example = "efs")]
    pub username: String,
    /// What its owner calls the key.
    #[schema(example = "mail room scanner")]
    pub name: String,
    /// What the key is for.
    pub may: Vec<KeyUse>,
    /// The highest level of the filings that the key is for.
    pub clearance: Level,
    /// The networks the key may be used from; all of them if there are none.
    #[schema(example = json!(["192.0.2.0/24"]))]
    pub networks: Vec<String>,
    /// When the key was made.
    pub created_at: Timestamp,
    /// When the key is over.
    pub expires_at: Timestamp,
    /// When the key was used last, to the minute; `null` if never.
    pub used_at: Option<Timestamp>,
    /// The address it was used from last.
    pub used_from: Option<String>,
}

/// How the networks of a key are joined on record.
const BETWEEN: &str = "; ";

impl KeyView {
    fn of(key: ServiceKey, username: String) -> Self {
        let networks = key.networks.split(BETWEEN).filter(|n| !n.is_empty()).map(str::to_owned).collect();
        let (used_at, used_from) = key.used.unzip();
        Self {
            id: key.id,
            version: key.version,
            username,
            name: key.name,
            may: key.may,
            clearance: key.clearance,
            networks,
            created_at: key.created_at,
            expires_at: key.expires_at,
            used_at,
            used_from,
        }
    }
}

/// A service key to be made for your own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewServiceKey)]
pub struct KeyInput {
    /// What you call the key.
    #[schema(example = "mail room scanner")]
    pub name: String,
    /// What the key is for.
    #[schema(min_items = 1)]
    pub may: Vec<KeyUse>,
    /// The highest level of the filings that the key is for, at most your own clearance, which is taken if it is left out.
    #[serde(default)]
    pub clearance: Option<Level>,
    /// The networks the key may be used from, or single addresses; all of them if it is left out.
    #[serde(default)]
    #[schema(example = json!(["192.0.2.0/24"]))]
    pub networks: Vec<String>,
    /// When the key is over, at most 366 days ahead; 90 days ahead if it is left out.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// A key that was made, with the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMade {
    pub key: KeyView,
    pub secret_hash: String,
}

fn invalid(field: &str, why: impl Into<String>) -> Error {
    Refusal::new(&INVALID, why.into()).at(field).into()
}

/// Makes a key for the caller's account. The networks are canonical. A repeated request gets the answer of the first; the
/// caller sees by the hash that its new secret is not the one on record.
pub fn make(cx: &Ctx, by: &By<'_>, ask: &KeyInput, secret_hash: &str, now: Timestamp) -> Result<KeyMade, Error> {
    cx.act(by, "service_key.make", "service_key:new", |tx, record| {
        access::role(by.actor, &MAKERS)?;
        let account = case::signer(by.actor)?;
        let key = read_input(cx, account, by.actor.clearance.level, ask, now)?;
        if service_keys::not_ended(tx, Some(account))?.len() >= MOST {
            return Err(invalid("", format!("You have {MOST} keys. End one first.")));
        }
        service_keys::insert(tx, &key, secret_hash)?;
        record.subject = format!("service_key:{}", key.id);
        record.detail = format!("clearance={} expires_at={}", key.clearance.mark(), key.expires_at);
        let key = KeyView::of(key, by.actor.name.clone());
        Ok(KeyMade { key, secret_hash: secret_hash.to_owned() })
    })
}

/// The key that is asked for an account with a clearance.
fn read_input(cx: &Ctx, account: AccountId, own: Level, ask: &KeyInput, now: Timestamp) -> Result<ServiceKey, Error> {
    let mut may = ask.may.clone();
    may.sort_unstable();
    may.dedup();
    if may.is_empty() {
        return Err(invalid("may", "Say what the key is for: bring, amend, or both."));
    }
    if ask.networks.len() > MOST_NETWORKS {
        return Err(invalid("networks", format!("A key may have {MOST_NETWORKS} networks. Name larger ones.")));
    }
    let clearance = ask.clearance.unwrap_or(own);
    if clearance > own {
        return Err(invalid("clearance", format!("A key opens at most what you may see: {}.", own.mark())));
    }
    let expires_at = match ask.expires_at {
        Some(at) => at,
        None => now.saturating_add(USUAL_LIFE).unwrap_or(Timestamp::MAX),
    };
    if expires_at <= now || expires_at.duration_since(now) > LONGEST_LIFE {
        return Err(invalid("expires_at", "A key is good for at most 366 days from now, and not over already."));
    }
    Ok(ServiceKey {
        id: ServiceKeyId::fresh(cx.ids.as_ref()),
        account,
        name: input::line(&ask.name, "name")?,
        may,
        clearance,
        networks: ask.networks.join(BETWEEN),
        created_at: now,
        expires_at,
        ended_at: None,
        version: 1,
        used: None,
    })
}

/// The keys that nobody has ended, oldest first: the caller's, or for those who keep accounts all of them.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<KeyView>, Error> {
    access::role(actor, &KEEPERS)?;
    let own = if actor.role == Some(Role::Intake) { Some(case::signer(actor)?) } else { None };
    let found = cx.read(|conn| Ok(service_keys::not_ended(conn, own)?))?;
    Ok(found.into_iter().map(|(key, username)| KeyView::of(key, username)).collect())
}

/// Ends a key for ever: one of the caller's, or for those who keep accounts any.
pub fn end(cx: &Ctx, by: &By<'_>, id: ServiceKeyId, now: Timestamp) -> Result<(), Error> {
    cx.act(by, "service_key.end", format!("service_key:{id}"), |tx, _| {
        access::role(by.actor, &KEEPERS)?;
        let own = by.actor.role == Some(Role::Intake);
        let key = service_keys::find(tx, id)?.filter(|key| !own || by.actor.account == Some(key.account));
        let key = key.ok_or_else(not_found)?;
        if key.ended_at.is_some() {
            return Err(access::already_ended().into());
        }
        by.check_version(key.version)?;
        Ok(service_keys::end(tx, id, now)?)
    })
}

/// Who sends a request with a key, and from where.
#[derive(Debug, Clone)]
pub struct Sender {
    /// SHA-256 of the secret that was sent, in hexadecimal.
    pub secret_hash: String,
    /// The address that the request comes from.
    pub address: String,
    pub now: Timestamp,
}

/// The account of a request with a key, as it is on record now, with what the key is for. Called for every request;
/// `is_within` says whether the address lies in the networks of the key. That a key on record was refused is entered in
/// the ledger; the answer is the same as for one that is unknown.
pub fn current(cx: &Ctx, sender: &Sender, is_within: impl Fn(&str) -> bool) -> Result<(Actor, Vec<KeyUse>), Error> {
    let Sender { secret_hash, address, now } = sender;
    let found = cx.read(|conn| Ok(service_keys::find_by_secret(conn, secret_hash)?))?;
    let Some((key, account)) = found else { return Err(over().into()) };
    let mut actor = Actor::of(&account, format!("service_key:{}", key.id), cx.today());
    actor.clearance = actor.clearance.up_to(key.clearance);
    let is_good = key.ended_at.is_none() && *now < key.expires_at && account.enabled;
    if !is_good || access::role(&actor, &MAKERS).is_err() || !is_within(&key.networks) {
        cx.record_refusal(&actor, "service_key.use", &format!("service_key:{}", key.id), &over())?;
        return Err(over().into());
    }
    let is_noted = |(at, from): &(Timestamp, String)| from == address && now.duration_since(*at) < NOTE_EVERY;
    if !key.used.as_ref().is_some_and(is_noted) {
        cx.store.write(|tx: &mut Tx<'_>| service_keys::note_use(tx, key.id, *now, address))?;
    }
    Ok((actor, key.may))
}

fn over() -> Refusal {
    Refusal::new(&SERVICE_KEY_OVER, "Its owner sees with GET /api/v1/service-keys what it is for, and makes another.")
}

/// Checks that a key is for a use.
pub fn require_use(may: &[KeyUse], wanted: KeyUse) -> Result<(), Refusal> {
    if may.contains(&wanted) { Ok(()) } else { Err(not_for_this()) }
}

/// The refusal of a key where none, or not this one, is taken.
pub fn not_for_this() -> Refusal {
    let detail = "A service key brings filings and amendments, as its `may` says. For anything else sign in.";
    Refusal::new(&SERVICE_KEY_NOT_FOR_THIS, detail)
}
