//! Examination of a filing under an order: sealing, Form D-10, amendments that are held, and who may examine.

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::actor::Role;
use domain::base::ids::OrderId;
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::law::examination::Step;
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::filing::examination as exam;
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::office::accounts;

fn reason() -> ReasonInput {
    ReasonInput { reason: "as found".into() }
}

fn step(h: &TestOffice, order: OrderId, step: Step) -> Result<docket::EntryView, Error> {
    exam::step(&h.cx, &by(h.who("exam1")), order, &exam::StepInput { step, on: None, note: None })
}

#[test]
fn r3_9_r8_2_r8_4_r8_5_examination_under_an_order_goes_to_form_d10_and_waits() {
    everywhere("examination", |h| {
        let order = h.navy_order(1);
        let seal = |agency: &str| {
            let ask = exam::SealInput { agency: agency.into(), reason: "means of collection".into() };
            exam::seal(&h.cx, &by(h.who("officer1")), order.id, &ask)
        };
        assert_eq!(refused(seal("ARMY")), "order.not_a_sponsor");
        seal("NAVY").expect("sealed");
        assert_eq!(refused(step(h, order.id, Step::Action)), "examination.sealed");
        h.sleep_until("2026-04-10");
        exam::unseal(&h.cx, &by(h.who("officer1")), order.id, &reason()).expect("opened");
        step(h, order.id, Step::Allowable).expect("Form D-10");
        assert_eq!(refused(step(h, order.id, Step::Allowable)), "examination.step");
        let ask = exam::HeldInput { on: None, note: "new claim 9".into() };
        let waits = exam::hold_amendment(&h.cx, &by(h.who("exam1")), order.id, &ask).expect("held");
        let decide = || {
            let ask = exam::AmendmentInput { entered: true, reason: "free from objection".into() };
            exam::decide_amendment(&h.cx, &by(h.who("exam1")), waits.id, &ask)
        };
        assert_eq!(refused(decide()), "examination.held");
        let allow = || exam::allow(&h.cx, &by(h.who("exam1")), order.filing_id, &exam::AllowInput::default());
        assert_eq!(refused(allow()), "examination.held");
        let asked = |what| exam::institute(&h.cx, &by(h.who("exam1")), order.id, what);
        assert_eq!(refused(asked(exam::Proceeding::Hearing)), "examination.no_hearing");
        assert_eq!(refused(asked(exam::Proceeding::Interference)), "examination.no_interference");
        // Sponsors read the D-10 and the sealing, and nothing of examination beside.
        let read = docket::of_order(&h.cx, h.who("dod1"), order.id).expect("read");
        let kinds: Vec<_> = read.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["examination.sealed", "examination.unsealed", "examination.step"]);
        assert!(docket::of_order(&h.cx, h.who("doe1"), order.id).is_err(), "no sponsor");
        h.sleep_until("2026-06-10");
        h.ask_rescission("dod1", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        decide().expect("entered");
        allow().expect("allowed");
        let seen = exam::of_order(&h.cx, h.who("exam1"), order.id).expect("seen");
        let days: Vec<_> = seen.delays.iter().map(|d| d.days).collect();
        assert_eq!(days, [31, 61], "R8.9: sealed, and from Form D-10 to the notice of allowance");
    });
}

#[test]
fn r8_1_an_examiner_without_clearance_finds_no_ordered_case() {
    everywhere("cleared examiners", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({"marking": "S"}));
        let new = accounts::NewAccount {
            supervisor: false,
            username: "exam9".into(),
            role: Role::Examiner,
            agency: None,
            clearance: domain::base::marking::Grant::of(Level::Cui),
            password: accounts::Password::own("not checked here"),
        };
        let system = domain::base::actor::Actor::command_line();
        let account = accounts::add(&h.cx, &by(&system), new).expect("added").account;
        let exam9 = domain::base::actor::Actor::of(&account, "session:exam9".into(), h.cx.today());
        let ask = exam::StepInput { step: Step::Action, on: None, note: None };
        assert_eq!(refused(exam::step(&h.cx, &by(&exam9), order.id, &ask)), "not_found");
        assert_eq!(refused(docket::of_filing(&h.cx, &exam9, order.filing_id).map(|_| ())), "not_found");
    });
}
