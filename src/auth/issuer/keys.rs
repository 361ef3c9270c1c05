//! Key sets of issuers (RFC 7517). A key is taken if it is public, of a kind and size that is fit, and for checking
//! signatures. What else stands in a set is left out, since providers publish keys of other uses beside them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::base::issuer::{Algorithm, LARGEST_KEY_SET};
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;

/// Most keys of a set that are looked at.
const MOST: usize = 100;
/// Bits of an RSA key: fewer can be factored, more than these would cost work.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// The longest name of a key.
const LONGEST_NAME: usize = 256;

/// Why a key set is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Too large.
    #[error("the key set has more than {LARGEST_KEY_SET} bytes")]
    Large,
    /// Not a JSON Web Key Set.
    #[error("this is no JSON Web Key Set: {0}")]
    Form(String),
    /// A set of which no key fits.
    #[error(
        "no key of the set is a public key that checks signatures: Ed25519, P-256, P-384, or RSA of 2048 to 4096 bits \
         (left out: {0})"
    )]
    Empty(String),
    /// A private or symmetric key.
    #[error(
        "the set has a private or symmetric key, which nobody else may know; give its public half, and make a new key"
    )]
    Private,
}

/// A JSON Web Key, as far as it is read.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(rename = "use", default)]
    purpose: Option<String>,
    #[serde(default)]
    key_ops: Option<Vec<String>>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
    /// The private part of a pair.
    #[serde(default)]
    d: Option<serde_json::Value>,
    /// The whole of a symmetric key.
    #[serde(default)]
    k: Option<serde_json::Value>,
}

/// A key that checks signatures.
#[derive(Clone)]
struct Key {
    name: Option<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

/// The keys of an issuer.
#[derive(Clone)]
pub struct KeySet(Vec<Key>);

impl std::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| (&key.name, &key.algorithms))).finish()
    }
}

impl KeySet {
    /// Reads a set that was fetched: what does not fit is left out.
    pub fn read(bytes: &[u8]) -> Result<Self, KeySetError> {
        Self::of(parse(bytes)?)
    }

    /// Reads a set that an officer gives. A private key in it is an error, so that its owner hears of it.
    pub fn read_given(set: &serde_json::Value) -> Result<Self, KeySetError> {
        let all = parse(set.to_string().as_bytes())?;
        if all.iter().any(|key| key.d.is_some() || key.k.is_some()) {
            return Err(KeySetError::Private);
        }
        Self::of(all)
    }

    fn of(all: Vec<Jwk>) -> Result<Self, KeySetError> {
        let mut left_out = vec![];
        let mut keys = vec![];
        for jwk in all.into_iter().take(MOST) {
            match read_key(&jwk) {
                Ok((algorithms, key)) => keys.push(Key { name: jwk.kid, algorithms, key }),
                Err(why) => left_out.push(why),
            }
        }
        if keys.is_empty() { Err(KeySetError::Empty(left_out.join(", "))) } else { Ok(Self(keys)) }
    }

    /// The one key of this name for an algorithm; for a token that names no key, the only one for the algorithm. `None` if
    /// there is none, or more than one.
    pub fn find(&self, name: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let fits = |key: &&Key| key.algorithms.contains(&algorithm) && (name.is_none() || key.name.as_deref() == name);
        let mut found = self.0.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(one), None) => Some(&one.key),
            _ => None,
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Vec<Jwk>, KeySetError> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<serde_json::Value>,
    }
    if bytes.len() > LARGEST_KEY_SET {
        return Err(KeySetError::Large);
    }
    let set: Set = serde_json::from_slice(bytes).map_err(|e| KeySetError::Form(e.to_string()))?;
    // A key of a kind that is not known here may have members of other types.
    Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
}

/// A key with the algorithms that it may check; an error says why it is not taken.
fn read_key(jwk: &Jwk) -> Result<(Vec<Algorithm>, DecodingKey), &'static str> {
    if jwk.d.is_some() || jwk.k.is_some() {
        return Err("a private or symmetric key");
    }
    if jwk.purpose.as_deref().is_some_and(|purpose| purpose != "sig")
        || jwk.key_ops.as_ref().is_some_and(|ops| !ops.iter().any(|op| op == "verify"))
    {
        return Err("a key of another use");
    }
    if jwk.kid.as_ref().is_some_and(|name| name.len() > LONGEST_NAME) {
        return Err("a key with a long name");
    }
    let (mut algorithms, key) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("OKP", Some("Ed25519")) => (vec![Algorithm::EdDSA], read_ed25519(jwk)?),
        ("EC", Some("P-256")) => (vec![Algorithm::ES256], read_point(jwk, 32)?),
        ("EC", Some("P-384")) => (vec![Algorithm::ES384], read_point(jwk, 48)?),
        ("RSA", _) => {
            use Algorithm::{PS256, PS384, PS512, RS256, RS384, RS512};
            (vec![RS256, RS384, RS512, PS256, PS384, PS512], read_rsa(jwk)?)
        }
        _ => return Err("a key of a kind that is not taken"),
    };
    if let Some(only) = &jwk.alg {
        algorithms.retain(|algorithm| Algorithm::parse(only) == Some(*algorithm));
    }
    if algorithms.is_empty() { Err("a key for another algorithm") } else { Ok((algorithms, key)) }
}

fn decode(text: Option<&String>) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text?).ok()
}

fn read_ed25519(jwk: &Jwk) -> Result<DecodingKey, &'static str> {
    let bytes: Option<[u8; 32]> = decode(jwk.x.as_ref()).and_then(|x| x.try_into().ok());
    // Under a key of small order everybody can make signatures.
    let key = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()).filter(|key| !key.is_weak());
    Ok(DecodingKey::from_ed_der(key.ok_or("a key that is no point of Ed25519")?.as_bytes()))
}

fn read_point(jwk: &Jwk, bytes: usize) -> Result<DecodingKey, &'static str> {
    let (Some(x), Some(y)) = (&jwk.x, &jwk.y) else { return Err("a key without its point") };
    if [x, y].iter().any(|part| decode(Some(part)).is_none_or(|part| part.len() != bytes)) {
        return Err("a key whose point has another length");
    }
    DecodingKey::from_ec_components(x, y).map_err(|_| "a key that is no point")
}

fn read_rsa(jwk: &Jwk) -> Result<DecodingKey, &'static str> {
    let (Some(n), Some(e)) = (decode(jwk.n.as_ref()), decode(jwk.e.as_ref())) else {
        return Err("an RSA key without its numbers");
    };
    let n: &[u8] = &n[n.iter().take_while(|byte| **byte == 0).count()..];
    let bits = n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize);
    if !RSA_BITS.contains(&bits) || n.last().is_none_or(|last| last % 2 == 0) {
        return Err("an RSA key of another size");
    }
    let exponent = e.iter().try_fold(0u64, |sum, byte| sum.checked_mul(256)?.checked_add(u64::from(*byte)));
    // FIPS 186-5, A.1.1: odd, and above 2^16. What is longer than any provider's would cost work.
    if !exponent.is_some_and(|e| e > 1 << 16 && e < 1 << 33 && e % 2 == 1) {
        return Err("an RSA key with another exponent");
    }
    Ok(DecodingKey::from_rsa_raw_components(n, &e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;
    use serde_json::{Value, json};

    fn ed25519(kid: &str) -> Value {
        let x = SigningKey::from_bytes(&[7; 32]).verifying_key();
        json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": BASE64_URL_SAFE_NO_PAD.encode(x.as_bytes())})
    }

    fn rsa(bits: usize) -> Value {
        let mut n = vec![0xff; bits / 8];
        n[0] = 0x80;
        json!({"kty": "RSA", "kid": "r", "n": BASE64_URL_SAFE_NO_PAD.encode(n), "e": "AQAB"})
    }

    fn changed(mut key: Value, change: Value) -> Value {
        for (name, value) in change.as_object().expect("members") {
            key[name.as_str()] = value.clone();
        }
        key
    }

    fn read(keys: &[Value]) -> Result<KeySet, KeySetError> {
        KeySet::read(json!({ "keys": keys }).to_string().as_bytes())
    }

    #[test]
    fn s_15_no_key_is_taken_that_is_weak_symmetric_private_or_for_another_use() {
        assert!(read(&[ed25519("a")]).is_ok() && read(&[rsa(2048)]).is_ok() && read(&[rsa(4096)]).is_ok());
        let point = |x: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(x);
        for (name, key) in [
            ("RSA of 1024 bits", rsa(1024)),
            ("RSA of 2040 bits", rsa(2040)),
            ("RSA of 8192 bits", rsa(8192)),
            ("zeros before an RSA key of 1024 bits", {
                let n = [vec![0; 128], vec![0xff; 128]].concat();
                changed(rsa(2048), json!({"n": BASE64_URL_SAFE_NO_PAD.encode(n)}))
            }),
            ("an exponent of 3", changed(rsa(2048), json!({"e": "Aw"}))),
            ("an exponent of 1", changed(rsa(2048), json!({"e": "AQ"}))),
            ("a huge exponent", changed(rsa(2048), json!({"e": BASE64_URL_SAFE_NO_PAD.encode([0xff; 40])}))),
            ("symmetric", json!({"kty": "oct", "kid": "a", "k": "c2VjcmV0"})),
            ("a private half", changed(ed25519("a"), json!({"d": "c2VjcmV0"}))),
            ("for encryption", changed(ed25519("a"), json!({"use": "enc"}))),
            ("for signing", changed(ed25519("a"), json!({"key_ops": ["sign"]}))),
            ("of another algorithm", changed(rsa(2048), json!({"alg": "RSA-OAEP"}))),
            ("Ed25519 for HS256", changed(ed25519("a"), json!({"alg": "HS256"}))),
            ("Ed448", changed(ed25519("a"), json!({"crv": "Ed448"}))),
            ("a short Ed25519", changed(ed25519("a"), json!({"x": point(&[1; 31])}))),
            ("a long Ed25519", changed(ed25519("a"), json!({"x": point(&[1; 33])}))),
            ("an Ed25519 of small order", changed(ed25519("a"), json!({"x": point(&[0; 32])}))),
            ("a point without y", json!({"kty": "EC", "crv": "P-256", "x": point(&[1; 32])})),
            ("a short point", json!({"kty": "EC", "crv": "P-256", "x": point(&[1; 31]), "y": point(&[1; 33])})),
            ("padded", changed(ed25519("a"), json!({"x": format!("{}=", point(&[1; 32]))}))),
        ] {
            assert!(matches!(read(std::slice::from_ref(&key)), Err(KeySetError::Empty(_))), "{name}");
            assert!(read(&[key, ed25519("b")]).is_ok(), "{name} beside a good one");
        }
    }

    #[test]
    fn a_private_key_that_an_officer_gives_is_an_error() {
        let private = json!({"keys": [ed25519("b"), changed(ed25519("a"), json!({"d": "c2VjcmV0"}))]});
        assert_eq!(KeySet::read_given(&private).map(|_| ()), Err(KeySetError::Private));
        assert!(KeySet::read_given(&json!({"keys": [ed25519("b")]})).is_ok());
    }

    #[test]
    fn s_15_a_key_is_found_by_its_name_if_it_alone_has_it() {
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        let other = changed(ed25519("b"), json!({"x": BASE64_URL_SAFE_NO_PAD.encode(other.as_bytes())}));
        let two = read(&[ed25519("a"), other.clone(), rsa(2048)]).expect("keys");
        assert!(two.find(Some("a"), Algorithm::EdDSA).is_some());
        assert!(two.find(Some("a"), Algorithm::RS256).is_none(), "the algorithm must fit the key");
        assert!(two.find(Some("r"), Algorithm::RS256).is_some() && two.find(Some("r"), Algorithm::PS512).is_some());
        assert!(two.find(None, Algorithm::EdDSA).is_none(), "either could be meant");
        assert!(two.find(None, Algorithm::PS256).is_some());
        let twins = read(&[ed25519("a"), changed(other, json!({"kid": "a"}))]).expect("keys");
        assert!(twins.find(Some("a"), Algorithm::EdDSA).is_none(), "two keys of one name");
        let only = read(&[changed(rsa(2048), json!({"alg": "PS256"}))]).expect("keys");
        assert!(only.find(Some("r"), Algorithm::RS256).is_none(), "the key is for another algorithm");
    }

    #[test]
    fn what_is_no_key_set_or_too_large_is_refused() {
        for text in ["", "[]", "{}", r#"{"keys": {}}"#, "nonsense"] {
            assert!(matches!(KeySet::read(text.as_bytes()), Err(KeySetError::Form(_))), "{text}");
        }
        assert!(matches!(KeySet::read(br#"{"keys": [1, "x", {"kty": 7}]}"#), Err(KeySetError::Empty(_))));
        assert_eq!(KeySet::read(&[b' '; LARGEST_KEY_SET + 1]).map(|_| ()), Err(KeySetError::Large));
    }
}
