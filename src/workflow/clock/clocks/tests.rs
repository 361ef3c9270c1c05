//! The list of deadlines over records of older versions.

use super::*;
use crate::store::{StoreError, Tx};
use crate::workflow::filing::intake;
use crate::workflow::frame::testing::{FLAGGED, TestOffice, any, filing};
use diesel::RunQueryDsl as _;
use serde_json::json;

#[test]
fn a_number_that_an_older_version_kept_does_not_stop_the_list() {
    let office = TestOffice::new();
    let clerk = office.person("clerk", Role::Intake, None);
    let examiner = office.person("examiner", Role::Examiner, None);
    let text = filing("18/1", FLAGGED, json!({"filed_on": "2026-03-09"}));
    intake::receive(&office.cx, &any(&clerk), &text).expect("received");
    kept::catch_up(&office.cx).expect("kept");
    let sql = "UPDATE filings SET application_number = 'A 12'";
    let rewrite = |tx: &mut Tx<'_>| {
        let conn: &mut Conn = tx;
        diesel::sql_query(sql).execute(conn).map_err(StoreError::from)
    };
    office.cx.store.write_unentered(rewrite).expect("rewritten");

    let query = ClockQuery { due_before: Some(Date::MAX), limit: 10, ..ClockQuery::default() };
    let due = due(&office.cx, &examiner, &query).expect("a list");
    assert!(!due.is_empty(), "a filing has deadlines");
    assert!(due.iter().all(|clock| clock.application_number.as_str() == "A 12"), "{due:?}");
}
