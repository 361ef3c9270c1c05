//! Constraints and triggers that the database itself enforces, whichever program writes to it.

use crate::frame::seed::{self, EXAMINER, FILING, HIT, LIST, OFFICIAL, ORDER, REFERRAL, id};
use crate::frame::store::{count, on_every_database, open, run};
use subrosa::store::{StoreError, set_setting};

/// Kind, day, citation and provision of an act that has none.
const NOTHING: &str = "NULL, NULL, NULL, NULL";

/// Append-only tables.
const APPEND_ONLY: [&str; 22] = [
    "filing_texts",
    "changes",
    "docket",
    "screenings",
    "triages",
    "acknowledgments",
    "opinions",
    "questions",
    "read_alarms",
    "question_answers",
    "recommendations",
    "terms",
    "determinations",
    "rescission_requests",
    "service_records",
    "letters",
    "declassifications",
    "regime_acts",
    "ledger",
    "commitments",
    "cosignatures",
    "signed_acts",
];

#[test]
fn append_only_tables_refuse_update_and_delete() {
    on_every_database("append-only tables", |place| {
        let store = open(place);
        run(&store, &seed::case()).expect("a case");
        for table in APPEND_ONLY {
            let column = match table {
                "changes" => "filing_id",
                "terms" => "basis",
                "ledger" => "actor",
                "signed_acts" => "content",
                "commitments" => "sha256",
                "filing_texts" => "document",
                "letters" => "text",
                "question_answers" => "answer",
                _ => "id",
            };
            for statement in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let refused = run(&store, &[&statement]);
                let Err(StoreError::Constraint(why)) = &refused else { panic!("{statement}: {refused:?}") };
                assert!(why.contains(&format!("{table} is append-only")), "{why}");
            }
            assert_eq!(count(&store, table), 1, "{table}");
        }
    });
}

#[test]
fn postgres_refuses_to_empty_an_append_only_table_at_once_too() {
    let Some(place) = crate::frame::harness::Place::postgres("TRUNCATE") else { return };
    let store = open(&place);
    for table in APPEND_ONLY {
        let refused = run(&store, &[format!("TRUNCATE {table} CASCADE")]);
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "{table}: {refused:?}");
    }
}

#[test]
fn a_breach_of_a_constraint_is_the_same_error_on_every_database() {
    let breaches: Vec<(&str, Vec<String>)> = vec![
        ("a second account of a name", vec![seed::account(90, "exam1", "auditor", "NULL")]),
        ("a role that is none", vec![seed::account(90, "x", "root", "NULL")]),
        ("a reviewer without an agency", vec![seed::account(90, "x", "reviewer", "NULL")]),
        ("an examiner with an agency", vec![seed::account(90, "x", "examiner", "'NAVY'")]),
        ("an agency that is none", vec![seed::account(90, "x", "official", "'SPACE'")]),
        ("a filing under a known number", seed::filing(90, "18/10", "U")),
        ("a marking that is none", seed::filing(90, "18/90", "SECRET")),
        ("a second live referral", vec![seed::referral(90, FILING, "NAVY", "open")]),
        ("a referral of no filing", vec![seed::referral(90, 99, "NAVY", "open")]),
        (
            "r2.4: a second recommendation on a referral",
            vec![seed::recommendation(90, FILING, REFERRAL, "none", "private")],
        ),
        (
            "r1.4: might be, in the private branch",
            vec![
                seed::referral(91, FILING, "DOD", "open"),
                seed::recommendation(90, FILING, 91, "might_be_detrimental", "private"),
            ],
        ),
        ("two orders in effect on a filing", seed::order(90, FILING, 16, None)),
        ("r4.1: a term of more than a year", vec![seed::term(ORDER, 2, "2027-03-11", "2028-03-12", "renewal", "[1]")]),
        (
            "e1: a term from a leap day to the first of March",
            vec![seed::term(ORDER, 2, "2028-02-29", "2029-03-01", "renewal", "[1]")],
        ),
        ("a term that ends before it begins", vec![seed::term(ORDER, 2, "2027-03-11", "2027-03-10", "renewal", "[1]")]),
        ("r4.2: a renewal on nothing", vec![seed::term(ORDER, 2, "2027-03-11", "2028-03-10", "renewal", "[]")]),
        ("a first term by renewal", vec![seed::term(ORDER, 3, "2027-03-11", "2028-03-10", "issue", "[]")]),
        ("two lists in force", vec![seed::list(90, "2026-04", "in_force", "'house'", "house")]),
        ("a list adopted by whoever brought it", vec![seed::list(90, "2026-04", "superseded", "'ada'", "ada")]),
        ("a list adopted by nobody", vec![seed::list(90, "2026-04", "superseded", "NULL", "ada")]),
        ("a revision twice", vec![seed::list(90, "2026-03", "proposed", "NULL", "ada")]),
        (
            "a second decision on a hit",
            vec![format!(
                "INSERT INTO triages VALUES ('{}', '{}', 'dismiss', 'no', '{}', 'exam1', '2026-03-10 16:00:00', NULL)",
                id(90),
                id(HIT),
                id(EXAMINER)
            )],
        ),
        (
            "a second screening of one text by one list and engine",
            vec![format!(
                "INSERT INTO screenings VALUES ('{}', '{}', 1, '{}', '1', 'clear', '{{}}', '2026-03-10 16:00:00')",
                id(90),
                id(FILING),
                id(LIST)
            )],
        ),
        (
            "a screening of a text that is not there",
            vec![format!(
                "INSERT INTO screenings VALUES ('{}', '{}', 2, '{}', '1', 'clear', '{{}}', '2026-03-10 16:00:00')",
                id(90),
                id(FILING),
                id(LIST)
            )],
        ),
        (
            "r4.11: a regime confirmed by whoever proposed it",
            vec![seed::regime_act(90, "confirmed", NOTHING, OFFICIAL, Some((40, OFFICIAL)))],
        ),
        (
            "r4.11: a confirmation that names another proposer",
            vec![seed::regime_act(90, "confirmed", NOTHING, OFFICIAL, Some((40, EXAMINER)))],
        ),
        ("r4.11: a confirmation of nothing", vec![seed::regime_act(90, "confirmed", NOTHING, EXAMINER, None)]),
        (
            "r4.11: a regime confirmed twice",
            [90, 91].map(|n| seed::regime_act(n, "confirmed", NOTHING, EXAMINER, Some((40, OFFICIAL)))).into(),
        ),
        (
            "e34: an emergency without a provision",
            vec![
                seed::regime_act(90, "proposed", "'emergency', '2026-06-01', 'Proclamation', NULL", OFFICIAL, None)
                    .replace(&id(41), &id(43)),
            ],
        ),
        (
            "a key of an account twice",
            vec![format!(
                "INSERT INTO idempotency VALUES ('key', '{}', 'other', '{{}}', '2026-03-10 16:00:00')",
                id(OFFICIAL)
            )],
        ),
        (
            "an entry in the place of another",
            vec![
                "INSERT INTO ledger VALUES (1, 'a', 'c', 'x', 'x:1', 'done', '', '2026-03-10 16:00:00', 'p', 'h')"
                    .into(),
            ],
        ),
        ("a filing without a title", vec![format!("UPDATE filings SET title = NULL WHERE id = '{}'", id(FILING))]),
        ("an agency with accounts taken away", vec!["DELETE FROM agencies WHERE code = 'NAVY'".into()]),
        (
            "a department that is its own component",
            vec!["UPDATE agencies SET department = 'DOD' WHERE code = 'DOD'".into()],
        ),
    ];
    on_every_database("constraints", |place| {
        let store = open(place);
        run(&store, &seed::case()).expect("a case");
        for (what, statements) in &breaches {
            let refused = run(&store, statements);
            assert!(matches!(refused, Err(StoreError::Constraint(_))), "{what}: {refused:?}");
        }
        // The same constraints accept rows that are right.
        let right = [
            seed::term(ORDER, 2, "2027-03-11", "2028-03-10", "renewal", "[1]"),
            seed::term(ORDER, 3, "2028-02-29", "2029-02-28", "renewal", "[1]"),
            seed::list(90, "2026-04", "superseded", "'bea'", "ada"),
            seed::referral(90, FILING, "NAVY", "closed"),
            seed::regime_act(90, "confirmed", NOTHING, EXAMINER, Some((40, OFFICIAL))),
        ];
        run(&store, &right).expect("taken");
    });
}

#[test]
fn an_error_undoes_everything_of_its_transaction() {
    on_every_database("rollback", |place| {
        let store = open(place);
        let failed = store.write_unentered(|tx| {
            set_setting(tx, "half", "written")?;
            Err::<(), _>(StoreError::Corrupt("stop".into()))
        });
        assert!(matches!(failed, Err(StoreError::Corrupt(_))));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write_unentered(|tx| {
                set_setting(tx, "half", "written")?;
                panic!("stop");
                #[expect(unreachable_code, reason = "names the type")]
                Ok::<_, StoreError>(())
            })
        }));
        assert!(panicked.is_err());
        let half = store.read(|conn| subrosa::store::setting(conn, "half")).expect("reads");
        assert_eq!(half, None);
        store.write_unentered(|tx| set_setting(tx, "half", "whole")).expect("the connection lives on");
    });
}
