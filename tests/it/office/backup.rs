//! A backup is complete or does not exist, a restore takes a complete one only, and keys or databases that a data folder has
//! lost are not made anew without a word.

use crate::frame::harness::{Place, Server, flagged_filing, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Output;

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

#[track_caller]
fn done(out: &Output) -> String {
    assert!(out.status.success(), "{}", said(out));
    said(out)
}

/// Asserts that the command was refused with these words and made no file.
#[track_caller]
fn refused(out: &Output, words: &[&str], not_made: &str) {
    assert!(!out.status.success(), "{}", said(out));
    for word in words {
        assert!(said(out).contains(word), "{word}: {}", said(out));
    }
    for path in [not_made.to_owned(), format!("{not_made}.part")] {
        assert!(!Path::new(&path).exists(), "{path} was made: {}", said(out));
    }
}

/// A data folder that was in use, with its backup.
fn backed_up() -> (Place, String) {
    let place = Place::sqlite();
    place.people(false);
    let server = Server::start(&place, &[]);
    server.sign_in("intake1").intake("application/x-ndjson", flagged_filing(1).to_string());
    drop(server);
    let backup = place.path("backup");
    done(&place.cli(&["backup", &backup]));
    (place, backup)
}

fn restore(backup: &str, to: &str, more: &[&str]) -> Output {
    let mut args = vec!["restore", "--data", to];
    args.extend(more);
    args.push(backup);
    run(&args)
}

/// A copy of a backup with damage done to it.
fn spoiled(place: &Place, backup: &str, name: &str, spoil: impl FnOnce(&Path)) -> String {
    let copy = place.path(name);
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(backup).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), Path::new(&copy).join(entry.file_name())).unwrap();
    }
    spoil(Path::new(&copy));
    copy
}

#[test]
fn a_backup_lists_its_files_and_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let (place, backup) = backed_up();
    let text = fs::read_to_string(format!("{backup}/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let names: Vec<&str> = manifest["files"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["subrosa.db", "wrapping-key"]);
    assert!(manifest["ledger"]["seq"].as_i64().unwrap() > 0);
    let mut there: Vec<_> =
        fs::read_dir(&backup).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    assert_eq!(there, ["manifest.json", "manifest.jws", "subrosa.db", "wrapping-key"], "no log beside the database");
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&backup), mode(&format!("{backup}/subrosa.db"))), (0o700, 0o600));
    refused_again(&place, &backup);
}

/// An existing backup is not overwritten, and the remains of one that was killed do not keep the next from being made.
fn refused_again(place: &Place, backup: &str) {
    let out = place.cli(&["backup", backup]);
    assert!(!out.status.success() && said(&out).contains("name a new folder"), "{}", said(&out));
    let next = place.path("next");
    fs::create_dir(format!("{next}.part")).unwrap();
    let out = place.cli(&["backup", &next]);
    assert!(!out.status.success() && said(&out).contains("Remove"), "{}", said(&out));
    fs::remove_dir(format!("{next}.part")).unwrap();
    done(&place.cli(&["backup", &next]));
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    let (place, backup) = backed_up();
    let to = place.path("restored");
    let try_out = |name: &str, words: &[&str], more: &[&str], spoil: &dyn Fn(&Path)| {
        let copy = spoiled(&place, &backup, name, spoil);
        refused(&restore(&copy, &to, more), words, &to);
    };
    // Before there were manifests, a backup that was killed left an empty file.
    let emptied = |dir: &Path| fs::write(dir.join("subrosa.db"), "").unwrap();
    let unlisted = |dir: &Path| fs::remove_file(dir.join("manifest.json")).unwrap();
    try_out("a", &["subrosa.db is empty", "Take another"], &[], &emptied);
    try_out("b", &["subrosa.db is empty"], &["--without-manifest"], &|dir| {
        emptied(dir);
        unlisted(dir);
    });
    try_out("c", &["manifest.json", "--without-manifest"], &[], &unlisted);
    try_out("d", &["neither the wrapping key", "office-key.p8"], &["--without-manifest"], &|dir| {
        unlisted(dir);
        // Half of what an earlier version put into a backup.
        fs::rename(dir.join("wrapping-key"), dir.join("token-key.p8")).unwrap();
    });
    for key in ["wrapping-key", "subrosa.db"] {
        try_out(&format!("e-{key}"), &[key], &[], &|dir| fs::remove_file(dir.join(key)).unwrap());
        try_out(&format!("f-{key}"), &["is not the file that its manifest lists"], &[], &|dir| {
            let mut bytes = fs::read(dir.join(key)).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(dir.join(key), bytes).unwrap();
        });
    }
    try_out("g", &["damaged"], &[], &|dir| fs::write(dir.join("manifest.json"), "{\"format\": 1").unwrap());
    let manifest = fs::read_to_string(format!("{backup}/manifest.json")).unwrap();
    try_out("h", &["format 2"], &[], &|dir| {
        fs::write(dir.join("manifest.json"), manifest.replace("\"format\": 1", "\"format\": 2")).unwrap();
    });
    try_out("i", &["does not end where"], &[], &|dir| {
        let mut changed: Value = serde_json::from_str(&manifest).unwrap();
        changed["ledger"]["seq"] = 1.into();
        fs::write(dir.join("manifest.json"), changed.to_string()).unwrap();
    });
    try_out("j", &["other files"], &[], &|dir| {
        fs::write(dir.join("manifest.json"), manifest.replace("wrapping-key", "../wrapping-key")).unwrap();
    });
    // A database without tables is refused too.
    try_out("k", &["empty database"], &["--without-manifest"], &|dir| {
        unlisted(dir);
        fs::remove_file(dir.join("subrosa.db")).unwrap();
        let path = dir.join("subrosa.db");
        let mut c = <diesel::SqliteConnection as diesel::Connection>::establish(path.to_str().unwrap()).unwrap();
        diesel::connection::SimpleConnection::batch_execute(&mut c, "CREATE TABLE x (y); DROP TABLE x;").unwrap();
        assert!(fs::metadata(path).unwrap().len() > 0);
    });
    // A complete backup is taken, also with the flag for backups of earlier versions.
    done(&restore(&backup, &to, &[]));
    let old = spoiled(&place, &backup, "old", |dir| unlisted(dir));
    done(&restore(&old, &place.path("restored-old"), &["--without-manifest"]));
}

#[test]
fn s_42_a_backup_is_taken_only_as_the_office_key_has_signed_it() {
    let (place, backup) = backed_up();
    let key = place.path("office.jwk");
    fs::write(&key, done(&place.cli(&["certificate", "key"]))).unwrap();
    let other = Place::sqlite();
    other.people(false);
    drop(Server::start(&other, &[]));
    let others = place.path("other.jwk");
    fs::write(&others, done(&other.cli(&["certificate", "key"]))).unwrap();
    let to = place.path("restored");
    let try_out = |name: &str, words: &[&str], more: &[&str], spoil: &dyn Fn(&Path)| {
        let copy = spoiled(&place, &backup, name, spoil);
        refused(&restore(&copy, &to, more), words, &to);
    };
    // The day on which it was made is in no other file.
    let redated = |dir: &Path| {
        let path = dir.join("manifest.json");
        let text = fs::read_to_string(&path).unwrap();
        let made: Value = serde_json::from_str(&text).unwrap();
        fs::write(&path, text.replace(made["made_at"].as_str().unwrap(), "2026-01-01T00:00:00Z")).unwrap();
    };
    try_out("redated", &["manifest.json is not what was signed"], &[], &redated);
    try_out("redated with a key", &["manifest.json is not what was signed"], &["--key", &key], &redated);
    // Somebody who has every file but the office key signs with another.
    let stranger = place.path("stranger");
    done(&other.cli(&["backup", &stranger]));
    let forged = |dir: &Path| {
        fs::copy(format!("{stranger}/manifest.jws"), dir.join("manifest.jws")).unwrap();
    };
    try_out("forged", &["manifest.jws is not taken"], &[], &forged);
    try_out("cut", &["manifest.jws is not taken"], &[], &|dir| fs::write(dir.join("manifest.jws"), "eyJ").unwrap());
    try_out("of another office", &["manifest.jws is not taken"], &["--key", &others], &|_| ());
    refused(&restore(&stranger, &to, &["--key", &key]), &["manifest.jws is not taken"], &to);
    let unsigned = |dir: &Path| fs::remove_file(dir.join("manifest.jws")).unwrap();
    try_out("unsigned", &["is not signed"], &["--key", &key], &unsigned);

    let plain = done(&restore(&spoiled(&place, &backup, "older", unsigned), &place.path("from older"), &[]));
    assert!(plain.contains("nothing shows who made this backup"), "{plain}");
    for (n, more) in [vec![], vec!["--key", key.as_str()]].iter().enumerate() {
        let said = done(&restore(&backup, &place.path(&format!("good-{n}")), more));
        assert!(!said.contains("nothing shows"), "{said}");
    }
}

#[test]
fn a_restore_overwrites_nothing() {
    let (place, backup) = backed_up();
    let to = place.path("busy");
    fs::create_dir(&to).unwrap();
    fs::write(format!("{to}/wrapping-key"), "the key of another office").unwrap();
    let out = restore(&backup, &to, &[]);
    assert!(!out.status.success() && said(&out).contains("never overwrites"), "{}", said(&out));
    assert_eq!(fs::read_to_string(format!("{to}/wrapping-key")).unwrap(), "the key of another office");
    let empty = place.path("empty");
    fs::create_dir(&empty).unwrap();
    done(&restore(&backup, &empty, &[]));
}

#[test]
fn lost_keys_are_not_quietly_made_anew() {
    let (place, backup) = backed_up();
    let path = place.path("data/wrapping-key");
    let serve = || place.cli(&["serve", "--listen", "127.0.0.1:0"]);
    let refuses = |words: &[&str]| {
        for (out, not_made) in [(serve(), ""), (place.cli(&["backup", &place.path("without")]), "without")] {
            assert!(!out.status.success(), "{}", said(&out));
            for word in words {
                assert!(said(&out).contains(word), "{word}: {}", said(&out));
            }
            assert!(not_made.is_empty() || !Path::new(&place.path(not_made)).exists());
        }
    };
    fs::remove_file(&path).unwrap();
    refuses(&[&path, "is missing", "another node", "--new-keys"]);
    assert!(!Path::new(&path).exists(), "nothing is made");
    // The wrapping key of another office.
    fs::write(&path, format!("sw_{}\n", "A".repeat(43))).unwrap();
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    refuses(&[&path, "another wrapping key", "another node"]);
    fs::copy(format!("{backup}/wrapping-key"), &path).unwrap();
    drop(Server::start(&place, &[]));
    // The rows are gone from the database, or one of them was edited.
    let edit = |sql: &str| {
        let file = place.database.strip_prefix("sqlite:").unwrap();
        let mut c = <diesel::SqliteConnection as diesel::Connection>::establish(file).unwrap();
        let attach = format!("PRAGMA busy_timeout = 5000; ATTACH DATABASE '{}' AS kept;", place.path("kept.db"));
        diesel::connection::SimpleConnection::batch_execute(&mut c, &(attach + sql)).unwrap();
    };
    edit("CREATE TABLE kept.keys AS SELECT * FROM signing_keys");
    let by_the_database = |sql: &str, words: &[&str]| {
        edit(sql);
        let out = serve();
        assert!(!out.status.success(), "{}", said(&out));
        words.iter().for_each(|word| assert!(said(&out).contains(word), "{word}: {}", said(&out)));
        edit("DELETE FROM signing_keys; INSERT INTO signing_keys SELECT * FROM kept.keys");
    };
    by_the_database("DELETE FROM signing_keys", &["holds no keys any more", "ledger verify", "--new-keys"]);
    by_the_database("DELETE FROM signing_keys WHERE purpose = 'statements'", &["changed past the program"]);
    by_the_database("UPDATE signing_keys SET sealed_key = voucher", &["changed past the program", "ledger verify"]);
    drop(Server::start(&place, &[]));
    // The flag that makes new keys is needed once; after that the database knows the new wrapping key.
    fs::remove_file(&path).unwrap();
    drop(Server::start(&place, &["--new-keys"]));
    drop(Server::start(&place, &[]));
    done(&place.cli(&["ledger", "verify"]));
}

#[test]
fn s_42_a_backup_without_its_wrapping_key_is_of_no_use_alone() {
    let (place, _) = backed_up();
    let (backup, restored) = (place.path("apart"), place.path("restored"));
    done(&place.cli(&["backup", "--without-wrapping-key", &backup]));
    let mut there: Vec<_> =
        fs::read_dir(&backup).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    assert_eq!(there, ["manifest.json", "manifest.jws", "subrosa.db"]);
    let told = done(&restore(&backup, &restored, &[]));
    assert!(told.contains("put the file to") && told.contains("nothing shows who made this backup"), "{told}");
    let out = run(&["serve", "--listen", "127.0.0.1:0", "--data", &restored]);
    assert!(!out.status.success() && said(&out).contains("wrapping-key is missing"), "{}", said(&out));
    // It is enough to name the file where it is.
    let copy = Place::sqlite().with_database(format!("sqlite:{restored}/subrosa.db"));
    let kept = place.path("data/wrapping-key");
    drop(Server::start(&copy, &["--keys-wrapping-file", &kept]));
}

#[test]
fn an_emptied_database_beside_its_keys_is_not_a_new_one() {
    let (place, _) = backed_up();
    let path = place.database.strip_prefix("sqlite:").unwrap().to_owned();
    fs::write(&path, "").unwrap();
    for extra in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{path}{extra}"));
    }
    let out = place.cli(&["ledger", "verify"]);
    assert!(!out.status.success() && said(&out).contains("it has been lost"), "{}", said(&out));
    assert_eq!(fs::metadata(&path).unwrap().len(), 0, "left as it is");
}

#[test]
fn another_program_s_database_is_left_alone() {
    let place = Place::sqlite();
    let path = place.database.strip_prefix("sqlite:").unwrap();
    let mut c = <diesel::SqliteConnection as diesel::Connection>::establish(path).unwrap();
    diesel::connection::SimpleConnection::batch_execute(&mut c, "CREATE TABLE bookmarks (url TEXT)").unwrap();
    drop(c);
    let refused = subrosa::store::Store::open(&place.database.parse().unwrap(), false).map(|_| ());
    let e = refused.expect_err("refused").to_string();
    assert!(e.contains("another program") && e.contains("name another path"), "{e}");
}
