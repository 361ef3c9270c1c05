use super::*;
use crate::store::Conn;
use crate::workflow::filing::{index, intake};
use crate::workflow::frame::testing::{CLEAR, House, any, filing};
use crate::workflow::list::lists;
use crate::workflow::office::{agencies, sessions as signing};
use crate::workflow::{By, Error, Idempotency};
use domain::base::actor::Role;
use domain::base::agency::{Agency, AgencyCode};
use domain::base::marking::Level;
use domain::case::status::FilingStatus;
use jiff::ToSpan as _;
use serde_json::json;

fn count(h: &House, table: &str) -> i64 {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let read = |conn: &mut Conn| Ok(diesel::sql_query(sql).get_result::<Count>(conn).map_err(StoreError::from)?.n);
    h.cx.read(read).expect("counts")
}

#[test]
fn a_session_is_forgotten_a_week_after_it_ended_and_not_before() {
    let h = House::new();
    let account = h.account("navy1", Role::Reviewer, Some("NAVY"), Level::TopSecret);
    // The machine's time, which is not the office's.
    let now: Timestamp = "2030-01-01T00:00:00Z".parse().expect("instant");
    let ends = now + 12.hours();
    signing::begin(&h.cx, account.id, "hash1", now, ends).expect("begun");
    signing::refresh(&h.cx, "hash1", "hash2", now).expect("renewed");
    signing::refresh(&h.cx, "hash2", "hash3", now).expect("renewed");
    let (_, later) = signing::begin(&h.cx, account.id, "other", now, ends + 240.hours()).expect("begun");
    tidy(&h.cx, ends + 168.hours()).expect("tidied");
    assert_eq!((count(&h, "sessions"), count(&h, "used_refresh_tokens")), (2, 2), "not yet");
    // What could still be used is noticed: an old token that comes back ends the session.
    assert!(signing::refresh(&h.cx, "hash1", "x", now).is_err());
    tidy(&h.cx, ends + 169.hours()).expect("tidied");
    assert_eq!((count(&h, "sessions"), count(&h, "used_refresh_tokens")), (1, 0));
    assert!(signing::current(&h.cx, account.id, later, 1, now).is_ok(), "the live one stays");
    assert!(matches!(signing::refresh(&h.cx, "hash3", "x", now), Err(Error::Refused(_))));
}

#[test]
fn an_answer_is_given_again_for_a_week() {
    let h = House::new();
    let keeper = h.person("sec1", Role::SecurityOfficer, None);
    let promise = Idempotency { key: "k".into(), fingerprint: "f".into() };
    let by = By { idempotency: Some(promise), ..any(&keeper) };
    let add = || {
        let agency = Agency {
            code: AgencyCode::parse("SPACE").expect("code"),
            ..agencies::list(&h.cx).expect("agencies").0[0].clone()
        };
        agencies::add(&h.cx, &by, agency)
    };
    add().expect("added");
    let machine = h.cx.now();
    h.clock.set(h.cx.now() + 168.hours());
    tidy(&h.cx, machine).expect("tidied");
    add().expect("the same answer");
    h.clock.set(h.cx.now() + 1.hours());
    tidy(&h.cx, machine).expect("tidied");
    assert!(matches!(add(), Err(Error::Refused(_))), "it exists, and nobody remembers why");
}

/// From any cursor an index still hears of every filing that changed after it, and the numbers go on.
#[test]
fn changes_that_are_said_again_go_and_no_index_misses_one() {
    let h = House::new();
    let bringer = h.person("intake1", Role::Intake, None);
    let ids: Vec<_> = (1..=6)
        .map(|n| {
            intake::receive(&h.cx, &any(&bringer), &filing(&format!("18/{n}"), CLEAR, json!({}))).expect("taken").id
        })
        .collect();
    for (turn, id) in ids.iter().enumerate() {
        for _ in 0..turn {
            h.cx.store.write(|tx| filings::set_status(tx, *id, FilingStatus::InTriage)).expect("touched");
        }
    }
    let last = h.cx.read(|c| Ok(filings::last_change(c)?)).expect("read");
    let after = |cursor| {
        let mut heard: Vec<_> =
            index::feed(&h.cx, cursor, 1000, usize::MAX).expect("fed").filings.iter().map(|f| f.id).collect();
        heard.sort();
        heard
    };
    let before: Vec<_> = (0..=last).map(after).collect();
    tidy(&h.cx, h.cx.now()).expect("tidied");
    assert_eq!(count(&h, "changes"), 6);
    assert_eq!((0..=last).map(after).collect::<Vec<_>>(), before);
    assert_eq!(index::behind(&h.cx, last).expect("read"), 0);
    h.cx.store.write(|tx| filings::set_status(tx, ids[0], FilingStatus::InTriage)).expect("touched");
    assert_eq!(h.cx.read(|c| Ok(filings::last_change(c)?)).expect("read"), last + 1);
    assert!(crate::workflow::frame::present_list::in_force(&h.cx).is_ok());
}
