//! Secrets that this house makes and recognizes by their hash: 256 random bits behind a fixed prefix, by
//! which scanners find one that leaked. Only the SHA-256 is ever stored; a random 256-bit secret needs no
//! slow hash.

use crate::auth::refresh::NoRandomness;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

const BYTES: usize = 32;

/// A new one.
pub(super) fn generate(prefix: &str) -> Result<SecretString, NoRandomness> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)).into())
}

/// Reads one; anything of another shape is none.
pub(super) fn parse(prefix: &str, text: &str) -> Option<SecretString> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.strip_prefix(prefix)?).ok()?;
    (bytes.len() == BYTES).then(|| text.to_owned().into())
}

/// What is stored of it: SHA-256, in hexadecimal.
pub(super) fn digest(secret: &SecretString) -> String {
    domain::base::ledger::hex(&Sha256::digest(secret.expose_secret().as_bytes()))
}
