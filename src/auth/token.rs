//! Access tokens: short-lived JWTs signed with EdDSA, and nothing else.
//!
//! A token is accepted only with one algorithm, one type (`at+jwt`, RFC 9068), one key by its name, and issuer,
//! audience, `nbf` and `exp` present, numeric and in force. A token names an account, a session and the stamp of rights
//! it was made under; it carries no rights. Token times are the machine's, also where a demonstration sets the calendar
//! of the law forward.

use crate::auth::keys::OfficeKey;
use domain::base::ids::{AccountId, SessionId};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Who makes our tokens.
pub const ISSUER: &str = "subrosa";
/// The `aud` of a token: the service that the token is made for.
pub const AUDIENCE: &str = "subrosa-api";
/// Their type, so that no token made for another purpose passes for one.
pub const TYPE: &str = "at+jwt";
/// Seconds by which two machines' clocks may differ.
const LEEWAY: u64 = 5;
/// Longest token looked at.
const MAX_BYTES: usize = 2048;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    #[serde(rename = "sub")]
    pub account: AccountId,
    #[serde(rename = "sid")]
    pub session: SessionId,
    /// The account's stamp when the token was made.
    pub stamp: i32,
}

/// Why a token is not accepted. The answer to its sender does not say why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Anything else.
    #[error("the token is not valid: {0}")]
    Invalid(String),
}

/// A token could not be made, or the key not be used.
#[derive(Debug, thiserror::Error)]
#[error("tokens cannot be signed with this key: {0}")]
pub struct SignError(String);

/// Makes and checks access tokens.
pub struct AccessTokens {
    header: Header,
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    ttl: Duration,
}

impl AccessTokens {
    /// With a key and the life of a token.
    pub fn new(key: &OfficeKey, ttl: Duration) -> Result<Self, SignError> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        let header = Header { typ: Some(TYPE.into()), kid: Some(key.id().to_owned()), ..Header::new(Algorithm::EdDSA) };
        let pkcs8 = key.pkcs8().map_err(|e| SignError(e.to_string()))?;
        Ok(Self {
            header,
            signing: EncodingKey::from_ed_der(&pkcs8),
            verifying: DecodingKey::from_ed_der(&key.public()),
            validation,
            ttl,
        })
    }
    /// The life of a token.
    pub fn ttl(&self) -> Duration {
        self.ttl
    }
    /// A token for a session of an account, from `now` on the machine's clock.
    pub fn issue(
        &self,
        account: AccountId,
        session: SessionId,
        stamp: i32,
        now: Timestamp,
    ) -> Result<String, SignError> {
        let from = now.as_second();
        let until = from.saturating_add(i64::try_from(self.ttl.as_secs()).unwrap_or(i64::MAX));
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            iat: from,
            nbf: from,
            exp: until,
            account,
            session,
            stamp,
        };
        encode(&self.header, &claims, &self.signing).map_err(|e| SignError(e.to_string()))
    }
    /// Reads a token, if every pinned thing about it is right.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        let invalid = |e: jsonwebtoken::errors::Error| match e.kind() {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid(e.to_string()),
        };
        if token.len() > MAX_BYTES {
            return Err(TokenError::Invalid("too long".into()));
        }
        // All our tokens have exactly this header. A token with any other member (jku, jwk, x5u, crit) is not ours.
        if decode_header(token).map_err(invalid)? != self.header {
            return Err(TokenError::Invalid("another header".into()));
        }
        decode::<Claims>(token, &self.verifying, &self.validation).map(|data| data.claims).map_err(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn now() -> Timestamp {
        let seconds = i64::try_from(jsonwebtoken::get_current_timestamp()).expect("an instant");
        Timestamp::from_second(seconds).expect("an instant")
    }

    struct Bench {
        key: OfficeKey,
        tokens: AccessTokens,
    }

    impl Bench {
        fn new() -> Self {
            let key = OfficeKey::generate().expect("key");
            let tokens = AccessTokens::new(&key, Duration::from_secs(900)).expect("tokens");
            Self { key, tokens }
        }
        fn good(&self) -> String {
            let account = AccountId::from_uuid(Uuid::from_u128(1));
            self.tokens.issue(account, SessionId::from_uuid(Uuid::from_u128(2)), 7, now()).expect("token")
        }
        /// A token with the real key, changed in header or claims (`null` takes a thing out).
        fn forge(&self, header: Value, claims: Value) -> String {
            let merge = |part: &str, over: &Value| {
                let mut value: Value = serde_json::from_slice(&B64.decode(part).expect("base64")).expect("json");
                for (k, v) in over.as_object().expect("object") {
                    match v {
                        Value::Null => value.as_object_mut().expect("object").shift_remove(k).map(|_| ()),
                        v => value.as_object_mut().expect("object").insert(k.clone(), v.clone()).map(|_| ()),
                    };
                }
                B64.encode(value.to_string())
            };
            let good = self.good();
            let parts: Vec<&str> = good.split('.').collect();
            let message = format!("{}.{}", merge(parts[0], &header), merge(parts[1], &claims));
            let signature = {
                use ed25519_dalek::Signer as _;
                use ed25519_dalek::pkcs8::DecodePrivateKey as _;
                let key = ed25519_dalek::SigningKey::from_pkcs8_der(&self.key.pkcs8().expect("der")).expect("key");
                B64.encode(key.sign(message.as_bytes()).to_bytes())
            };
            format!("{message}.{signature}")
        }
    }

    #[test]
    fn a_token_says_who_and_by_which_session() {
        let b = Bench::new();
        let claims = b.tokens.verify(&b.good()).expect("good");
        assert_eq!(claims.account, AccountId::from_uuid(Uuid::from_u128(1)));
        assert_eq!(claims.session, SessionId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(claims.stamp, 7);
        assert_eq!(claims.exp - claims.nbf, 900);
        assert!(b.tokens.verify(&b.forge(json!({}), json!({}))).is_ok(), "the forger's tools are right");
    }

    #[test]
    fn no_bad_token_is_taken() {
        let b = Bench::new();
        let now = now().as_second();
        let claims = |c: Value| b.forge(json!({}), c);
        let header = |h: Value| b.forge(h, json!({}));
        let other = Bench::new();
        let good = b.good();
        let parts: Vec<&str> = good.split('.').collect();
        let none = {
            let h = B64.encode(json!({"typ": TYPE, "alg": "none", "kid": b.key.id()}).to_string());
            format!("{h}.{}.", parts[1])
        };
        let hs256 = {
            let h = Header { alg: Algorithm::HS256, ..b.tokens.header.clone() };
            let c: Value = serde_json::from_slice(&B64.decode(parts[1]).expect("base64")).expect("json");
            encode(&h, &c, &EncodingKey::from_secret(&b.key.public())).expect("token")
        };
        let cases = [
            ("expired", claims(json!({"exp": now - 60}))),
            ("expired for ever", claims(json!({"exp": 0}))),
            ("not yet valid", claims(json!({"nbf": now + 60}))),
            ("no exp", claims(json!({"exp": null}))),
            ("no nbf", claims(json!({"nbf": null}))),
            ("string exp", claims(json!({"exp": (now + 900).to_string()}))),
            ("string nbf", claims(json!({"nbf": "0"}))),
            ("negative nbf", claims(json!({"nbf": -1}))),
            ("fractional exp", claims(json!({"exp": 1e300}))),
            ("other issuer", claims(json!({"iss": "evil"}))),
            ("two issuers", claims(json!({"iss": [ISSUER, "evil"]}))),
            ("no issuer", claims(json!({"iss": null}))),
            ("other audience", claims(json!({"aud": "subrosa-mail"}))),
            ("no audience", claims(json!({"aud": null}))),
            ("no sub", claims(json!({"sub": null}))),
            ("sub is no id", claims(json!({"sub": "admin"}))),
            ("no sid", claims(json!({"sid": null}))),
            ("no stamp", claims(json!({"stamp": null}))),
            ("alg none", none),
            ("HS256 with the public key", hs256),
            ("RS256 in the header", header(json!({"alg": "RS256"}))),
            ("typ JWT", header(json!({"typ": "JWT"}))),
            ("no typ", header(json!({"typ": null}))),
            ("other kid", header(json!({"kid": other.key.id()}))),
            ("no kid", header(json!({"kid": null}))),
            ("jku", header(json!({"jku": "https://evil.example/keys"}))),
            ("crit", header(json!({"crit": ["exp"]}))),
            ("own jwk", header(json!({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": B64.encode(other.key.public())}}))),
            ("wrong key", other.good()),
            ("wrong key, our kid", other.forge(json!({"kid": b.key.id()}), json!({}))),
            ("changed claims", format!("{}.{}.{}", parts[0], B64.encode("{}"), parts[2])),
            ("no signature", format!("{}.{}.", parts[0], parts[1])),
            ("two parts", format!("{}.{}", parts[0], parts[1])),
            ("empty", String::new()),
            ("garbage", "a.b.c".into()),
            ("not even text", "\u{0}\u{1}\n.é.💣".into()),
            ("too long", format!("{good}{}", "A".repeat(4096))),
        ];
        for (name, token) in cases {
            assert!(b.tokens.verify(&token).is_err(), "{name} was taken");
        }
        assert_eq!(b.tokens.verify(&claims(json!({"exp": now - 60}))), Err(TokenError::Expired));
    }
}
