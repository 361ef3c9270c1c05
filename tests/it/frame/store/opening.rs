//! A database that cannot be opened is refused with the cause and the way out. The message never holds the password.

use crate::frame::harness::Place;
use crate::frame::store::{on_every_database, open};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use subrosa::store::{OpenError, Store};

fn refused(url: &str) -> String {
    let opened = url.parse().and_then(|url| Store::open(&url, false).map(|_| ()));
    opened.map_or_else(|e: OpenError| e.to_string(), |()| panic!("{url} was opened"))
}

#[test]
fn a_wrong_url_makes_no_file() {
    let place = Place::sqlite();
    let path = place.path("new.db");
    for url in [format!("postgress://{path}"), path.clone(), format!("sqlite3:{path}"), String::new()] {
        assert!(refused(&url).contains("sqlite:PATH or postgres://"), "{url}: {}", refused(&url));
    }
    assert!(!Path::new(&path).exists());
}

#[test]
fn a_missing_folder_is_named() {
    let place = Place::sqlite();
    let e = refused(&format!("sqlite:{}", place.path("missing/new.db")));
    assert!(e.contains(&place.path("missing")) && e.contains("create it"), "{e}");
}

#[test]
fn some_other_file_is_not_taken_for_a_database() {
    let place = Place::sqlite();
    fs::write(place.path("letter.txt"), "Dear Sir or Madam, ".repeat(100)).expect("a file");
    let e = refused(&format!("sqlite:{}", place.path("letter.txt")));
    assert!(e.contains("not a database") && e.contains("name another path"), "{e}");
    let e = refused(&format!("sqlite:{}", place.dir.path().display()));
    assert!(e.contains("cannot open"), "{e}");
}

#[test]
fn a_file_that_cannot_be_written_is_refused() {
    const AS_NOBODY: &str = "SUBROSA_TEST_READ_ONLY";
    if let Ok(path) = std::env::var(AS_NOBODY) {
        let e = refused(&format!("sqlite:{path}"));
        assert!(e.contains(&path) && e.contains("writable for this user"), "{e}");
        return;
    }
    let place = Place::sqlite();
    drop(open(&place));
    let path = place.path("subrosa.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("read-only");
    fs::set_permissions(place.dir.path(), fs::Permissions::from_mode(0o555)).expect("read-only");
    let mut this = Command::new(std::env::current_exe().expect("this test"));
    let (_, module) = module_path!().split_once("::").expect("a module of the test binary");
    let test = format!("{module}::a_file_that_cannot_be_written_is_refused");
    this.args(["--exact", &test]).env(AS_NOBODY, &path);
    // The suite may run as root, for whom no file is read-only.
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        this.uid(65534).gid(65534);
    }
    let done = this.output().expect("runs");
    fs::set_permissions(place.dir.path(), fs::Permissions::from_mode(0o755)).expect("writable again");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_server_that_does_not_answer_is_named_without_the_password() {
    let e = refused("postgres://me:hunter2@127.0.0.1:1/subrosa");
    assert!(e.contains("postgres://me@127.0.0.1:1/subrosa") && e.contains("refused"), "{e}");
    assert!(!e.contains("hunter2"), "{e}");
}

#[test]
fn a_real_database_never_becomes_a_demonstration() {
    on_every_database("demonstration databases", |place| {
        assert!(!open(place).is_demo());
        let refused = Store::open(&place.database.parse().expect("a URL"), true).map(|_| ());
        assert!(matches!(refused, Err(OpenError::Demo(_))), "{refused:?}");
    });
    on_every_database("demonstration databases", |place| {
        let url = place.database.parse().expect("a URL");
        assert!(Store::open(&url, true).expect("a new one").is_demo());
        assert!(Store::open(&url, false).expect("for ever").is_demo());
    });
}
