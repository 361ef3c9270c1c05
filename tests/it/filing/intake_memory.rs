//! The memory of a service that takes in a stream far larger than it: the body is made while it is sent, over a real
//! socket.
//!
//! `SUBROSA_TEST_INTAKE_MIB` sets the size of each body (8192 is the largest that the settings take by default) and
//! `SUBROSA_TEST_INTAKE_BIN` the program, for a measurement with a release build.

use crate::frame::harness::{BIN, PASSWORD, Place};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const MIB: u64 = 1 << 20;

/// Most memory that a stream may cost, whatever its length, beside what the service has before it.
const BOUND: u64 = 200 * MIB;

/// A running service of any build, with its process id at hand.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(place: &Place, largest: u64) -> Self {
        let program = std::env::var_os("SUBROSA_TEST_INTAKE_BIN").unwrap_or_else(|| BIN.into());
        let mut child = Command::new(program)
            .arg("serve")
            .args(place.flags())
            .args(["--listen", "127.0.0.1:0", "--ops-listen", "off", "--log-filter", "warn"])
            .args(["--mail-dir", &place.path("mail"), "--limits-intake", &largest.to_string(), "--workers", "2"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("serve starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let ready = lines.find_map(|line| Some(line.strip_prefix("listening on http://")?.trim().to_owned()));
        Self { child, address: ready.expect("it is ready") }
    }

    /// Bytes of memory by a line of its status: `VmRSS` now, `VmHWM` at most.
    fn memory(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a status");
        let of_line = status.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'));
        let kib = of_line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        kib.expect("a number of KiB") * 1024
    }

    /// Sends a request and reads the status and the body of its answer to its end.
    fn request(&self, head: &str, body: &[u8]) -> (String, String) {
        let mut socket = TcpStream::connect(&self.address).expect("connects");
        write!(socket, "{head}host: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len()).expect("sent");
        socket.write_all(body).expect("sent");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("an answer");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    fn token(&self) -> String {
        let body = json!({"username": "intake1", "password": PASSWORD}).to_string();
        let head = "POST /api/v1/session HTTP/1.1\r\ncontent-type: application/json\r\n";
        let (_, answer) = self.request(head, body.as_bytes());
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    /// Sends a stream piece by piece while its answer is read; how many lines came back, and the last of them.
    fn stream(&self, pieces: impl Iterator<Item = Vec<u8>> + Send) -> (u64, Value) {
        let token = self.token();
        let mut socket = TcpStream::connect(&self.address).expect("connects");
        let answer = socket.try_clone().expect("a second handle");
        std::thread::scope(|s| {
            s.spawn(move || {
                write!(
                    socket,
                    "POST /api/v1/intake HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
                     content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
                )
                .expect("sent");
                for piece in pieces {
                    write!(socket, "{:x}\r\n", piece.len()).expect("sent");
                    socket.write_all(&piece).expect("sent");
                    socket.write_all(b"\r\n").expect("sent");
                }
                socket.write_all(b"0\r\n\r\n").expect("sent");
            });
            let mut answer = BufReader::with_capacity(1 << 16, answer);
            let (mut lines, mut last, mut line) = (0, Value::Null, Vec::new());
            while answer.read_until(b'\n', &mut line).expect("an answer") > 0 {
                // Lines may be cut by the sizes of chunks between them; every one has its number.
                if line.starts_with(b"{\"record\":") {
                    lines += 1;
                    last = serde_json::from_slice(&line).unwrap_or(last);
                }
                line.clear();
            }
            (lines, last)
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The size of a body.
fn size() -> u64 {
    let asked = std::env::var("SUBROSA_TEST_INTAKE_MIB").ok();
    asked.map_or(256, |text| text.parse().expect("a number of MiB")) * MIB
}

/// A filing as a line, some kilobytes long.
fn line(number: u64) -> String {
    let text = "A latch with a spring holds the door of the housing while the lever turns the bolt. ".repeat(400);
    let filing = json!({"application_number": format!("18/{number:06}"), "title": "Latch", "claims": ["1. A latch."],
                        "description": [{"text": text}]});
    format!("{filing}\n")
}

/// One record that never ends, and a small one behind it.
fn one_record(size: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    let start = br#"{"application_number": "18/000001", "title": ""#.to_vec();
    let middle = std::iter::repeat_n(vec![b'a'; 1 << 20], usize::try_from(size / MIB).expect("a number"));
    let end = format!("\"}}\n{}", line(1)).into_bytes();
    std::iter::once(start).chain(middle).chain(std::iter::once(end))
}

/// A few filings over and over: each is read and looked up, the first of each is screened and stored.
fn many_records(size: u64, different: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    let length = u64::try_from(line(0).len()).expect("a length");
    (0..size / length).map(move |n| line(n % different).into_bytes())
}

/// Records that are refused: their answers are longer than they are.
fn refused_records(size: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    let piece = "{\"title\": 7}\n".repeat(1 << 12).into_bytes();
    let pieces = size / u64::try_from(piece.len()).expect("a length");
    std::iter::repeat_n(piece, usize::try_from(pieces).expect("a number"))
}

#[test]
fn a_stream_far_larger_than_the_memory_it_may_cost_is_taken_in() {
    let place = Place::sqlite();
    place.account("intake1", "intake", None, false);
    let service = Process::start(&place, size() + 64 * MIB);
    service.stream(many_records(4 * MIB, 8));
    let before = service.memory("VmRSS");
    let cost = |what: &str, began: Instant, bytes: u64, lines: u64| {
        let most = service.memory("VmHWM");
        let seconds = began.elapsed().as_secs_f64();
        let mib = |bytes: u64| bytes / MIB;
        eprintln!(
            "{what}: {} MiB in {seconds:.1} s, {lines} answers; memory {} MiB before, {} MiB at most",
            mib(bytes),
            mib(before),
            mib(most)
        );
        assert!(most < before + BOUND, "{what}: {} MiB before, {} MiB at most", mib(before), mib(most));
    };
    let began = Instant::now();
    let (lines, last) = service.stream(one_record(size()));
    assert_eq!(
        (lines, &last["record"]),
        (2, &json!(2)),
        "the giant one is refused, the one behind it is taken: {last}"
    );
    assert!(last["id"].is_string(), "{last}");
    cost("one record", began, size(), lines);

    let (began, many) = (Instant::now(), size() / 4);
    let (lines, last) = service.stream(many_records(many, 64));
    assert_eq!(last["record"], json!(many / u64::try_from(line(0).len()).expect("a length")));
    assert!(last["id"].is_string(), "{last}");
    cost("many records", began, many, lines);

    let (began, few) = (Instant::now(), size() / 128);
    let (lines, last) = service.stream(refused_records(few));
    assert!(last["problem"]["code"].as_str().is_some_and(|c| c.starts_with("format.")), "{last}");
    cost("refused records", began, few, lines);
}
