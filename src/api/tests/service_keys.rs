//! Keys of services over the wire: what one opens, what it does not, and when it is over. Point 10 of the access issue.

use crate::api::tests::harness::{PASSWORD, Reply, Served, serve_with, served};
use crate::clock::{Clock as _, SystemClock};
use crate::workflow::office::ledger::entries;
use domain::base::actor::{Actor, Role};
use jiff::SignedDuration;
use serde_json::{Value, json};
use ureq::http::Method;

fn filing(n: usize) -> Value {
    json!({"application_number": format!("18/{n:06}"), "title": "Latch", "claims": ["1. A latch with a spring."],
           "parties": [{"role": "inventor", "name": "Ada Marlowe"}]})
}

/// Makes a key of the account that is signed in.
#[track_caller]
fn make(s: &Served, owner: &str, asked: Value) -> (String, String) {
    let mut body = json!({"name": "scanner", "may": ["bring", "amend"]});
    body.as_object_mut().expect("an object").extend(asked.as_object().expect("an object").clone());
    let made = s.post("/service-keys", owner, &body).expect(201).body;
    let text = |name: &str| made[name].as_str().expect("a text").to_owned();
    (text("secret"), text("id"))
}

fn end(s: &Served, who: &str, id: &str) -> Reply {
    s.call(Method::DELETE, &format!("/service-keys/{id}"), who, &[("if-match", "*")], None)
}

/// The refused uses of keys that the ledger has.
fn refused_uses(s: &Served, auditor: &Actor) -> usize {
    let all = entries(&s.house.cx, auditor, 0, 500).expect("entries");
    all.iter().filter(|e| e.entry.act.act == "service_key.use").count()
}

#[test]
fn a_key_brings_filings_and_opens_nothing_else() {
    let s = served();
    let owner = s.token("efs", Role::Intake, None);
    let (key, id) = make(&s, &owner, json!({"may": ["bring"]}));
    let made = s.post("/filings", &key, &filing(1)).expect(201).body;
    let stream = [("content-type", "application/x-ndjson")];
    s.call(Method::POST, "/intake", &key, &stream, Some(filing(2).to_string().into())).expect(200);

    let amendments = format!("/filings/{}/amendments", made["id"].as_str().expect("an id"));
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    let mut other = filing(1);
    other["title"] = json!("Bolt");
    let amend = |who: &str| s.call(Method::POST, &amendments, who, &headers, Some(other.to_string().into()));
    assert_eq!(amend(&key).expect(403).code(), "service_key.not_for_this");
    let (wider, _) = make(&s, &owner, json!({"may": ["amend"]}));
    amend(&wider).expect(201);
    assert_eq!(s.post("/filings", &wider, &filing(3)).expect(403).code(), "service_key.not_for_this");

    // Nothing else that the account may do, least of all to make another key, and nothing that others may do.
    let new = json!({"name": "another", "may": ["bring"]});
    for (reply, code) in [
        (s.post("/service-keys", &key, &new), "service_key.not_for_this"),
        (end(&s, &key, &id), "service_key.not_for_this"),
        (s.get("/service-keys", &key), "service_key.not_for_this"),
        (s.get("/sessions", &key), "service_key.not_for_this"),
        (s.get("/agencies", &key), "service_key.not_for_this"),
        (s.call(Method::DELETE, "/session", &key, &[], None), "service_key.not_for_this"),
        (s.post("/session/step-up", &key, &json!({"password": PASSWORD})), "service_key.not_for_this"),
        (s.post("/session/factor", &key, &json!({"password": PASSWORD})), "service_key.not_for_this"),
        (s.get("/ledger", &key), "role.forbidden"),
        (s.get("/accounts", &key), "role.forbidden"),
    ] {
        assert_eq!((reply.status, reply.code()), (403, code), "{}", reply.text);
    }
    s.call(Method::DELETE, "/session", &owner, &[], None).expect(204);
    s.post("/filings", &key, &filing(4)).expect(201);
}

#[test]
fn a_key_is_made_by_its_account_with_a_recent_proof_and_told_once() {
    let s = served();
    let owner = s.token("efs", Role::Intake, None);
    let body = json!({"name": "scanner", "may": ["bring"]});
    for (name, role, agency) in [
        ("sec1", Role::SecurityOfficer, None),
        ("exam1", Role::Examiner, None),
        ("navy1", Role::Official, Some("NAVY")),
    ] {
        let token = s.token(name, role, agency);
        assert_eq!(s.post("/service-keys", &token, &body).expect(403).code(), "role.forbidden", "{name}");
    }
    s.post("/service-keys", "", &body).expect(401);
    let repeat = || {
        let headers = [("content-type", "application/json"), ("idempotency-key", "once")];
        s.call(Method::POST, "/service-keys", &owner, &headers, Some(body.to_string().into()))
    };
    let secret = repeat().expect(201).body["secret"].as_str().expect("a secret").to_owned();
    let again = repeat().expect(409);
    assert_eq!(again.code(), "service_key.told_once");
    let listed = s.get("/service-keys", &owner).expect(200);
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(1), "no second key");
    assert!(!listed.text.contains(&secret) && !again.text.contains(&secret));
    s.age_proofs();
    assert_eq!(s.post("/service-keys", &owner, &body).expect(403).code(), "session.step_up_required");
}

#[test]
fn what_a_key_is_asked_to_be_is_checked_and_never_more_than_the_account() {
    let s = served();
    let owner = s.token("efs", Role::Intake, None);
    let now = SystemClock.now();
    let past = (now - SignedDuration::from_mins(1)).to_string();
    let far = (now + SignedDuration::from_hours(367 * 24)).to_string();
    for (asked, field) in [
        (json!({"may": []}), "may"),
        (json!({"may": ["read"]}), "may[0]"),
        (json!({"name": " "}), "name"),
        (json!({"name": "two\nlines"}), "name"),
        (json!({"expires_at": past}), "expires_at"),
        (json!({"expires_at": far}), "expires_at"),
        (json!({"networks": [""]}), "networks[0]"),
        (json!({"networks": ["192.0.2.1", "10.0.0.0/8; 0.0.0.0/0"]}), "networks[1]"),
        (json!({"networks": ["010.0.0.0/8"]}), "networks[0]"),
        (json!({"networks": ["10.0.0.0/33"]}), "networks[0]"),
        (json!({"networks": ["host.example"]}), "networks[0]"),
        (json!({"networks": vec!["192.0.2.1"; 51]}), "networks"),
    ] {
        let mut body = json!({"name": "scanner", "may": ["bring"]});
        body.as_object_mut().expect("an object").extend(asked.as_object().expect("an object").clone());
        let refused = s.post("/service-keys", &owner, &body).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], field, "{asked}: {}", refused.text);
    }
    for unknown in [json!({"account": "exam1"}), json!({"username": "exam1"}), json!({"role": "examiner"})] {
        let mut body = json!({"name": "scanner", "may": ["bring"]});
        body.as_object_mut().expect("an object").extend(unknown.as_object().expect("an object").clone());
        s.post("/service-keys", &owner, &body).expect(422);
    }
    assert_eq!(s.get("/service-keys", &owner).expect(200).body["items"], json!([]));

    // Less than the account is cleared for: what is marked above the key is not there.
    let mut marked = filing(1);
    (marked["marking"], marked["received_by"]) = (json!("S"), json!("hand_carried"));
    let id = s.post("/filings", &owner, &marked).expect(201).body["id"].as_str().expect("an id").to_owned();
    let (key, _) = make(&s, &owner, json!({"clearance": "C"}));
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    let amend = |who: &str| {
        let path = format!("/filings/{id}/amendments");
        s.call(Method::POST, &path, who, &headers, Some(marked.to_string().into())).status
    };
    assert_eq!((amend(&key), amend(&owner)), (404, 200));
}

#[test]
fn a_key_is_over_when_it_is_ended_expired_elsewhere_or_its_account_is_not_what_it_was() {
    let s = served();
    let owner = s.token("efs", Role::Intake, None);
    let keeper = s.token("sec1", Role::SecurityOfficer, None);
    let auditor = s.house.person("auditor", Role::Auditor, None);
    let unknown = "sk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let never = s.post("/filings", unknown, &filing(1)).expect(401);
    assert_eq!((never.code(), refused_uses(&s, &auditor)), ("service_key.over", 0));
    // All that is over is answered alike, and entered.
    let is_over = |key: &str, entered: usize| {
        let told = s.post("/filings", key, &filing(1)).expect(401);
        assert_eq!((told.code(), &told.body["detail"]), (never.code(), &never.body["detail"]));
        assert_eq!(refused_uses(&s, &auditor), entered);
    };
    let (key, id) = make(&s, &owner, json!({}));
    s.post("/filings", &key, &filing(1)).expect(201);
    end(&s, &owner, &id).expect(204);
    is_over(&key, 1);
    end(&s, &owner, &id).expect(404);

    let (key, id) = make(&s, &owner, json!({}));
    end(&s, &keeper, &id).expect(204);
    is_over(&key, 2);

    let (key, _) = make(&s, &owner, json!({"networks": ["192.0.2.0/24", "2001:db8::/32"]}));
    is_over(&key, 3);
    let (here, _) = make(&s, &owner, json!({"networks": ["127.0.0.0/8"]}));
    s.post("/filings", &here, &filing(2)).expect(201);

    let soon = (SystemClock.now() + SignedDuration::from_millis(1_500)).to_string();
    let (key, _) = make(&s, &owner, json!({"expires_at": soon}));
    s.post("/filings", &key, &filing(3)).expect(201);
    std::thread::sleep(std::time::Duration::from_millis(1_600));
    is_over(&key, 4);

    // Another's keys are not there.
    let stranger = s.token("efs2", Role::Intake, None);
    let (key, id) = make(&s, &stranger, json!({}));
    end(&s, &owner, &id).expect(404);
    let of = |who: &str| s.get("/service-keys", who).expect(200).body["items"].as_array().map_or(0, Vec::len);
    assert_eq!((of(&owner), of(&stranger), of(&keeper)), (3, 1, 4), "what is over stays until it is ended");
    s.post("/filings", &key, &filing(4)).expect(201);

    // The account is switched off, and on again.
    let accounts = s.get("/accounts?limit=200", &keeper).expect(200).body;
    let efs2 = accounts["items"].as_array().expect("accounts").iter().find(|a| a["username"] == "efs2").expect("one");
    let change = |body: Value| {
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        let path = format!("/accounts/{}", efs2["id"].as_str().expect("an id"));
        s.call(Method::PATCH, &path, &keeper, &headers, Some(body.to_string().into()))
    };
    change(json!({"enabled": false})).expect(200);
    is_over(&key, 5);
}

#[test]
fn a_key_shows_its_last_use_and_whence_and_no_proxy_is_believed_unasked() {
    let s = served();
    let owner = s.token("efs", Role::Intake, None);
    let (key, _) = make(&s, &owner, json!({"networks": ["127.0.0.1"]}));
    let only = |s: &Served, owner: &str| s.get("/service-keys", owner).expect(200).body["items"][0].clone();
    assert_eq!(only(&s, &owner)["used_at"], Value::Null);
    let from = |s: &Served, key: &str, n: usize| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", "192.0.2.7")];
        s.call(Method::POST, "/filings", key, &headers, Some(filing(n).to_string().into())).status
    };
    assert_eq!(from(&s, &key, 1), 201);
    let told = only(&s, &owner);
    assert_eq!((&told["used_from"], &told["networks"]), (&json!("127.0.0.1"), &json!(["127.0.0.1/32"])));
    assert!(told["used_at"].as_str().is_some_and(|at| at > told["created_at"].as_str().expect("a time")), "{told}");

    let behind = serve_with(&[("trusted_proxies", "127.0.0.0/8")]);
    let owner = behind.token("efs", Role::Intake, None);
    let (here, _) = make(&behind, &owner, json!({"networks": ["127.0.0.1"]}));
    let (there, _) = make(&behind, &owner, json!({"networks": ["192.0.2.0/24"]}));
    assert_eq!((from(&behind, &here, 1), from(&behind, &there, 1)), (401, 201));
}
