//! Secrets that this program makes and recognizes by their hash: 256 random bits behind a fixed prefix, by which
//! scanners find one that leaked. Only the SHA-256 is stored; a random secret of 256 bits needs no slow hash.

use crate::auth::refresh::NoRandomness;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

const BYTES: usize = 32;

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
