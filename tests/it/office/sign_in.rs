//! Signing in as people and guessers do: the second factor, recent proofs for grave acts, a hundred failures, the notice.

use crate::frame::harness::{Answer, Call, Client, PASSWORD, Place, Server};
use serde_json::{Value, json};
use std::time::UNIX_EPOCH;
use totp_rs::{Algorithm, Secret, TOTP};

const PERIOD: u64 = 30;

pub(super) fn everywhere(what: &str, test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres(what) {
        test(&place);
    }
}

/// Sends a sign-in that a proxy says comes from an address.
fn sign_in_from(server: &Server, address: &str, body: &Value) -> Answer {
    server.anonymous().call(Call {
        method: "POST",
        path: "/session",
        body: Some(("application/json", body.to_string().into_bytes())),
        headers: vec![("X-Forwarded-For", address.to_owned())],
    })
}

fn client(server: &Server, answer: &Answer) -> Client {
    Client { url: server.url.clone(), token: answer.body["access_token"].as_str().map(Into::into) }
}

/// What is the same in every answer of a kind.
pub(super) fn words(answer: &Answer) -> (u16, Value) {
    let mut body = answer.body.clone();
    body["instance"] = Value::Null;
    (answer.status, body)
}

/// The authenticator of a person, which never shows a one-time password twice.
pub(super) struct Authenticator {
    totp: TOTP,
    next: u64,
}

impl Authenticator {
    pub(super) fn of(made: &Value) -> Self {
        let base32 = made["secret"].as_str().expect("a secret");
        assert!(made["address"].as_str().expect("an address").contains(&format!("secret={base32}&issuer=Subrosa")));
        let bytes = Secret::Encoded(base32.to_owned()).to_bytes().expect("base32");
        // Halfway to the next period, so that the three periods that are good stay good for fifteen seconds.
        while UNIX_EPOCH.elapsed().expect("a clock").as_secs() % PERIOD > PERIOD / 2 {
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        let present = UNIX_EPOCH.elapsed().expect("a clock").as_secs() / PERIOD;
        Self { totp: TOTP::new_unchecked(Algorithm::SHA1, 6, 0, PERIOD, bytes), next: present - 1 }
    }
    pub(super) fn show(&mut self) -> String {
        self.next += 1;
        self.totp.generate((self.next - 1) * PERIOD)
    }
}

#[test]
fn s_18_s_19_a_person_signs_in_and_issues_with_a_second_factor() {
    everywhere("a second factor", |place| {
        place.account("sec1", "security_officer", None, false);
        place.account("audit1", "auditor", None, false);
        // The harness gives officers a second factor; these two come without.
        place.cli(&[
            "account",
            "add",
            "ora",
            "--role",
            "licensing_officer",
            "--own-password",
            "--password-file",
            &place.path("pw"),
        ]);
        place.cli(&[
            "account",
            "add",
            "ivo",
            "--role",
            "intake",
            "--own-password",
            "--password-file",
            &place.path("pw"),
        ]);
        // Many sign-ins under one name are slowed down, and one-time passwords do not wait.
        let server = Server::start(place, &["--trusted-proxies", "127.0.0.0/8", "--sign-in-per-name", "100000"]);
        let ora = server.sign_in("ora");
        let id = "01999999-0000-7000-8000-000000000000";
        let issue = |who: &Client| who.post(&format!("/filings/{id}/orders"), json!({"type": "I"}), Some("*"));
        assert_eq!(issue(&ora).expect(403).code(), "session.step_up_required", "the password was given just now");
        ora.post("/session/step-up", json!({"password": PASSWORD}), None).expect(204);
        assert_eq!(issue(&ora).expect(403).code(), "session.step_up_required", "and once more");

        let wrong = ora.post("/session/factor", json!({"password": "not the right one"}), None).expect(401);
        assert_eq!(wrong.code(), "session.sign_in_failed");
        assert_eq!(
            ora.post("/session/factor/confirmation", json!({"otp": "123456"}), None).expect(404).code(),
            "not_found"
        );
        let made = ora.post("/session/factor", json!({"password": PASSWORD}), None).expect(201);
        let mut device = Authenticator::of(&made.body);
        server.sign_in("ora");
        let bad = ora.post("/session/factor/confirmation", json!({"otp": "12345"}), None).expect(422);
        assert_eq!(bad.body["errors"][0]["field"], "otp");
        let first = device.show();
        ora.post("/session/factor/confirmation", json!({"otp": first}), None).expect(204);
        issue(&ora).expect(404);

        // From now on the password alone opens nothing, and says nothing.
        let try_with = |name: &str, password: &str, otp: Option<&str>| {
            sign_in_from(&server, "192.0.2.1", &json!({"username": name, "password": password, "otp": otp}))
        };
        let refused = words(&try_with("nobody", "not the right one", None));
        assert_eq!(refused.0, 401);
        let second = device.show();
        for (name, password, otp) in [
            ("ora", PASSWORD, None),
            ("ora", PASSWORD, Some("000000")),
            ("ora", PASSWORD, Some(first.as_str())),
            ("ora", "not the right one", Some(second.as_str())),
            ("ivo", PASSWORD, Some("not asked for")),
        ] {
            let answer = try_with(name, password, otp);
            if name == "ivo" {
                answer.expect(200);
            } else {
                assert_eq!(words(&answer), refused, "{otp:?}");
            }
        }
        let answer = try_with("ora", PASSWORD, Some(&second)).expect(200);
        assert_eq!(words(&try_with("ora", PASSWORD, Some(&second))), refused, "good once");
        issue(&client(&server, &answer)).expect(404);
        let third = device.show();
        ora.post("/session/step-up", json!({"password": PASSWORD}), None).expect(401);
        ora.post("/session/step-up", json!({"password": PASSWORD, "otp": third}), None).expect(204);

        // No account shows a secret, and the database has none in clear.
        let secret = made.body["secret"].as_str().expect("a secret").to_owned();
        let sec = server.sign_in("sec1");
        let listed = sec.get("/accounts").expect(200);
        let of = |name: &str| listed.items().iter().find(|a| a["username"] == name).expect("listed").clone();
        assert_eq!((&of("ora")["has_factor"], &of("ivo")["has_factor"]), (&json!(true), &json!(false)));
        assert!(!listed.text.contains(&secret));
        let entries = server.sign_in("audit1").get("/ledger?limit=200").expect(200);
        assert!(!entries.text.contains(&secret) && entries.text.contains("factor.confirm"));
        let refusals = entries.items().iter().filter(|e| e["detail"] == "session.step_up_required").count();
        assert_eq!(refusals, 2);

        // Who has lost the device gets another by the keeper of the machine.
        let out = place.cli(&["account", "remove-factor", "ora"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        ora.get("/orders").expect(401);
        try_with("ora", PASSWORD, None).expect(200);
        let out = place.cli(&["ledger", "verify"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    });
}

#[test]
fn s_19_whoever_has_a_token_alone_does_not_find_the_one_time_password_by_trying() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let server = Server::start(&place, &["--sign-in-per-client", "5", "--sign-in-per-name", "100000"]);
    let exam = server.sign_in("exam1");
    exam.post("/session/factor", json!({"password": PASSWORD}), None).expect(201);
    let tries: Vec<Answer> =
        (0..5).map(|_| exam.post("/session/factor/confirmation", json!({"otp": "12345"}), None)).collect();
    assert_eq!(tries[0].clone().expect(422).body["errors"][0]["field"], "otp");
    assert_eq!(tries[4].clone().expect(429).code(), "session.too_many_attempts");
    let entries = words_of_the_ledger(&place);
    assert!(entries.contains("factor.confirm") && entries.contains("request.invalid"), "{entries}");
}

/// The words of every entry of the ledger.
fn words_of_the_ledger(place: &Place) -> String {
    let cx = place.database.parse().expect("a URL");
    let store = subrosa::store::Store::open_existing(&cx, false).expect("a store");
    let entries = store.read(|conn| subrosa::store::office::ledger::after(conn, 0, i64::MAX)).expect("entries");
    entries.iter().map(|e| format!("{} {} {}\n", e.act.act, e.act.subject, e.act.detail)).collect()
}

#[test]
fn s_18_in_a_demonstration_the_password_is_proof_enough() {
    let place = Place::sqlite();
    place.people(true);
    let server = Server::start(&place, &["--demo"]);
    let officer = server.sign_in("officer1");
    let path = "/filings/01999999-0000-7000-8000-000000000000/orders";
    officer.post(path, json!({"type": "I"}), Some("*")).expect(404);
}

#[test]
fn s_07_m7_after_a_hundred_failures_no_guess_is_taken_and_the_owner_still_gets_in() {
    everywhere("a hundred failures", |place| {
        place.account("exam1", "examiner", None, false);
        place.account("sec1", "security_officer", None, false);
        let flags = ["--trusted-proxies", "127.0.0.0/8", "--sign-in-per-name", "100000"];
        let server = Server::start(place, &flags);
        let right = json!({"username": "exam1", "password": PASSWORD});
        let home = "192.0.2.10";
        sign_in_from(&server, home, &right).expect(200);
        let wrong = json!({"username": "exam1", "password": "a guess that is not right"});
        for n in 0..100 {
            sign_in_from(&server, &format!("198.51.{}.{}", n / 50, n % 50), &wrong).expect(401);
        }
        let refused = words(&sign_in_from(&server, "203.0.113.1", &wrong));
        assert_eq!(words(&sign_in_from(&server, "203.0.113.1", &right)), refused, "the guess was right at last");
        sign_in_from(&server, home, &right).expect(200);
        // An account that was never there is answered the same.
        assert_eq!(
            words(&sign_in_from(&server, "203.0.113.1", &json!({"username": "nobody", "password": "x"}))),
            refused
        );

        let sec = server.sign_in("sec1");
        let listed = sec.get("/accounts").expect(200).items();
        let exam = listed.iter().find(|a| a["username"] == "exam1").expect("listed").clone();
        assert_eq!(exam["closed_by_failures"], true);
        let path = format!("/accounts/{}", exam["id"].as_str().expect("an id"));
        let reopened = sec.call(Call {
            method: "PATCH",
            path: &path,
            body: Some(("application/json", b"{\"reopen\": true}".to_vec())),
            headers: vec![("If-Match", "*".into())],
        });
        let reopened = reopened.expect(200).body;
        assert_eq!((&reopened["closed_by_failures"], &reopened["proposal"]), (&json!(false), &Value::Null));
        sign_in_from(&server, "203.0.113.1", &right).expect(200);
    });
}

#[test]
fn s_09_sessions_are_listed_and_ended() {
    everywhere("sessions", |place| {
        place.people(false);
        let server = Server::start(place, &[]);
        let (one, two, other) = (server.sign_in("navy1"), server.sign_in("navy1"), server.sign_in("army1"));
        let listed = one.get("/sessions").expect(200).items();
        assert_eq!(listed.len(), 2);
        assert_eq!((&listed[0]["current"], &listed[1]["current"]), (&json!(true), &json!(false)));
        assert_eq!(listed[0]["network"], "127.0.0.1");
        let path = |n: usize| format!("/sessions/{}", listed[n]["id"].as_str().expect("an id"));
        let delete = |who: &Client, path: &str| who.call(Call { method: "DELETE", path, body: None, headers: vec![] });
        assert_eq!(delete(&other, &path(1)).expect(404).code(), "not_found");
        delete(&one, &path(1)).expect(204);
        assert_eq!(two.get("/referrals").expect(401).code(), "session.over");
        one.get("/referrals").expect(200);

        let sec = server.sign_in("sec1");
        let accounts = sec.get("/accounts").expect(200).items();
        let navy = accounts.iter().find(|a| a["username"] == "navy1").expect("listed");
        let all = format!("/accounts/{}/sessions", navy["id"].as_str().expect("an id"));
        assert_eq!(sec.get(&all).expect(200).items().len(), 1);
        assert_eq!(delete(&other, &all).expect(403).code(), "role.forbidden");
        delete(&sec, &all).expect(204);
        one.get("/referrals").expect(401);
        assert!(sec.get(&all).expect(200).items().is_empty());
    });
}

#[test]
fn s_08_nobody_signs_in_without_accepting_the_notice() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let file = place.path("notice");
    std::fs::write(&file, "You use a system of the Government.\nWhat you do here is recorded.\n").expect("a notice");
    let server = Server::start(&place, &["--sign-in-banner-file", &file]);
    let anonymous = server.anonymous();
    let notice = anonymous.get("/session/banner").expect(200).body;
    assert_eq!(notice["text"], "You use a system of the Government.\nWhat you do here is recorded.");
    let sign_in = |banner: &Value, password: &str| {
        let body = json!({"username": "exam1", "password": password, "banner": banner});
        anonymous.post("/session", body, None)
    };
    for banner in [Value::Null, json!(""), json!("00"), json!(notice["text"])] {
        // Whether the password is right is not looked at.
        for password in [PASSWORD, "not the right one"] {
            assert_eq!(sign_in(&banner, password).expect(403).code(), "session.banner_not_accepted");
        }
    }
    let change =
        json!({"username": "exam1", "password": PASSWORD, "new_password": "seven grey otters count backwards"});
    assert_eq!(anonymous.post("/session/password", change, None).expect(403).code(), "session.banner_not_accepted");
    sign_in(&notice["sha256"], PASSWORD).expect(200);
    drop(server);

    Server::start(&place, &[]).anonymous().get("/session/banner").expect(204);
    std::fs::write(&file, " \n").expect("an empty notice");
    let out = place.cli(&["serve", "--listen", "127.0.0.1:0", "--sign-in-banner-file", &file]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && said.contains("sign_in.banner_file"), "{said}");
}
