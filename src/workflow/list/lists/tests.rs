//! Review lists: two persons, one in force, and a bad one that changes nothing.

use super::*;
use crate::workflow::filing::intake;
use crate::workflow::frame::testing::{FLAGGED, LIST, TestOffice, any, filing};
use crate::workflow::list::setup;
use domain::base::actor::{Role, SYSTEM};
use domain::case::status::FilingStatus;
use serde_json::json;
use std::sync::Arc;

fn code<T: std::fmt::Debug>(r: Result<T, Error>) -> &'static str {
    match r {
        Err(Error::Refused(refusal)) => refusal.code.code,
        other => panic!("not refused: {other:?}"),
    }
}

/// Another revision of the list in force, which looks for something else.
fn revised(revision: &str) -> String {
    LIST.replace("2026-03\"", &format!("{revision}\"")).replace("intercept", "jamming")
}

#[test]
fn a_new_database_has_the_founding_agencies_and_the_shipped_list_once() {
    let office = TestOffice::new();
    let officer = office.person("officer1", Role::LicensingOfficer, None);
    for _ in 0..2 {
        setup::prepare_with(&office.cx, LIST).expect("prepared");
        let all = list(&office.cx, &officer).expect("lists");
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].status, all[0].adopted_by.as_deref()), (ListStatus::InForce, Some(SYSTEM)));
        assert_eq!(crate::workflow::office::agencies::list(&office.cx).expect("agencies").0.len(), 11);
    }
}

#[test]
fn the_shipped_list_passes_its_own_samples() {
    let shipped = Screener::compile_and_try(setup::SHIPPED_LIST).unwrap_or_else(|e| panic!("{}", e.join("\n")));
    assert_eq!(shipped.list().id, "us-public");
}

#[test]
fn a_list_takes_two_persons_and_then_holds_for_the_next_filing() {
    let office = TestOffice::new();
    let (one, two) =
        (office.person("officer1", Role::LicensingOfficer, None), office.person("sec1", Role::SecurityOfficer, None));
    let before = in_force(&office.cx).expect("a list");
    let new = upload(&office.cx, &any(&one), &revised("2026-12")).expect("uploaded");
    assert_eq!(new.status, ListStatus::Proposed);
    assert_eq!(in_force(&office.cx).expect("a list").id, before.id);
    assert_eq!(code(adopt(&office.cx, &any(&one), new.id, &AdoptInput::default())), "list.second_person");
    let adopted = adopt(&office.cx, &any(&two), new.id, &AdoptInput::default()).expect("adopted");
    assert_eq!((adopted.revision.status, adopted.replaced), (ListStatus::InForce, Some(before.id)));
    assert_eq!(code(adopt(&office.cx, &any(&two), new.id, &AdoptInput::default())), "list.adopted_already");
    assert_eq!(code(adopt(&office.cx, &any(&two), before.id, &AdoptInput::default())), "list.adopted_already");
    let intake = office.person("intake1", Role::Intake, None);
    let received = intake::receive(&office.cx, &any(&intake), &filing("18/1", FLAGGED, json!({}))).expect("received");
    assert_eq!(received.status, FilingStatus::Clear);
    assert_eq!(received.screening.list, new.id);
}

#[test]
fn another_process_notices_an_adoption() {
    let office = TestOffice::new();
    let (one, two) =
        (office.person("officer1", Role::LicensingOfficer, None), office.person("sec1", Role::SecurityOfficer, None));
    let other = Ctx { lists: Arc::default(), ..office.cx.clone() };
    let old = in_force(&other).expect("a list").id;
    let new = upload(&office.cx, &any(&one), &revised("2026-12")).expect("uploaded");
    adopt(&office.cx, &any(&two), new.id, &AdoptInput::default()).expect("adopted");
    assert_ne!(in_force(&other).expect("a list").id, old);
}

#[test]
fn a_list_that_does_not_compile_changes_nothing() {
    let office = TestOffice::new();
    let officer = office.person("officer1", Role::LicensingOfficer, None);
    let before = in_force(&office.cx).expect("a list").id;
    assert_eq!(code(upload(&office.cx, &any(&officer), "[list\n")), "list.does_not_compile");
    assert_eq!(list(&office.cx, &officer).expect("lists").len(), 1);
    assert_eq!(in_force(&office.cx).expect("a list").id, before);
}

#[test]
fn a_revision_is_brought_once_and_by_its_keepers() {
    let office = TestOffice::new();
    let officer = office.person("officer1", Role::LicensingOfficer, None);
    upload(&office.cx, &any(&officer), &revised("2026-12")).expect("uploaded");
    assert_eq!(code(upload(&office.cx, &any(&officer), &revised("2026-12"))), "list.exists");
    let other = format!("{}\n# other\n", revised("2026-12"));
    assert_eq!(code(upload(&office.cx, &any(&officer), &other)), "list.exists");
    for role in [Role::Examiner, Role::Intake, Role::Auditor] {
        let who = office.person(&format!("x-{}", role.as_str()), role, None);
        assert_eq!(code(upload(&office.cx, &any(&who), &revised("2027-01"))), "role.forbidden");
        assert_eq!(code(list(&office.cx, &who)), "role.forbidden");
    }
}

#[test]
fn a_list_on_record_that_no_longer_holds_is_not_adopted() {
    let office = TestOffice::new();
    let (one, two) =
        (office.person("officer1", Role::LicensingOfficer, None), office.person("sec1", Role::SecurityOfficer, None));
    let before = in_force(&office.cx).expect("a list").id;
    let sample = "\n[[category.sample]]\ntext = \"A garden gate.\"\nexpect = \"hit\"\n";
    // As an earlier version of the program might have stored them.
    for (n, source) in ["[list]\n".to_owned(), format!("{}{sample}", revised("2026-12"))].iter().enumerate() {
        let id = ListRevisionId::fresh(office.cx.ids.as_ref());
        let screener = Screener::compile(LIST).expect("a list");
        let mut record = new_revision(id, &screener, &one.name, office.cx.now());
        (record.revision, record.sha256) = (format!("bad-{n}"), format!("bad-{n}"));
        office.cx.store.write_unentered(|tx| lists::insert(tx, &record, source)).expect("stored");
        assert_eq!(code(adopt(&office.cx, &any(&two), id, &AdoptInput::default())), "list.does_not_compile");
        assert_eq!(in_force(&office.cx).expect("a list").id, before);
    }
}
