//! The hearing of an appeal, what a reversal obliges the Office to do (R5.3), and what sponsors are notified of (R8.4).

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::base::ids::{EntryId, OrderId};
use domain::base::order_type::OrderType;
use domain::law::appeal::Outcome;
use domain::law::examination::Step;
use domain::law::petition::{Decision, Rescission};
use domain::notice::NoticeState;
use domain::order::OrderStatus;
use jiff::civil::time;
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::clock::clocks;
use subrosa::workflow::filing::examination;
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::docket::EntryView;
use subrosa::workflow::frame::notify::NoticeView;
use subrosa::workflow::notice::notices::{self, NoticeQuery};
use subrosa::workflow::order::declassify::{DeclassifyInput, declassify};
use subrosa::workflow::petition::{appeals, petitions};

const III: Option<OrderType> = Some(OrderType::III);

/// An appeal from the denial of a petition.
fn appealed(h: &TestOffice, order: OrderId) -> EntryId {
    let petition: Rescission = crate::petition::petitions::rescission();
    let officer = by(h.who("officer1"));
    let asked = petitions::petition_rescission(&h.cx, &officer, order, &petition).expect("received");
    let no = petitions::DecisionInput { decision: Decision::Deny, reason: "on the record".into() };
    petitions::decide(&h.cx, &officer, asked.id, &no).expect("denied");
    let ask = appeals::AppealInput {
        principal: "deepfield acoustics LLC".into(),
        grounds: "It is known everywhere.".into(),
        received_on: None,
    };
    appeals::receive(&h.cx, &officer, order, &ask).expect("in time").id
}

fn decide(h: &TestOffice, appeal: EntryId, outcome: Outcome) {
    let ask = appeals::AppealDecisionInput { outcome, reason: "as the Secretary finds".into() };
    appeals::decide(&h.cx, &by(h.who("officer1")), appeal, &ask).expect("decided");
}

fn rescind(h: &TestOffice, who: &str, appeal: EntryId) -> Result<EntryView, Error> {
    let ask = appeals::ReversalInput { reference: "Decision 26-014 of March 10, 2026".into() };
    appeals::rescind(&h.cx, &by(h.who(who)), appeal, &ask)
}

fn notices_of(h: &TestOffice, order: OrderId, kind: &str) -> Vec<NoticeView> {
    let query = NoticeQuery { limit: 200, order: Some(order), ..Default::default() };
    let all = notices::list(&h.cx, h.who("officer1"), &query).expect("listed");
    all.into_iter().filter(|n| n.kind.as_str() == kind).collect()
}

fn letter(h: &TestOffice, notice: &NoticeView) -> String {
    let text = notices::letter(&h.cx, h.who("officer1"), notice.id).expect("a letter").text;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn r5_3_appellant_and_sponsors_are_notified_of_time_and_place_of_the_hearing() {
    everywhere("hearings", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let appeal = appealed(h, order.id);
        let set = |on: &str| {
            let ask = appeals::HearingInput { on: day(on), at: time(10, 30, 0, 0), place: "Room 5".into() };
            appeals::set_hearing(&h.cx, &by(h.who("officer1")), appeal, &ask).expect("set")
        };
        set("2026-06-02");
        let to_people = notices_of(h, order.id, "appeal_hearing");
        let names: Vec<_> = to_people.iter().map(|n| n.principal.as_str()).collect();
        assert_eq!(names, ["Deepfield Acoustics LLC", "Hale & Prior"], "the inventor did not appeal");
        let text = letter(h, &to_people[0]);
        assert!(text.contains("June 2, 2026 at 10:30 AM, Washington time. Place: Room 5."), "{text}");
        let to_sponsors = notices_of(h, order.id, "sponsor_hearing");
        let names: Vec<_> = to_sponsors.iter().map(|n| n.principal.as_str()).collect();
        assert_eq!(names, ["Department of the Navy", "Department of Energy"]);
        assert!(to_sponsors.iter().all(|n| n.state == NoticeState::Paper && n.address.is_none()));
        let text = letter(h, &to_sponsors[0]);
        assert!(text.contains("June 2, 2026") && !text.contains("Energy"), "no other sponsor: {text}");
        let again = notices::resend(&h.cx, &by(h.who("officer1")), to_sponsors[0].id);
        assert_eq!(refused(again), "notice.not_resendable");
        // A hearing that is set for another day is notified again.
        set("2026-06-09");
        assert_eq!(
            (notices_of(h, order.id, "appeal_hearing").len(), notices_of(h, order.id, "sponsor_hearing").len()),
            (4, 4)
        );
    });
}

#[test]
fn r8_4_form_d10_goes_to_the_applicant_and_to_each_sponsor() {
    everywhere("D-10", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let ask = examination::StepInput { step: Step::Allowable, on: None, note: None };
        examination::step(&h.cx, &by(h.who("exam1")), order.id, &ask).expect("Form D-10");
        assert_eq!(notices_of(h, order.id, "allowability").len(), 3);
        let sponsors = notices_of(h, order.id, "sponsor_allowability");
        assert_eq!(sponsors.len(), 2);
        assert!(letter(h, &sponsors[1]).contains("35 USC 183"), "claims come to it from now on");
    });
}

#[test]
fn r5_3_a_reversed_order_is_rescinded_by_an_officer_without_the_sponsors() {
    everywhere("reversals", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let appeal = appealed(h, order.id);
        let listed = || {
            let query = clocks::ClockQuery { limit: 200, ..Default::default() };
            let all = clocks::due(&h.cx, h.who("officer1"), &query).expect("clocks");
            all.iter().filter(|c| c.kind.as_str() == "reversal_open").count()
        };
        assert_eq!((refused(rescind(h, "officer1", appeal)), listed()), ("appeal.not_reversed", 0));
        decide(h, appeal, Outcome::Reversed);
        assert_eq!(h.see(order.id).status, OrderStatus::InEffect, "it ends nothing by itself");
        let letters = notices_of(h, order.id, "appeal_decided");
        assert!(letters.len() == 3 && letter(h, &letters[0]).contains("rescinds the order on this decision"));
        assert_eq!(listed(), 1);
        h.pass_until("2026-09-01");
        assert_eq!(listed(), 1, "for as long as nobody acts");
        assert_eq!(refused(h.rescind(order.id)), "order.rescission_needs_all_sponsors", "the ordinary way stays");
        assert_eq!(refused(rescind(h, "exam1", appeal)), "role.forbidden");
        let done = rescind(h, "officer1", appeal).expect("rescinded");
        assert_eq!(done.facts["reference"], "Decision 26-014 of March 10, 2026");
        let seen = h.see(order.id);
        assert_eq!((seen.status, seen.holds.len(), listed()), (OrderStatus::Rescinded, 0, 0));
        assert_eq!(notices_of(h, order.id, "order_rescinded").len(), 3);
        let acts = h.acts(&format!("order:{}", order.id));
        assert_eq!(acts.last().map(String::as_str), Some("order.rescind done"));
        let read = docket::of_order(&h.cx, h.who("navy2"), order.id).expect("the sponsors read it");
        assert!(read.iter().any(|e| e.kind == "appeal.rescinded"));
        assert_eq!(refused(rescind(h, "officer1", appeal)), "order.not_in_effect");
    });
}

#[test]
fn r5_3_an_upheld_or_remanded_appeal_rescinds_nothing() {
    everywhere("no reversal", |h| {
        for (n, outcome) in [(1, Outcome::Upheld), (2, Outcome::Remanded)] {
            let order = h.navy_order(n);
            let appeal = appealed(h, order.id);
            decide(h, appeal, outcome);
            assert_eq!(refused(rescind(h, "officer1", appeal)), "appeal.not_reversed");
            assert_eq!(h.see(order.id).status, OrderStatus::InEffect);
        }
    });
}

#[test]
fn r5_3_r4_7_e09_a_reversal_declassifies_nothing() {
    everywhere("a classified reversal", |h| {
        let order = h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({"marking": "S"}));
        let appeal = appealed(h, order.id);
        decide(h, appeal, Outcome::Reversed);
        rescind(h, "officer1", appeal).expect("rescinded");
        let seen = h.see(order.id);
        assert_eq!((seen.status, seen.holds.len()), (OrderStatus::Rescinded, 4), "the holds outlive it");
        assert_eq!(h.status(order.filing_id), "under_order");
        let text = letter(h, &notices_of(h, order.id, "order_rescinded")[0]);
        assert!(text.contains("not a declassification"), "{text}");
        let ask = DeclassifyInput {
            agency: "NAVY".into(),
            declassified_on: day("2026-03-10"),
            statement: "Memorandum of the original classification authority".into(),
        };
        declassify(&h.cx, &by(h.who("officer1")), order.id, &ask).expect("declassified");
        assert!(h.see(order.id).holds.is_empty());
    });
}
