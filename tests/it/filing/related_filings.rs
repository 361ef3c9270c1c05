//! Related filings, international applications, and what was filed abroad.

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::base::ids::OrderId;
use domain::base::order_type::OrderType;
use domain::law::international;
use serde_json::json;
use subrosa::workflow::filing::international as pct;
use subrosa::workflow::filing::record::{self, AbroadInput};
use subrosa::workflow::filing::relate::{self, CompareInput};
use subrosa::workflow::order::{advise, orders};

fn held(h: &TestOffice, order: OrderId) -> usize {
    h.see(order).holds.len()
}

#[test]
fn e11_e12_r3_4_what_discloses_a_significant_part_falls_under_the_order_and_ordinary_intake_closes() {
    everywhere("related filings", |h| {
        let order = h.navy_order(1);
        let pot = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let other = h.filing(2, pot.clone());
        assert_eq!(h.status(other), "clear");
        let compare = |significant_part, same_applicant| {
            let ask = CompareInput { order: order.id, significant_part, same_applicant, reason: "claim 1".into() };
            relate::record_comparison(&h.cx, &by(h.who("exam1")), other, &ask)
        };
        compare(true, false).expect("found");
        assert_eq!(h.status(other), "under_order");
        let covering = relate::covering_orders(&h.cx, h.who("officer1"), other).expect("covering");
        assert_eq!(covering[0].order_id, order.id);
        assert!(covering[0].handling.iter().any(|h| h.text.contains("serve nothing")));
        assert!(
            orders::list(&h.cx, h.who("officer1"), &orders::OrderQuery { limit: 9, ..Default::default() })
                .expect("orders")
                .iter()
                .all(|o| o.filing_id != other && o.notices.iter().all(|n| n.order_id == Some(order.id)))
        );
        // A continuation of the covered filing is refused by ordinary intake, and the refusal does not mention the order.
        let mut form = crate::frame::harness::flagged_filing(3);
        form["related"] = json!([{"relation": "continuation", "application_number": crate::frame::harness::flagged_filing(2)["application_number"]}]);
        let filing = serde_json::from_value(form).expect("a filing");
        let came = subrosa::workflow::filing::intake::receive(&h.cx, &by(h.who("intake1")), &filing);
        assert_eq!(refused(came), "filing.ordinary_intake_closed");
        compare(false, false).expect("on a second look");
        assert_eq!(h.status(other), "clear");
        compare(true, true).expect("found");
        h.ask_rescission("dod1", order.id, None).expect("asked");
        h.rescind(order.id).expect("rescinded");
        assert!(relate::covering_orders(&h.cx, h.who("officer1"), other).expect("covering").is_empty());
    });
}

#[test]
fn e18_e19_an_international_application_is_not_transmitted_under_an_order() {
    everywhere("PCT", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::III))], json!({"kind": "pct"}));
        let take = |step| {
            let ask = pct::StepInput { step, on: None, note: None };
            pct::step(&h.cx, &by(h.who("exam1")), order.filing_id, &ask)
        };
        assert_eq!(refused(take(international::Step::Transmitted)), "international.transmittal_held");
        let entry = take(international::Step::Notified).expect("told");
        assert_eq!(entry.order_id, Some(order.id));
        take(international::Step::NationalStage).expect("entered in time");
        assert_eq!(refused(take(international::Step::NationalStage)), "international.step");
    });
}

#[test]
fn e15_e16_what_was_filed_abroad_is_reported_with_country_and_date() {
    everywhere("filed abroad", |h| {
        let order = h.navy_order(1);
        let report = |on: &str| {
            let ask = AbroadInput { country: "DE".into(), on: day(on), number: Some("10 2026 1".into()) };
            record::report_filed_abroad(&h.cx, &by(h.who("officer1")), order.filing_id, &ask)
        };
        assert_eq!(refused(report("2026-03-11")), "request.invalid", "not yet");
        report("2026-03-01").expect("reported");
        let effects = advise::effects(&h.cx, h.who("officer1"), order.id).expect("effects");
        let line = effects.iter().find(|e| e.effect == "filed_abroad").expect("a line");
        assert!(line.text.contains("DE on 2026-03-01"));
        assert_eq!(held(h, order.id), 4);
    });
}
