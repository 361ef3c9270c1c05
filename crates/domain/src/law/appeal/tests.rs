//! Appeals, rule by rule.

use super::*;
use crate::base::order_type::OrderType;
use crate::case::testing::FILED;
use crate::law::petition::tests::{LATER, ordered, rescission};
use crate::law::petition::{Act as Petition, Basis, Decision};
use jiff::ToSpan;
use jiff::civil::{date, time};

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

fn appeal(c: &CaseFile, on: Date) -> Result<(EntryId, Act), Refusal> {
    receive(c, &c.orders[0], "Ada Marlowe".into(), "It is known everywhere.".into(), on, on)
}

/// A case whose petition for rescission was denied on a day.
fn denied(on: Date) -> (CaseFile, EntryId) {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let p = c.enter(FILED, Petition::Rescission(rescission()), None);
    let basis = Basis { asked: &[], appeal_days: 60, on };
    let act = petition::decide(&c, &c.orders[0], p, Decision::Deny, "not shown".into(), &basis).expect("denied");
    c.enter(on, act, Some(p));
    (c, p)
}

#[test]
fn e31_r5_3_an_appeal_before_a_denial_is_premature() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    assert_eq!(code_of(appeal(&c, LATER)), "appeal.premature");
    c.enter(FILED, Petition::Rescission(rescission()), None);
    assert_eq!(code_of(appeal(&c, LATER)), "appeal.premature", "asked is not denied");
}

#[test]
fn e31_a_denied_permit_opens_no_appeal() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let p = c.enter(FILED, Petition::Modification(petition::ModificationPetition::default()), None);
    let basis = Basis { asked: &[], appeal_days: 60, on: LATER };
    let act = petition::decide(&c, &c.orders[0], p, Decision::Deny, "no".into(), &basis).expect("denied");
    assert!(matches!(act, Petition::Denied { appeal_by: None, .. }));
    c.enter(LATER, act, Some(p));
    assert_eq!(code_of(appeal(&c, LATER)), "appeal.premature");
}

#[test]
fn e32_day_sixty_is_in_time_and_day_sixty_one_is_late() {
    // 4 May 2026 and sixty days: Friday 3 July is the observed holiday, so the last day is Monday the 6th.
    assert_eq!(last_day(date(2026, 5, 4), 60), date(2026, 7, 6));
    // 5 May 2026 and sixty days: Saturday 4 July, so Monday the 6th.
    assert_eq!(last_day(date(2026, 5, 5), 60), date(2026, 7, 6));
    // A plain Tuesday: no day is given away.
    assert_eq!(last_day(date(2026, 5, 8), 60), date(2026, 7, 7));
    let (c, _) = denied(date(2026, 5, 8));
    assert!(appeal(&c, date(2026, 7, 7)).is_ok());
    assert_eq!(code_of(appeal(&c, date(2026, 7, 8))), "appeal.late");
    let (c, _) = denied(date(2026, 5, 6)); // day sixty is Sunday the 5th
    assert!(appeal(&c, date(2026, 7, 6)).is_ok());
    assert_eq!(code_of(appeal(&c, date(2026, 7, 7))), "appeal.late");
}

#[test]
fn r5_3_an_appeal_is_heard_once_and_stays_nothing() {
    let (mut c, p) = denied(LATER);
    let order = c.orders[0].clone();
    let (of, act) = appeal(&c, LATER).expect("received");
    assert_eq!(of, p);
    let a = c.enter(LATER, act, Some(p));
    assert_eq!(code_of(appeal(&c, LATER)), "appeal.exists");
    let hearing = |c: &CaseFile, on| set_hearing(c, a, on, time(10, 30, 0, 0), "Room 5".into(), LATER);
    assert!(hearing(&c, date(2026, 5, 3)).is_err(), "a day past");
    let act = hearing(&c, date(2026, 6, 1)).expect("set");
    c.enter(LATER, act, Some(a));
    assert!(hearing(&c, date(2026, 6, 2)).is_ok(), "set anew");
    let act = decide(&c, a, Outcome::Reversed, "as the Secretary finds".into()).expect("decided");
    c.enter(LATER, act, Some(a));
    assert_eq!(code_of(decide(&c, a, Outcome::Upheld, "x".into())), "appeal.decided");
    assert_eq!(code_of(hearing(&c, date(2026, 6, 2))), "appeal.decided");
    assert_eq!(code_of(decide(&c, p, Outcome::Upheld, "x".into())), "appeal.none");
    assert_eq!(c.orders[0], order, "no order changes by an appeal");
}

#[test]
fn r5_3_the_clock_of_an_appeal_runs_from_the_denial_until_it_is_made() {
    let (mut c, p) = denied(LATER);
    let due = clocks(&c, LATER);
    assert_eq!((due.len(), due[0].due_on), (1, date(2026, 7, 6)));
    assert!(clocks(&c, date(2026, 7, 7)).is_empty());
    let (_, act) = appeal(&c, LATER).expect("received");
    c.enter(LATER, act, Some(p));
    assert!(clocks(&c, LATER).is_empty());
}

/// An appeal from a denial, decided so.
fn decided(outcome: Outcome) -> (CaseFile, EntryId) {
    let (mut c, p) = denied(LATER);
    let (_, act) = appeal(&c, LATER).expect("in time");
    let a = c.enter(LATER, act, Some(p));
    let act = decide(&c, a, outcome, "as found".into()).expect("decided");
    c.enter(LATER, act, Some(a));
    (c, a)
}

#[test]
fn r5_3_a_reversal_obliges_to_rescind_and_nothing_else_does() {
    let try_it = |c: &CaseFile, a| rescind(c, &c.orders[0], a, "Decision 26-014".into(), LATER);
    let open = |c: &CaseFile, on| clocks(c, on).iter().filter(|c| c.kind == ClockKind::ReversalOpen).count();
    for outcome in [Outcome::Upheld, Outcome::Remanded] {
        let (c, a) = decided(outcome);
        assert_eq!((code_of(try_it(&c, a)), open(&c, LATER)), ("appeal.not_reversed", 0));
    }
    let (c, a) = decided(Outcome::Reversed);
    assert!(matches!(try_it(&c, a), Ok(Act::Rescinded { .. })));
    assert_eq!(code_of(try_it(&c, EntryId::from_uuid(uuid::Uuid::nil()))), "appeal.not_reversed");
    // It stays on the list for as long as the order binds, and no longer.
    let last = c.orders[0].expires_on();
    assert_eq!((open(&c, last), open(&c, last.saturating_add(1.day()))), (1, 0));
    let (undecided, _) = denied(LATER);
    assert_eq!(open(&undecided, LATER), 0);
}
