//! Bringing filings in, alone and in streams.

use crate::api::tests::harness::{Served, served};
use domain::base::actor::Role;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use ureq::http::Method;

fn filing(n: usize) -> Value {
    json!({"application_number": format!("18/{n:06}"), "title": "Latch", "claims": ["1. A latch with a spring."],
           "parties": [{"role": "inventor", "name": "Ada Marlowe"}]})
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect()
}

fn ndjson(s: &Served, token: &str, body: String) -> Vec<Value> {
    let reply = s.call(Method::POST, "/intake", token, &[("content-type", "application/x-ndjson")], Some(body.into()));
    assert_eq!(reply.header("content-type"), "application/x-ndjson");
    lines(&reply.expect(200).text)
}

#[test]
fn one_filing_comes_in_once() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let made = s.post("/filings", &token, &filing(1)).expect(201);
    assert_eq!(made.body["screening"]["verdict"], "clear");
    assert_eq!(made.header("location"), format!("/api/v1/filings/{}", made.body["id"].as_str().expect("an id")));
    let again = s.post("/filings", &token, &filing(1)).expect(200);
    assert_eq!((&again.body["id"], &again.body["existing"]), (&made.body["id"], &json!(true)));
    let mut other = filing(1);
    other["title"] = json!("Bolt");
    assert_eq!(s.post("/filings", &token, &other).expect(409).code(), "filing.number_taken");
    let unread = s.post("/filings", &token, &json!({"application_number": "18/000,002", "title": 7})).expect(422);
    assert_eq!((unread.code(), &unread.body["errors"][0]["field"]), ("format.bad_field", &json!("title")));
    let two = format!("[{}, {}]", filing(3), filing(4)).into_bytes();
    let json = [("content-type", "application/json")];
    assert!(s.call(Method::POST, "/filings", &token, &json, Some(two)).expect(422).text.contains("/intake"));
    let pdf = [("content-type", "application/pdf")];
    s.call(Method::POST, "/filings", &token, &pdf, Some(b"%PDF".to_vec())).expect(415);
}

#[test]
fn a_stream_is_answered_line_by_line_in_order_and_goes_on_after_bad_records() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let body = format!("{}\n{{\"title\": 7}}\nrubbish\n{}\n{}\n", filing(1), filing(1), filing(2));
    let got = ndjson(&s, &token, body);
    let numbers: Vec<u64> = got.iter().filter_map(|l| l["record"].as_u64()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(got[3]["id"], got[0]["id"]);
    assert_eq!(got[3]["existing"], true);
    for bad in [1, 2] {
        assert!(got[bad]["problem"]["code"].as_str().expect("a code").starts_with("format."), "{}", got[bad]);
        assert!(got[bad].get("id").is_none());
    }
    assert_eq!(got[4]["screening"]["application_number"], "18/000,002");
}

#[test]
fn a_client_that_sends_everything_before_it_reads_does_not_hang() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let filler = "a spring and a latch ".repeat(200);
    let body: String = (0..600)
        .map(|n| {
            let mut f = filing(n);
            f["description"] = json!([{"text": filler}]);
            format!("{f}\n")
        })
        .collect();
    assert!(body.len() > 2 << 20);
    let got = ndjson(&s, &token, body);
    assert_eq!(got.len(), 600);
    assert!(got.iter().all(|l| l["screening"]["verdict"] == "clear"));
}

#[test]
fn a_client_that_waits_for_each_answer_gets_it() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let mut socket = TcpStream::connect(s.url.trim_start_matches("http://")).expect("connects");
    socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    write!(
        socket,
        "POST /api/v1/intake HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/x-ndjson\r\n\
         transfer-encoding: chunked\r\n\r\n"
    )
    .expect("writes");
    let mut reader = BufReader::new(socket.try_clone().expect("a clone"));
    for n in 1..=3usize {
        let line = format!("{}\n", filing(n));
        write!(socket, "{:x}\r\n{line}\r\n", line.len()).expect("writes");
        let mut answer = String::new();
        while !answer.contains(&format!("\"record\":{n}")) {
            answer.clear();
            assert!(
                reader.read_line(&mut answer).unwrap_or_else(|e| panic!("answer {n} did not come: {e}")) > 0,
                "closed"
            );
        }
        assert!(answer.contains("\"clear\""), "{answer}");
    }
    write!(socket, "0\r\n\r\n").expect("writes");
}

#[test]
fn a_stream_that_breaks_off_loses_nothing_that_was_whole() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let whole = format!("{}\n", filing(1));
    let cut = &filing(2).to_string()[..40];
    let mut socket = TcpStream::connect(s.url.trim_start_matches("http://")).expect("connects");
    write!(
        socket,
        "POST /api/v1/intake HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/x-ndjson\r\n\
         content-length: 9999\r\n\r\n{whole}{cut}"
    )
    .expect("writes");
    socket.shutdown(std::net::Shutdown::Write).expect("shuts");
    let mut text = String::new();
    let _ = socket.read_to_string(&mut text);
    let examiner = s.token("exam1", Role::Examiner, None);
    let kept = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        s.get("/filings", &examiner).expect(200).body["items"].as_array().is_some_and(|a| a.len() == 1)
    });
    assert!(kept, "the whole record is on file, the cut one is not");
}

#[test]
fn lists_go_in_pages_that_follow_each_other() {
    let s = served();
    let token = s.token("intake1", Role::Intake, None);
    let body: String = (0..5).map(|n| format!("{}\n", filing(n))).collect();
    ndjson(&s, &token, body);
    let examiner = s.token("exam1", Role::Examiner, None);
    let mut path = "/filings?status=clear&limit=2".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = s.get(&path, &examiner).expect(200);
        seen.extend(page.body["items"].as_array().expect("items").iter().map(|f| f["application_number"].clone()));
        let link = page.header("link");
        let Some(next) = link.strip_suffix(">; rel=\"next\"").and_then(|l| l.strip_prefix("</api/v1")) else { break };
        assert!(next.contains("status=clear") && next.contains("limit=2"), "{next}");
        path = next.to_owned();
    }
    assert_eq!(seen, ["18/000,004", "18/000,003", "18/000,002", "18/000,001", "18/000,000"]);
}
