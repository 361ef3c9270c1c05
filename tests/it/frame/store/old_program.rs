//! A database that the program before this schema made: it opens, is migrated, verifies, and says what is right.

use crate::frame::harness::Place;
use crate::frame::store::{on_every_database, open, prepared, run};
use diesel::connection::{Connection, SimpleConnection};
use domain::base::ids::FilingId;
use domain::case::holds::{Reason, holds};
use domain::case::status::status;
use domain::filing::ApplicationNumber;
use domain::order::OrderStatus;
use jiff::civil::{Date, date};
use std::path::Path;
use std::sync::Arc;
use subrosa::clock::FixedClock;
use subrosa::store::filing::filings::{self, numbers};
use subrosa::store::office::ledger;
use subrosa::store::order::{orders, standing};
use subrosa::store::{Conn, DatabaseUrl, Store, StoreError};
use subrosa::workflow::Ctx;
use subrosa::workflow::frame::status as frame_status;

/// The filings that can be found by their numbers.
const ALL: [&str; 8] =
    ["18/200,001", "18/200,002", "18/200,003", "18/200,004", "18/200,006", "18/200,007", "18/200,010", "18/200,012"];

/// The last day of its clock, which its head tells of.
const TODAY: Date = date(2027, 5, 3);

/// The database as that program left it.
fn left(place: &Place) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut conn = match place.database.parse::<DatabaseUrl>().expect("a URL") {
        DatabaseUrl::Sqlite(path) => {
            Conn::Sqlite(diesel::SqliteConnection::establish(&path.display().to_string()).expect("a database"))
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => Conn::Pg(diesel::PgConnection::establish(&url).expect("a database")),
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(_) => unreachable!("built without PostgreSQL"),
    };
    let tree = if matches!(conn, Conn::Sqlite(_)) { "sqlite" } else { "postgres" };
    let folder = root.join("migrations").join(tree);
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.as_str() < "2026-11-27")
        .collect();
    names.sort();
    let read = |path: &Path| std::fs::read_to_string(path).expect("a script");
    let noted = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
                 run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);";
    let mut scripts = vec![noted.to_owned()];
    scripts.extend(names.iter().map(|name| read(&folder.join(name).join("up.sql"))));
    scripts.push(read(&root.join("tests/it/frame/store/old_program.sql")));
    for script in &scripts {
        conn.batch_execute(script).expect("done");
    }
}

fn id_of(store: &Store, number: &str) -> FilingId {
    let number = ApplicationNumber::parse(number).expect("a number");
    let found = store.read(|c| filings::by_number(c, &number)).expect("read");
    found.expect("a filing").id
}

/// How the filing of a number now stands: its status, and why it is barred, undecided hits aside.
fn standing_of(store: &Store, number: &str) -> (&'static str, Vec<Reason>) {
    let id = id_of(store, number);
    let known = store.read(|c| standing::known(c, id)).expect("read");
    let mut reasons: Vec<Reason> = holds(&known.facts(), TODAY).into_iter().map(|h| h.reason).collect();
    reasons.retain(|r| *r != Reason::Screening);
    reasons.sort();
    reasons.dedup();
    (status(&known.facts(), TODAY).as_str(), reasons)
}

#[test]
fn r4_7_a_database_of_the_program_before_opens_is_migrated_and_verifies() {
    on_every_database("a database of the program before", |place| {
        left(place);
        let store = open(place);
        // B1, B3, B4, B14, each as it is right and not as that program had it.
        let right = |number: &str| standing_of(&store, number);
        assert_eq!(right("18/200,001"), ("under_order", vec![Reason::ClassifiedMatter]), "modified to Type II");
        assert_ne!(right("18/200,003").0, "under_order", "what covered it was rescinded");
        assert!(!right("18/200,004").1.contains(&Reason::ClassifiedMatter), "declassified");
        let (of_marked, why) = right("18/200,006");
        assert_eq!((of_marked, why), ("needs_human", vec![Reason::Marking]));
        assert_eq!(right("18/200,007"), ("under_order", vec![Reason::ClassifiedMatter, Reason::Marking]));
        let id = id_of(&store, "18/200,012");
        let gone = store.read(|c| orders::of_filing(c, id)).expect("read").remove(0);
        assert_eq!((gone.status(TODAY), gone.expires_on()), (OrderStatus::Rescinded, date(2027, 4, 30)));
        // One application on record as three filings, and the numbers that are none.
        let findings = store.read(numbers::findings).expect("read");
        let doubles: Vec<_> = findings.iter().filter_map(|f| f.other.as_ref().map(|o| o.1.as_str())).collect();
        assert_eq!(doubles, ["18/200,010", "18/200,010"]);
        let unread: Vec<_> =
            findings.iter().filter(|f| f.other.is_none()).map(|f| f.application_number.as_str()).collect();
        assert_eq!(unread, ["G-EP-1136135-B1"]);
        drop(store);
        // The statuses kept for lists are those of that program until the service starts once.
        let cx = Ctx {
            clock: Arc::new(FixedClock::at("2027-05-03T18:00:00Z".parse().expect("instant"))),
            ..prepared(place)
        };
        let kept = |number: &str| {
            let id = id_of(&cx.store, number);
            cx.store.read(|c| filings::get(c, id)).expect("read").expect("a filing")
        };
        assert_ne!(kept("18/200,006").status.as_str(), "needs_human", "that program passed it over");
        assert!(frame_status::settle(&cx).expect("settled") >= 3);
        for number in ALL {
            assert_eq!(kept(number).status.as_str(), standing_of(&cx.store, number).0, "{number}");
        }
        assert_eq!(frame_status::settle(&cx).expect("settled"), 0, "once");
        drop(cx);
        for verified in [&["ledger", "verify"][..], &["filing", "numbers"]] {
            let out = place.cli(verified);
            let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
            assert!(out.status.code().is_some_and(|c| c < 2), "{verified:?}: {said}");
            if verified[0] == "ledger" {
                assert!(said.contains("is proven from that entry on only"), "{said}");
            }
            if verified[0] == "filing" {
                assert!(said.contains("18/200,010") && said.contains("G-EP-1136135-B1"), "{said}");
            }
        }
        from_now_on_the_ledger_vouches_for_what_that_program_left(place, id);
    });
}

/// The ledger of such a database commits to every row at the first start, and at no other.
fn from_now_on_the_ledger_vouches_for_what_that_program_left(place: &Place, filing: FilingId) {
    let store = open(place);
    let entries = store.read(|c| ledger::after(c, 0, i64::MAX)).expect("read");
    assert_eq!(entries.iter().filter(|e| e.act.act == "ledger.baseline").count(), 1);
    run(&store, &[format!("UPDATE filings SET title = 'Another' WHERE id = '{filing}'")]).expect("changed");
    drop(store);
    let out = place.cli(&["ledger", "verify"]);
    let said = String::from_utf8_lossy(&out.stdout);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with(&format!("filings {filing}: changed since entry ")), "{said}");
}

/// What was copied into a column and is off is not read, and the refusal says what to do.
#[test]
fn r4_7_a_copy_that_is_off_in_such_a_database_is_refused_with_the_way_out() {
    on_every_database("a copy that is off", |place| {
        left(place);
        let store = open(place);
        let id = id_of(&store, "18/200,001");
        run(&store, &[format!("UPDATE orders SET classified = TRUE WHERE filing_id = '{id}'")]).expect("changed");
        let Err(e @ StoreError::CopyOff { .. }) = store.read(|c| orders::of_filing(c, id)) else { panic!("read") };
        let said = e.to_string();
        assert!(said.contains("classified") && said.contains("UPDATE orders"), "{said}");
        let (_, way) = said.split_once("UPDATE").expect("a way out");
        run(&store, &[format!("UPDATE{way}")]).expect("as it says");
        assert!(store.read(|c| orders::of_filing(c, id)).is_ok());
    });
}
