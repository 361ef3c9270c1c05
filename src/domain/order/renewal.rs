//! The year of an order: determinations, renewal, lapse, reminders (section 4 of the rule book).

use super::{Determination, Need, Order, OrderStatus, Term, TermBasis};
use crate::domain::agency::AgencyCode;
use crate::domain::calendar::{next_day, year_later};
use crate::domain::refusal::{
    DETERMINATION_EXISTS, DETERMINATION_TOO_EARLY, RENEWAL_AFTER_EXPIRY, RENEWAL_NO_DETERMINATION, RENEWED_ALREADY,
    Refusal,
};
use jiff::ToSpan;
use jiff::civil::Date;

/// Checks that a sponsor may make a determination for the coming term now (R4.2, R4.3, R4.5, E3, E4).
/// `earliest` is the number of days before the end of the term from which determinations are taken,
/// a setting: one made a year ahead would not speak of the coming year. Returns the term's number.
pub fn accept_determination(
    order: &Order,
    agency: &AgencyCode,
    existing: &[Determination],
    earliest: i32,
    on: Date,
) -> Result<i32, Refusal> {
    order.must_be_in_effect(on).map_err(|r| expired_or(order, on, r))?;
    order.must_be_sponsor(agency, on)?;
    // A renewal recorded before its term begins does not shut out a sponsor that still has time.
    let current = order.terms.iter().rev().find(|t| t.from <= on).map_or(1, |t| t.number);
    let coming = current + 1;
    let end = order.terms.iter().find(|t| t.number == current).map_or(order.expires_on(), |t| t.until);
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

/// What a renewal decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The next term: from the day after the old one's last day, so that terms never drift (R4.12, E4).
    pub term: Term,
    /// Sponsors that carry no determination into it and leave with the old term (R2.8, E8).
    pub leaving: Vec<AgencyCode>,
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
    let coming = old.number + 1;
    let carries =
        |d: &&Determination| d.term == coming && d.need == Need::NationalInterestRequires && d.received_on <= old.until;
    let carried: Vec<&Determination> = determinations.iter().filter(carries).collect();
    if carried.is_empty() {
        return Err(Refusal::new(
            &RENEWAL_NO_DETERMINATION,
            format!(
                "No sponsor has determined that the national interest requires a term after {}. Without one the order \
                 lapses at the end of that day.",
                old.until
            ),
        ));
    }
    let leaving = order
        .sponsors_on(old.until)
        .filter(|s| s.until.is_none() && !carried.iter().any(|d| d.agency == s.agency))
        .map(|s| s.agency.clone())
        .collect();
    Ok(Renewal {
        term: Term {
            number: coming,
            from: next_day(old.until),
            until: year_later(old.until),
            basis: TermBasis::Renewal,
            determinations: carried.iter().map(|d| d.id).collect(),
        },
        leaving,
    })
}

/// What the clock must do with an order on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// Renew on the determinations received. `late` when the last day is past although the
    /// determination came in time: the service was down; the record says so.
    Renew {
        /// Whether this comes after the last day.
        late: bool,
    },
    /// Record that it lapsed, as of this first day out of effect.
    Lapse(Date),
}

/// Computes what is due (R4.2, R4.6, R4.13). Renewal is taken up as soon as every sponsor has
/// answered, else on the working deadline, so that a late sponsor may still speak. A determination
/// received in time is honoured even where the clock runs late: the Commissioner *shall* renew.
pub fn due(order: &Order, determinations: &[Determination], on: Date) -> Due {
    if order.ended.is_some() {
        return Due::Nothing;
    }
    let old = order.last_term();
    if old.from > on {
        return Due::Nothing;
    }
    let coming = old.number + 1;
    let answers: Vec<&Determination> =
        determinations.iter().filter(|d| d.term == coming && d.received_on <= old.until).collect();
    let carried = answers.iter().any(|d| d.need == Need::NationalInterestRequires);
    let all_answered = order.sponsors_on(old.until).all(|s| answers.iter().any(|d| d.agency == s.agency));
    if carried && (all_answered || on >= order.renewal_deadline()) {
        Due::Renew { late: on > old.until }
    } else if on > old.until {
        Due::Lapse(next_day(old.until))
    } else {
        Due::Nothing
    }
}

/// The rungs of the reminder ladder before the end of a term, in days (R4.5, our reading).
pub const REMINDER_DAYS: [i32; 6] = [120, 90, 60, 30, 14, 7];

/// The reminder that is due on a date for an order whose sponsors have not all answered: the
/// nearest rung reached. `None` outside the ladder.
pub fn reminder_due(expires_on: Date, on: Date) -> Option<i32> {
    let left = on.until(expires_on).ok()?.get_days();
    if left < 0 {
        return None;
    }
    REMINDER_DAYS.into_iter().filter(|rung| left <= *rung).min()
}

/// The reminders to give on a date (R4.5): the rung reached, and the sponsors that have neither
/// answered for the coming term nor been given this rung. Nothing once the next term is on record.
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
    let rung = reminder_due(term.until, on)?;
    let answered =
        |agency: &AgencyCode| determinations.iter().any(|d| d.term == term.number + 1 && d.agency == *agency);
    let mut silent: Vec<AgencyCode> = order
        .sponsors_on(on)
        .map(|s| &s.agency)
        .filter(|agency| !answered(agency) && !given.iter().any(|(a, r)| a == *agency && *r == rung))
        .cloned()
        .collect();
    silent.sort();
    silent.dedup();
    (!silent.is_empty()).then_some((rung, silent))
}
