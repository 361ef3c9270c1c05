//! Tests the law of orders, rule by rule.
//!
//! Longer than 450 lines because all rules are tried on the same few orders and determinations, which this file makes.

use super::*;
use crate::base::agency::AgencyCode;
use crate::base::calendar::{next_day, year_later};
use crate::base::ids::{
    AccountId, DeterminationId, FilingId, OrderId, RecommendationId, ReferralId, RescissionRequestId,
};
use crate::base::marking::Level;
use crate::base::refusal::Refusal;
use crate::case::holds::of_order;
use crate::case::recorded::{Acts, Issued, as_recorded};
use crate::law::issue::{IssueRequest, issue};
use crate::order::regime::{NO_END, Period};
use crate::review::referral::Recommendation;
use crate::review::referral::{Branch, Finding};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use uuid::Uuid;

fn code(t: &str) -> AgencyCode {
    AgencyCode::parse(t).expect("code")
}

fn recommendation(n: u128, agency: &str, finding: Finding, order_type: Option<OrderType>) -> Recommendation {
    Recommendation {
        id: RecommendationId::from_uuid(Uuid::from_u128(n)),
        referral: ReferralId::from_uuid(Uuid::from_u128(n)),
        agency: code(agency),
        finding,
        branch: Branch::Private,
        threshold_text: String::new(),
        order_type,
        conditions: vec![],
        reason: "r".into(),
        account: AccountId::from_uuid(Uuid::from_u128(n)),
        signer: "s".into(),
        signer_agency: code(agency),
        filing_version: 1,
        signed_at: Timestamp::from_second(n as i64).expect("instant"),
    }
}

fn order(issued: Date, sponsors: &[&str]) -> Order {
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(1)),
        number: "SO-2026-000001".into(),
        filing: FilingId::from_uuid(Uuid::from_u128(2)),
        order_type: Some(OrderType::III),
        issued_on: issued,
        issued_by: "officer".into(),
        sponsors: sponsors.iter().map(|s| Sponsor { agency: code(s), since: issued, until: None }).collect(),
        terms: vec![Term {
            number: 1,
            from: issued,
            until: year_later(issued),
            basis: TermBasis::Issue,
            determinations: vec![],
        }],
        ended: None,
        countries: vec![],
        conditions: vec![],
        classified: false,
        declassified_by: vec![],
        john_doe: false,
        regimes: vec![],
        version: 1,
    }
}

fn determination(n: u128, agency: &str, term: i32, need: Need, on: Date) -> Determination {
    Determination {
        id: DeterminationId::from_uuid(Uuid::from_u128(n)),
        order: OrderId::from_uuid(Uuid::from_u128(1)),
        agency: code(agency),
        term,
        need,
        reason: "r".into(),
        account: AccountId::from_uuid(Uuid::from_u128(n)),
        signer: "s".into(),
        received_at: crate::base::calendar::start_of_day(on),
        received_on: on,
    }
}

fn yes(n: u128, agency: &str, term: i32, on: Date) -> Determination {
    determination(n, agency, term, Need::NationalInterestRequires, on)
}

fn refused<T: std::fmt::Debug>(r: Result<T, Refusal>) -> &'static str {
    r.expect_err("refused").code.code
}

fn apply(order: &mut Order, r: Renewal) {
    let old = order.last_term().until;
    for s in &mut order.sponsors {
        if r.leaving.contains(&s.agency) {
            s.until = Some(old);
        }
    }
    order.terms.push(r.term);
}

fn countries() -> Vec<String> {
    vec!["JP".into(), "GB".into()]
}

#[test]
fn r2_4_no_order_without_a_binding_finding() {
    let ask = IssueRequest { order_type: Some(OrderType::III), ..IssueRequest::default() };
    let on = date(2026, 3, 10);
    assert_eq!(refused(issue(&ask, &[], None, None, &countries(), on)), "order.no_recommendation");
    let none = [recommendation(1, "NAVY", Finding::None, None)];
    assert_eq!(refused(issue(&ask, &none, None, None, &countries(), on)), "order.no_recommendation");
    let might = [recommendation(1, "NAVY", Finding::MightBeDetrimental, None)];
    assert_eq!(refused(issue(&ask, &might, None, None, &countries(), on)), "order.no_recommendation");
}

#[test]
fn r2_8_one_agency_imposes_all_rescind() {
    let on = date(2026, 3, 10);
    let got = issue(
        &IssueRequest::default(),
        &[
            recommendation(1, "NAVY", Finding::WouldBeDetrimental, Some(OrderType::II)),
            recommendation(2, "ARMY", Finding::None, None),
        ],
        None,
        None,
        &countries(),
        on,
    )
    .expect("an order");
    assert_eq!(got.sponsors.len(), 1);
    assert_eq!((got.term.from, got.term.until), (on, date(2027, 3, 10)));
    let two = order(on, &["NAVY", "DOE"]);
    assert_eq!(refused(rescind(&two, &[], on)), "order.rescission_needs_all_sponsors");
}

#[test]
fn e07_one_of_two_sponsors_cannot_rescind() {
    let on = date(2026, 3, 10);
    let two = order(on, &["NAVY", "DOE"]);
    assert_eq!(refused(rescind(&two, &[code("NAVY")], on)), "order.rescission_needs_all_sponsors");
    assert!(rescind(&two, &[code("NAVY"), code("DOE")], on).is_ok());
}

#[test]
fn e06_types_differ() {
    let on = date(2026, 3, 10);
    let both = [
        recommendation(1, "NAVY", Finding::WouldBeDetrimental, Some(OrderType::I)),
        recommendation(2, "ARMY", Finding::WouldBeDetrimental, Some(OrderType::II)),
    ];
    let got = issue(&IssueRequest::default(), &both, None, None, &countries(), on).expect("an order");
    assert_eq!(got.order_type, Some(OrderType::III), "what I and II both permit is nothing");
    assert_eq!(got.sponsors.iter().map(|(a, _)| a.as_str()).collect::<Vec<_>>(), ["NAVY", "ARMY"]);
    let weaker = IssueRequest { order_type: Some(OrderType::I), ..IssueRequest::default() };
    assert_eq!(refused(issue(&weaker, &both, None, None, &countries(), on)), "order.type_weaker");
    let stricter = IssueRequest { order_type: Some(OrderType::III), ..IssueRequest::default() };
    assert!(issue(&stricter, &both[..1], None, None, &countries(), on).is_ok());
}

#[test]
fn r3_2_only_type_i_names_countries_and_only_from_the_table() {
    let on = date(2026, 3, 10);
    let rec = |t| [recommendation(1, "NAVY", Finding::WouldBeDetrimental, Some(t))];
    let ask = |t, c: &[&str]| IssueRequest {
        order_type: Some(t),
        countries: Some(c.iter().map(|c| (*c).into()).collect()),
        ..IssueRequest::default()
    };
    let table = countries();
    let issue = |a: &IssueRequest, t| issue(a, &rec(t), None, None, &table, on);
    assert_eq!(issue(&ask(OrderType::I, &["JP"]), OrderType::I).expect("order").countries, ["JP"]);
    assert_eq!(refused(issue(&ask(OrderType::I, &["FR"]), OrderType::I)), "order.countries");
    assert_eq!(refused(issue(&ask(OrderType::II, &["JP"]), OrderType::II)), "order.countries");
    let all = IssueRequest { order_type: Some(OrderType::I), ..IssueRequest::default() };
    assert_eq!(issue(&all, OrderType::I).expect("order").countries, table);
}

#[test]
fn whoever_recommended_does_not_issue() {
    let on = date(2026, 3, 10);
    let rec = [recommendation(1, "NAVY", Finding::WouldBeDetrimental, Some(OrderType::II))];
    let same = Some(rec[0].account);
    assert_eq!(refused(issue(&IssueRequest::default(), &rec, None, same, &countries(), on)), "order.same_person");
}

#[test]
fn r4_1_no_second_order_while_one_is_in_effect() {
    let on = date(2026, 3, 10);
    let rec = [recommendation(1, "NAVY", Finding::WouldBeDetrimental, Some(OrderType::II))];
    let first = order(on, &["NAVY"]);
    assert_eq!(refused(issue(&IssueRequest::default(), &rec, Some(&first), None, &countries(), on)), "order.exists");
}

#[test]
fn r4_2_renewal_needs_an_affirmative_determination() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    let on = date(2027, 3, 1);
    assert_eq!(refused(renew(&o, &[], on)), "order.no_determination");
    let no = determination(1, "NAVY", 2, Need::NotRequired, on);
    assert_eq!(refused(renew(&o, &[no], on)), "order.no_determination");
    let wrong_term = yes(1, "NAVY", 3, on);
    assert_eq!(refused(renew(&o, &[wrong_term], on)), "order.no_determination");
    let r = renew(&o, &[yes(1, "NAVY", 2, on)], on).expect("renewed");
    assert_eq!((r.term.from, r.term.until), (date(2027, 3, 11), date(2028, 3, 10)));
}

#[test]
fn r4_6_lapse_is_automatic() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    assert_eq!(o.status(date(2027, 3, 10)), OrderStatus::InEffect);
    assert_eq!(o.status(date(2027, 3, 11)), OrderStatus::Lapsed);
    assert_eq!(due(&o, &[], date(2027, 3, 10)), Due::Nothing);
    assert_eq!(due(&o, &[], date(2027, 3, 11)), Due::Lapse(date(2027, 3, 11)));
    assert_eq!(due(&o, &[], date(2027, 6, 1)), Due::Lapse(date(2027, 3, 11)), "as of the day it ended, however late");
}

#[test]
fn e03_a_determination_the_day_after_comes_too_late() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    let after = date(2027, 3, 11);
    assert_eq!(refused(accept_determination(&o, &code("NAVY"), &[], 120, after)), "order.renewal_after_expiry");
    assert_eq!(refused(renew(&o, &[yes(1, "NAVY", 2, after)], after)), "order.renewal_after_expiry");
    assert_eq!(due(&o, &[yes(1, "NAVY", 2, after)], after), Due::Lapse(after));
}

#[test]
fn r4_2_a_determination_in_time_is_honoured_by_a_late_clock() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    let d = [yes(1, "NAVY", 2, date(2027, 3, 10))];
    assert_eq!(due(&o, &d, date(2027, 3, 20)), Due::Renew { late: true });
}

#[test]
fn e04_an_early_determination_does_not_move_the_term() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    let on = date(2027, 1, 9);
    assert_eq!(accept_determination(&o, &code("NAVY"), &[], 120, on), Ok(2));
    let r = renew(&o, &[yes(1, "NAVY", 2, on)], on).expect("renewed");
    assert_eq!((r.term.from, r.term.until), (date(2027, 3, 11), date(2028, 3, 10)));
    assert_eq!(
        refused(accept_determination(&o, &code("NAVY"), &[], 120, date(2026, 6, 1))),
        "order.determination_too_early"
    );
}

#[test]
fn e08_a_sponsor_that_does_not_renew_leaves_with_the_term() {
    let mut o = order(date(2026, 3, 10), &["NAVY", "DOE"]);
    let on = date(2027, 3, 1);
    let d = [yes(1, "NAVY", 2, on), determination(2, "DOE", 2, Need::NotRequired, on)];
    let r = renew(&o, &d, on).expect("renewed");
    assert_eq!(r.leaving, [code("DOE")]);
    apply(&mut o, r);
    assert_eq!(o.sponsors_on(date(2027, 3, 10)).count(), 2);
    assert_eq!(o.sponsors_on(date(2027, 3, 11)).map(|s| s.agency.as_str()).collect::<Vec<_>>(), ["NAVY"]);
}

#[test]
fn r2_9_a_sponsor_answers_for_an_order_until_it_leaves_or_from_its_last_day_on() {
    let answering = |o: &Order, on| o.answering_sponsors(on).map(|s| s.agency.to_string()).collect::<Vec<_>>();
    let mut o = order(date(2026, 3, 10), &["NAVY", "DOE"]);
    let r = renew(&o, &[yes(1, "NAVY", 2, date(2027, 3, 1))], date(2027, 3, 10)).expect("renewed");
    apply(&mut o, r);
    assert_eq!(answering(&o, date(2027, 3, 10)), ["NAVY", "DOE"]);
    assert_eq!(answering(&o, date(2027, 3, 11)), ["NAVY"]);
    // It lapses at the end of its second year.
    assert_eq!(answering(&o, date(2031, 1, 1)), ["NAVY"]);
    // Rescinded while both sponsored it, it is answered for by both ever after.
    let ended = Order { ended: Some((End::Rescinded, date(2027, 3, 5))), ..o.clone() };
    assert_eq!(answering(&ended, date(2031, 1, 1)), ["NAVY", "DOE"]);
    // Rescinded on the day of its issue, or before an agency joined, it is no different.
    let at_once = Order { ended: Some((End::Rescinded, date(2026, 3, 10))), ..o.clone() };
    assert_eq!(answering(&at_once, date(2026, 3, 10)), ["NAVY", "DOE"]);
    assert_eq!(answering(&o, date(2026, 3, 9)), Vec::<String>::new());
}

#[test]
fn e02_renewal_waits_for_late_sponsors_until_the_last_business_day() {
    // 2027-07-04 is a Sunday: the working deadline is Friday the 2nd.
    let o = order(date(2026, 7, 4), &["NAVY", "DOE"]);
    let d = [yes(1, "NAVY", 2, date(2027, 6, 1))];
    assert_eq!(due(&o, &d, date(2027, 7, 1)), Due::Nothing);
    assert_eq!(due(&o, &d, date(2027, 7, 2)), Due::Renew { late: false });
    let both = [d[0].clone(), yes(2, "DOE", 2, date(2027, 6, 2))];
    assert_eq!(due(&o, &both, date(2027, 6, 2)), Due::Renew { late: false });
}

#[test]
fn r4_3_one_determination_each_sponsor_each_term() {
    let o = order(date(2026, 3, 10), &["NAVY"]);
    let on = date(2027, 3, 1);
    let d = [yes(1, "NAVY", 2, on)];
    assert_eq!(refused(accept_determination(&o, &code("NAVY"), &d, 120, on)), "order.determination_exists");
    assert_eq!(refused(accept_determination(&o, &code("ARMY"), &d, 120, on)), "order.not_a_sponsor");
}

#[test]
fn r4_8_a_request_ends_with_a_later_determination_of_the_same_sponsor() {
    let request = |n: u128, agency: &str, on: Date| RescissionRequest {
        id: RescissionRequestId::from_uuid(Uuid::from_u128(n)),
        order: OrderId::from_uuid(Uuid::from_u128(1)),
        agency: code(agency),
        reason: "r".into(),
        account: AccountId::from_uuid(Uuid::from_u128(n)),
        signer: "s".into(),
        requested_at: crate::base::calendar::start_of_day(on),
    };
    let (may, june, july) = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1));
    let asked = [request(10, "NAVY", june), request(11, "DOE", june)];
    let standing = |requests: &[RescissionRequest], d: &[Determination]| -> Vec<String> {
        standing_requests(requests, d).iter().map(ToString::to_string).collect()
    };
    assert_eq!(standing(&asked, &[]), ["DOE", "NAVY"]);
    assert_eq!(standing(&asked, &[yes(1, "NAVY", 2, may)]), ["DOE", "NAVY"], "the request is the later word");
    assert_eq!(standing(&asked, &[yes(20, "NAVY", 2, july)]), ["DOE"]);
    assert_eq!(standing(&asked, &[determination(20, "NAVY", 2, Need::NotRequired, july)]), ["DOE", "NAVY"]);
    assert_eq!(standing(&asked, &[yes(9, "NAVY", 2, june)]), ["DOE", "NAVY"], "of one instant, made before");
    assert_eq!(standing(&asked, &[yes(12, "NAVY", 2, june)]), ["DOE"], "of one instant, made after");
    let again = [asked[0].clone(), request(30, "NAVY", date(2026, 8, 1))];
    assert_eq!(standing(&again, &[yes(20, "NAVY", 2, july)]), ["NAVY"]);
}

#[test]
fn r4_5_only_sponsors_that_have_not_answered_are_reminded_and_of_each_rung_once() {
    let o = order(date(2026, 3, 10), &["NAVY", "DOE"]);
    let on = date(2027, 2, 8);
    let due = |d: &[Determination], given: &[(AgencyCode, i32)], on| reminders_due(&o, d, given, on);
    assert_eq!(due(&[], &[], on), Some((30, vec![code("DOE"), code("NAVY")])));
    assert_eq!(due(&[yes(1, "NAVY", 2, on)], &[], on), Some((30, vec![code("DOE")])));
    assert_eq!(due(&[yes(1, "NAVY", 2, on)], &[(code("DOE"), 30)], on), None);
    assert_eq!(due(&[], &[], date(2026, 6, 1)), None);
    assert_eq!(due(&[], &[], date(2027, 3, 11)), None, "nobody is reminded of what is over");
    let mut renewed = o.clone();
    apply(&mut renewed, renew(&o, &[yes(1, "NAVY", 2, on)], on).expect("renewed"));
    assert_eq!(reminders_due(&renewed, &[], &[], on), None);
}

#[test]
fn r4_5_the_reminder_ladder() {
    let end = date(2027, 3, 10);
    let at = |days: i64| reminder_due(end, end.saturating_sub(days.days()));
    assert_eq!(
        [at(121), at(120), at(91), at(90), at(8), at(7), at(0)],
        [None, Some(120), Some(120), Some(90), Some(14), Some(7), Some(7)]
    );
    assert_eq!(reminder_due(end, next_day(end)), None);
}

#[test]
fn r4_7_a_lapse_is_no_declassification() {
    let mut o = order(date(2026, 3, 10), &["NAVY"]);
    assert_eq!(of_order(&o, date(2026, 3, 11)).len(), 4);
    assert!(of_order(&o, date(2027, 3, 11)).is_empty());
    o.classified = true;
    assert_eq!(of_order(&o, date(2027, 3, 11)).len(), 4);
}

proptest! {
    /// R4.1, R4.12, E1: whatever the date of issue, no term is longer than a year past its start, each
    /// begins the day after the one before, and the anniversary never drifts.
    #[test]
    fn r4_12_terms_never_exceed_a_year_and_never_drift(offset in 0i64..40_000, years in 1i32..40, early in 0i64..120) {
        let issued = date(1970, 1, 1).saturating_add(offset.days());
        let mut o = order(issued, &["NAVY"]);
        for n in 0..years {
            let end = o.expires_on();
            let on = end.saturating_sub(early.days());
            let r = renew(&o, &[yes(1, "NAVY", n + 2, on)], on).expect("renewed");
            prop_assert_eq!(r.term.from, next_day(end));
            prop_assert!(r.term.until <= year_later(end));
            prop_assert!(end.until(r.term.until).expect("days").get_days() <= 366);
            apply(&mut o, r);
        }
        let last = o.expires_on();
        prop_assert_eq!(last.year(), issued.year() + years as i16 + 1);
        prop_assert_eq!(last.month(), issued.month());
        let want = if issued.month() == 2 && issued.day() == 29 { 28 } else { issued.day() };
        prop_assert_eq!(last.day(), want);
    }

    /// R4.6: on every day after the last term, and only then, the order is out of effect.
    #[test]
    fn r4_6_status_turns_with_the_last_day(offset in 0i64..20_000, ahead in 0i64..800) {
        let issued = date(1990, 1, 1).saturating_add(offset.days());
        let o = order(issued, &["NAVY"]);
        let on = issued.saturating_add(ahead.days());
        prop_assert_eq!(o.status(on) == OrderStatus::InEffect, on <= year_later(issued));
    }
}

/// The acts of the life of an order: day, and what was done.
fn life(order_type: OrderType, marking: Level, ended: Option<(End, Date)>, acts: &[(Date, &str)]) -> Order {
    let issued_on = date(2026, 3, 10);
    let id = OrderId::from_uuid(Uuid::from_u128(50));
    let filing = FilingId::from_uuid(Uuid::from_u128(2));
    let (mut modifications, mut corrections, mut declassifications) = (vec![], vec![], vec![]);
    for (n, (day, what)) in acts.iter().enumerate() {
        let entry_of = |matter: crate::case::Matter| crate::case::Entry {
            id: crate::base::ids::EntryId::from_uuid(Uuid::from_u128(100 + n as u128)),
            filing,
            order: Some(id),
            answers: None,
            matter,
            agency: None,
            account: None,
            person: "officer1".into(),
            on: *day,
            at: crate::base::calendar::start_of_day(*day),
        };
        if let Some(t) = OrderType::parse(what) {
            let change = crate::law::petition::Change { order_type: Some(t), ..Default::default() };
            let act = crate::law::petition::Act::Modified { change, reason: "r".into() };
            modifications.push(entry_of(act.into()));
        } else if let Some(level) = Level::parse(what) {
            let correction = crate::law::record::Correction {
                marking: Some(crate::base::marking::Marking::of(level)),
                ..Default::default()
            };
            corrections.push(entry_of(crate::law::record::Act::Corrected(correction).into()));
        } else {
            declassifications.push(Declassification {
                id: crate::base::ids::DeclassificationId::from_uuid(Uuid::from_u128(100 + n as u128)),
                order: id,
                agency: code(what),
                declassified_on: *day,
                statement: "s".into(),
                account: AccountId::from_uuid(Uuid::nil()),
                recorded_by: "officer1".into(),
                recorded_at: crate::base::calendar::start_of_day(*day),
            });
        }
    }
    let of = order(issued_on, &["NAVY", "DOE"]);
    let issued = Issued {
        id,
        number: of.number.clone(),
        filing,
        order_type: Some(order_type),
        marking,
        issued_on,
        issued_by: "officer".into(),
        countries: vec![],
        conditions: vec![],
        john_doe: false,
    };
    as_recorded(
        issued,
        Acts {
            sponsors: of.sponsors.into_iter().map(|s| (s, Uuid::nil())).collect(),
            terms: of.terms,
            ended,
            regimes: &[],
            modifications: &modifications,
            corrections: &corrections,
            declassifications: &declassifications,
            version: 1,
        },
    )
}

#[test]
fn r4_7_e09_what_is_classified_comes_from_every_act_of_the_life_of_an_order() {
    use Level::{Cui, Secret, Unclassified};
    use OrderType::{II, III};
    let d = |n: i8| date(2026, 4, n);
    let rescinded = Some((End::Rescinded, d(20)));
    type Row<'a> = (&'a str, OrderType, Level, Option<(End, Date)>, &'a [(Date, &'a str)], bool);
    let rows: [Row<'_>; 15] = [
        ("plain", III, Unclassified, None, &[], false),
        ("issued as II", II, Unclassified, None, &[], true),
        ("issued on SECRET", III, Secret, None, &[], true),
        ("issued on CUI", III, Cui, None, &[], false),
        ("modified to II", III, Unclassified, None, &[(d(1), "II")], true),
        ("II goes, the matter stays", III, Unclassified, None, &[(d(1), "II"), (d(2), "III")], true),
        ("one of two sponsors", II, Unclassified, None, &[(d(1), "NAVY")], true),
        ("both", II, Unclassified, None, &[(d(1), "NAVY"), (d(2), "DOE")], false),
        ("both, after a modification", III, Unclassified, None, &[(d(1), "II"), (d(2), "DOE"), (d(3), "NAVY")], false),
        (
            "modified to II after it was declassified",
            II,
            Unclassified,
            None,
            &[(d(1), "NAVY"), (d(2), "DOE"), (d(3), "III"), (d(4), "II")],
            true,
        ),
        ("half before, half after", III, Secret, None, &[(d(1), "NAVY"), (d(2), "II"), (d(3), "DOE")], true),
        ("raised in its life", III, Unclassified, None, &[(d(1), "SECRET")], true),
        ("raised on its last day", III, Unclassified, rescinded, &[(d(20), "C")], true),
        ("raised after its end", III, Unclassified, rescinded, &[(d(21), "TS")], false),
        ("lowered without a word of its sponsors", III, Secret, None, &[(d(1), "U")], true),
    ];
    for (what, order_type, marking, ended, acts, classified) in rows {
        assert_eq!(life(order_type, marking, ended, acts).classified, classified, "{what}");
    }
}

#[test]
fn r4_6_r4_9_an_order_that_is_over_has_the_day_before_its_end_as_its_last() {
    let war = Period {
        regime: crate::base::ids::RegimeId::from_uuid(Uuid::nil()),
        kind: crate::order::regime::RegimeKind::War,
        first_day: date(2026, 6, 1),
        last_day: None,
    };
    let (issued, term) = (date(2026, 3, 10), date(2027, 3, 10));
    let of = |ended, regimes: &[Period]| {
        let (last, by) = last_day(issued, term, ended, regimes);
        (last, by.len())
    };
    let wars = [war.clone()];
    assert_eq!(of(None, &[]), (term, 0));
    assert_eq!(of(None, &wars), (NO_END, 1));
    let gone = Some((End::Rescinded, date(2028, 5, 1)));
    assert_eq!(of(gone, &wars), (date(2028, 4, 30), 1));
    let ended = [Period { last_day: Some(date(2028, 6, 1)), ..war }];
    assert_eq!(of(gone, &ended), (date(2028, 4, 30), 1), "the end of the war moves nothing that is over");
    assert_eq!(of(Some((End::Rescinded, date(2026, 8, 1))), &wars), (date(2026, 7, 31), 0));
    assert_eq!(of(Some((End::Lapsed, date(2027, 3, 11))), &[]), (term, 0));
}
