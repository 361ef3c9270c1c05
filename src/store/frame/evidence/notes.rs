//! Notes of the rows of evidence that the transaction under way has written: triggers write them, into a temporary table
//! of the connection. So nothing is noted that another program writes, and no act vouches for it. On SQLite the triggers
//! belong to the connection as well; PostgreSQL knows none of that kind, so there they are part of the schema.
//!
//! The triggers are made from the declared list, not by a migration: a column that is added to the list is watched from
//! the next start on, and a table that a migration makes anew is too.
//!
//! A note of a row that was there before holds its evidence as it was: only if that is what the ledger last committed to does
//! the next entry commit to the row. Otherwise somebody has edited it, and no act of the office makes that good.

use crate::store::frame::evidence::lines::{each, run};
use crate::store::frame::evidence::tables::{EVIDENCE, Evidence};
use crate::store::{Conn, StoreError};
use diesel::connection::SimpleConnection;
#[cfg(feature = "postgres")]
use diesel::prelude::*;

/// The table of notes, of this connection only.
const NOTES: &str = "(table_name TEXT NOT NULL, key_first TEXT NOT NULL, key_rest TEXT NOT NULL, \
                     was TEXT, PRIMARY KEY (table_name, key_first, key_rest))";

impl Evidence {
    /// The statement that notes a row, unless this transaction has noted it before; `of` is `NEW` or `OLD`, `was` the
    /// SQL of what was there.
    fn note(&self, of: &str, was: &str) -> String {
        let (first, rest) = (self.key_first(of), self.key_rest(of));
        format!("INSERT INTO evidence_notes VALUES ('{}', {first}, {rest}, {was}) ON CONFLICT DO NOTHING;", self.table)
    }
    /// The evidence of the old row as a JSON array of texts; `array` is the function that makes one.
    fn was(&self, array: &str) -> String {
        let texts: Vec<String> = self.columns.iter().map(|c| format!("CAST(OLD.\"{c}\" AS TEXT)")).collect();
        format!("CAST({array}({}) AS TEXT)", texts.join(", "))
    }
    /// The event of an update that names a column of evidence. SQLite compiles the trigger into each such statement, and
    /// diesel prepares each update anew: an update of a version or a status alone must not pay for it.
    fn update_event(&self) -> String {
        let all = self.key.iter().chain(self.columns);
        format!("UPDATE OF {}", all.map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", "))
    }
    /// The condition that an update changes evidence; `differs` is the operator that tells NULL from a value.
    fn is_changed(&self, differs: &str) -> String {
        let all = self.key.iter().chain(self.columns);
        all.map(|c| format!("OLD.\"{c}\" {differs} NEW.\"{c}\"")).collect::<Vec<_>>().join(" OR ")
    }
}

/// Makes the triggers where they are missing, and on SQLite the table of notes of this connection, by which all is
/// written; each session of PostgreSQL makes its own ([`prepare_session`]).
pub(crate) fn watch(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => {
            let triggers: String = EVIDENCE.iter().map(sqlite_triggers).collect();
            let sql = format!("CREATE TEMP TABLE evidence_notes {NOTES} WITHOUT ROWID; {triggers}");
            Ok(c.batch_execute(&format!("BEGIN; {sql} COMMIT;"))?)
        }
        #[cfg(feature = "postgres")]
        Conn::Pg(_) => crate::store::frame::conn::write_tx(conn, |tx| install_postgres(tx)),
    }
}

fn sqlite_triggers(e: &Evidence) -> String {
    let (table, new, old) = (e.table, e.note("NEW", "NULL"), e.note("OLD", &e.was("json_array")));
    format!(
        "CREATE TEMP TRIGGER note_{table}_insert AFTER INSERT ON {table} BEGIN {new} END; \
         CREATE TEMP TRIGGER note_{table}_update AFTER {} ON {table} WHEN {} BEGIN {old} {new} END; \
         CREATE TEMP TRIGGER note_{table}_delete AFTER DELETE ON {table} BEGIN {old} END; ",
        e.update_event(),
        e.is_changed("IS NOT")
    )
}

/// Makes the table of notes of a PostgreSQL session. Its rows are gone with each commit.
#[cfg(feature = "postgres")]
pub(crate) fn prepare_session(c: &mut PgConnection) -> QueryResult<()> {
    c.batch_execute(&format!("CREATE TEMP TABLE IF NOT EXISTS evidence_notes {NOTES} ON COMMIT DELETE ROWS"))
}

/// The triggers of a table on PostgreSQL. A session without a table of notes, which is another program's, notes nothing.
#[cfg(feature = "postgres")]
fn postgres_triggers(e: &Evidence) -> String {
    let (table, new, old) = (e.table, e.note("NEW", "NULL"), e.note("OLD", &e.was("json_build_array")));
    let trigger = |name: &str, event: &str, condition: &str| {
        format!(
            "CREATE TRIGGER note_{table}_{name} AFTER {event} ON {table} FOR EACH ROW {condition} \
             EXECUTE FUNCTION note_{table}();"
        )
    };
    format!(
        "CREATE OR REPLACE FUNCTION note_{table}() RETURNS trigger LANGUAGE plpgsql AS $note$ BEGIN \
         IF to_regclass('pg_temp.evidence_notes') IS NULL THEN RETURN NULL; END IF; \
         IF TG_OP <> 'INSERT' THEN {old} END IF; IF TG_OP <> 'DELETE' THEN {new} END IF; \
         RETURN NULL; END $note$; {} {} {}\n",
        trigger("insert", "INSERT", ""),
        trigger("update", &e.update_event(), &format!("WHEN ({})", e.is_changed("IS DISTINCT FROM"))),
        trigger("delete", "DELETE", ""),
    )
}

/// Drops the triggers of PostgreSQL. Columns that they look at could not be dropped by a migration otherwise; they are made
/// again when it is done.
#[cfg(feature = "postgres")]
pub(crate) const DROP_TRIGGERS: &str = "DO $$ DECLARE one record; BEGIN \
     FOR one IN SELECT t.tgname, t.tgrelid::regclass AS of_table FROM pg_trigger t WHERE t.tgname LIKE 'note\\_%' LOOP \
     EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.of_table); END LOOP; END $$;";

/// Makes the triggers of PostgreSQL, unless all of them are there as this program makes them: the comment on the table of
/// commitments says which list they were made from.
#[cfg(feature = "postgres")]
fn install_postgres(conn: &mut Conn) -> Result<(), StoreError> {
    use domain::base::ledger::hex;
    use sha2::{Digest as _, Sha256};

    let sql: String = EVIDENCE.iter().map(postgres_triggers).collect();
    let made = hex(&Sha256::digest(&sql));
    let mut there = false;
    each(
        conn,
        "SELECT count(*)::text AS c0, obj_description('commitments'::regclass) AS c1 FROM pg_trigger t \
         JOIN pg_class c ON c.oid = t.tgrelid \
         JOIN pg_class o ON o.oid = 'commitments'::regclass AND o.relnamespace = c.relnamespace \
         WHERE t.tgname LIKE 'note\\_%'",
        |line| {
            let from = line.0.get(1).and_then(Option::as_deref);
            there = from == Some(&made) && usize::try_from(line.number(0)?) == Ok(3 * EVIDENCE.len());
            Ok(())
        },
    )?;
    if there {
        return Ok(());
    }
    conn.batch_execute(DROP_TRIGGERS)?;
    Ok(conn.batch_execute(&format!("{sql} COMMENT ON TABLE commitments IS '{made}'"))?)
}

/// The tables of evidence that the transaction under way has written and no entry commits to yet.
pub(crate) fn noted_tables(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let mut out = vec![];
    each(conn, "SELECT DISTINCT table_name AS c0 FROM evidence_notes ORDER BY 1", |line| {
        out.push(line.text(0)?.to_owned());
        Ok(())
    })?;
    Ok(out)
}

/// Notes every row of evidence there is.
pub(super) fn note_all(conn: &mut Conn) -> Result<(), StoreError> {
    for e in EVIDENCE {
        let (table, first, rest) = (e.table, e.key_first("t"), e.key_rest("t"));
        conn.batch_execute(&format!(
            "INSERT INTO evidence_notes SELECT '{table}', {first}, {rest}, NULL FROM {table} t WHERE true ON CONFLICT DO NOTHING"
        ))?;
    }
    Ok(())
}

/// Forgets all notes.
pub(crate) fn forget(conn: &mut Conn) -> Result<(), StoreError> {
    run(conn, "DELETE FROM evidence_notes")
}
