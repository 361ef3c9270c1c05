//! The keys of the Office: Ed25519 keys in files of the data folder, created once, readable by their owner only, one
//! for each [`Purpose`]. Several processes on one database need the same keys: copy the files.

use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
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
    /// Name of the key file in the data folder.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Tokens => "token-key.p8",
            Self::Statements => "office-key.p8",
        }
    }
    /// The consequence of losing the key, for a message.
    const fn loss(self) -> &'static str {
        match self {
            Self::Tokens => "all must then sign in again",
            Self::Statements => "what the old one signed then needs its public half to be checked",
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
    #[error("{path} holds no Ed25519 key in PKCS#8; restore it, or remove it to have a new one made ({loss})")]
    NotAKey {
        path: PathBuf,
        /// What a new key would mean.
        loss: &'static str,
    },
    /// Others may read the file.
    #[error("others may read {0}; take their rights away: chmod 600")]
    TooOpen(PathBuf),
    /// No randomness was to be had from the system.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
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

impl std::fmt::Debug for OfficeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OfficeKey({})", self.id)
    }
}

impl OfficeKey {
    /// Makes a key from 256 random bits.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).map_err(KeyError::Random)?;
        Ok(Self::of(SigningKey::from_bytes(&seed)))
    }
    fn of(key: SigningKey) -> Self {
        Self { id: key_id(key.verifying_key().as_bytes()), key }
    }
    /// Reads the key of a data folder, or creates it at the first start. Two processes that start at the same time end
    /// with the same key: only one may create the file, and the other reads it.
    pub fn load_or_create(folder: &Path, purpose: Purpose) -> Result<Self, KeyError> {
        if let Some(key) = Self::load(folder, purpose)? {
            return Ok(key);
        }
        let made = Self::generate()?;
        if made.write(&folder.join(purpose.file()), purpose)? { Ok(made) } else { Self::read(folder, purpose) }
    }
    /// Reads the key of a data folder; `None` where there is none yet.
    pub fn load(folder: &Path, purpose: Purpose) -> Result<Option<Self>, KeyError> {
        match Self::read(folder, purpose) {
            Err(KeyError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }
    fn read(folder: &Path, purpose: Purpose) -> Result<Self, KeyError> {
        let path = &folder.join(purpose.file());
        let io = |source| KeyError::Io { path: path.to_owned(), source };
        let mode = std::fs::metadata(path).map_err(io)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::TooOpen(path.to_owned()));
        }
        let der = std::fs::read(path).map_err(io)?;
        SigningKey::from_pkcs8_der(&der)
            .map(Self::of)
            .map_err(|_| KeyError::NotAKey { path: path.to_owned(), loss: purpose.loss() })
    }
    /// Writes the key into a file of another name and links that file to its place, so that nobody ever reads half a
    /// key. `false` if another process was first.
    fn write(&self, path: &Path, purpose: Purpose) -> Result<bool, KeyError> {
        let io = |source| KeyError::Io { path: path.to_owned(), source };
        let der = self.pkcs8().map_err(|_| KeyError::NotAKey { path: path.to_owned(), loss: purpose.loss() })?;
        let draft = path.with_extension(format!("{}.{}.new", self.id, std::process::id()));
        let written = (|| {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
            file.write_all(&der)?;
            file.sync_all()?;
            std::fs::hard_link(&draft, path)?;
            path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        })();
        let removed = std::fs::remove_file(&draft);
        match written {
            Ok(()) => removed.map(|()| true).map_err(io),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(io(e)),
        }
    }
    /// Its name, in the header of tokens.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// The key as PKCS#8, for the signer.
    pub(super) fn pkcs8(&self) -> Result<Vec<u8>, ed25519_dalek::pkcs8::Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_its_owners_alone() {
        let dir = tempfile::tempdir().expect("folder");
        let made = OfficeKey::load_or_create(dir.path(), Purpose::Tokens).expect("makes");
        let again = OfficeKey::load_or_create(dir.path(), Purpose::Tokens).expect("reads");
        assert_eq!((made.id(), made.public()), (again.id(), again.public()));
        let path = dir.path().join(Purpose::Tokens.file());
        assert_eq!(std::fs::metadata(&path).expect("file").permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left behind");
        assert!(OfficeKey::load(dir.path(), Purpose::Statements).expect("no key is no error").is_none());
        let other = OfficeKey::load_or_create(dir.path(), Purpose::Statements).expect("makes");
        assert_ne!(made.id(), other.id(), "one key for one purpose");
    }

    #[test]
    fn processes_that_start_at_once_share_one_key() {
        let dir = tempfile::tempdir().expect("folder");
        let ids: Vec<String> = std::thread::scope(|s| {
            let all: Vec<_> = (0..8)
                .map(|_| {
                    s.spawn(|| {
                        OfficeKey::load_or_create(dir.path(), Purpose::Tokens).map(|k| k.id().to_owned()).expect("key")
                    })
                })
                .collect();
            all.into_iter().map(|h| h.join().expect("thread")).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn a_bad_key_file_is_refused_with_the_way_out() {
        let dir = tempfile::tempdir().expect("folder");
        let path = dir.path().join(Purpose::Tokens.file());
        OfficeKey::load_or_create(dir.path(), Purpose::Tokens).expect("makes");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("mode");
        let e = OfficeKey::load_or_create(dir.path(), Purpose::Tokens).expect_err("open to others");
        assert!(e.to_string().contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
        std::fs::write(&path, "x").expect("file");
        assert!(matches!(OfficeKey::load_or_create(dir.path(), Purpose::Tokens), Err(KeyError::NotAKey { .. })));
        assert!(matches!(
            OfficeKey::load_or_create(&dir.path().join("none"), Purpose::Tokens),
            Err(KeyError::Io { .. })
        ));
    }
}
