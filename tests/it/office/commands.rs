//! What holds for every command: a database that is not there, a closed pipe, rights of files, JSON, narrow terminals, help.

use crate::frame::harness::{BIN, PASSWORD, Place, Server, flagged_filing};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ID: &str = "01999999-0000-7000-8000-000000000000";

/// Every command that works on an existing database, with valid arguments.
fn readers() -> Vec<Vec<&'static str>> {
    [
        "ledger verify",
        "order list",
        "order show SO-2026-000001",
        "order may-be-told SO-2026-000001",
        "filing show 18/1",
        "clocks",
        "statistics",
        "renewals",
        "tick",
        "regime list",
        "regime simulate 01999999-0000-7000-8000-000000000000",
        "letter show 01999999-0000-7000-8000-000000000000",
        "index status",
        "index rebuild",
        "rescreen status",
        "rescreen run",
        "account list",
        "account enable nora",
        "account disable nora",
        "account clearance nora S",
        "agency list",
        "list replay review-lists/us-public.toml",
    ]
    .into_iter()
    .map(|line| line.split(' ').collect())
    .collect()
}

fn run(args: &[&str]) -> Output {
    Command::new(BIN)
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs")
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// A record with an account, a filing on record and an index.
fn office() -> Place {
    let place = Place::sqlite();
    place.people(false);
    fs::write(place.path("filings.ndjson"), format!("{}\n{}\n", flagged_filing(1), flagged_filing(2)))
        .expect("written");
    assert_eq!(place.cli(&["intake", &place.path("filings.ndjson")]).status.code(), Some(1));
    assert!(place.cli(&["index", "rebuild"]).status.success());
    place
}

#[test]
fn a_command_that_reads_makes_no_record_and_says_where_there_is_none() {
    let place = Place::sqlite();
    let (missing, empty, hollow) = (place.path("missing"), place.path("empty"), place.path("hollow"));
    fs::create_dir(&empty).expect("made");
    fs::create_dir(&hollow).expect("made");
    fs::write(format!("{hollow}/subrosa.db"), "").expect("written");
    let backup = place.path("backup");
    let mut all = readers();
    all.push(vec!["backup", &backup]);
    for args in &all {
        for data in [&missing, &empty, &hollow] {
            let out = run(&[args.as_slice(), &["--data", data]].concat());
            assert_eq!(out.status.code(), Some(2), "{args:?}: {}", said(&out));
            let said = said(&out);
            assert!(said.contains("there is no record at") && said.contains("--data DIR"), "{args:?}: {said}");
            assert!(said.lines().filter(|l| l.starts_with("subrosa: ")).count() == 1, "{said}");
        }
        let elsewhere =
            run(&[args.as_slice(), &["--database", &format!("sqlite:{missing}.db"), "--data", &empty]].concat());
        assert!(elsewhere.status.code() == Some(2) && said(&elsewhere).contains("missing.db"), "{}", said(&elsewhere));
    }
    assert!(!Path::new(&missing).exists() && !Path::new(&backup).exists(), "a folder was made");
    assert!(!Path::new(&format!("{missing}.db")).exists(), "a database was made");
    assert_eq!(fs::read_dir(&empty).expect("read").count(), 0);
    assert_eq!(fs::metadata(format!("{hollow}/subrosa.db")).expect("there").len(), 0);
    // The same holds on PostgreSQL for a database without tables.
    if let Some(place) = Place::postgres("commands on an empty database") {
        for args in &all {
            let out = place.cli(args);
            assert!(
                out.status.code() == Some(2) && said(&out).contains("there is no record at"),
                "{args:?}: {}",
                said(&out)
            );
        }
        let tables = Command::new("psql")
            .args([&place.database, "-Atc", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"])
            .output()
            .expect("psql runs");
        assert_eq!(String::from_utf8_lossy(&tables.stdout).trim(), "0");
    }
}

#[test]
fn a_command_that_begins_a_record_makes_one() {
    let filings = Place::sqlite();
    fs::write(filings.path("one.json"), flagged_filing(1).to_string()).expect("written");
    fs::write(filings.path("pw"), PASSWORD).expect("written");
    let (one, pw) = (filings.path("one.json"), filings.path("pw"));
    for (args, code) in [
        (vec!["intake", &one], 1),
        (vec!["account", "add", "nora", "--role", "auditor", "--password-file", &pw], 0),
        (vec!["agency", "add", "USSF", "--name", "Space Force", "--from", "2019-12-20"], 0),
    ] {
        let place = Place::sqlite();
        let data = place.path("deep/data");
        let out = run(&[args.as_slice(), &["--data", &data]].concat());
        assert_eq!(out.status.code(), Some(code), "{args:?}: {}", said(&out));
        assert!(run(&["ledger", "verify", "--data", &data]).status.success());
    }
}

/// Runs a command whose standard output or standard error is a pipe that nobody reads.
fn unread(args: &[&str], stdout: bool) -> Output {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = Command::new(BIN);
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    if stdout {
        command.stdout(writer).stderr(Stdio::piped())
    } else {
        command.stderr(writer).stdout(Stdio::piped())
    };
    command.spawn().expect("starts").wait_with_output().expect("ends")
}

#[test]
fn a_closed_pipe_ends_a_command_without_a_message() {
    let place = office();
    let sample = "samples/towed-array-shape-sonar.xml";
    let one = place.path("one.json");
    fs::write(&one, flagged_filing(3).to_string()).expect("written");
    let backup = place.path("backup");
    let on_record: Vec<Vec<&str>> =
        readers().into_iter().chain([vec!["intake", &one], vec!["backup", &backup]]).collect();
    let flags = place.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let alone: [&[&str]; 9] = [
        &["screen", sample],
        &["screen", "--format", "ndjson", sample],
        &["screen", "--explain", "II-1", sample],
        &["screen", "--all", "--stats", sample],
        &["list", "check", "review-lists/us-public.toml"],
        &["list", "show", "review-lists/us-public.toml"],
        &["list", "test", "review-lists/us-public.toml", sample],
        &["completions", "bash"],
        &["demo", "--once"],
    ];
    let all = on_record.iter().map(|args| [args.as_slice(), &flags].concat()).chain(alone.iter().map(|a| a.to_vec()));
    for args in all {
        let out = unread(&args, true);
        let said = said(&out);
        assert!(!said.contains("panicked"), "{args:?}: {said}");
        match out.status.code() {
            // The command failed before it printed anything, and said why.
            Some(2) => assert!(said.starts_with("subrosa: ") && !said.contains("pipe"), "{args:?}: {said}"),
            code => assert_eq!((code, said.as_str()), (Some(141), ""), "{args:?}"),
        }
        if !args.contains(&"backup") && !args.contains(&"demo") {
            let (whole, unread) = (run(&args), unread(&args, false));
            assert_eq!((whole.status.code(), whole.stdout), (unread.status.code(), unread.stdout), "{args:?}");
        }
    }
}

/// The files below a folder that others than the owner may read.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut out = vec![];
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        if mode & 0o077 != 0 {
            out.push(format!("{} {mode:o}", path.display()));
        } else if path.is_dir() && path.file_name().is_some_and(|n| n != "index") {
            out.extend(open_to_others(&path));
        }
    }
    out
}

#[test]
fn the_record_and_its_copies_are_for_their_owner_only_whatever_the_umask() {
    for umask in ["000", "022"] {
        let place = Place::sqlite();
        let (root, data) = (place.path("root"), place.path("root/data"));
        fs::create_dir(&root).expect("made");
        fs::write(place.path("one.json"), flagged_filing(1).to_string()).expect("written");
        let shell = |line: &str| {
            let line = line.replace("subrosa", BIN).replace("DATA", &data);
            let out = Command::new("sh").args(["-c", &format!("umask {umask}; {line}")]).output().expect("runs");
            assert!(out.status.code().is_some_and(|c| c < 2), "{line}: {}", said(&out));
            said(&out)
        };
        let one = place.path("one.json");
        assert_eq!(shell(&format!("subrosa intake {one} --data DATA")), "");
        assert_eq!(shell("subrosa index rebuild --data DATA"), "");
        shell(&format!("subrosa backup --data DATA {root}/backup"));
        shell(&format!("subrosa restore --data {root}/again {root}/backup"));
        for folder in [&data, &format!("{root}/backup"), &format!("{root}/again")] {
            assert!(Path::new(&format!("{folder}/subrosa.db")).is_file(), "{folder}");
        }
        assert_eq!(open_to_others(Path::new(&root)), [""; 0]);
        // Rights that an older version left open are closed, and the command says so.
        for (path, mode) in [("subrosa.db", 0o644), ("index", 0o755), ("", 0o755)] {
            fs::set_permissions(Path::new(&data).join(path), fs::Permissions::from_mode(mode)).expect("opened");
        }
        let warned = shell("subrosa statistics --data DATA");
        assert!(warned.contains("subrosa.db (0644)") && warned.contains("rights are now 0600"), "{warned}");
        assert!(warned.contains(&format!("{data} (0755)")), "{warned}");
        assert_eq!(open_to_others(Path::new(&root)), [""; 0]);
        assert_eq!(shell("subrosa statistics --data DATA"), "");
    }
}

#[test]
fn data_is_printed_as_json_where_it_is_asked_for() {
    let place = office();
    let (backup, again) = (place.path("backup"), place.path("again"));
    let filings = place.path("filings.ndjson");
    let json = |args: &[&str], flags: bool| {
        let args = [args, &["--format", "json"]].concat();
        let out = if flags { place.cli(&args) } else { run(&args) };
        assert!(out.status.code().is_some_and(|c| c < 2), "{args:?}: {}", said(&out));
        let text = String::from_utf8(out.stdout).expect("text");
        serde_json::from_str::<Value>(&text).unwrap_or_else(|e| panic!("{args:?}: {e}: {text:?}"))
    };
    let accounts = json(&["account", "list"], true);
    assert_eq!(accounts["items"].as_array().map(Vec::len), Some(10));
    assert_eq!(accounts["items"][0]["username"], "intake1");
    assert!(!accounts.to_string().contains("argon2"), "{accounts}");
    assert!(json(&["agency", "list"], true)["items"].to_string().contains("NAVY"));
    assert_eq!(json(&["index", "status"], true)["filings"], 2);
    assert_eq!(json(&["index", "rebuild"], true)["filings"], 2);
    let again_in = json(&["intake", &filings], true);
    assert_eq!((&again_in["known_before"], &again_in["taken_in"]), (&2.into(), &0.into()));
    for nothing_due in ["renewals", "clocks", "statistics"] {
        assert!(json(&[nothing_due], true)["items"].is_array(), "{nothing_due}");
    }
    assert!(json(&["backup", &backup], true)["ledger_entries"].as_i64().is_some_and(|n| n > 0));
    assert!(json(&["restore", "--data", &again, &backup], false)["ledger_entries"].as_i64().is_some_and(|n| n > 0));
    let checked = json(&["list", "check", "review-lists/us-public.toml"], false);
    assert_eq!(checked["items"][0]["compiles"], true);
    assert_eq!(checked["items"][0]["diagnostics"], Value::Array(vec![]), "the shipped list is free of noise");
}

#[test]
fn tables_fit_a_narrow_terminal() {
    let place = office();
    let long = "a".repeat(60);
    place.account(&long[..40], "licensing_officer", None, false);
    let flags = place.flags();
    for line in [
        "account list",
        "agency list",
        "statistics",
        "renewals",
        "regime list",
        "order list",
        "clocks",
        "rescreen status",
    ] {
        let out = Command::new(BIN).args(line.split(' ')).args(&flags).env("COLUMNS", "60").output().expect("runs");
        let text = String::from_utf8(out.stdout).expect("text");
        assert!(!text.is_empty(), "{line}");
        for row in text.lines().filter(|row| !row.starts_with(&long[..40])) {
            assert!(row.chars().count() <= 60, "{line}: {row}");
        }
    }
}

#[test]
fn a_mistyped_date_or_id_is_answered_with_the_form_that_is_expected() {
    for (args, form) in [
        (&["order", "list", "--expires-by", "tomorrow"][..], "2027-03-31"),
        (&["clocks", "--until", "31.3.2027"], "2027-03-31"),
        (&["renewals", "--due-before", "soon"], "2027-03-31"),
        (&["tick", "--now", "noon"], "T12:00:00-04:00"),
        (&["letter", "show", "SO-2026-000001"], ID),
        (&["agency", "add", "X", "--name", "X", "--from", "always"], "2027-03-31"),
    ] {
        let out = run(args);
        assert!(
            out.status.code() == Some(2) && said(&out).contains(&format!("such as {form}"))
                || said(&out).contains(form),
            "{}",
            said(&out)
        );
        assert!(said(&out).contains("expected "), "{}", said(&out));
    }
}

#[test]
fn a_package_has_completions_manual_pages_and_the_commit() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = run(&["completions", shell]);
        let text = String::from_utf8(out.stdout).expect("text");
        assert!(out.status.success() && text.contains("may-be-told") && text.contains("subrosa"), "{shell}");
    }
    let place = Place::sqlite();
    let folder = place.path("");
    assert!(run(&["man", &folder]).status.success());
    let page = fs::read_to_string(place.path("subrosa-order-list.1")).expect("a page");
    assert!(page.contains("expires") && page.contains("Exit codes"), "{page}");
    let version = String::from_utf8(run(&["--version"]).stdout).expect("text");
    assert!(version.starts_with(&format!("subrosa {}", env!("CARGO_PKG_VERSION"))), "{version}");
    // Only a release names its commit: a build for tests would have to be made again after each commit.
    let commit = version.trim().rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    assert!(commit.is_none_or(|c| c.chars().all(|c| c.is_ascii_hexdigit())), "{version}");
}

#[test]
fn the_first_page_the_docs_and_every_problem_type_are_answered() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &["--docs"]);
    let (nobody, audit) = (server.anonymous(), server.sign_in("audit1"));
    let at = |path: &str| format!("{}{path}", server.url);
    let call = |who: &crate::frame::harness::Client, method, path: &str| {
        who.call(crate::frame::harness::Call { method, path, body: None, headers: vec![] })
    };
    assert!(nobody.get(&at("/")).expect(200).text.contains("href=\"/docs/\""));
    assert!(nobody.get(&at("/docs")).expect(200).text.contains("swagger"), "the page, after a redirection");
    // The type of every problem is an address that explains it.
    for (problem, known) in [
        (nobody.get("/filings"), "session.sign_in_required"),
        (nobody.get("/nowhere"), "route.not_found"),
        (audit.get("/accounts"), "role.forbidden"),
        (nobody.post(&at("/"), Value::Null, None), "route.not_found"),
    ] {
        let about = problem.body["type"].as_str().expect("a type").to_owned();
        let explained = nobody.get(&at(&about)).expect(200);
        assert_eq!((problem.code(), &explained.body["code"]), (known, &problem.body["code"]));
        assert_eq!(
            (&explained.body["title"], &explained.body["status"]),
            (&problem.body["title"], &problem.body["status"])
        );
    }
    let all = nobody.get(&at("/problems")).expect(200).items();
    assert!(all.len() > 100 && all.iter().any(|p| p["code"] == "format.truncated"));
    for one in &all {
        let about = one["type"].as_str().expect("a type");
        assert_eq!(nobody.get(&at(about)).expect(200).body, *one);
    }
    nobody.get(&at("/problems/no.such")).expect(404);
    // HEAD is GET without a body, wherever there is GET.
    for path in [
        "/",
        "/docs/",
        "/docs/openapi.json",
        "/problems/format.io",
        "/api/v1/filings",
        "/api/v1/ledger",
        "/api/v1/nowhere",
    ] {
        let (get, head) = (call(&audit, "GET", &at(path)), call(&audit, "HEAD", &at(path)));
        assert_eq!((get.status, get.header("content-type")), (head.status, head.header("content-type")), "{path}");
        assert!(head.text.is_empty() && !get.text.is_empty(), "{path}");
    }
    assert!(!server.log().contains("actix"), "{}", server.log());
}
