//! The end of the ledger is kept outside the database too, so that a ledger that was cut off, emptied or written anew is
//! noticed without a checkpoint of anybody else.

use crate::frame::harness::{Place, Server, run};
use diesel::connection::SimpleConnection as _;
use domain::base::ledger::Entry;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Output;
use subrosa::store::office::ledger;
use subrosa::store::{Conn, Store, StoreError};

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// A data folder on SQLite that was served, and one on PostgreSQL.
fn on_every_database(test: impl Fn(&Place, &str)) {
    for place in std::iter::once(Place::sqlite()).chain(Place::postgres("the end of the ledger")) {
        place.people(false);
        let server = Server::start(&place, &[]);
        server.sign_in("sec1");
        assert!(server.terminate().success());
        let file = place.path("data/ledger-end.json");
        test(&place, &file);
    }
}

/// Runs statements as somebody with the tools of the database would.
fn edit(place: &Place, statements: impl FnOnce(&mut Conn) -> Result<(), StoreError>) {
    let store = Store::open(&place.database.parse().expect("a URL"), false).expect("opens");
    store
        .write_unentered(|tx| {
            let conn: &mut Conn = tx;
            match conn {
                Conn::Sqlite(c) => {
                    c.batch_execute("DROP TRIGGER ledger_no_delete; DROP TRIGGER commitments_no_delete;")?
                }
                Conn::Pg(c) => c.batch_execute("SET session_replication_role = replica")?,
            }
            statements(conn)
        })
        .expect("edited");
}

/// Starts the service, which must be refused, and returns what it says.
fn refused(place: &Place) -> String {
    let flags = place.flags();
    let mut args = vec!["serve", "--listen", "127.0.0.1:0"];
    args.extend(flags.iter().map(String::as_str));
    let out = run(&args);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out));
    said(&out)
}

#[track_caller]
fn is_noticed(place: &Place, file: &str, words: &str) {
    let kept = fs::read_to_string(file).expect("kept");
    for _ in 0..2 {
        let told = refused(place);
        assert!(told.contains(words) && told.contains("ledger-end.json") && told.contains("subrosa restore"), "{told}");
    }
    let out = place.cli(&["ledger", "verify"]);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out));
    assert!(said(&out).contains(words), "{}", said(&out));
    assert_eq!(fs::read_to_string(file).expect("kept"), kept, "a refused start keeps what was known");
    // The way out that the message names.
    fs::remove_file(file).expect("removed");
    assert!(Server::start(place, &[]).terminate().success());
    assert!(fs::read_to_string(file).is_ok());
}

#[test]
fn a_ledger_that_lost_its_end_is_not_served() {
    on_every_database(|place, file| {
        let kept: Value = serde_json::from_str(&fs::read_to_string(file).expect("kept")).expect("JSON");
        assert!(kept["seq"].as_i64().is_some_and(|n| n > 10), "{kept}");
        assert_eq!(fs::metadata(file).expect("a file").permissions().mode() & 0o777, 0o600);
        edit(place, |c| Ok(c.batch_execute("DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)")?));
        is_noticed(place, file, "its end was cut off");
    });
}

#[test]
fn a_ledger_that_was_emptied_is_not_served() {
    on_every_database(|place, file| {
        edit(place, |c| Ok(c.batch_execute("DELETE FROM ledger")?));
        is_noticed(place, file, "its end was cut off");
    });
}

#[test]
fn a_ledger_that_was_written_anew_is_not_served() {
    on_every_database(|place, file| {
        let store = Store::open(&place.database.parse().expect("a URL"), false).expect("opens");
        let all = store.read(|conn| ledger::after(conn, 0, i64::MAX)).expect("read");
        drop(store);
        edit(place, |c| Ok(c.batch_execute("DELETE FROM ledger; DELETE FROM commitments")?));
        let store = Store::open(&place.database.parse().expect("a URL"), false).expect("opens");
        store
            .write_unentered(|tx| {
                for (n, Entry { mut act, .. }) in all.into_iter().enumerate() {
                    if n == 1 {
                        act.actor = "somebody else".to_owned();
                    }
                    ledger::append(tx, act)?;
                }
                Ok::<_, StoreError>(())
            })
            .expect("written anew");
        drop(store);
        is_noticed(place, file, "the ledger was rewritten");
    });
}

#[test]
fn a_ledger_whose_middle_was_changed_is_not_served() {
    on_every_database(|place, file| {
        let kept: Value = serde_json::from_str(&fs::read_to_string(file).expect("kept")).expect("JSON");
        assert_eq!(kept["root"].as_str().map(str::len), Some(64), "{kept}");
        edit(place, |c| {
            if let Conn::Sqlite(c) = c {
                c.batch_execute("DROP TRIGGER ledger_no_update")?;
            }
            let other = "0".repeat(64);
            Ok(c.batch_execute(&format!("UPDATE ledger SET hash = '{other}' WHERE seq = 5"))?)
        });
        let told = refused(place);
        assert!(told.contains("the ledger was rewritten") && told.contains("ledger-end.json"), "{told}");
        let out = place.cli(&["ledger", "verify"]);
        assert!(out.status.code() == Some(2) && said(&out).contains("entry 5 was changed"), "{}", said(&out));
    });
}

#[test]
fn a_service_that_runs_keeps_up_with_its_ledger() {
    let place = Place::sqlite();
    place.people(false);
    let file = place.path("data/ledger-end.json");
    let server = Server::start(&place, &[]);
    let kept =
        || serde_json::from_str::<Value>(&fs::read_to_string(&file).expect("kept")).expect("JSON")["seq"].as_i64();
    let first = kept();
    server.sign_in("sec1");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while kept() == first {
        assert!(std::time::Instant::now() < until, "the file does not follow");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    drop(server);
    // A file that cannot be read says nothing of the ledger, so it is not written over.
    fs::write(&file, "{\"seq\": 1").expect("damaged");
    assert!(refused(&place).contains("is damaged"));
    let out = place.cli(&["ledger", "verify"]);
    assert!(said(&out).contains("is damaged"), "{}", said(&out));
}

#[test]
fn a_restored_folder_has_the_end_of_its_own_ledger() {
    let place = Place::sqlite();
    place.people(false);
    drop(Server::start(&place, &[]));
    let (backup, again) = (place.path("backup"), place.path("again"));
    assert!(place.cli(&["backup", &backup]).status.success());
    // The office works on, and then goes back to the backup.
    let server = Server::start(&place, &[]);
    server.sign_in("sec1");
    drop(server);
    let out = run(&["restore", "--data", &again, &backup]);
    assert!(out.status.success(), "{}", said(&out));
    let kept: Value =
        serde_json::from_str(&fs::read_to_string(format!("{again}/ledger-end.json")).expect("kept")).expect("JSON");
    let out = run(&["ledger", "verify", "--data", &again, "--format", "json"]);
    let end: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!((&kept["seq"], &kept["hash"]), (&end["seq"], &end["hash"]));
    assert!(kept["seq"].as_i64().is_some_and(|n| n > 10), "{kept}");
}
