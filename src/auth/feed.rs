//! The secret in the address of a calendar feed. Calendar programs send no tokens, so the address itself is the
//! credential: it is shown once, kept as a hash, and valid until it is revoked.

use crate::auth::random;
use crate::auth::refresh::NoRandomness;
use secrecy::{ExposeSecret as _, SecretString};

/// The prefix of every feed secret.
pub const PREFIX: &str = "sf_";

/// A feed's secret; never printed.
#[derive(Debug, Clone)]
pub struct FeedSecret(SecretString);

impl FeedSecret {
    /// Makes a secret of 256 random bits.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::generate(PREFIX).map(Self)
    }
    /// Reads a secret; `None` for a text of another form.
    pub fn parse(text: &str) -> Option<Self> {
        random::parse(PREFIX, text).map(Self)
    }
    /// The text to give to its owner, once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
    /// The SHA-256 of the secret in hexadecimal. This is stored.
    pub fn digest(&self) -> String {
        random::digest(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feeds_secret_is_no_refresh_token() {
        let secret = FeedSecret::generate().expect("random");
        assert_eq!(FeedSecret::parse(secret.expose()).expect("reads").digest(), secret.digest());
        assert!(crate::auth::refresh::RefreshToken::parse(secret.expose()).is_none());
        assert!(FeedSecret::parse("sf_short").is_none());
        assert!(!format!("{secret:?}").contains(secret.expose()));
    }
}
