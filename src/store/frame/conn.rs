//! Connections: which database a URL means, how a connection is set up, and the write transaction that takes its lock
//! first.
//!
//! `AnyConn::establish` is never used: it creates a file for a mistyped URL and hides PostgreSQL's error. The scheme is
//! read here and the variant built by hand.

use crate::store::frame::error::{OpenError, StoreError};
use diesel::connection::{Connection, SimpleConnection};
use domain::base::redact::without_password;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A connection to either database; one code path for both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// SQLite, bundled.
    Sqlite(diesel::SqliteConnection),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Pg(diesel::PgConnection),
}

/// A connection inside a write transaction. Every function that changes the store asks for one, so that a change
/// outside [`crate::store::Store::write`] does not compile.
pub struct Tx<'a>(pub(crate) &'a mut Conn);

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.0
    }
}
impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.0
    }
}

/// The URL of a database. `Display` and `Debug` show it without its passwords.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    /// `postgres://...`, kept as given.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;
    fn from_str(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') || path.contains('?') {
                return Err(OpenError::BadUrl { url: without_password(url), why: "name a file: sqlite:PATH".into() });
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            if cfg!(feature = "postgres") {
                return Ok(Self::Postgres(url.to_owned()));
            }
            return Err(OpenError::BadUrl {
                url: without_password(url),
                why: "this build has no PostgreSQL; build it with the cargo feature \"postgres\"".into(),
            });
        }
        Err(OpenError::BadUrl {
            url: without_password(url),
            why: "use sqlite:PATH or postgres://USER@HOST/NAME".into(),
        })
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

/// The members of a PostgreSQL URL that are secrets.
#[cfg(any(test, feature = "postgres"))]
const SECRETS: [&str; 4] = ["password", "sslpassword", "oauth_client_secret", "scram_client_key"];

/// Whether `name=value` is a secret. The name may be percent-encoded, too.
#[cfg(any(test, feature = "postgres"))]
fn is_secret(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    SECRETS.contains(&percent_decode(name).to_ascii_lowercase().as_str())
}

/// A message about a URL without any of its passwords, as they are written in the URL or as they are meant.
#[cfg(any(test, feature = "postgres"))]
fn hide_passwords(message: &str, url: &str) -> String {
    let (head, parameters) = url.split_once('?').unwrap_or((url, ""));
    let user = head.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).map_or("", |(user, _)| user);
    let before_host = user.split_once(':').map(|(_, password)| password);
    let among = parameters.split('&').filter(|p| is_secret(p)).filter_map(|p| p.split_once('=')).map(|(_, v)| v);
    let written: Vec<&str> = before_host.into_iter().chain(among).collect();
    let mut forms: Vec<String> = written.iter().flat_map(|w| [(*w).to_owned(), percent_decode(w)]).collect();
    // The longest first: a short password may be part of another form.
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    let mut out = message.replace(url, &without_password(url));
    for form in forms.iter().filter(|form| !form.is_empty()) {
        out = out.replace(form.as_str(), "***");
    }
    out.trim().to_owned()
}

/// A text with its percent-encoded bytes decoded.
#[cfg(any(test, feature = "postgres"))]
fn percent_decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match hex.filter(|_| first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = &after[2..];
            }
            None => {
                out.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Opens a connection and sets it up.
pub(crate) fn connect(url: &DatabaseUrl) -> Result<Conn, OpenError> {
    match url {
        DatabaseUrl::Sqlite(path) => connect_sqlite(path),
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(text) => {
            let mut c = diesel::PgConnection::establish(text).map_err(|e| OpenError::Connect {
                url: without_password(text),
                why: hide_passwords(&e.to_string(), text),
            })?;
            c.batch_execute("SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET lock_timeout = '30s'; SET client_min_messages = warning")
                .map_err(|e| OpenError::Connect {
                    url: without_password(text),
                    why: hide_passwords(&e.to_string(), text),
                })?;
            crate::store::frame::evidence::notes::prepare_session(&mut c)
                .map_err(|e| OpenError::Connect { url: without_password(text), why: e.to_string() })?;
            Ok(Conn::Pg(c))
        }
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(text) => {
            Err(OpenError::Connect { url: without_password(text), why: "no PostgreSQL in this build".into() })
        }
    }
}

fn connect_sqlite(path: &Path) -> Result<Conn, OpenError> {
    let bad = |why: String| OpenError::Connect { url: format!("sqlite:{}", path.display()), why };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(bad(format!("the folder {} does not exist; create it first", folder.display())));
    }
    let text = path.to_str().ok_or_else(|| bad("the path is not UTF-8".into()))?;
    create_private(path);
    let mut c = diesel::SqliteConnection::establish(text).map_err(|e| bad(explain(&e.to_string(), path)))?;
    c.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
        .and_then(|()| turn_on_write_ahead(&mut c))
        .map_err(|e| bad(explain(&e.to_string(), path)))?;
    let mut c = Conn::Sqlite(c);
    crate::store::frame::dialect::assert_foreign_keys(&mut c).map_err(|e| bad(e.to_string()))?;
    Ok(c)
}

/// Creates the file of a new database, readable for its owner only; SQLite gives the log and its index the same rights.
/// A file that exists is left as it is. If the file cannot be created, SQLite explains it when it opens the file.
pub(crate) fn create_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Turns the write-ahead log on. While another process does the same on a new database, SQLite answers "locked" at
/// once, whatever the timeout says, because waiting could be a deadlock. So this function waits itself.
fn turn_on_write_ahead(c: &mut diesel::SqliteConnection) -> diesel::QueryResult<()> {
    use std::time::{Duration, Instant};

    let until = Instant::now() + Duration::from_secs(10);
    loop {
        match c.batch_execute("PRAGMA journal_mode = WAL;") {
            Err(e) if e.to_string().contains("locked") && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// SQLite's own message, with what to do about it.
fn explain(text: &str, path: &Path) -> String {
    if text.contains("not a database") {
        format!("{text}: {} is some other file; name another path", path.display())
    } else if ["readonly", "read-only", "unable to open"].iter().any(|t| text.contains(t)) {
        let text = text.trim();
        format!("{text}: make {} and its folder writable for this user", path.display())
    } else {
        text.to_owned()
    }
}

/// Runs `f` in a write transaction that has the write lock before its first statement. On SQLite
/// that is `BEGIN IMMEDIATE`: a transaction that reads first and writes later would fail at once
/// when another wrote in between. On PostgreSQL it is one advisory lock for all writers of all
/// processes, which makes every write see all others and the ledger's chain one line.
pub(crate) fn write_tx<T, E>(conn: &mut Conn, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
where
    E: From<StoreError>,
{
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    use diesel::result::Error as Diesel;

    let err = |e: Diesel| E::from(StoreError::from(e));
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE").map_err(err)?,
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => {
            AnsiTransactionManager::begin_transaction(c).map_err(err)?;
            if let Err(e) = crate::store::frame::dialect::take_writer_lock(c) {
                let _ = AnsiTransactionManager::rollback_transaction(c);
                return Err(err(e));
            }
        }
    }
    // After a panic the connection lives on, so its transaction must be rolled back.
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| f(&mut Tx(&mut *conn))));
    let run = run.unwrap_or_else(|panic| {
        let _ = <Conn as Connection>::TransactionManager::rollback_transaction(conn);
        std::panic::resume_unwind(panic)
    });
    match run {
        Ok(value) => {
            let over_a_connection = !matches!(conn, Conn::Sqlite(_));
            <Conn as Connection>::TransactionManager::commit_transaction(conn)
                .map_err(|e| E::from(StoreError::of_commit(e, over_a_connection)))?;
            Ok(value)
        }
        Err(e) => match <Conn as Connection>::TransactionManager::rollback_transaction(conn) {
            Ok(()) | Err(Diesel::BrokenTransactionManager) => Err(e),
            Err(rollback) => {
                tracing::error!(error = %rollback, "store.rollback_failed");
                Err(e)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_understood_or_refused_with_the_way_out() {
        assert_eq!("sqlite:a/b.db".parse(), Ok(DatabaseUrl::Sqlite("a/b.db".into())));
        assert_eq!("sqlite:///a/b.db".parse(), Ok(DatabaseUrl::Sqlite("/a/b.db".into())));
        for bad in ["postgress://x", "sqlite:", "sqlite::memory:", "x.db", "mysql://x"] {
            let e = bad.parse::<DatabaseUrl>().expect_err("refused").to_string();
            assert!(e.contains("sqlite:PATH"), "{e}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let e = "postgre://me:hunter2@host/db".parse::<DatabaseUrl>().expect_err("refused");
        assert!(!e.to_string().contains("hunter2"));
        assert_eq!(without_password("postgres://me:hunter2@host/db"), "postgres://me@host/db");
        for url in [
            "postgres://me@host/db?password=hunter2&sslmode=require",
            "postgres://me@host/db?sslmode=require&p%61ssword=hun%74er2&password=h%75nter2",
            "postgres:///db?host=/run&user=me&PASSWORD=hunter2&sslpassword=h%75nter2",
            "postgres://me:hun%74er2@host/db?password=%68%75%6E%74%65%72%32",
        ] {
            let meant = url.parse::<DatabaseUrl>().expect("a URL");
            let message = hide_passwords(&format!("cannot use \"{url}\": \"hunter2\" is refused"), url);
            let shown = format!("{} {meant} {meant:?} {message}", without_password(url));
            for form in ["hunter2", "hun%74er2", "h%75nter2", "%68%75"] {
                assert!(!shown.contains(form), "{shown}");
            }
        }
        assert_eq!(without_password("postgres://me@host/db?password=x"), "postgres://me@host/db");
    }
}
