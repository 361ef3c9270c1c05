//! Both trees of migrations make the schema that `schema.rs` declares. A database of an older version is migrated, one of a
//! newer version is refused.

use crate::frame::harness::Place;
use crate::frame::seed;
use crate::frame::store::{count, on_every_database, open, past_the_store, run};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use subrosa::store::{Conn, OpenError, Store, StoreError};

/// A table: its columns with type and whether they may be empty, and its key.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) columns: Vec<(String, String, bool)>,
    key: Vec<String>,
}

pub(super) type Schema = BTreeMap<String, Table>;

/// `src/store/frame/schema.rs` as it is written.
pub(super) fn written() -> Schema {
    let source = include_str!("../../../../src/store/frame/schema.rs");
    let mut schema = Schema::new();
    let mut table: Option<(String, Table)> = None;
    for line in source.lines().map(str::trim) {
        if let Some((name, rest)) = line.strip_suffix(") {").and_then(|l| l.split_once(" (")) {
            let key = rest.split(", ").map(str::to_owned).collect();
            table = Some((name.to_owned(), Table { columns: vec![], key }));
        } else if let (Some((name, kind)), Some((_, open))) = (line.split_once(" -> "), table.as_mut()) {
            let kind = kind.trim_end_matches(',');
            let inner = kind.strip_prefix("Nullable<").and_then(|k| k.strip_suffix('>'));
            open.columns.push((name.to_owned(), inner.unwrap_or(kind).to_owned(), inner.is_some()));
        } else if line == "}"
            && let Some((name, done)) = table.take()
        {
            schema.insert(name, done);
        }
    }
    schema
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    nullable: bool,
    /// Place in the key, from 1; 0 outside it.
    #[diesel(sql_type = diesel::sql_types::Integer)]
    key: i32,
}

/// The schema as a database has it.
fn actual(store: &Store) -> Schema {
    let sqlite = r#"SELECT m.name AS table_name, c.name AS column_name, c.type AS kind,
                           c."notnull" = 0 AS nullable, c.pk AS "key"
                    FROM sqlite_master m JOIN pragma_table_info(m.name) c
                    WHERE m.type = 'table' AND m.name NOT LIKE '\_\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite%'
                    ORDER BY m.name, c.cid"#;
    let postgres = r#"SELECT c.table_name::text, c.column_name::text, c.data_type::text AS kind,
                             c.is_nullable = 'YES' AS nullable, coalesce(k.ordinal_position, 0)::int AS "key"
                      FROM information_schema.columns c
                      LEFT JOIN information_schema.table_constraints t
                        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                       AND t.constraint_type = 'PRIMARY KEY'
                      LEFT JOIN information_schema.key_column_usage k
                        ON k.constraint_name = t.constraint_name AND k.table_schema = t.table_schema
                       AND k.column_name = c.column_name
                      WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\_\_%'
                      ORDER BY c.table_name, c.ordinal_position"#;
    let rows: Vec<Column> = store
        .read(|conn| {
            let sql = match conn {
                Conn::Sqlite(_) => sqlite,
                Conn::Pg(_) => postgres,
            };
            Ok::<_, StoreError>(diesel::sql_query(sql).load(conn)?)
        })
        .expect("columns");
    let mut schema = Schema::new();
    let mut keys: BTreeMap<String, BTreeMap<i32, String>> = BTreeMap::new();
    for c in rows {
        let kind = match c.kind.to_lowercase().as_str() {
            "text" => "Text",
            "bigint" => "BigInt",
            "integer" => "Integer",
            "boolean" => "Bool",
            "date" => "Date",
            "timestamp" | "timestamp without time zone" => "Timestamp",
            other => panic!("{}.{} is a {other}", c.table_name, c.column_name),
        };
        if c.key > 0 {
            keys.entry(c.table_name.clone()).or_default().insert(c.key, c.column_name.clone());
        }
        schema.entry(c.table_name).or_default().columns.push((c.column_name, kind.to_owned(), c.nullable));
    }
    for (table, key) in keys {
        schema.entry(table).or_default().key = key.into_values().collect();
    }
    schema
}

#[test]
fn every_database_has_the_schema_that_the_code_believes_in() {
    let written = written();
    assert_eq!(written.len(), 55, "{:?}", written.keys());
    on_every_database("schema", |place| {
        let actual = actual(&open(place));
        assert_eq!(actual.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
        for (name, table) in &written {
            assert_eq!(&actual[name], table, "{name}");
        }
    });
}

pub(super) fn tree(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(name)
}

pub(super) fn names(tree: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(tree).expect("a folder");
    let mut names: Vec<_> = entries.map(|e| e.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

/// The statements of one migration of a tree that make indexes, unique and partial ones included.
fn indexes(tree: &Path, migration: &str) -> Vec<String> {
    let sql = std::fs::read_to_string(tree.join(migration).join("up.sql")).expect("up.sql");
    sql.lines().filter(|l| l.starts_with("CREATE INDEX") || l.starts_with("CREATE UNIQUE")).map(str::to_owned).collect()
}

#[test]
fn both_trees_have_the_same_migrations_with_the_same_indexes() {
    let (sqlite, postgres) = (tree("sqlite"), tree("postgres"));
    assert_eq!(names(&sqlite), names(&postgres));
    for migration in names(&sqlite) {
        assert_eq!(indexes(&sqlite, &migration), indexes(&postgres, &migration), "{migration}");
        assert!(!indexes(&sqlite, &migration).is_empty(), "{migration}");
    }
}

#[test]
fn a_migration_can_be_undone_and_done_again() {
    on_every_database("undoing a migration", |place| {
        let store = open(place);
        assert!(store.is_fresh());
        let folder = tree(if place.database.starts_with("sqlite") { "sqlite" } else { "postgres" });
        let before = actual(&store);
        past_the_store(place, |conn| {
            for migration in names(&folder).iter().rev() {
                let down = std::fs::read_to_string(folder.join(migration).join("down.sql")).expect("down.sql");
                conn.batch_execute(&down)?;
            }
            conn.batch_execute("DELETE FROM __diesel_schema_migrations")?;
            Ok(())
        })
        .expect("undone");
        assert!(actual(&store).is_empty());
        drop(store);
        let again = open(place);
        assert!(again.is_fresh());
        assert_eq!(actual(&again), before);
    });
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    on_every_database("a newer schema", |place| {
        let store = open(place);
        run(&store, &["INSERT INTO __diesel_schema_migrations VALUES ('99991231000000', '2026-11-22 00:00:00')"])
            .expect("a migration of the future");
        drop(store);
        let refused = Store::open(&place.database.parse().expect("a URL"), false).map(|_| ());
        let Err(e @ OpenError::Newer(_)) = refused else { panic!("{refused:?}") };
        assert!(e.to_string().contains("99991231000000") && e.to_string().contains("newer"), "{e}");
    });
}

#[test]
fn opening_again_is_neither_fresh_nor_a_change() {
    on_every_database("opening again", |place: &Place| {
        assert!(open(place).is_fresh());
        let again = open(place);
        assert!(!again.is_fresh());
        let migrations = i64::try_from(names(&tree("sqlite")).len()).expect("few");
        assert_eq!(count(&again, "__diesel_schema_migrations"), migrations);
    });
}

/// The newest migrations keep the notices of an older version with their filing, their proof of service, their indexes
/// and triggers.
#[test]
fn notices_of_an_older_version_keep_their_filing_and_their_proof() {
    on_every_database("notices of an older version", |place| {
        let store = open(place);
        let folder = tree(if place.database.starts_with("sqlite") { "sqlite" } else { "postgres" });
        run(&store, &seed::case()).expect("a case");
        let back: Vec<_> = names(&folder).into_iter().filter(|n| n.as_str() >= "2026-11-22-000004").collect();
        past_the_store(place, |conn| {
            for migration in back.iter().rev() {
                let down = std::fs::read_to_string(folder.join(migration).join("down.sql")).expect("down.sql");
                conn.batch_execute(&down)?;
            }
            conn.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version >= '20261122000004'")?;
            Ok(())
        })
        .expect("undone");
        assert_eq!((count(&store, "notices"), count(&store, "service_records")), (1, 1));
        drop(store);
        let again = open(place);
        assert_eq!((count(&again, "notices"), count(&again, "service_records")), (1, 1));
        let filing = format!("notices WHERE filing_id = '{}' AND order_id IS NOT NULL", seed::id(seed::FILING));
        assert_eq!(count(&again, &filing), 1);
        let refused = run(&again, &["UPDATE service_records SET method = method"]);
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
        let refused = run(&again, &["DELETE FROM notices"]);
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "its proof refers to it: {refused:?}");
        let refused = run(&again, &["INSERT INTO letters VALUES ('nobody', 't', 't', 's')"]);
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
    });
}
