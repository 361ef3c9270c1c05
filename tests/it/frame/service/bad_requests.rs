//! Bad input over a real socket is answered with a clear error and its way out, and loses nothing that was good.

use crate::frame::harness::{Call, Client, PASSWORD, Place, Server, flagged_filing, skip};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

fn office() -> (Place, Server) {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    (place, server)
}

/// A USPTO application with this body of the description.
fn xml(number: &str, head: &str, paragraph: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}\n<us-patent-application lang=\"EN\" dtd-version=\"v4.6 2022-02-17\">\n\
         <us-bibliographic-data-application><application-reference appl-type=\"utility\"><document-id><country>US</country>\
         <doc-number>{number}</doc-number><date>20260302</date></document-id></application-reference>\
         <us-application-series-code>19</us-application-series-code><invention-title id=\"t\">A latch</invention-title>\
         </us-bibliographic-data-application><abstract id=\"abstract\"><p id=\"p-0001\" num=\"0000\">A latch.</p></abstract>\
         <description id=\"description\"><p id=\"p-0002\" num=\"0001\">{paragraph}</p></description>\
         <claims id=\"claims\"><claim id=\"CLM-00001\" num=\"00001\"><claim-text>1. A latch.</claim-text></claim></claims>\
         </us-patent-application>\n"
    )
}

fn problem(lines: &[Value], n: usize) -> String {
    lines[n]["problem"]["code"].as_str().unwrap_or_else(|| panic!("no problem in {}", lines[n])).to_owned()
}

#[test]
fn a_stream_with_bad_records_goes_on() {
    let (_place, server) = office();
    let intake = server.sign_in("intake1");
    let dtd = "<!DOCTYPE us-patent-application SYSTEM \"us-patent-application-v46-2022-02-17.dtd\" [ ]>";
    let bomb = "<!DOCTYPE us-patent-application [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let external = "<!DOCTYPE us-patent-application [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let good = xml("19000001", dtd, "A good record.");
    let stream = [
        good.as_str(),
        &xml("19000002", bomb, "&b;"),
        &xml("19000003", external, "&x;"),
        &xml("19000004", dtd, "a mismatched <b>tag</i>"),
        &xml("19000005", dtd, "another good record"),
        &xml("19000006", dtd, "cut short")[..400],
    ]
    .concat();
    let lines = intake.intake("application/xml", stream);
    assert_eq!(lines.len(), 6, "{lines:#?}");
    for good in [0, 4] {
        assert_eq!(lines[good]["screening"]["verdict"], "clear", "{}", lines[good]);
    }
    for bad in [1, 2, 3, 5] {
        assert!(problem(&lines, bad).starts_with("format."), "{}", lines[bad]);
        assert_eq!(lines[bad]["record"], json!(bad + 1));
        assert!(!lines[bad].to_string().contains("root:"), "an external entity was read");
    }
}

#[test]
fn encodings_are_kept_or_refused_never_guessed() {
    let (_place, server) = office();
    let (intake, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
    let text = |id: &str| examiner.get(&format!("/filings/{id}/text")).expect(200).text;
    let send = |bytes: Vec<u8>| intake.intake("application/xml", bytes);

    let bom = [b"\xef\xbb\xbf".to_vec(), xml("19000010", "", "caf\u{e9}").into_bytes()].concat();
    let lines = send(bom);
    assert!(text(lines[0]["id"].as_str().expect("an id")).contains("caf\u{e9}"));

    let latin = xml("19000011", "", "caf\u{e9}").replace("UTF-8", "ISO-8859-1");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).expect("latin")).collect();
    let lines = send(latin);
    assert!(text(lines[0]["id"].as_str().expect("an id")).contains("caf\u{e9}"));

    let utf16: Vec<u8> =
        xml("19000012", "", "caf\u{e9}").replace("UTF-8", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines = send([b"\xff\xfe".to_vec(), utf16].concat());
    assert!(text(lines[0]["id"].as_str().expect("an id")).contains("caf\u{e9}"));

    // Latin-1 bytes that claim to be UTF-8.
    let lie: Vec<u8> =
        xml("19000013", "", "caf\u{e9}").chars().map(|c| u8::try_from(u32::from(c)).expect("latin")).collect();
    assert!(problem(&send(lie), 0).starts_with("format."));

    let nul = xml("19000014", "", "a\u{0}b");
    assert!(problem(&send(nul.into_bytes()), 0).starts_with("format."));
    let nul = json!({"application_number": "19/000,015", "title": "a\u{0}b", "claims": ["1. A latch."]});
    let lines = intake.intake("application/x-ndjson", nul.to_string());
    assert!(problem(&lines, 0).starts_with("format."), "{}", lines[0]);
}

#[test]
fn a_number_is_taken_once_and_another_text_under_it_is_refused() {
    let (_place, server) = office();
    let intake = server.sign_in("intake1");
    let filing = flagged_filing(1);
    let first = intake.intake("application/x-ndjson", filing.to_string());
    let again = intake.intake("application/x-ndjson", filing.to_string());
    assert_eq!(first[0]["id"], again[0]["id"]);
    let mut other = filing.clone();
    other["abstract"] = json!(["Another text."]);
    let lines = intake.intake("application/x-ndjson", other.to_string());
    assert_eq!(problem(&lines, 0), "filing.number_taken");
    let detail = lines[0]["problem"]["detail"].as_str().expect("a detail");
    let digest = first[0]["screening"]["document_sha256"].as_str().expect("a digest");
    assert!(detail.contains(&digest[..12]), "both texts are named: {detail}");

    // One filing alone over POST /filings is the same filing.
    let one = intake.call(Call {
        method: "POST",
        path: "/filings",
        body: Some(("application/json", filing.to_string().into_bytes())),
        headers: vec![],
    });
    assert!(one.status == 200 || one.status == 201, "{}", one.text);
    assert_eq!(one.body["id"], first[0]["id"]);
    let conflict = intake.post("/filings", other, None).expect(409);
    assert_eq!(conflict.code(), "filing.number_taken");
    let unread = intake.post("/filings", json!({"application_number": "19/1", "title": 7}), None).expect(422);
    assert!(unread.text.contains("title"), "{}", unread.text);
}

#[test]
fn one_element_of_100_mb_is_refused_and_the_next_record_is_taken() {
    let (_place, server) = office();
    let intake = server.sign_in("intake1");
    let big = xml("19000020", "", &"latch ".repeat(100_000_000 / 6));
    let lines = intake.intake("application/xml", [big, xml("19000021", "", "after it")].concat());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(problem(&lines, 0).starts_with("format."), "over limits.filing");
    assert_eq!(lines[1]["screening"]["verdict"], "clear");
}

#[test]
fn a_list_that_does_not_compile_changes_nothing() {
    let (_place, server) = office();
    let (security, officer) = (server.sign_in("sec1"), server.sign_in("officer1"));
    let before = officer.get("/review-lists").expect(200).items();
    let upload = |who: &Client, text: &str| {
        who.call(Call {
            method: "POST",
            path: "/review-lists",
            body: Some(("application/toml", text.as_bytes().to_vec())),
            headers: vec![],
        })
    };
    let head = "[list]\nid = \"t\"\ntitle = \"T\"\njurisdiction = \"US\"\nrevision = \"1\"\neffective = 2026-01-01\nmarking = \"UNCLASSIFIED\"\n\
                [[group]]\nnumber = \"I\"\ntitle = \"G\"\n[[category]]\nnumber = \"I-1\"\ngroup = \"I\"\ntitle = \"C\"\nagencies = [\"NAVY\"]\n";
    let broken = format!("{head}[[category.clause]]\nid = \"a\"\npoints = 1\nrule = \"radar NEER sonar AND (\"\n");
    let answer = upload(&officer, &broken).expect(422);
    assert_eq!(answer.code(), "list.does_not_compile");
    assert!(answer.body["detail"].as_str().is_some_and(|d| d.contains("I-1")), "{}", answer.text);
    assert_eq!(officer.get("/review-lists").expect(200).items().len(), before.len());

    // A list that does compile is adopted by a second person only.
    let good = format!("{head}[[category.clause]]\nid = \"a\"\npoints = 1\nrule = \"zeppelin\"\n");
    let uploaded = upload(&officer, &good).expect(201);
    let id = uploaded.body["id"].as_str().expect("an id").to_owned();
    let etag = uploaded.header("ETag").expect("an ETag").to_owned();
    let path = format!("/review-lists/{id}/adopt");
    assert_eq!(officer.post(&path, json!({}), Some(&etag)).expect(409).code(), "list.second_person");
    let adopted = security.post(&path, json!({}), Some(&etag));
    assert!(adopted.status < 300, "{}", adopted.text);
    let lines = server.sign_in("intake1").intake(
        "application/x-ndjson",
        json!({"application_number": "19/000,030", "title": "A zeppelin", "claims": ["1. A zeppelin."]}).to_string(),
    );
    assert_eq!(lines[0]["screening"]["verdict"], "flagged");
    assert_eq!(lines[0]["screening"]["list"]["id"], "t");
}

/// Tokens that were made without the key of the service.
fn forged() -> Vec<(&'static str, String)> {
    use base64::Engine as _;
    let b64 = |v: &Value| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(v.to_string());
    let claims = json!({"iss": "subrosa", "aud": "subrosa-api", "sub": "0198c7a0-0000-7000-8000-000000000000",
        "sid": "0198c7a0-0000-7000-8000-000000000001", "stamp": 1, "iat": 1, "nbf": 1, "exp": 4_000_000_000u64});
    let none = format!("{}.{}.", b64(&json!({"alg": "none", "typ": "at+jwt"})), b64(&claims));
    let hs = format!("{}.{}.{}", b64(&json!({"alg": "HS256", "typ": "at+jwt"})), b64(&claims), "c2lnbmF0dXJl");
    let ed = format!("{}.{}.{}", b64(&json!({"alg": "EdDSA", "typ": "at+jwt"})), b64(&claims), "A".repeat(86));
    vec![
        ("alg none", none),
        ("HS256", hs),
        ("another key", ed),
        ("garbage", "not.a.token".into()),
        ("empty", String::new()),
    ]
}

#[test]
fn forged_expired_and_foreign_tokens_are_refused() {
    let (place, server) = office();
    let real = server.sign_in("exam1").token.expect("a token");
    for (what, token) in forged() {
        let who = Client { token: Some(token), ..server.anonymous() };
        let answer = who.get("/filings").expect(401);
        assert!(answer.header("WWW-Authenticate").is_some(), "{what}");
        assert_eq!(answer.header("Content-Type"), Some("application/problem+json"), "{what}");
    }
    // A real token with one letter changed.
    let mut bent = real.clone().into_bytes();
    let at = real.rfind('.').expect("a dot") + 10;
    bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
    let who = Client { token: Some(String::from_utf8(bent).expect("ASCII")), ..server.anonymous() };
    who.get("/filings").expect(401);
    // A token of another office: the same program with another key.
    let other = Place::sqlite();
    other.people(false);
    let elsewhere = Server::start(&other, &[]);
    let stranger = Client { token: elsewhere.sign_in("exam1").token, ..server.anonymous() };
    stranger.get("/filings").expect(401);
    // Expired.
    drop(server);
    let server = Server::start(&place, &["--tokens-ttl", "1s"]);
    let brief = server.sign_in("exam1");
    brief.get("/filings").expect(200);
    let start = Instant::now();
    while brief.get("/filings").status == 200 {
        assert!(start.elapsed() < Duration::from_secs(20), "it never expires");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_disabled_account_ends_at_once_and_a_refresh_token_is_good_once() {
    let (place, server) = office();
    let examiner = server.sign_in("exam1");
    examiner.get("/filings").expect(200);
    let out = place.cli(&["account", "disable", "exam1"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    examiner.get("/filings").expect(401);
    let wrong = |name: &str| {
        server.anonymous().post("/session", json!({"username": name, "password": "wrong wrong wrong wrong"}), None)
    };
    let (known, unknown) = (wrong("officer1"), wrong("nobody"));
    assert_eq!((known.status, unknown.status), (401, 401));
    assert_eq!(known.body["detail"], unknown.body["detail"], "the answer must not say whether the name exists");
    // A refresh token is good once; the second use ends the session.
    let session = server.anonymous().post("/session", json!({"username": "officer2", "password": PASSWORD}), None);
    let refresh = json!({"refresh_token": session.body["refresh_token"]});
    let renewed = server.anonymous().post("/session/refresh", refresh.clone(), None);
    assert!(renewed.status < 300, "{}", renewed.text);
    server.anonymous().post("/session/refresh", refresh, None).expect(401);
    let stolen = json!({"refresh_token": renewed.body["refresh_token"]});
    server.anonymous().post("/session/refresh", stolen, None).expect(401);
}

#[test]
fn bodies_too_large_are_refused_and_slow_clients_are_disconnected() {
    let place = Place::sqlite();
    place.people(false);
    let server =
        Server::start(&place, &["--timeouts-request", "1s", "--timeouts-stall", "1s", "--limits-intake", "2 MiB"]);
    let examiner = server.sign_in("exam1");
    let huge = json!({"decision": "confirm", "reason": "x".repeat(3 << 20)});
    let answer = examiner.post("/hits/0198c7a0-0000-7000-8000-000000000000/triage", huge, Some("*"));
    assert_eq!(answer.status, 413, "{}", answer.text);
    assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
    let long = "x".repeat(5 << 20);
    let answer = server.sign_in("intake1").try_call(Call {
        method: "POST",
        path: "/intake",
        body: Some(("application/x-ndjson", long.into_bytes())),
        headers: vec![],
    });
    if let Ok(answer) = answer {
        assert!(
            answer.status == 413 || answer.text.contains("413") || answer.text.contains("too_large"),
            "{}",
            answer.text
        );
    }

    // A client that sends half a request and waits is disconnected; others are served meanwhile.
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).expect("a connection");
    slow.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    slow.write_all(b"GET /api/v1/filings HTTP/1.1\r\nHost: x\r\nAuthor").expect("half a request");
    examiner.get("/filings").expect(200);
    let start = Instant::now();
    let mut answer = vec![];
    let _ = slow.read_to_end(&mut answer);
    assert!(start.elapsed() < Duration::from_secs(15), "the slow client was kept");
    let text = String::from_utf8_lossy(&answer);
    assert!(text.is_empty() || text.starts_with("HTTP/1.1 408"), "{text}");
}

#[test]
fn malformed_requests_are_answered_with_a_problem() {
    let (_place, server) = office();
    let examiner = server.sign_in("exam1");
    for (method, path, body, status) in [
        ("GET", "/nowhere", None, 404),
        ("GET", "/filings/not-an-id", None, 404),
        ("DELETE", "/filings", None, 405),
        ("GET", "/filings?limit=nonsense", None, 422),
        ("GET", "/filings?limit=100000", None, 422),
        ("GET", "/filings?cursor=%21%21", None, 422),
        ("GET", "/filings?status=lost", None, 422),
        ("GET", "/filings?q=radar%20NEER%20(", None, 422),
        ("POST", "/session", Some("{"), 422),
        ("POST", "/session", Some("{\"username\": 7}"), 422),
    ] {
        let body = body.map(|b| ("application/json", b.as_bytes().to_vec()));
        let answer = examiner.call(Call { method, path, body, headers: vec![] });
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("Content-Type"), Some("application/problem+json"), "{method} {path}");
        assert!(!answer.code().is_empty(), "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{method} {path}");
    }
}

#[test]
fn a_full_disk_refuses_and_leaves_nothing_half_written() {
    let place = Place::sqlite();
    let disk = place.path("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs", &disk]).status();
    if !mounted.is_ok_and(|s| s.success()) {
        skip("full disk", "mounting a small disk needs root");
        return;
    }
    struct Unmount(String);
    impl Drop for Unmount {
        fn drop(&mut self) {
            let _ = Command::new("umount").args(["-l", &self.0]).status();
        }
    }
    let _unmount = Unmount(disk.clone());
    let ballast = format!("{disk}/ballast");
    std::fs::write(&ballast, vec![0u8; 5 << 19]).expect("there is room");
    let small = place.with_database(format!("sqlite:{disk}/subrosa.db"));
    small.people(false);
    let server = Server::start(&small, &[]);
    let (intake, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
    let mut taken = vec![];
    let mut refused = 0;
    for n in 1..400 {
        let mut filing = flagged_filing(n);
        filing["description"] = json!([{"number": "0001", "text": format!("{n} {}", "missile warhead ".repeat(4000))}]);
        let lines = intake.intake("application/x-ndjson", filing.to_string());
        if lines[0]["id"].is_string() && lines[0]["problem"].is_null() {
            taken.push(lines[0]["id"].as_str().expect("an id").to_owned());
        } else {
            refused += 1;
            if refused > 3 {
                break;
            }
        }
    }
    assert!(refused > 0, "the disk never filled");
    assert!(!taken.is_empty(), "nothing was taken");
    for id in &taken {
        examiner.get(&format!("/filings/{id}")).expect(200);
    }
    // Each read of a text is entered; what cannot be entered is not shown.
    let mut reads = taken.iter().cycle().take(400).map(|id| examiner.get(&format!("/filings/{id}/text")));
    let unentered = reads.find(|answer| answer.status != 200).expect("there is room for 400 entries").expect(503);
    assert_eq!((unentered.code(), unentered.body["sections"].is_null()), ("server.full", true));
    std::fs::remove_file(&ballast).expect("room is made");
    for id in taken.iter().rev().take(10) {
        examiner.get(&format!("/filings/{id}/text")).expect(200);
    }
    let listed = examiner.get("/filings?limit=200").expect(200).items().len();
    assert_eq!(listed, taken.len(), "a refused filing left something behind");
    drop(server);
    let verified = small.cli(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}
