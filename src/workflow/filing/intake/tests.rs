//! Intake on a real store: every answer, every refusal, and that nothing is done twice.

use super::*;
use crate::store::filing::screenings::Decision;
use crate::workflow::Idempotency;
use crate::workflow::filing::filings as reading;
use crate::workflow::frame::present_list;
use crate::workflow::frame::testing::{CLEAR, FLAGGED, TestOffice, any, filing};
use crate::workflow::office::ledger as ledger_reading;
use crate::workflow::review::triage;
use domain::base::actor::Actor;
use domain::case::holds::{Facts, Screened};
use domain::case::status::FilingStatus;
use domain::filing::screening::Verdict;
use serde_json::json;

fn entries(office: &TestOffice) -> usize {
    let auditor = Actor { role: Some(Role::Auditor), ..Actor::command_line() };
    ledger_reading::entries(&office.cx, &auditor, 0, 1000).expect("entries").len()
}

fn refused<T: std::fmt::Debug>(r: Result<T, Error>) -> Refusal {
    match r {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn what_comes_in_is_screened_and_stands_where_its_verdict_puts_it() {
    let office = TestOffice::new();
    let intake = office.person("intake1", Role::Intake, None);
    // Three in the morning of the 11th at Greenwich is still the 10th in Washington.
    office.at("2026-03-11T03:00:00Z");
    let flagged = receive(&office.cx, &any(&intake), &filing("18/1", FLAGGED, json!({}))).expect("received");
    assert_eq!(flagged.received_on, jiff::civil::date(2026, 3, 10));
    assert_eq!((flagged.status, flagged.screening.result.verdict), (FilingStatus::InTriage, Verdict::Flagged));
    assert_eq!(flagged.screening.hits.len(), 1);
    assert_eq!(flagged.screening.hits[0].category, flagged.screening.result.hits[0].category);
    let clear = receive(&office.cx, &any(&intake), &filing("18/2", CLEAR, json!({}))).expect("received");
    assert_eq!((clear.status, clear.existing), (FilingStatus::Clear, false));
}

#[test]
fn a_verdict_that_needs_a_human_is_a_status_that_needs_one() {
    let result = |verdict, hits_undecided| Facts {
        screened: Screened { verdict: Some(verdict), hits_undecided, ..Screened::default() },
        ..Facts::default()
    };
    let day = jiff::civil::date(2026, 3, 10);
    for hits in [0, 3] {
        assert_eq!(status(&result(Verdict::NeedsHuman, hits), day), FilingStatus::NeedsHuman);
    }
}

#[test]
fn the_same_filing_again_gets_the_same_answer_and_nothing_is_done_twice() {
    let office = TestOffice::new();
    let (intake, examiner) =
        (office.person("intake1", Role::Intake, None), office.person("exam1", Role::Examiner, None));
    let f = filing("18/123,456", FLAGGED, json!({}));
    let first = receive(&office.cx, &any(&intake), &f).expect("received");
    triage::decide(&office.cx, &any(&examiner), first.screening.hits[0].id, Decision::Dismiss, "a toy")
        .expect("decided");
    let before = entries(&office);
    office.at("2026-04-01T12:00:00Z");
    let again =
        receive(&office.cx, &any(&intake), &filing("18123456", FLAGGED, json!({"application_number": "18/123,456"})))
            .expect("received");
    // The answer is that of the first time: nothing of what examiners did since.
    assert_eq!(Received { existing: false, version: 1, ..again.clone() }, first);
    assert!(again.existing);
    assert_eq!(entries(&office), before);
    let all =
        reading::list(&office.cx, &examiner, &Default::default(), &reading::Page { limit: 10, ..Default::default() });
    assert_eq!(all.expect("a page").len(), 1);
}

#[test]
fn another_text_under_a_known_number_is_refused_with_both_named() {
    let office = TestOffice::new();
    let intake = office.person("intake1", Role::Intake, None);
    let (one, other) = (filing("18/1", CLEAR, json!({})), filing("18-1", FLAGGED, json!({})));
    let first = receive(&office.cx, &any(&intake), &one).expect("received");
    let refusal = refused(receive(&office.cx, &any(&intake), &other));
    assert_eq!(refusal.code, &FILING_NUMBER_TAKEN);
    for named in [one.digest(), other.digest(), first.id.to_string(), "2026-03-10".into(), "amendment".into()] {
        assert!(refusal.detail.contains(&named), "{named} in {}", refusal.detail);
    }
}

#[test]
fn a_key_answers_again_and_is_not_used_for_something_else() {
    let office = TestOffice::new();
    let intake = office.person("intake1", Role::Intake, None);
    let keyed = |fingerprint: &str| By {
        idempotency: Some(Idempotency { key: "k".into(), fingerprint: fingerprint.into() }),
        ..any(&intake)
    };
    let f = filing("18/1", FLAGGED, json!({}));
    let first = receive(&office.cx, &keyed("a"), &f).expect("received");
    assert_eq!(receive(&office.cx, &keyed("a"), &f).expect("received"), first);
    let refusal = refused(receive(&office.cx, &keyed("b"), &f));
    assert_eq!(refusal.code.code, "idempotency.key_reused");
}

#[test]
fn a_stream_is_taken_in_piece_by_piece_with_an_answer_for_each() {
    let office = TestOffice::new();
    let intake = office.person("intake1", Role::Intake, None);
    let batch = [
        filing("18/1", FLAGGED, json!({})),
        filing("18/1", CLEAR, json!({})),
        filing("18/1", FLAGGED, json!({})),
        filing("18/2", "a\u{0}b", json!({})),
        filing("18/3", CLEAR, json!({})),
    ];
    let before = entries(&office);
    let answers = receive_all(&office.cx, &any(&intake), &batch).expect("taken in");
    let shape: Vec<_> =
        answers.iter().map(|a| a.as_ref().map(|r| (r.existing, r.status)).map_err(|r| r.code.code)).collect();
    assert_eq!(
        shape,
        [
            Ok((false, FilingStatus::InTriage)),
            Err("filing.number_taken"),
            Ok((true, FilingStatus::InTriage)),
            Err("request.invalid"),
            Ok((false, FilingStatus::Clear)),
        ]
    );
    assert_eq!(entries(&office), before + 5, "one entry each");
    let again = receive_all(&office.cx, &any(&intake), &batch[4..]).expect("taken in");
    assert!(again[0].as_ref().expect("received").existing);
    assert_eq!(entries(&office), before + 5);
}

#[test]
fn only_intake_brings_filings() {
    let office = TestOffice::new();
    for role in Role::ALL.iter().copied().filter(|r| *r != Role::Intake) {
        let who = office.person(&format!("x-{}", role.as_str()), role, role.needs_agency().then_some("NAVY"));
        let before = entries(&office);
        let f = filing("18/1", CLEAR, json!({}));
        assert_eq!(refused(receive(&office.cx, &any(&who), &f)).code.code, "role.forbidden");
        assert_eq!(refused(receive_all(&office.cx, &any(&who), &[f])).code.code, "role.forbidden");
        assert_eq!(entries(&office), before + 2);
    }
}

#[test]
fn a_filing_screened_with_a_list_that_was_replaced_meanwhile_is_not_stored() {
    let office = TestOffice::new();
    let f = filing("18/1", FLAGGED, json!({}));
    let digest = f.digest();
    let list = present_list::in_force(&office.cx).expect("a list");
    let stale = Ready { list: ListRevisionId::fresh(office.cx.ids.as_ref()), ..screen_filing(&f, &digest, &list) };
    let taken = office.cx.store.write_unentered(|tx| {
        take_in(
            &office.cx,
            &Actor::command_line(),
            tx,
            &stale,
            &mut Record { subject: String::new(), detail: String::new() },
        )
    });
    assert!(matches!(taken, Err(Stopped::ListReplaced)));
    assert!(office.cx.read(|c| Ok(filings::by_number(c, &f.application_number)?)).expect("read").is_none());
}

#[test]
fn e11_relatives_are_compared_however_their_numbers_are_written() {
    let f = filing(
        "18/2",
        CLEAR,
        json!({
            "related": [{"relation": "continuation", "application_number": "17/123,456"},
                        {"relation": "division", "application_number": " - "}],
            "priority": [{"country": "us", "number": "63 000001"}, {"country": "JP", "number": "2025-000001"}]
        }),
    );
    assert_eq!(relatives(&f).collect::<Vec<_>>(), ["17123456", "63000001", "JP2025000001"]);
}
