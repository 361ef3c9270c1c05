//! Signing in with tokens of agencies' identity providers, as their people, forgers and failing providers do.

pub(super) mod bench;

use crate::frame::harness::{Client, PASSWORD, Place, Server};
use crate::frame::identity_provider::{Provider, Says, seconds};
use crate::frame::office::TestOffice;
use crate::frame::tls_client::Authority;
use crate::office::exchanges::bench::{Bench, delete, terms};
use crate::office::sign_in::{Authenticator, everywhere, words};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[test]
fn s_14_an_agencys_people_sign_in_with_its_tokens_as_their_accounts_say() {
    everywhere("tokens of an agency", |place| {
        let b = Bench::with_people(place);
        let issuer = b.issuer(&b.provider.iss, terms());
        b.bind(&issuer, "navy1", "7c1f");
        // The provider has made its next key already.
        b.provider.add_key("k2");
        // Whatever a token says of rights is not read.
        let said = json!({"clearance": "TS", "role": "security_officer", "roles": ["security_officer"], "agency": "DOD",
                          "supervisor": true, "username": "sec1"});
        let token = b.provider.token("7c1f", said);
        let tokens = b.exchange(&token).expect(200).body;
        assert!(tokens["refresh_token"].is_string() && tokens["token_type"] == "Bearer");
        let navy = Client { url: b.server.url.clone(), token: tokens["access_token"].as_str().map(Into::into) };
        navy.get("/referrals").expect(200);
        assert_eq!(navy.get("/accounts").expect(403).code(), "role.forbidden");
        let sessions = navy.get("/sessions").expect(200).items();
        assert_eq!((&sessions[0]["issuer"], &sessions[0]["factor_at"]), (&json!(b.provider.iss), &Value::Null));
        // It is a session like any other: refreshed, and ended.
        let refresh = json!({"refresh_token": tokens["refresh_token"]});
        b.server.anonymous().post("/session/refresh", refresh, None).expect(200);
        assert_eq!(b.exchange(&token).expect(401).code(), "session.exchange_failed", "each token is good once");
        let by_next_key = b.provider.sign(json!({"alg": "EdDSA", "kid": "k2"}), "7c1f", json!({}));
        delete(&b.sign_in(&by_next_key), "/session").expect(204);
        assert_eq!(b.provider.asked("/keys"), 1, "the keys are kept");
        // The password opens too, and its session is none of the issuer.
        let by_password = b.server.sign_in("navy1");
        let all = by_password.get("/sessions").expect(200).items();
        assert_eq!((all.len(), &all[1]["issuer"]), (2, &Value::Null));

        // One officer ends the issuer, and what it began.
        delete(&b.officers[1], &format!("/issuers/{issuer}")).expect(204);
        assert_eq!(navy.get("/referrals").expect(401).code(), "session.over");
        by_password.get("/referrals").expect(200);
        b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);
        let entered: Vec<(Value, Value)> =
            b.entries("session.exchange").into_iter().map(|e| (e["outcome"].clone(), e["actor"].clone())).collect();
        let entry = |outcome: &str, actor: &str| (json!(outcome), json!(actor));
        let [done, refused] = [entry("done", "navy1"), entry("refused", "nobody")];
        assert_eq!(entered, [done.clone(), refused.clone(), done, refused]);
        let ended = b.entries("issuer.end")[0]["detail"].to_string();
        assert!(ended.contains("identities_ended=1 sessions_ended=1"), "{ended}");
        let out = place.cli(&["ledger", "verify"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let log = b.server.log();
        assert!(log.contains("exchange.refused") && !log.contains("eyJ") && !log.contains("7c1f"), "{log}");
    });
}

#[test]
fn s_02_s_14_a_clearance_is_never_taken_from_a_token() {
    let h = TestOffice::at(Place::sqlite());
    let filing = h.confirmed(1, json!({"marking": "S"}));
    h.refer(filing, &["NAVY"]).expect("referred");
    h.place.account("sec8", "security_officer", None, false);
    h.place.account("sec9", "security_officer", None, false);
    h.place.account_cleared("C", "low", "official", Some("NAVY"), false);
    h.place.account_cleared("S", "high", "official", Some("NAVY"), false);
    let b = Bench::start(&h.place, ["sec8", "sec9"], &[]);
    let issuer = b.issuer(&b.provider.iss, terms());
    b.bind(&issuer, "low", "l");
    b.bind(&issuer, "high", "h");
    let seen =
        |subject: &str, said: Value| b.sign_in(&b.provider.token(subject, said)).get("/referrals").expect(200).items();
    let cleared = json!({"clearance": "TS", "clearance_level": "TOP SECRET", "acr": "urn:navy:mfa"});
    assert!(seen("l", cleared).is_empty());
    assert_eq!(seen("h", json!({"clearance": "U"})).len(), 1);
}

#[test]
fn s_15_whatever_is_wrong_with_a_token_the_answer_is_the_same_and_the_log_says_why() {
    everywhere("wrong tokens", |place| {
        let b = Bench::with_people(place);
        let other = Provider::start(&b.authority);
        other.add_key("k9");
        let issuer = b.issuer(&b.provider.iss, terms());
        let second = b.issuer(&other.iss, terms());
        b.bind(&issuer, "navy1", "7c1f");
        b.bind(&second, "navy2", "of-the-other");
        place.account("off", "official", Some("NAVY"), false);
        b.bind(&issuer, "off", "switched-off");
        b.officers[0].call(crate::frame::harness::Call {
            method: "PATCH",
            path: &format!("/accounts/{}", b.account("off")),
            body: Some(("application/json", br#"{"enabled": false}"#.to_vec())),
            headers: vec![("If-Match", "*".into())],
        });
        let path = format!("/accounts/{}/identities", b.account("navy2"));
        b.officers[0].post(&path, json!({"issuer_id": issuer, "subject": "proposed"}), Some("*")).expect(201);

        let now = seconds();
        let with = |claims: Value| b.provider.token("7c1f", claims);
        let good = with(json!({}));
        let (signed, signature) = good.rsplit_once('.').expect("parts");
        let payload = signed.split_once('.').expect("parts").1;
        let head = |head: Value| BASE64_URL_SAFE_NO_PAD.encode(head.to_string());
        let public = b.provider.key_set()["keys"][0]["x"].as_str().expect("a key").to_owned();
        let hs256 = {
            let secret = jsonwebtoken::EncodingKey::from_secret(&BASE64_URL_SAFE_NO_PAD.decode(public).expect("bytes"));
            let head = jsonwebtoken::Header { kid: Some("k1".into()), ..Default::default() };
            let claims = json!({"iss": b.provider.iss, "aud": "subrosa", "sub": "7c1f", "iat": now, "exp": now + 300});
            jsonwebtoken::encode(&head, &claims, &secret).expect("a token")
        };
        let wrong = [
            ("nothing", String::new()),
            ("alg none", format!("{}.{payload}.", head(json!({"alg": "none", "kid": "k1"})))),
            ("HS256 with the public key", hs256),
            ("no signature", format!("{signed}.")),
            ("another signature", format!("{signed}.{}", signature.chars().rev().collect::<String>())),
            ("a key of its own", b.provider.sign(json!({"alg": "EdDSA", "jwk": {"kty": "OKP"}}), "7c1f", json!({}))),
            ("signed by another issuer", other.token("7c1f", json!({"iss": b.provider.iss}))),
            (
                "a key of another issuer",
                other.sign(json!({"alg": "EdDSA", "kid": "k9"}), "7c1f", json!({"iss": b.provider.iss})),
            ),
            ("a name that another issuer has", with(json!({"sub": "of-the-other"}))),
            ("a name that is ours with another issuer", other.token("7c1f", json!({}))),
            ("an issuer with a slash", with(json!({"iss": format!("{}/", b.provider.iss)}))),
            ("an issuer nobody knows", with(json!({"iss": "https://id.nobody.example"}))),
            ("another audience", with(json!({"aud": "another-service"}))),
            ("several audiences", with(json!({"aud": ["another-service", "subrosa"]}))),
            ("another client", with(json!({"azp": "another-service"}))),
            ("expired", with(json!({"exp": now - 60}))),
            ("nbf to come", with(json!({"nbf": now + 120}))),
            ("issued long ago", with(json!({"iat": now - 400}))),
            ("no iat", with(json!({"iat": null}))),
            ("exp as text", with(json!({"exp": "tomorrow"}))),
            ("no name", with(json!({"sub": null}))),
            ("a name nobody has", with(json!({"sub": "stranger"}))),
            ("a name only proposed", with(json!({"sub": "proposed"}))),
            ("an account switched off", with(json!({"sub": "switched-off"}))),
        ];
        let refused = words(&b.exchange("x"));
        assert_eq!((refused.0, refused.1["code"].as_str()), (401, Some("session.exchange_failed")));
        for (name, token) in &wrong {
            assert_eq!(words(&b.exchange(token)), refused, "{name}");
        }
        assert_eq!(b.provider.asked("/keys"), 1, "whatever key a token names, the keys are fetched once a minute");
        let entered = b.entries("session.exchange");
        assert_eq!(entered.len(), wrong.len() + 1);
        assert!(entered.iter().all(|e| e["outcome"] == "refused" && e["detail"] == "session.exchange_failed"));
        let log = b.server.log();
        for why in [
            "not three parts",
            "expired",
            "another audience",
            "switched off",
            "no account is bound",
            "no active issuer",
        ] {
            assert!(log.contains(why), "{why}: {log}");
        }
        assert!(!log.contains(payload) && !log.contains("stranger"), "{log}");
        b.exchange(&good).expect(200);
    });
}

#[test]
fn s_15_s_39_a_token_that_comes_to_two_nodes_at_once_signs_in_once() {
    everywhere("a token on two nodes", |place| {
        let b = Bench::with_people(place);
        let issuer = b.issuer(&b.provider.iss, terms());
        b.bind(&issuer, "navy1", "7c1f");
        // On SQLite there is one node.
        let machine = Place::sqlite().with_database(place.database.clone());
        let two = place.database.starts_with("postgres").then(|| {
            std::fs::create_dir(machine.path("data")).expect("a folder");
            std::fs::copy(place.path("data/wrapping-key"), machine.path("data/wrapping-key")).expect("copied");
            let ca = place.path("issuer-ca.pem");
            Server::start(&machine, &["--tls-issuer-ca", &ca, "--sign-in-per-client", "100000"])
        });
        let nodes = [Some(&b.server), two.as_ref()].map(|node| node.unwrap_or(&b.server).anonymous());
        for claims in [json!({}), json!({"jti": null}), json!({"acr": "urn:navy:mfa", "auth_time": seconds()})] {
            let token = b.provider.token("7c1f", claims);
            let bodies = json!({ "token": token });
            let answers: Vec<u16> = std::thread::scope(|scope| {
                let sent: Vec<_> = (0..12)
                    .map(|n| {
                        let (node, body) = (&nodes[n % 2], bodies.clone());
                        scope.spawn(move || node.post("/session/exchange", body, None).status)
                    })
                    .collect();
                sent.into_iter().map(|one| one.join().expect("an answer")).collect()
            });
            assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
            assert_eq!(answers.iter().filter(|status| **status == 401).count(), 11, "{answers:?}");
        }
    });
}

#[test]
fn s_15_keys_that_are_not_as_they_should_be_sign_nobody_in_and_a_silent_provider_delays_nobody_else() {
    let place = Place::sqlite();
    let b = Bench::with_people(&place);
    let mut weak = b.provider.key_set();
    weak["keys"][0] = json!({"kty": "RSA", "kid": "k1", "n": BASE64_URL_SAFE_NO_PAD.encode([0xff; 128]), "e": "AQAB"});
    let twins = json!({"keys": [b.provider.key_set()["keys"][0], Provider::start(&b.authority).key_set()["keys"][0]]});
    let bad = [
        ("another issuer", Says { description: json!({"issuer": format!("{}/", b.provider.iss)}), ..Says::default() }),
        ("keys over plain HTTP", Says { description: json!({"jwks_uri": "http://192.0.2.1/keys"}), ..Says::default() }),
        (
            "keys in this network",
            Says { description: json!({"jwks_uri": "https://169.254.169.254/"}), ..Says::default() },
        ),
        (
            "keys elsewhere",
            Says { description: json!({"jwks_uri": format!("{}/moved", b.provider.iss)}), ..Says::default() },
        ),
        (
            "10 MB of keys",
            Says { keys: Some(format!("{{\"keys\": [\"{}\"]}}", "a".repeat(10 << 20))), ..Says::default() },
        ),
        ("no keys", Says { keys: Some("<html>".into()), ..Says::default() }),
        (
            "a symmetric key",
            Says {
                keys: Some(json!({"keys": [{"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}]}).to_string()),
                ..Says::default()
            },
        ),
        ("a weak key", Says { keys: Some(weak.to_string()), ..Says::default() }),
        ("two keys of one name", Says { keys: Some(twins.to_string()), ..Says::default() }),
    ];
    for (name, says) in bad {
        b.provider.say(says);
        let issuer = b.issuer(&b.provider.iss, terms());
        b.bind(&issuer, "navy1", "7c1f");
        let refused = b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);
        assert_eq!(refused.code(), "session.exchange_failed", "{name}");
        delete(&b.officers[0], &format!("/issuers/{issuer}")).expect(204);
    }
    let log = b.server.log();
    assert!(log.contains("issuer.keys_not_fetched") && log.contains("302") && log.contains("2048"), "{log}");

    // A provider with a certificate of nobody we trust.
    let stranger = Provider::start(&Authority::new("Nobody's"));
    let foreign = b.issuer(&stranger.iss, terms());
    b.bind(&foreign, "navy1", "7c1f");
    b.exchange(&stranger.token("7c1f", json!({}))).expect(401);
    delete(&b.officers[0], &format!("/issuers/{foreign}")).expect(204);

    // One provider says nothing; people of another, and people with passwords, go on.
    b.provider.say(Says { is_silent: true, ..Says::default() });
    let silent = b.issuer(&b.provider.iss, terms());
    b.bind(&silent, "navy1", "7c1f");
    let other = Provider::start(&b.authority);
    let good = b.issuer(&other.iss, terms());
    b.bind(&good, "navy2", "o");
    std::thread::scope(|scope| {
        let waiting: Vec<_> =
            (0..20).map(|_| scope.spawn(|| b.exchange(&b.provider.token("7c1f", json!({}))).status)).collect();
        std::thread::sleep(Duration::from_millis(500));
        let began = Instant::now();
        b.exchange(&other.token("o", json!({}))).expect(200);
        b.server.sign_in("audit1");
        assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
        assert!(waiting.into_iter().all(|one| one.join().expect("an answer") == 401));
    });
    let began = Instant::now();
    b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);
    assert!(began.elapsed() < Duration::from_secs(3), "it was asked less than a minute ago: {:?}", began.elapsed());

    // What was fetched is used while the provider is away.
    other.say(Says { is_silent: true, ..Says::default() });
    b.exchange(&other.token("o", json!({}))).expect(200);
    assert_eq!(other.asked("/keys"), 1);
}

#[test]
fn s_18_s_19_a_token_proves_again_who_it_is_and_its_issuer_attests_a_second_factor() {
    everywhere("step-up by token", |place| {
        let b = Bench::with_people(place);
        let issuer = b.issuer(&b.provider.iss, terms());
        // An account that has no password that anybody knows.
        let new = json!({"username": "grace", "role": "official", "agency": "NAVY"});
        let office = json!({"username": "examiner", "role": "examiner"});
        assert_eq!(b.officers[0].post("/accounts", office, None).expect(422).body["errors"][0]["field"], "password");
        let made = b.officers[0].post("/accounts", new, None).expect(201).body;
        let confirm = format!("/account-proposals/{}/confirmation", made["proposal"]["id"].as_str().expect("an id"));
        b.officers[1].post(&confirm, json!({}), Some("*")).expect(200);
        b.bind(&issuer, "grace", "g");
        b.bind(&issuer, "navy1", "7c1f");
        let grace = b.sign_in(&b.provider.token("g", json!({})));
        let factor_at = |who: &Client| {
            let all = who.get("/sessions").expect(200).items();
            all.iter().find(|session| session["current"] == true).expect("this one")["factor_at"].clone()
        };
        assert_eq!(factor_at(&grace), Value::Null);
        let step_up = |body: Value| grace.post("/session/step-up", body, None);
        let fresh = |said: Value| {
            let mut claims = json!({"acr": "urn:navy:mfa", "auth_time": seconds()});
            for (name, value) in said.as_object().expect("members") {
                claims[name.as_str()] = value.clone();
            }
            b.provider.token("g", claims)
        };
        for (name, body) in [
            ("no auth_time", json!({"token": fresh(json!({"auth_time": null}))})),
            ("asked long ago", json!({"token": fresh(json!({"auth_time": seconds() - 400}))})),
            ("somebody else", json!({"token": b.provider.token("7c1f", json!({"auth_time": seconds()}))})),
            ("nonsense", json!({"token": "x"})),
        ] {
            assert_eq!(step_up(body).expect(401).code(), "session.exchange_failed", "{name}");
        }
        step_up(json!({})).expect(422);
        step_up(json!({"token": "x", "password": PASSWORD})).expect(422);
        let token = fresh(json!({"acr": "urn:navy:password"}));
        step_up(json!({ "token": token })).expect(204);
        assert_eq!(factor_at(&grace), Value::Null, "the issuer attests no second factor");
        step_up(json!({ "token": token })).expect(401);
        step_up(json!({"token": fresh(json!({}))})).expect(204);
        let at: Timestamp = factor_at(&grace).as_str().expect("an instant").parse().expect("an instant");
        assert!((at.as_second() - seconds()).abs() < 60);
        // A sign-in says the same at once.
        assert_ne!(factor_at(&b.sign_in(&fresh(json!({})))), Value::Null);

        // A second factor of the Office's own is begun by a token, and from then on asked for unless the issuer attests one.
        let made = grace.post("/session/factor", json!({"token": fresh(json!({}))}), None).expect(201).body;
        let mut device = Authenticator::of(&made);
        grace.post("/session/factor/confirmation", json!({"otp": device.show()}), None).expect(204);
        let exchange = |acr: &str, otp: Option<&str>| {
            let token = b.provider.token("g", json!({ "acr": acr }));
            b.server.anonymous().post("/session/exchange", json!({"token": token, "otp": otp}), None)
        };
        exchange("urn:navy:password", None).expect(401);
        exchange("urn:navy:password", Some("000000")).expect(401);
        exchange("urn:navy:mfa", Some("000000")).expect(401);
        exchange("urn:navy:mfa", None).expect(200);
        let otp = device.show();
        exchange("urn:navy:password", Some(&otp)).expect(200);
        exchange("urn:navy:password", Some(&otp)).expect(401);
    });
}

#[test]
fn s_08_nobody_exchanges_a_token_without_accepting_the_notice() {
    let place = Place::sqlite();
    let file = place.path("notice");
    std::fs::write(&file, "You use a system of the Government.").expect("a notice");
    let server = Server::start(&place, &["--sign-in-banner-file", &file]);
    let anonymous = server.anonymous();
    let exchange = |banner: Value| anonymous.post("/session/exchange", json!({"token": "x", "banner": banner}), None);
    assert_eq!(exchange(Value::Null).expect(403).code(), "session.banner_not_accepted");
    let notice = anonymous.get("/session/banner").expect(200).body;
    assert_eq!(exchange(notice["sha256"].clone()).expect(401).code(), "session.exchange_failed");
}

#[test]
fn s_07_exchanges_are_slowed_down_by_address() {
    let place = Place::sqlite();
    let server = Server::start(&place, &["--sign-in-per-client", "5"]);
    let exchange = || server.anonymous().post("/session/exchange", json!({"token": "x"}), None);
    for _ in 0..5 {
        exchange().expect(401);
    }
    let told = exchange().expect(429);
    assert!(told.code() == "session.too_many_attempts" && told.header("Retry-After").is_some(), "{}", told.text);
    // A password counts with them.
    let body = json!({"username": "nobody", "password": "x"});
    server.anonymous().post("/session", body, None).expect(429);
}

#[test]
fn s_09_a_session_ends_with_the_last_moment_of_its_issuer() {
    let place = Place::sqlite();
    let b = Bench::with_people(&place);
    let until = Timestamp::from_second(seconds() + 12).expect("an instant");
    let asked = json!({"agency": "NAVY", "iss": b.provider.iss, "terms": terms(), "active_until": until});
    let issuer = b.officers[0].post("/issuers", asked, None).expect(201).body["id"].as_str().expect("an id").to_owned();
    b.officers[1].post(&format!("/issuers/{issuer}/confirmation"), json!({}), Some("*")).expect(200);
    b.bind(&issuer, "navy1", "7c1f");
    let tokens = b.exchange(&b.provider.token("7c1f", json!({}))).expect(200).body;
    let navy = Client { url: b.server.url.clone(), token: tokens["access_token"].as_str().map(Into::into) };
    assert_eq!(navy.get("/sessions").expect(200).items()[0]["expires_at"], json!(until));
    while seconds() <= until.as_second() {
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(navy.get("/referrals").expect(401).code(), "session.over");
    let refresh = json!({"refresh_token": tokens["refresh_token"]});
    b.server.anonymous().post("/session/refresh", refresh, None).expect(401);
    b.exchange(&b.provider.token("7c1f", json!({}))).expect(401);
}
