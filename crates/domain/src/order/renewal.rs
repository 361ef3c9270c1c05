//! The year of an order: determinations, renewal, lapse, reminders (section 4 of the rule book).

use crate::base::agency::AgencyCode;
use crate::base::calendar::{business_days_before, last_business_day_on_or_before, next_day, year_later};
use crate::base::refusal::{
    DETERMINATION_EXISTS, DETERMINATION_TOO_EARLY, RENEWAL_AFTER_EXPIRY, RENEWAL_NO_DETERMINATION, RENEWED_ALREADY,
    Refusal,
};
use crate::order::regime::{NO_END, Period, runs_until};
use crate::order::{Determination, Need, Order, OrderStatus, Term, TermBasis};
use jiff::ToSpan;
use jiff::civil::Date;

/// Checks that a sponsor may make a determination for the coming term now (R4.2, R4.3, R4.5, E3, E4). Returns the
/// number of the term. Determinations are taken from `earliest` days before the end of the term (a setting), because
/// one made a year ahead would not be about the coming year.
pub fn accept_determination(
    order: &Order,
    agency: &AgencyCode,
    existing: &[Determination],
    earliest: i32,
    on: Date,
) -> Result<i32, Refusal> {
    order.must_be_in_effect(on).map_err(|r| expired_or(order, on, r))?;
    order.must_be_sponsor(agency, on)?;
    let (coming, end) = coming_term(order, on);
    if end == NO_END {
        return Err(Refusal::new(
            &DETERMINATION_TOO_EARLY,
            format!(
                "Order {} runs as long as the war or emergency lasts, and after it. Its sponsors are asked when that \
                 has ended.",
                order.number
            ),
        ));
    }
    let opens = end.saturating_sub(i64::from(earliest).days());
    if on < opens {
        return Err(Refusal::new(
            &DETERMINATION_TOO_EARLY,
            format!("The term ends on {end}; determinations for the next are taken from {opens} on."),
        ));
    }
    if existing.iter().any(|d| d.term == coming && d.agency == *agency) {
        return Err(Refusal::new(
            &DETERMINATION_EXISTS,
            format!("{agency} has made its determination for the term after {end}."),
        ));
    }
    Ok(coming)
}

/// The term that a determination made on a date is for, and the last day before that term. A renewal that is recorded
/// before its term begins does not exclude a sponsor that still has time.
fn coming_term(order: &Order, on: Date) -> (i32, Date) {
    match order.terms.iter().find(|t| t.from > on) {
        Some(next) => (next.number, next.from.saturating_sub(1.day())),
        None => (order.coming_term(), order.expires_on()),
    }
}

/// The present sponsors that have not answered for the coming term. The list is empty before the day from which
/// determinations are taken (R4.5).
pub fn awaited(order: &Order, determinations: &[Determination], earliest: i32, on: Date) -> Vec<AgencyCode> {
    let open = |agency: &AgencyCode| accept_determination(order, agency, determinations, earliest, on).is_ok();
    // Once the next term is on record, sponsors may still answer, but nobody waits for them.
    if order.last_term().from > on {
        return vec![];
    }
    let mut out: Vec<AgencyCode> = order.sponsors_on(on).map(|s| s.agency.clone()).filter(open).collect();
    out.sort();
    out.dedup();
    out
}

fn expired_or(order: &Order, on: Date, other: Refusal) -> Refusal {
    if order.status(on) != OrderStatus::Lapsed {
        return other;
    }
    Refusal::new(
        &RENEWAL_AFTER_EXPIRY,
        format!(
            "Order {} ended by law at the end of {}. It cannot be renewed; a new order needs a fresh finding that \
             disclosure would be detrimental.",
            order.number,
            order.expires_on()
        ),
    )
}

/// The outcome of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The next term. It begins on the day after the last day of the old term, so that terms never drift (R4.12, E4).
    pub term: Term,
    /// The sponsors without a determination for the next term. They leave with the old term (R2.8, E8).
    pub leaving: Vec<AgencyCode>,
}

impl Renewal {
    /// The order after this renewal was recorded on a day. `periods` are all confirmed regimes.
    pub fn apply_to(&self, order: &Order, periods: &[Period], on: Date) -> Order {
        let mut out = order.clone();
        let last_day = order.expires_on();
        for sponsor in out.sponsors.iter_mut().filter(|s| self.leaving.contains(&s.agency)) {
            if sponsor.until.is_none_or(|until| until >= on) {
                sponsor.until = Some(last_day);
            }
        }
        out.regimes = runs_until(order.issued_on, self.term.until, periods).1;
        out.terms.push(self.term.clone());
        out.version += 1;
        out
    }
}

/// Renews an order on the determinations received (R4.1, R4.2, R4.6, R4.12, E3, E8). One sponsor's
/// affirmative determination carries the renewal. `on` must not be after the last day.
pub fn renew(order: &Order, determinations: &[Determination], on: Date) -> Result<Renewal, Refusal> {
    order.must_be_in_effect(on).map_err(|r| expired_or(order, on, r))?;
    let old = order.last_term();
    if old.from > on {
        return Err(Refusal::new(
            &RENEWED_ALREADY,
            format!("The next term, {} to {}, is on record.", old.from, old.until),
        ));
    }
    let (coming, last_day) = (order.coming_term(), order.expires_on());
    let carries =
        |d: &&Determination| d.term == coming && d.need == Need::NationalInterestRequires && d.received_on <= last_day;
    let carried: Vec<&Determination> = determinations.iter().filter(carries).collect();
    if carried.is_empty() {
        return Err(Refusal::new(
            &RENEWAL_NO_DETERMINATION,
            format!(
                "No sponsor has determined that the national interest requires a term after {}. Without one the order \
                 lapses at the end of that day.",
                last_day
            ),
        ));
    }
    let leaving = order
        .sponsors_on(last_day)
        .filter(|s| s.until.is_none() && !carried.iter().any(|d| d.agency == s.agency))
        .map(|s| s.agency.clone())
        .collect();
    Ok(Renewal {
        term: Term {
            number: coming,
            from: next_day(last_day),
            until: year_later(last_day),
            basis: TermBasis::Renewal,
            determinations: carried.iter().map(|d| d.id).collect(),
        },
        leaving,
    })
}

/// The act that the clock must do on an order on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    Nothing,
    /// Renew the order on the determinations received.
    Renew {
        /// Whether the last day is past although the determination came in time, because the service was down. The
        /// record says so.
        late: bool,
    },
    /// Record that the order lapsed, with the first day on which it was not in effect.
    Lapse(Date),
}

/// Computes what is due (R4.2, R4.6, R4.13). The order is renewed as soon as every sponsor has answered, and otherwise
/// on the working deadline, so that a late sponsor may still answer. A determination received in time counts even if
/// the clock runs late, because the Commissioner *shall* renew.
pub fn due(order: &Order, determinations: &[Determination], on: Date) -> Due {
    if order.ended.is_some() {
        return Due::Nothing;
    }
    let old = order.last_term();
    if old.from > on {
        return Due::Nothing;
    }
    let (coming, last_day) = (order.coming_term(), order.expires_on());
    let answers: Vec<&Determination> =
        determinations.iter().filter(|d| d.term == coming && d.received_on <= last_day).collect();
    let carried = answers.iter().any(|d| d.need == Need::NationalInterestRequires);
    let all_answered = order.sponsors_on(last_day).all(|s| answers.iter().any(|d| d.agency == s.agency));
    if carried && (all_answered || on >= order.renewal_deadline()) {
        Due::Renew { late: on > last_day }
    } else if on > last_day {
        Due::Lapse(next_day(last_day))
    } else {
        Due::Nothing
    }
}

/// When sponsors are reminded, in days before the end of a term (R4.5, our reading). Each number is a rung of the
/// ladder.
pub const REMINDER_DAYS: [i32; 6] = [120, 90, 60, 30, 14, 7];

/// The rung that is due on a date for an order whose sponsors have not all answered: the last one reached. `None`
/// before the first rung and after the end of the term.
pub fn reminder_due(expires_on: Date, on: Date) -> Option<i32> {
    let left = on.until(expires_on).ok()?.get_days();
    if left < 0 {
        return None;
    }
    REMINDER_DAYS.into_iter().filter(|rung| left <= *rung).min()
}

/// The reminders to give on a date (R4.5): the rung, and the sponsors that have neither answered for the coming term
/// nor got this reminder. `None` once the next term is on record.
pub fn reminders_due(
    order: &Order,
    determinations: &[Determination],
    given: &[(AgencyCode, i32)],
    on: Date,
) -> Option<(i32, Vec<AgencyCode>)> {
    let term = order.last_term();
    if order.status(on) != OrderStatus::InEffect || term.from > on {
        return None;
    }
    let rung = reminder_due(order.expires_on(), on)?;
    let silent = silent_sponsors(order, determinations, given, rung, on);
    (!silent.is_empty()).then_some((rung, silent))
}

/// The sponsors that have neither answered for the coming term nor got the reminder of a rung.
fn silent_sponsors(
    order: &Order,
    determinations: &[Determination],
    given: &[(AgencyCode, i32)],
    rung: i32,
    on: Date,
) -> Vec<AgencyCode> {
    let coming = order.coming_term();
    let answered = |agency: &AgencyCode| determinations.iter().any(|d| d.term == coming && d.agency == *agency);
    let mut silent: Vec<AgencyCode> = order
        .sponsors_on(on)
        .map(|s| &s.agency)
        .filter(|agency| !answered(agency) && !given.iter().any(|(a, r)| a == *agency && *r == rung))
        .cloned()
        .collect();
    silent.sort();
    silent.dedup();
    silent
}

/// Business days before the working deadline on which the alarm is raised (R4.5, our reading).
pub const ALARM_BUSINESS_DAYS: u32 = 5;

/// The rung under which the store keeps the alarm beside the reminders.
pub const ALARM_RUNG: i32 = 0;

/// The day of the alarm: five business days before the working deadline (R4.5, R4.13).
pub fn alarm_on(order: &Order) -> Date {
    alarm_day(order.expires_on())
}

/// The day of the alarm for a term that ends on a day.
pub fn alarm_day(last_day: Date) -> Date {
    business_days_before(last_business_day_on_or_before(last_day), ALARM_BUSINESS_DAYS)
}

/// Whether an order is in its last days without a determination that renews it. Then sponsors and Office are alarmed
/// (R4.5).
pub fn is_alarming(order: &Order, determinations: &[Determination], on: Date) -> bool {
    let coming = order.coming_term();
    order.status(on) == OrderStatus::InEffect
        && order.last_term().from <= on
        && on >= alarm_on(order)
        && !determinations.iter().any(|d| d.term == coming && d.need == Need::NationalInterestRequires)
}

/// The sponsors that are to be alarmed on a date, once each (R4.5): all that have not answered. `None` if there is no
/// alarm or all of them have been alarmed. If all sponsors have answered that secrecy need not go on, there is no
/// alarm, because the order is meant to lapse.
pub fn alarm_due(
    order: &Order,
    determinations: &[Determination],
    given: &[(AgencyCode, i32)],
    on: Date,
) -> Option<Vec<AgencyCode>> {
    if !is_alarming(order, determinations, on) {
        return None;
    }
    let silent = silent_sponsors(order, determinations, given, ALARM_RUNG, on);
    (!silent.is_empty()).then_some(silent)
}

/// The next day on which the clock may have to act on an order if nothing else is recorded about it until then: the
/// next rung, the alarm, the working deadline, or the day after the last day. It is never too late. `None` if only
/// another act can make something due.
pub fn next_look(order: &Order, on: Date) -> Option<Date> {
    if order.ended.is_some() || order.has_no_end() {
        return None;
    }
    let last_day = order.expires_on();
    let rungs = REMINDER_DAYS.into_iter().map(|days| last_day.saturating_sub(i64::from(days).days()));
    let days = rungs.chain([alarm_on(order), order.renewal_deadline(), next_day(last_day)]);
    // If the next term is on record already, the order is read again when that term begins.
    let begins = order.last_term().from;
    let next = days.filter(|day| *day > on).min()?;
    Some(if begins > on { next.min(begins) } else { next })
}
