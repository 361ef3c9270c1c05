//! Accounts over REST and on the command line: what one security officer may do, what takes two, and whose password it is.

use crate::frame::harness::{Answer, Client, PASSWORD, Place, Server};
use serde_json::{Value, json};

/// Words that only the owner of an account knows.
const MINE: &str = "walnut ferry umbrella quartz 77";

fn everywhere(what: &str, test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres(what) {
        test(&place);
    }
}

fn sign_in(server: &Server, name: &str, password: &str) -> Answer {
    server.anonymous().post("/session", json!({"username": name, "password": password}), None)
}

fn change_password(server: &Server, name: &str, password: &str, new: &str) -> Answer {
    let body = json!({"username": name, "password": password, "new_password": new});
    server.anonymous().post("/session/password", body, None)
}

fn patch(who: &Client, path: &str, body: Value) -> Answer {
    who.call(crate::frame::harness::Call {
        method: "PATCH",
        path,
        body: Some(("application/json", body.to_string().into_bytes())),
        headers: vec![("If-Match", "*".into())],
    })
}

fn confirm(who: &Client, account: &Value) -> Answer {
    let proposal = account["proposal"]["id"].as_str().expect("a proposal");
    who.post(&format!("/account-proposals/{proposal}/confirmation"), json!({}), Some("*"))
}

#[test]
fn h2_an_account_takes_two_security_officers_and_its_first_password_is_good_once() {
    everywhere("accounts by two persons", |place| {
        place.account("sec1", "security_officer", None, false);
        place.account("sec2", "security_officer", None, false);
        let server = Server::start(place, &[]);
        let (one, two) = (server.sign_in("sec1"), server.sign_in("sec2"));
        let new = json!({"username": "erin", "role": "examiner", "clearance": "S", "password": PASSWORD});
        let added = one.post("/accounts", new, None).expect(201).body;
        assert_eq!((&added["enabled"], &added["proposal"]["proposed_by"]), (&json!(false), &json!("sec1")));
        assert!(!added.to_string().contains("argon2"), "{added}");
        assert_eq!(sign_in(&server, "erin", PASSWORD).expect(401).code(), "session.sign_in_failed");
        assert_eq!(change_password(&server, "erin", PASSWORD, MINE).expect(401).code(), "session.sign_in_failed");
        assert_eq!(confirm(&one, &added).expect(403).code(), "account.second_person");
        let listed = two.get("/accounts").expect(200).items();
        let waiting = listed.iter().find(|a| a["username"] == "erin").expect("listed").clone();
        let done = confirm(&two, &waiting).expect(200).body;
        assert_eq!((&done["enabled"], &done["proposal"]), (&json!(true), &Value::Null));

        // The officers know the password; it opens nothing.
        let refused = sign_in(&server, "erin", PASSWORD).expect(403);
        assert_eq!(refused.code(), "session.password_change_required");
        assert!(refused.text.contains("/api/v1/session/password") && refused.body["access_token"].is_null());
        for (new, field) in
            [("short", "new_password"), (PASSWORD, "new_password"), ("erin erin erin erin", "new_password")]
        {
            let bad = change_password(&server, "erin", PASSWORD, new).expect(422);
            assert_eq!(bad.body["errors"][0]["field"], field, "{}", bad.text);
        }
        assert_eq!(
            change_password(&server, "erin", "not the right one", MINE).expect(401).code(),
            "session.sign_in_failed"
        );
        assert_eq!(change_password(&server, "nobody", PASSWORD, MINE).expect(401).code(), "session.sign_in_failed");
        let tokens = change_password(&server, "erin", PASSWORD, MINE).expect(200).body;
        let erin = Client { url: server.url.clone(), token: tokens["access_token"].as_str().map(Into::into) };
        erin.get("/filings").expect(200);
        sign_in(&server, "erin", PASSWORD).expect(401);
        sign_in(&server, "erin", MINE).expect(200);

        // Whoever changes the password later ends every session, a thief's too.
        change_password(&server, "erin", MINE, "seven grey otters count backwards").expect(200);
        assert_eq!(erin.get("/filings").expect(401).code(), "session.over");

        // A reset takes two as well, and until then the account is its owner's.
        let path = format!("/accounts/{}", added["id"].as_str().expect("an id"));
        let reset = patch(&one, &path, json!({"password": PASSWORD})).expect(200).body;
        assert_eq!(reset["proposal"]["new_password"], true);
        sign_in(&server, "erin", "seven grey otters count backwards").expect(200);
        let withdrawn = format!("/account-proposals/{}/withdrawal", reset["proposal"]["id"].as_str().expect("an id"));
        assert_eq!(two.post(&withdrawn, json!({}), Some("*")).expect(200).body["proposal"], Value::Null);
        two.post(&withdrawn, json!({}), Some("*")).expect(404);
        // Switching off takes one.
        assert_eq!(patch(&one, &path, json!({"enabled": false})).expect(200).body["enabled"], false);
        sign_in(&server, "erin", "seven grey otters count backwards").expect(401);
        let out = place.cli(&["ledger", "verify"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    });
}

#[test]
fn h2_a_password_given_on_the_command_line_is_good_once_unless_it_is_its_owners() {
    everywhere("passwords of the command line", |place| {
        std::fs::write(place.path("pw"), PASSWORD).expect("a password file");
        let pw = place.path("pw");
        let add = |name: &str, more: &[&str]| {
            let args = ["account", "add", name, "--role", "auditor", "--password-file", &pw];
            let out = place.cli(&[&args[..], more].concat());
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            String::from_utf8_lossy(&out.stderr).into_owned()
        };
        assert!(add("given", &[]).contains("/api/v1/session/password"));
        assert!(!add("own", &["--own-password"]).contains("session"));
        let server = Server::start(place, &[]);
        sign_in(&server, "own", PASSWORD).expect(200);
        assert_eq!(sign_in(&server, "given", PASSWORD).expect(403).code(), "session.password_change_required");
        change_password(&server, "given", PASSWORD, MINE).expect(200);
        sign_in(&server, "given", MINE).expect(200);
        // A new password by somebody else is good once again.
        let out = place.cli(&["account", "password", "given", "--password-file", &pw]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert_eq!(sign_in(&server, "given", PASSWORD).expect(403).code(), "session.password_change_required");
    });
}

#[test]
fn in_a_demonstration_one_security_officer_suffices_and_passwords_stay_good() {
    let place = Place::sqlite();
    place.account("sec1", "security_officer", None, true);
    let server = Server::start(&place, &["--demo"]);
    let keeper = server.sign_in("sec1");
    let new = json!({"username": "erin", "role": "examiner", "password": PASSWORD});
    let added = keeper.post("/accounts", new, None).expect(201).body;
    assert_eq!((&added["enabled"], &added["proposal"]), (&json!(true), &Value::Null));
    sign_in(&server, "erin", PASSWORD).expect(200);
}
