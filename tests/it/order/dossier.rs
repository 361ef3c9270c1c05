//! GET of an order answers with its permits, its service and its clocks. Each part is shown to those who may see it, and is
//! what its own route shows.

use crate::frame::harness::{Client, Place, Server, flagged_filing};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn everywhere(what: &str, test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres(what) {
        test(&place);
    }
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

/// Signs the acknowledgment of the referral that came last.
fn sign(who: &Client) {
    let referral = who.get("/referrals").expect(200).items().pop().expect("a referral");
    let body = json!({"statement": referral["acknowledgment_statement"]});
    who.post(&format!("/referrals/{}/acknowledgments", id(&referral)), body, Some("*")).expect(201);
}

/// A filing under an order of the Navy, of the next number: its id and the order's.
fn order(n: u64, server: &Server) -> (String, String) {
    let [intake, examiner, officer, official] = ["intake1", "exam1", "officer1", "dod1"].map(|n| server.sign_in(n));
    let filing = id(&intake.intake("application/x-ndjson", flagged_filing(n).to_string())[0]);
    let screenings = examiner.get(&format!("/filings/{filing}/screenings")).expect(200).items();
    for hit in screenings[0]["hits"].as_array().expect("hits") {
        let body = json!({"decision": "confirm", "reason": "to the point"});
        examiner.post(&format!("/hits/{}/triage", id(hit)), body, Some("*")).expect(200);
    }
    let asked = examiner.post(&format!("/filings/{filing}/referrals"), json!({"agencies": ["NAVY"]}), Some("*"));
    let referral = format!("/referrals/{}", id(&asked.expect(201).items()[0]));
    sign(&official);
    let body = json!({"determination": "would_be_detrimental", "order_type": "III", "reason": "it would"});
    official.post(&format!("{referral}/recommendation"), body, Some("*")).expect(201);
    let made = officer.post(&format!("/filings/{filing}/orders"), json!({"type": "III"}), Some("*")).expect(201);
    (filing, id(&made.body))
}

/// A permit for one person, granted with the concurrence of the Navy: its id.
fn permit(order: &str, officer: &Client, official: &Client) -> String {
    let ask = json!({
        "principal": "Ada Marlowe", "copies": 2, "reason": "A subcontractor must build a part.",
        "scope": {"persons": {"people": [{"name": "Bob Stone", "country": "US"}]}},
    });
    let petition = id(&officer.post(&format!("/orders/{order}/permits"), ask, Some("*")).expect(201).body);
    let body = json!({"position": "concur", "reason": "no objection"});
    official.post(&format!("/petitions/{petition}/concurrences"), body, Some("*")).expect(201);
    let body = json!({"decision": "grant", "reason": "all concur"});
    officer.post(&format!("/petitions/{petition}/decision"), body, Some("*")).expect(201);
    petition
}

#[test]
fn an_order_is_answered_with_its_permits_service_and_clocks_to_those_who_may_see_them() {
    everywhere("an order with its dossier", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let [officer, official, examiner] = ["officer1", "dod1", "exam1"].map(|n| server.sign_in(n));
        let (filing, one) = order(1, &server);
        let path = format!("/orders/{one}");
        let fresh = officer.get(&path).expect(200);
        assert_eq!(fresh.body["permits"], json!([]));
        let given = permit(&one, &officer, &official);
        let notice = fresh.body["service"][0]["notice_id"].as_str().expect("a notice").to_owned();
        let today = fresh.body["service"][0]["dated"].clone();
        let body = json!({"method": "certified mail", "received_on": today});
        officer.post(&format!("/notices/{notice}/service"), body, Some("*")).expect(200);
        // The outbox job sends by itself. The test waits for it, so that nothing changes while parts are compared.
        let start = Instant::now();
        while !officer.get("/notices?state=queued").expect(200).items().is_empty() {
            assert!(start.elapsed() < Duration::from_secs(30), "notices still wait");
            std::thread::sleep(Duration::from_millis(50));
        }

        let seen = officer.get(&path).expect(200);
        assert_eq!(seen.header("ETag"), seen.body["etag"].as_str(), "the version of the order");
        assert_ne!(seen.header("ETag"), fresh.header("ETag"), "the petition moved it");
        assert_eq!(seen.body["terms"].as_array().map(Vec::len), Some(1), "and the order itself is there");
        // Each part is what its own route answers.
        assert_eq!(seen.body["permits"], officer.get(&format!("{path}/permits")).expect(200).body["items"]);
        assert_eq!(seen.body["permits"][0]["id"], given);
        let clocks = officer.get(&format!("/filings/{filing}/clocks")).expect(200).body["items"].clone();
        assert_eq!(seen.body["clocks"], clocks);
        assert!(clocks.as_array().expect("clocks").iter().any(|c| c["kind"] == "order_expiry"), "{clocks}");
        let notices = officer.get(&format!("/notices?order_id={one}&limit=200")).expect(200).items();
        let service = seen.body["service"].as_array().expect("service").clone();
        assert!(service.len() >= 4, "the order and the permit, for each principal with a letter: {service:?}");
        for letter in &service {
            let of = notices.iter().find(|n| n["id"] == letter["notice_id"]).expect("its notice");
            assert_eq!((&letter["principal"], &letter["state"]), (&of["principal"], &of["state"]));
            assert_eq!(letter["proof"], of["service"]);
        }
        let proven = service.iter().find(|s| s["notice_id"] == notice.as_str()).expect("the served one");
        assert_eq!(proven["proof"]["method"], "certified mail");
        assert_eq!(examiner.get(&path).expect(200).body["clocks"], clocks, "examiners work with clocks too");

        // Before a person of a sponsor has signed, there is no order for that person.
        let reviewer = server.sign_in("navy1");
        reviewer.get(&path).expect(404);
        sign(&reviewer);
        // Then they see the permits, and neither the principals nor the clocks of the Office.
        for sponsor in ["navy1", "dod1"] {
            let seen = server.sign_in(sponsor).get(&path).expect(200);
            assert_eq!(seen.body["permits"][0]["id"], given);
            assert_eq!((&seen.body["service"], &seen.body["clocks"]), (&Value::Null, &Value::Null), "{sponsor}");
            assert_eq!(seen.body["notices"], json!([]));
            for name in ["Deepfield", "docket@haleprior.example", "if_nobody_acts"] {
                assert!(!seen.text.contains(name), "{sponsor} reads {name}: {}", seen.text);
            }
        }
        // A reader who may not see the order gets 404.
        for (stranger, status) in [("army1", 404), ("doe1", 404), ("audit1", 403), ("sec1", 403), ("intake1", 403)] {
            let answer = server.sign_in(stranger).get(&path).expect(status);
            assert!(!answer.text.contains("SO-"), "{stranger}: {}", answer.text);
        }
        server.anonymous().get(&path).expect(401);

        // The list stays small, and an act answers with the order alone.
        let listed = officer.get("/orders").expect(200).items();
        assert_eq!(listed[0]["id"], one.as_str());
        for part in ["permits", "service", "clocks"] {
            assert!(listed[0].get(part).is_none(), "{part} in the list");
        }
    });
}

#[test]
fn what_belongs_to_another_order_is_not_shown_with_this_one() {
    everywhere("two orders with their dossiers", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let [officer, official] = ["officer1", "dod1"].map(|n| server.sign_in(n));
        let ((_, one), (_, two)) = (order(1, &server), order(2, &server));
        permit(&one, &officer, &official);
        let other = officer.get(&format!("/orders/{two}")).expect(200).body;
        assert_eq!(other["permits"], json!([]));
        for clock in other["clocks"].as_array().expect("clocks") {
            assert!(clock["order_id"].is_null() || clock["order_id"] == two.as_str(), "{clock}");
            assert_eq!(clock["filing_id"], other["filing_id"]);
        }
        for letter in other["service"].as_array().expect("service") {
            assert_eq!(letter["kind"], "order_issued");
        }
    });
}
