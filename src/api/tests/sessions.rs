//! Signing in and out, and that rights taken away are gone at once.

use crate::api::tests::harness::{PASSWORD, serve_with, served};
use crate::workflow::By;
use crate::workflow::office::accounts;
use domain::base::actor::{Actor, Role};
use serde_json::json;
use ureq::http::Method;

#[test]
fn tokens_are_rotated_and_an_old_one_that_comes_back_ends_the_session() {
    let s = served();
    s.account("exam1", Role::Examiner, None);
    let first = s.sign_in("exam1").body;
    assert_eq!((first["token_type"].as_str(), first["expires_in"].as_u64()), (Some("Bearer"), Some(600)));
    let refresh = |token: &serde_json::Value| s.post("/session/refresh", "", &json!({"refresh_token": token}));
    let second = refresh(&first["refresh_token"]).expect(200).body;
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let access = |of: &serde_json::Value| of["access_token"].as_str().expect("a token").to_owned();
    s.get("/filings", &access(&second)).expect(200);

    assert_eq!(refresh(&first["refresh_token"]).expect(401).code(), "session.over");
    refresh(&second["refresh_token"]).expect(401);
    s.get("/filings", &access(&second)).expect(401);
    for rubbish in ["", "sr_x", "sr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        refresh(&json!(rubbish)).expect(401);
    }
}

#[test]
fn s_21_whatever_is_wrong_the_answer_is_the_same() {
    let s = served();
    s.account("exam1", Role::Examiner, None);
    let off = s.account("gone1", Role::Examiner, None);
    let change = accounts::Change { enabled: Some(false), ..accounts::Change::default() };
    accounts::change(&s.house.cx, &By::system(&Actor::command_line()), off.id, &change).expect("off");
    let attempt = |name: &str, password: &str| {
        let mut body = s.post("/session", "", &json!({"username": name, "password": password})).expect(401).body;
        body["instance"] = json!(null);
        body
    };
    let wrong = attempt("exam1", "another long passphrase 42");
    for (name, password) in [("nobody", PASSWORD), ("gone1", PASSWORD), ("", ""), ("house", "x"), ("\u{0}", "x")] {
        assert_eq!(attempt(name, password), wrong, "{name}");
    }
}

#[test]
fn s_12_rights_taken_away_are_gone_with_the_next_request() {
    let s = served();
    let token = s.token("exam1", Role::Examiner, None);
    let other = s.sign_in("exam1").body["access_token"].as_str().expect("a token").to_owned();
    s.call(Method::DELETE, "/session", &token, &[], None).expect(204);
    s.get("/filings", &token).expect(401);
    s.get("/filings", &other).expect(200);

    let security = s.token("sec1", Role::SecurityOfficer, None);
    let account = s.get("/accounts", &security).body["items"][0].clone();
    assert_eq!(account["username"], "exam1");
    let path = format!("/accounts/{}", account["id"].as_str().expect("an id"));
    let patch = |etag: &str, body: serde_json::Value| {
        let headers = [("content-type", "application/json"), ("if-match", etag)];
        s.call(Method::PATCH, &path, &security, &headers, Some(body.to_string().into_bytes()))
    };
    let etag = account["etag"].as_str().expect("an etag");
    let changed = patch(etag, json!({"clearance": "U"})).expect(200);
    s.get("/filings", &other).expect(401);
    let renewed = s.sign_in("exam1").body;
    patch(changed.header("etag"), json!({"enabled": false})).expect(200);
    s.get("/filings", renewed["access_token"].as_str().expect("a token")).expect(401);
    s.post("/session/refresh", "", &json!({"refresh_token": renewed["refresh_token"]})).expect(401);
}

#[test]
fn versions_and_keys() {
    let s = served();
    let security = s.token("sec1", Role::SecurityOfficer, None);
    let new =
        json!({"username": "navy1", "role": "reviewer", "agency": "navy", "clearance": "S", "password": PASSWORD});
    let post = |key: &str, body: &serde_json::Value| {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        s.call(Method::POST, "/accounts", &security, &headers, Some(body.to_string().into_bytes()))
    };
    let made = post("k1", &new).expect(201);
    assert_eq!(made.body["agency"], "NAVY");
    assert_eq!(made.header("etag"), made.body["etag"].as_str().expect("an etag"));
    let at = made.header("location").to_owned();
    let again = post("k1", &new).expect(201);
    assert_eq!((&made.body, made.header("etag")), (&again.body, again.header("etag")));
    assert_eq!(post("k2", &new).expect(409).code(), "account.exists");
    let other = json!({"username": "navy2", "role": "reviewer", "agency": "NAVY", "password": PASSWORD});
    assert_eq!(post("k1", &other).expect(422).code(), "idempotency.key_reused");

    let patch = |if_match: Option<&str>| {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(if_match.map(|v| ("if-match", v)));
        s.call(Method::PATCH, &format!("!{at}"), &security, &headers, Some(b"{\"clearance\": \"C\"}".to_vec()))
    };
    assert_eq!(patch(None).expect(428).code(), "precondition.required");
    assert_eq!(patch(Some("\"7\"")).expect(412).code(), "precondition.stale");
    assert_eq!(patch(Some("rubbish")).expect(422).body["errors"][0]["field"], "If-Match");
    assert_eq!(patch(Some(made.header("etag"))).expect(200).body["clearance"], "C");
    patch(Some(made.header("etag"))).expect(412);
    patch(Some("*")).expect(200);
}

#[test]
fn a_password_that_is_guessed_at_once_is_not_taken() {
    let s = served();
    let security = s.token("sec1", Role::SecurityOfficer, None);
    for (password, words) in
        [("short", "15 characters"), ("passwordpassword", "easy to guess"), ("longname.one!!1", "the password is")]
    {
        let new = json!({"username": "longname.one", "role": "examiner", "password": password});
        let refused = s.post("/accounts", &security, &new).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], "password");
        assert!(refused.text.contains(words) && !refused.text.contains(password), "{}", refused.text);
    }
}

#[test]
fn s_07_guessing_is_slowed_down() {
    let s = serve_with(&[("sign_in.per_client", "3")]);
    s.account("exam1", Role::Examiner, None);
    let attempt = |name: &str| s.post("/session", "", &json!({"username": name, "password": "not the right one"}));
    for _ in 0..3 {
        attempt("exam1").expect(401);
    }
    let refused = attempt("exam2").expect(429);
    assert_eq!(refused.code(), "session.too_many_attempts");
    assert!((1..=20).contains(&refused.header("retry-after").parse::<u64>().expect("seconds")));
}

#[test]
fn a_refusal_for_the_role_is_in_the_ledger() {
    let s = served();
    let examiner = s.token("exam1", Role::Examiner, None);
    let auditor = s.token("audit1", Role::Auditor, None);
    s.get("/ledger", &examiner).expect(403);
    let entered = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let entries = s.get("/ledger?limit=200", &auditor).expect(200).body;
        let of = |e: &serde_json::Value| e["act"] == "route.use" && e["subject"] == "route:GET /api/v1/ledger";
        entries["items"].as_array().expect("items").iter().any(|e| of(e) && e["detail"] == "role.forbidden")
    });
    assert!(entered);
}
