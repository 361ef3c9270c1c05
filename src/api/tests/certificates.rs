//! Certificates and checkpoints as others receive them, checked with nothing but the published key.

use crate::api::tests::harness::served;
use crate::auth::seal::{Kind, PublicKey};
use crate::workflow::office::ledger::StatedCheckpoint;
use domain::base::actor::Role;
use domain::filing::certificate::Certificate;
use serde_json::{Value, json};

#[test]
fn a_certificate_is_checked_with_the_published_key_alone() {
    let s = served();
    let intake = s.token("intake1", Role::Intake, None);
    let filing = json!({"application_number": "18/000,001", "title": "Secret title", "claims": ["1. A latch."]});
    let made = s.post("/filings", &intake, &filing).expect(201);
    let examiner = s.token("erin", Role::Examiner, None);
    let filing = made.body["id"].as_str().expect("an id");
    let all = s.get(&format!("/filings/{filing}/screenings"), &examiner).expect(200);
    let screening = &all.body["items"][0];
    let path = format!("/screenings/{}/certificate", screening["id"].as_str().expect("an id"));
    let auditor = s.token("audrey", Role::Auditor, None);
    let key = PublicKey::from_jwk(&s.get("/office-key", &intake).expect(200).text).expect("a key");
    for token in [&examiner, &auditor] {
        let answer = s.get(&path, token).expect(200);
        assert!(!answer.text.contains("Secret title"), "{}", answer.text);
        let jws = answer.body["jws"].as_str().expect("signed");
        let signed: Certificate = key.verify(Kind::Certificate, jws).expect("genuine");
        let signed: Value = serde_json::to_value(signed).expect("json");
        assert_eq!(signed, answer.body["certificate"], "what is shown is what is signed");
        for field in ["application_number", "document_sha256", "list", "engine", "text_version", "screened_at"] {
            assert_eq!(signed[field], screening[field], "{field}");
        }
        assert_eq!(signed["result"]["verdict"], "clear");
    }
    s.get(&path, &intake).expect(403);
    let checkpoint = s.get("/ledger/checkpoint", &auditor).expect(200);
    let jws = checkpoint.body["jws"].as_str().expect("signed");
    let stated: StatedCheckpoint = key.verify(Kind::Checkpoint, jws).expect("genuine");
    assert_eq!(checkpoint.body["seq"], stated.end.seq);
    assert_eq!(checkpoint.body["hash"], stated.end.hash.as_str());
    assert!(key.verify::<Value>(Kind::Certificate, jws).is_err(), "one kind does not pass for another");
}
