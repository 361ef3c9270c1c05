//! Keys by which a service brings filings in without a password. Each is shown once and kept as a hash.

use crate::auth::random::random_secret;

random_secret! {
    /// The secret of a service key; never printed.
    ServiceSecret = "sk_"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::feed::FeedSecret;

    #[test]
    fn a_service_key_is_no_other_secret_and_no_access_token() {
        let secret = ServiceSecret::generate().expect("random");
        assert_eq!(ServiceSecret::parse(secret.expose()).expect("reads").digest(), secret.digest());
        assert!(FeedSecret::parse(secret.expose()).is_none());
        // A token is three parts in base64url, the first of which is a JSON object.
        assert!(!secret.expose().contains('.') && ServiceSecret::parse("eyJhbGciOiJFZERTQSJ9.e30.AA").is_none());
        for text in ["", "sk_", "sk_short", &format!("{} ", secret.expose()), &secret.expose()[..45]] {
            assert!(ServiceSecret::parse(text).is_none(), "{text:?}");
        }
        assert!(!format!("{secret:?}").contains(secret.expose()));
    }
}
