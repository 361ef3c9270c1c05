//! Issuers of tokens and the names that they have for people: what takes two security officers and what one, and which are
//! not taken at all.

use crate::frame::harness::Place;
use crate::frame::identity_provider::{Provider, seconds};
use crate::office::exchanges::bench::{Bench, delete, terms};
use crate::office::sign_in::everywhere;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A document with members of its terms changed; null takes one out.
fn asked(iss: &str, change: Value) -> Value {
    let mut terms = terms();
    for (name, value) in change.as_object().expect("members") {
        match value {
            Value::Null => drop(terms.as_object_mut().expect("members").shift_remove(name)),
            value => terms[name.as_str()] = value.clone(),
        }
    }
    json!({"agency": "NAVY", "iss": iss, "terms": terms})
}

#[test]
fn s_05_an_issuer_and_each_name_that_it_has_for_a_person_take_two_security_officers() {
    everywhere("two officers for an issuer", |place| {
        let b = Bench::with_people(place);
        let [one, two] = &b.officers;
        let iss = &b.provider.iss;
        let proposed = one.post("/issuers", asked(iss, json!({})), None).expect(201);
        assert_eq!(proposed.header("ETag"), Some("\"1\""));
        assert_eq!((&proposed.body["proposed_by"], &proposed.body["confirmed_by"]), (&json!("sec1"), &Value::Null));
        let path = format!("/issuers/{}", proposed.body["id"].as_str().expect("an id"));
        let confirmation = format!("{path}/confirmation");
        let name = json!({"issuer_id": proposed.body["id"], "subject": "7c1f"});
        let identities = format!("/accounts/{}/identities", b.account("navy1"));
        // One officer alone opens nothing.
        one.post(&identities, name.clone(), Some("*")).expect(201);
        b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);
        assert_eq!(one.post(&confirmation, json!({}), Some("*")).expect(403).code(), "issuer.second_person");
        two.post(&confirmation, json!({}), None).expect(428);
        two.post(&confirmation, json!({}), Some("\"7\"")).expect(412);
        let confirmed = two.post(&confirmation, json!({}), Some("\"1\"")).expect(200);
        assert_eq!((confirmed.header("ETag"), &confirmed.body["confirmed_by"]), (Some("\"2\""), &json!("sec2")));
        assert_eq!(two.post(&confirmation, json!({}), Some("*")).expect(409).code(), "issuer.confirmed");
        assert_eq!(b.provider.asked("/keys"), 0, "nothing is fetched for an issuer that is not active");
        b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);

        let listed = two.get(&identities).expect(200).items();
        assert_eq!(
            (listed.len(), &listed[0]["subject"], &listed[0]["confirmed_by"]),
            (1, &json!("7c1f"), &Value::Null)
        );
        // A later proposal takes the place of one that nobody has confirmed.
        let later = one.post(&identities, json!({"issuer_id": proposed.body["id"], "subject": "7c1f0"}), Some("*"));
        let later = format!("/identities/{}", later.expect(201).body["id"].as_str().expect("an id"));
        let earlier = format!("/identities/{}", listed[0]["id"].as_str().expect("an id"));
        two.post(&format!("{earlier}/confirmation"), json!({}), Some("*")).expect(404);
        let confirmation = format!("{later}/confirmation");
        assert_eq!(one.post(&confirmation, json!({}), Some("*")).expect(403).code(), "issuer.second_person");
        two.post(&confirmation, json!({}), Some("*")).expect(200);
        let navy = b.sign_in(&b.provider.token("7c1f0", json!({})));
        // Ending takes one, and holds with the next request.
        delete(one, &later).expect(204);
        assert_eq!(navy.get("/referrals").expect(401).code(), "session.over");
        b.exchange(&b.provider.token("7c1f0", json!({}))).expect(401);
        delete(one, &later).expect(404);
        assert!(two.get(&identities).expect(200).items().is_empty());
        delete(two, &path).expect(204);
        assert_ne!(two.get(&path).expect(200).body["ended_at"], Value::Null);
        assert_eq!(two.get("/issuers").expect(200).items().len(), 1);
        let acts =
            ["issuer.propose", "issuer.confirm", "issuer.end", "identity.propose", "identity.confirm", "identity.end"];
        for act in acts {
            assert!(b.entries(act).iter().any(|entry| entry["outcome"] == "done"), "{act}");
        }
        let out = place.cli(&["ledger", "verify"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    });
}

#[test]
fn s_14_an_issuer_is_bound_to_its_agency_and_each_name_to_one_account() {
    everywhere("names of people", |place| {
        place.account("army1", "official", Some("ARMY"), false);
        place.account("exam1", "examiner", None, false);
        let b = Bench::with_people(place);
        let [one, _] = &b.officers;
        let issuer =
            b.issuer(&b.provider.iss, json!({"audience": "subrosa", "algorithms": ["EdDSA"], "roles": ["official"]}));
        let bind = |name: &str, subject: &str| {
            let path = format!("/accounts/{}/identities", b.account(name));
            one.post(&path, json!({"issuer_id": issuer, "subject": subject}), Some("*"))
        };
        for (name, why) in
            [("army1", "another agency"), ("exam1", "the Office"), ("navy2", "a role that it does not sign in")]
        {
            assert_eq!(bind(name, "x").expect(409).code(), "identity.not_of_agency", "{why}");
        }
        for bad in ["", " 7c1f", "7c\u{202e}1f", &"x".repeat(301)] {
            assert_eq!(bind("navy1", bad).expect(422).body["errors"][0]["field"], "subject", "{bad}");
        }
        let identity = b.bind(&issuer, "navy1", "7c1f");
        assert_eq!(bind("navy1", "another").expect(409).code(), "identity.exists");
        place.account("navy3", "official", Some("NAVY"), false);
        assert_eq!(bind("navy3", "7c1f").expect(409).code(), "identity.exists");
        delete(one, &format!("/identities/{identity}")).expect(204);
        bind("navy3", "7c1f").expect(201);
        // An officer binds nobody who is cleared above the officer.
        place.account_cleared("U", "sec3", "security_officer", None, false);
        let low = b.server.sign_in("sec3");
        let path = format!("/accounts/{}/identities", b.account("navy1"));
        let asked = json!({"issuer_id": issuer, "subject": "mine"});
        assert_eq!(low.post(&path, asked, Some("*")).expect(403).code(), "account.above_own");
        // An issuer whose agency is in force no more signs nobody in.
        b.bind(&issuer, "navy1", "again");
        b.exchange(&b.provider.token("again", json!({}))).expect(200);
        change_past_the_program(place, "UPDATE agencies SET valid_until = '2020-01-01' WHERE code = 'NAVY'");
        b.exchange(&b.provider.token("again", json!({}))).expect(401);
        assert!(b.server.log().contains("the agency is not in force today"));
    });
}

/// Changes the record past the program.
fn change_past_the_program(place: &Place, statement: &str) {
    let store = crate::frame::store::open(place);
    crate::frame::store::run(&store, &[statement]).expect("changed");
}

#[test]
fn s_14_a_token_says_the_role_of_the_account_where_the_issuer_is_asked_for_roles() {
    let place = Place::sqlite();
    let b = Bench::with_people(&place);
    let values = json!({"official": ["subrosa-signs"], "reviewer": ["subrosa-reads"]});
    let asked = asked(&b.provider.iss, json!({"role_claim": "/realm_access/roles", "role_values": values}));
    let issuer = b.issuer(&b.provider.iss, asked["terms"].clone());
    b.bind(&issuer, "navy1", "signs");
    b.bind(&issuer, "navy2", "reads");
    let with = |subject: &str, roles: Value| b.provider.token(subject, json!({"realm_access": {"roles": roles}}));
    b.exchange(&with("signs", json!(["other", "subrosa-signs"]))).expect(200);
    b.exchange(&with("reads", json!(["subrosa-reads"]))).expect(200);
    // Not what the token says, but what the account is; a token that says another role, or none, opens nothing.
    b.exchange(&with("reads", json!(["subrosa-signs"]))).expect(401);
    b.exchange(&with("signs", json!(["official", "security_officer"]))).expect(401);
    b.exchange(&b.provider.token("signs", json!({}))).expect(401);
    b.exchange(&with("reads", json!(["subrosa-signs", "subrosa-reads"]))).expect(200);
    assert!(b.server.log().contains("it does not say the role of the account"));
}

#[test]
fn an_issuer_that_opens_too_much_is_refused_with_its_member() {
    let place = Place::sqlite();
    let b = Bench::with_people(&place);
    let [one, two] = &b.officers;
    let iss = "https://id.navy.example/realms/navy";
    let field = |body: Value| {
        let refused = one.post("/issuers", body, None).expect(422);
        refused.body["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
    };
    for (change, at) in [
        (json!({"roles": ["official", "security_officer"]}), "terms.roles"),
        (json!({"roles": []}), "terms.roles"),
        (json!({"algorithms": []}), "terms.algorithms"),
        (json!({"subject_claim": "email"}), "terms.subject_claim"),
        (json!({"max_age_seconds": 7200}), "terms.max_age_seconds"),
        (json!({"jwks_uri": "http://id.navy.example/keys"}), "terms.jwks_uri"),
        (json!({"jwks_uri": "https://id.navy.example/keys", "jwks": {"keys": []}}), "terms.jwks"),
        (json!({"jwks": {"keys": []}}), "terms.jwks"),
        (json!({"jwks": {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}}), "terms.jwks"),
        (json!({"role_claim": "roles"}), "terms.role_values.reviewer"),
    ] {
        assert_eq!(field(asked(iss, change.clone())), at, "{change}");
    }
    for change in [json!({"algorithms": ["HS256"]}), json!({"algorithms": ["none"]}), json!({"clearance_claim": "x"})] {
        one.post("/issuers", asked(iss, change), None).expect(422);
    }
    for bad in ["http://id.navy.example", "id.navy.example", "https://a:b@id.navy.example", "https://id.navy.example?x"]
    {
        assert_eq!(field(asked(bad, json!({}))), "iss", "{bad}");
    }
    let mut unknown = asked(iss, json!({}));
    unknown["agency"] = json!("SPACE");
    assert_eq!(one.post("/issuers", unknown, None).expect(422).code(), "agency.unknown");
    let mut over = asked(iss, json!({}));
    over["active_until"] = json!(Timestamp::from_second(seconds() - 60).expect("an instant"));
    assert_eq!(field(over), "active_until");
    // One name, one issuer; letter by letter, so that another spelling is another issuer.
    b.issuer(iss, terms());
    assert_eq!(two.post("/issuers", asked(iss, json!({})), None).expect(409).code(), "issuer.exists");
    two.post("/issuers", asked(&format!("{iss}/"), json!({})), None).expect(201);
    assert_eq!(b.server.sign_in("navy1").get("/issuers").expect(403).code(), "role.forbidden");
}

#[test]
fn the_keeper_of_the_machine_adds_binds_lists_and_ends_issuers() {
    everywhere("issuers on the command line", |place| {
        let b = Bench::with_people(place);
        let done = |args: &[&str]| {
            let out = place.cli(args);
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            String::from_utf8_lossy(&out.stdout).trim().to_owned()
        };
        // Keys in the file itself: nothing is fetched.
        let file = place.path("navy.json");
        let document = asked(&b.provider.iss, json!({"jwks": b.provider.key_set()}));
        std::fs::write(&file, document.to_string()).expect("a file");
        let id = done(&["issuer", "add", &file]);
        done(&["issuer", "bind", "--issuer", &id, "--account", "navy1", "7c1f"]);
        let navy = b.sign_in(&b.provider.token("7c1f", json!({})));
        navy.get("/referrals").expect(200);
        assert_eq!(b.provider.asked(""), 0);
        b.exchange(&Provider::start(&b.authority).token("7c1f", json!({"iss": b.provider.iss}))).expect(401);
        let listed: Value = serde_json::from_str(&done(&["issuer", "list", "--format", "json"])).expect("JSON");
        assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["agency"]), (&json!(id), &json!("NAVY")));
        assert!(done(&["issuer", "list"]).contains("confirmed by"));
        done(&["issuer", "end", &id]);
        assert_eq!(navy.get("/referrals").expect(401).code(), "session.over");
        assert!(done(&["issuer", "list"]).contains("ended"));
        for bad in [&["issuer", "end", &id][..], &["issuer", "end", "x"], &["issuer", "add", &place.path("pw")]] {
            assert!(!place.cli(bad).status.success(), "{bad:?}");
        }
        done(&["ledger", "verify"]);
    });
}

#[test]
fn a_service_whose_authorities_of_issuers_cannot_be_read_does_not_start() {
    let place = Place::sqlite();
    let file = place.path("issuer-ca.pem");
    for text in [None, Some(""), Some("-----BEGIN CERTIFICATE-----\nAAAA\n")] {
        if let Some(text) = text {
            std::fs::write(&file, text).expect("a file");
        }
        let out = place.cli(&["serve", "--listen", "127.0.0.1:0", "--tls-issuer-ca", &file]);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(!out.status.success() && said.contains("tls.issuer_ca") && said.contains("issuer-ca.pem"), "{said}");
    }
}
