//! The timers of a review (R2.5, R2.6). No law sets a limit for an agency, so the Office reminds and escalates, and
//! nothing else follows from silence. The days are settings.

use crate::base::ids::ReferralId;
use crate::case::Entry;
pub use crate::case::facts::timers::Act;
use crate::review::question::DueDay;
use crate::review::referral::{Referral, ReferralStatus};
use jiff::ToSpan;
use jiff::civil::Date;

/// The next act for a referral, and the day from which it is due: first the reminder, then the escalation, each once.
/// The reminder comes `before` days before `due`, the day of the answer, the escalation `after` days after it. Nothing is
/// due while the clock stands still.
pub fn next_due(referral: &Referral, due: DueDay, docket: &[Entry], before: i32, after: i32) -> Option<(Date, Act)> {
    if referral.status != ReferralStatus::Open || due.pause.is_some() {
        return None;
    }
    let had = |wanted: fn(&Act) -> Option<ReferralId>| {
        docket.iter().filter_map(|e| Act::of(&e.matter)).any(|act| wanted(act) == Some(referral.id))
    };
    let reminded = had(|act| if let Act::Reminded { referral, .. } = act { Some(*referral) } else { None });
    let escalated = had(|act| if let Act::Escalated { referral, .. } = act { Some(*referral) } else { None });
    let (id, agency, due_on) = (referral.id, referral.agency.clone(), due.on);
    let days = |n: i32| i64::from(n).days();
    let reminder = due_on.saturating_sub(days(before));
    let escalation = due_on.saturating_add(days(after)).saturating_add(1.day());
    if !reminded {
        Some((reminder, Act::Reminded { referral: id, agency, due_on }))
    } else if !escalated {
        Some((escalation, Act::Escalated { referral: id, agency, due_on }))
    } else {
        None
    }
}

/// The act that is due for a referral on a date and is not on the docket; see [`next_due`].
pub fn due_act(
    referral: &Referral,
    due: DueDay,
    docket: &[Entry],
    (before, after): (i32, i32),
    on: Date,
) -> Option<Act> {
    next_due(referral, due, docket, before, after).filter(|(day, _)| *day <= on).map(|(_, act)| act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::QuestionId;
    use crate::case::testing::{FILED, case, referral};
    use crate::review::question::Pause;
    use jiff::civil::date;

    #[test]
    fn r2_5_r2_6_a_review_is_reminded_once_then_escalated_once_and_never_closed() {
        let mut c = case();
        let mut asked = referral("NAVY", ReferralStatus::Open);
        asked.due_on = date(2026, 6, 8);
        let runs = DueDay { on: asked.due_on, pause: None };
        let look = |c: &crate::case::CaseFile, on| due_act(&asked, runs, &c.docket, (14, 30), on);
        assert_eq!(look(&c, date(2026, 5, 24)), None);
        let reminded = look(&c, date(2026, 5, 25)).expect("a reminder");
        assert!(matches!(reminded, Act::Reminded { .. }));
        c.enter(FILED, reminded, None);
        assert_eq!(look(&c, date(2026, 7, 8)), None);
        let escalated = look(&c, date(2026, 7, 9)).expect("an escalation");
        assert!(matches!(escalated, Act::Escalated { .. }));
        c.enter(FILED, escalated, None);
        assert_eq!(look(&c, date(2030, 1, 1)), None, "silence is no clearance, and no more follows from it");
        let answered = Referral { status: ReferralStatus::Answered, ..asked.clone() };
        assert_eq!(due_act(&answered, runs, &[], (14, 30), date(2030, 1, 1)), None);
    }

    #[test]
    fn r2_5_nobody_is_reminded_while_a_question_pauses_the_clock_and_by_the_later_day_afterwards() {
        let asked = Referral { due_on: date(2026, 6, 8), ..referral("NAVY", ReferralStatus::Open) };
        let look = |due, on| due_act(&asked, due, &[], (14, 30), on);
        let pause = Some(Pause { since: date(2026, 5, 20), question: QuestionId::NONE });
        assert_eq!(look(DueDay { on: date(2026, 6, 8), pause }, date(2026, 6, 1)), None);
        let later = DueDay { on: date(2026, 6, 20), pause: None };
        assert_eq!(look(later, date(2026, 6, 5)), None);
        let Some(Act::Reminded { due_on, .. }) = look(later, date(2026, 6, 6)) else { panic!("not reminded") };
        assert_eq!(due_on, date(2026, 6, 20), "the letter names the later day");
    }
}
