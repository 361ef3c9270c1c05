//! International applications under an order (37 CFR 5.3(d); 35 USC 368; PCT Art. 12(3); R3.7, E18, E19). They are
//! processed up to the transmittal and no further.

use crate::base::refusal::{INTERNATIONAL_STEP, Refusal, TRANSMITTAL_HELD};
use crate::case::CaseFile;
pub use crate::case::facts::international::{Act, Step};
use crate::case::holds::Bar;
use crate::filing::FilingKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// The day from which the months of the Treaty count: the earliest claimed priority, or the day of filing.
pub fn priority_date(case: &CaseFile) -> Date {
    case.document.priority.iter().filter_map(|p| p.date).min().unwrap_or_else(|| case.filed_on()).min(case.filed_on())
}

/// Whether a step is on the docket.
pub fn has_step(case: &CaseFile, wanted: Step) -> bool {
    case.of(Act::of).any(|(_, Act::Step { step, .. })| *step == wanted)
}

/// Decides a step (R3.7, E18, E19).
pub fn step(case: &CaseFile, step: Step, on: Date, note: Option<String>, today: Date) -> Result<Act, Refusal> {
    let refuse = |text: String| Err(Refusal::new(&INTERNATIONAL_STEP, text));
    if !matches!(case.document.kind, FilingKind::Pct | FilingKind::Hague) {
        return refuse("This is no international application filed here.".into());
    }
    if on > today || on < case.filed_on() {
        return refuse(format!(
            "The filing dates from {} and today is {today}; a step lies in between.",
            case.filed_on()
        ));
    }
    if has_step(case, step) {
        return refuse("This is on the docket.".into());
    }
    let held = case.is_held(Bar::Transmittal, today);
    match step {
        Step::Transmitted if held => {
            return Err(Refusal::new(
                &TRANSMITTAL_HELD,
                "Papers stay here while the filing is under review or order: neither the international authorities nor \
                 the applicant get them.",
            ));
        }
        Step::Notified | Step::TreatedWithdrawn if has_step(case, Step::Transmitted) => {
            return refuse("The record copy was transmitted.".into());
        }
        Step::TreatedWithdrawn if today < priority_date(case).saturating_add(14.months()) => {
            return refuse(format!(
                "The record copy is missed only after 14 months from priority, {}.",
                priority_date(case).saturating_add(14.months())
            ));
        }
        Step::NationalStage if has_step(case, Step::TreatedWithdrawn) => {
            return refuse("It is withdrawn; the national stage had to be entered before (35 USC 371(c)).".into());
        }
        _ => {}
    }
    Ok(Act::Step { step, on, note })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;

    fn pct() -> CaseFile {
        let mut c = case();
        c.document.kind = FilingKind::Pct;
        c.orders.push(order(None, &["DOE"], FILED));
        c
    }

    fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
        done.expect_err("refused").code.code
    }

    #[test]
    fn e18_r3_7_nothing_is_transmitted_under_an_order() {
        let mut c = pct();
        let take = |c: &CaseFile, s, on| step(c, s, on, None, on);
        assert_eq!(code_of(take(&c, Step::Transmitted, date(2026, 6, 1))), "international.transmittal_held");
        assert!(take(&c, Step::Notified, date(2027, 3, 1)).is_ok(), "by thirteen months");
        assert_eq!(code_of(take(&c, Step::TreatedWithdrawn, date(2027, 5, 9))), "international.step");
        assert!(take(&c, Step::TreatedWithdrawn, date(2027, 8, 10)).is_ok());
        c.orders.clear();
        assert!(take(&c, Step::Transmitted, date(2026, 6, 1)).is_ok());
        c.document.kind = FilingKind::Nonprovisional;
        assert_eq!(code_of(take(&c, Step::Transmitted, date(2026, 6, 1))), "international.step");
    }

    #[test]
    fn e19_the_national_stage_is_entered_before_the_withdrawal_or_not_at_all() {
        let mut c = pct();
        assert!(step(&c, Step::NationalStage, date(2027, 7, 1), None, date(2027, 7, 1)).is_ok());
        let day = date(2027, 8, 10);
        let gone = step(&c, Step::TreatedWithdrawn, day, None, day).expect("withdrawn");
        c.enter(day, gone, None);
        assert_eq!(code_of(step(&c, Step::NationalStage, day, None, day)), "international.step");
    }

    #[test]
    fn e18_months_count_from_the_earliest_priority() {
        let mut c = pct();
        c.document.priority =
            vec![crate::filing::Priority { country: "US".into(), number: "63/1".into(), date: Some(date(2025, 4, 1)) }];
        assert_eq!(priority_date(&c), date(2025, 4, 1));
    }
}
