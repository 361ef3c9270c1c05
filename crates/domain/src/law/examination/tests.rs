//! The law of examination under an order, case by case.

use super::*;
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, code, order, referral};
use crate::order::End;
use crate::review::referral::ReferralStatus;
use jiff::civil::date;

const MAY: Date = date(2026, 5, 4);

fn under_order() -> CaseFile {
    let mut c = case();
    c.orders.push(order(Some(OrderType::III), &["NAVY"], FILED));
    c
}

fn rescind(c: &mut CaseFile, on: Date) {
    c.orders[0].ended = Some((End::Rescinded, on));
}

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

fn take(c: &CaseFile, what: Step, on: Date) -> Result<Act, Refusal> {
    step(c, &c.orders[0], what, on, None, on)
}

#[test]
fn r8_2_prosecution_goes_on_under_an_order() {
    let c = under_order();
    for what in [Step::Action, Step::FinalRejection, Step::Reply, Step::Appeal] {
        assert!(take(&c, what, MAY).is_ok(), "{what:?}");
    }
    assert!(step(&c, &c.orders[0], Step::Action, date(2026, 1, 1), None, MAY).is_err(), "before it was filed");
}

#[test]
fn r3_9_e36_a_sealed_case_stands_still_until_it_is_opened() {
    let mut c = under_order();
    assert_eq!(code_of(seal(&c, &c.orders[0], code("ARMY"), "r".into(), MAY)), "order.not_a_sponsor");
    let act = seal(&c, &c.orders[0], code("NAVY"), "means of collection".into(), MAY).expect("sealed");
    c.enter(MAY, act, None);
    assert_eq!(sealed_since(&c, &c.orders[0], MAY), Some(MAY));
    assert_eq!(code_of(take(&c, Step::Action, MAY)), "examination.sealed");
    assert_eq!(code_of(take(&c, Step::Allowable, date(2026, 6, 1))), "examination.sealed", "no D-10");
    assert_eq!(code_of(seal(&c, &c.orders[0], code("NAVY"), "again".into(), MAY)), "examination.sealing");
    let act = unseal(&c, &c.orders[0], "no longer".into(), date(2026, 8, 4)).expect("opened");
    c.enter(date(2026, 8, 4), act, None);
    assert!(take(&c, Step::Action, date(2026, 8, 5)).is_ok());
    let delays = adjustment(&c, date(2026, 9, 1));
    assert_eq!((delays[0].kind, delays[0].days), (DelayKind::Sealed, 92), "dates for the term adjustment");
}

#[test]
fn r8_3_an_appeal_is_completed_but_not_heard() {
    let mut c = under_order();
    assert_eq!(code_of(take(&c, Step::ExaminersAnswer, MAY)), "examination.step");
    let act = take(&c, Step::Appeal, MAY).expect("an appeal");
    c.enter(MAY, act, None);
    assert!(take(&c, Step::ExaminersAnswer, MAY).is_ok());
    assert_eq!(code_of(institute(&c.orders[0], true, MAY)), "examination.no_hearing");
    assert!(institute(&c.orders[0], true, date(2027, 3, 11)).is_ok(), "the order is over");
}

#[test]
fn r8_4_r8_5_after_form_d10_nothing_moves_and_amendments_wait() {
    let mut c = under_order();
    let early = hold_amendment(&c, &c.orders[0], MAY, "new claim 9".into(), MAY);
    assert_eq!(code_of(early), "examination.step");
    let d10 = take(&c, Step::Allowable, MAY).expect("allowable");
    c.enter(MAY, d10, None);
    assert_eq!(allowable_on(&c), Some(MAY));
    assert_eq!(code_of(take(&c, Step::Reply, MAY)), "examination.held");
    assert_eq!(code_of(take(&c, Step::Allowable, MAY)), "examination.step");
    let act = hold_amendment(&c, &c.orders[0], MAY, "new claim 9".into(), MAY).expect("held");
    let held = c.enter(MAY, act, None);
    assert_eq!(code_of(decide_amendment(&c, held, true, "r".into(), MAY)), "examination.held");
    rescind(&mut c, date(2026, 7, 1));
    let act = decide_amendment(&c, held, true, "free from objection".into(), date(2026, 7, 2)).expect("entered");
    c.enter(date(2026, 7, 2), act, Some(held));
    assert_eq!(code_of(decide_amendment(&c, held, false, "r".into(), date(2026, 7, 3))), "examination.step");
}

#[test]
fn r8_6_r3_7_an_interference_is_suggested_and_never_instituted() {
    let c = under_order();
    assert!(take(&c, Step::InterferenceSuggested, MAY).is_ok());
    assert_eq!(code_of(institute(&c.orders[0], false, MAY)), "examination.no_interference");
}

#[test]
fn r8_8_r1_6_e09_the_notice_of_allowance_waits_for_rescission_and_declassification() {
    let mut c = under_order();
    assert_eq!(code_of(allow(&c, MAY, MAY)), "examination.held");
    rescind(&mut c, date(2026, 4, 1));
    assert!(allow(&c, MAY, MAY).is_ok());
    c.marking = crate::base::marking::Marking::of(crate::base::marking::Level::Secret);
    assert_eq!(code_of(allow(&c, MAY, MAY)), "examination.held", "classified still");
    c.marking = crate::base::marking::Marking::default();
    c.orders[0].classified = true;
    assert_eq!(code_of(allow(&c, MAY, MAY)), "examination.held", "the holds outlive the order");
    c.orders[0].classified = false;
    c.referrals.push(referral("NAVY", ReferralStatus::Open));
    assert_eq!(code_of(allow(&c, MAY, MAY)), "examination.held");
}

#[test]
fn r8_9_every_delay_is_kept_with_its_dates() {
    let mut c = under_order();
    for (what, day) in [(Step::Appeal, date(2026, 4, 1)), (Step::ExaminersAnswer, date(2026, 4, 11))] {
        let act = take(&c, what, day).expect("a step");
        c.enter(day, act, None);
    }
    let d10 = take(&c, Step::Allowable, date(2026, 5, 1)).expect("allowable");
    c.enter(date(2026, 5, 1), d10, None);
    let running = adjustment(&c, date(2026, 5, 11));
    let shown: Vec<_> = running.iter().map(|d| (d.kind, d.until, d.days)).collect();
    assert_eq!(shown, [(DelayKind::ExaminersAnswer, None, 30), (DelayKind::Allowable, None, 10)]);
    rescind(&mut c, date(2026, 6, 1));
    let act = allow(&c, date(2026, 6, 10), date(2026, 6, 10)).expect("allowed");
    c.enter(date(2026, 6, 10), act, None);
    let over = adjustment(&c, date(2028, 1, 1));
    let shown: Vec<_> = over.iter().map(|d| (d.until, d.days)).collect();
    assert_eq!(shown, [(Some(date(2026, 6, 1)), 51), (Some(date(2026, 6, 10)), 40)]);
}

#[test]
fn r8_7_a_reply_has_six_months_and_three_years_where_the_government_certifies() {
    let mut c = under_order();
    assert_eq!(reply_by(&c, &c.orders[0]), None);
    let action = take(&c, Step::Action, MAY).expect("an action");
    c.enter(MAY, action, None);
    assert_eq!(reply_by(&c, &c.orders[0]), Some((MAY, date(2026, 11, 4))));
    let to = |c: &CaseFile, until| extend(c, &c.orders[0], until, "certified by the Navy".into(), MAY);
    assert_eq!(code_of(to(&c, date(2027, 5, 4))), "examination.extension", "a private case");
    c.branch = Branch::Government;
    assert_eq!(code_of(to(&c, date(2029, 5, 5))), "examination.extension", "more than three years");
    assert_eq!(code_of(to(&c, date(2026, 11, 4))), "examination.extension", "no longer than it is");
    let act = to(&c, date(2029, 5, 4)).expect("extended");
    c.enter(MAY, act, None);
    assert_eq!(reply_by(&c, &c.orders[0]), Some((MAY, date(2029, 5, 4))));
    let reply = take(&c, Step::Reply, date(2026, 6, 1)).expect("a reply");
    c.enter(date(2026, 6, 1), reply, None);
    assert_eq!(code_of(to(&c, date(2027, 5, 4))), "examination.extension", "nothing awaits a reply");
}
