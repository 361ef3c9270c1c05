//! The arithmetic of pauses, and who may ask and answer.

use super::*;
use crate::base::calendar::start_of_day;
use crate::case::testing::{code, referral};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A day of 2026, counted from June 1.
fn day(n: u16) -> Date {
    date(2026, 6, 1).saturating_add(i64::from(n).days())
}

fn asked() -> Referral {
    Referral { due_on: date(2026, 8, 1), ..referral("NAVY", ReferralStatus::Open) }
}

/// A question of the Navy, or of the Office, by its days.
fn question(n: u128, agency: Option<&str>, from: Date, until: Option<Date>) -> Question {
    let reply = |on| Reply {
        agency: None,
        account: AccountId::NONE,
        person: "exam1".into(),
        text: "claim 2".into(),
        answered_at: start_of_day(on),
    };
    Question {
        id: QuestionId::from_uuid(Uuid::from_u128(n)),
        referral: asked().id,
        filing: asked().filing,
        agency: agency.map(code),
        account: AccountId::NONE,
        person: "navy1".into(),
        text: "Which claim?".into(),
        asked_at: start_of_day(from),
        answer: until.map(reply),
    }
}

fn navy(n: u128, from: u16, until: Option<u16>) -> Question {
    question(n, Some("NAVY"), day(from), until.map(day))
}

fn due(questions: &[Question], today: u16) -> DueDay {
    due_day(&asked(), questions, PausedClock::default(), day(today))
}

#[test]
fn r2_5_a_question_adds_the_days_until_its_answer() {
    assert_eq!(due(&[], 30), DueDay { on: date(2026, 8, 1), pause: None });
    assert_eq!(due(&[navy(1, 10, Some(15))], 30), DueDay { on: date(2026, 8, 6), pause: None });
    assert_eq!(due(&[navy(1, 10, Some(10))], 30).on, date(2026, 8, 1), "answered on its day");
}

#[test]
fn r2_5_an_open_question_moves_the_day_with_the_calendar_and_says_since_when() {
    let open = [navy(1, 10, None)];
    let pause = Some(Pause { since: day(10), question: open[0].id });
    assert_eq!(due(&open, 10), DueDay { on: date(2026, 8, 1), pause });
    assert_eq!(due(&open, 17), DueDay { on: date(2026, 8, 8), pause });
    // The first question is answered while the second is open: the clock has stood still since the first.
    let two = [navy(1, 10, Some(14)), navy(2, 12, None)];
    assert_eq!(due(&two, 17).pause, Some(Pause { since: day(10), question: two[1].id }));
    let apart = [navy(1, 3, Some(5)), navy(2, 12, None)];
    assert_eq!(
        due(&apart, 17),
        DueDay { on: date(2026, 8, 8), pause: Some(Pause { since: day(12), question: apart[1].id }) }
    );
}

#[test]
fn a_question_of_the_office_or_of_another_referral_pauses_nothing() {
    let of_office = question(1, None, day(10), None);
    let other = Question { referral: ReferralId::from_uuid(Uuid::from_u128(99)), ..navy(2, 10, None) };
    assert_eq!(due(&[of_office, other], 30), DueDay { on: date(2026, 8, 1), pause: None });
    let none = PausedClock::parse("none").expect("a value");
    assert_eq!(due_day(&asked(), &[navy(1, 10, None)], none, day(30)).pause, None);
}

proptest! {
    /// The due day is later by the number of days on which some question was open, however the questions overlap.
    #[test]
    fn the_days_added_are_the_days_on_which_a_question_was_open(
        spans in prop::collection::vec((0u16..60, prop::option::of(0u16..40)), 0..8),
        today in 0u16..120,
    ) {
        let questions: Vec<Question> =
            spans.iter().zip(1..).map(|((from, long), n)| navy(n, *from, long.map(|long| from + long))).collect();
        let mut still = BTreeSet::new();
        for (from, long) in &spans {
            still.extend((*from..long.map_or(today, |long| (from + long).min(today))).filter(|n| *n < today));
        }
        let found = due(&questions, today);
        prop_assert_eq!(found.on, date(2026, 8, 1).saturating_add(i64::try_from(still.len()).expect("few").days()));
        prop_assert_eq!(found.pause.is_some(), spans.iter().any(|(_, long)| long.is_none()));
        let mut turned = questions.clone();
        turned.reverse();
        prop_assert_eq!(due(&turned, today), found, "their order makes no difference");
    }
}

#[test]
fn a_clock_that_the_law_sets_is_refused_with_the_reason() {
    assert_eq!(PausedClock::parse("referral_due"), Ok(PausedClock::default()));
    assert_eq!(PausedClock::default().as_str(), "referral_due");
    assert_eq!(PausedClock::parse("none").map(PausedClock::as_str), Ok("none"));
    for (name, law) in
        [("order_expiry", "35 USC 181"), ("six_months", "35 USC 184"), ("compensation_ends", "35 USC 183")]
    {
        let refused = PausedClock::parse(name).expect_err(name);
        assert!(refused.contains(law) && refused.ends_with("Write referral_due or none"), "{refused}");
    }
    let refused = PausedClock::parse("referral_response").expect_err("no clock");
    assert_eq!(refused, "a clock: write referral_due or none");
    let may: Vec<_> = ClockKind::ALL.iter().filter(|kind| PausedClock::parse(kind.as_str()).is_ok()).collect();
    assert_eq!(may, [&ClockKind::ReferralDue]);
}

#[test]
fn a_question_is_answered_once_by_the_other_side_while_its_referral_is_not_closed() {
    let check = |q: &Question, referral: &Referral, agency: Option<&str>| {
        check_may_answer(q, referral, agency.map(code).as_ref()).map_err(|r| r.code.code)
    };
    let (open, closed) = (asked(), Referral { status: ReferralStatus::Closed, ..asked() });
    let of_office = question(2, None, day(1), None);
    assert_eq!(check(&navy(1, 1, None), &open, None), Ok(()));
    assert_eq!(check(&of_office, &open, Some("DOD")), Ok(()));
    assert_eq!(check(&navy(1, 1, None), &open, Some("DOD")), Err("question.own_side"));
    assert_eq!(check(&of_office, &open, None), Err("question.own_side"));
    assert_eq!(check(&navy(1, 1, Some(2)), &open, None), Err("question.answered"));
    assert_eq!(check(&navy(1, 1, None), &closed, None), Err("referral.closed"));
    assert_eq!(navy(1, 1, None).status(closed.status), QuestionStatus::Closed);
    assert_eq!(navy(1, 1, Some(2)).status(closed.status), QuestionStatus::Answered);
}

#[test]
fn each_side_has_so_many_open_questions_and_no_more() {
    let check = |questions: &[Question], agency: Option<&str>| {
        check_may_ask(&asked(), questions, agency.map(code).as_ref()).map_err(|r| r.code.code)
    };
    let mut all: Vec<Question> = (0..20).map(|n| navy(n, 1, None)).collect();
    assert_eq!(check(&all[1..], Some("NAVY")), Ok(()));
    assert_eq!(check(&all, Some("NAVY")), Err("question.too_many_open"));
    assert_eq!(check(&all, None), Ok(()), "the Office asks too");
    all[3] = navy(3, 1, Some(2));
    assert_eq!(check(&all, Some("DOD")), Ok(()), "an answer makes room");
    let closed = Referral { status: ReferralStatus::Closed, ..asked() };
    assert_eq!(check_may_ask(&closed, &[], None).map_err(|r| r.code.code), Err("referral.closed"));
}
