//! Requests to a service whose writers all wait, and a request that is sent again during or after its work.

use crate::frame::harness::{Call, Place, Server, flagged_filing};
use diesel::RunQueryDsl as _;
use diesel::connection::{Connection as _, SimpleConnection as _};
use jiff::ToSpan as _;
use serde_json::json;
use std::any::Any;
use std::time::{Duration, Instant};
use subrosa::clock::{Clock as _, SystemClock};

/// Holds the lock of the database that every writer needs, until it is dropped.
fn hold(place: &Place) -> Box<dyn Any> {
    match place.database.strip_prefix("sqlite:") {
        Some(path) => {
            let mut c = diesel::SqliteConnection::establish(path).expect("connects");
            c.batch_execute("PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE").expect("held");
            Box::new(c)
        }
        None => {
            let mut c = diesel::PgConnection::establish(&place.database).expect("connects");
            diesel::sql_query("SELECT pg_advisory_lock(32494972913804129)").execute(&mut c).expect("held");
            Box::new(c)
        }
    }
}

#[test]
fn whoever_reads_is_answered_while_more_changes_wait_than_there_are_threads() {
    for place in [Some(Place::sqlite()), Place::postgres("busy")].into_iter().flatten() {
        place.people(false);
        let server = Server::start(&place, &["--workers", "1"]);
        let (intake, examiner) = (server.sign_in("intake1"), server.sign_in("exam1"));
        let held = hold(&place);
        std::thread::scope(|s| {
            let waiting: Vec<_> = (0..60)
                .map(|n| {
                    let intake = intake.clone();
                    s.spawn(move || intake.post("/filings", flagged_filing(n), None).status)
                })
                .collect();
            std::thread::sleep(Duration::from_millis(1500));
            let start = Instant::now();
            examiner.get("/filings").expect(200);
            assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
            assert!(waiting.iter().all(|w| !w.is_finished()));
            drop(held);
            for done in waiting {
                assert_eq!(done.join().expect("ended"), 201);
            }
        });
    }
}

#[test]
fn e30_a_refused_role_is_answered_once_that_is_entered_and_crowds_nobody_out() {
    for place in [Some(Place::sqlite()), Place::postgres("refused roles")].into_iter().flatten() {
        place.people(false);
        let server = Server::start(&place, &[]);
        let (intake, auditor) = (server.sign_in("intake1"), server.sign_in("audit1"));
        let refuse = || assert_eq!(intake.get("/accounts").expect(403).code(), "role.forbidden");
        let entered = || {
            let (mut after, mut found) = (0, 0);
            loop {
                let entries = auditor.get(&format!("/ledger?limit=200&after={after}")).expect(200).items();
                let Some(last) = entries.last() else { return found };
                after = last["seq"].as_i64().expect("a number");
                found += entries.iter().filter(|e| e["act"] == "route.use" && e["outcome"] == "refused").count();
            }
        };
        let held = hold(&place);
        std::thread::scope(|s| {
            let waiting = s.spawn(refuse);
            std::thread::sleep(Duration::from_millis(700));
            assert!(!waiting.is_finished(), "answered before it could be entered");
            drop(held);
            waiting.join().expect("refused");
        });
        assert_eq!(entered(), 1);
        // More than may wait in the line of writers.
        (0..100).for_each(|_| refuse());
        intake.post("/filings", flagged_filing(1), None).expect(201);
        assert_eq!(entered(), 101);
    }
}

#[test]
fn a_clock_request_sent_again_gets_the_first_answer() {
    for place in [Some(Place::sqlite()), Place::postgres("clock requests")].into_iter().flatten() {
        place.people(true);
        let server = Server::start(&place, &[]);
        let officer = server.sign_in("officer1");
        let began = SystemClock.now();
        let in_hours = |n: i64| (began + n.hours()).to_string();
        let (one, two) = (in_hours(72), in_hours(96));
        let set = |key: &str, to: &str| {
            let body = Some(("application/json", json!({"now": to}).to_string().into_bytes()));
            let headers = vec![("Idempotency-Key", key.to_owned())];
            officer.call(Call { method: "POST", path: "/demo/clock", body, headers })
        };
        let first = set("k", &one).expect(200);
        std::thread::sleep(Duration::from_millis(50));
        let again = set("k", &one).expect(200);
        assert_eq!(again.text, first.text);
        assert_eq!(set("k", &two).code(), "idempotency.key_reused");
        assert_eq!(set("new", &one).expect(409).code(), "demo.clock_back");
        set("next", &two).expect(200);
        assert_eq!(set("k", &one).expect(200).text, first.text, "whatever came after it");
    }
}
