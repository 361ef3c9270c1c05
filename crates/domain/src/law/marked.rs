//! Marked papers and nationally classified filings (37 CFR 5.1(c) to (e); MPEP 121; R1.6, R1.7, E26). A marking must be
//! explained or removed, or the matter put under an order, within a period that the Office sets.

use crate::base::deadline::{Clock, ClockKind};
use crate::base::ids::EntryId;
use crate::base::refusal::{MARKED_ANSWER, MARKED_PERIOD, MARKED_QUERY, Refusal};
pub use crate::case::facts::marked::{Act, Answer};
use crate::case::{CaseFile, Entry};
use jiff::ToSpan;
use jiff::civil::Date;

/// The query that nothing has settled, with the last day that counts now, and whether it is about classified matter.
pub fn open_query(case: &CaseFile) -> Option<(&Entry, Date, bool)> {
    case.of(Act::of)
        .filter_map(|(entry, act)| match act {
            Act::Queried { due_on, classified, .. } => {
                let mut due = *due_on;
                for answer in case.answers_to(entry.id) {
                    match Act::of(&answer.matter)? {
                        Act::Answered { how: Answer::GoodFaith, due_on: Some(further), .. } => due = *further,
                        _ => return None,
                    }
                }
                Some((entry, due, *classified))
            }
            _ => None,
        })
        .last()
}

/// Decides a query (R1.6, R1.7). Only one may be open. `days` is a setting, because no law fixes the period.
pub fn query(case: &CaseFile, marking: String, classified: bool, days: i32, on: Date) -> Result<Act, Refusal> {
    if let Some((_, due, _)) = open_query(case) {
        return Err(Refusal::new(&MARKED_QUERY, format!("The applicant has been asked and has until {due}.")));
    }
    if case.order_in_effect(on).is_some() {
        return Err(Refusal::new(&MARKED_QUERY, "The filing is under an order; its markings need no other ground."));
    }
    Ok(Act::Queried { marking, classified, due_on: on.saturating_add(i64::from(days.max(1)).days()) })
}

/// Accepts an answer to a query (R1.6, R1.7, E26).
pub fn answer(
    case: &CaseFile,
    query: EntryId,
    how: Answer,
    evidence: String,
    days: i32,
    on: Date,
) -> Result<Act, Refusal> {
    let refuse = |text: &str| Err(Refusal::new(&MARKED_ANSWER, text));
    match open_query(case) {
        Some((entry, _, classified)) if entry.id == query => match how {
            Answer::UnderOrder if !case.is_in_an_order(on) => {
                return refuse("No order is in effect on this filing.");
            }
            Answer::GoodFaith if !classified => {
                return refuse("A mere marking is explained or removed; good faith gives no further period for it.");
            }
            _ => {}
        },
        _ => return refuse("There is no open query of this id."),
    }
    let due_on = (how == Answer::GoodFaith).then(|| on.saturating_add(i64::from(days.max(1)).days()));
    Ok(Act::Answered { how, evidence, due_on })
}

/// Holds the application abandoned: the matter is classified, the period is over, and nothing was shown (37 CFR
/// 5.1(d)).
pub fn hold_abandoned(case: &CaseFile, query: EntryId, reason: String, on: Date) -> Result<Act, Refusal> {
    match open_query(case) {
        Some((entry, due, true)) if entry.id == query && on > due => Ok(Act::HeldAbandoned { reason }),
        Some((entry, due, true)) if entry.id == query => {
            Err(Refusal::new(&MARKED_PERIOD, format!("The applicant has until {due}.")))
        }
        _ => Err(Refusal::new(&MARKED_PERIOD, "Only nationally classified matter is abandoned for want of an answer.")),
    }
}

/// The clock of an open query.
pub fn clock(case: &CaseFile) -> Option<Clock> {
    let (_, due_on, classified) = open_query(case)?;
    Some(Clock {
        kind: ClockKind::MarkingPeriod,
        due_on,
        working_deadline: None,
        alarm: false,
        if_nobody_acts: if classified {
            format!(
                "After {due_on} an officer may hold the application abandoned: it was neither declassified nor put under \
                 an order, and no good-faith effort was shown."
            )
        } else {
            "The papers stay off every public record until the marking is explained or removed.".into()
        },
        citation: "37 CFR 5.1(d); MPEP 121",
        rule: "R1.6, R1.7, E26",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::docket::unsettled;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;

    fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
        done.expect_err("refused").code.code
    }

    #[test]
    fn r1_7_a_marking_keeps_the_papers_off_the_record_until_it_is_explained() {
        let mut c = case();
        let act = query(&c, "ITAR".into(), false, 60, FILED).expect("asked");
        let id = c.enter(FILED, act, None);
        assert!(unsettled(&c.docket).is_some());
        assert_eq!(code_of(query(&c, "ITAR".into(), false, 60, FILED)), "marking.asked");
        assert_eq!(code_of(answer(&c, id, Answer::GoodFaith, "e".into(), 60, FILED)), "marking.answer");
        assert_eq!(code_of(hold_abandoned(&c, id, "r".into(), date(2027, 1, 1))), "marking.period");
        let act = answer(&c, id, Answer::Removed, "stamped by mistake".into(), 60, FILED).expect("answered");
        c.enter(FILED, act, Some(id));
        assert!(unsettled(&c.docket).is_none());
        assert!(clock(&c).is_none());
    }

    #[test]
    fn r1_6_e26_classified_matter_is_declassified_ordered_or_in_good_faith_or_abandoned() {
        let mut c = case();
        let act = query(&c, "SECRET".into(), true, 60, FILED).expect("asked");
        let id = c.enter(FILED, act, None);
        assert_eq!(clock(&c).expect("a clock").due_on, date(2026, 5, 9));
        assert_eq!(code_of(answer(&c, id, Answer::UnderOrder, "e".into(), 60, FILED)), "marking.answer");
        assert_eq!(code_of(hold_abandoned(&c, id, "r".into(), date(2026, 5, 9))), "marking.period");
        let act = answer(&c, id, Answer::GoodFaith, "letters to the Army".into(), 60, date(2026, 5, 1)).expect("more");
        c.enter(date(2026, 5, 1), act, Some(id));
        assert_eq!(clock(&c).expect("a clock").due_on, date(2026, 6, 30), "the second clock");
        assert!(unsettled(&c.docket).is_some());
        assert_eq!(code_of(hold_abandoned(&c, id, "r".into(), date(2026, 6, 30))), "marking.period");
        let act = hold_abandoned(&c, id, "nothing came".into(), date(2026, 7, 1)).expect("abandoned");
        c.enter(date(2026, 7, 1), act, Some(id));
        assert!(clock(&c).is_none());
        assert!(unsettled(&c.docket).is_some(), "an abandoned filing of classified matter is no public record");
    }

    #[test]
    fn r1_6_an_order_answers_for_the_marking() {
        let mut c = case();
        let act = query(&c, "SECRET".into(), true, 60, FILED).expect("asked");
        let id = c.enter(FILED, act, None);
        c.orders.push(order(None, &["DOE"], FILED));
        assert!(answer(&c, id, Answer::UnderOrder, "SO-2026-000001".into(), 60, FILED).is_ok());
        assert_eq!(code_of(query(&case_with_order(), "SECRET".into(), true, 60, FILED)), "marking.asked");
    }

    fn case_with_order() -> CaseFile {
        let mut c = case();
        c.orders.push(order(None, &["DOE"], FILED));
        c
    }
}
