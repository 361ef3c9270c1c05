//! Acts that people sign with keys of their own, as a program of theirs does it: RFC 9421 by the book, without the code of
//! the service. S-17, S-38.

use crate::frame::harness::{Answer, Call, Client, Place, Server, factor};
use crate::frame::office::TestOffice;
use crate::frame::store::past_the_store;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD as BASE64, BASE64_URL_SAFE_NO_PAD as URL};
use diesel::connection::SimpleConnection as _;
use domain::base::ids::ReferralId;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use subrosa::auth::keys::OfficeKey;
use subrosa::auth::seal::{Kind, Seal};
use subrosa::clock::{Clock as _, SystemClock};
use subrosa::store::Conn;

/// A person's key.
enum Own {
    Ed25519(SigningKey),
    P256(p256::ecdsa::SigningKey),
}

impl Own {
    fn ed25519(seed: u8) -> Self {
        Self::Ed25519(SigningKey::from_bytes(&[seed; 32]))
    }
    fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).expect("a key"))
    }
    fn jwk(&self) -> Value {
        match self {
            Self::Ed25519(key) => json!({"kty": "OKP", "crv": "Ed25519", "x": URL.encode(key.verifying_key())}),
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                let [x, y] = [point.x(), point.y()].map(|c| URL.encode(c.expect("a coordinate")));
                json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})
            }
        }
    }
    /// RFC 7638: the members in the order of their names, without spaces.
    fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        let text = |name: &str| jwk[name].as_str().unwrap_or_default().to_owned();
        let y = if jwk["y"].is_null() { String::new() } else { format!(",\"y\":\"{}\"", text("y")) };
        let canonical =
            format!("{{\"crv\":\"{}\",\"kty\":\"{}\",\"x\":\"{}\"{y}}}", text("crv"), text("kty"), text("x"));
        URL.encode(Sha256::digest(canonical))
    }
    fn sign(&self, base: &str) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(base.as_bytes()).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(base.as_bytes());
                signature.to_bytes().to_vec()
            }
        }
    }
    /// The headers by which a request is signed.
    fn headers(&self, method: &str, path: &str, body: &[u8], if_match: Option<&str>) -> Vec<(&'static str, String)> {
        let digest = format!("sha-256=:{}:", BASE64.encode(Sha256::digest(body)));
        let mut base = format!("\"@method\": {method}\n\"@path\": /api/v1{path}\n\"content-digest\": {digest}\n");
        let mut names = "\"@method\" \"@path\" \"content-digest\"".to_owned();
        if let Some(version) = if_match {
            base += &format!("\"if-match\": {version}\n");
            names += " \"if-match\"";
        }
        // The time makes each signature another one.
        let input = format!("({names});created={};keyid=\"{}\"", SystemClock.now().as_second(), self.thumbprint());
        base += &format!("\"@signature-params\": {input}");
        let mut headers = vec![
            ("Content-Digest", digest),
            ("Signature-Input", format!("own={input}")),
            ("Signature", format!("own=:{}:", BASE64.encode(self.sign(&base)))),
        ];
        headers.extend(if_match.map(|version| ("If-Match", version.to_owned())));
        headers
    }
    fn post(&self, who: &Client, path: &str, body: &Value, if_match: Option<&str>) -> Answer {
        let body = body.to_string().into_bytes();
        let headers = self.headers("POST", path, &body, if_match);
        who.call(Call { method: "POST", path, body: Some(("application/json", body)), headers })
    }
}

/// An office with a filing that the Navy and the Army were asked about, and its people.
struct Signing {
    server: Server,
    navy: ReferralId,
    office: TestOffice,
}

impl Signing {
    fn at(place: Place) -> Self {
        let office = TestOffice::at(place);
        let filing = office.confirmed(1, json!({}));
        office.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let navy = office.referral(filing, "NAVY");
        for (name, role, agency) in [
            ("navy9", "reviewer", Some("NAVY")),
            ("dod9", "official", Some("DOD")),
            ("sec9", "security_officer", None),
            ("sec8", "security_officer", None),
            ("audit9", "auditor", None),
            ("exam9", "examiner", None),
        ] {
            office.place.account(name, role, agency, false);
        }
        // Whoever puts a key on record has a second factor.
        for name in ["navy9", "dod9"] {
            factor::want(office.place.dir.path(), name);
        }
        let server = Server::start(&office.place, &[]);
        Self { server, navy, office }
    }
    fn places() -> impl Iterator<Item = Self> {
        std::iter::once(Place::sqlite()).chain(Place::postgres("signed acts")).map(Self::at)
    }
    fn acknowledgments(&self) -> String {
        format!("/referrals/{}/acknowledgments", self.navy)
    }
    fn statement(&self, who: &Client) -> Value {
        let seen = who.get(&format!("/referrals/{}", self.navy)).expect(200);
        json!({"statement": seen.body["acknowledgment_statement"]})
    }
    /// Puts a key on record and lets an officer confirm it.
    fn add_key(&self, who: &Client, key: &Own) {
        let ask = json!({"name": "card", "public_key": key.jwk()});
        let added = key.post(who, "/personal-keys", &ask, None).expect(201);
        assert_eq!(added.body["thumbprint"], json!(key.thumbprint()));
        let confirm = format!("/personal-keys/{}/confirm", added.body["id"].as_str().expect("an id"));
        self.server.sign_in("sec9").post(&confirm, json!({}), added.header("etag")).expect(200);
    }
    fn verify(&self, more: &[&str]) -> (Option<i32>, String) {
        let out = self.office.place.cli(&[&["ledger", "verify"], more].concat());
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    }
    /// The entry of the last act of this name, as an auditor reads it.
    fn last_entry(&self, act: &str) -> Value {
        let auditor = self.server.sign_in("audit9");
        let (mut after, mut found) = (0, None);
        loop {
            let entries = auditor.get(&format!("/ledger?limit=200&after={after}")).expect(200).items();
            let Some(last) = entries.last() else { return found.expect("the act") };
            after = last["seq"].as_i64().expect("a number");
            found = entries.into_iter().rfind(|e| e["act"] == act && e["outcome"] == "done").or(found);
        }
    }
    /// What a statement says, if the office key has signed it.
    fn read_statement(&self, jws: &str) -> Value {
        let key = self.server.sign_in("exam9").get("/office-key").expect(200).body;
        let key = URL.decode(key["x"].as_str().expect("a key")).expect("base64url");
        let key = VerifyingKey::from_bytes(&key.try_into().expect("32 bytes")).expect("a key");
        let (message, signature) = jws.rsplit_once('.').expect("a JWS");
        let signature = URL.decode(signature).expect("base64url");
        let signature = ed25519_dalek::Signature::from_slice(&signature).expect("64 bytes");
        key.verify_strict(message.as_bytes(), &signature).expect("genuine");
        let (header, payload) = message.split_once('.').expect("two parts");
        let read = |part: &str| serde_json::from_slice::<Value>(&URL.decode(part).expect("base64url")).expect("JSON");
        assert_eq!(read(header)["typ"], "subrosa-act+jws");
        read(payload)
    }
}

#[test]
fn s_17_an_act_without_an_own_key_is_signed_by_the_service_which_says_so() {
    for s in Signing::places() {
        let navy = s.server.sign_in("navy9");
        let ask = s.statement(&navy);
        let signed = navy.post(&s.acknowledgments(), ask.clone(), Some("*")).expect(201);
        assert_eq!(signed.body["personal_key"], Value::Null);
        let entry = s.last_entry("referral.acknowledge");
        assert!(entry["detail"].as_str().expect("a detail").contains(" signed_by=service"), "{entry}");
        let stated = s.read_statement(entry["statement"].as_str().expect("a statement"));
        for member in ["seq", "hash", "act", "subject", "at"] {
            assert_eq!(stated[member], entry[member], "{member}");
        }
        assert_eq!(
            (&stated["signer"], &stated["own"], &stated["person"]),
            (&json!("service"), &Value::Null, &json!("navy9"))
        );
        assert_eq!(stated["request"]["path"], json!(format!("/api/v1{}", s.acknowledgments())));
        let digest: String = Sha256::digest(ask.to_string()).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(stated["request"]["content_sha256"], json!(digest));
        assert_eq!(s.last_entry("session.begin")["statement"], Value::Null, "nobody signs a sign-in");
        let (code, said) = s.verify(&[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("people have signed 0 acts with keys of their own, the service 1 for people"), "{said}");
    }
}

#[test]
fn s_17_whoever_has_a_key_acts_by_it_alone_and_a_changed_byte_is_refused() {
    for (n, s) in Signing::places().enumerate() {
        // Both kinds of keys, one on each database.
        let kinds = [(Own::ed25519(7), Own::p256(9)), (Own::p256(7), Own::ed25519(9))];
        let [(key, other), _] = if n == 0 {
            kinds
        } else {
            let [a, b] = kinds;
            [b, a]
        };
        let navy = s.server.sign_in("navy9");
        s.add_key(&navy, &key);
        let (path, ask) = (s.acknowledgments(), s.statement(&navy));
        let etag =
            navy.get(&format!("/referrals/{}", s.navy)).expect(200).header("etag").expect("a version").to_owned();
        assert_eq!(navy.post(&path, ask.clone(), Some(&etag)).expect(403).code(), "signature.required");
        assert_eq!(other.post(&navy, &path, &ask, Some(&etag)).expect(422).code(), "signature.invalid");
        // A signature over something else.
        let body = ask.to_string().into_bytes();
        let send = |headers: Vec<(&'static str, String)>| {
            navy.call(Call { method: "POST", path: &path, body: Some(("application/json", body.clone())), headers })
        };
        for (what, headers) in [
            ("another method", key.headers("PUT", &path, &body, Some(&etag))),
            ("another path", key.headers("POST", &format!("{path}/"), &body, Some(&etag))),
            ("another content", key.headers("POST", &path, b"{}", Some(&etag))),
            ("another version", {
                let mut headers = key.headers("POST", &path, &body, Some("\"9\""));
                headers.pop();
                headers.push(("If-Match", etag.clone()));
                headers
            }),
            ("no version", {
                let mut headers = key.headers("POST", &path, &body, None);
                headers.push(("If-Match", etag.clone()));
                headers
            }),
        ] {
            assert_eq!(send(headers).expect(422).code(), "signature.invalid", "{what}");
        }
        let signed = send(key.headers("POST", &path, &body, Some(&etag))).expect(201);
        assert_eq!(signed.body["personal_key"], json!(key.thumbprint()));
        // The signature is in the statement, over what was sent.
        let entry = s.last_entry("referral.acknowledge");
        let stated = s.read_statement(entry["statement"].as_str().expect("a statement"));
        assert_eq!((&stated["signer"], &stated["own"]["key"]), (&json!("person"), &json!(key.thumbprint())));
        let base = stated["own"]["base"].as_str().expect("a text");
        assert!(base.starts_with(&format!("\"@method\": POST\n\"@path\": /api/v1{path}\n")), "{base}");
        let again = BASE64.encode(key.sign(base));
        // Both algorithms make the same signature each time here (RFC 8032, RFC 6979).
        assert_eq!(stated["own"]["signature"], json!(again));
        // The same person opines, also only by the key; the signature of before is worth nothing more.
        let opinions = format!("/referrals/{}/opinions", s.navy);
        let opinion =
            json!({"conclusion": "order", "order_type": "II", "grounds": [], "reason": "claim 1 shows the antenna"});
        assert_eq!(navy.post(&opinions, opinion.clone(), Some("*")).expect(403).code(), "signature.required");
        let sent = opinion.to_string().into_bytes();
        let once = key.headers("POST", &opinions, &sent, Some("*"));
        let opine = |idempotency: Option<&str>| {
            let mut headers = once.clone();
            headers.extend(idempotency.map(|key| ("Idempotency-Key", key.to_owned())));
            navy.call(Call { method: "POST", path: &opinions, body: Some(("application/json", sent.clone())), headers })
        };
        let first = opine(Some("k1")).expect(201);
        assert_eq!(opine(Some("k1")).expect(201).body, first.body, "a repeated request has the answer of the first");
        assert_eq!(opine(None).expect(422).code(), "signature.invalid", "a signature counts once");
        let (code, said) = s.verify(&[]);
        assert!(code == Some(0) && said.contains("people have signed 2 acts with keys of their own"), "{said}");

        // Once the key is ended, the service signs again, and what was signed stays proven.
        let listed = navy.get("/personal-keys").expect(200).items();
        let id = listed[0]["id"].as_str().expect("an id");
        let end = |etag: &str| {
            let headers = vec![("If-Match", etag.to_owned())];
            navy.call(Call { method: "DELETE", path: &format!("/personal-keys/{id}"), body: None, headers })
        };
        assert_eq!(end("\"1\"").expect(412).code(), "precondition.stale");
        end(listed[0]["etag"].as_str().expect("a version")).expect(200);
        assert_eq!(
            key.post(&navy, &opinions, &opinion, Some("*")).expect(422).code(),
            "signature.invalid",
            "it is ended"
        );
        navy.post(&opinions, opinion, Some("*")).expect(201);
        assert_eq!(s.verify(&[]).0, Some(0));
    }
}

#[test]
fn s_38_a_key_is_confirmed_by_another_person_and_is_one_persons_for_ever() {
    for s in Signing::places() {
        let (key, other) = (Own::ed25519(3), Own::ed25519(4));
        let [navy, dod, sec8, sec9] = ["navy9", "dod9", "sec8", "sec9"].map(|name| s.server.sign_in(name));
        let ask = |key: &Own| json!({"name": "card", "public_key": key.jwk()});
        // Whoever puts a key on record holds it.
        assert_eq!(navy.post("/personal-keys", ask(&key), None).expect(403).code(), "signature.required");
        assert_eq!(other.post(&navy, "/personal-keys", &ask(&key), None).expect(422).code(), "signature.invalid");
        let private =
            json!({"name": "card", "public_key": {"kty": "OKP", "crv": "Ed25519", "x": key.jwk()["x"], "d": "AAAA"}});
        assert_eq!(key.post(&navy, "/personal-keys", &private, None).expect(422).code(), "request.invalid");
        let added = key.post(&navy, "/personal-keys", &ask(&key), None).expect(201);
        assert_eq!(key.post(&dod, "/personal-keys", &ask(&key), None).expect(409).code(), "personal_key.known");
        // Before it is confirmed it does not count, and nobody asks for it.
        let (path, words) = (s.acknowledgments(), s.statement(&navy));
        assert_eq!(key.post(&navy, &path, &words, Some("*")).expect(422).code(), "signature.invalid");
        let confirm = format!("/personal-keys/{}/confirm", added.body["id"].as_str().expect("an id"));
        assert_eq!(navy.post(&confirm, json!({}), Some("*")).expect(403).code(), "role.forbidden");
        // An officer's own key is confirmed by another officer.
        let own = other.post(&sec9, "/personal-keys", &ask(&other), None).expect(201);
        let own = format!("/personal-keys/{}/confirm", own.body["id"].as_str().expect("an id"));
        assert_eq!(sec9.post(&own, json!({}), Some("*")).expect(403).code(), "personal_key.second_person");
        sec8.post(&own, json!({}), Some("*")).expect(200);
        let confirmed = sec9.post(&confirm, json!({}), Some("*")).expect(200);
        assert_eq!(confirmed.body["confirmed_by"], "sec9");
        assert_eq!(sec8.post(&confirm, json!({}), Some("*")).expect(409).code(), "personal_key.over");
        // Each sees the own keys; those who confirm and check see all.
        assert_eq!(navy.get("/personal-keys").expect(200).items().len(), 1);
        assert_eq!(dod.get("/personal-keys").expect(200).items().len(), 0);
        for name in ["sec8", "audit9"] {
            assert_eq!(s.server.sign_in(name).get("/personal-keys").expect(200).items().len(), 2, "{name}");
        }
        // Somebody else's key is not there to be ended, and what nobody signs takes no signature.
        let end = confirm.trim_end_matches("/confirm").to_owned();
        let delete = |who: &Client| {
            who.call(Call { method: "DELETE", path: &end, body: None, headers: vec![("If-Match", "*".into())] })
        };
        delete(&dod).expect(404);
        let about = format!("/referrals/{}/questions", s.navy);
        let question = key.post(&navy, &about, &json!({"question": "which claim is it?"}), Some("*"));
        assert_ne!(question.status, 201, "{}", question.text);
        delete(&sec8).expect(200);
        assert_eq!(delete(&navy).expect(409).code(), "personal_key.over");
        assert_eq!(key.post(&navy, "/personal-keys", &ask(&key), None).expect(409).code(), "personal_key.known");
    }
}

/// Runs statements without any trigger of the database.
fn edit(place: &Place, statements: &str) {
    past_the_store(place, |conn| {
        match conn {
            Conn::Sqlite(c) => c.batch_execute(
                "DROP TRIGGER IF EXISTS signed_acts_no_update; DROP TRIGGER IF EXISTS signed_acts_no_delete",
            )?,
            Conn::Pg(c) => c.batch_execute("SET session_replication_role = replica")?,
        }
        Ok(conn.batch_execute(statements)?)
    })
    .expect("edited");
}

#[test]
fn s_17_whoever_edits_what_was_signed_is_found_in_the_database_and_in_an_export() {
    for s in Signing::places() {
        let key = Own::ed25519(5);
        let [navy, dod] = ["navy9", "dod9"].map(|name| s.server.sign_in(name));
        s.add_key(&navy, &key);
        let words = s.statement(&navy);
        key.post(&navy, &s.acknowledgments(), &words, Some("*")).expect(201);
        let words = s.statement(&dod);
        dod.post(&s.acknowledgments(), words, Some("*")).expect(201);
        let export = s.office.place.path("export");
        let out = s.office.place.cli(&["ledger", "export", &export]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let check = || {
            let out = crate::frame::harness::run(&["ledger", "verify", "--export", &export]);
            (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
        };
        let (code, said) = check();
        assert!(
            code == Some(0) && said.contains("people have signed 1 acts with keys of their own, the service 1"),
            "{said}"
        );
        let file = format!("{export}/acts.ndjson");
        let acts = fs::read_to_string(&file).expect("the statements");
        let lines: Vec<&str> = acts.lines().collect();
        let [first, second] = lines[..] else { panic!("{acts}") };
        let keys_file = format!("{export}/keys.json");
        let keys = fs::read_to_string(&keys_file).expect("the keys");
        let number = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["seq"].to_string();
        let swapped = first.replace(&number(first), &number(second));
        for (what, acts, keys) in [
            ("a statement is gone", format!("{second}\n"), keys.clone()),
            ("all are gone", String::new(), keys.clone()),
            ("a statement of another act", format!("{first}\n{swapped}\n"), keys.clone()),
            ("the order", format!("{second}\n{first}\n"), keys.clone()),
            ("a changed statement", acts.replacen("eyJ", "eyK", 1), keys.clone()),
            (
                "another key of the person",
                acts.clone(),
                keys.replace(key.jwk()["x"].as_str().expect("x"), Own::ed25519(6).jwk()["x"].as_str().expect("x")),
            ),
        ] {
            fs::write(&file, acts).expect("written");
            fs::write(&keys_file, keys).expect("written");
            let (code, said) = check();
            assert_eq!(code, Some(2), "{what}: {said}");
        }
        // Somebody signs with a key that they call an earlier one of the Office.
        let stranger = Seal::with(OfficeKey::generate().expect("a key"));
        let mut stated = s
            .read_statement(serde_json::from_str::<Value>(second).expect("JSON")["statement"].as_str().expect("a JWS"));
        stated["request"]["content_sha256"] = json!("0".repeat(64));
        let forged = json!({"seq": stated["seq"], "statement": stranger.sign(Kind::Act, &stated).expect("signed")});
        let mut with_key: Value = serde_json::from_str(&keys).expect("JSON");
        with_key["earlier"] = json!([stranger.public().expect("a key").jwk()]);
        fs::write(&file, format!("{first}\n{forged}\n")).expect("written");
        fs::write(&keys_file, with_key.to_string()).expect("written");
        let (code, said) = check();
        assert!(code == Some(2) && said.contains("is not taken"), "a key that the ledger does not name: {said}");
        fs::write(&file, &acts).expect("written");
        fs::write(&keys_file, &keys).expect("written");
        fs::remove_file(&file).expect("removed");
        assert_eq!(check().0, Some(2), "the file is gone");

        let (navys, dods) = (number(first), number(second));
        for (what, statements, named) in [
            (
                "the content",
                format!("UPDATE signed_acts SET content = replace(content, 'I, ', 'We, ') WHERE seq = {dods}"),
                &dods,
            ),
            ("the digest", format!("UPDATE signed_acts SET own_sha256 = NULL WHERE seq = {navys}"), &navys),
            (
                "the statement",
                format!("UPDATE signed_acts SET statement = replace(statement, 'eyJ', 'eyK') WHERE seq = {dods}"),
                &dods,
            ),
            ("the whole row", format!("DELETE FROM signed_acts WHERE seq = {navys}"), &navys),
        ] {
            edit(&s.office.place, &statements);
            let (code, said) = s.verify(&[]);
            assert_eq!(code, Some(2), "{what}: {said}");
            assert!(said.lines().any(|line| line.starts_with(&format!("signed_acts {named}: "))), "{what}: {said}");
        }
    }
}

#[test]
fn s_17_what_a_lost_office_key_has_signed_stays_proven() {
    let s = Signing::at(Place::sqlite());
    let reviewer = s.server.sign_in("navy9");
    reviewer.post(&s.acknowledgments(), s.statement(&reviewer), Some("*")).expect(201);
    let Signing { server, navy, office } = s;
    drop(server);
    fs::remove_file(office.place.path("data/wrapping-key")).expect("lost");
    let server = Server::start(&office.place, &["--new-keys"]);
    let s = Signing { server, navy, office };
    let official = s.server.sign_in("dod9");
    official.post(&s.acknowledgments(), s.statement(&official), Some("*")).expect(201);
    let (code, said) = s.verify(&[]);
    assert!(code == Some(0) && said.contains("the service 2 for people"), "{said}");
    let export = s.office.place.path("export");
    assert!(s.office.place.cli(&["ledger", "export", &export]).status.success());
    let out = crate::frame::harness::run(&["ledger", "verify", "--export", &export]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success() && said.contains("statements about acts of before are by "), "{said}");
}
