//! Statements that are genuine, and every way not to be.

use super::*;
use serde_json::{Value, json};

struct Bench {
    seal: Seal,
    public: PublicKey,
}

impl Bench {
    fn new() -> Self {
        let seal = Seal::with(OfficeKey::generate().expect("key"));
        Self { public: seal.public().expect("a key"), seal }
    }
    fn good(&self) -> String {
        self.seal.sign(Kind::Certificate, &json!({"verdict": "clear"})).expect("signed")
    }
    fn check(&self, jws: &str) -> Result<Value, Rejected> {
        self.public.verify(Kind::Certificate, jws)
    }
    /// Signed with the right key, header and payload as given.
    fn forge(&self, header: &Value, payload: &[u8]) -> String {
        let message = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(payload));
        let signature = BASE64.encode(self.seal.0.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }
    fn header(&self) -> Value {
        json!({"alg": "EdDSA", "typ": "subrosa-certificate+jws", "kid": self.public.id()})
    }
}

fn said(rejected: Result<Value, Rejected>) -> String {
    match rejected {
        Ok(v) => format!("genuine: {v}"),
        Err(Rejected::Unreadable(why)) => format!("unreadable: {why}"),
        Err(Rejected::NotGenuine(why)) => format!("not genuine: {why}"),
    }
}

#[test]
fn what_was_signed_is_read_back_by_whoever_has_the_public_key() {
    let b = Bench::new();
    assert_eq!(b.check(&b.good()), Ok(json!({"verdict": "clear"})));
    let jwk = serde_json::to_string(&b.public.jwk()).expect("json");
    let key = PublicKey::from_jwk(&jwk).expect("a key");
    assert_eq!((&key, key.verify::<Value>(Kind::Certificate, &b.good()).is_ok()), (&b.public, true));
    assert!(b.check(&b.forge(&b.header(), b"{}")).is_ok(), "the forger's tools are right");
}

#[test]
fn nothing_else_is_taken() {
    let b = Bench::new();
    let with = |name: &str, value: Value| {
        let mut header = b.header();
        header[name] = value;
        b.forge(&header, b"{}")
    };
    let good = b.good();
    let parts: Vec<&str> = good.split('.').collect();
    let joined = |p: [&str; 3]| p.join(".");
    let tampered = BASE64.encode(r#"{"verdict":"flagged"}"#);
    let none =
        BASE64.encode(json!({"alg": "none", "typ": "subrosa-certificate+jws", "kid": b.public.id()}).to_string());
    let checkpoint = b.seal.sign(Kind::Checkpoint, &json!({})).expect("signed");
    let later = b.forge(&b.header(), b"[1");
    let mut flipped = good.clone().into_bytes();
    let at = parts[0].len() + 1 + parts[1].len() + 20;
    flipped[at] = if flipped[at] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(flipped).expect("text");
    let other = Bench::new();
    let cases: Vec<(&str, String)> = vec![
        ("another algorithm", with("alg", json!("HS256"))),
        ("no algorithm", joined([&none, parts[1], ""])),
        ("another type", checkpoint),
        ("a token", with("typ", json!("at+jwt"))),
        ("a key in the header", with("jwk", json!({}))),
        ("another payload", joined([parts[0], &tampered, parts[2]])),
        ("a flipped bit", flipped),
        ("cut in the signature", good[..good.len() - 10].to_owned()),
        ("cut in the payload", good[..parts[0].len() + 10].to_owned()),
        ("empty", String::new()),
        ("padding", format!("{good}=")),
        ("white space", format!(" {good}")),
        ("a fourth part", format!("{good}.{}", parts[2])),
        ("no JSON for a header", joined([&BASE64.encode("{"), parts[1], parts[2]])),
        ("no JSON inside", later),
        ("huge", "a.".repeat(MAX_BYTES)),
    ];
    let shown: Vec<String> = cases.iter().map(|(what, jws)| format!("{what}: {}", said(b.check(jws)))).collect();
    insta::assert_snapshot!(shown.join("\n"));
    let by_other = said(b.check(&other.good()));
    assert!(by_other.starts_with("not genuine: it names the key"), "{by_other}");
    // The name is not the proof: another key under the right name fails by its signature.
    let named = other.forge(&b.header(), b"{}");
    assert!(said(b.check(&named)).starts_with("not genuine: the signature"), "{named}");
}

#[test]
fn every_changed_byte_is_noticed() {
    let b = Bench::new();
    let good = b.good();
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        let changed = String::from_utf8(bytes).expect("text");
        assert!(b.check(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    let b = Bench::new();
    let with = |name: &str, value: Value| {
        let mut jwk = serde_json::to_value(b.public.jwk()).expect("json");
        jwk[name] = value;
        PublicKey::from_jwk(&jwk.to_string()).expect_err("no key").to_string()
    };
    assert!(with("kty", json!("RSA")).contains("RSA Ed25519"));
    assert!(with("x", json!("AAAA")).contains("32 bytes"));
    assert!(with("kid", json!("other")).contains("calls itself other"));
    // The neutral element: any message has a signature under it.
    let mut weak = [0u8; 32];
    weak[0] = 1;
    assert!(with("x", json!(BASE64.encode(weak))).contains("relied on"));
    assert!(PublicKey::from_jwk("{").is_err());
}
