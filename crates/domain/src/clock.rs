//! Computes the clocks of a case: its known deadlines, each with what happens if nobody acts, in words for people. No
//! deadline is stored.
//!
//! A new clock needs three things: a line in [`ClockKind`], a function here (or in a file of this folder) that makes a
//! [`Clock`] from the record, and a source in `workflow::clocks` that calls the function. The list of all clocks, the
//! list of one case and the calendar feed follow from these.

pub use crate::base::deadline::{Clock, ClockKind, six_months_after};
mod abroad;
mod receipt;

pub use abroad::{provisional_end, treaty_clocks, treaty_days};
pub use receipt::{Outstanding, receipt_clock, receipt_due};

use crate::base::calendar::year_later;
use crate::case::facts::origin::is_made_here;
use crate::case::status::FilingStatus;
use crate::order::{Determination, Need, Order, OrderStatus, alarm_on, is_alarming};
use crate::review::question::DueDay;
use crate::review::referral::{Referral, ReferralStatus};
use jiff::ToSpan;
use jiff::civil::Date;

/// Days for which a clock is listed after its day, if the record does not say that somebody dealt with it. Our choice:
/// long enough to be noticed, and short enough that the list stays readable.
pub const LISTED_AFTERWARDS: i64 = 90;

/// The clock of a referral that awaits its answer (R2.5, R2.6, E10), whose day is `due`. `None` if the referral is not open.
pub fn of_referral(referral: &Referral, due: DueDay) -> Option<Clock> {
    let paused = due.pause.map_or_else(String::new, |pause| {
        format!(
            " The clock has stood still since {}, because a question of the agency is open: POST /questions/{}/answer, or it \
             stands on.",
            pause.since, pause.question
        )
    });
    (referral.status == ReferralStatus::Open).then(|| Clock {
        kind: ClockKind::ReferralDue,
        due_on: due.on,
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "Nothing is decided. No law sets {} a limit, and its silence is no clearance: the filing stays under \
             review and unpublished until it answers.{paused}",
            referral.agency
        ),
        citation: "37 CFR 1.211(a)(2); 35 USC 181 ¶2",
        rule: "R2.5, R2.6, E10",
    })
}

/// Whether a decision on a filing with this status is pending, so that the six-month warning concerns it.
pub fn is_pending(status: FilingStatus) -> bool {
    match status {
        FilingStatus::NeedsHuman | FilingStatus::InTriage | FilingStatus::UnderReview | FilingStatus::OrderPending => {
            true
        }
        FilingStatus::UnderOrder | FilingStatus::Released | FilingStatus::Clear | FilingStatus::Withdrawn => false,
    }
}

/// The six-month warning of a filing on which a decision is pending (R2.5, E10, E16). The invention must be made in the
/// United States or, if its country is not known, be presumed so (E24).
pub fn six_months_clock(filed_on: Date, made_in: Option<&str>, status: FilingStatus) -> Option<Clock> {
    if !is_made_here(made_in) || !is_pending(status) {
        return None;
    }
    let day = six_months_after(filed_on);
    Some(Clock {
        kind: ClockKind::SixMonths,
        due_on: day,
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "From {day} the applicant may file abroad without a license, unless an order is in effect by then. The \
             review does not end; an order can still issue later, but it cannot recall what was lawfully filed."
        ),
        citation: "35 USC 184(a)",
        rule: "R2.5, E10, E16",
    })
}

/// The clock of an order that has not ended (R4.2, R4.6, R4.7, R4.13, E8). Determinations are taken from `window` days
/// before the end of the term.
pub fn of_order(order: &Order, determinations: &[Determination], window: i32, on: Date) -> Option<Clock> {
    // R4.9, R4.10: while a war or an emergency lasts nothing is due.
    if order.ended.is_some() || order.has_no_end() {
        return None;
    }
    let last_day = order.expires_on();
    let deadline = order.renewal_deadline();
    Some(Clock {
        kind: ClockKind::OrderExpiry,
        due_on: last_day,
        working_deadline: Some(deadline),
        alarm: is_alarming(order, determinations, on),
        if_nobody_acts: order_words(order, determinations, window, on),
        citation: "35 USC 181 ¶4",
        rule: "R4.2, R4.5, R4.6, R4.13",
    })
}

/// The alarm of an order on which no sponsor has determined that secrecy must go on, until its term is over (R4.5).
/// This clock only lists the alarm; the workflow sends it.
pub fn alarm(order: &Order, determinations: &[Determination], on: Date) -> Option<Clock> {
    let last_day = order.expires_on();
    let coming = order.coming_term();
    let of_term = || determinations.iter().filter(|d| d.term == coming);
    let carried = of_term().any(|d| d.need == Need::NationalInterestRequires);
    // R4.9, R4.10: while a war or an emergency lasts nothing is due.
    if order.ended.is_some() || order.has_no_end() || carried || on > last_day {
        return None;
    }
    let sponsors = order.sponsors_on(last_day).map(|s| &s.agency);
    let mut silent: Vec<&str> = sponsors.filter(|a| !of_term().any(|d| d.agency == **a)).map(|a| a.as_str()).collect();
    silent.dedup();
    if silent.is_empty() {
        return None;
    }
    Some(Clock {
        kind: ClockKind::AgencyAlarm,
        due_on: alarm_on(order),
        working_deadline: None,
        alarm: is_alarming(order, determinations, on),
        if_nobody_acts: format!(
            "Five business days are left then. The Office and every sponsor that is silent ({}) are alarmed; silence lets \
             the order lapse at the end of {last_day}.",
            silent.join(", ")
        ),
        citation: "35 USC 181 ¶4",
        rule: "R4.5, R4.6",
    })
}

fn order_words(order: &Order, determinations: &[Determination], window: i32, on: Date) -> String {
    let last_day = order.expires_on();
    let coming = order.coming_term();
    let holds = if order.classified {
        "The matter is classified: the holds stay until a person lifts them, and an alarm is raised."
    } else {
        "Publication and grant are then free."
    };
    if order.status(on) == OrderStatus::Lapsed {
        return format!("It lapsed by law at the end of {last_day}; the clock will record it. {holds}");
    }
    let (mut carrying, mut leaving) = (vec![], vec![]);
    for sponsor in order.sponsors_on(last_day) {
        let carries = determinations
            .iter()
            .any(|d| d.agency == sponsor.agency && d.term == coming && d.need == Need::NationalInterestRequires);
        let names = if carries { &mut carrying } else { &mut leaving };
        if !names.contains(&sponsor.agency.as_str()) {
            names.push(sponsor.agency.as_str());
        }
    }
    if carrying.is_empty() {
        let opens = last_day.saturating_sub(i64::from(window).days());
        let taken = if on < opens { format!(" Determinations are taken from {opens} on.") } else { String::new() };
        return format!(
            "Unless a sponsor ({}) determines by {last_day} that the national interest requires another term, the \
             order lapses at the end of that day and cannot be renewed.{taken} {holds}",
            leaving.join(", ")
        );
    }
    let gone = if leaving.is_empty() {
        String::new()
    } else {
        format!(" {} leaves with the old term unless it determines the same by {last_day}.", leaving.join(", "))
    };
    format!(
        "It is renewed until {} on the determination of {}, on {} at the latest.{gone}",
        year_later(last_day),
        carrying.join(", "),
        order.renewal_deadline()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::agency::AgencyCode;
    use crate::base::ids::{AccountId, DeterminationId, FilingId, OrderId, QuestionId, ReferralId};
    use crate::order::{End, Sponsor, Term, TermBasis};
    use crate::review::question::Pause;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    fn code(text: &str) -> AgencyCode {
        AgencyCode::parse(text).expect("code")
    }
    fn order(classified: bool) -> Order {
        let issued = date(2026, 7, 4);
        Order {
            id: OrderId::from_uuid(Uuid::nil()),
            number: "SO-2026-000001".into(),
            filing: FilingId::from_uuid(Uuid::nil()),
            order_type: None,
            issued_on: issued,
            issued_by: "officer1".into(),
            sponsors: ["DOE", "NASA"]
                .into_iter()
                .map(|a| Sponsor { agency: code(a), since: issued, until: None })
                .collect(),
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
            classified,
            declassified_by: vec![],
            john_doe: false,
            regimes: vec![],
            version: 1,
        }
    }
    fn yes(agency: &str) -> Determination {
        Determination {
            id: DeterminationId::from_uuid(Uuid::nil()),
            order: OrderId::from_uuid(Uuid::nil()),
            agency: code(agency),
            term: 2,
            need: Need::NationalInterestRequires,
            reason: "r".into(),
            account: AccountId::from_uuid(Uuid::nil()),
            signer: "s".into(),
            received_at: Timestamp::UNIX_EPOCH,
            received_on: date(2027, 5, 1),
        }
    }

    #[test]
    fn r4_6_an_order_says_what_its_date_will_bring() {
        let words = |o: &Order, d: &[Determination], on| of_order(o, d, 120, on).expect("a clock").if_nobody_acts;
        let mut out = vec![
            words(&order(false), &[], date(2026, 8, 1)),
            words(&order(true), &[], date(2027, 6, 1)),
            words(&order(false), &[yes("DOE")], date(2027, 6, 1)),
            words(&order(false), &[yes("DOE"), yes("NASA")], date(2027, 6, 1)),
            words(&order(false), &[], date(2027, 7, 5)),
        ];
        let clock = of_order(&order(false), &[], 120, date(2026, 8, 1)).expect("a clock");
        out.push(format!("{} {:?}", clock.due_on, clock.working_deadline));
        insta::assert_snapshot!(out.join("\n\n"));
        let mut ended = order(false);
        ended.ended = Some((End::Rescinded, date(2026, 9, 1)));
        assert!(of_order(&ended, &[], 120, date(2026, 9, 1)).is_none());
    }

    #[test]
    fn r4_5_an_alarm_comes_five_business_days_before_the_end_while_nobody_has_determined() {
        // 2027-07-04 is a Sunday: Friday the 2nd is the working deadline, and five business days before it is the 25th.
        let clock = alarm(&order(false), &[], date(2027, 6, 1)).expect("an alarm");
        assert_eq!(clock.due_on, date(2027, 6, 25));
        assert!(clock.if_nobody_acts.contains("DOE, NASA"), "{}", clock.if_nobody_acts);
        let no = Determination { need: Need::NotRequired, ..yes("DOE") };
        let clock = alarm(&order(false), std::slice::from_ref(&no), date(2027, 6, 1)).expect("NASA is silent");
        assert!(clock.if_nobody_acts.contains("(NASA)"));
        assert!(alarm(&order(false), &[yes("DOE")], date(2027, 6, 1)).is_none(), "one carries it");
        let both = [no, Determination { need: Need::NotRequired, ..yes("NASA") }];
        assert!(alarm(&order(false), &both, date(2027, 6, 1)).is_none(), "nobody is silent");
        assert!(alarm(&order(false), &[], date(2027, 7, 5)).is_none(), "it is over");
    }

    #[test]
    fn a_reference_tells_nothing_and_stays_while_the_day_moves() {
        let mut seen = std::collections::HashSet::new();
        for kind in ClockKind::ALL {
            for id in ["a", "b"] {
                assert!(seen.insert(kind.reference(id)) && seen.insert(kind.uid(id)));
            }
            assert_eq!(serde_json::to_value(kind).expect("json"), kind.as_str());
            let words = kind.neutral_words().to_lowercase();
            for word in ["secre", "order", "patent", "application", "agency", "sponsor", "pct", "license", "treaty"] {
                assert!(!words.contains(word), "{words}");
            }
        }
        assert_eq!(ClockKind::OrderExpiry.reference("a").len(), 14);
    }

    #[test]
    fn e10_six_months_bring_freedom_to_file_abroad_and_no_clearance() {
        let clock = |made_in, status| six_months_clock(date(2026, 8, 31), made_in, status);
        let pending = clock(None, FilingStatus::UnderReview).expect("a clock");
        assert_eq!(pending.due_on, date(2027, 2, 28));
        assert!(pending.if_nobody_acts.contains("The review does not end"));
        assert!(clock(Some("us"), FilingStatus::InTriage).is_some());
        assert!(clock(Some("JP"), FilingStatus::UnderReview).is_none(), "R6.2: no license is needed for it");
        assert!(clock(None, FilingStatus::UnderOrder).is_none());
        assert!(clock(None, FilingStatus::Clear).is_none());
    }

    #[test]
    fn r2_6_a_referral_says_that_silence_decides_nothing() {
        let referral = |status| Referral {
            id: ReferralId::from_uuid(Uuid::nil()),
            filing: FilingId::from_uuid(Uuid::nil()),
            agency: code("NAVY"),
            due_on: date(2026, 6, 8),
            status,
            referred_at: Timestamp::UNIX_EPOCH,
            referred_by: "exam1".into(),
            message: None,
            version: 1,
        };
        let due = DueDay { on: date(2026, 6, 8), pause: None };
        let clock = of_referral(&referral(ReferralStatus::Open), due).expect("a clock");
        assert!(clock.if_nobody_acts.contains("silence is no clearance"));
        assert!(of_referral(&referral(ReferralStatus::Answered), due).is_none());
        let pause = Pause { since: date(2026, 5, 1), question: QuestionId::NONE };
        let still =
            of_referral(&referral(ReferralStatus::Open), DueDay { pause: Some(pause), ..due }).expect("a clock");
        assert!(still.if_nobody_acts.contains("has stood still since 2026-05-01"), "{}", still.if_nobody_acts);
    }
}
