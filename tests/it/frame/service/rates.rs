//! Whoever sends too many requests is told when to come back, and nobody else notices.

use crate::frame::harness::{Answer, Call, Client, Place, Server};
use serde_json::{Value, json};

/// Reads a list as a client that a proxy says has this address.
fn get_from(who: &Client, address: &str) -> Answer {
    let headers = vec![("X-Forwarded-For", address.to_owned())];
    who.call(Call { method: "GET", path: "/agencies", body: None, headers })
}

/// The answer is the problem for too many requests, and says when to come back.
#[track_caller]
fn is_told_to_wait(answer: &Answer) {
    assert_eq!((answer.status, answer.code()), (429, "request.too_many"), "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert!(answer.header("x-request-id").is_some(), "an answer like every other: {:?}", answer.headers);
    let wait: u64 = answer.header("retry-after").expect("a wait").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
}

#[test]
fn s_41_an_account_over_its_rate_waits_while_others_and_streams_go_on() {
    for place in [Some(Place::sqlite()), Place::postgres("rates of accounts")].into_iter().flatten() {
        place.account("exam1", "examiner", None, false);
        place.account("exam2", "examiner", None, false);
        place.account("intake1", "intake", None, false);
        let server = Server::start(&place, &["--rates-per-account", "5"]);
        let [first, second, intake] = ["exam1", "exam2", "intake1"].map(|name| server.sign_in(name));
        for _ in 0..5 {
            first.get("/agencies").expect(200);
        }
        is_told_to_wait(&first.get("/agencies"));
        is_told_to_wait(&first.post("/referrals/01900000-0000-7000-8000-000000000000/questions", json!({}), Some("*")));
        let again = server.sign_in("exam1");
        is_told_to_wait(&again.get("/agencies"));
        second.get("/agencies").expect(200);
        for _ in 0..8 {
            // A stream is not counted: each is answered with 200.
            intake.intake("application/x-ndjson", "");
        }
        intake.get("/agencies").expect(200);
    }
}

#[test]
fn s_41_requests_without_an_account_are_counted_by_the_address_that_the_proxy_names() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let server = Server::start(&place, &["--rates-per-address", "4", "--trusted-proxies", "127.0.0.0/8"]);
    let examiner = server.sign_in("exam1");
    let nobody = server.anonymous();
    let rubbish = Client { token: Some("rubbish".into()), ..nobody.clone() };
    for who in [&nobody, &rubbish, &nobody, &rubbish] {
        assert_eq!(get_from(who, "192.0.2.1").status, 401);
    }
    is_told_to_wait(&get_from(&nobody, "192.0.2.1"));
    is_told_to_wait(&get_from(&rubbish, "192.0.2.1"));
    assert_eq!(get_from(&nobody, "192.0.2.2").status, 401, "another address");
    assert_eq!(get_from(&examiner, "192.0.2.1").status, 200, "whoever is signed in is counted by account");
    for n in 1..5 {
        assert_eq!(get_from(&nobody, &format!("2001:db8::{n}")).status, 401);
    }
    is_told_to_wait(&get_from(&nobody, "2001:db8::9"));
    assert_eq!(get_from(&nobody, "2001:db8:0:1::9").status, 401, "another subscriber");
    // The pages outside the interface are counted with the requests.
    let front = || nobody.get(&format!("{}/", server.url));
    let until = (0..10).map(|_| front()).find(|answer| answer.status != 200).expect("counted");
    is_told_to_wait(&until);
    assert_eq!(until.body.get("instance").map(Value::is_string), Some(true));
}
