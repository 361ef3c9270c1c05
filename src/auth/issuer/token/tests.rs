//! Forged, foreign and outdated tokens of issuers, each refused for its reason.

use super::*;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::json;

const NOW: i64 = 1_780_000_000;
const ISSUER: &str = "https://id.navy.example/realms/navy";

fn now() -> Timestamp {
    Timestamp::from_second(NOW).expect("an instant")
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn encode(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token with a genuine signature over these.
fn sign(header: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", encode(header), encode(claims));
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(key().sign(signed.as_bytes()).to_bytes()))
}

fn header() -> Value {
    json!({"alg": "EdDSA", "typ": "JWT", "kid": "k1"})
}

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": "subrosa", "sub": "7c1f", "iat": NOW - 10, "exp": NOW + 290, "jti": "t1"})
}

/// Takes a member out where the change is null.
fn changed(mut whole: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().expect("members") {
        let members = whole.as_object_mut().expect("members");
        match value {
            Value::Null => drop(members.shift_remove(name)),
            value => drop(members.insert(name.clone(), value.clone())),
        }
    }
    whole
}

fn terms(change: Value) -> Terms {
    let whole = json!({"audience": "subrosa", "algorithms": ["EdDSA", "RS256"], "roles": ["official", "reviewer"]});
    let terms: Terms = serde_json::from_value(changed(whole, &change)).expect("terms");
    terms.check().expect("taken");
    terms
}

fn keys() -> KeySet {
    let x = BASE64_URL_SAFE_NO_PAD.encode(key().verifying_key().as_bytes());
    let mut n = vec![0xff; 256];
    n[0] = 0x80;
    let n = BASE64_URL_SAFE_NO_PAD.encode(n);
    let set = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": x},
                              {"kty": "RSA", "kid": "r1", "n": n, "e": "AQAB"}]});
    KeySet::read(set.to_string().as_bytes()).expect("keys")
}

fn check_on(token: &str, terms: &Terms) -> Result<CheckedToken, NotTaken> {
    Presented::read(token)?.check(terms, &keys(), now())
}

fn check(token: &str) -> Result<CheckedToken, NotTaken> {
    check_on(token, &terms(json!({})))
}

#[test]
fn a_token_says_who_it_is_of_and_nothing_of_a_clearance() {
    let said = json!({"clearance": "TS", "role": "security_officer", "agency": "DOD", "supervisor": true});
    let checked = check(&sign(&header(), &changed(claims(), &said))).expect("taken");
    assert_eq!(checked.subject, "7c1f");
    assert_eq!((checked.roles, checked.proved_at, checked.attests_factor), (None, None, false));
    assert_eq!(checked.remembered_until.as_second(), NOW + 290 + LEEWAY + 300);
}

#[test]
fn s_15_no_bad_token_of_an_issuer_is_taken() {
    let with = |change: Value| sign(&header(), &changed(claims(), &change));
    let head = |change: Value| sign(&changed(header(), &change), &claims());
    let good = sign(&header(), &claims());
    let parts: Vec<&str> = good.split('.').collect();
    let unsigned = |head: Value| format!("{}.{}.", encode(&head), parts[1]);
    let other = SigningKey::from_bytes(&[8; 32]);
    let by_another = format!(
        "{}.{}.{}",
        parts[0],
        parts[1],
        BASE64_URL_SAFE_NO_PAD.encode(other.sign(format!("{}.{}", parts[0], parts[1]).as_bytes()).to_bytes())
    );
    let hs256 = {
        // The public key of the issuer as a shared secret.
        let secret = jsonwebtoken::EncodingKey::from_secret(key().verifying_key().as_bytes());
        let head = jsonwebtoken::Header { kid: Some("k1".into()), ..Default::default() };
        jsonwebtoken::encode(&head, &claims(), &secret).expect("a token")
    };
    for (name, token) in [
        ("none", unsigned(json!({"alg": "none", "kid": "k1"}))),
        ("None", unsigned(json!({"alg": "None", "kid": "k1"}))),
        ("no alg", unsigned(json!({"kid": "k1"}))),
        ("HS256 with the public key", hs256),
        ("no signature", unsigned(header())),
        ("by another key", by_another),
        ("RS256 with the name of an Ed25519 key", head(json!({"alg": "RS256"}))),
        ("RS256 with an Ed25519 signature", head(json!({"alg": "RS256", "kid": "r1"}))),
        ("an algorithm not on the terms", head(json!({"alg": "ES256"}))),
        ("an unknown key", head(json!({"kid": "k2"}))),
        ("a key that is no text", head(json!({"kid": 1}))),
        ("jku", head(json!({"jku": "https://evil.example/keys"}))),
        ("jwk", head(json!({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}}))),
        ("x5u", head(json!({"x5u": "https://evil.example/x"}))),
        ("x5c", head(json!({"x5c": ["AA"]}))),
        ("crit", head(json!({"crit": ["exp"]}))),
        ("b64", head(json!({"b64": false}))),
        ("zip", head(json!({"zip": "DEF"}))),
        ("a token that signs out", head(json!({"typ": "logout+jwt"}))),
        ("a proof of possession", head(json!({"typ": "dpop+jwt"}))),
        ("changed claims", format!("{}.{}.{}", parts[0], encode(&changed(claims(), &json!({"sub": "x"}))), parts[2])),
        ("no issuer", with(json!({"iss": null}))),
        ("two issuers", with(json!({"iss": [ISSUER]}))),
        ("no audience", with(json!({"aud": null}))),
        ("another audience", with(json!({"aud": "subrosa-test"}))),
        ("audiences without ours", with(json!({"aud": ["a", "b"], "azp": "subrosa"}))),
        ("several audiences without azp", with(json!({"aud": ["a", "subrosa"]}))),
        ("several audiences, another azp", with(json!({"aud": ["a", "subrosa"], "azp": "a"}))),
        ("another azp", with(json!({"azp": "a"}))),
        ("an azp that is no text", with(json!({"azp": ["subrosa"]}))),
        ("an audience that is no text", with(json!({"aud": ["subrosa", 7], "azp": "subrosa"}))),
        ("expired", with(json!({"exp": NOW - 31}))),
        ("expired long ago", with(json!({"exp": 0}))),
        ("no exp", with(json!({"exp": null}))),
        ("exp as text", with(json!({"exp": (NOW + 290).to_string()}))),
        ("exp as a fraction", with(json!({"exp": 1.78e9 + 290.5}))),
        ("exp without end", with(json!({"exp": i64::MAX}))),
        ("negative exp", with(json!({"exp": -1}))),
        ("nbf in the future", with(json!({"nbf": NOW + 31}))),
        ("nbf as text", with(json!({"nbf": "0"}))),
        ("iat in the future", with(json!({"iat": NOW + 31}))),
        ("iat too old", with(json!({"iat": NOW - 331}))),
        ("no iat", with(json!({"iat": null}))),
        ("iat as text", with(json!({"iat": NOW.to_string()}))),
        ("no subject", with(json!({"sub": null}))),
        ("an empty subject", with(json!({"sub": ""}))),
        ("a subject that is no text", with(json!({"sub": 7}))),
        ("a subject that misleads", with(json!({"sub": "7c\u{202e}1f"}))),
        ("a jti that is no text", with(json!({"jti": 1}))),
        ("auth_time in the future", with(json!({"auth_time": NOW + 31}))),
        ("auth_time as text", with(json!({"auth_time": "now"}))),
        ("for the holder of a key", with(json!({"cnf": {"jkt": "x"}}))),
        ("to act for somebody", with(json!({"act": {"sub": "x"}}))),
        ("to sign out", with(json!({"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}))),
        ("a refresh token", with(json!({"typ": "Refresh"}))),
        ("too long", with(json!({"x": "a".repeat(8 << 10)}))),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{good}.x")),
        ("padded", format!("{good}=")),
        ("empty", String::new()),
        ("garbage", "a.b.c".into()),
        ("not even text", "\u{0}\u{1}\n.\u{e9}.\u{1f4a3}".into()),
    ] {
        assert!(check(&token).is_err(), "{name} was taken");
    }
    for (name, token) in [
        ("the good one", good.clone()),
        ("a list of our audience", with(json!({"aud": ["subrosa"]}))),
        ("several audiences and our azp", with(json!({"aud": ["account", "subrosa"], "azp": "subrosa"}))),
        ("an access token", head(json!({"typ": "at+jwt"}))),
        ("no type", head(json!({"typ": null}))),
        ("EdDSA by the name of its curve", head(json!({"alg": "Ed25519"}))),
        ("the only key of its algorithm", head(json!({"kid": null}))),
        ("a certificate named", head(json!({"x5t": "x", "x5t#S256": "y"}))),
        ("the clock of the issuer a little ahead", with(json!({"iat": NOW + 30, "nbf": NOW + 30}))),
        ("an ID token of Keycloak", with(json!({"typ": "ID"}))),
    ] {
        assert!(check(&token).is_ok(), "{name} was refused: {:?}", check(&token));
    }
}

#[test]
fn an_issuer_is_named_letter_by_letter() {
    let token = sign(&header(), &claims());
    let read = Presented::read(&token).expect("read");
    assert_eq!(read.issuer(), ISSUER);
    let slash = sign(&header(), &changed(claims(), &json!({"iss": format!("{ISSUER}/")})));
    assert_ne!(Presented::read(&slash).expect("read").issuer(), ISSUER);
}

#[test]
fn a_token_is_known_again_by_its_jti_or_by_all_that_is_signed() {
    let hash = |change: Value| check(&sign(&header(), &changed(claims(), &change))).expect("taken").hash;
    assert_eq!(hash(json!({})), hash(json!({"iat": NOW - 9})), "the same jti");
    assert_ne!(hash(json!({})), hash(json!({"jti": "t2"})));
    assert_eq!(hash(json!({"jti": null})), hash(json!({"jti": null})));
    assert_ne!(hash(json!({"jti": null})), hash(json!({"jti": null, "iat": NOW - 9})));
}

#[test]
fn roles_are_read_from_the_claim_of_the_terms_alone() {
    let values = json!({"reviewer": ["subrosa-reads"], "official": ["subrosa-signs"]});
    let keycloak = terms(json!({"role_claim": "/realm_access/roles", "role_values": values}));
    let said = |claim: Value| check_on(&sign(&header(), &changed(claims(), &claim)), &keycloak).expect("taken").roles;
    assert_eq!(said(json!({"realm_access": {"roles": ["offline", "subrosa-signs"]}})), Some(vec![Role::Official]));
    assert_eq!(said(json!({"realm_access": {"roles": "subrosa-reads"}})), Some(vec![Role::Reviewer]));
    for none in [
        json!({}),
        json!({"realm_access": {"roles": ["official", "SUBROSA-SIGNS", "subrosa-signs2"]}}),
        json!({"realm_access": {"roles": {"subrosa-signs": true}}}),
        json!({"/realm_access/roles": ["subrosa-signs"]}),
        json!({"roles": ["subrosa-signs"]}),
    ] {
        assert_eq!(said(none.clone()), Some(vec![]), "{none}");
    }
    let entra = terms(json!({"role_claim": "roles", "roles": ["official"], "role_values": {"official": ["Sign"]}}));
    let token = sign(&header(), &changed(claims(), &json!({"roles": ["Sign"]})));
    assert_eq!(check_on(&token, &entra).expect("taken").roles, Some(vec![Role::Official]));
}

#[test]
fn s_19_a_second_factor_is_attested_by_the_values_of_the_terms_alone() {
    let attests = |terms_say: Value, token_says: Value| {
        check_on(&sign(&header(), &changed(claims(), &token_says)), &terms(terms_say)).expect("taken").attests_factor
    };
    let all = json!({"acr": "urn:mfa", "amr": ["pwd", "hwk"]});
    assert!(!attests(json!({}), all.clone()), "the terms ask for nothing");
    assert!(attests(json!({"factor_acr": ["urn:mfa"]}), all.clone()));
    assert!(attests(json!({"factor_amr": ["otp", "hwk"]}), all.clone()));
    assert!(attests(json!({"factor_acr": ["urn:mfa"], "factor_amr": ["hwk"]}), all.clone()));
    assert!(!attests(json!({"factor_acr": ["urn:mfa"], "factor_amr": ["otp"]}), all));
    assert!(!attests(json!({"factor_acr": ["urn:mfa"]}), json!({"acr": "urn:pwd", "amr": ["hwk"]})));
    assert!(!attests(json!({"factor_amr": ["hwk"]}), json!({"amr": {"hwk": true}})));
}

#[test]
fn the_last_proof_is_the_issuers_and_never_later_than_now() {
    let proved =
        |at: i64| check(&sign(&header(), &changed(claims(), &json!({"auth_time": at})))).expect("taken").proved_at;
    assert_eq!(proved(NOW - 100).map(|at| at.as_second()), Some(NOW - 100));
    assert_eq!(proved(NOW + 20), Some(now()), "a clock that is ahead");
}

#[test]
fn s_15_signatures_of_every_algorithm_are_checked_and_no_algorithm_passes_for_another() {
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm as Jwa, EncodingKey, Header};
    let curve = |curve| {
        let pair = rcgen::KeyPair::generate_for(curve).expect("a key");
        EncodingKey::from_ec_der(&pair.serialize_der())
    };
    // A key of this test alone.
    let rsa = EncodingKey::from_rsa_der(include_bytes!("rsa.der"));
    let [p256, p384] = [curve(&rcgen::PKCS_ECDSA_P256_SHA256), curve(&rcgen::PKCS_ECDSA_P384_SHA384)];
    for (key, all) in [
        (&p256, &[Jwa::ES256][..]),
        (&p384, &[Jwa::ES384]),
        (&rsa, &[Jwa::RS256, Jwa::RS384, Jwa::RS512, Jwa::PS256, Jwa::PS384, Jwa::PS512]),
    ] {
        for algorithm in all {
            let jwk = Jwk::from_encoding_key(key, *algorithm).expect("a public half");
            let jwk = changed(serde_json::to_value(jwk).expect("json"), &json!({"kid": "k", "alg": null}));
            let keys = KeySet::read(json!({ "keys": [jwk] }).to_string().as_bytes()).expect("keys");
            let head = Header { kid: Some("k".into()), ..Header::new(*algorithm) };
            let token = jsonwebtoken::encode(&head, &claims(), key).expect("a token");
            let name = serde_json::to_value(algorithm).expect("json");
            let check = |token: &str, names: Value| {
                Presented::read(token)?.check(&terms(json!({ "algorithms": names })), &keys, now())
            };
            assert!(check(&token, json!([name])).is_ok(), "{name}: {:?}", check(&token, json!([name])));
            let others = if name == "RS256" { json!(["PS256"]) } else { json!(["RS256"]) };
            assert!(check(&token, others).is_err(), "{name} is not on the terms");
            let (signed, signature) = token.rsplit_once('.').expect("parts");
            let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("base64");
            bytes[20] ^= 1;
            let forged = format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(bytes));
            assert!(check(&forged, json!([name])).is_err(), "{name} with another signature");
        }
    }
}
