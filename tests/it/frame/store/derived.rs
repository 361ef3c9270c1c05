//! Tables that are computed from others are kept in step by the database itself, whoever changes the others, and
//! are filled in a database of an older version.

use crate::frame::harness::Place;
use crate::frame::seed::{self, id};
use crate::frame::store::migrations::{names, tree};
use crate::frame::store::{count, on_every_database, open, past_the_store, run};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use std::collections::BTreeSet;
use subrosa::store::{Store, StoreError};

#[derive(diesel::QueryableByName)]
struct Two {
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
}

fn pairs(store: &Store, sql: &str) -> Vec<(String, String)> {
    let rows: Vec<Two> = store.read(|conn| Ok::<_, StoreError>(diesel::sql_query(sql).load(conn)?)).expect("rows");
    rows.into_iter().map(|r| (r.a, r.b)).collect()
}

/// The agencies of every hit, from the JSON and from the table.
fn check_agencies(store: &Store) -> BTreeSet<(String, String)> {
    let of_json: BTreeSet<(String, String)> = pairs(store, "SELECT id AS a, agencies AS b FROM hits")
        .into_iter()
        .flat_map(|(hit, json)| {
            let agencies: Vec<String> = serde_json::from_str(&json).expect("a list");
            agencies.into_iter().map(move |a| (hit.clone(), a))
        })
        .collect();
    let of_table: BTreeSet<_> = pairs(store, "SELECT hit_id AS a, agency AS b FROM hit_agencies").into_iter().collect();
    assert_eq!(of_table, of_json);
    of_table
}

fn hit(n: u32, screening: u32, category: &str, agencies: &str) -> String {
    format!(
        "INSERT INTO hits VALUES ('{}', '{}', '{}', '{category}', '{agencies}', 2, FALSE, NULL, NULL, NULL)",
        id(n),
        id(screening),
        id(seed::FILING)
    )
}

/// Undoes the newest migrations, so that the database is as the version before left it.
fn undo_newest_migrations(place: &Place) {
    let folder = tree(if place.database.starts_with("sqlite") { "sqlite" } else { "postgres" });
    let back: Vec<_> = names(&folder).into_iter().filter(|n| n.as_str() >= "2026-11-27-000013").collect();
    assert!(back.len() >= 2, "{back:?}");
    let done = past_the_store(place, |conn| {
        for migration in back.iter().rev() {
            let down = std::fs::read_to_string(folder.join(migration).join("down.sql")).expect("down.sql");
            conn.batch_execute(&down)?;
        }
        conn.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version >= '20261127000013'")?;
        Ok(())
    });
    done.expect("undone");
}

#[test]
fn agencies_of_hits_have_rows_of_their_own_also_in_a_database_of_an_older_version() {
    on_every_database("agencies of hits", |place| {
        let store = open(place);
        run(&store, &seed::case()).expect("a case");
        run(&store, &[hit(60, 11, "X-1", "[\"DOE\",\"NAVY\",\"DOE\"]"), hit(61, 11, "X-2", "[]")]).expect("hits");
        assert_eq!(check_agencies(&store).len(), 3);
        run(&store, &[format!("UPDATE hits SET agencies = '[\"A-B\"]' WHERE id = '{}'", id(60))]).expect("changed");
        assert_eq!(check_agencies(&store).len(), 2);
        undo_newest_migrations(place);
        run(&store, &[hit(62, 11, "X-3", "[\"NASA\"]")]).expect("a hit of the older version");
        drop(store);
        let again = open(place);
        assert_eq!(check_agencies(&again).len(), 3);
        run(&again, &[format!("DELETE FROM hits WHERE id = '{}'", id(62))]).expect("deleted");
        assert_eq!(check_agencies(&again).len(), 2);
    });
}

#[test]
fn every_filing_of_an_older_version_awaits_its_clocks() {
    on_every_database("clocks of an older version", |place| {
        let store = open(place);
        run(&store, &seed::case()).expect("a case");
        undo_newest_migrations(place);
        run(&store, &seed::filing(200, "18/200", "U")).expect("a filing of the older version");
        drop(store);
        let again = open(place);
        run(&again, &seed::filing(210, "18/210", "U")).expect("a filing of this version");
        assert_eq!(count(&again, "clock_filings WHERE look_on = '0001-01-01' AND computed_by = ''"), 3);
        assert_eq!(count(&again, "filings"), 3);
    });
}

/// A change in any table that clocks are computed from makes the computed clocks of the filings concerned invalid, and
/// of no other filing.
#[test]
fn a_change_of_what_clocks_are_computed_from_takes_their_validity_away() {
    on_every_database("what clocks are computed from", |place| {
        let store = open(place);
        run(&store, &seed::case()).expect("a case");
        run(&store, &seed::filing(200, "18/200", "U")).expect("another filing");
        let (filing, order) = (id(seed::FILING), id(seed::ORDER));
        let at = "'2026-03-11 16:00:00'";
        let changes = [
            ("filings", format!("UPDATE filings SET status = 'clear' WHERE id = '{filing}'")),
            ("filings", format!("UPDATE filings SET text_version = 2 WHERE id = '{filing}'")),
            ("filings", format!("UPDATE filings SET filed_on = '2026-03-01' WHERE id = '{filing}'")),
            ("referrals", seed::referral(70, seed::FILING, "DOD", "open")),
            ("referrals", format!("UPDATE referrals SET status = 'answered' WHERE id = '{}'", id(70))),
            ("recommendations", seed::recommendation(71, seed::FILING, 70, "none", "private")),
            ("orders", format!("UPDATE orders SET expires_on = '2028-03-10' WHERE id = '{order}'")),
            ("sponsors", format!("UPDATE sponsors SET until = '2026-09-01' WHERE order_id = '{order}'")),
            ("sponsors", format!("INSERT INTO sponsors VALUES ('{order}', 'NAVY', '{}', '2026-09-02', NULL)", id(71))),
            ("terms", seed::term(seed::ORDER, 2, "2027-03-11", "2028-03-10", "renewal", "[\"x\"]")),
            (
                "determinations",
                format!(
                    "INSERT INTO determinations VALUES ('{}', '{order}', 'NAVY', 3, 'not_required', 'why', '{}', 'navy1', {at}, '2026-03-11')",
                    id(72),
                    id(seed::OFFICIAL)
                ),
            ),
            (
                "declassifications",
                format!(
                    "INSERT INTO declassifications VALUES ('{}', '{order}', 'DOD', '2026-03-11', 'words', '{}', 'officer1', {at})",
                    id(73),
                    id(seed::OFFICIAL)
                ),
            ),
            (
                "questions",
                format!(
                    "INSERT INTO questions VALUES ('{}', '{}', '{filing}', 'NAVY', '{}', 'navy1', 'Which?', {at})",
                    id(77),
                    id(seed::REFERRAL),
                    id(seed::OFFICIAL)
                ),
            ),
            (
                "question_answers",
                format!(
                    "INSERT INTO question_answers VALUES ('{}', '{filing}', NULL, '{}', 'exam1', 'This.', {at})",
                    id(77),
                    id(seed::EXAMINER)
                ),
            ),
            ("notices", format!("UPDATE notices SET state = 'served' WHERE filing_id = '{filing}'")),
            (
                "docket",
                format!(
                    "INSERT INTO docket VALUES ('{}', '{filing}', NULL, NULL, 'record.flagged', NULL, NULL, '{}', 'exam1', \
                     '2026-03-11', {at}, '{{\"record\": {{\"flagged\": {{\"reason\": \"claim 9\"}}}}}}')",
                    id(74),
                    id(seed::EXAMINER)
                ),
            ),
            (
                "regime_acts",
                seed::regime_act(75, "proposed", "'war', '2026-07-01', 'Act', NULL", seed::OFFICIAL, None)
                    .replace(&id(41), &id(76)),
            ),
            ("agencies", "UPDATE agencies SET valid_until = '2030-01-01' WHERE code = 'NAVY'".into()),
        ];
        let valid = "UPDATE clock_filings SET look_on = '9999-12-31'";
        for (table, change) in &changes {
            run(&store, &[valid]).expect("valid");
            run(&store, &[change]).unwrap_or_else(|e| panic!("{table}: {e}"));
            let touched =
                pairs(&store, "SELECT filing_id AS a, '' AS b FROM clock_filings WHERE look_on = '0001-01-01'");
            assert_eq!(touched, [(filing.clone(), String::new())], "{table}: {change}");
        }
        // The list above is complete: these are the tables that the database watches.
        let watched = match place.database.starts_with("sqlite") {
            true => {
                "SELECT DISTINCT tbl_name AS a, '' AS b FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'clocks_of%' ORDER BY 1"
            }
            false => {
                "SELECT DISTINCT event_object_table::text AS a, '' AS b FROM information_schema.triggers WHERE trigger_name LIKE 'clocks_of%' ORDER BY 1"
            }
        };
        let watched: BTreeSet<String> = pairs(&store, watched).into_iter().map(|(table, _)| table).collect();
        let changed: BTreeSet<String> = changes.iter().map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(watched, changed);
        // A change in a table that no clock is computed from makes nothing invalid.
        run(&store, &[valid]).expect("valid");
        run(&store, &["UPDATE filings SET judged_by = judged_by", "UPDATE notices SET attempts = 1"]).expect("changed");
        assert_eq!(count(&store, "clock_filings WHERE look_on = '0001-01-01'"), 0);
    });
}
