//! The few statements that differ between the two databases. Nothing else in the store names one.

use crate::store::frame::conn::Conn;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::QueryResult;

#[derive(QueryableByName)]
struct Flag {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    foreign_keys: i32,
}

/// Refuses a SQLite that does not enforce foreign keys; PostgreSQL always does.
pub(crate) fn assert_foreign_keys(conn: &mut Conn) -> Result<(), String> {
    match conn {
        Conn::Sqlite(c) => {
            let on = diesel::sql_query("PRAGMA foreign_keys").get_result::<Flag>(c).map_err(|e| e.to_string())?;
            if on.foreign_keys == 1 { Ok(()) } else { Err("this SQLite was built without foreign keys".into()) }
        }
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Tables {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    all: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    ours: i64,
}

/// Whether a SQLite file holds tables, and not the one by which this program knows its own.
pub(crate) fn is_foreign(c: &mut SqliteConnection) -> QueryResult<bool> {
    let tables: Tables = diesel::sql_query(
        "SELECT count(*) AS \"all\", coalesce(sum(name = '__diesel_schema_migrations'), 0) AS ours \
         FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .get_result(c)?;
    Ok(tables.all > 0 && tables.ours == 0)
}

/// The lock every PostgreSQL writer takes first; held to the end of the transaction.
#[cfg(feature = "postgres")]
pub(crate) fn take_writer_lock(c: &mut PgConnection) -> QueryResult<()> {
    // Spells "subrosa" in ASCII, so that it does not meet another program's lock by chance.
    diesel::sql_query("SELECT pg_advisory_xact_lock(32494972913804129)").execute(c).map(|_| ())
}

/// Makes the transaction that has just begun read one state of the record to its end, and change nothing. A SQLite
/// transaction that only reads does so by itself.
pub(crate) fn read_one_state(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => {
            diesel::sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(c).map(|_| ())
        }
    }
}

/// Gives the writer of SQLite more memory, so that a page is seldom written twice in a transaction, and writes the log
/// into the database after 32 MiB and not after each long transaction. More memory would make each commit slower: when
/// SQLite has moved pages of a tree, it goes through all that it keeps.
pub(crate) fn enlarge_writer(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => c.batch_execute("PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 8000;"),
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => Ok(()),
    }
}

/// Whether the database has the schema of this program, of any version. This creates nothing.
pub(crate) fn has_schema(conn: &mut Conn) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Tables {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let found = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name IN ('__diesel_schema_migrations', 'settings')",
        )
        .get_result::<Tables>(c)?,
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => diesel::sql_query(
            "SELECT (to_regclass('__diesel_schema_migrations') IS NOT NULL)::int::bigint \
                  + (to_regclass('settings') IS NOT NULL)::int::bigint AS n",
        )
        .get_result::<Tables>(c)?,
    };
    Ok(found.n == 2)
}

/// Copies a SQLite database as it is at this moment, the write-ahead log included.
pub(crate) fn vacuum_into(conn: &mut Conn, target: &str) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query("VACUUM INTO ?").bind::<diesel::sql_types::Text, _>(target).execute(c)?;
            Ok(true)
        }
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => Ok(false),
    }
}

/// Writes the write-ahead log of SQLite into the database and cuts it to nothing, so that no text stays readable in it. It
/// waits a moment for readers; what they still read stays. PostgreSQL keeps its log itself.
pub(crate) fn empty_log(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);"),
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => Ok(()),
    }
}

/// Writes the write-ahead log into the file and turns it off. SQLite refuses while another process has the file open.
pub(crate) fn turn_off_write_ahead(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => c.batch_execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE;"),
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => Ok(()),
    }
}

/// Asks the database for an answer, to see whether the connection still works.
pub(crate) fn ping(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute("SELECT 1")
}
