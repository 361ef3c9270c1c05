//! The property tracks (42 USC 2181, 2182; 51 USC 20135; R1.3, R1.9, R1.10, E28, E29). DOE and NASA are notified of
//! inventions useful in atomic energy or in space and may claim them. This is a question of ownership and no part of
//! the security review: it holds no publication and clears nothing.

use crate::base::deadline::{Clock, ClockKind};
use crate::base::refusal::{PROPERTY_LATE, PROPERTY_STEP, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::property::{Act, Step, Track};
use crate::filing::FilingKind;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The periods of the tracks, in days. The law sets them; they are settings so that a change of law needs no new
/// program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Days in which the applicant must state who owns the invention (R1.9, R1.10).
    pub statement: i32,
    /// Days in which the agency may claim.
    pub claim: i32,
    /// Days in which the applicant may ask for a hearing.
    pub hearing: i32,
}

impl Default for Days {
    fn default() -> Self {
        Self { statement: 30, claim: 90, hearing: 30 }
    }
}

/// The day of a step; `None` if it is not on the docket.
pub fn day_of(case: &CaseFile, wanted_track: Track, wanted: Step) -> Option<Date> {
    case.of(Act::of)
        .find_map(|(_, Act::Step { track, step, on, .. })| (*track == wanted_track && *step == wanted).then_some(*on))
}

fn after(day: Date, days: i32) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// Decides a step (R1.9, R1.10, E28, E29).
pub fn step(
    case: &CaseFile,
    track: Track,
    step: Step,
    on: Date,
    note: Option<String>,
    days: Days,
    today: Date,
) -> Result<Act, Refusal> {
    let refuse = |text: String| Err(Refusal::new(&PROPERTY_STEP, text));
    let late = |text: String| Err(Refusal::new(&PROPERTY_LATE, text));
    let had = |s| day_of(case, track, s);
    let name = track.name();
    if on > today || on < case.filed_on() {
        return refuse(format!(
            "The filing dates from {} and today is {today}; a step lies in between.",
            case.filed_on()
        ));
    }
    if case.document.kind == FilingKind::Provisional {
        return refuse("The property tracks are not applied to provisional applications (R1.3).".into());
    }
    if had(step).is_some() {
        return refuse("This is on the docket.".into());
    }
    match step {
        Step::Notified | Step::Waived => {}
        Step::StatementRequested if had(Step::StatementReceived).is_some() => {
            return refuse("The statement is here.".into());
        }
        Step::StatementRequested | Step::StatementReceived => {}
        Step::CopiesSent if had(Step::StatementReceived).is_none() => {
            return refuse(format!("{name} gets copies with the statement of ownership, which has not come."));
        }
        Step::CopiesSent => {}
        Step::Claimed => match had(Step::CopiesSent) {
            None => return refuse(format!("{name} has not been sent copies; its days have not begun.")),
            Some(sent) if on > after(sent, days.claim) => {
                return late(format!("{name} had until {} to claim.", after(sent, days.claim)));
            }
            Some(_) if had(Step::Waived).is_some() => return refuse(format!("{name} has let it go.")),
            Some(_) => {}
        },
        Step::HearingRequested => match had(Step::Claimed) {
            None => return refuse("There is no claim to be heard on.".into()),
            Some(claimed) if on > after(claimed, days.hearing) => {
                return late(format!("The applicant had until {} to ask for a hearing.", after(claimed, days.hearing)));
            }
            Some(_) => {}
        },
        Step::HeardForApplicant | Step::HeardForAgency => {
            if had(Step::HearingRequested).is_none() {
                return refuse("No hearing was asked for.".into());
            }
        }
        Step::FalseStatement => match (track, case.disposal()) {
            (Track::Doe, _) => return refuse("Only NASA may claim on a false statement.".into()),
            (Track::Nasa, Some((crate::law::record::Disposal::Patented, issued))) => {
                let last = issued.saturating_add(5.years());
                if on > last {
                    return late(format!("The patent issued on {issued}; NASA had until {last}."));
                }
            }
            (Track::Nasa, _) => return refuse("No patent has issued.".into()),
        },
    }
    Ok(Act::Step { track, step, on, note })
}

/// To whom the patent may issue, as far as ownership is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Nobody has claimed, or the claim has failed.
    Applicant,
    /// The agency has claimed, and nothing stands against it.
    Agency,
    /// Not known yet.
    Open,
}

/// The owner by a track on a date; `None` if the track was never begun. If the agency is silent to the end of its days,
/// the patent may issue to the applicant, as far as ownership is concerned (E29).
pub fn owner(case: &CaseFile, track: Track, days: Days, on: Date) -> Option<Owner> {
    let had = |s| day_of(case, track, s);
    let began = [Step::Notified, Step::StatementRequested, Step::StatementReceived, Step::CopiesSent, Step::Waived];
    if !began.iter().any(|s| had(*s).is_some()) {
        return None;
    }
    Some(if had(Step::FalseStatement).is_some() || had(Step::HeardForAgency).is_some() {
        Owner::Agency
    } else if had(Step::Waived).is_some() || had(Step::HeardForApplicant).is_some() {
        Owner::Applicant
    } else if let Some(claimed) = had(Step::Claimed) {
        let waits = had(Step::HearingRequested).is_some() || on <= after(claimed, days.hearing);
        if waits { Owner::Open } else { Owner::Agency }
    } else {
        match had(Step::CopiesSent) {
            Some(sent) if on > after(sent, days.claim) => Owner::Applicant,
            _ => Owner::Open,
        }
    })
}

/// The clocks of both tracks.
pub fn clocks(case: &CaseFile, days: Days) -> Vec<Clock> {
    Track::ALL.into_iter().filter_map(|track| clock(case, track, days)).collect()
}

fn clock(case: &CaseFile, track: Track, days: Days) -> Option<Clock> {
    let had = |s| day_of(case, track, s);
    let name = track.name();
    let over = [Step::Waived, Step::HeardForApplicant, Step::HeardForAgency, Step::HearingRequested];
    if over.iter().any(|s| had(*s).is_some()) {
        return None;
    }
    let (kind, due_on, text) = if let Some(claimed) = had(Step::Claimed) {
        let due = after(claimed, days.hearing);
        let text = format!("Unless the applicant asks the Board for a hearing by {due}, the patent issues to {name}.");
        (ClockKind::PropertyHearing, due, text)
    } else if let Some(sent) = had(Step::CopiesSent) {
        let due = after(sent, days.claim);
        let text = format!(
            "Unless {name} claims the invention by {due}, the patent may issue to the applicant as far as property goes; \
             a security order still blocks it."
        );
        (ClockKind::PropertyClaim, due, text)
    } else if let (Some(asked), None) = (had(Step::StatementRequested), had(Step::StatementReceived)) {
        let due = after(asked, days.statement);
        let text = format!("Without the statement of ownership by {due} the application cannot go on to issue.");
        (ClockKind::PropertyStatement, due, text)
    } else {
        return None;
    };
    Some(Clock {
        kind,
        due_on,
        working_deadline: None,
        alarm: false,
        if_nobody_acts: text,
        citation: track.citation(),
        rule: track.rule(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::testing::{FILED, case, order};
    use jiff::civil::date;

    fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
        done.expect_err("refused").code.code
    }

    fn walk(c: &mut CaseFile, track: Track, steps: &[(Step, Date)]) {
        for (what, on) in steps {
            let act = step(c, track, *what, *on, None, Days::default(), *on).expect("a step");
            c.enter(*on, act, None);
        }
    }

    #[test]
    fn r1_9_doe_has_ninety_days_and_the_applicant_thirty() {
        let mut c = case();
        let d = Days::default();
        assert_eq!(owner(&c, Track::Doe, d, FILED), None);
        walk(&mut c, Track::Doe, &[(Step::Notified, date(2026, 4, 1)), (Step::StatementRequested, date(2026, 4, 1))]);
        assert_eq!(clocks(&c, d)[0].due_on, date(2026, 5, 1));
        let early = step(&c, Track::Doe, Step::CopiesSent, date(2026, 4, 2), None, d, date(2026, 4, 2));
        assert_eq!(code_of(early), "property.step");
        walk(&mut c, Track::Doe, &[(Step::StatementReceived, date(2026, 4, 20)), (Step::CopiesSent, date(2026, 5, 1))]);
        assert_eq!(clocks(&c, d)[0].due_on, date(2026, 7, 30));
        let late = step(&c, Track::Doe, Step::Claimed, date(2026, 7, 31), None, d, date(2026, 7, 31));
        assert_eq!(code_of(late), "property.late");
        walk(&mut c, Track::Doe, &[(Step::Claimed, date(2026, 7, 30))]);
        assert_eq!(owner(&c, Track::Doe, d, date(2026, 8, 29)), Some(Owner::Open));
        assert_eq!(owner(&c, Track::Doe, d, date(2026, 8, 30)), Some(Owner::Agency));
        let late = step(&c, Track::Doe, Step::HearingRequested, date(2026, 8, 30), None, d, date(2026, 8, 30));
        assert_eq!(code_of(late), "property.late");
        walk(
            &mut c,
            Track::Doe,
            &[(Step::HearingRequested, date(2026, 8, 29)), (Step::HeardForApplicant, date(2027, 1, 4))],
        );
        assert_eq!(owner(&c, Track::Doe, d, date(2027, 1, 4)), Some(Owner::Applicant));
    }

    #[test]
    fn r1_10_nasa_may_claim_on_a_false_statement_for_five_years() {
        let mut c = case();
        let d = Days::default();
        let on = date(2030, 6, 1);
        let take = |c: &CaseFile, on| step(c, Track::Nasa, Step::FalseStatement, on, None, d, on);
        assert_eq!(code_of(take(&c, on)), "property.step", "no patent has issued");
        let issued =
            crate::law::record::Act::Disposed { how: crate::law::record::Disposal::Patented, on: date(2028, 2, 29) };
        c.enter(date(2028, 2, 29), issued, None);
        assert!(take(&c, on).is_ok());
        assert!(take(&c, date(2033, 2, 28)).is_ok());
        assert_eq!(code_of(take(&c, date(2033, 3, 1))), "property.late");
    }

    #[test]
    fn e29_silence_of_ninety_days_lets_the_patent_issue_but_not_past_an_order() {
        let mut c = case();
        walk(&mut c, Track::Nasa, &[(Step::StatementReceived, FILED), (Step::CopiesSent, FILED)]);
        let d = Days::default();
        assert_eq!(owner(&c, Track::Nasa, d, date(2026, 6, 8)), Some(Owner::Open));
        assert_eq!(owner(&c, Track::Nasa, d, date(2026, 6, 9)), Some(Owner::Applicant));
        assert!(clocks(&c, d)[0].if_nobody_acts.contains("a security order still blocks it"));
        c.orders.push(order(None, &["DOE"], FILED));
        assert!(crate::law::examination::allow(&c, date(2026, 7, 1), date(2026, 7, 1)).is_err());
    }

    #[test]
    fn e28_notice_to_doe_is_no_security_review() {
        let mut c = case();
        walk(&mut c, Track::Doe, &[(Step::Notified, FILED)]);
        assert!(c.referrals.is_empty() && !c.is_under_review());
        assert!(c.holds(FILED).is_empty());
    }

    #[test]
    fn r1_3_property_is_not_asked_of_provisionals() {
        let mut c = case();
        c.document.kind = FilingKind::Provisional;
        let refused = step(&c, Track::Doe, Step::Notified, FILED, None, Days::default(), FILED);
        assert_eq!(code_of(refused), "property.step");
    }
}
