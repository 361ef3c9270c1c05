//! Statements of the Office that others keep and check by themselves: certificates, checkpoints. Each is a compact JWS
//! (RFC 7515) signed with Ed25519 (`EdDSA`, RFC 8037) by the office key.
//!
//! A statement is accepted only with one algorithm, the type of its kind, one key by its name, no other member in the
//! header (no `jwk`, `jku`, `crit`), the strict form of Ed25519, and canonical base64. The key comes from whoever
//! checks, never from the statement. Not its job: the content of a statement, and whether it is true.

use crate::auth::keys::{OfficeKey, key_id};
use crate::auth::note::{self, NoteKey, NoteKind};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Longest statement looked at, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
const ALGORITHM: &str = "EdDSA";

/// The kind of a statement. It is in the signed header, so that a statement of one kind is not accepted as one of
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What was screened against what, with what result.
    Certificate,
    /// Where the ledger ended.
    Checkpoint,
    /// Who has done what, by which request.
    Act,
    /// What a backup is made of.
    Backup,
}

impl Kind {
    /// The `typ` of its header.
    pub const fn typ(self) -> &'static str {
        match self {
            Self::Certificate => "subrosa-certificate+jws",
            Self::Checkpoint => "subrosa-checkpoint+jws",
            Self::Act => "subrosa-act+jws",
            Self::Backup => "subrosa-backup+jws",
        }
    }
    /// Its name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Checkpoint => "checkpoint",
            Self::Act => "statement about an act",
            Self::Backup => "manifest of a backup",
        }
    }
}

/// Why a statement is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It cannot be read; it may have been damaged on its way.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It can be read and is not a statement of the holder of this key.
    #[error("{0}")]
    NotGenuine(String),
}

impl Rejected {
    fn unreadable(what: impl Into<String>) -> Self {
        Self::Unreadable(what.into())
    }
    fn not_genuine(what: impl Into<String>) -> Self {
        Self::NotGenuine(what.into())
    }
}

/// The header: these members and no others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

/// The public half of a key, as a JSON Web Key (RFC 7517, RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PublicKey)]
pub struct Jwk {
    /// Kind of key.
    #[schema(example = "OKP")]
    pub kty: String,
    /// Curve.
    #[schema(example = "Ed25519")]
    pub crv: String,
    /// The key, base64url.
    pub x: String,
    /// Name of the key, as what it signs names it.
    #[serde(default)]
    pub kid: Option<String>,
    /// The algorithm that the key is for.
    #[serde(default)]
    #[schema(example = "EdDSA")]
    pub alg: Option<String>,
    /// The use of the key.
    #[serde(default, rename = "use")]
    #[schema(example = "sig")]
    pub purpose: Option<String>,
}

/// Signs statements.
#[derive(Debug)]
pub struct Seal(OfficeKey);

impl Seal {
    /// With this key.
    pub fn with(key: OfficeKey) -> Self {
        Self(key)
    }
    /// Signs a statement.
    pub fn sign<T: Serialize>(&self, kind: Kind, statement: &T) -> Result<String, serde_json::Error> {
        let header = Header { alg: ALGORITHM.into(), typ: kind.typ().into(), kid: self.0.id().to_owned() };
        let encoded = |json: Vec<u8>| BASE64.encode(json);
        let message = format!("{}.{}", encoded(serde_json::to_vec(&header)?), encoded(serde_json::to_vec(statement)?));
        let signature = BASE64.encode(self.0.sign(message.as_bytes()));
        Ok(format!("{message}.{signature}"))
    }
    /// A secret of the office for another use, which the key makes and nothing tells. It is the digest of a signature that
    /// is never given out; Ed25519 makes the same signature each time.
    pub(crate) fn derive_secret(&self, usage: &str) -> [u8; 32] {
        let signature = self.0.sign(format!("subrosa secret for {usage}").as_bytes());
        Sha256::digest(signature).into()
    }
    /// Signs the text of a note (C2SP signed-note) under a name; returns the line of the signature.
    ///
    /// The text of a note has more than one line. No other message that this key signs has, so that none passes for
    /// another.
    pub fn sign_note(&self, name: &str, text: &str) -> String {
        let key = self.note_key(name);
        note::write_line(name, &[&key.id().to_be_bytes(), &self.0.sign(text.as_bytes())])
    }
    /// The public key, as others need it to check notes that bear this name.
    pub fn note_key(&self, name: &str) -> NoteKey {
        NoteKey::of(name.to_owned(), NoteKind::Note, self.0.public())
    }
    /// The public key, by which others check statements.
    pub fn public(&self) -> Result<PublicKey, Rejected> {
        PublicKey::of(self.0.public())
    }
}

/// The public half of an office key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    id: String,
}

impl PublicKey {
    /// The key of these bytes.
    pub fn of(bytes: [u8; 32]) -> Result<Self, Rejected> {
        let key = VerifyingKey::from_bytes(&bytes).ok().filter(|k| !k.is_weak());
        let key = key.ok_or_else(|| Rejected::unreadable("`x` is no Ed25519 key to be relied on"))?;
        Ok(Self { key, id: key_id(&bytes) })
    }
    /// Reads a JSON Web Key. A name that is not the key's own is refused.
    pub fn from_jwk(text: &str) -> Result<Self, Rejected> {
        let jwk: Jwk = serde_json::from_str(text).map_err(|e| Rejected::unreadable(format!("no JSON Web Key: {e}")))?;
        if (jwk.kty.as_str(), jwk.crv.as_str()) != ("OKP", "Ed25519") {
            return Err(Rejected::unreadable(format!("a key of kind {} {}, not OKP Ed25519", jwk.kty, jwk.crv)));
        }
        let bytes = BASE64.decode(&jwk.x).ok().and_then(|b| b.try_into().ok());
        let key = Self::of(bytes.ok_or_else(|| Rejected::unreadable("`x` is not 32 bytes in base64url"))?)?;
        match jwk.kid {
            Some(kid) if kid != key.id => {
                Err(Rejected::unreadable(format!("the key calls itself {kid} and is {}", key.id)))
            }
            _ => Ok(key),
        }
    }
    /// As a JSON Web Key.
    pub fn jwk(&self) -> Jwk {
        Jwk {
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            x: BASE64.encode(self.key.as_bytes()),
            kid: Some(self.id.clone()),
            alg: Some(ALGORITHM.into()),
            purpose: Some("sig".into()),
        }
    }
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// The key as others need it to check notes that bear this name.
    pub fn note_key(&self, name: &str) -> NoteKey {
        NoteKey::of(name.to_owned(), NoteKind::Note, *self.key.as_bytes())
    }
    /// Reads a statement of this kind, if the holder of this key made it and nobody changed it since.
    pub fn verify<T: DeserializeOwned>(&self, kind: Kind, jws: &str) -> Result<T, Rejected> {
        if jws.len() > MAX_BYTES {
            return Err(Rejected::unreadable(format!("it is longer than {} KiB", MAX_BYTES / 1024)));
        }
        let parts: Vec<&str> = jws.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(Rejected::unreadable(
                "a signed statement has three parts with dots between; it may be cut short",
            ));
        };
        self.check_header(kind, &decode_part(header, "header")?)?;
        let signature: [u8; 64] = decode_part(signature, "signature")?
            .try_into()
            .map_err(|_| Rejected::unreadable("the signature is not 64 bytes; it may be cut short"))?;
        let message = &jws[..header.len() + 1 + payload.len()];
        if self.key.verify_strict(message.as_bytes(), &Signature::from_bytes(&signature)).is_err() {
            return Err(Rejected::not_genuine(
                "the signature is not that of the key: what was signed has been changed, or the signature forged",
            ));
        }
        serde_json::from_slice(&decode_part(payload, "payload")?).map_err(|e| {
            Rejected::unreadable(format!("the signature is right, but this program does not know the form: {e}"))
        })
    }

    fn check_header(&self, kind: Kind, json: &[u8]) -> Result<(), Rejected> {
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(|_| Rejected::unreadable("its header is no JSON"))?;
        let header: Header = serde_json::from_value(value)
            .map_err(|e| Rejected::not_genuine(format!("its header is not one this office writes ({e})")))?;
        if header.alg != ALGORITHM {
            return Err(Rejected::not_genuine(format!(
                "it is signed with {:?}; only {ALGORITHM} is taken",
                header.alg
            )));
        }
        if header.typ != kind.typ() {
            return Err(Rejected::not_genuine(format!("it is of type {:?}, no {}", header.typ, kind.name())));
        }
        if header.kid != self.id {
            return Err(Rejected::not_genuine(format!(
                "it names the key {:?}; the key it is checked with is {}",
                header.kid, self.id
            )));
        }
        Ok(())
    }
}

fn decode_part(part: &str, name: &str) -> Result<Vec<u8>, Rejected> {
    BASE64.decode(part).map_err(|_| Rejected::unreadable(format!("its {name} is not base64url; it may be damaged")))
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
