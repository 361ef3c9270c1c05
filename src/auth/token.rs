//! Access tokens: short-lived JWTs signed with EdDSA, and nothing else.
//!
//! A token is accepted only with one algorithm, one type (`at+jwt`, RFC 9068), the name of a key that is accepted now, and
//! issuer, audience, `nbf` and `exp` present, numeric and in force. Keys follow each other: the next one is known before it
//! signs, and the one before is accepted until its last token has expired. A token names an account, a session and the stamp
//! of rights it was made under; it carries no rights. Token times are the machine's, also where a demonstration sets the
//! calendar of the law forward.

use crate::auth::keys::{OfficeKey, is_key_id, key_id};
use crate::auth::seal::{Jwk, PublicKey};
use domain::base::ids::{AccountId, SessionId};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};
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
    /// It has the form of ours and names a key that is not known here, or not yet.
    #[error("the token names an unknown key")]
    UnknownKey,
    /// Anything else.
    #[error("the token is not valid: {0}")]
    Invalid(String),
}

/// A token could not be made, or the key not be used.
#[derive(Debug, thiserror::Error)]
#[error("tokens cannot be signed with this key: {0}")]
pub struct SignError(String);

/// A key of access tokens, and when it is used.
#[derive(Debug)]
pub struct TokenKey {
    /// The public half.
    pub public: [u8; 32],
    /// The key itself; `None` once it signs no more.
    pub private: Option<OfficeKey>,
    pub signs_from: Timestamp,
    /// When its last token has expired. From then on no token of it is accepted. `None` while no later key has been made.
    pub accepted_until: Option<Timestamp>,
}

impl TokenKey {
    /// A key that signs from the first instant on and has no end.
    pub fn without_end(key: OfficeKey) -> Self {
        Self { public: key.public(), private: Some(key), signs_from: Timestamp::MIN, accepted_until: None }
    }
}

/// A key that is ready to sign and to check.
struct Ready {
    id: String,
    /// The header of every token of the key.
    header: Header,
    verifying: DecodingKey,
    signing: Option<EncodingKey>,
    signs_from: Timestamp,
    accepted_until: Option<Timestamp>,
    public: PublicKey,
}

impl Ready {
    fn of(key: &TokenKey) -> Result<Self, SignError> {
        let id = key_id(&key.public);
        let signing = match &key.private {
            Some(private) if private.id() == id => {
                let pkcs8 = private.pkcs8().map_err(|e| SignError(e.to_string()))?;
                Some(EncodingKey::from_ed_der(&pkcs8))
            }
            Some(_) => return Err(SignError(format!("the private half of {id} is another key's"))),
            None => None,
        };
        Ok(Self {
            header: header_of(&id),
            id,
            verifying: DecodingKey::from_ed_der(&key.public),
            signing,
            signs_from: key.signs_from,
            accepted_until: key.accepted_until,
            public: PublicKey::of(key.public).map_err(|e| SignError(e.to_string()))?,
        })
    }
    fn is_accepted(&self, now: Timestamp) -> bool {
        self.accepted_until.is_none_or(|until| now < until)
    }
}

/// The header of every token of a key.
fn header_of(id: &str) -> Header {
    Header { typ: Some(TYPE.into()), kid: Some(id.to_owned()), ..Header::new(Algorithm::EdDSA) }
}

/// Makes and checks access tokens with the keys of now, which may be replaced while tokens are made and checked.
pub struct AccessTokens {
    keys: RwLock<Arc<Vec<Ready>>>,
    validation: Validation,
    ttl: Duration,
}

impl AccessTokens {
    /// With the life of a token, and without a key yet.
    pub fn new(ttl: Duration) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        Self { keys: RwLock::default(), validation, ttl }
    }
    /// Takes these keys in the place of the present ones. If one of them cannot be used, the present ones stay.
    pub fn replace(&self, keys: &[TokenKey]) -> Result<(), SignError> {
        let ready = keys.iter().map(Ready::of).collect::<Result<Vec<_>, _>>()?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ready);
        Ok(())
    }
    fn keys(&self) -> Arc<Vec<Ready>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// The life of a token.
    pub fn ttl(&self) -> Duration {
        self.ttl
    }
    /// Whether there is a key to sign with at an instant.
    pub fn can_sign(&self, now: Timestamp) -> bool {
        signer(&self.keys(), now).is_some()
    }
    /// The public halves of the keys whose tokens are accepted at an instant, or will be, the oldest first.
    pub fn published(&self, now: Timestamp) -> Vec<Jwk> {
        self.keys().iter().filter(|key| key.is_accepted(now)).map(|key| key.public.jwk()).collect()
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
        let keys = self.keys();
        let (header, signing) = signer(&keys, now).ok_or_else(|| SignError("there is no key to sign with".into()))?;
        encode(header, &claims, signing).map_err(|e| SignError(e.to_string()))
    }
    /// Reads a token, if every pinned thing about it is right. Its key is judged by `now`, the token itself by the clock of
    /// the machine.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, TokenError> {
        let invalid = |e: jsonwebtoken::errors::Error| match e.kind() {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid(e.to_string()),
        };
        if token.len() > MAX_BYTES {
            return Err(TokenError::Invalid("too long".into()));
        }
        // All our tokens have exactly this header. A token with any other member (jku, jwk, x5u, crit) is not ours.
        let header = decode_header(token).map_err(invalid)?;
        let Some(kid) = header.kid.clone().filter(|kid| is_key_id(kid) && header == header_of(kid)) else {
            return Err(TokenError::Invalid("another header".into()));
        };
        let keys = self.keys();
        let key = keys.iter().find(|key| key.id == kid).ok_or(TokenError::UnknownKey)?;
        if !key.is_accepted(now) {
            return Err(TokenError::Invalid("its key is no longer accepted".into()));
        }
        decode::<Claims>(token, &key.verifying, &self.validation).map(|data| data.claims).map_err(invalid)
    }
}

/// The key that signs at an instant: of those that have begun, the one that began last. While none has begun, because the
/// clocks of two nodes differ, it is the first.
fn signer(keys: &[Ready], now: Timestamp) -> Option<(&Header, &EncodingKey)> {
    let able = || keys.iter().filter(|key| key.is_accepted(now) && key.signing.is_some());
    let begun = able().filter(|key| key.signs_from <= now).max_by_key(|key| key.signs_from);
    let key = begun.or_else(|| able().min_by_key(|key| key.signs_from))?;
    Some((&key.header, key.signing.as_ref()?))
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

    /// The same key once more.
    fn again(key: &OfficeKey) -> OfficeKey {
        OfficeKey::from_seed(&key.seed())
    }

    struct Bench {
        key: OfficeKey,
        tokens: AccessTokens,
    }

    impl Bench {
        fn new() -> Self {
            let key = OfficeKey::generate().expect("key");
            let tokens = AccessTokens::new(Duration::from_secs(900));
            tokens.replace(&[TokenKey::without_end(again(&key))]).expect("taken");
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
        let claims = b.tokens.verify(&b.good(), now()).expect("good");
        assert_eq!(claims.account, AccountId::from_uuid(Uuid::from_u128(1)));
        assert_eq!(claims.session, SessionId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(claims.stamp, 7);
        assert_eq!(claims.exp - claims.nbf, 900);
        assert!(b.tokens.verify(&b.forge(json!({}), json!({})), now()).is_ok(), "the forger's tools are right");
    }

    #[test]
    fn no_bad_token_is_taken() {
        let b = Bench::new();
        let at = now();
        let now = at.as_second();
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
            let h = Header { alg: Algorithm::HS256, ..header_of(b.key.id()) };
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
            assert!(b.tokens.verify(&token, at).is_err(), "{name} was taken");
        }
        assert_eq!(b.tokens.verify(&claims(json!({"exp": now - 60})), at), Err(TokenError::Expired));
    }

    #[test]
    fn a_key_signs_from_its_time_on_and_is_accepted_until_its_last_token_has_expired() {
        let [first, second] = [(); 2].map(|()| OfficeKey::generate().expect("a key"));
        let tokens = AccessTokens::new(Duration::from_secs(600));
        let now = now();
        let minutes = |n: i64| now + jiff::SignedDuration::from_mins(n);
        let keys = |first_signs: bool| {
            let mut old = TokenKey::without_end(again(&first));
            old.accepted_until = Some(minutes(20));
            if !first_signs {
                old.private = None;
            }
            [old, TokenKey { signs_from: minutes(10), ..TokenKey::without_end(again(&second)) }]
        };
        let issue = |at: Timestamp| {
            let (account, session) =
                (AccountId::from_uuid(Uuid::from_u128(1)), SessionId::from_uuid(Uuid::from_u128(2)));
            tokens.issue(account, session, 7, at).expect("a token")
        };
        let kid = |token: &str| decode_header(token).expect("a header").kid.expect("a name");
        tokens.replace(&keys(true)).expect("taken");
        let before = issue(now);
        assert_eq!(kid(&before), first.id());
        assert_eq!(tokens.published(now).len(), 2, "the next key is published before it signs");
        assert_eq!(kid(&issue(minutes(9))), first.id());
        assert_eq!(kid(&issue(minutes(10))), second.id());
        tokens.replace(&keys(false)).expect("taken");
        assert_eq!(kid(&issue(minutes(11))), second.id());
        assert!(tokens.verify(&before, minutes(19)).is_ok(), "the key of before is accepted");
        assert!(matches!(tokens.verify(&before, minutes(20)), Err(TokenError::Invalid(_))), "and no longer");
        let left = tokens.published(minutes(20));
        assert_eq!(left.iter().map(|key| key.kid.as_deref()).collect::<Vec<_>>(), [Some(second.id())]);
        tokens.replace(&keys(true)[1..]).expect("taken");
        assert_eq!(tokens.verify(&before, now), Err(TokenError::UnknownKey));
    }

    #[test]
    fn nothing_but_a_whole_header_of_ours_makes_anybody_look_for_a_key() {
        let (b, other) = (Bench::new(), Bench::new());
        let looks = |header: Value| b.tokens.verify(&b.forge(header, json!({})), now()) == Err(TokenError::UnknownKey);
        assert!(looks(json!({"kid": other.key.id()})));
        for header in [
            json!({"kid": null}),
            json!({"kid": "../keys"}),
            json!({"kid": other.key.id(), "alg": "ES256"}),
            json!({"kid": other.key.id(), "jku": "https://x.example"}),
        ] {
            assert!(!looks(header.clone()), "{header}");
        }
    }

    #[test]
    fn keys_that_cannot_be_used_leave_the_present_ones_in_place() {
        let (b, other) = (Bench::new(), Bench::new());
        let good = b.good();
        let mixed = TokenKey { public: other.key.public(), ..TokenKey::without_end(again(&b.key)) };
        assert!(b.tokens.replace(&[mixed]).is_err(), "two halves of two keys");
        let weak = TokenKey { public: [0; 32], private: None, ..TokenKey::without_end(again(&b.key)) };
        assert!(b.tokens.replace(&[weak]).is_err());
        assert!(b.tokens.verify(&good, now()).is_ok());
        b.tokens.replace(&[]).expect("taken");
        assert!(!b.tokens.can_sign(now()));
        let (account, session) = (AccountId::from_uuid(Uuid::from_u128(1)), SessionId::from_uuid(Uuid::from_u128(2)));
        assert!(b.tokens.issue(account, session, 7, now()).is_err());
    }
}
