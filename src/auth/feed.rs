//! The secret in the address of a calendar feed. Calendar programs send no tokens, so the address itself is the
//! credential: it is shown once, kept as a hash, and valid until it is revoked.

use crate::auth::random::random_secret;

random_secret! {
    /// A feed's secret; never printed.
    FeedSecret = "sf_"
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
