//! The wrapping key of an office: a file of its own, under which the keys in the database are encrypted. It is the one
//! secret that a second node is given.
//!
//! With it a node reads the private half of a key, and checks the voucher that stands beside a public half: whoever can
//! write the database but has no wrapping key can plant no key. Not its job: which keys there are (`store`, `workflow`).

use crate::auth::cipher::Cipher;
use crate::auth::keys::{KeyError, OfficeKey, Purpose, refuse_if_open_to_others};
use crate::auth::random;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// What the file begins with.
const PREFIX: &str = "sw_";

/// The wrapping key of an office.
pub struct WrappingKey {
    cipher: Cipher,
    id: String,
}

/// Whether a call made the file of a wrapping key, or the file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    Now,
    Before,
}

impl std::fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WrappingKey({})", self.id)
    }
}

impl WrappingKey {
    /// Makes a wrapping key that is in no file.
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self::of(&generate_secret()?))
    }
    fn of(secret: &SecretString) -> Self {
        let derive = |usage: &str| {
            let hash = Sha256::new().chain_update(usage).chain_update(secret.expose_secret());
            <[u8; 32]>::from(hash.finalize())
        };
        let id = domain::base::ledger::hex(&derive("subrosa wrapping key, its name: ")[..8]);
        Self { cipher: Cipher::with(derive("subrosa wrapping key, its cipher: ")), id }
    }
    /// Reads a file; `None` where there is none.
    pub fn load(path: &Path) -> Result<Option<Self>, KeyError> {
        let io = |source| KeyError::Io { path: path.to_owned(), source };
        match refuse_if_open_to_others(path) {
            Err(KeyError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        }
        let text = SecretString::from(std::fs::read_to_string(path).map_err(io)?);
        let secret = random::parse(PREFIX, text.expose_secret().trim());
        let secret = secret.ok_or_else(|| KeyError::NoWrappingKey { path: path.to_owned() })?;
        Ok(Some(Self::of(&secret)))
    }
    /// Reads a file, or makes it. Two processes that do this at the same time end with the same key: only one may make
    /// the file, and the other reads it.
    pub fn load_or_create(path: &Path) -> Result<(Self, Made), KeyError> {
        if let Some(key) = Self::load(path)? {
            return Ok((key, Made::Before));
        }
        let io = |source| KeyError::Io { path: path.to_owned(), source };
        let secret = generate_secret()?;
        let made = Self::of(&secret);
        // Two threads of one process write into two files.
        let draft = path.with_extension(format!("{}.{}.new", made.id, std::process::id()));
        if write_new(path, &draft, format!("{}\n", secret.expose_secret()).as_bytes()).map_err(io)? {
            return Ok((made, Made::Now));
        }
        let key = Self::load(path)?.ok_or_else(|| io(ErrorKind::NotFound.into()))?;
        Ok((key, Made::Before))
    }
    /// The name of the wrapping key, which says nothing of the key.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// Encrypts the private half of a key, for one purpose.
    pub fn wrap(&self, purpose: Purpose, key: &OfficeKey) -> Result<String, KeyError> {
        Ok(self.cipher.seal(&bind(purpose, key.id()), &key.seed())?)
    }
    /// Decrypts the private half of a key; `None` if it was changed, is another key's, is for another purpose, or was
    /// encrypted under another wrapping key.
    pub fn unwrap(&self, purpose: Purpose, kid: &str, sealed: &str) -> Option<OfficeKey> {
        let seed = self.cipher.open(&bind(purpose, kid), sealed)?;
        let key = OfficeKey::from_seed(&seed.try_into().ok()?);
        (key.id() == kid).then_some(key)
    }
    /// A voucher for a text, which only holders of the wrapping key can make.
    pub fn vouch(&self, text: &str) -> Result<String, KeyError> {
        Ok(self.cipher.seal(&format!("voucher for {text}"), &[])?)
    }
    /// Whether a voucher was made with this wrapping key for this text.
    pub fn is_vouched(&self, text: &str, voucher: &str) -> bool {
        self.cipher.open(&format!("voucher for {text}"), voucher).is_some_and(|nothing| nothing.is_empty())
    }
}

fn generate_secret() -> Result<SecretString, KeyError> {
    Ok(random::generate(PREFIX)?)
}

/// What the encrypted private half of a key is bound to.
fn bind(purpose: Purpose, kid: &str) -> String {
    format!("private half of {kid} for {}", purpose.name())
}

/// Writes into a file of another name, the draft, and links that file to its place, so that nobody ever reads half a key.
/// `false` if another process was first.
fn write_new(path: &Path, draft: &Path, bytes: &[u8]) -> io::Result<bool> {
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::hard_link(draft, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    })();
    let removed = std::fs::remove_file(draft);
    match written {
        Ok(()) => removed.map(|()| true),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_wrapping_key_is_made_once_and_is_its_owners_alone() {
        let dir = tempfile::tempdir().expect("folder");
        let path = dir.path().join("wrapping-key");
        assert!(WrappingKey::load(&path).expect("no file is no error").is_none());
        let (made, how) = WrappingKey::load_or_create(&path).expect("makes");
        assert_eq!(how, Made::Now);
        let (again, how) = WrappingKey::load_or_create(&path).expect("reads");
        assert_eq!((made.id(), how), (again.id(), Made::Before));
        assert_eq!(std::fs::metadata(&path).expect("file").permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left behind");
        let text = std::fs::read_to_string(&path).expect("text");
        assert!(!text.contains(made.id()) && !format!("{made:?}").contains(text.trim()));
    }

    #[test]
    fn processes_that_start_at_once_share_one_wrapping_key() {
        let dir = tempfile::tempdir().expect("folder");
        let path = &dir.path().join("wrapping-key");
        let make = || WrappingKey::load_or_create(path).expect("a key").0.id().to_owned();
        let ids: Vec<String> = std::thread::scope(|s| {
            let all: Vec<_> = (0..8).map(|_| s.spawn(make)).collect();
            all.into_iter().map(|h| h.join().expect("thread")).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn a_bad_file_is_refused_with_the_way_out() {
        let dir = tempfile::tempdir().expect("folder");
        let path = dir.path().join("wrapping-key");
        WrappingKey::load_or_create(&path).expect("makes");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("mode");
        let e = WrappingKey::load(&path).expect_err("open to others");
        assert!(e.to_string().contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
        for text in ["", "sw_", "sw_short", "another secret"] {
            std::fs::write(&path, text).expect("file");
            let e = WrappingKey::load_or_create(&path).expect_err("no key").to_string();
            assert!(e.contains("no wrapping key") && !e.contains("another secret"), "{e}");
        }
        assert!(matches!(WrappingKey::load_or_create(&dir.path().join("no/key")), Err(KeyError::Io { .. })));
    }

    #[test]
    fn a_key_is_unwrapped_as_itself_for_its_purpose_with_its_wrapping_key_alone() {
        let (ours, theirs) = (WrappingKey::generate().expect("key"), WrappingKey::generate().expect("key"));
        let (key, other) = (OfficeKey::generate().expect("key"), OfficeKey::generate().expect("key"));
        let sealed = ours.wrap(Purpose::Tokens, &key).expect("wrapped");
        let back = ours.unwrap(Purpose::Tokens, key.id(), &sealed).expect("unwrapped");
        assert_eq!((back.id(), back.public(), back.seed()), (key.id(), key.public(), key.seed()));
        assert!(ours.unwrap(Purpose::Statements, key.id(), &sealed).is_none(), "for another purpose");
        assert!(ours.unwrap(Purpose::Tokens, other.id(), &sealed).is_none(), "under another name");
        assert!(theirs.unwrap(Purpose::Tokens, key.id(), &sealed).is_none(), "with another wrapping key");
        for changed in ["", "x", &sealed[1..], &format!("{}A", &sealed[..sealed.len() - 1])] {
            assert!(changed == sealed || ours.unwrap(Purpose::Tokens, key.id(), changed).is_none(), "{changed}");
        }
        assert_ne!(sealed, ours.wrap(Purpose::Tokens, &key).expect("wrapped"), "never the same nonce");
    }

    #[test]
    fn a_voucher_is_for_its_text_and_made_with_the_wrapping_key_alone() {
        let (ours, theirs) = (WrappingKey::generate().expect("key"), WrappingKey::generate().expect("key"));
        let voucher = ours.vouch("kid 1").expect("a voucher");
        assert!(ours.is_vouched("kid 1", &voucher));
        assert!(!ours.is_vouched("kid 2", &voucher) && !theirs.is_vouched("kid 1", &voucher));
        assert!(!ours.is_vouched("kid 1", ""));
        // The encrypted half of a key is no voucher.
        let key = OfficeKey::generate().expect("key");
        assert!(!ours.is_vouched("kid 1", &ours.wrap(Purpose::Tokens, &key).expect("wrapped")));
    }
}
