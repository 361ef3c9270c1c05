//! Triage, and reading what it is about.

use super::*;
use crate::workflow::IfMatch;
use crate::workflow::filing::{filings as reading, intake, screenings as passes};
use crate::workflow::frame::testing::{CLEAR, FLAGGED, TestOffice, any, filing};
use domain::base::actor::Actor;
use domain::base::marking::Level;
use serde_json::json;

fn code<T: std::fmt::Debug>(r: Result<T, Error>) -> &'static str {
    match r {
        Err(Error::Refused(refusal)) => refusal.code.code,
        other => panic!("not refused: {other:?}"),
    }
}

struct Desk {
    office: TestOffice,
    examiner: Actor,
    filing: FilingId,
    hit: HitId,
}

fn desk(claim: &str, more: serde_json::Value) -> Desk {
    let office = TestOffice::new();
    let bringer = office.person("intake1", Role::Intake, None);
    let received = intake::receive(&office.cx, &any(&bringer), &filing("18/1", claim, more)).expect("received");
    let hit = received.screening.hits.first().map_or_else(|| HitId::fresh(office.cx.ids.as_ref()), |hit| hit.id);
    let examiner = office.person("exam1", Role::Examiner, None);
    Desk { examiner, filing: received.id, hit, office }
}

impl Desk {
    fn decide(&self, if_match: IfMatch, decision: Decision, reason: &str) -> Result<Triaged, Error> {
        decide(&self.office.cx, &By { if_match, ..any(&self.examiner) }, self.hit, decision, reason)
    }
}

#[test]
fn a_dismissal_clears_and_a_confirmation_waits_for_referral() {
    for (decision, status) in [(Decision::Dismiss, FilingStatus::Clear), (Decision::Confirm, FilingStatus::InTriage)] {
        let d = desk(FLAGGED, json!({}));
        let done = d.decide(IfMatch::Version(1), decision, " everyday use ").expect("decided");
        assert_eq!((done.status, done.hit.version), (status, 2));
        let triage = done.hit.triage.clone().expect("a decision");
        assert_eq!((triage.reason.as_str(), triage.person.as_str()), ("everyday use", "exam1"));
        let view = reading::get(&d.office.cx, &d.examiner, d.filing).expect("a filing");
        assert_eq!(view.examiner.as_deref(), Some("exam1"), "whoever decides on it has it");
        // That is a version, as the decision is. The dismissal that clears it brings its license, an entry of its own (R6.3).
        let version = if decision == Decision::Dismiss { 4 } else { 3 };
        assert_eq!((view.record.status, view.record.version), (status, version));
        let seen = passes::of_filing(&d.office.cx, &d.examiner, d.filing).expect("screenings");
        assert_eq!(seen[0].hits, [done.hit]);
        assert_eq!(passes::get(&d.office.cx, &d.examiner, seen[0].id).expect("a screening"), seen[0]);
    }
}

#[test]
fn a_decision_names_its_version_and_its_reason_and_is_made_once() {
    let d = desk(FLAGGED, json!({}));
    let ask = |m, reason: &str| code(d.decide(m, Decision::Confirm, reason));
    assert_eq!(ask(IfMatch::Missing, "x"), "precondition.required");
    assert_eq!(ask(IfMatch::Version(9), "x"), "precondition.stale");
    assert_eq!(ask(IfMatch::Version(1), "  "), "request.invalid");
    assert_eq!(ask(IfMatch::Version(1), &"x".repeat(4001)), "request.invalid");
    assert_eq!(ask(IfMatch::Version(1), "a\u{0}b"), "request.invalid");
    d.decide(IfMatch::Version(1), Decision::Confirm, "it matches").expect("decided");
    assert_eq!(ask(IfMatch::Any, "again"), "hit.already_decided");
    assert_eq!(ask(IfMatch::Version(1), "again"), "precondition.stale");
}

#[test]
fn what_is_marked_above_a_clearance_does_not_exist() {
    let d = desk(FLAGGED, json!({"marking": "S"}));
    let low = Actor::of(
        &d.office.account("exam2", Role::Examiner, None, Level::Confidential),
        "session:low".into(),
        d.office.cx.today(),
    );
    let missing = decide(&d.office.cx, &any(&low), HitId::fresh(d.office.cx.ids.as_ref()), Decision::Confirm, "x");
    assert_eq!(code(missing), "not_found");
    assert_eq!(
        code(decide(&d.office.cx, &By { if_match: IfMatch::Missing, ..any(&low) }, d.hit, Decision::Confirm, "x")),
        "not_found"
    );
    assert_eq!(code(reading::get(&d.office.cx, &low, d.filing)), "not_found");
    assert_eq!(code(passes::of_filing(&d.office.cx, &low, d.filing)), "not_found");
    let page = reading::Page { limit: 10, ..Default::default() };
    assert!(reading::list(&d.office.cx, &low, &Default::default(), &page).expect("a page").is_empty());
    assert_eq!(reading::list(&d.office.cx, &d.examiner, &Default::default(), &page).expect("a page").len(), 1);
}

#[test]
fn only_examiners_decide_and_read_screenings() {
    let d = desk(FLAGGED, json!({}));
    for role in Role::ALL.iter().copied().filter(|r| *r != Role::Examiner) {
        let who = d.office.person(&format!("x-{}", role.as_str()), role, role.needs_agency().then_some("NAVY"));
        assert_eq!(code(decide(&d.office.cx, &any(&who), d.hit, Decision::Confirm, "x")), "role.forbidden");
        assert_eq!(code(passes::of_filing(&d.office.cx, &who, d.filing)), "role.forbidden");
    }
}

#[test]
fn the_text_comes_in_sections_under_the_names_evidence_uses() {
    let d = desk(
        CLEAR,
        json!({"abstract": ["A gate."], "description": [{"heading": "BACKGROUND"}, {"number": "0001", "text": "Gates."}]}),
    );
    let text = reading::text(&d.office.cx, &d.examiner, d.filing).expect("a text");
    let shape: Vec<_> = text
        .sections
        .iter()
        .map(|s| {
            format!("{:?}: {}", s.section, s.paragraphs.iter().map(|p| p.place.as_str()).collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(shape, ["Title: title", "Abstract: abstract 1", "Claims: claim 1", "Description: heading 1, 0001"]);
    assert!(text.sections[3].paragraphs[0].heading);
    let officer = d.office.person("officer1", Role::LicensingOfficer, None);
    assert!(reading::get(&d.office.cx, &officer, d.filing).is_ok());
    assert_eq!(code(reading::text(&d.office.cx, &officer, d.filing)), "not_found");
}
