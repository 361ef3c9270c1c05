//! Too much, too slow, not what was asked for.

use crate::api::tests::harness::{serve_with, served};
use domain::base::actor::Role;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use ureq::http::Method;

/// Writes to a socket and reads what comes back until it is closed.
fn raw(url: &str, text: &str, patience: Duration) -> String {
    let mut socket = TcpStream::connect(url.trim_start_matches("http://")).expect("connects");
    socket.set_read_timeout(Some(patience)).expect("a timeout");
    socket.write_all(text.as_bytes()).expect("writes");
    let mut out = Vec::new();
    let _ = socket.read_to_end(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn bodies_that_are_too_large_are_refused_declared_or_not() {
    let s = serve_with(&[("limits.json", "1 KiB")]);
    let security = s.token("sec1", Role::SecurityOfficer, None);
    let large = json!({"username": "x".repeat(2000)}).to_string();
    let json = [("content-type", "application/json")];
    let refused = s.call(Method::POST, "/accounts", &security, &json, Some(large.clone().into_bytes())).expect(413);
    assert_eq!(refused.code(), "request.too_large");
    assert!(refused.text.contains("1 KiB"), "{}", refused.text);
    let chunked = format!(
        "POST /api/v1/accounts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {security}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\nconnection: close\r\n\r\n{:x}\r\n{large}\r\n0\r\n\r\n",
        large.len()
    );
    assert!(raw(&s.url, &chunked, Duration::from_secs(10)).starts_with("HTTP/1.1 413"), "chunked");
}

#[test]
fn m4_methods_that_clients_make_up_take_no_memory() {
    let s = served();
    let metrics = || s.send(Method::GET, &format!("{}/metrics", s.ops), "", &[], None).expect(200).text;
    let labels = || metrics().lines().filter(|line| line.contains("method=")).count();
    let ask = |word: &str| {
        let request = format!("{word} /api/v1/filings HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        raw(&s.url, &request, Duration::from_secs(10))
    };
    assert!(ask("MADEUP0").starts_with("HTTP/1.1 4"), "refused like any method that the route does not know");
    let one = labels();
    for n in 1..=50 {
        ask(&format!("MADEUP{n}"));
    }
    assert_eq!(labels(), one, "a word of a client has become a label");
    let after = metrics();
    assert!(after.contains("method=\"other\"") && !after.contains("MADEUP"), "{after}");
}

#[test]
fn clients_that_are_too_slow_are_disconnected() {
    let s = serve_with(&[("timeouts.request", "1s"), ("timeouts.stall", "1s")]);
    let security = s.token("sec1", Role::SecurityOfficer, None);
    let began = Instant::now();
    let head = raw(&s.url, "GET /api/v1/filings HTTP/1.1\r\nhost: x\r\nx-slow: ", Duration::from_secs(20));
    assert!(head.starts_with("HTTP/1.1 408"), "{head}");
    let stalled = format!(
        "POST /api/v1/accounts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {security}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{\"user"
    );
    let body = raw(&s.url, &stalled, Duration::from_secs(20));
    assert!(body.starts_with("HTTP/1.1 408") && body.contains("request.timeout"), "{body}");
    assert!(began.elapsed() < Duration::from_secs(20));
}

/// The body of somebody who is nobody yet comes byte by byte, each in time.
#[test]
fn a_body_that_never_ends_is_let_go_though_it_never_pauses() {
    let s = serve_with(&[("timeouts.stall", "1s")]);
    let mut socket = TcpStream::connect(s.url.trim_start_matches("http://")).expect("connects");
    socket.set_read_timeout(Some(Duration::from_millis(100))).expect("a timeout");
    let head =
        "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n";
    socket.write_all(head.as_bytes()).expect("writes");
    let began = Instant::now();
    let mut answer = Vec::new();
    while answer.is_empty() && began.elapsed() < Duration::from_secs(20) {
        let _ = socket.write_all(b" ");
        let mut piece = [0; 4096];
        let read = socket.read(&mut piece).unwrap_or(0);
        answer.extend_from_slice(&piece[..read]);
    }
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request.timeout"), "{answer}");
}

/// What a client wanted changed is done although the client has left meanwhile.
#[test]
fn a_change_goes_on_when_its_client_has_left() {
    let s = served();
    let security = s.token("sec1", Role::SecurityOfficer, None);
    let body = json!({"username": "gone1", "role": "examiner", "password": crate::api::tests::harness::PASSWORD});
    let body = body.to_string();
    std::thread::scope(|scope| {
        let (held, holds) = std::sync::mpsc::channel();
        let store = &s.house.cx.store;
        scope.spawn(move || {
            let hold = |_: &mut crate::store::Tx<'_>| {
                held.send(()).expect("somebody waits");
                std::thread::sleep(Duration::from_secs(3));
                Ok::<_, crate::store::StoreError>(())
            };
            store.write(hold).expect("held");
        });
        holds.recv().expect("held");
        let mut socket = TcpStream::connect(s.url.trim_start_matches("http://")).expect("connects");
        write!(
            socket,
            "POST /api/v1/accounts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {security}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("writes");
        std::thread::sleep(Duration::from_secs(2));
    });
    let added = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        s.get("/accounts", &security).expect(200).text.contains("gone1")
    });
    assert!(added, "the account was not added");
}

#[test]
fn what_is_not_understood_is_named() {
    let s = served();
    let security = s.token("sec1", Role::SecurityOfficer, None);
    let examiner = s.token("exam1", Role::Examiner, None);
    let post = |kind: &str, body: &[u8]| {
        s.call(Method::POST, "/accounts", &security, &[("content-type", kind)], Some(body.to_vec()))
    };
    assert_eq!(post("text/plain", b"{}").expect(415).code(), "request.media_type");
    for (body, field) in [
        (r#"{"username": "a"}"#, "role"),
        (r#"{"username": "a", "role": "king", "password": "x"}"#, "role"),
        (r#"{"username": "abc", "role": "examiner", "password": 7}"#, "password"),
    ] {
        let refused = post("application/json; charset=utf-8", body.as_bytes()).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], field, "{}", refused.text);
    }
    let unknown = post("application/json", br#"{"username": "abc", "rol": "examiner"}"#).expect(422);
    assert!(unknown.text.contains("rol"), "{}", unknown.text);
    post("application/json", b"\xff\xfe").expect(422);
    post("application/json", b"{\"username\": \"a").expect(422);
    for query in [
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?cursor=!",
        "?cursor=eA",
        "?statuss=clear",
        "?status=lost",
        "?received_from=x",
    ] {
        let refused = s.get(&format!("/filings{query}"), &examiner).expect(422);
        assert_eq!(refused.code(), "request.invalid", "{query}");
    }
    s.get("/filings/not-an-id", &examiner).expect(404);
    assert_eq!(s.get("/filings/01999999-0000-7000-8000-000000000000", &examiner).expect(404).code(), "not_found");
}
