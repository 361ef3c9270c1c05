//! Violations of an order, disclosure incidents and claims for compensation, through the workflow and the store. R3.10
//! and section 7.

use crate::frame::office::{by, day, everywhere, refused};
use domain::base::order_type::OrderType;
use domain::law::compensation::WindowState;
use domain::law::incident::{Disclosee, Incident};
use domain::law::violation::{Holding, Offence, Offender};
use domain::order::OrderStatus;
use serde_json::{Value, json};
use subrosa::workflow::Error;
use subrosa::workflow::frame::docket;
use subrosa::workflow::petition::{compensation, violations};

const III: Option<OrderType> = Some(OrderType::III);

#[test]
fn r7_1_e03_a_violation_is_found_by_one_officer_and_decided_by_another() {
    everywhere("r7_1", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2026-06-01");
        let second = h.who("officer2");
        let ask = |on: &str| violations::FindingInput {
            offence: Offence::ForeignFiling,
            offender: Offender::Inventor,
            name: "Ada Marlowe".into(),
            on: day(on),
            evidence: "A publication of the German office.".into(),
            without_consent: true,
        };
        let find = |on: &str| violations::find(&h.cx, &by(h.who("officer1")), order.id, &ask(on));
        assert_eq!(refused(find("2026-03-09")), "violation.outside_terms");
        let v = find("2026-05-04").expect("found");
        let decision = violations::HoldingInput { holding: Holding::HoldAbandoned, reason: "as shown".into() };
        let same = violations::decide(&h.cx, &by(h.who("officer1")), v.id, &decision);
        assert_eq!(refused(same), "violation.same_person");
        let done = violations::decide(&h.cx, &by(second), v.id, &decision).expect("decided");
        assert_eq!(done.facts["effective"], "2026-05-04");
        assert_eq!(refused(violations::decide(&h.cx, &by(second), v.id, &decision)), "violation.decided");
        let seen = violations::get(&h.cx, h.who("officer1"), v.id).expect("seen");
        assert!(seen.decision.is_some() && seen.consequences.iter().any(|c| c.rule == "R7.3"));
        assert!(seen.consequences.iter().any(|c| c.text.contains("$10,000")), "R7.2");
        assert_eq!(refused(docket::get(&h.cx, h.who("navy1"), v.id)), "not_found", "the Office's own business");
        assert_eq!(h.see(order.id).status, OrderStatus::InEffect, "the order goes on");
    });
}

fn incident(citizen_of: &str) -> Incident {
    Incident {
        on: day("2026-03-10"),
        name: "Chris Lane".into(),
        address: "1 Harbour Road".into(),
        citizen_of: citizen_of.into(),
        located_in: "US".into(),
        what: "The drawings".into(),
        export_authorization: "none".into(),
        foreign_application: "none".into(),
    }
}

#[test]
fn r3_10_no_incident_makes_a_notice_and_telling_a_foreign_disclosee_is_refused() {
    everywhere("r3_10", |h| {
        let order = h.navy_order(1);
        let before = h.see(order.id).notices.len();
        let report = |who: &str, i: &Incident| violations::report(&h.cx, &by(h.who(who)), order.id, i);
        let own = report("exam1", &incident("US")).expect("reported");
        let foreign = report("officer1", &incident("GB")).expect("reported");
        let lacking = Incident { address: String::new(), ..incident("GB") };
        assert_eq!(refused(report("officer1", &lacking)), "incident.incomplete");
        let tell = |id| {
            let ask = violations::ToldInput { on: day("2026-03-10"), how: "by telephone".into() };
            violations::record_disclosee_notified(&h.cx, &by(h.who("officer1")), id, &ask)
        };
        assert_eq!(refused(tell(foreign.id)), "incident.never_tell");
        tell(own.id).expect("told");
        let seen = |id| violations::get_incident(&h.cx, h.who("officer1"), id).expect("seen");
        assert_eq!((seen(foreign.id).disclosee, seen(foreign.id).told), (Disclosee::Foreign, None));
        assert!(seen(own.id).told.is_some());
        h.pass_until("2026-04-10");
        assert_eq!(h.see(order.id).notices.len(), before, "nobody is written to");
    });
}

#[test]
fn e33_r7_4_a_claim_for_compensation_is_refused_with_the_sponsor_and_is_on_record() {
    everywhere("e33", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let ask = compensation::ClaimInput { claimant: "Ada Marlowe".into() };
        let done = compensation::claim(&h.cx, &by(h.who("officer1")), order.id, &ask);
        let Err(Error::Refused(r)) = done else { panic!("{done:?}") };
        assert_eq!((r.code.code, r.code.rule), ("compensation.not_here", Some("R7.4, E33")));
        assert!(r.detail.contains("DOE, NAVY"), "{}", r.detail);
        let docket = docket::of_order(&h.cx, h.who("officer1"), order.id).expect("listed");
        let came: Vec<&Value> =
            docket.iter().filter(|e| e.kind == "compensation.returned").map(|e| &e.facts["claimant"]).collect();
        assert_eq!(came, ["Ada Marlowe"]);
        let seen = compensation::of_order(&h.cx, h.who("navy1"), order.id).expect("seen");
        assert_eq!(seen.window.state, WindowState::NotOpen);
        assert_eq!(seen.window.ask.len(), 2);
    });
}
