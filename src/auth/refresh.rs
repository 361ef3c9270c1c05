//! Refresh tokens: 256 random bits behind a fixed prefix. Only their SHA-256 is ever stored, so a
//! stolen database signs nobody in, and the prefix lets scanners find one that leaked.
//!
//! A token is used once. That an old one coming back ends its session is the store's to see.

use crate::auth::random;
use secrecy::{ExposeSecret as _, SecretString};

/// What every refresh token begins with.
pub const PREFIX: &str = "sr_";

/// A refresh token; never printed.
#[derive(Debug, Clone)]
pub struct RefreshToken(SecretString);

/// No randomness was to be had from the system.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

impl RefreshToken {
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
    /// What is stored of it: SHA-256, hex.
    pub fn digest(&self) -> String {
        random::digest(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_random_and_read_back() {
        let (a, b) = (RefreshToken::generate().expect("random"), RefreshToken::generate().expect("random"));
        assert_ne!(a.expose(), b.expose());
        assert_eq!(a.expose().len(), 3 + 43);
        let read = RefreshToken::parse(a.expose()).expect("reads");
        assert_eq!(read.digest(), a.digest());
        assert_eq!(a.digest().len(), 64);
        assert!(!format!("{a:?}").contains(a.expose()));
    }

    #[test]
    fn anything_else_is_no_token() {
        let token = RefreshToken::generate().expect("random");
        let short = &token.expose()[..45];
        let other = token.expose().replace("sr_", "xx_");
        for text in ["", "sr_", short, &other, "sr_!!!", &format!("{} ", token.expose())] {
            assert!(RefreshToken::parse(text).is_none(), "{text:?}");
        }
    }
}
