//! The store on every database it runs on: SQLite in a file, and PostgreSQL.
//!
//! These tests hold what is true of every table: a row is read as it was written, append-only tables refuse changes, a
//! breach of a constraint gives the same error on both databases, writers wait for each other, and a database that cannot
//! be opened is refused with the cause and the way out.

mod constraints;
mod derived;
mod evidence;
mod migrations;
mod old_program;
mod opening;
mod round_trips;
mod side_by_side;

use crate::frame::harness::Place;
use diesel::connection::SimpleConnection as _;
use diesel::result::QueryResult;
use diesel::{Connection as _, RunQueryDsl};
use domain::base::actor::Actor;
use domain::filing::Filing;
use std::sync::Arc;
use subrosa::clock::{FixedClock, SystemIds};
use subrosa::store::{Conn, Store, StoreError};
use subrosa::workflow::frame::list_in_force::InForce;
use subrosa::workflow::list::setup;
use subrosa::workflow::{By, Ctx};

/// Runs a test on a new database of each kind.
pub fn on_every_database(what: &str, test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres(what) {
        test(&place);
    }
}

pub fn open(place: &Place) -> Store {
    Store::open(&place.database.parse().expect("a URL"), false).expect("opens")
}

/// Runs statements, past the store's own functions, as somebody with the tools of the database would.
pub fn run(store: &Store, statements: &[impl AsRef<str>]) -> Result<usize, StoreError> {
    store.write_unentered(|tx| {
        let conn: &mut Conn = tx;
        let changed: QueryResult<usize> = statements.iter().map(|s| diesel::sql_query(s.as_ref()).execute(conn)).sum();
        Ok(changed?)
    })
}

/// Runs `f` in a transaction of a connection that is not the store's, so that no trigger of the store keeps columns from
/// being dropped.
pub fn past_the_store(place: &Place, f: impl FnOnce(&mut Conn) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let url = place.database.as_str();
    let mut conn = match url.strip_prefix("sqlite:") {
        Some(path) => Conn::Sqlite(diesel::SqliteConnection::establish(path).expect("the file")),
        None => Conn::Pg(diesel::PgConnection::establish(url).expect("the server")),
    };
    conn.batch_execute("BEGIN")?;
    f(&mut conn)?;
    Ok(conn.batch_execute("COMMIT")?)
}

/// How many rows a table has.
pub fn count(store: &Store, table: &str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let sql = format!("SELECT count(*) AS n FROM {table}");
    store
        .read(|conn| Ok::<_, StoreError>(diesel::sql_query(sql).get_result::<Count>(conn).map_err(StoreError::from)?.n))
        .expect("counts")
}

/// A prepared context on a database, at noon of 2026-03-10 in Washington. Several contexts on one database stand for
/// several processes.
pub fn prepared(place: &Place) -> Ctx {
    let cx = Ctx {
        store: open(place),
        clock: Arc::new(FixedClock::at("2026-03-10T16:00:00Z".parse().expect("instant"))),
        ids: Arc::new(SystemIds),
        settings: Arc::default(),
        lists: Arc::new(InForce::default()),
        tree: Arc::default(),
        service: None,
    };
    setup::prepare(&cx).expect("prepared");
    cx
}

pub fn filing(value: serde_json::Value) -> Filing {
    serde_json::from_value(value).expect("a filing")
}

pub fn by_system(actor: &Actor) -> By<'_> {
    By::system(actor)
}
