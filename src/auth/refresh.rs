//! Refresh tokens: 256 random bits behind a fixed prefix. Only their SHA-256 is ever stored, so a
//! stolen database signs nobody in, and the prefix lets scanners find one that leaked.
//!
//! A token is used once. Not its job: ending the session of a token that is used twice (`workflow::office::sessions`).

use crate::auth::random::random_secret;

random_secret! {
    /// A refresh token; never printed.
    RefreshToken = "sr_"
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
