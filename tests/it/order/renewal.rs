//! The years of an order: determinations, renewal, lapse, reminders. Section 4 and E1 to E9.

use crate::frame::office::{day, everywhere, refused};
use domain::base::order_type::OrderType;
use domain::notice::NoticeKind;
use domain::order::{Need, OrderStatus};
use domain::review::referral::ReferralStatus;
use serde_json::json;
use subrosa::workflow::clock::tick;
use subrosa::workflow::filing::filings;
use subrosa::workflow::order::orders;
use subrosa::workflow::order::settle;
use subrosa::workflow::review::referrals;

const III: Option<OrderType> = Some(OrderType::III);

#[test]
fn r4_6_lapse_is_automatic_through_the_store() {
    everywhere("r4_6", |h| {
        let order = h.navy_order(1);
        let done = h.pass_until("2027-03-10");
        assert!(done.lapsed.is_empty() && done.renewed.is_empty());
        assert_eq!(h.see(order.id).status, OrderStatus::InEffect, "on its last day");
        // The order lapses by law at midnight, whether or not the clock job has run.
        h.sleep_until("2027-03-11");
        let over = h.see(order.id);
        assert_eq!((over.status, over.ended_on), (OrderStatus::Lapsed, Some(day("2027-03-11"))));
        assert!(over.holds.is_empty());
        assert_eq!(tick::tick(&h.cx, h.cx.now()).expect("runs").lapsed, [order.number]);
        let over = h.see(order.id);
        assert_eq!((over.status, over.ended_on), (OrderStatus::Lapsed, Some(day("2027-03-11"))));
        assert_eq!(over.notices.iter().filter(|n| n.kind == NoticeKind::OrderLapsed).count(), 3);
        assert_eq!(h.status(order.filing_id), "released");
        let referral = referrals::get(&h.cx, h.who("exam1"), h.referral(order.filing_id, "NAVY")).expect("seen");
        assert_eq!(referral.status, ReferralStatus::Closed);
        assert_eq!(refused(filings::text(&h.cx, h.who("dod1"), order.filing_id)), "not_found");
    });
}

#[test]
fn r4_6_a_lapse_recorded_late_is_as_of_its_day() {
    everywhere("late lapse", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2029-01-05");
        assert_eq!(tick::tick(&h.cx, h.cx.now()).expect("runs").lapsed.len(), 1);
        assert_eq!(h.see(order.id).ended_on, Some(day("2027-03-11")));
    });
}

#[test]
fn r4_2_r4_4_the_clock_renews_on_a_determination_and_notifies_the_principals() {
    everywhere("r4_2", |h| {
        let order = h.navy_order(1);
        h.pass_until("2027-02-20");
        assert_eq!(refused(h.renew(order.id)), "order.no_determination");
        h.require_another_term("dod1", order.id).expect("determined");
        let done = h.pass_until("2027-03-12");
        assert_eq!(done.renewed, std::slice::from_ref(&order.number));
        let seen = h.see(order.id);
        let terms: Vec<_> = seen.terms.iter().map(|t| (t.from, t.until)).collect();
        assert_eq!(
            terms,
            [(day("2026-03-10"), day("2027-03-10")), (day("2027-03-11"), day("2028-03-10"))],
            "once, and no drift"
        );
        assert_eq!(seen.terms[1].determinations[0].agency.as_str(), "NAVY", "counted by component");
        assert_eq!(seen.terms[1].determinations[0].signer, "dod1");
        assert_eq!(seen.notices.iter().filter(|n| n.kind == NoticeKind::OrderRenewed && n.term == 2).count(), 3);
        let done = h.pass_until("2028-03-13");
        assert_eq!(done.lapsed, [order.number]);
        assert_eq!(refused(h.renew(order.id)), "order.renewal_after_expiry");
    });
}

#[test]
fn r4_1_an_officer_renews_by_hand_once_a_term() {
    everywhere("r4_1", |h| {
        let order = h.navy_order(1);
        h.pass_until("2027-01-04");
        h.require_another_term("dod1", order.id).expect("determined");
        // The clock job has not run since, so the officer renews first.
        let seen = h.renew(order.id).expect("renewed");
        assert_eq!(seen.terms.len(), 2);
        assert_eq!(refused(h.renew(order.id)), "order.renewed_already");
        assert!(h.pass_until("2027-06-01").renewed.is_empty());
        assert_eq!(h.see(order.id).terms.len(), 2);
    });
}

#[test]
fn e01_an_order_of_leap_day_ends_on_28_february_also_after_the_next_leap_year() {
    everywhere("e01", |h| {
        h.pass_until("2028-02-29");
        let order = h.navy_order(1);
        assert_eq!(order.expires_on, day("2029-02-28"));
        for (on, until) in [("2029-01-15", "2030-02-28"), ("2030-01-15", "2031-02-28"), ("2031-01-15", "2032-02-28")] {
            h.sleep_until(on);
            h.require_another_term("dod1", order.id).expect("determined");
            assert_eq!(h.renew(order.id).expect("renewed").expires_on, day(until));
        }
        h.sleep_until("2032-02-29");
        assert_eq!(h.see(order.id).status, OrderStatus::Lapsed, "29 February 2032 is a day too late");
    });
}

#[test]
fn e02_renewal_waits_for_silent_sponsors_until_the_last_business_day_and_no_longer() {
    everywhere("e02", |h| {
        // A year from Saturday 4 July 2026 is Sunday 4 July 2027: the working deadline is Friday the 2nd.
        h.sleep_until("2026-07-04");
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        assert_eq!((order.expires_on, order.renewal_deadline), (day("2027-07-04"), day("2027-07-02")));
        h.pass_until("2027-06-01");
        h.require_another_term("navy2", order.id).expect("determined");
        assert!(h.pass_until("2027-07-01").renewed.is_empty());
        assert_eq!(h.pass_until("2027-07-02").renewed.len(), 1);
        let doe = |o: &orders::OrderView| o.sponsors.iter().find(|s| s.agency.as_str() == "DOE").expect("DOE").until;
        assert_eq!(doe(&h.see(order.id)), Some(day("2027-07-04")), "silent, so it leaves with the old term");
        // The silent sponsor may still determine until the old term is over, and then it stays a sponsor.
        assert_eq!(doe(&h.require_another_term("doe1", order.id).expect("determined")), None);
        assert_eq!(h.pass_until("2027-07-10").left, 0);
        assert_eq!(h.see(order.id).terms[1].determinations.len(), 2);
    });
}

#[test]
fn e03_a_determination_the_day_after_comes_too_late_and_a_new_order_needs_a_fresh_finding() {
    everywhere("e03", |h| {
        let order = h.navy_order(1);
        let filing = order.filing_id;
        h.pass_until("2027-03-10");
        h.sleep_until("2027-03-11");
        assert_eq!(refused(h.require_another_term("dod1", order.id)), "order.renewal_after_expiry");
        assert_eq!(refused(h.renew(order.id)), "order.renewal_after_expiry");
        // The clock job has not recorded the lapse yet. Issuing records it first and finds no fresh recommendation.
        assert_eq!(refused(h.issue(filing)), "order.no_recommendation");
        h.pass_until("2027-03-12");
        h.refer(filing, &["NAVY"]).expect("referred again");
        assert_eq!(h.status(filing), "under_review");
        let second = h.order_on(filing, &[("NAVY", "dod1", III)]);
        assert_eq!((second.number.as_str(), second.issued_on), ("SO-2027-000002", day("2027-03-12")));
        assert_eq!(h.see(order.id).status, OrderStatus::Lapsed, "the gap stays on record");
    });
}

#[test]
fn e03_a_fresh_finding_made_before_the_clock_came_round_still_brings_a_new_order() {
    everywhere("e03 fresh", |h| {
        let filing = h.filing(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let first = h.order_on(filing, &[("NAVY", "navy2", III)]);
        h.pass_until("2027-03-10");
        h.sleep_until("2027-03-11");
        let army = h.referral(filing, "ARMY");
        h.sign("army2", army).expect("signed");
        h.recommend("army2", army, domain::review::referral::Finding::WouldBeDetrimental, III).expect("recommended");
        assert_eq!(h.status(filing), "order_pending", "it joins no order that is over");
        let second = h.issue(filing).expect("issued");
        assert_eq!(second.sponsors.len(), 1);
        let old = h.see(first.id);
        assert_eq!((old.status, old.ended_on), (OrderStatus::Lapsed, Some(day("2027-03-11"))));
        assert!(h.acts(&format!("order:{}", first.id)).contains(&"order.lapse done".to_owned()));
    });
}

#[test]
fn e04_an_early_determination_counts_and_moves_no_date() {
    everywhere("e04", |h| {
        let order = h.navy_order(1);
        h.pass_until("2026-11-09");
        assert_eq!(refused(h.require_another_term("dod1", order.id)), "order.determination_too_early");
        h.pass_until("2026-11-10");
        h.require_another_term("dod1", order.id).expect("120 days before the end");
        assert_eq!(refused(h.require_another_term("dod1", order.id)), "order.determination_exists");
        h.pass_until("2026-11-11");
        let seen = h.see(order.id);
        assert_eq!((seen.terms[1].from, seen.terms[1].until), (day("2027-03-11"), day("2028-03-10")));
        // The next determination is asked for in the next year, not now.
        assert_eq!(refused(h.require_another_term("dod1", order.id)), "order.determination_exists");
    });
}

#[test]
fn e05_r4_3_a_department_signs_one_line_for_each_sponsor_of_each_order() {
    everywhere("e05", |h| {
        let two = [("NAVY", "navy2", III), ("ARMY", "army2", III)];
        let order = h.order(1, &two, json!({}));
        let other = h.order(2, &two, json!({}));
        h.pass_until("2027-02-01");
        assert_eq!(refused(h.determine("doe1", order.id, Need::NotRequired, None)), "not_found");
        assert_eq!(refused(h.determine("dod1", order.id, Need::NotRequired, Some("DOE"))), "order.not_a_sponsor");
        assert_eq!(refused(h.determine("dod1", order.id, Need::NotRequired, Some("USAF"))), "order.not_a_sponsor");
        h.determine("navy2", order.id, Need::NotRequired, None).expect("for its own");
        let seen = h.require_another_term("dod1", order.id).expect("for the rest of the department");
        let lines: Vec<_> = seen.coming_determinations.iter().map(|d| (d.agency.as_str(), d.determination)).collect();
        assert_eq!(lines, [("NAVY", Need::NotRequired), ("ARMY", Need::NationalInterestRequires)]);
        assert_eq!(refused(h.require_another_term("dod1", order.id)), "order.determination_exists");
        let both = h.require_another_term("dod1", other.id).expect("for both");
        assert_eq!(both.coming_determinations.len(), 2);
    });
}

#[test]
fn e08_a_sponsor_that_does_not_renew_leaves_with_the_term_and_loses_its_access() {
    everywhere("e08", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        h.pass_until("2027-02-01");
        h.require_another_term("navy2", order.id).expect("determined");
        h.determine("doe1", order.id, Need::NotRequired, None).expect("determined");
        assert_eq!(h.pass_until("2027-02-02").renewed.len(), 1, "all have answered");
        assert!(filings::text(&h.cx, h.who("doe1"), order.filing_id).is_ok(), "a sponsor until the term is over");
        assert_eq!(refused(h.ask_rescission("army2", order.id, None)), "not_found");
        let done = h.pass_until("2027-03-11");
        assert_eq!(done.left, 1);
        assert_eq!(refused(filings::text(&h.cx, h.who("doe1"), order.filing_id)), "not_found");
        assert!(filings::text(&h.cx, h.who("navy2"), order.filing_id).is_ok());
        assert_eq!(refused(h.ask_rescission("doe1", order.id, None)), "not_found", "nor does it see the order");
        h.ask_rescission("navy2", order.id, None).expect("asked");
        assert!(h.rescind(order.id).is_ok(), "the one sponsor left suffices");
    });
}

#[test]
fn r4_7_a_lapse_over_classified_matter_keeps_the_holds_raises_an_alarm_and_bars_no_new_order() {
    everywhere("r4_7", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({"marking": "S"}));
        let filing = order.filing_id;
        h.pass_until("2027-03-12");
        let over = h.see(order.id);
        assert_eq!((over.status, over.holds.len()), (OrderStatus::Lapsed, 4));
        assert_eq!(h.status(filing), "under_order");
        let acts = h.acts(&format!("order:{}", order.id));
        assert!(acts.contains(&"order.lapse_classified done".to_owned()), "{acts:?}");
        assert!(filings::text(&h.cx, h.who("dod1"), filing).is_ok(), "the agency keeps its access");
        h.refer(filing, &["NAVY"]).expect("a fresh referral");
        assert_eq!(h.order_on(filing, &[("NAVY", "dod1", Some(OrderType::II))]).status, OrderStatus::InEffect);
    });
}

#[test]
fn r4_2_a_clock_that_stood_still_renews_on_what_came_in_time() {
    everywhere("late clock", |h| {
        let order = h.navy_order(1);
        h.pass_until("2027-03-01");
        h.require_another_term("dod1", order.id).expect("determined");
        h.sleep_until("2027-03-20");
        assert_eq!(h.see(order.id).status, OrderStatus::Lapsed, "as things stand");
        let done = tick::tick(&h.cx, h.cx.now()).expect("runs");
        assert_eq!((done.renewed.len(), done.lapsed.len()), (1, 0));
        let seen = h.see(order.id);
        assert_eq!((seen.status, seen.terms[1].from), (OrderStatus::InEffect, day("2027-03-11")));
        // The clock job did not run for years: the order is renewed for the one term that was determined, and lapses at
        // its end.
        let again = h.navy_order(2);
        h.sleep_until("2028-03-01");
        h.require_another_term("dod1", again.id).expect("determined");
        h.sleep_until("2031-01-01");
        let done = tick::tick(&h.cx, h.cx.now()).expect("runs");
        assert_eq!((done.renewed.len(), done.lapsed.len()), (1, 2));
        let seen = h.see(again.id);
        assert_eq!((seen.terms.len(), seen.ended_on), (2, Some(day("2029-03-21"))));
    });
}

#[test]
fn r4_5_each_reminder_is_given_once_to_those_who_have_not_answered() {
    everywhere("r4_5", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        assert_eq!(h.pass_until("2026-11-09").reminded, 0);
        assert_eq!(h.pass_until("2026-11-10").reminded, 2, "120 days");
        assert_eq!(tick::tick(&h.cx, h.cx.now()).expect("runs").reminded, 0, "once");
        h.require_another_term("doe1", order.id).expect("determined");
        assert_eq!(h.pass_until("2027-03-09").reminded, 5, "90, 60, 30, 14 and 7 days, one sponsor");
        let acts = h.acts(&format!("order:{}", order.id));
        assert_eq!(acts.iter().filter(|a| *a == "order.remind done").count(), 6);
    });
}

#[test]
fn the_clock_job_run_twice_or_from_any_state_does_nothing_twice() {
    everywhere("idempotent clock", |h| {
        let kept = h.navy_order(1);
        let lost = h.navy_order(2);
        h.pass_until("2027-02-01");
        h.require_another_term("dod1", kept.id).expect("determined");
        h.pass_until("2027-03-11");
        let before = (h.see(kept.id), h.see(lost.id));
        for _ in 0..3 {
            assert_eq!(tick::tick(&h.cx, h.cx.now()).expect("runs"), settle::TickSummary::default());
        }
        assert_eq!((h.see(kept.id), h.see(lost.id)), before);
    });
}
