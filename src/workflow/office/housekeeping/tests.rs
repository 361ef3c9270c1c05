//! What is tidied when its time is over, and what never is.

use super::*;
use crate::store::Conn;
use crate::workflow::filing::{index, intake};
use crate::workflow::frame::testing::{CLEAR, TestOffice, any, filing};
use crate::workflow::office::{agencies, sessions as signing};
use crate::workflow::{By, Error, Idempotency};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::marking::Level;
use domain::case::status::FilingStatus;
use jiff::ToSpan as _;
use serde_json::json;

fn count(office: &TestOffice, table: &str) -> i64 {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let read = |conn: &mut Conn| Ok(diesel::sql_query(sql).get_result::<Count>(conn).map_err(StoreError::from)?.n);
    office.cx.read(read).expect("counts")
}

#[test]
fn a_session_is_forgotten_a_week_after_it_ended_and_not_before() {
    let office = TestOffice::new();
    let account = office.account("navy1", Role::Reviewer, Some("NAVY"), Level::TopSecret);
    // The machine's time, which is not the office's.
    let now: Timestamp = "2030-01-01T00:00:00Z".parse().expect("instant");
    let ends = now + 12.hours();
    let begin = |refresh_hash: &str, expires_at| {
        let attempt = signing::attempt(&office.cx, "navy1", "192.0.2.1", now).expect("counted");
        let opening = signing::Opening { refresh_hash, now, expires_at };
        signing::begin(&office.cx, &attempt.prove(true, None).expect("proved"), opening).expect("begun")
    };
    let renew = |used: &str, next: &str| signing::refresh(&office.cx, used, next, now, SignedDuration::from_hours(1));
    begin("hash1", ends);
    renew("hash1", "hash2").expect("renewed");
    renew("hash2", "hash3").expect("renewed");
    let (_, later) = begin("other", ends + 240.hours());
    tidy(&office.cx, ends + 168.hours()).expect("tidied");
    assert_eq!((count(&office, "sessions"), count(&office, "used_refresh_tokens")), (2, 2), "not yet");
    // What could still be used is noticed: an old token that comes back ends the session.
    assert!(renew("hash1", "x").is_err());
    tidy(&office.cx, ends + 169.hours()).expect("tidied");
    assert_eq!((count(&office, "sessions"), count(&office, "used_refresh_tokens")), (1, 0));
    assert!(signing::current(&office.cx, account.id, later, 1, now).is_ok(), "the live one stays");
    assert!(matches!(renew("hash3", "x"), Err(Error::Refused(_))));
}

#[test]
fn an_answer_is_given_again_for_a_week() {
    let office = TestOffice::new();
    let keeper = office.person("sec1", Role::SecurityOfficer, None);
    let promise = Idempotency { key: "k".into(), fingerprint: "f".into() };
    let by = By { idempotency: Some(promise), ..any(&keeper) };
    let add = || {
        let agency = Agency {
            code: AgencyCode::parse("SPACE").expect("code"),
            ..agencies::list(&office.cx).expect("agencies").0[0].clone()
        };
        agencies::add(&office.cx, &by, agency)
    };
    add().expect("added");
    let machine = office.cx.now();
    office.clock.set(office.cx.now() + 168.hours());
    tidy(&office.cx, machine).expect("tidied");
    add().expect("the same answer");
    office.clock.set(office.cx.now() + 1.hours());
    tidy(&office.cx, machine).expect("tidied");
    assert!(matches!(add(), Err(Error::Refused(_))), "it exists, and nobody remembers why");
}

/// From any cursor an index still hears of every filing that changed after it, and the numbers go on.
#[test]
fn changes_that_are_said_again_go_and_no_index_misses_one() {
    let office = TestOffice::new();
    let bringer = office.person("intake1", Role::Intake, None);
    let ids: Vec<_> = (1..=6)
        .map(|n| {
            intake::receive(&office.cx, &any(&bringer), &filing(&format!("18/{n}"), CLEAR, json!({})))
                .expect("taken")
                .id
        })
        .collect();
    for (turn, id) in ids.iter().enumerate() {
        for _ in 0..turn {
            office.cx.store.write(|tx| filings::set_status(tx, *id, FilingStatus::InTriage)).expect("touched");
        }
    }
    let last = office.cx.read(|c| Ok(filings::last_change(c)?)).expect("read");
    let after = |cursor| {
        let mut heard: Vec<_> = index::changes_for_index(&office.cx, cursor, 1000, usize::MAX)
            .expect("fed")
            .filings
            .iter()
            .map(|f| f.id)
            .collect();
        heard.sort();
        heard
    };
    let before: Vec<_> = (0..=last).map(after).collect();
    tidy(&office.cx, office.cx.now()).expect("tidied");
    assert_eq!(count(&office, "changes"), 6);
    assert_eq!((0..=last).map(after).collect::<Vec<_>>(), before);
    assert_eq!(index::changes_behind(&office.cx, last).expect("read"), 0);
    office.cx.store.write(|tx| filings::set_status(tx, ids[0], FilingStatus::InTriage)).expect("touched");
    assert_eq!(office.cx.read(|c| Ok(filings::last_change(c)?)).expect("read"), last + 1);
    assert!(crate::workflow::frame::present_list::in_force(&office.cx).is_ok());
}

#[test]
fn a_network_stays_known_as_long_as_it_is_used() {
    let office = TestOffice::new();
    office.account("navy1", Role::Reviewer, Some("NAVY"), Level::TopSecret);
    let now: Timestamp = "2030-01-01T00:00:00Z".parse().expect("instant");
    let sign_in = |network: &str, hash: &str, at: Timestamp| {
        let attempt = signing::attempt(&office.cx, "navy1", network, at).expect("counted");
        let opening = signing::Opening { refresh_hash: hash, now: at, expires_at: at + 1.hours() };
        signing::begin(&office.cx, &attempt.prove(true, None).expect("proved"), opening).expect("begun");
    };
    sign_in("192.0.2.1", "one", now);
    sign_in("192.0.2.2", "two", now + 2400.hours());
    // One row counts for all unknown networks.
    assert_eq!(count(&office, "sign_in_failures"), 3);
    tidy(&office.cx, now + 9600.hours()).expect("tidied");
    assert_eq!(count(&office, "sign_in_failures"), 3, "not yet");
    tidy(&office.cx, now + 9601.hours()).expect("tidied");
    assert_eq!(count(&office, "sign_in_failures"), 2);
    tidy(&office.cx, now + 24_000.hours()).expect("tidied");
    assert_eq!(count(&office, "sign_in_failures"), 1, "the row of all unknown networks stays");
}
