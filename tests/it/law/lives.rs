//! What bars a filing over whole lives of orders: several on one filing, orders that change their type, regimes that
//! end, orders that cover filings of orders. Each state is asked of everybody who answers the question.

use crate::frame::office::{TestOffice, day, everywhere, refused};
use crate::law::holds::{compare, grant, held, license_of, mark, modify, navy_order, pot, publish, sql, state};
use crate::order::regimes::{begun, over};
use domain::base::ids::{FilingId, OrderId};
use domain::base::order_type::OrderType;
use domain::case::holds::{Bar, Reason};
use domain::law::license::Need;
use domain::law::petition::Question;
use domain::order::OrderStatus;
use domain::order::regime::RegimeKind;
use serde_json::json;
use std::collections::BTreeSet;
use subrosa::workflow::filing::relate;
use subrosa::workflow::petition::permits;

fn reasons(h: &TestOffice, filing: FilingId) -> BTreeSet<Reason> {
    held(h, filing).into_iter().map(|(_, reason, _)| reason).collect()
}

/// Whether somebody may be told of the matter, as asked about an order.
fn told(h: &TestOffice, order: OrderId) -> bool {
    let ask = Question { person: Some("Bob Stone".into()), ..Question::default() };
    permits::may_be_told(&h.cx, h.who("officer1"), order, &ask, None).expect("answered").answer.allowed()
}

/// Everybody says that orders hold a filing, for these reasons.
fn is_held(h: &TestOffice, filing: FilingId, because: &[Reason]) {
    assert_eq!(reasons(h, filing), because.iter().copied().collect());
    assert_eq!(h.status(filing), "under_order", "{because:?}");
    assert_eq!(refused(publish(h, filing)), "filing.held", "{because:?}");
    assert_eq!(refused(grant(h, filing)), "license.under_order", "{because:?}");
    assert_eq!(license_of(h, filing).0, Need::UnderOrder, "{because:?}");
}

/// Everybody says that nothing holds it.
fn is_free(h: &TestOffice, filing: FilingId, status: &str) {
    assert_eq!((held(h, filing), h.status(filing)), (vec![], status));
    assert_ne!(license_of(h, filing).0, Need::UnderOrder);
    publish(h, filing).expect("free");
}

fn rescind(h: &TestOffice, order: OrderId) {
    h.ask_rescission("navy2", order, None).expect("asked");
    assert_eq!(h.rescind(order).expect("rescinded").status, OrderStatus::Rescinded);
}

#[test]
fn r4_7_r5_8_an_order_that_goes_back_to_type_iii_keeps_its_classified_matter() {
    everywhere("back to Type III", |h| {
        let order = navy_order(h, 1);
        let filing = order.filing_id;
        modify(h, order.id, OrderType::II).expect("modified");
        modify(h, order.id, OrderType::III).expect("modified");
        assert!(h.see(order.id).classified, "a type that goes declassifies nothing");
        is_held(h, filing, &[Reason::Order]);
        h.pass_until("2027-03-12");
        is_held(h, filing, &[Reason::ClassifiedMatter]);
        assert!(!told(h, order.id));
        state(h, order.id).expect("declassified");
        assert!(told(h, order.id));
        is_free(h, filing, "released");
    });
}

#[test]
fn r4_7_r1_6_a_marking_that_comes_and_goes_under_an_order_leaves_what_it_was() {
    everywhere("raised, declassified, lowered, raised", |h| {
        let order = navy_order(h, 1);
        let filing = order.filing_id;
        mark(h, filing, "S").expect("marked");
        assert_eq!(refused(mark(h, filing, "U")), "filing.marking_lowered");
        assert!(!state(h, order.id).expect("declassified").classified);
        mark(h, filing, "U").expect("its sponsor has declassified it");
        mark(h, filing, "TS").expect("marked anew");
        assert!(h.see(order.id).classified, "the statement is older");
        is_held(h, filing, &[Reason::Order, Reason::Marking]);
        h.sleep_until("2026-03-11");
        rescind(h, order.id);
        is_held(h, filing, &[Reason::ClassifiedMatter, Reason::Marking]);
        state(h, order.id).expect("declassified again");
        assert_eq!((reasons(h, filing).len(), h.status(filing)), (1, "needs_human"), "the papers still bear it");
        assert!(!told(h, order.id), "an order that is over frees nobody of the marking");
        h.sleep_until("2026-03-12");
        mark(h, filing, "U").expect("lowered");
        is_free(h, filing, "released");
    });
}

#[test]
fn e3_r4_7_a_second_order_does_not_speak_for_the_matter_of_the_first() {
    everywhere("rescinded and ordered again", |h| {
        let first = h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({}));
        let filing = first.filing_id;
        rescind(h, first.id);
        is_held(h, filing, &[Reason::ClassifiedMatter]);
        h.sleep_until("2026-04-01");
        h.refer(filing, &["NAVY"]).expect("a fresh finding is asked for");
        let second = h.order_on(filing, &[("NAVY", "navy2", Some(OrderType::III))]);
        assert!(!second.classified);
        is_held(h, filing, &[Reason::Order, Reason::ClassifiedMatter]);
        // The first is declassified while the second binds: asked about the first, one is not free.
        state(h, first.id).expect("declassified");
        assert_eq!((h.see(first.id).holds.len(), h.see(second.id).holds.len()), (0, 4));
        assert!(!told(h, first.id), "the second order binds");
        is_held(h, filing, &[Reason::Order]);
        rescind(h, second.id);
        assert!(told(h, first.id) && told(h, second.id));
        is_free(h, filing, "released");
    });
}

#[test]
fn r3_4_e11_covering_goes_no_further_than_a_person_found() {
    everywhere("A covers B, B's order covers C", |h| {
        let a = h.order(1, &[("NAVY", "navy2", Some(OrderType::II))], json!({}));
        let b_filing = h.confirmed(2, json!({}));
        compare(h, b_filing, a.id, true).expect("found");
        h.refer(b_filing, &["NAVY"]).expect("referred");
        let b = h.order_on(b_filing, &[("NAVY", "navy2", Some(OrderType::III))]);
        let c_filing = h.filing(3, pot());
        compare(h, c_filing, b.id, true).expect("found");
        is_held(h, b_filing, &[Reason::Order, Reason::CoveringOrder]);
        is_held(h, c_filing, &[Reason::CoveringOrder]);
        // The order on B ends: C is free, for nobody found A in it; B stays under A.
        rescind(h, b.id);
        is_held(h, b_filing, &[Reason::CoveringOrder]);
        assert!(!told(h, b.id), "asked about its own order, which is over, B is still covered");
        is_free(h, c_filing, "clear");
        rescind(h, a.id);
        is_held(h, b_filing, &[Reason::CoveringClassifiedMatter]);
        state(h, a.id).expect("declassified");
        assert!(told(h, b.id));
        is_free(h, b_filing, "released");
    });
}

#[test]
fn r4_9_r4_7_what_was_classified_in_a_war_stays_so_when_its_time_is_over() {
    everywhere("classified in a war", |h| {
        let order = navy_order(h, 1);
        let (filing, covered) = (order.filing_id, h.filing(2, pot()));
        compare(h, covered, order.id, true).expect("found");
        let war = begun(h, RegimeKind::War, "2026-03-10");
        h.pass_until("2027-06-01");
        is_held(h, filing, &[Reason::Regime]);
        is_held(h, covered, &[Reason::CoveringOrder]);
        modify(h, order.id, OrderType::II).expect("an order kept by a war is in effect");
        over(h, war, "2027-06-01");
        assert_eq!(h.see(order.id).expires_on, day("2028-06-01"));
        h.pass_until("2028-06-02");
        assert_eq!(h.see(order.id).status, OrderStatus::Lapsed);
        is_held(h, filing, &[Reason::ClassifiedMatter]);
        is_held(h, covered, &[Reason::CoveringClassifiedMatter]);
        state(h, order.id).expect("declassified");
        assert_eq!(h.status(covered), "clear");
        is_free(h, filing, "released");
    });
}

/// An older program took two spellings of one number for two filings. What covers one of them covers the application.
#[test]
fn r3_4_what_covers_an_application_covers_every_filing_on_record_for_it() {
    everywhere("a covered application on record twice", |h| {
        let order = navy_order(h, 1);
        let (one, two) = (h.filing(2, pot()), h.filing(3, pot()));
        sql(
            &h.cx.store,
            &[format!(
                "INSERT INTO number_findings (filing_id, number_key, other_id) VALUES ('{two}', \
                 (SELECT number_key FROM filings WHERE id = '{one}'), '{one}')"
            )],
        );
        compare(h, two, order.id, true).expect("found");
        for filing in [one, two] {
            is_held(h, filing, &[Reason::CoveringOrder]);
        }
        assert_eq!(
            relate::covering_orders(&h.cx, h.who("officer1"), one).expect("covering").len(),
            0,
            "it was found on the other"
        );
        assert!(held(h, one).iter().any(|(bar, ..)| *bar == Bar::Publication));
        // Somebody finds otherwise on the first one: the finding about the second stands.
        compare(h, one, order.id, false).expect("found");
        is_held(h, one, &[Reason::CoveringOrder]);
        rescind(h, order.id);
        for filing in [one, two] {
            assert_eq!(h.status(filing), "clear");
        }
    });
}
