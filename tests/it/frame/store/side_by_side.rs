//! Several processes on one database: writers wait for each other, no write is lost, and a database that stays locked is
//! reported as busy.

use crate::frame::store::{by_system, count, filing, on_every_database, open, prepared, run};
use diesel::RunQueryDsl as _;
use diesel::connection::{Connection as _, SimpleConnection as _};
use domain::base::actor::Actor;
use serde_json::json;
use std::sync::mpsc;
use std::time::Duration;
use subrosa::store::filing::filings;
use subrosa::store::{StoreError, set_setting, setting};
use subrosa::workflow::filing::intake;
use subrosa::workflow::office::ledger;

#[test]
fn a_second_writer_waits_for_the_first() {
    on_every_database("a second writer", |place| {
        let (one, two) = (open(place), open(place));
        let (holding, held) = mpsc::channel();
        std::thread::scope(|s| {
            s.spawn(move || {
                one.write(|tx| {
                    set_setting(tx, "who", "one")?;
                    holding.send(()).expect("told");
                    std::thread::sleep(Duration::from_millis(400));
                    Ok::<_, StoreError>(())
                })
                .expect("written");
            });
            held.recv().expect("holding");
            // The second writer sees what the first wrote, although it began before that was committed.
            let seen = two.write(|tx| {
                let seen = setting(tx, "who")?;
                set_setting(tx, "who", "two")?;
                Ok::<_, StoreError>(seen)
            });
            assert_eq!(seen.expect("written").as_deref(), Some("one"));
        });
    });
}

#[test]
fn a_reader_is_not_kept_waiting_and_sees_one_state() {
    on_every_database("a reader beside a writer", |place| {
        let store = open(place);
        store.write(|tx| set_setting(tx, "who", "before")).expect("written");
        // Each read gets a thread of its own, because a thread has one transaction.
        let elsewhere = |f: &(dyn Fn() -> Result<Option<String>, StoreError> + Sync)| {
            std::thread::scope(|s| s.spawn(f).join().expect("ended"))
        };
        let seen = store.write(|tx| {
            set_setting(tx, "who", "after")?;
            elsewhere(&|| store.read(|conn| setting(conn, "who")))
        });
        assert_eq!(seen.expect("read").as_deref(), Some("before"));
        let (first, second) = store
            .read(|conn| {
                let first = setting(conn, "who")?;
                elsewhere(&|| store.write(|tx| set_setting(tx, "who", "later")).map(|()| None))?;
                Ok::<_, StoreError>((first, setting(conn, "who")?))
            })
            .expect("read");
        assert_eq!(first.as_deref(), Some("after"));
        assert_eq!(second, first, "one state to the end");
    });
}

#[test]
fn a_database_that_stays_busy_is_called_busy() {
    on_every_database("a busy database", |place| {
        let store = open(place);
        let impatient = || -> diesel::QueryResult<usize> {
            match place.database.strip_prefix("sqlite:") {
                Some(path) => {
                    let mut c = diesel::SqliteConnection::establish(path).expect("connects");
                    c.batch_execute("PRAGMA busy_timeout = 20")?;
                    diesel::sql_query("BEGIN IMMEDIATE").execute(&mut c)
                }
                None => {
                    let mut c = diesel::PgConnection::establish(&place.database).expect("connects");
                    c.batch_execute("SET lock_timeout = '20ms'")?;
                    diesel::sql_query("UPDATE settings SET value = value").execute(&mut c)
                }
            }
        };
        let met = store.write(|tx| {
            set_setting(tx, "kind", "real")?;
            Ok::<_, StoreError>(impatient().map_err(StoreError::from))
        });
        let met = met.expect("written");
        assert!(matches!(met, Err(StoreError::Busy)), "{met:?}");
        assert!(met.is_err_and(|e| e.is_retryable()));
        assert!(impatient().is_ok(), "free again");
    });
}

#[test]
fn a_new_database_is_opened_by_many_at_once() {
    for _ in 0..25 {
        on_every_database("many openings", |place| {
            let together = std::sync::Barrier::new(8);
            std::thread::scope(|s| {
                for _ in 0..8 {
                    s.spawn(|| {
                        together.wait();
                        drop(open(place));
                    });
                }
            });
        });
    }
}

#[test]
fn several_processes_take_in_filings_and_number_them_without_a_gap() {
    const PROCESSES: usize = 4;
    const EACH: usize = 12;
    on_every_database("several processes", |place| {
        // All start at once, on a database that none has set up.
        let bring = |process: usize| {
            let cx = prepared(place);
            let actor = Actor::command_line();
            for n in 0..EACH {
                // Every filing comes twice, from two processes.
                let number = format!("18/{:06}", (process / 2) * EACH + n);
                let f = json!({"application_number": number, "title": "Latch", "claims": ["1. A latch."]});
                intake::receive(&cx, &by_system(&actor), &filing(f)).expect("received");
            }
        };
        std::thread::scope(|s| {
            for process in 0..PROCESSES {
                s.spawn(move || bring(process));
            }
        });
        let cx = prepared(place);
        let expected = i64::try_from(PROCESSES * EACH / 2).expect("small");
        for table in ["filings", "filing_texts", "screenings"] {
            assert_eq!(count(&cx.store, table), expected, "{table}");
        }
        assert_eq!(count(&cx.store, "review_lists"), 1);
        assert_eq!(count(&cx.store, "agencies"), 11);
        let changes = cx.store.read(|c| filings::changes_after(c, 0, 1000)).expect("changes");
        assert!(changes.iter().zip(1..).all(|(c, n)| c.seq == n), "{changes:?}");
        let verified = ledger::verify(&cx, &[]).expect("read");
        let end = verified.end().expect("one unbroken chain");
        assert_eq!(end.seq, count(&cx.store, "ledger"));
    });
}

/// The server ends the connection while it works on COMMIT. Whether the change was made is not known, and the error
/// says so. Before that it is known.
#[test]
fn a_connection_lost_at_the_end_of_a_change_is_an_outcome_that_is_not_known() {
    use subrosa::store::Conn;

    const CUT: &str = "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL;";

    let Some(place) = crate::frame::harness::Place::postgres("a lost connection") else { return };
    let store = open(&place);
    run(&store, &[format!("CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {CUT} END'")])
        .expect("made");
    let trigger = "CREATE CONSTRAINT TRIGGER cut AFTER UPDATE OR INSERT ON settings DEFERRABLE INITIALLY DEFERRED \
                   FOR EACH ROW EXECUTE FUNCTION cut()";
    run(&store, &[trigger]).expect("made");
    let cut = |at_once: &str| {
        store.write(|tx| {
            let conn: &mut Conn = tx;
            diesel::sql_query(format!("SET CONSTRAINTS cut {at_once}")).execute(conn)?;
            set_setting(tx, "who", "cut")
        })
    };
    let lost = cut("DEFERRED");
    assert!(matches!(lost, Err(StoreError::Unknown(_))), "{lost:?}");
    let lost = cut("IMMEDIATE");
    assert!(!matches!(lost, Err(StoreError::Unknown(_)) | Ok(())), "before the end it is known: {lost:?}");
    run(&store, &["DROP TRIGGER cut ON settings"]).expect("dropped");
    store.write(|tx| set_setting(tx, "who", "next")).expect("a new connection");
}
