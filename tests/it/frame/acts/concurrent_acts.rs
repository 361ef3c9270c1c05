//! Many acts at once: each of them finishes, the times of the ledger do not run backwards, and an act is judged by the time
//! at which it arrived.

use crate::frame::harness::Place;
use crate::frame::office::{TestOffice, by, everywhere};
use domain::base::ids::FilingId;
use domain::base::ledger::Entry;
use jiff::Timestamp;
use serde_json::json;
use std::sync::{Arc, Barrier, mpsc};
use std::time::{Duration, Instant};
use subrosa::clock::SystemClock;
use subrosa::store::office::ledger;
use subrosa::store::{Store, StoreError, set_setting, setting};
use subrosa::workflow::Ctx;
use subrosa::workflow::clock::tick;
use subrosa::workflow::filing::record::{CorrectInput, correct, flag};
use subrosa::workflow::frame::reason::ReasonInput;

fn entries(cx: &Ctx) -> Vec<Entry> {
    cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read")
}

/// Corrections are screened inside their transaction. There are more of them at once than connections, so a correction
/// that needed a second connection would wait for ever.
#[test]
fn sixteen_corrections_at_once_all_finish() {
    everywhere("corrections at once", |h| {
        let filings: Vec<FilingId> = (1..=16).map(|n| h.filing(n, json!({}))).collect();
        let together = Barrier::new(filings.len());
        let start = Instant::now();
        std::thread::scope(|s| {
            for id in &filings {
                let together = &together;
                s.spawn(move || {
                    let ask = CorrectInput {
                        government_interest: Some("Made with support of the Navy.".into()),
                        reason: "as stated".into(),
                        ..CorrectInput::default()
                    };
                    together.wait();
                    correct(&h.cx, &by(h.who("exam1")), *id, &ask).expect("corrected");
                });
            }
        });
        // A wait for a connection that never comes ends after ten seconds.
        assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
    });
}

#[test]
fn a_transaction_inside_another_is_an_error() {
    everywhere("nested", |h| {
        let store = &h.cx.store;
        let ask = || store.read(|conn| setting(conn, "kind"));
        let put = || store.write_unentered(|tx| set_setting(tx, "x", "y"));
        type Done = Result<(), StoreError>;
        let tries: [Done; 4] = [
            store.read(|_| ask().map(|_| ())),
            store.read(|_| put()),
            store.write_unentered(|_| ask().map(|_| ())),
            store.write_unentered(|_| put()),
        ];
        for (n, done) in tries.into_iter().enumerate() {
            assert!(matches!(done, Err(StoreError::Nested)), "{n}: {done:?}");
        }
        assert!(ask().is_ok() && put().is_ok(), "nothing is left behind");
    });
}

/// More writers than there are connections wait behind a long one. A read is answered meanwhile.
#[test]
fn a_read_answers_while_all_writers_wait() {
    everywhere("writers in line", |h| {
        let store = &h.cx.store;
        let (holding, held) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        std::thread::scope(|s| {
            s.spawn(move || {
                store.write_unentered(|tx| {
                    set_setting(tx, "who", "long")?;
                    holding.send(()).expect("told");
                    let _ = released.recv_timeout(Duration::from_secs(30));
                    Ok::<_, StoreError>(())
                })
            });
            held.recv().expect("held");
            let waiting: Vec<_> =
                (0..30).map(|_| s.spawn(move || store.write_unentered(|tx| set_setting(tx, "who", "next")))).collect();
            std::thread::sleep(Duration::from_millis(300));
            let start = Instant::now();
            store.read(|conn| setting(conn, "kind")).expect("read");
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
            assert!(waiting.iter().all(|w| !w.is_finished()));
            release.send(()).expect("told");
            for done in waiting {
                done.join().expect("ended").expect("written");
            }
        });
    });
}

/// Acts and the clock job run at the same time in two processes, on a clock that runs.
#[test]
fn the_times_of_the_ledger_never_run_backwards() {
    everywhere("times of the ledger", |h| {
        let running = |store: Store| Ctx { store, clock: Arc::new(SystemClock), ..h.cx.clone() };
        let other = Store::open(&h.place.database.parse().expect("a URL"), false).expect("opens");
        let both = [running(h.cx.store.clone()), running(other)];
        let filings: Vec<FilingId> = (1..=8).map(|n| h.filing(n, json!({}))).collect();
        h.navy_order(20);
        let first = entries(&h.cx).len();
        std::thread::scope(|s| {
            for (n, id) in filings.iter().enumerate() {
                let cx = &both[n % 2];
                s.spawn(move || {
                    for _ in 0..8 {
                        let ask = ReasonInput { reason: "seen again".into() };
                        flag(cx, &by(h.who("exam1")), *id, &ask).expect("flagged");
                        // Refusals are entered by another function.
                        flag(cx, &by(h.who("navy1")), *id, &ask).expect_err("refused");
                    }
                });
            }
            s.spawn(|| {
                for cx in both.iter().cycle().take(8) {
                    tick::tick(cx, cx.now()).expect("ticks");
                }
            });
        });
        let all = entries(&h.cx);
        assert!(all.len() >= first + 128);
        for pair in all.windows(2) {
            assert!(pair[0].act.at <= pair[1].act.at, "{:?} before {:?}", pair[0], pair[1]);
        }
    });
}

/// The determination arrives in the last second of the order's last day and waits past midnight for the lock.
#[test]
fn r4_2_a_determination_that_waits_past_midnight_is_judged_by_its_arrival() {
    let places = [Some(Place::sqlite()), Place::postgres("midnight")];
    for h in places.into_iter().flatten().map(TestOffice::at) {
        let order = h.navy_order(1);
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        // The last day is 10 March 2027; Washington is on standard time.
        let (arrives, turn) = (at("2027-03-11T04:59:59.5Z"), at("2027-03-11T05:00:02Z"));
        h.clock.set(arrives);
        let (holding, held) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        std::thread::scope(|s| {
            let store = &h.cx.store;
            s.spawn(move || {
                store.write_unentered(|tx| {
                    set_setting(tx, "who", "long")?;
                    holding.send(()).expect("told");
                    let _ = released.recv_timeout(Duration::from_secs(30));
                    Ok::<_, StoreError>(())
                })
            });
            held.recv().expect("held");
            let waits = s.spawn(|| h.require_another_term("dod1", order.id));
            std::thread::sleep(Duration::from_millis(300));
            assert!(!waits.is_finished());
            h.clock.set(turn);
            release.send(()).expect("told");
            waits.join().expect("ended").expect("in time");
        });
        let entry = entries(&h.cx).pop().expect("an entry");
        assert_eq!((entry.act.act.as_str(), entry.act.at), ("order.determine", turn));
        assert!(entry.act.detail.contains(&format!("judged_as_of={arrives}")), "{}", entry.act.detail);
        let done = tick::tick(&h.cx, turn).expect("ticks");
        assert_eq!((done.renewed.len(), done.lapsed.len()), (1, 0), "{done:?}");
    }
}
