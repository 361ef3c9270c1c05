//! Keys by which people sign what they do. The office knows the public half; the private half is the person's alone, on a
//! card, in a security module or in a file.
//!
//! Two kinds are taken: Ed25519 (RFC 8032), in its strict form, and ECDSA on the curve P-256 with SHA-256 (FIPS 186-5), which
//! is what cards hold. A key is named by its thumbprint (RFC 7638), so that two keys never have the same name.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use p256::EncodedPoint;
use p256::ecdsa::signature::Verifier as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

/// A key is not taken. The text says why, to whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAKey(&'static str);

/// The public half of a person's key, as a JSON Web Key (RFC 7517). Other members, a private half above all, are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonalPublicKey)]
pub struct PersonJwk {
    /// Curve: `Ed25519`, or `P-256`.
    #[schema(example = "Ed25519")]
    pub crv: String,
    /// Kind of key: `OKP` for Ed25519, `EC` for P-256.
    #[schema(example = "OKP")]
    pub kty: String,
    /// The key, or the first coordinate of its point, base64url.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    pub x: String,
    /// The second coordinate of the point, for P-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}

/// The public half of a person's key, ready to check signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonKey {
    key: Key,
    jwk: PersonJwk,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

impl PersonKey {
    /// The key of a JSON Web Key.
    pub fn of(jwk: PersonJwk) -> Result<Self, NotAKey> {
        let key = match (jwk.kty.as_str(), jwk.crv.as_str(), &jwk.y) {
            ("OKP", "Ed25519", None) => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(&coordinate(&jwk.x)?).ok();
                Key::Ed25519(key.filter(|k| !k.is_weak()).ok_or(NotAKey("`x` is no Ed25519 key to be relied on."))?)
            }
            ("EC", "P-256", Some(y)) => {
                let (x, y) = (coordinate(&jwk.x)?, coordinate(y)?);
                let point = EncodedPoint::from_affine_coordinates(&x.into(), &y.into(), false);
                let key = p256::ecdsa::VerifyingKey::from_encoded_point(&point);
                Key::P256(key.map_err(|_| NotAKey("`x` and `y` are no point of the curve P-256."))?)
            }
            _ => {
                return Err(NotAKey(
                    "A key is of kty OKP and crv Ed25519, with x; or of kty EC and crv P-256, with x and y.",
                ));
            }
        };
        Ok(Self { key, jwk })
    }
    /// Reads a key from the record.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let jwk = serde_json::from_str(text).map_err(|_| NotAKey("This is no JSON Web Key."))?;
        Self::of(jwk)
    }
    /// As a JSON Web Key.
    pub fn jwk(&self) -> &PersonJwk {
        &self.jwk
    }
    /// The members that RFC 7638 names, in its order and without spaces: the text by which the key is named, and as which it
    /// is on record.
    pub fn canonical(&self) -> String {
        let PersonJwk { crv, kty, x, y } = &self.jwk;
        let y = y.as_ref().map(|y| format!(r#","y":"{y}""#)).unwrap_or_default();
        format!(r#"{{"crv":"{crv}","kty":"{kty}","x":"{x}"{y}}}"#)
    }
    /// The thumbprint by which the key is named (RFC 7638, SHA-256, base64url).
    pub fn thumbprint(&self) -> String {
        BASE64.encode(Sha256::digest(self.canonical()))
    }
    /// The name of its algorithm in the registry of RFC 9421.
    pub fn algorithm(&self) -> &'static str {
        match self.key {
            Key::Ed25519(_) => "ed25519",
            Key::P256(_) => "ecdsa-p256-sha256",
        }
    }
    /// Whether the holder of this key has signed the message. A signature has 64 bytes; one of ECDSA is r and s, not DER.
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(bytes) = <[u8; 64]>::try_from(signature) else { return false };
        match &self.key {
            Key::Ed25519(key) => key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&bytes)).is_ok(),
            Key::P256(key) => p256::ecdsa::Signature::from_slice(&bytes).is_ok_and(|s| key.verify(message, &s).is_ok()),
        }
    }
}

/// Reads the 32 bytes of a coordinate.
fn coordinate(text: &str) -> Result<[u8; 32], NotAKey> {
    let bytes = BASE64.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or(NotAKey("A coordinate of a key is 32 bytes in base64url without padding."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::Signer as _;

    fn jwk(kty: &str, crv: &str, x: &str, y: Option<&str>) -> PersonJwk {
        PersonJwk { crv: crv.into(), kty: kty.into(), x: x.into(), y: y.map(str::to_owned) }
    }

    /// The example of RFC 8037, appendix A.2 and A.3.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn a_key_is_named_by_its_thumbprint() {
        let key = PersonKey::of(jwk("OKP", "Ed25519", X, None)).expect("a key");
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(PersonKey::parse(&key.canonical()), Ok(key));
    }

    #[test]
    fn both_kinds_of_keys_sign() {
        let own = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let key = PersonKey::of(jwk("OKP", "Ed25519", &BASE64.encode(own.verifying_key()), None)).expect("a key");
        let signature = own.sign(b"words").to_bytes();
        assert!(key.has_signed(b"words", &signature));
        assert!(!key.has_signed(b"Words", &signature));
        assert!(!key.has_signed(b"words", &signature[..63]));

        let own = p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key");
        let point = own.verifying_key().to_encoded_point(false);
        let [x, y] = [point.x(), point.y()].map(|c| BASE64.encode(c.expect("a coordinate")));
        let key = PersonKey::of(jwk("EC", "P-256", &x, Some(&y))).expect("a key");
        let signature: p256::ecdsa::Signature = own.sign(b"words");
        assert!(key.has_signed(b"words", &signature.to_bytes()));
        assert!(!key.has_signed(b"words", signature.to_der().as_bytes()));
        assert!(!key.has_signed(b"Words", &signature.to_bytes()));
        assert_eq!(PersonKey::parse(&key.canonical()), Ok(key));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let zero = BASE64.encode([0; 32]);
        for (what, jwk) in [
            ("a weak key", jwk("OKP", "Ed25519", &zero, None)),
            ("a point not on the curve", jwk("EC", "P-256", &zero, Some(&zero))),
            ("half a point", jwk("EC", "P-256", X, None)),
            ("an Ed25519 key with y", jwk("OKP", "Ed25519", X, Some(X))),
            ("another curve", jwk("EC", "secp256k1", X, Some(X))),
            ("a key to agree on secrets", jwk("OKP", "X25519", X, None)),
            ("RSA", jwk("RSA", "", X, None)),
            ("a key too short", jwk("OKP", "Ed25519", &X[1..], None)),
            ("padding", jwk("OKP", "Ed25519", &format!("{X}="), None)),
            ("another base64", jwk("OKP", "Ed25519", &X.replace('_', "/"), None)),
        ] {
            assert!(PersonKey::of(jwk).is_err(), "{what}");
        }
        let with_private = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{X}"}}"#);
        assert!(PersonKey::parse(&with_private).is_err(), "a private half is nothing to send");
    }
}
