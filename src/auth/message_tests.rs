//! Signed requests, made by the book line by line, and every way to change one.

use super::*;
use crate::auth::person_key::PersonJwk;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};

const NOW: i64 = 1_773_158_400;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).expect("an instant")
}

fn signing_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn public() -> PersonKey {
    let x = BASE64_URL_SAFE_NO_PAD.encode(signing_key().verifying_key());
    PersonKey::of(PersonJwk { crv: "Ed25519".into(), kty: "OKP".into(), x, y: None }).expect("a key")
}

const CONTENT: &[u8] = br#"{"determination":"none"}"#;

/// A request with its headers, as a client makes it.
#[derive(Clone)]
struct Request {
    method: &'static str,
    path: &'static str,
    content: Vec<u8>,
    headers: Vec<(&'static str, String)>,
}

impl Request {
    /// A request that is signed by the book. `components` and `parameters` are those of Signature-Input.
    fn signed(components: &str, parameters: &str) -> Self {
        let digest = format!("sha-256=:{}:", BASE64.encode(Sha256::digest(CONTENT)));
        let values = [
            ("@method", "POST"),
            ("@path", "/api/v1/referrals/7/recommendation"),
            ("content-digest", &digest),
            ("if-match", "\"3\""),
            ("idempotency-key", "once"),
            ("content-type", "application/json"),
        ];
        // Written out line by line after RFC 9421, section 2.5.
        let mut base = String::new();
        for name in components.split_whitespace() {
            let value = values.iter().find(|(n, _)| format!("\"{n}\"") == name).map_or("", |(_, v)| v);
            base += &format!("{name}: {value}\n");
        }
        base += &format!("\"@signature-params\": ({components}){parameters}");
        let signature = BASE64.encode(signing_key().sign(base.as_bytes()).to_bytes());
        let headers = vec![
            ("content-digest", digest.clone()),
            ("if-match", "\"3\"".to_owned()),
            ("idempotency-key", "once".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("signature-input", format!("me=({components}){parameters}")),
            ("signature", format!("me=:{signature}:")),
        ];
        Self { method: "POST", path: "/api/v1/referrals/7/recommendation", content: CONTENT.to_vec(), headers }
    }
    fn good() -> Self {
        Self::signed(COMPONENTS, &parameters())
    }
    fn with(mut self, name: &str, value: &str) -> Self {
        for (n, v) in &mut self.headers {
            if *n == name {
                *v = value.to_owned();
            }
        }
        self
    }
    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| *n != name);
        self
    }
    fn read(&self) -> Result<Option<OwnSignature>, BadSignature> {
        let parts = Parts { method: self.method, path: self.path, content: &self.content };
        OwnSignature::read(parts, |name| {
            self.headers.iter().filter(|(n, _)| *n == name).map(|(_, v)| v.as_bytes()).collect()
        })
    }
    /// Everything that is checked of a request.
    fn check(&self) -> Result<Covered, BadSignature> {
        let own = self.read()?.ok_or_else(|| BadSignature::new("no signature"))?;
        let covered = own.verify(&public())?;
        covered.check_time(now())?;
        Ok(covered)
    }
}

const COMPONENTS: &str = r#""@method" "@path" "content-digest" "if-match""#;

fn parameters() -> String {
    format!(";created={NOW};keyid=\"{}\"", public().thumbprint())
}

#[test]
fn a_signed_request_says_what_is_signed() {
    let covered = Request::good().check().expect("genuine");
    assert_eq!((covered.method.as_str(), covered.path.as_str()), ("POST", "/api/v1/referrals/7/recommendation"));
    assert_eq!(covered.content_sha256, <[u8; 32]>::from(Sha256::digest(CONTENT)));
    assert_eq!(covered.if_match.as_deref(), Some("\"3\""));
    assert_eq!(covered.key, public().thumbprint());
    let all = r#""idempotency-key" "content-digest" "@path" "if-match" "@method" "content-type""#;
    let more = format!("{};alg=\"ed25519\";nonce=\"n\";tag=\"t\";expires={}", parameters(), NOW + 60);
    Request::signed(all, &more).check().expect("in another order, with all parameters");
}

#[test]
fn a_request_without_a_signature_has_none() {
    assert_eq!(Request::good().without("signature").without("signature-input").read(), Ok(None));
}

#[test]
fn a_changed_byte_makes_a_signature_worthless() {
    let good = Request::good;
    let other_content = Request { content: br#"{"determination":"some"}"#.to_vec(), ..good() };
    let digest = format!("sha-256=:{}:", BASE64.encode(Sha256::digest(&other_content.content)));
    let other_signature = good().headers.pop().expect("a signature").1.replacen(":", ":A", 1);
    let cases = [
        ("another method", Request { method: "PUT", ..good() }),
        ("another path", Request { path: "/api/v1/referrals/8/recommendation", ..good() }),
        ("another content", other_content.clone()),
        ("another content with its digest", other_content.with("content-digest", &digest)),
        ("another version", good().with("if-match", "\"4\"")),
        ("no version", good().without("if-match")),
        ("another signature", good().with("signature", &other_signature)),
        ("no signature", good().without("signature")),
        ("no input", good().without("signature-input")),
        ("no digest", good().without("content-digest")),
        ("another label", good().with("signature", &good().headers[5].1.replacen("me", "you", 1))),
        (
            "another time",
            good().with("signature-input", &format!("me=({COMPONENTS}){}", parameters().replace("00;", "01;"))),
        ),
        (
            "fewer components",
            good().with("signature-input", &format!("me=(\"@method\" \"@path\" \"content-digest\"){}", parameters())),
        ),
        ("sent twice", {
            let mut twice = good();
            twice.headers.push(("if-match", "\"3\"".into()));
            twice
        }),
    ];
    for (what, request) in cases {
        assert!(request.check().is_err(), "{what} was taken");
    }
}

#[test]
fn what_a_signature_leaves_out_or_adds_is_refused() {
    let named = parameters();
    let key = public().thumbprint();
    let cases = [
        ("without the method", r#""@path" "content-digest" "if-match""#, named.clone()),
        ("without the path", r#""@method" "content-digest" "if-match""#, named.clone()),
        ("without the digest", r#""@method" "@path" "if-match""#, named.clone()),
        ("without the version that was sent", r#""@method" "@path" "content-digest""#, named.clone()),
        ("the host", r#""@method" "@path" "content-digest" "if-match" "@authority""#, named.clone()),
        ("an unknown header", r#""@method" "@path" "content-digest" "if-match" "x-role""#, named.clone()),
        ("a header twice", r#""@method" "@path" "@path" "content-digest" "if-match""#, named.clone()),
        ("part of a header", r#""@method";req "@path" "content-digest" "if-match""#, named.clone()),
        ("nothing", "", named.clone()),
        ("without a time", COMPONENTS, format!(";keyid=\"{key}\"")),
        ("without a key", COMPONENTS, format!(";created={NOW}")),
        ("another key", COMPONENTS, format!(";created={NOW};keyid=\"{}\"", "A".repeat(43))),
        ("another algorithm", COMPONENTS, format!("{named};alg=\"hmac-sha256\"")),
        ("a time in words", COMPONENTS, format!(";created=\"{NOW}\";keyid=\"{key}\"")),
        ("too old", COMPONENTS, format!(";created={};keyid=\"{key}\"", NOW - 301)),
        ("of a time to come", COMPONENTS, format!(";created={};keyid=\"{key}\"", NOW + 301)),
        ("expired", COMPONENTS, format!("{named};expires={NOW}")),
        ("an unknown parameter", COMPONENTS, format!("{named};role=\"official\"")),
        ("a time without end", COMPONENTS, format!(";created=999999999999999;keyid=\"{key}\"")),
    ];
    for (what, components, parameters) in cases {
        assert!(Request::signed(components, &parameters).check().is_err(), "{what}: was taken");
    }
    let told = Request::signed(COMPONENTS, &format!("{named};role=\"official\"")).check().expect_err("refused");
    assert_eq!(told.to_string(), "Signature-Input has an unknown parameter \"role\".");
    for created in [NOW - 299, NOW + 299] {
        let request = Request::signed(COMPONENTS, &format!(";created={created};keyid=\"{key}\""));
        request.check().expect("clocks differ");
    }
}

#[test]
fn headers_that_cannot_be_read_are_refused() {
    for (name, value) in [
        ("signature-input", "me"),
        ("signature-input", "me=1"),
        ("signature-input", "me=()"),
        ("signature-input", "me=(1 2)"),
        ("signature-input", "(\"@method\")"),
        ("signature-input", ""),
        ("signature-input", "a=(\"@method\"), b=(\"@path\")"),
        ("signature", "me=\"text\""),
        ("signature", "me=:not base64:"),
        ("signature", "me=(:AA==:)"),
        ("content-digest", "sha-256=AAAA"),
        ("content-digest", "sha-256=:AAAA:"),
        ("content-digest", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"),
        ("if-match", "\"3\u{e9}\""),
        ("if-match", "\"3\"\n\"@method\": DELETE"),
    ] {
        assert!(Request::good().with(name, value).check().is_err(), "{name}: {value}");
    }
    let long = format!("{}{}", Request::good().headers[4].1, " ".repeat(MAX_HEADER));
    assert!(Request::good().with("signature-input", &long).check().is_err(), "too long");
}

#[test]
fn what_is_kept_is_checked_without_the_request() {
    let own = Request::good().read().expect("read").expect("signed");
    own.verify(&public()).expect("genuine");
    let forged = |change: fn(&mut OwnSignature)| {
        let mut own = own.clone();
        change(&mut own);
        own.verify(&public())
    };
    assert!(forged(|own| own.base = own.base.replace("/7/", "/8/")).is_err());
    assert!(forged(|own| own.key = "A".repeat(43)).is_err());
    assert!(forged(|own| own.signature.clear()).is_err());
    assert!(forged(|own| own.base.insert_str(0, "\"@method\": DELETE\n")).is_err());
    for base in ["", "\"@method\": POST", "\"@signature-params\": ()", "\"@signature-params\": x", "\n\n"] {
        assert!(Covered::parse(base).is_err(), "{base:?}");
    }
}
