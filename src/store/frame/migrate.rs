//! Brings a database to this program's schema, or refuses: an older one is migrated, a newer one is
//! left alone.

use crate::store::frame::conn::{Conn, DatabaseUrl};
use crate::store::frame::error::OpenError;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Migrates, and says whether the database was empty before. Two processes that start at once do not
/// migrate side by side: the second waits, and finds nothing left to do.
pub(crate) fn run(conn: &mut Conn, url: &DatabaseUrl) -> Result<bool, OpenError> {
    match conn {
        Conn::Sqlite(c) => {
            let failed = |e: diesel::result::Error| OpenError::Migration(e.to_string());
            if crate::store::frame::dialect::is_foreign(c).map_err(failed)? {
                return Err(OpenError::Foreign(url.to_string()));
            }
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE").map_err(failed)?;
            let done = run_pending(c, SQLITE);
            match &done {
                Ok(_) => AnsiTransactionManager::commit_transaction(c).map_err(failed)?,
                Err(_) => AnsiTransactionManager::rollback_transaction(c).map_err(failed)?,
            }
            done
        }
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => {
            use diesel::RunQueryDsl;
            use diesel::connection::SimpleConnection as _;
            let lock = |c: &mut diesel::PgConnection, f: &str| {
                diesel::sql_query(format!("SELECT {f}(32494972913804130)"))
                    .execute(c)
                    .map_err(|e| OpenError::Migration(e.to_string()))
            };
            lock(c, "pg_advisory_lock")?;
            let pending = c.has_pending_migration(POSTGRES).map_err(|e| OpenError::Migration(e.to_string()));
            let ready = pending.and_then(|pending| match pending {
                true => c
                    .batch_execute(crate::store::frame::evidence::notes::DROP_TRIGGERS)
                    .map_err(|e| OpenError::Migration(e.to_string())),
                false => Ok(()),
            });
            let done = ready.and_then(|()| run_pending(c, POSTGRES));
            lock(c, "pg_advisory_unlock")?;
            done
        }
    }
}

fn run_pending<C, DB>(c: &mut C, source: EmbeddedMigrations) -> Result<bool, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let failed = |e: &dyn std::fmt::Display| OpenError::Migration(e.to_string());
    let migrations: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(|e| failed(&e))?;
    let known: Vec<MigrationVersion<'static>> = migrations.iter().map(|m| m.name().version().as_owned()).collect();
    let applied = c.applied_migrations().map_err(|e| failed(&e))?;
    if let Some(newer) = applied.iter().find(|v| !known.contains(v)) {
        return Err(OpenError::Newer(newer.to_string()));
    }
    c.run_pending_migrations(source).map_err(|e| failed(&e))?;
    Ok(applied.is_empty())
}
