//! Secrets that this program makes and recognizes by their hash: 256 random bits behind a fixed prefix, by which
//! scanners find one that leaked. Only the SHA-256 is stored; a random secret of 256 bits needs no slow hash.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

const BYTES: usize = 32;

/// No randomness was to be had from the system.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// A kind of secret with its prefix. A secret of one kind is never read as one of another.
macro_rules! random_secret {
    ($(#[$doc:meta])* $name:ident = $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(secrecy::SecretString);

        impl $name {
            /// Makes a secret of 256 random bits.
            pub fn generate() -> Result<Self, $crate::auth::random::NoRandomness> {
                $crate::auth::random::generate($prefix).map(Self)
            }
            /// Reads a secret; `None` for a text of another form.
            pub fn parse(text: &str) -> Option<Self> {
                $crate::auth::random::parse($prefix, text).map(Self)
            }
            /// The text to give to its owner, once.
            pub fn expose(&self) -> &str {
                secrecy::ExposeSecret::expose_secret(&self.0)
            }
            /// The SHA-256 of the secret in hexadecimal. This is stored.
            pub fn digest(&self) -> String {
                $crate::auth::random::digest(&self.0)
            }
        }
    };
}
pub(super) use random_secret;

/// Makes a secret of 256 random bits behind this prefix.
pub(super) fn generate(prefix: &str) -> Result<SecretString, NoRandomness> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)).into())
}

/// Reads a secret with this prefix; `None` for a text of another form.
pub(super) fn parse(prefix: &str, text: &str) -> Option<SecretString> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.strip_prefix(prefix)?).ok()?;
    (bytes.len() == BYTES).then(|| text.to_owned().into())
}

/// The SHA-256 of a secret in hexadecimal. This is stored.
pub(super) fn digest(secret: &SecretString) -> String {
    domain::base::ledger::hex(&Sha256::digest(secret.expose_secret().as_bytes()))
}
