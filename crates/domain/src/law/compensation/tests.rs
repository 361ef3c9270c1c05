//! Compensation, rule by rule.

use super::*;
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, code, order};
use crate::law::record::Act as Record;
use crate::order::Sponsor;
use jiff::civil::date;

#[test]
fn r7_4_the_window_opens_with_the_d_10_and_closes_six_years_after_issue() {
    let d10 = date(2027, 1, 5);
    let issued = date(2030, 2, 28);
    let at = |on| window(Some(d10), Some(issued), vec![code("NAVY")], on);
    assert_eq!(at(date(2027, 1, 4)).state, WindowState::NotOpen);
    assert_eq!(at(d10).state, WindowState::Open);
    assert_eq!(at(date(2036, 2, 28)).state, WindowState::Open);
    assert_eq!(at(date(2036, 2, 29)).state, WindowState::Closed);
    let unissued = window(Some(d10), None, vec![code("NAVY")], date(2099, 1, 1));
    assert_eq!((unissued.state, unissued.closes), (WindowState::Open, None), "no patent, no end");
    assert_eq!(window(Some(d10), Some(issued), vec![], d10).state, WindowState::NotOpen, "no order ever");
}

#[test]
fn r7_4_every_sponsor_there_ever_was_is_kept_and_asked() {
    let mut c = case();
    c.orders.push(order(Some(OrderType::III), &["NAVY", "DOE"], FILED));
    c.orders[0].sponsors[1].until = Some(date(2027, 3, 10));
    let mut second = order(Some(OrderType::III), &["ARMY"], date(2028, 1, 1));
    second.sponsors.push(Sponsor { agency: code("NAVY"), since: date(2028, 1, 1), until: None });
    c.orders.push(second);
    c.enter(FILED, Record::Disposed { how: Disposal::Patented, on: date(2031, 5, 6) }, None);
    let today = date(2032, 1, 1);
    let w = window_of_case(&c, today);
    assert_eq!(w.ask, [code("ARMY"), code("DOE"), code("NAVY")]);
    assert_eq!((w.opens, w.closes), (Some(date(2031, 5, 6)), Some(date(2037, 5, 6))));
    let clock = &clocks(&c, today)[0];
    assert_eq!(clock.due_on, date(2037, 5, 6));
    assert!(clock.if_nobody_acts.contains("ARMY, DOE, NAVY"));
    assert!(clocks(&c, date(2037, 5, 7)).is_empty());
}

#[test]
fn e33_a_claim_sent_to_the_office_is_sent_back_with_the_sponsor_named() {
    let mut c = case();
    c.orders.push(order(Some(OrderType::III), &["NAVY"], FILED));
    let (act, refusal) = send_back(&c, "Ada Marlowe".into());
    assert_eq!(refusal.code.code, "compensation.not_here");
    assert!(refusal.detail.contains("NAVY"));
    assert_eq!(act, Act::Returned { claimant: "Ada Marlowe".into(), ask: vec![code("NAVY")] });
}

#[test]
fn r7_5_awards_for_atomic_energy_have_six_years() {
    assert_eq!(atomic_energy_limit(date(2024, 2, 29)), date(2030, 2, 28));
}
