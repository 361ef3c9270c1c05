//! Drives the built binary as its users do: a real process, a real socket, a real database.

pub mod factor;
mod template;

pub use template::Template;

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The built binary.
pub const BIN: &str = env!("CARGO_BIN_EXE_subrosa");

/// The password of every account the tests make.
pub const PASSWORD: &str = "a long passphrase nobody guesses 42";

/// Says on standard error that a test could not run here. Under `./test`, which sets SUBROSA_TEST_NO_SKIP, the test fails.
pub fn skip(what: &str, why: &str) {
    eprintln!("\n!!!! SKIPPED: {what}: {why} !!!!\n");
    assert!(std::env::var_os("SUBROSA_TEST_NO_SKIP").is_none(), "{what} must not be skipped here: {why}");
}

/// `../shared`, the folder of material beside the project, if it is there.
pub fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    path.join("README.md").is_file().then_some(path)
}

/// Runs the binary to its end.
pub fn run(args: &[&str]) -> Output {
    Command::new(BIN).args(args).stdin(Stdio::null()).output().expect("the binary runs")
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The URL of the PostgreSQL server of the tests. Without one the test is skipped, which `skip` says.
fn postgres_server(what: &str) -> Option<String> {
    let server = std::env::var("SUBROSA_TEST_POSTGRES").ok();
    if server.is_none() {
        skip(what, "no PostgreSQL (./test starts one and sets SUBROSA_TEST_POSTGRES)");
    }
    server
}

/// A name for a database that no other test has. The process number alone would not do: numbers come again, and the
/// database of a test that failed stays until its server is removed.
fn fresh_name() -> String {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let since = std::time::UNIX_EPOCH.elapsed().expect("a clock").as_nanos();
    format!("subrosa_test_{since}_{}_{n}", std::process::id())
}

/// A database for one test: a file in a temporary folder, or a new PostgreSQL database.
pub struct Place {
    /// Temporary folder for data, mail and the like.
    pub dir: tempfile::TempDir,
    pub database: String,
    /// Set on PostgreSQL, whose databases would fill the disk: some hundred tests make one each.
    _dropped_at_end: Option<OnServer>,
}

/// A database on the server of the tests, dropped when its test passed.
struct OnServer {
    server: String,
    name: String,
}

impl Drop for OnServer {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            template::psql(&self.server, &[&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)]);
        }
    }
}

impl Place {
    /// A new database on SQLite.
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", dir.path().join("subrosa.db").display());
        Self { dir, database, _dropped_at_end: None }
    }
    /// A new database on PostgreSQL; `None` if the tests have no server.
    pub fn postgres(what: &str) -> Option<Self> {
        let server = postgres_server(what)?;
        let name = fresh_name();
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        let done = template::psql(&server, &[&create]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Some(Self::on_server(&server, &name))
    }
    /// A database of this name on the server of the tests.
    fn on_server(server: &str, name: &str) -> Self {
        let (base, _) = server.rsplit_once('/').expect("a URL with a database");
        let dir = tempfile::tempdir().expect("a temporary folder");
        let _dropped_at_end = Some(OnServer { server: server.to_owned(), name: name.to_owned() });
        Self { dir, database: format!("{base}/{name}"), _dropped_at_end }
    }
    /// The same folder, with another database.
    pub fn with_database(self, database: String) -> Self {
        Self { database, ..self }
    }
    /// A path in the temporary folder.
    pub fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }
    /// The flags every command takes.
    pub fn flags(&self) -> Vec<String> {
        vec!["--database".into(), self.database.clone(), "--data".into(), self.path("data")]
    }
    /// Runs a command on this database.
    pub fn cli(&self, args: &[&str]) -> Output {
        let flags = self.flags();
        let all: Vec<&str> = args.iter().copied().chain(flags.iter().map(String::as_str)).collect();
        run(&all)
    }
    /// Adds an account that may read everything.
    pub fn account(&self, name: &str, role: &str, agency: Option<&str>, demo: bool) {
        self.account_cleared("TS", name, role, agency, demo);
    }
    /// Adds an account with a clearance.
    pub fn account_cleared(&self, clearance: &str, name: &str, role: &str, agency: Option<&str>, demo: bool) {
        std::fs::write(self.path("pw"), PASSWORD).expect("a password file");
        let pw = self.path("pw");
        let mut args = vec![
            "account",
            "add",
            name,
            "--role",
            role,
            "--password-file",
            &pw,
            "--own-password",
            "--clearance",
            clearance,
        ];
        if let Some(a) = agency {
            args.extend(["--agency", a]);
        }
        if demo {
            args.push("--demo");
        }
        let out = self.cli(&args);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        if !demo && ["licensing_officer", "security_officer"].contains(&role) {
            factor::want(self.dir.path(), name);
        }
    }
    /// One account of each kind the main job needs.
    pub fn people(&self, demo: bool) {
        for (name, role, agency) in [
            ("intake1", "intake", None),
            ("exam1", "examiner", None),
            ("officer1", "licensing_officer", None),
            ("officer2", "licensing_officer", None),
            ("navy1", "reviewer", Some("NAVY")),
            ("army1", "reviewer", Some("ARMY")),
            ("dod1", "official", Some("DOD")),
            ("doe1", "official", Some("DOE")),
            ("audit1", "auditor", None),
            ("sec1", "security_officer", None),
        ] {
            self.account(name, role, agency, demo);
        }
    }
}

/// A running service. Dropping it ends it.
pub struct Server {
    child: Child,
    /// `http://HOST:PORT`, or `https://HOST:PORT` with a certificate.
    pub url: String,
    log: PathBuf,
    /// The folder of the test, where people keep their authenticators.
    dir: PathBuf,
}

impl Server {
    /// Starts `serve` with further flags and waits until it is ready.
    pub fn start(place: &Place, more: &[&str]) -> Self {
        let log = place.dir.path().join(format!("serve-{}.log", NEXT.fetch_add(1, Ordering::Relaxed)));
        let err = std::fs::File::create(&log).expect("a log file");
        let mail = place.path("mail");
        let mut command = Command::new(BIN);
        command.arg("serve").args(place.flags());
        if !more.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        if !more.contains(&"--smtp") {
            command.args(["--mail-dir", &mail]);
        }
        let mut child =
            command.args(more).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(err).spawn().expect("serve starts");
        let out = child.stdout.take().expect("its output");
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(url) = line.strip_prefix("listening on ") {
                    let _ = send.send(url.trim().to_owned());
                }
            }
        });
        match receive.recv_timeout(Duration::from_secs(60)) {
            Ok(url) => Self { child, url, log, dir: place.dir.path().to_owned() },
            Err(_) => {
                let _ = child.kill();
                panic!("serve did not come up:\n{}", std::fs::read_to_string(&log).unwrap_or_default())
            }
        }
    }
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
    /// What the service has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
    /// Ends the service by SIGKILL: it writes nothing more, as after a power cut.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
    /// Ends the service by SIGTERM and returns its exit status.
    pub fn terminate(mut self) -> std::process::ExitStatus {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "it does not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    /// Signs in. Officers and security officers of a real office get a second factor at their first sign-in, since grave
    /// acts ask for it.
    pub fn sign_in(&self, name: &str) -> Client {
        let anonymous = Client { url: self.url.clone(), token: None };
        let otp = factor::next(&self.dir, name);
        let answer = anonymous.post("/session", json!({"username": name, "password": PASSWORD, "otp": otp}), None);
        assert!(answer.status < 300, "{name}: {answer:?}");
        let client = Client { url: self.url.clone(), token: answer.body["access_token"].as_str().map(Into::into) };
        if factor::is_wanted(&self.dir, name) {
            let made = client.post("/session/factor", json!({ "password": PASSWORD }), None).expect(201);
            factor::keep(&self.dir, name, made.body["secret"].as_str().expect("a secret"));
            let otp = factor::next(&self.dir, name);
            client.post("/session/factor/confirmation", json!({ "otp": otp }), None).expect(204);
        }
        client
    }
    /// A client without a token.
    pub fn anonymous(&self) -> Client {
        Client { url: self.url.clone(), token: None }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends requests, with the token of whoever is signed in or without one.
#[derive(Clone)]
pub struct Client {
    pub url: String,
    pub token: Option<String>,
}

/// An answer; `body` is null if the text is not JSON.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// The value of a header, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
    /// The items of a list.
    pub fn items(&self) -> Vec<Value> {
        self.body["items"].as_array().cloned().unwrap_or_default()
    }
    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A request before it is sent.
pub struct Call<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub body: Option<(&'a str, Vec<u8>)>,
    pub headers: Vec<(&'a str, String)>,
}

impl Client {
    /// Sends a request; `Err` if the connection breaks, as it does when the server was killed.
    pub fn try_call(&self, call: Call<'_>) -> Result<Answer, String> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let path = if call.path.starts_with("http") {
            call.path.to_owned()
        } else {
            format!("{}/api/v1{}", self.url, call.path)
        };
        let mut request = ureq::http::Request::builder().method(call.method).uri(path);
        if let Some(t) = &self.token {
            request = request.header("Authorization", format!("Bearer {t}"));
        }
        for (n, v) in &call.headers {
            request = request.header(*n, v);
        }
        let sent = match call.body {
            Some((kind, bytes)) => {
                agent.run(request.header("Content-Type", kind).body(bytes).map_err(|e| e.to_string())?)
            }
            None => agent.run(request.body(()).map_err(|e| e.to_string())?),
        };
        let mut response = sent.map_err(|e| e.to_string())?;
        let headers = response
            .headers()
            .iter()
            .map(|(n, v)| (n.to_string(), v.to_str().unwrap_or_default().to_owned()))
            .collect();
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(1 << 30).read_to_string().map_err(|e| e.to_string())?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer { status, headers, text, body })
    }
    /// Sends a request; the test fails if no answer comes.
    #[track_caller]
    pub fn call(&self, call: Call<'_>) -> Answer {
        self.try_call(call).expect("an answer")
    }
    /// Sends GET.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.call(Call { method: "GET", path, body: None, headers: vec![] })
    }
    /// Sends POST with JSON, and with If-Match where one is given.
    #[track_caller]
    pub fn post(&self, path: &str, body: Value, if_match: Option<&str>) -> Answer {
        let headers = if_match.map(|e| ("If-Match", e.to_owned())).into_iter().collect();
        self.call(Call {
            method: "POST",
            path,
            body: Some(("application/json", body.to_string().into_bytes())),
            headers,
        })
    }
    /// Sends documents to intake and returns the lines of the answer.
    #[track_caller]
    pub fn intake(&self, kind: &str, body: impl Into<Vec<u8>>) -> Vec<Value> {
        let answer = self
            .call(Call { method: "POST", path: "/intake", body: Some((kind, body.into())), headers: vec![] })
            .expect(200);
        answer.text.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect()
    }
}

/// A filing of weapon matter that the shipped list flags, under a number of its own.
pub fn flagged_filing(n: u64) -> Value {
    json!({
        "application_number": format!("19/{:03},{:03}", 700 + n / 1000, n % 1000),
        "title": "Guided missile with a radar absorbing nose",
        "filed_on": "2026-03-02",
        "abstract": ["A guided missile has a seeker behind a radar absorbing nose cone that lowers its radar cross section."],
        "claims": ["1. A guided missile comprising a warhead, a seeker, and a radar absorbing coating that reduces the radar cross section of the missile."],
        "description": [{"number": "0001", "text": "The missile homes on a target. The coating keeps an enemy radar from detecting the missile."}],
        "parties": [
            {"role": "inventor", "name": "Ada Marlowe", "country": "US"},
            {"role": "applicant", "name": "Deepfield Acoustics LLC", "country": "US", "email": "filings@deepfield.example"},
            {"role": "correspondent", "name": "Hale & Prior", "email": "docket@haleprior.example"}
        ],
        "made_in": "US", "marking": "U"
    })
}
