//! The service over TLS: who can connect, what a renewed certificate changes, and which starts are refused.

use crate::frame::harness::{PASSWORD, Place, Server, run};
use crate::frame::tls_client::{Authority, Issued, TlsClient, write_key};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use rcgen::date_time_ymd;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use subrosa::clock::{Clock as _, SystemClock};

/// A service over TLS, and the authority that issued its certificate.
struct Secured {
    place: Place,
    authority: Authority,
    server: Server,
}

/// The flags of TLS, with files in the folder of a place.
fn tls_flags(place: &Place) -> Vec<String> {
    ["--tls-certificate", &place.path("cert.pem"), "--tls-key", &place.path("key.pem")].map(str::to_owned).to_vec()
}

fn start(place: &Place, more: &[&str]) -> Server {
    let flags = tls_flags(place);
    let all: Vec<&str> = flags.iter().map(String::as_str).chain(more.iter().copied()).collect();
    Server::start(place, &all)
}

impl Secured {
    fn new(more: &[&str]) -> Self {
        let place = Place::sqlite();
        place.account("exam1", "examiner", None, false);
        let authority = Authority::new("authority of the service");
        authority.issue().write(&place.path("cert.pem"), &place.path("key.pem"));
        let server = start(&place, more);
        Self { place, authority, server }
    }
    fn client(&self) -> TlsClient {
        TlsClient::trusting(&self.server.url, &self.authority)
    }
    /// Host and port.
    fn address(&self) -> &str {
        self.server.url.strip_prefix("https://").expect("an address over TLS")
    }
    /// Writes a pair over the files of the service.
    fn install(&self, issued: &Issued) {
        issued.write(&self.place.path("cert.pem"), &self.place.path("key.pem"));
    }
    /// Waits until the log holds these words.
    fn wait_for_log(&self, words: &str) {
        let begun = Instant::now();
        while !self.server.log().contains(words) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{words:?} is not in: {}", self.server.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(!self.server.log().contains("panicked"), "{}", self.server.log());
    }
}

/// A start that must fail, with words that name the cause and the way out.
#[track_caller]
fn refuses(place: &Place, more: &[&str], words: &[&str]) {
    let flags = place.flags();
    let args: Vec<&str> =
        ["serve"].into_iter().chain(flags.iter().map(String::as_str)).chain(more.iter().copied()).collect();
    let out = run(&args);
    assert!(!out.status.success(), "{more:?} did start");
    let text = String::from_utf8_lossy(&out.stderr);
    for word in words {
        assert!(text.contains(word), "{more:?} does not say {word:?}: {text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

/// The same, with the flags of TLS.
#[track_caller]
fn refuses_files(place: &Place, more: &[&str], words: &[&str]) {
    let flags = tls_flags(place);
    let all: Vec<&str> = flags.iter().map(String::as_str).chain(more.iter().copied()).collect();
    refuses(place, &[&["--listen", "127.0.0.1:0"], &all[..]].concat(), words);
}

/// Signs in and lists filings with the token, on one connection.
fn sign_in_and_list(client: &TlsClient) {
    let body = json!({"username": "exam1", "password": PASSWORD}).to_string();
    let mut open = client.connect().expect("a connection");
    let answer = open.send("POST /api/v1/session", &[("Content-Type", "application/json")], &body).expect("an answer");
    assert!(answer.status < 300, "{answer:?}");
    assert_eq!(answer.header("Strict-Transport-Security"), Some("max-age=31536000"));
    let bearer = format!("Bearer {}", answer.body["access_token"].as_str().expect("a token"));
    open.send("GET /api/v1/filings", &[("Authorization", &bearer)], "").expect("an answer").expect(200);
}

#[test]
fn s_33_people_sign_in_over_tls_1_2_and_1_3() {
    let it = Secured::new(&[]);
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        sign_in_and_list(&TlsClient::new(&it.server.url, &it.authority, None, &[version]));
    }
    drop(it.server);
    let plain = Server::start(&it.place, &[]);
    let answer = plain.anonymous().get("/filings").expect(401);
    assert_eq!(answer.header("Strict-Transport-Security"), None, "plain HTTP on loopback binds nobody to TLS");
}

#[test]
fn s_33_http_1_1_is_the_only_protocol_over_tls() {
    let it = Secured::new(&[]);
    let mut open = it.client().offering(&["h2", "http/1.1"]).connect().expect("a connection");
    assert_eq!(open.stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    open.send("GET /api/v1/filings", &[], "").expect("an answer").expect(401);
    let refused = it.client().offering(&["h2"]).connect().map(|_| ()).expect_err("no protocol in common");
    assert!(refused.to_string().contains("NoApplicationProtocol"), "{refused}");
}

#[test]
fn s_33_the_limits_of_heads_and_bodies_hold_over_tls() {
    let it = Secured::new(&["--timeouts-request", "1s"]);
    let body = "x".repeat(2 << 20);
    let answer = it.client().send("POST /api/v1/session", &[("Content-Type", "application/json")], &body);
    // The service may close the connection while the rest of the body is still coming.
    if let Ok(answer) = answer {
        assert_eq!(answer.status, 413, "{answer:?}");
    }
    let mut slow = it.client().connect().expect("a connection");
    slow.stream.write_all(b"GET /api/v1/filings HTTP/1.1\r\nHost: x\r\nAuthor").expect("half a head");
    let begun = Instant::now();
    let mut rest = vec![];
    let _ = slow.stream.read_to_end(&mut rest);
    assert!(begun.elapsed() < Duration::from_secs(15), "the slow client was kept");
    sign_in_and_list(&it.client());
}

#[test]
fn s_33_plain_http_and_old_tls_are_not_answered_on_the_port_of_tls() {
    let it = Secured::new(&[]);
    let tell = |bytes: &[u8]| {
        let mut socket = TcpStream::connect(it.address()).expect("a connection");
        socket.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
        socket.write_all(bytes).expect("sent");
        let mut answer = vec![];
        let _ = socket.read_to_end(&mut answer);
        answer
    };
    let answer = tell(b"GET /api/v1/filings HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(!answer.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&answer));
    // The first message of a client that speaks TLS 1.1 at most: its version, a random number, two suites, and the one
    // extension that a service of today asks for first, the kinds of signatures.
    let (suites, signatures) = ([0xc0, 0x09, 0xc0, 0x0a], [0, 13, 0, 4, 0, 2, 4, 3]);
    let hello = [&[3, 2][..], &[7; 32], &[0], &[0, 4], &suites, &[1, 0], &[0, 8], &signatures].concat();
    let length = u8::try_from(hello.len()).expect("short");
    let record = [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &hello].concat();
    // A fatal alert (2) of the kind protocol_version (70).
    let answer = tell(&record);
    assert_eq!(answer.first(), Some(&21), "an alert: {answer:?}");
    assert_eq!(&answer[answer.len() - 2..], [2, 70], "{answer:?}");
    sign_in_and_list(&it.client());
    assert!(!it.server.log().contains("panicked"), "{}", it.server.log());
}

#[test]
fn s_33_a_client_that_trusts_another_authority_does_not_connect() {
    let it = Secured::new(&[]);
    let other = Authority::new("another authority");
    let refused = TlsClient::trusting(&it.server.url, &other).connect().map(|_| ()).expect_err("not trusted");
    assert!(refused.to_string().contains("UnknownIssuer"), "{refused}");
    sign_in_and_list(&it.client());
}

#[test]
fn s_33_only_clients_with_a_certificate_of_the_right_authority_connect() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let (authority, clients, others) =
        (Authority::new("of the service"), Authority::new("of clients"), Authority::new("of others"));
    authority.issue().write(&place.path("cert.pem"), &place.path("key.pem"));
    let file = place.path("clients.pem");
    std::fs::write(&file, clients.pem()).expect("the authorities");
    let server = start(&place, &["--tls-client-ca", &file]);
    let expired = clients.issue_with(|p| {
        p.not_before = date_time_ymd(2020, 1, 1);
        p.not_after = date_time_ymd(2021, 1, 1);
    });
    let (right, wrong) = (clients.issue(), others.issue());
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let with = |own: Option<&Issued>| TlsClient::new(&server.url, &authority, own, &[version]);
        for own in [None, Some(&wrong), Some(&expired)] {
            // With TLS 1.3 the client learns only after its handshake that its certificate was refused.
            let refused = with(own).send("GET /api/v1/filings", &[], "").map(|a| a.status);
            assert!(refused.is_err(), "{refused:?}");
        }
        sign_in_and_list(&with(Some(&right)));
    }
    assert!(server.log().contains("a client certificate was refused"), "{}", server.log());
}

#[test]
fn s_33_a_renewed_certificate_is_taken_over_without_a_restart() {
    let it = Secured::new(&[]);
    let mut open = it.client().connect().expect("a connection");
    open.send("GET /api/v1/filings", &[], "").expect("an answer").expect(401);
    let first = open.certificate();
    it.install(&it.authority.issue());
    it.wait_for_log("new connections get the certificate");
    let second = it.client().connect().expect("a connection").certificate();
    assert_ne!(first, second, "new connections get the new certificate");
    open.send("GET /api/v1/filings", &[], "").expect("the open connection goes on").expect(401);
    sign_in_and_list(&it.client());
}

#[test]
fn s_33_a_bad_pair_keeps_the_certificate_of_before() {
    let it = Secured::new(&[]);
    let first = it.client().connect().expect("a connection").certificate();
    let new = it.authority.issue();
    std::fs::write(it.place.path("cert.pem"), &new.certificate).expect("written");
    it.wait_for_log("does not belong to the first certificate");
    std::fs::write(it.place.path("cert.pem"), &new.certificate[..200]).expect("written");
    it.wait_for_log("broken or cut short");
    it.install(&it.authority.issue_with(|p| {
        p.not_before = date_time_ymd(2020, 1, 1);
        p.not_after = date_time_ymd(2021, 1, 1);
    }));
    it.wait_for_log("expired on 2021-01-01");
    assert!(it.server.log().contains("New connections still get the certificate that was read before"));
    assert_eq!(it.client().connect().expect("a connection").certificate(), first);
    sign_in_and_list(&it.client());
    // The way back to a good pair needs no restart either.
    it.install(&new);
    it.wait_for_log("new connections get the certificate");
    assert_ne!(it.client().connect().expect("a connection").certificate(), first);
}

#[test]
fn s_33_a_start_with_files_that_cannot_be_used_says_why() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let (authority, [cert, key]) = (Authority::new("authority"), ["cert.pem", "key.pem"].map(|n| place.path(n)));
    refuses_files(&place, &[], &["cert.pem", "cannot read", "tls.certificate"]);
    let good = authority.issue();
    good.write(&cert, &key);
    write_key(&key, &authority.issue().key);
    refuses_files(&place, &[], &["does not belong to the first certificate", "tls.key"]);
    write_key(&key, &good.key[..100]);
    refuses_files(&place, &[], &["key.pem", "cut short"]);
    good.write(&cert, &key);
    std::process::Command::new("chmod").args(["640", &key]).status().expect("chmod");
    refuses_files(&place, &[], &["key.pem", "chmod 600"]);
    let expired = authority.issue_with(|p| {
        p.not_before = date_time_ymd(2020, 1, 1);
        p.not_after = date_time_ymd(2021, 1, 1);
    });
    expired.write(&cert, &key);
    refuses_files(&place, &[], &["cert.pem", "expired on 2021-01-01", "Renew it"]);
    good.write(&cert, &key);
    refuses_files(&place, &["--tls-client-ca", &place.path("none.pem")], &["none.pem", "cannot read"]);
    refuses(&place, &["--tls-key", &key], &["tls.certificate and tls.key come together"]);
}

/// A certificate that ends when the day begins that is so many days ahead.
fn issue_for_days(authority: &Authority, days: i64) -> Issued {
    let end = (SystemClock.now() + SignedDuration::from_hours(24 * days)).to_zoned(TimeZone::UTC).date();
    let (month, day) = (end.month().unsigned_abs(), end.day().unsigned_abs());
    authority.issue_with(|p| p.not_after = date_time_ymd(end.year().into(), month, day))
}

#[test]
fn s_33_a_certificate_that_ends_soon_is_warned_of() {
    let place = Place::sqlite();
    let authority = Authority::new("authority");
    issue_for_days(&authority, 6).write(&place.path("cert.pem"), &place.path("key.pem"));
    let it = Secured { server: start(&place, &[]), place, authority };
    it.wait_for_log("expires in 5 days");
    it.install(&issue_for_days(&it.authority, 60));
    it.wait_for_log("new connections get the certificate");
    assert_eq!(it.server.log().matches("expires in").count(), 1, "{}", it.server.log());
}

#[test]
fn s_33_plain_http_is_served_on_loopback_only_unless_a_proxy_gives_tls() {
    let place = Place::sqlite();
    place.account("exam1", "examiner", None, false);
    let ways_out = ["0.0.0.0", "tls.certificate", "tls.key", "tls.by_proxy", "127.0.0.1"];
    refuses(&place, &["--listen", "0.0.0.0:0"], &ways_out);
    let ops = ["--listen", "127.0.0.1:0", "--ops-listen", "0.0.0.0:0"];
    refuses(&place, &ops, &["health and metrics", "tls.by_proxy", "ops_listen"]);
    let server = Server::start(&place, &["--listen", "0.0.0.0:0", "--tls-by-proxy"]);
    let port = server.url.rsplit(':').next().expect("a port");
    let client = crate::frame::harness::Client { url: format!("http://127.0.0.1:{port}"), token: None };
    client.get("/filings").expect(401);
}

#[test]
fn s_33_health_and_metrics_have_tls_where_others_reach_them() {
    let place = Place::sqlite();
    let authority = Authority::new("authority");
    authority.issue().write(&place.path("cert.pem"), &place.path("key.pem"));
    let ports = [("0.0.0.0:0", true), ("127.0.0.1:0", false)];
    for (ops, over_tls) in ports {
        let server = start(&place, &["--ops-listen", ops]);
        let log = server.log();
        let port: String = log
            .split("ops.listening")
            .nth(1)
            .expect("the address is in the log")
            .chars()
            .skip_while(|c| *c != ':')
            .skip(1)
            .take_while(char::is_ascii_digit)
            .collect();
        let plain = crate::frame::harness::Client { url: String::new(), token: None };
        let path = format!("http://127.0.0.1:{port}/health/live");
        let call = crate::frame::harness::Call { method: "GET", path: &path, body: None, headers: vec![] };
        let answered = plain.try_call(call).map(|a| a.status);
        if over_tls {
            assert!(answered.is_err(), "{answered:?}");
            let client = TlsClient::trusting(&format!("https://127.0.0.1:{port}"), &authority);
            client.send("GET /health/live", &[], "").expect("an answer").expect(200);
        } else {
            assert_eq!(answered, Ok(200));
        }
    }
}

#[test]
fn s_33_a_handshake_that_never_ends_is_ended_and_keeps_nobody_out() {
    let it = Secured::new(&["--timeouts-request", "8s", "--workers", "1"]);
    // More than the places for handshakes that the library gives one worker by itself.
    let mut silent: Vec<TcpStream> =
        (0..400).map(|_| TcpStream::connect(it.address()).expect("a connection")).collect();
    // Half of them begin: the head of a message that does not come.
    for socket in silent.iter_mut().step_by(2) {
        socket.write_all(&[22, 3, 1, 2, 0, 1]).expect("sent");
    }
    let begun = Instant::now();
    sign_in_and_list(&it.client());
    assert!(begun.elapsed() < Duration::from_secs(6), "others waited {:?}", begun.elapsed());
    for socket in &mut silent {
        socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let mut rest = vec![];
        let _ = socket.read_to_end(&mut rest);
        assert!(begun.elapsed() < Duration::from_secs(25), "a silent client was kept");
    }
    sign_in_and_list(&it.client());
}
