//! The keys of the Office: Ed25519 keys, one for each [`Purpose`] at a time. They are in the database, encrypted under the
//! wrapping key (`wrapping`). Earlier versions kept each in a file of the data folder, from which it is taken over.

use crate::auth::random::NoRandomness;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// What a key signs. A key for one thing is never used for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Access tokens, which only this service reads.
    Tokens,
    /// Certificates and checkpoints, which others keep and check for years.
    Statements,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Tokens, Self::Statements];
    /// Its name on record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Statements => "statements",
        }
    }
    /// Name of the file in which earlier versions kept the key.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Tokens => "token-key.p8",
            Self::Statements => "office-key.p8",
        }
    }
}

/// The key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {path} cannot be used")]
    Io {
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file holds no Ed25519 key.
    #[error("{path} holds no Ed25519 key in PKCS#8; restore it from a backup")]
    NotAKey { path: PathBuf },
    /// The file holds no wrapping key.
    #[error("{path} holds no wrapping key; restore it from a backup, or copy it from another node of this database")]
    NoWrappingKey { path: PathBuf },
    /// Others may read the file.
    #[error("others may read {0}; take their rights away: chmod 600")]
    TooOpen(PathBuf),
    /// No randomness was to be had from the system.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// A signing key, its public half and its name.
pub struct OfficeKey {
    key: SigningKey,
    id: String,
}

/// The name of a key, made from its public half, so that two keys never have the same name.
pub fn key_id(public: &[u8; 32]) -> String {
    domain::base::ledger::hex(&Sha256::digest(public)[..8])
}

/// Whether a text has the form of the name of a key.
pub(super) fn is_key_id(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl std::fmt::Debug for OfficeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OfficeKey({})", self.id)
    }
}

impl OfficeKey {
    /// Makes a key from 256 random bits.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).map_err(NoRandomness::from)?;
        Ok(Self::from_seed(&seed))
    }
    fn of(key: SigningKey) -> Self {
        Self { id: key_id(key.verifying_key().as_bytes()), key }
    }
    /// The key that these bits make.
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self::of(SigningKey::from_bytes(seed))
    }
    /// The bits that make the key, which are its private half.
    pub(super) fn seed(&self) -> [u8; 32] {
        self.key.to_bytes()
    }
    /// Reads the file of an earlier version in a data folder; `None` where there is none.
    pub fn load(folder: &Path, purpose: Purpose) -> Result<Option<Self>, KeyError> {
        let path = folder.join(purpose.file());
        match refuse_if_open_to_others(&path) {
            Err(KeyError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        }
        let der = std::fs::read(&path).map_err(|source| KeyError::Io { path: path.clone(), source })?;
        SigningKey::from_pkcs8_der(&der).map(|key| Some(Self::of(key))).map_err(|_| KeyError::NotAKey { path })
    }
    /// Its name, in the header of tokens.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// The key as PKCS#8, for the signer, and as earlier versions kept it in a file.
    pub fn pkcs8(&self) -> Result<Vec<u8>, ed25519_dalek::pkcs8::Error> {
        self.key.to_pkcs8_der().map(|der| der.as_bytes().to_vec())
    }
    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
    /// The public half.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }
}

/// Refuses a file that accounts other than its owner may read.
pub(super) fn refuse_if_open_to_others(path: &Path) -> Result<(), KeyError> {
    let found = std::fs::metadata(path).map_err(|source| KeyError::Io { path: path.to_owned(), source })?;
    if found.permissions().mode() & 0o077 == 0 { Ok(()) } else { Err(KeyError::TooOpen(path.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_an_earlier_version_is_read_if_it_is_whole_and_its_owners_alone() {
        let dir = tempfile::tempdir().expect("folder");
        let load = || OfficeKey::load(dir.path(), Purpose::Tokens);
        assert!(load().expect("no key is no error").is_none());
        let key = OfficeKey::generate().expect("a key");
        let path = dir.path().join(Purpose::Tokens.file());
        std::fs::write(&path, key.pkcs8().expect("der")).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("mode");
        assert!(load().expect_err("open to others").to_string().contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
        let read = load().expect("reads").expect("a key");
        assert_eq!((read.id(), read.public()), (key.id(), key.public()));
        std::fs::write(&path, "x").expect("file");
        assert!(matches!(load(), Err(KeyError::NotAKey { .. })));
    }
}
