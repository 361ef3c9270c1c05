//! Floor 1: the record of truth, in SQLite or PostgreSQL, one code path for both.
//!
//! Each aggregate has a file. Changes need a [`Tx`], which only [`Store::write`] gives; reads need a [`Conn`]. Not its
//! job: the law, beyond the constraints of the schema that back it, and deciding any act, which the workflow does.

pub mod clock;
pub mod filing;
pub mod frame;
pub mod list;
pub mod notice;
pub mod office;
pub mod order;
pub mod review;

pub use crate::store::frame::conn::{Conn, DatabaseUrl, Tx};
pub use crate::store::frame::error::{OpenError, StoreError};

use crate::store::frame::evidence;
use crate::store::frame::schema::settings;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The store. A clone shares its connections.
#[derive(Clone)]
pub struct Store {
    url: DatabaseUrl,
    /// SQLite has one writer: one connection behind a lock is faster than many that wait for each other. PostgreSQL
    /// writers take theirs from the pool.
    writer: Option<Arc<Mutex<Conn>>>,
    /// Writers of this process wait here before they take a connection.
    line: Arc<crate::store::frame::turn::Line>,
    pool: Pool<Manager>,
    demo: bool,
    fresh: bool,
}

#[derive(Debug)]
struct Manager(DatabaseUrl);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = StoreError;
    fn connect(&self) -> Result<Conn, StoreError> {
        crate::store::frame::conn::connect(&self.0).map_err(|e| StoreError::Connection(e.to_string()))
    }
    fn is_valid(&self, conn: &mut Conn) -> Result<(), StoreError> {
        Ok(crate::store::frame::dialect::ping(conn)?)
    }
    fn has_broken(&self, _: &mut Conn) -> bool {
        std::thread::panicking()
    }
}

/// The setting that says whether the database is a demonstration.
const KIND: &str = "kind";
/// The value of a demonstration.
const DEMO: &str = "demo";

/// Connections for readers.
const READERS: u32 = 8;
/// Connections for writers: one writes at a time.
const WRITERS: u32 = 1;

impl Store {
    /// Opens a database, creating or migrating its schema. `demo` asks for a demonstration database:
    /// a new one becomes so for ever; a real one refuses.
    pub fn open(url: &DatabaseUrl, demo: bool) -> Result<Self, OpenError> {
        Self::settle(url, crate::store::frame::conn::connect(url)?, demo)
    }

    /// Opens an existing database and migrates an older schema. If there is no database, or an empty one, this is an
    /// error and nothing is created.
    pub fn open_existing(url: &DatabaseUrl, demo: bool) -> Result<Self, OpenError> {
        let missing = || OpenError::Missing { url: url.to_string() };
        if let DatabaseUrl::Sqlite(path) = url
            && !std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0)
        {
            return Err(missing());
        }
        let mut first = crate::store::frame::conn::connect(url)?;
        let there = crate::store::frame::dialect::has_schema(&mut first);
        if !there.map_err(|e| OpenError::Connect { url: url.to_string(), why: e.to_string() })? {
            return Err(missing());
        }
        Self::settle(url, first, demo)
    }

    fn settle(url: &DatabaseUrl, mut first: Conn, demo: bool) -> Result<Self, OpenError> {
        let fresh = crate::store::frame::migrate::run(&mut first, url)?;
        crate::store::frame::conn::write_tx(&mut first, crate::store::filing::filings::numbers::settle)
            .map_err(|e: StoreError| OpenError::Migration(format!("application numbers: {e}")))?;
        let demo = settle_demo(&mut first, demo)?;
        crate::store::order::orders::check_last_days(&mut first).map_err(|e| OpenError::Record(e.to_string()))?;
        evidence::notes::watch(&mut first)
            .and_then(|()| {
                crate::store::frame::conn::write_tx(&mut first, crate::store::office::baseline::commit_to_all_if_new)
            })
            .map_err(|e| OpenError::Migration(format!("evidence: {e}")))?;
        crate::store::frame::dialect::enlarge_writer(&mut first)
            .map_err(|e| OpenError::Connect { url: url.to_string(), why: e.to_string() })?;
        let pool = Pool::builder()
            .max_size(READERS + WRITERS)
            .min_idle(Some(0))
            .connection_timeout(Duration::from_secs(10))
            .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
            .build(Manager(url.clone()))
            .map_err(|e| OpenError::Connect { url: url.to_string(), why: e.to_string() })?;
        let writer = matches!(url, DatabaseUrl::Sqlite(_)).then(|| Arc::new(Mutex::new(first)));
        Ok(Self { url: url.clone(), writer, line: Arc::default(), pool, demo, fresh })
    }

    /// Whether this database was created as a demonstration.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// Whether opening created the schema.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The URL of the database, shown without its password.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Reads from one consistent state. Refused inside another transaction of this thread
    /// ([`StoreError::Nested`]).
    #[expect(clippy::disallowed_methods, reason = "a transaction that only reads")]
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let _single = crate::store::frame::turn::Single::begin()?;
        let mut conn = self.pool.get().map_err(|e| E::from(StoreError::Connection(e.to_string())))?;
        let mut out = None;
        let run = conn.transaction::<(), diesel::result::Error, _>(|c| {
            crate::store::frame::dialect::read_one_state(c)?;
            out = Some(f(c));
            Ok(())
        });
        match (out, run) {
            (Some(result), Ok(())) => result,
            (Some(Err(e)), Err(_)) => Err(e),
            (_, Err(e)) => Err(E::from(StoreError::from(e))),
            (None, Ok(())) => Err(E::from(StoreError::Connection("nothing was read".into()))),
        }
    }

    /// Changes the record: all of `f` or none of it. An error of `f` rolls back. Writers go in the order in
    /// which they came; one that finds too many before it, or waits too long, gets [`StoreError::Busy`].
    /// Refused inside another transaction of this thread ([`StoreError::Nested`]), and where `f` leaves a change of
    /// evidence that no entry of the ledger commits to ([`StoreError::NotEntered`]).
    pub fn write<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_checked(|tx| {
            let done = f(tx)?;
            evidence::commit::refuse_unentered(tx)?;
            Ok(done)
        })
    }

    /// The same for tests, which put rows on record past the acts: the ledger does not know these rows.
    #[doc(hidden)]
    pub fn write_unentered<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_checked(|tx| {
            let done = f(tx)?;
            evidence::notes::forget(tx)?;
            Ok(done)
        })
    }

    fn write_checked<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let _single = crate::store::frame::turn::Single::begin()?;
        let _turn = self.line.take(crate::store::frame::turn::WAITING, crate::store::frame::turn::PATIENCE)?;
        match &self.writer {
            Some(writer) => {
                // A panic inside an earlier write was rolled back when its transaction was dropped.
                let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                crate::store::frame::conn::write_tx(&mut conn, f)
            }
            None => {
                let mut conn = self.pool.get().map_err(|e| E::from(StoreError::Connection(e.to_string())))?;
                crate::store::frame::conn::write_tx(&mut conn, f)
            }
        }
    }

    /// Empties the write-ahead log of SQLite, at the end of a service: otherwise it may stay beside the database with texts
    /// that are gone from it.
    pub fn empty_log(&self) -> Result<(), StoreError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let _single = crate::store::frame::turn::Single::begin()?;
        let mut conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(crate::store::frame::dialect::empty_log(&mut conn)?)
    }

    /// Writes the write-ahead log of a SQLite file into the file, so that the file alone is the whole database. No
    /// process may have the file open any more; connections that are being closed are waited for.
    pub fn close_file(path: &std::path::Path) -> Result<(), StoreError> {
        let url = DatabaseUrl::Sqlite(path.to_owned());
        let mut conn = crate::store::frame::conn::connect(&url).map_err(|e| StoreError::Connection(e.to_string()))?;
        let until = std::time::Instant::now() + Duration::from_secs(10);
        loop {
            match crate::store::frame::dialect::turn_off_write_ahead(&mut conn) {
                Err(e) if e.to_string().contains("locked") && std::time::Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                done => return Ok(done?),
            }
        }
    }

    /// Copies the database to a new file, consistently; only SQLite. `false` on PostgreSQL, whose own
    /// tools do this.
    pub fn copy_to(&self, target: &std::path::Path) -> Result<bool, StoreError> {
        if matches!(self.url, DatabaseUrl::Sqlite(_)) {
            // SQLite copies into an empty file as if there were none.
            crate::store::frame::conn::create_private(target);
        }
        let target = target.to_str().ok_or_else(|| StoreError::Corrupt("the path is not UTF-8".into()))?;
        let mut conn = self.pool.get().map_err(|e| StoreError::Connection(e.to_string()))?;
        Ok(crate::store::frame::dialect::vacuum_into(&mut conn, target)?)
    }
}

/// A named fact about the database.
pub fn setting(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    Ok(settings::table.find(name).select(settings::value).first(conn).optional()?)
}

/// Records a named fact about the database.
pub fn set_setting(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let n = diesel::update(settings::table.find(name)).set(settings::value.eq(value)).execute(conn)?;
    if n == 0 {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .execute(conn)?;
    }
    Ok(())
}

/// Decides once and for ever whether a new database is a demonstration, and reads it from any other database.
fn settle_demo(conn: &mut Conn, asked: bool) -> Result<bool, OpenError> {
    let settle = |tx: &mut Tx<'_>| match setting(tx, KIND)? {
        Some(kind) => Ok(kind),
        None => {
            let kind = if asked { DEMO } else { "real" };
            set_setting(tx, KIND, kind).map(|()| kind.to_owned())
        }
    };
    let known = setting(conn, KIND);
    let kind = match known {
        Ok(Some(kind)) => Ok(kind),
        Ok(None) => crate::store::frame::conn::write_tx(conn, settle),
        Err(e) => Err(e),
    };
    let is_demo = kind.map_err(|e: StoreError| OpenError::Migration(e.to_string()))? == DEMO;
    if asked && !is_demo {
        return Err(OpenError::Demo(
            "this is not a demonstration database and never becomes one; leave out --demo, or name a new database"
                .into(),
        ));
    }
    Ok(is_demo)
}
