//! Who vouches for an act: a statement over the entry of the ledger and the request, as it was sent.
//!
//! Whoever has a key of their own signs the request with it, and the statement holds that signature. Where a person has no
//! key, the service vouches that the person was signed in and sent the request. Either way the office key signs the
//! statement, so that it is checked without the database. Not its job: who has which key (`office::personal_keys`).

use crate::auth::message::{BadSignature, OwnSignature};
use crate::auth::person_key::PersonKey;
use crate::auth::seal::Kind;
use crate::store::office::personal_keys;
use crate::store::office::signed_acts::{self, SignedAct};
use crate::store::{StoreError, Tx};
use crate::workflow::frame::by::{By, Sent};
use crate::workflow::frame::error::Error;
use domain::base::ids::AccountId;
use domain::base::ledger::{Entry, hex};
use domain::base::refusal::{INVALID, Refusal, SIGNATURE_INVALID, SIGNATURE_REQUIRED};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The acts that somebody vouches for: by which a person takes a position or gives a promise, and which bind others.
pub const SIGNED: [&str; 17] = [
    "appeal.decide",
    "appeal.rescind",
    "license.grant",
    "license.revoke",
    "list.adopt",
    "order.declassify",
    "order.determine",
    "order.issue",
    "order.renew",
    "order.request_rescission",
    "order.rescind",
    "orders.determine",
    "petition.decide",
    "referral.acknowledge",
    "referral.opine",
    "referral.recommend",
    "regime.confirm",
];

/// The act by which a person puts a key on record. Its signature shows that the sender holds the key.
pub const ADD_KEY: &str = "personal_key.add";

/// What begins the words of an entry that say who vouches for the act.
const SIGNED_BY: &str = "signed_by=";

/// Whose signature a statement stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The person's, by a key of their own.
    Person,
    /// The service's, on behalf of the person, who was signed in.
    Service,
}

impl Signer {
    /// The words in the entry of the act.
    pub(crate) fn note(self) -> String {
        let word = match self {
            Self::Person => "person",
            Self::Service => "service",
        };
        format!("{SIGNED_BY}{word}")
    }
    /// What the detail of an entry says; `None` if nobody vouches for the act.
    pub(crate) fn noted(detail: &str) -> Option<Self> {
        let is_noted = |signer: Self| detail.split(' ').any(|word| word == signer.note());
        [Self::Person, Self::Service].into_iter().find(|signer| is_noted(*signer))
    }
}

/// A request, as a statement has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestStated {
    pub method: String,
    pub path: String,
    /// The version of the thing that the person had read.
    pub if_match: Option<String>,
    /// In hexadecimal.
    pub content_sha256: String,
}

/// Who has done what, by which request. This is what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActStatement {
    /// The entry of the act in the ledger.
    pub seq: i64,
    /// The hash of the entry.
    pub hash: String,
    pub act: String,
    pub subject: String,
    pub at: Timestamp,
    /// The name of the account of whoever acted.
    pub person: String,
    pub account: AccountId,
    pub signer: Signer,
    pub request: RequestStated,
    /// The person's own signature, where the person is the signer.
    pub own: Option<OwnSignature>,
}

/// What will be on record about who vouches for an act.
pub(crate) struct Vouched<'b> {
    sent: &'b Sent,
    account: AccountId,
    /// SHA-256 of what the person has signed.
    own_sha256: Option<String>,
}

/// Checks who vouches for an act that is about to be entered. Refuses a signature that is not the actor's over this very
/// request, one that is on record already, and an act without one by somebody who has a key. `None` where nobody vouches:
/// the act is of another kind, or no request came with it.
pub(crate) fn vouch<'b>(tx: &mut Tx<'_>, by: &'b By<'_>, act: &str) -> Result<Option<Vouched<'b>>, Error> {
    let Some(sent) = by.sent.as_deref().filter(|_| act != ADD_KEY) else { return Ok(None) };
    if !SIGNED.contains(&act) {
        return match &sent.own {
            None => Ok(None),
            Some(_) => Err(Refusal::new(&INVALID, "Nothing is signed here. Send the request without a signature.")
                .at("Signature")
                .into()),
        };
    }
    let account = by.actor.account.ok_or_else(|| Error::Internal("a request of nobody".into()))?;
    let keys = personal_keys::in_force(tx, account)?;
    let Some(own) = &sent.own else {
        if keys.is_empty() {
            return Ok(Some(Vouched { sent, account, own_sha256: None }));
        }
        let words = "You have a key on record, so that nobody acts in your name without it. Sign the request with it, or end it.";
        return Err(Refusal::new(&SIGNATURE_REQUIRED, words).into());
    };
    let Some(key) = keys.into_iter().find(|key| key.thumbprint == own.key) else {
        return Err(refuse(&format!("No key {} of yours is confirmed and not ended.", own.key)).into());
    };
    let key = PersonKey::parse(&key.public_key).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    check_own(sent, own, &key)?;
    let own_sha256 = hex(&Sha256::digest(&own.base));
    if signed_acts::is_used(tx, &own_sha256)? {
        return Err(refuse("This very signature is on record already. Sign again.").into());
    }
    Ok(Some(Vouched { sent, account, own_sha256: Some(own_sha256) }))
}

/// Checks that a signature is by a key, over this request, and not too old.
pub(crate) fn check_own(sent: &Sent, own: &OwnSignature, key: &PersonKey) -> Result<(), Refusal> {
    let taken = own.verify(key).and_then(|covered| covered.check_time(sent.arrived));
    taken.map_err(|e: BadSignature| refuse(&e.to_string()))
}

fn refuse(why: &str) -> Refusal {
    Refusal::new(&SIGNATURE_INVALID, why).at("Signature")
}

impl Vouched<'_> {
    fn signer(&self) -> Signer {
        if self.own_sha256.is_some() { Signer::Person } else { Signer::Service }
    }
    /// Adds to the detail of the entry who vouches for the act.
    pub(crate) fn note(&self, detail: &mut String) {
        let space = if detail.is_empty() { "" } else { " " };
        detail.push_str(&format!("{space}{}", self.signer().note()));
    }
    /// Puts the signed statement on record beside the entry.
    pub(crate) fn put_on_record(self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), Error> {
        let (signer, sent) = (self.signer(), self.sent);
        let statement = ActStatement {
            seq: entry.seq,
            hash: entry.hash.clone(),
            act: entry.act.act.clone(),
            subject: entry.act.subject.clone(),
            at: entry.act.at,
            person: entry.act.actor.clone(),
            account: self.account,
            signer,
            request: RequestStated {
                method: sent.method.clone(),
                path: sent.path.clone(),
                if_match: sent.if_match.clone(),
                content_sha256: hex(&Sha256::digest(&sent.content)),
            },
            own: sent.own.clone(),
        };
        let internal = |e: String| Error::Internal(format!("the statement about an act: {e}"));
        let statement = sent.seal.sign(Kind::Act, &statement).map_err(|e| internal(e.to_string()))?;
        let content = String::from_utf8(sent.content.to_vec()).map_err(|e| internal(e.to_string()))?;
        signed_acts::insert(tx, &SignedAct { seq: entry.seq, statement, content, own_sha256: self.own_sha256 })?;
        Ok(())
    }
}
