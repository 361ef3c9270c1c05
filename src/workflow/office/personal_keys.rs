//! Keys by which people sign what they do. A person puts the public half on record with a request that the key has signed; a
//! security officer who has compared the thumbprint with the person confirms it. From then on every act of a kind that is
//! signed needs the key, so that whoever has taken over a session or a password acts in nobody's name.
//!
//! Ending a key takes one person, its owner or a security officer, because a key that has become known must count no more at
//! once.

use crate::auth::person_key::{PersonJwk, PersonKey};
use crate::store::StoreError;
use crate::store::office::personal_keys::{self, PersonalKey};
use crate::store::office::said::Said;
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::signing::{ADD_KEY, check_own};
use crate::workflow::frame::{case, input};
use crate::workflow::office::accounts::KEEPERS;
use crate::workflow::office::signed_acts::{CONFIRM_KEY, END_KEY, confirmed_detail, ended_detail};
use domain::base::actor::{Actor, Role};
use domain::base::ids::PersonalKeyId;
use domain::base::refusal::{
    INVALID, PERSONAL_KEY_KNOWN, PERSONAL_KEY_OVER, PERSONAL_KEY_SECOND_PERSON, Refusal, SIGNATURE_REQUIRED,
};
use domain::review::access::{self, not_found};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who sees the keys of everybody: those who confirm them, and those who check signatures.
const READERS: [Role; 2] = [Role::SecurityOfficer, Role::Auditor];
/// Most keys of one account that are not ended.
const MOST: usize = 5;

/// A key by which a person signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PersonalKey)]
pub struct PersonalKeyView {
    /// Id of the key.
    #[schema(value_type = uuid::Uuid)]
    pub id: PersonalKeyId,
    /// Counts changes of the key.
    #[serde(rename = "etag", alias = "version", with = "crate::workflow::frame::etag")]
    #[schema(value_type = String, example = "\"1\"")]
    pub version: i32,
    /// Name of the account of its owner.
    #[schema(example = "navy1")]
    pub username: String,
    /// What its owner calls it.
    #[schema(example = "PIV card")]
    pub name: String,
    /// The name of the key in what it signs: its thumbprint (RFC 7638).
    #[schema(example = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    pub thumbprint: String,
    /// The algorithm, by its name in RFC 9421.
    #[schema(example = "ed25519")]
    pub algorithm: String,
    /// The public half.
    pub public_key: PersonJwk,
    /// When its owner put it on record.
    pub added_at: Timestamp,
    /// Since when it counts; `null` while nobody has confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// The security officer who confirmed it.
    pub confirmed_by: Option<String>,
    /// Since when nothing is signed with it any more.
    pub ended_at: Option<Timestamp>,
}

impl PersonalKeyView {
    fn of((key, username): (PersonalKey, String)) -> Result<Self, Error> {
        let public = PersonKey::parse(&key.public_key).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        Ok(Self {
            id: key.id,
            version: key.version,
            username,
            name: key.name,
            thumbprint: key.thumbprint,
            algorithm: public.algorithm().to_owned(),
            public_key: public.jwk().clone(),
            added_at: key.added_at,
            confirmed_at: key.confirmed.as_ref().map(|confirmed| confirmed.at),
            confirmed_by: key.confirmed.map(|confirmed| confirmed.name),
            ended_at: key.ended_at,
        })
    }
}

/// A key of your own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPersonalKey)]
pub struct PersonalKeyInput {
    /// What you call it.
    #[schema(example = "PIV card")]
    pub name: String,
    /// The public half. Never send the private one.
    pub public_key: PersonJwk,
}

/// Puts a key of the caller on record. The request must be signed with it.
pub fn add(cx: &Ctx, by: &By<'_>, ask: &PersonalKeyInput) -> Result<PersonalKeyView, Error> {
    cx.act(by, ADD_KEY, "personal_key:new", |tx, record| {
        let account = case::signer(by.actor)?;
        let name = input::line(&ask.name, "name")?;
        let public = PersonKey::of(ask.public_key.clone())
            .map_err(|e| Refusal::new(&INVALID, e.to_string()).at("public_key"))?;
        let thumbprint = public.thumbprint();
        let Some((sent, own)) = by.sent.as_deref().and_then(|sent| Some((sent, sent.own.as_ref()?))) else {
            let words =
                "Sign this request with the key that you put on record, so that everybody sees that you hold it.";
            return Err(Refusal::new(&SIGNATURE_REQUIRED, words).into());
        };
        check_own(sent, own, &public)?;
        if personal_keys::is_known(tx, &thumbprint)? {
            let words = "Make a new key. A key that was on record before, as yours or anybody's, is not taken again.";
            return Err(Refusal::new(&PERSONAL_KEY_KNOWN, words).into());
        }
        let kept = personal_keys::all(tx, Some(account))?;
        if kept.iter().filter(|(key, _)| key.ended_at.is_none()).count() >= MOST {
            return Err(Refusal::new(&INVALID, format!("You have {MOST} keys. End one first.")).into());
        }
        let key = PersonalKey {
            id: PersonalKeyId::fresh(&*cx.ids),
            account,
            name,
            thumbprint,
            public_key: public.canonical(),
            added_at: cx.now(),
            confirmed: None,
            ended_at: None,
            version: 1,
        };
        personal_keys::insert(tx, &key)?;
        record.subject = format!("personal_key:{}", key.id);
        record.detail = ended_detail(&key.thumbprint);
        PersonalKeyView::of((key, by.actor.name.clone()))
    })
}

/// The keys of the caller; for those who confirm keys or check signatures those of everybody. Ended ones are among them,
/// because what they have signed is still checked.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<PersonalKeyView>, Error> {
    let account = case::signer(actor)?;
    let of = (!actor.role.is_some_and(|role| READERS.contains(&role))).then_some(account);
    let all = cx.read(|conn| Ok::<_, Error>(personal_keys::all(conn, of)?))?;
    all.into_iter().map(PersonalKeyView::of).collect()
}

/// Confirms that a key is its owner's. Whoever confirms it has compared the thumbprint with the person.
pub fn confirm(cx: &Ctx, by: &By<'_>, id: PersonalKeyId) -> Result<PersonalKeyView, Error> {
    cx.act(by, CONFIRM_KEY, format!("personal_key:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let officer = case::signer(by.actor)?;
        let (key, _) = personal_keys::find(tx, id)?.ok_or_else(not_found)?;
        if key.account == officer {
            let words = "Ask another security officer, and let them compare the thumbprint with yours.";
            return Err(Refusal::new(&PERSONAL_KEY_SECOND_PERSON, words).into());
        }
        by.check_version(key.version)?;
        if key.confirmed.is_some() || key.ended_at.is_some() {
            return Err(Refusal::new(&PERSONAL_KEY_OVER, "Only a new key is confirmed, once.").into());
        }
        let said = Said { account: Some(officer), name: by.actor.name.clone(), at: cx.now() };
        personal_keys::confirm(tx, id, &said)?;
        record.detail = confirmed_detail(key.account, &key.thumbprint);
        PersonalKeyView::of(personal_keys::find(tx, id)?.ok_or_else(not_found)?)
    })
}

/// Ends a key. What it has signed stays signed.
pub fn end(cx: &Ctx, by: &By<'_>, id: PersonalKeyId) -> Result<PersonalKeyView, Error> {
    cx.act(by, END_KEY, format!("personal_key:{id}"), |tx, record| {
        let account = case::signer(by.actor)?;
        let is_keeper = by.actor.role.is_some_and(|role| KEEPERS.contains(&role));
        let found = personal_keys::find(tx, id)?.filter(|(key, _)| key.account == account || is_keeper);
        let (key, _) = found.ok_or_else(not_found)?;
        by.check_version(key.version)?;
        if key.ended_at.is_some() {
            return Err(Refusal::new(&PERSONAL_KEY_OVER, "The key was ended before.").into());
        }
        personal_keys::end(tx, id, cx.now())?;
        record.detail = ended_detail(&key.thumbprint);
        PersonalKeyView::of(personal_keys::find(tx, id)?.ok_or_else(not_found)?)
    })
}
