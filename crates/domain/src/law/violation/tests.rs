//! Violations, rule by rule.

use super::*;
use crate::base::ids::NoticeId;
use crate::base::ids::{FilingId, OrderId};
use crate::base::order_type::OrderType;
use crate::case::testing::{FILED, case, order};
use crate::notice::{NoticeKind, NoticeState, Service};
use crate::order::End;
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

fn finding(on: Date) -> Finding {
    Finding {
        offence: Offence::Disclosure,
        offender: Offender::Assign,
        name: "Deepfield Inc.".into(),
        on,
        evidence: "A talk at a fair, on film.".into(),
        without_consent: true,
        knowledge: None,
    }
}

#[test]
fn r7_1_e03_a_violation_lies_within_a_term_and_without_consent() {
    let mut o = order(Some(OrderType::III), &["NAVY"], FILED);
    let today = date(2028, 1, 1);
    assert!(find(&o, &finding(FILED), today).is_ok());
    assert!(find(&o, &finding(date(2027, 3, 10)), today).is_ok());
    for gap in [date(2026, 3, 9), date(2027, 3, 11)] {
        assert_eq!(code_of(find(&o, &finding(gap), today)), "violation.outside_terms");
    }
    o.ended = Some((End::Rescinded, date(2026, 6, 1)));
    assert!(find(&o, &finding(date(2026, 5, 31)), today).is_ok());
    assert_eq!(code_of(find(&o, &finding(date(2026, 6, 1)), today)), "violation.outside_terms");
    let consented = Finding { without_consent: false, ..finding(FILED) };
    assert_eq!(code_of(find(&o, &consented, today)), "violation.with_consent");
    assert_eq!(code_of(find(&o, &finding(date(2026, 5, 1)), date(2026, 4, 1))), "request.invalid");
}

#[test]
fn r7_1_abandonment_is_decided_by_another_officer_once_and_counts_from_the_violation() {
    let mut c = case();
    c.orders.push(order(Some(OrderType::III), &["NAVY"], FILED));
    let day = date(2026, 4, 1);
    let v = c.enter(date(2026, 5, 1), Act::Found(finding(day)), None);
    let finder = Some(AccountId::from_uuid(Uuid::nil()));
    let other = Some(AccountId::from_uuid(Uuid::from_u128(1)));
    let decide = |c: &CaseFile, h, who| decide(c, v, h, "as shown".into(), who);
    assert_eq!(abandoned_since(&c), None, "never by itself");
    assert_eq!(code_of(decide(&c, Holding::HoldAbandoned, finder)), "violation.same_person");
    let not = decide(&c, Holding::NotHeld, other).expect("decided");
    assert!(matches!(not, Act::Decided { effective: None, .. }));
    let held = decide(&c, Holding::HoldAbandoned, other).expect("decided");
    c.enter(date(2026, 6, 1), held, Some(v));
    assert_eq!(abandoned_since(&c), Some(day));
    assert_eq!(code_of(decide(&c, Holding::NotHeld, other)), "violation.decided");
}

#[test]
fn r3_5_r7_2_knowledge_is_a_service_on_this_person_before_the_act() {
    let notice = |n: u128, principal: &str, served: Option<Date>| Notice {
        id: NoticeId::from_uuid(Uuid::from_u128(n)),
        filing: FilingId::from_uuid(Uuid::from_u128(1)),
        order: Some(OrderId::from_uuid(Uuid::from_u128(77))),
        kind: NoticeKind::OrderIssued,
        term: 1,
        principal: principal.into(),
        role: crate::filing::PartyRole::Assignee,
        address: None,
        reference: "R".into(),
        message_id: "m".into(),
        state: NoticeState::Served,
        attempts: 0,
        next_at: Timestamp::UNIX_EPOCH,
        last_reply: None,
        queued_at: Timestamp::UNIX_EPOCH,
        sent_at: None,
        resends: 0,
        service: served.map(|received_on| Service {
            method: "by hand".into(),
            received_on,
            recorded_by: "officer1".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
        }),
        version: 1,
    };
    let day = date(2026, 4, 1);
    let all = [
        notice(1, "Deepfield Inc.", None),
        notice(2, "Ada Marlowe", Some(FILED)),
        notice(3, "deepfield inc.", Some(date(2026, 4, 2))),
        notice(4, "deepfield  inc.", Some(date(2026, 3, 20))),
    ];
    let known = knowledge(&all, "Deepfield Inc.", day).expect("known");
    assert_eq!((known.notice.as_uuid().as_u128(), known.received_on), (4, date(2026, 3, 20)));
    assert_eq!(knowledge(&all[..3], "Deepfield Inc.", day), None);
}

#[test]
fn r7_2_r7_3_the_law_is_shown_for_information_with_its_figures() {
    let text = |o| consequences(o, None).into_iter().map(|c| c.text).collect::<Vec<_>>().join("\n");
    let disclosed = text(Offence::Disclosure);
    for figure in ["$10,000", "two years", "$250,000", "$500,000", "needs knowledge"] {
        assert!(disclosed.contains(figure), "{figure}: {disclosed}");
    }
    assert!(!disclosed.contains("bars the United States patent"));
    assert!(text(Offence::ForeignFiling).contains("bars the United States patent"));
    assert!(consequences(Offence::ForeignFiling, None).iter().any(|c| c.rule == "R7.3"));
}
