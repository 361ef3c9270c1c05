//! The secret in the address of a calendar feed. Calendar programs send no tokens, so the address itself
//! is the credential: it is told once, kept as a hash, and good until it is revoked.

use crate::auth::random;
use crate::auth::refresh::NoRandomness;
use secrecy::{ExposeSecret as _, SecretString};

/// What every one begins with.
pub const PREFIX: &str = "sf_";

/// A feed's secret; never printed.
#[derive(Debug, Clone)]
pub struct FeedSecret(SecretString);

impl FeedSecret {
    /// A new one.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::generate(PREFIX).map(Self)
    }
    /// Reads one; anything of another shape is none.
    pub fn parse(text: &str) -> Option<Self> {
        random::parse(PREFIX, text).map(Self)
    }
    /// The text to give to its owner, once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
    /// What is stored of it.
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
