//! Texts that only this office reads: encrypted with XChaCha20-Poly1305, bound to what they are for, and in base64url behind
//! their nonce.

use crate::auth::random::NoRandomness;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// Length of a nonce of XChaCha20 in bytes.
pub(super) const NONCE: usize = 24;

/// A cipher with its key.
pub(super) struct Cipher(XChaCha20Poly1305);

impl Cipher {
    pub(super) fn with(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }
    /// Encrypts a text under a random nonce. It opens only with the same words about what it is bound to.
    pub(super) fn seal(&self, bound_to: &str, text: &[u8]) -> Result<String, NoRandomness> {
        let mut nonce = [0u8; NONCE];
        getrandom::fill(&mut nonce)?;
        Ok(self.seal_under(nonce, bound_to, text))
    }
    /// The same under a nonce that comes again only with the same text.
    pub(super) fn seal_under(&self, nonce: [u8; NONCE], bound_to: &str, text: &[u8]) -> String {
        let payload = Payload { msg: text, aad: bound_to.as_bytes() };
        // Encrypting fails only for texts beyond 256 GiB. Nothing is refused when it comes back.
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        BASE64.encode([&nonce[..], &sealed].concat())
    }
    /// Decrypts a text; `None` for one that was changed, is bound to something else, or was encrypted with another key.
    pub(super) fn open(&self, bound_to: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        self.0.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound_to.as_bytes() }).ok()
    }
}
