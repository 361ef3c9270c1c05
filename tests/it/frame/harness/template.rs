//! Databases that were prepared once, and of which each test gets a copy: preparing one anew takes longer than most
//! tests run.
//!
//! A template belongs to one build of the test binary, since the code of the build prepared it. Templates of SQLite are
//! files in cargo's folder for tests; those of PostgreSQL are databases of the test server.

use crate::frame::harness::Place;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use subrosa::store::Store;

/// A kind of prepared database.
pub struct Template {
    /// Its name, in small letters.
    pub name: &'static str,
    /// Prepares an empty database.
    pub prepare: fn(Place) -> Place,
}

impl Place {
    /// A copy of a template, on SQLite.
    pub fn sqlite_from(template: &Template) -> Self {
        let place = Self::sqlite();
        fs::copy(template.sqlite(), place.dir.path().join("subrosa.db")).expect("a copy of the template");
        place
    }

    /// A copy of a template, on PostgreSQL, where the tests have one.
    pub fn postgres_from(what: &str, template: &Template) -> Option<Self> {
        let server = crate::frame::harness::postgres_server(what)?;
        let name = crate::frame::harness::fresh_name();
        let copy = || psql(&server, &[&format!("CREATE DATABASE {name} TEMPLATE {}", template.id())]);
        if !copy().status.success() {
            template.make_on_postgres(what, &server);
            let done = copy();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        Some(Self::on_server(&server, &name))
    }
}

impl Template {
    /// A name that no other build has.
    fn id(&self) -> String {
        let binary =
            std::env::current_exe().and_then(|path| Ok((fs::metadata(&path)?, path))).expect("the test binary");
        let mut hasher = DefaultHasher::new();
        (binary.1, binary.0.len(), binary.0.modified().expect("a time")).hash(&mut hasher);
        format!("subrosa_template_{}_{:016x}", self.name, hasher.finish())
    }

    /// The file of the template. The first process that asks makes it; the others wait.
    fn sqlite(&self) -> PathBuf {
        let file = folder().join(format!("{}.db", self.id()));
        if !file.exists() {
            let _held = self.lock();
            if !file.exists() {
                self.remove_older();
                let place = (self.prepare)(Place::sqlite());
                let made = file.with_extension("new");
                // The file is not copied as it is: its newest pages may still stand in the write-ahead log beside it.
                let store = Store::open(&place.database.parse().expect("a URL"), false).expect("a store");
                assert!(store.copy_to(&made).expect("copied"));
                fs::rename(&made, &file).expect("a template");
            }
        }
        file
    }

    fn make_on_postgres(&self, what: &str, server: &str) {
        let _held = self.lock();
        let there = psql(server, &[&format!("SELECT 'there' FROM pg_database WHERE datname = '{}'", self.id())]);
        if String::from_utf8_lossy(&there.stdout).contains("there") {
            return;
        }
        let Some(place) = Place::postgres(what) else { return };
        let place = (self.prepare)(place);
        let (_, name) = place.database.rsplit_once('/').expect("a URL with a database");
        // A database with connections cannot be renamed or copied, and a pool closes its own a moment later.
        let close = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        let rename = format!("ALTER DATABASE {name} RENAME TO {}", self.id());
        let mut done = psql(server, &[&close, &rename]);
        for _ in 0..50 {
            if done.status.success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
            done = psql(server, &[&close, &rename]);
        }
        panic!("the template cannot be named: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn lock(&self) -> File {
        let file = File::create(folder().join(format!("{}.lock", self.name))).expect("a lock file");
        file.lock().expect("a lock");
        file
    }

    /// Removes what older builds left behind.
    fn remove_older(&self) {
        for entry in fs::read_dir(folder()).expect("a folder").flatten() {
            if entry.file_name().to_string_lossy().starts_with(&format!("subrosa_template_{}_", self.name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs statements, each in a transaction of its own.
pub fn psql(server: &str, statements: &[&str]) -> Output {
    let commands = statements.iter().flat_map(|s| ["-c", s]);
    Command::new("psql").args([server, "-qAt"]).args(commands).output().expect("psql runs")
}
