//! Whoever holds the database, its triggers and constraints dropped, edits any row of evidence: each edit is named.

use crate::frame::harness::Place;
use crate::frame::seed;
use crate::frame::store::migrations::{Table, written};
use crate::frame::store::{on_every_database, open};
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, RunQueryDsl};
use domain::base::ledger::{Act, Outcome};
use std::collections::BTreeMap;
use subrosa::store::frame::evidence::compare::{self, Fault, Finding};
use subrosa::store::frame::evidence::tables::{EVIDENCE, Evidence};
use subrosa::store::office::ledger;
use subrosa::store::{Conn, Store, StoreError};

fn act(n: i64) -> Act {
    Act {
        actor: "exam1".to_owned(),
        credential: "password".to_owned(),
        act: "case.make".to_owned(),
        subject: format!("case:{n}"),
        outcome: Outcome::Done,
        detail: String::new(),
        at: "2026-03-10T16:00:00Z".parse().expect("instant"),
    }
}

/// A case with a row in every table of evidence, made by one act, and changed by a second one.
fn entered(store: &Store) {
    let proposal = format!(
        "INSERT INTO account_proposals (id, account_id, stamp, enabled, clearance, password_hash, \
         proposed_by, proposer, proposed_at) VALUES ('{}', '{}', 1, TRUE, 'TS', NULL, '{}', 'exam1', '2026-03-10 16:00:00')",
        seed::id(50),
        seed::id(seed::OFFICIAL),
        seed::id(seed::EXAMINER)
    );
    let of_the_ledger = ["INTO ledger", "INTO commitments", "INTO signed_acts"];
    let case = seed::case().into_iter().filter(|s| !of_the_ledger.iter().any(|table| s.contains(table)));
    let case: Vec<String> = case.chain([proposal]).collect();
    let renamed = "UPDATE agencies SET name = 'Navy' WHERE code = 'NAVY'".to_owned();
    for (n, statements) in [(1, case), (2, vec![renamed]), (3, vec![])] {
        store
            .write(|tx| {
                let conn: &mut Conn = tx;
                for statement in &statements {
                    diesel::sql_query(statement).execute(conn)?;
                }
                ledger::append(tx, act(n))
            })
            .expect("entered");
    }
}

/// A connection of somebody with the tools of the database: no trigger, key or constraint stands in the way.
fn attacker(place: &Place) -> Conn {
    let url = place.database.as_str();
    let mut conn = match url.strip_prefix("sqlite:") {
        Some(path) => Conn::Sqlite(diesel::SqliteConnection::establish(path).expect("the file")),
        None => Conn::Pg(diesel::PgConnection::establish(url).expect("the server")),
    };
    match &mut conn {
        Conn::Sqlite(c) => {
            c.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").expect("set");
            for trigger in texts(&mut conn, "SELECT name AS text FROM sqlite_master WHERE type = 'trigger'") {
                conn.batch_execute(&format!("DROP TRIGGER {trigger}")).expect("dropped");
            }
        }
        Conn::Pg(c) => c
            .batch_execute(
                "SET session_replication_role = replica; \
                 DO $$ DECLARE one record; BEGIN FOR one IN SELECT conname, conrelid::regclass AS t FROM pg_constraint \
                 WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP \
                 EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.t, one.conname); END LOOP; END $$",
            )
            .expect("dropped"),
    }
    conn
}

fn texts(conn: &mut Conn, sql: &str) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        text: String,
    }
    let rows: Vec<Line> = diesel::sql_query(sql).load(conn).expect("read");
    rows.into_iter().map(|l| l.text).collect()
}

/// Everything that the comparison finds.
fn findings(conn: &mut Conn) -> Vec<(String, String, Fault)> {
    let mut out = vec![];
    let mut add = |f: Finding| out.push((f.table, f.key, f.fault));
    let entries = ledger::after(conn, 0, i64::MAX).expect("read");
    compare::compare_commitments(conn, 0, &entries, &mut add).expect("compared");
    compare::find_strange_commitments(conn, entries.len() as i64, &mut add).expect("compared");
    for evidence in EVIDENCE {
        compare::compare_table(conn, evidence, &mut add).expect("compared");
    }
    out
}

/// What is found after an edit, which is undone then.
fn found_after(conn: &mut Conn, edit: &str) -> Vec<(String, String, Fault)> {
    conn.batch_execute("BEGIN").expect("begun");
    conn.batch_execute(edit).unwrap_or_else(|e| panic!("{edit}: {e}"));
    let found = findings(conn);
    conn.batch_execute("ROLLBACK").expect("undone");
    found
}

/// The rows of a table: a condition that picks one, the key as it is shown, and the entry that wrote it last.
fn rows(conn: &mut Conn, e: &Evidence) -> Vec<(String, String, i64)> {
    let condition = |c: &&str| format!("'\"{c}\" = ''' || \"{c}\" || ''''");
    let condition: Vec<String> = e.key.iter().map(condition).collect();
    let shown: Vec<String> = e.key.iter().map(|c| format!("\"{c}\"")).collect();
    let sql = |what: String| format!("SELECT {what} AS text FROM {} ORDER BY {}", e.table, shown.join(", "));
    let conditions = texts(conn, &sql(condition.join(" || ' AND ' || ")));
    let keys = texts(conn, &sql(shown.join(" || '/' || ")));
    let entry = |key: &String| if e.table == "agencies" && key == "NAVY" { 2 } else { 1 };
    conditions.into_iter().zip(keys).map(|(c, key)| (c, key.clone(), entry(&key))).collect()
}

/// Another value of a column, in SQL, of its type.
fn other(column: &str, kind: &str) -> String {
    match kind {
        "Bool" => format!("NOT \"{column}\""),
        "Integer" | "BigInt" => format!("coalesce(\"{column}\", 0) + 1000"),
        "Date" => "'2001-02-03'".to_owned(),
        "Timestamp" => "'2001-02-03 04:05:06'".to_owned(),
        _ => format!("coalesce(\"{column}\", '') || 'x'"),
    }
}

/// Edits every column of every row, deletes every row and copies it, one after the other.
fn edit_everything(conn: &mut Conn, schema: &BTreeMap<String, Table>) -> usize {
    let mut edits = 0;
    for e in EVIDENCE {
        let columns: BTreeMap<&str, (&str, bool)> =
            schema[e.table].columns.iter().map(|(name, kind, null)| (name.as_str(), (kind.as_str(), *null))).collect();
        let all = rows(conn, e);
        assert!(!all.is_empty(), "no row of {}", e.table);
        for (row, key, entry) in all {
            let mut named = |edit: String, expected: &[(&str, Fault)]| {
                let expected: Vec<_> = expected
                    .iter()
                    .map(|(key, fault)| (e.table.to_owned(), (*key).to_owned(), fault.clone()))
                    .collect();
                assert_eq!(found_after(conn, &edit), expected, "{edit}");
                edits += 1;
            };
            for column in e.columns {
                let (kind, nullable) = columns[column];
                let set = |value: &str| format!("UPDATE {} SET \"{column}\" = {value} WHERE {row}", e.table);
                named(set(&other(column, kind)), &[(&key, Fault::Changed { entry })]);
                // NULL where there was a value, the empty text where there was none.
                if nullable && kind == "Text" {
                    let value = format!("CASE WHEN \"{column}\" IS NULL THEN '' END");
                    named(set(&value), &[(&key, Fault::Changed { entry })]);
                }
            }
            named(format!("DELETE FROM {} WHERE {row}", e.table), &[(&key, Fault::Gone { entry })]);
            let first = e.key[0];
            let moved = key.replacen('/', "x/", 1);
            let moved = if e.key.len() == 1 { format!("{key}x") } else { moved };
            named(
                format!("UPDATE {} SET \"{first}\" = \"{first}\" || 'x' WHERE {row}", e.table),
                &[(&moved, Fault::NotEntered), (&key, Fault::Gone { entry })],
            );
            // A copy under another key differs in what must be unique.
            let names: Vec<String> = columns.keys().map(|c| format!("\"{c}\"")).collect();
            let values = columns.iter().map(|(c, (kind, _))| match (*kind, e.key.contains(c)) {
                ("Text" | "BigInt", _) if *c == first || !e.key.contains(c) => other(c, kind),
                _ => format!("\"{c}\""),
            });
            let values: Vec<String> = values.collect();
            named(
                format!(
                    "INSERT INTO {0} ({1}) SELECT {2} FROM {0} WHERE {row}",
                    e.table,
                    names.join(", "),
                    values.join(", ")
                ),
                &[(&moved, Fault::NotEntered)],
            );
        }
    }
    edits
}

#[test]
fn every_edit_of_a_row_of_evidence_is_named() {
    let schema = written();
    on_every_database("edits of evidence", |place| {
        let store = open(place);
        entered(&store);
        drop(store);
        let mut conn = attacker(place);
        assert_eq!(findings(&mut conn), []);
        let edits = edit_everything(&mut conn, &schema);
        assert!(edits > 250, "{edits}");
        assert_eq!(findings(&mut conn), [], "each edit was undone");
    });
}

#[test]
fn commitments_that_were_changed_removed_or_added_are_named() {
    on_every_database("edits of commitments", |place| {
        let store = open(place);
        entered(&store);
        drop(store);
        let mut conn = attacker(place);
        let off = |seq: i64| ("commitments".to_owned(), seq.to_string(), Fault::NotOfTheEntry);
        let row = |fault| ("opinions".to_owned(), seed::id(15), fault);
        let of_opinion = "table_name = 'opinions'";
        let mut found = |edit: &str| found_after(&mut conn, edit);
        assert_eq!(found(&format!("DELETE FROM commitments WHERE {of_opinion}")), [off(1), row(Fault::NotEntered)]);
        assert_eq!(
            found(&format!("UPDATE commitments SET sha256 = '{}' WHERE {of_opinion}", "0".repeat(64))),
            [off(1), row(Fault::Changed { entry: 1 })]
        );
        assert_eq!(
            found(&format!("UPDATE commitments SET sha256 = NULL WHERE {of_opinion}")),
            [off(1), row(Fault::NotEntered)]
        );
        // A row that was changed, with a commitment that fits: to another entry, to none before, to one that is not there.
        let fitting = "UPDATE commitments SET seq = ";
        assert_eq!(found(&format!("{fitting}3 WHERE {of_opinion}")), [off(1), off(3)]);
        assert_eq!(found(&format!("{fitting}0 WHERE {of_opinion}")), [off(1), off(0)]);
        assert_eq!(found(&format!("{fitting}99 WHERE {of_opinion}")), [off(1), off(99)]);
        // Every commitment there is, so that the next start commits to the rows as they are.
        let all = found("DELETE FROM commitments");
        assert_eq!(all[..2], [off(1), off(2)]);
        // The entry of the older state of a row, which says nothing of the row as it is.
        let older =
            "UPDATE commitments SET sha256 = 'x' WHERE seq = 1 AND key_first = 'NAVY' AND table_name = 'agencies'";
        assert_eq!(found(older), [off(1)]);
    });
}

#[test]
fn evidence_is_not_changed_without_an_entry() {
    on_every_database("a change without an entry", |place| {
        let store = open(place);
        entered(&store);
        let change = |sql: &str| {
            store.write(|tx| {
                let conn: &mut Conn = tx;
                Ok::<_, StoreError>(diesel::sql_query(sql).execute(conn)?)
            })
        };
        for (sql, tables) in [
            ("UPDATE accounts SET clearance = 'U'", "accounts"),
            ("DELETE FROM account_proposals", "account_proposals"),
        ] {
            let refused = change(sql);
            assert!(matches!(&refused, Err(StoreError::NotEntered(named)) if named == tables), "{sql}: {refused:?}");
        }
        // What is no evidence, and what is as it was, needs none.
        change("UPDATE accounts SET clearance = clearance").expect("no change");
        change("UPDATE filings SET status = 'in_triage', version = version + 1").expect("no evidence");
        drop(store);
        assert_eq!(findings(&mut attacker(place)), []);
    });
}

#[test]
fn no_act_vouches_for_a_row_that_was_edited_before_it() {
    on_every_database("edited, then changed by an act", |place| {
        let store = open(place);
        entered(&store);
        let mut conn = attacker(place);
        assert_eq!(findings(&mut conn), []);
        let (account, filing) = (seed::id(seed::EXAMINER), seed::id(seed::FILING));
        // The edit, then what an act writes into the same row; a row that nobody entered; and one that an act deletes.
        let cases = [
            (
                "UPDATE accounts SET clearance = 'C'",
                "UPDATE accounts SET stamp = stamp + 1",
                account.clone(),
                "accounts",
            ),
            ("UPDATE filings SET marking = 'U', title = 'x'", "UPDATE filings SET marking = 'C'", filing, "filings"),
            (
                "UPDATE account_proposals SET clearance = 'C'",
                "DELETE FROM account_proposals",
                seed::id(50),
                "account_proposals",
            ),
        ];
        for (n, (edit, by_act, key, table)) in cases.into_iter().enumerate() {
            let of_row = format!("WHERE id = '{key}'");
            conn.batch_execute(&format!("{edit} {of_row}")).expect("edited");
            let named = |conn: &mut Conn| findings(conn).into_iter().any(|(t, k, _)| t == table && k == key);
            assert!(named(&mut conn), "{edit}");
            store
                .write(|tx| {
                    diesel::sql_query(format!("{by_act} {of_row}")).execute(&mut **tx)?;
                    ledger::append(tx, act(10 + n as i64))
                })
                .expect("entered");
            assert!(named(&mut conn), "{edit}, then {by_act}");
        }
        // A row as the ledger has it is committed to as before.
        let official = seed::id(seed::OFFICIAL);
        store
            .write(|tx| {
                let change = format!("UPDATE accounts SET stamp = stamp + 1 WHERE id = '{official}'");
                diesel::sql_query(change).execute(&mut **tx)?;
                ledger::append(tx, act(20))
            })
            .expect("entered");
        assert!(findings(&mut conn).iter().all(|(_, key, _)| *key != official));
    });
}
