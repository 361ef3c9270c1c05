//! How the service starts, refuses to start, and ends.

use crate::frame::harness::{Client, PASSWORD, Place, Server, flagged_filing, run, skip};
use std::process::Output;
use std::time::{Duration, Instant};

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// A start that must fail, with words that name the cause and the way out.
#[track_caller]
fn refuses(args: &[&str], words: &[&str]) {
    let out = run(args);
    assert!(!out.status.success(), "{args:?} did start");
    let text = said(&out);
    for w in words {
        assert!(text.contains(w), "{args:?} does not say {w:?}: {text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

#[test]
fn a_start_that_cannot_succeed_says_why() {
    let place = Place::sqlite();
    let data = place.path("data");
    refuses(&["serve", "--database", "postgress://x/y", "--data", &data], &["sqlite:PATH", "postgres://"]);
    assert!(!std::path::Path::new("postgress").exists(), "a mistyped URL made a file");
    refuses(
        &["serve", "--database", "sqlite:/nonexistent-folder/x.db", "--data", &data],
        &["/nonexistent-folder", "create it"],
    );
    refuses(&["serve", "--database", "postgres://nobody@127.0.0.1:1/none", "--data", &data], &["127.0.0.1"]);
    let text = place.path("notes.txt");
    std::fs::write(&text, "not a database, but long enough to be taken for one: ".repeat(100)).unwrap();
    refuses(&["serve", "--database", &format!("sqlite:{text}"), "--data", &data], &["not a database"]);
    refuses(&["serve", "--data", &data, "--no-such-flag"], &["--no-such-flag"]);
    let config = place.path("c.toml");
    std::fs::write(&config, "lisen = \"127.0.0.1:0\"\n").unwrap();
    refuses(&["serve", "--config", &config, "--data", &data], &["lisen", "listen"]);
    refuses(
        &["serve", "--data", &data, "--database", &place.database, "--smtp", "smtp://me:secret@mail.example"],
        &["smtp"],
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refuses(&["serve", "--database", &place.database, "--data", &data, "--listen", &address], &[&address]);
}

#[test]
fn a_newer_schema_is_left_alone() {
    let place = Place::sqlite();
    place.people(false);
    let path = place.database.trim_start_matches("sqlite:").to_owned();
    let sql = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
    let done = std::process::Command::new("python3")
        .args([
            "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()",
            &path,
            sql,
        ])
        .status();
    if !done.is_ok_and(|s| s.success()) {
        skip("newer schema", "python3 is missing");
        return;
    }
    refuses(&["serve", "--database", &place.database, "--data", &place.path("data")], &["newer", "29990101000000"]);
}

#[test]
fn a_read_only_database_is_refused() {
    let place = Place::sqlite();
    place.people(false);
    let path = place.database.trim_start_matches("sqlite:").to_owned();
    let mount = |args: &[&str]| std::process::Command::new("mount").args(args).status().is_ok_and(|s| s.success());
    // Root may write to any file, but not on a read-only mount.
    let folder = place.path("frozen");
    std::fs::create_dir(&folder).unwrap();
    if !mount(&["-t", "tmpfs", "-o", "size=20m", "tmpfs", &folder]) {
        skip("read-only database", "mounting needs root");
        return;
    }
    std::fs::copy(&path, format!("{folder}/x.db")).unwrap();
    assert!(mount(&["-o", "remount,ro", &folder]));
    let url = format!("sqlite:{folder}/x.db");
    let out = run(&["serve", "--database", &url, "--data", &place.path("data2"), "--listen", "127.0.0.1:0"]);
    let _ = std::process::Command::new("umount").args(["-l", &folder]).status();
    assert!(!out.status.success());
    assert!(said(&out).contains("writable") || said(&out).to_lowercase().contains("read"), "{}", said(&out));
}

#[test]
fn a_demonstration_database_and_a_real_one_are_never_taken_for_each_other() {
    let real = Place::sqlite();
    real.people(false);
    refuses(&["serve", "--demo", "--database", &real.database, "--data", &real.path("data")], &["demonstration"]);
    let server = Server::start(&real, &[]);
    let officer = server.sign_in("officer1");
    let answer = officer.post("/demo/clock", serde_json::json!({"now": "2030-01-01T00:00:00Z"}), None);
    assert_eq!((answer.status, answer.code()), (403, "demo.not_a_demo"));
    assert_eq!(answer.header("X-Subrosa-Demo"), None);
    drop(server);

    let demo = Place::sqlite();
    demo.people(true);
    // A demonstration database stays one, also when the flag is left out.
    let server = Server::start(&demo, &[]);
    let officer = server.sign_in("officer1");
    let answer = officer.get("/orders").expect(200);
    assert_eq!(answer.header("X-Subrosa-Demo"), Some("true"));
}

#[test]
fn a_start_without_accounts_says_how_to_add_one() {
    let place = Place::sqlite();
    let server = Server::start(&place, &[]);
    std::thread::sleep(Duration::from_millis(100));
    let log = server.log();
    assert!(log.contains("account add"), "{log}");
}

#[test]
fn sigterm_ends_the_service_and_its_log_holds_no_text() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &["--log-filter", "debug"]);
    let (intake, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
    let lines = intake.intake("application/x-ndjson", flagged_filing(1).to_string());
    let id = lines[0]["id"].as_str().unwrap();
    examiner.get(&format!("/filings/{id}/text")).expect(200);
    examiner.get("/filings?q=missile").expect(200);
    let log_path = server.log();
    let log = log_path.to_lowercase();
    for secret in ["missile", "deepfield", "19/700,001", "radar", PASSWORD] {
        assert!(!log.contains(&secret.to_lowercase()), "the log holds {secret:?}");
    }
    assert!(server.terminate().success());
    // Texts that are gone from the database must not stay readable beside it.
    let left = std::fs::metadata(place.path("subrosa.db-wal")).map_or(0, |wal| wal.len());
    assert_eq!(left, 0, "bytes of the write-ahead log");
}

#[test]
fn a_backup_taken_while_serving_is_restored_whole() {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    let lines = server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(1).to_string());
    let id = lines[0]["id"].as_str().unwrap().to_owned();
    let token = server.sign_in("exam1").token;
    let (backup, restored) = (place.path("backup"), place.path("restored"));
    let out = place.cli(&["backup", &backup]);
    assert!(out.status.success(), "{}", said(&out));
    drop(server);
    let out = run(&["restore", "--data", &restored, &backup]);
    assert!(out.status.success(), "{}", said(&out));
    refuses(&["restore", "--data", &restored, &backup], &["never overwrites"]);
    let copy = place.with_database(format!("sqlite:{restored}/subrosa.db"));
    std::fs::create_dir_all(copy.path("data")).unwrap();
    std::fs::copy(format!("{restored}/wrapping-key"), copy.path("data/wrapping-key")).unwrap();
    let server = Server::start(&copy, &[]);
    // The key is the same, so tokens from before the restore are still good.
    let examiner = Client { token, ..server.anonymous() };
    examiner.get(&format!("/filings/{id}/text")).expect(200);
}

#[test]
fn m9_no_file_of_the_service_is_for_other_accounts_whatever_the_umask() {
    use std::os::unix::fs::MetadataExt as _;
    fn below(path: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                below(&entry, out);
            }
            out.push(entry);
        }
    }
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(1).to_string());
    let start = Instant::now();
    while server.sign_in("exam1").get("/filings?q=missile").expect(200).items().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30), "the index lags behind");
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut files = vec![];
    below(place.dir.path(), &mut files);
    // What the test itself wrote is not the program's.
    let own = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        name != "pw" && !name.starts_with("serve-") && !name.starts_with("factor-")
    };
    files.retain(own);
    assert!(files.len() > 10, "{files:?}");
    for path in files {
        // A file of the index may be gone by now.
        let Ok(there) = std::fs::metadata(&path) else { continue };
        assert_eq!(there.mode() & 0o077, 0, "{} has the rights {:o}", path.display(), there.mode());
    }
}
