//! A request that is sent again under its Idempotency-Key gets its first answer, if the caller may still see it. Nothing is
//! done twice.

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ledger::Outcome;
use domain::base::marking::{Clearance, Level};
use domain::base::order_type::OrderType;
use domain::order::Need;
use serde_json::json;
use subrosa::store::filing::screenings::Decision;
use subrosa::store::office::ledger;
use subrosa::workflow::clock::feeds::{self, FeedInput};
use subrosa::workflow::filing::intake::receive;
use subrosa::workflow::filing::record::flag;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::order::determine::{DetermineInput, determine};
use subrosa::workflow::order::determine_many::{LetterInput, determine_many};
use subrosa::workflow::review::triage;
use subrosa::workflow::{By, Idempotency, IfMatch};

fn keyed<'a>(actor: &'a Actor, key: &str) -> By<'a> {
    let promise = Idempotency { key: key.into(), fingerprint: key.into() };
    By { idempotency: Some(promise), ..by(actor) }
}

fn lowered(actor: &Actor) -> Actor {
    Actor { clearance: Clearance::of(Level::Unclassified), ..actor.clone() }
}

/// The last entry of the ledger (act, outcome, detail), and the number of entries.
fn last(h: &TestOffice) -> (String, Outcome, String, i64) {
    let entry = h.cx.read(|conn| Ok(ledger::last(conn)?)).expect("read").expect("an entry");
    (entry.act.act, entry.act.outcome, entry.act.detail, entry.seq)
}

#[test]
fn a_remembered_answer_is_refused_after_the_clearance_was_lost() {
    everywhere("lost clearance", |h| {
        let filing = h.filing(1, json!({"marking": "C"}));
        let ask = ReasonInput { reason: "seen in the drawings".into() };
        let exam = h.who("exam1");
        let first = flag(&h.cx, &keyed(exam, "k"), filing, &ask).expect("flagged");
        let before = last(h).3;
        assert_eq!(flag(&h.cx, &keyed(exam, "k"), filing, &ask).expect("the same answer"), first);
        assert_eq!(last(h).3, before, "nothing is done twice");

        let low = lowered(exam);
        let new = refused(flag(&h.cx, &keyed(&low, "another"), filing, &ask));
        assert_eq!(refused(flag(&h.cx, &keyed(&low, "k"), filing, &ask)), new);
        let (act, outcome, detail, seq) = last(h);
        assert_eq!((act.as_str(), outcome, detail.as_str()), ("filing.flag", Outcome::Refused, "not_found"));
        assert_eq!(seq, before + 2, "each refusal is entered");
        let other = Actor { role: Some(Role::Reviewer), ..exam.clone() };
        assert_eq!(refused(flag(&h.cx, &keyed(&other, "k"), filing, &ask)), "role.forbidden");
        // With the clearance back the answer is given again.
        assert_eq!(flag(&h.cx, &keyed(exam, "k"), filing, &ask).expect("the same answer"), first);
    });
}

/// Papers that came by a way of classified papers are answered again only to an account that may still bring them.
#[test]
fn m1_a_remembered_answer_of_intake_is_refused_after_the_clearance_was_lost() {
    everywhere("lost clearance of intake", |h| {
        let mut filing = crate::frame::harness::flagged_filing(77);
        (filing["marking"], filing["received_by"]) = (json!("S"), json!("hand_carried"));
        let filing = serde_json::from_value(filing).expect("a filing");
        let clerk = h.who("intake1");
        let first = receive(&h.cx, &keyed(clerk, "k"), &filing).expect("received");
        assert_eq!(receive(&h.cx, &keyed(clerk, "k"), &filing).expect("the same answer").id, first.id);
        let low = lowered(clerk);
        assert_eq!(refused(receive(&h.cx, &keyed(&low, "k"), &filing)), "filing.classified_papers");
    });
}

#[test]
fn r2_9_a_remembered_answer_is_refused_to_a_person_of_another_agency() {
    everywhere("another agency", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2027-01-04");
        let ask =
            DetermineInput { determination: Need::NationalInterestRequires, reason: "as found".into(), agency: None };
        let sign = |who: &Actor| determine(&h.cx, &keyed(who, "k"), order.id, &ask);
        let first = sign(h.who("dod1")).expect("determined");
        assert_eq!(sign(h.who("dod1")).expect("the same answer"), first, "though it has determined by now");
        let moved = Actor { agency: Some(AgencyCode::parse("DOE").expect("a code")), ..h.who("dod1").clone() };
        assert_eq!(refused(sign(&moved)), "not_found");
    });
}

/// A letter is answered line by line: the lines on orders that may be seen no more are answered as if there were none.
#[test]
fn m1_r2_9_a_remembered_letter_keeps_back_the_orders_that_the_person_may_see_no_more() {
    everywhere("a letter after a loss", |h| {
        let open = h.navy_order(1);
        let secret = h.order(2, &[("NAVY", "dod1", Some(OrderType::II))], json!({"marking": "S"}));
        h.sleep_until("2027-01-04");
        let ask = LetterInput {
            determination: Need::NationalInterestRequires,
            reason: "as found".into(),
            orders: vec![open.number.clone(), secret.number.clone()],
            agency: None,
        };
        let sign = |who: &Actor| determine_many(&h.cx, &keyed(who, "letter"), &ask).expect("answered");
        let first = sign(h.who("dod1"));
        assert!(first.iter().all(|line| line.refused.is_none() && line.order.is_some()), "{first:?}");
        assert_eq!(sign(h.who("dod1")), first);
        let lowered = Actor { clearance: Clearance::of(Level::Unclassified), ..h.who("dod1").clone() };
        let again = sign(&lowered);
        assert_eq!(again[0], first[0]);
        assert_eq!((again[1].order, again[1].signed.len()), (None, 0));
        assert_eq!(again[1].refused.as_ref().expect("refused").code, "not_found");
    });
}

#[test]
fn a_remembered_answer_is_given_although_the_case_has_changed_or_ended_since() {
    everywhere("changed since", |h| {
        let filing = h.filing(1, json!({}));
        let hit = h.hits(filing)[0].clone();
        let stale = By { if_match: IfMatch::Version(hit.version), ..keyed(h.who("exam1"), "t") };
        let decide = || triage::decide(&h.cx, &stale, hit.id, Decision::Confirm, "to the point");
        let first = decide().expect("decided");
        assert_eq!(decide().expect("the same answer"), first, "the version it spoke of is long gone");

        let officer = h.who("officer1");
        let ask = FeedInput { name: "desk".into() };
        let made = feeds::make(&h.cx, &keyed(officer, "m"), &ask, "hash").expect("made");
        let gone = feeds::revoke(&h.cx, &keyed(officer, "r"), made.feed.id).expect("revoked");
        assert_eq!(feeds::revoke(&h.cx, &keyed(officer, "r"), made.feed.id).expect("the same answer"), gone);
        assert_eq!(refused(feeds::revoke(&h.cx, &keyed(officer, "new"), made.feed.id)), "not_found");
        assert_eq!(feeds::make(&h.cx, &keyed(officer, "m"), &ask, "other").expect("the same answer"), made);
    });
}
