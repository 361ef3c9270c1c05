//! Examination under an order (section 8 of the rule book; R3.9). It goes on up to the notice of allowability and no
//! further. In a sealed case it stops. When the order ends, what had to wait goes on.

pub use crate::case::facts::examination::{Act, Step};
mod adjustment;

pub use adjustment::{Delay, DelayKind, adjustment};

use crate::base::agency::AgencyCode;
use crate::base::ids::{EntryId, OrderId};
use crate::base::refusal::{
    EXAMINATION_EXTENSION, EXAMINATION_HEARING, EXAMINATION_HELD, EXAMINATION_INTERFERENCE, EXAMINATION_STEP,
    NOT_A_SPONSOR, ORDER_NOT_IN_EFFECT, Refusal, SEALED, SEALED_ALREADY,
};
use crate::case::holds::{Bar, Reason};
use crate::case::{CaseFile, Entry};
use crate::order::{Order, OrderStatus};
use crate::review::referral::Branch;
use jiff::ToSpan;
use jiff::civil::Date;

fn of_order(case: &CaseFile, order: OrderId) -> impl Iterator<Item = (&Entry, &Act)> {
    case.of(Act::of).filter(move |(e, _)| e.order == Some(order))
}

/// The day since which the case of an order is sealed; `None` if it is not (R3.9, E36). The end of the order ends the
/// sealing.
pub fn sealed_since(case: &CaseFile, order: &Order, on: Date) -> Option<Date> {
    if order.status(on) != OrderStatus::InEffect {
        return None;
    }
    let turns = of_order(case, order.id).filter(|(_, a)| matches!(a, Act::Sealed { .. } | Act::Unsealed { .. }));
    turns.last().and_then(|(e, a)| matches!(a, Act::Sealed { .. }).then_some(e.on))
}

/// The date of the notice of allowability (Form D-10), which also opens the window for compensation
/// (R7.4).
pub fn allowable_on(case: &CaseFile) -> Option<Date> {
    case.of(Act::of)
        .filter_map(|(_, a)| if let Act::Step { step: Step::Allowable, on, .. } = a { Some(*on) } else { None })
        .last()
}

fn check_in_effect(order: &Order, on: Date) -> Result<(), Refusal> {
    if order.status(on) == OrderStatus::InEffect {
        return Ok(());
    }
    Err(Refusal::new(
        &ORDER_NOT_IN_EFFECT,
        format!("Order {} is not in effect; examination is ordinary.", order.number),
    ))
}

/// Decides a sealing (R3.9). Only a sponsor can show why a case must be sealed.
pub fn seal(case: &CaseFile, order: &Order, shown_by: AgencyCode, reason: String, on: Date) -> Result<Act, Refusal> {
    check_in_effect(order, on)?;
    if !order.sponsors_on(on).any(|s| s.agency == shown_by) {
        return Err(Refusal::new(
            &NOT_A_SPONSOR,
            format!("{shown_by} is not a sponsor of order {}; only a sponsor can show why to seal it.", order.number),
        )
        .at("agency"));
    }
    if let Some(since) = sealed_since(case, order, on) {
        return Err(Refusal::new(&SEALED_ALREADY, format!("It is sealed since {since}.")));
    }
    Ok(Act::Sealed { shown_by, reason })
}

/// Decides the end of a sealing.
pub fn unseal(case: &CaseFile, order: &Order, reason: String, on: Date) -> Result<Act, Refusal> {
    check_in_effect(order, on)?;
    match sealed_since(case, order, on) {
        Some(_) => Ok(Act::Unsealed { reason }),
        None => Err(Refusal::new(&SEALED_ALREADY, "It is not sealed.")),
    }
}

/// Decides a step of examination under an order (R8.2 to R8.6, E36).
pub fn step(
    case: &CaseFile,
    order: &Order,
    step: Step,
    on: Date,
    note: Option<String>,
    today: Date,
) -> Result<Act, Refusal> {
    check_in_effect(order, today)?;
    if on > today || on < case.filed_on() {
        return Err(Refusal::new(
            &EXAMINATION_STEP,
            format!("The filing dates from {} and today is {today}; a step lies in between.", case.filed_on()),
        )
        .at("on"));
    }
    if let Some(since) = sealed_since(case, order, today)
        && on >= since
    {
        return Err(Refusal::new(&SEALED, format!("The case is sealed since {since}: no action is taken in it.")));
    }
    let had =
        |wanted: Step| of_order(case, order.id).any(|(_, a)| matches!(a, Act::Step { step, .. } if *step == wanted));
    let closed = had(Step::Allowable);
    match step {
        // R8.6: the suggestion is recorded, and nothing follows from it.
        Step::InterferenceSuggested => {}
        Step::Allowable if closed => {
            return Err(Refusal::new(&EXAMINATION_STEP, "The notice of allowability is on record."));
        }
        _ if closed => {
            return Err(Refusal::new(
                &EXAMINATION_HELD,
                "Prosecution is closed by the notice of allowability and the case suspended until the order ends.",
            ));
        }
        Step::ExaminersAnswer if !had(Step::Appeal) => {
            return Err(Refusal::new(&EXAMINATION_STEP, "There is no appeal to answer."));
        }
        _ => {}
    }
    Ok(Act::Step { step, on, note })
}

/// The last action that awaits a reply, and the last day to reply: the end of the full statutory period (35 USC 133,
/// `[U]`) or of its extension (R8.7).
pub fn reply_by(case: &CaseFile, order: &Order) -> Option<(Date, Date)> {
    let mut open = None;
    for (_, act) in of_order(case, order.id) {
        match act {
            Act::Step { step: Step::Action | Step::FinalRejection, on, .. } => {
                open = Some((*on, on.saturating_add(STATUTORY_MONTHS.months())));
            }
            Act::Step { step: Step::Reply | Step::Appeal | Step::Allowable, .. } => open = None,
            Act::Extended { until, .. } => open = open.map(|(on, _)| (on, *until)),
            _ => {}
        }
    }
    open
}

/// Months of the full statutory period to reply to an action (35 USC 133).
const STATUTORY_MONTHS: i32 = 6;
/// Years to which the time to reply may be extended (35 USC 267).
const LONGEST_EXTENSION_YEARS: i32 = 3;

/// Decides an extension of the time to reply (35 USC 267; R8.7). The Government must own the invention, and it must be
/// certified important to the armament or defense of the United States. The time is three years at most.
pub fn extend(case: &CaseFile, order: &Order, until: Date, certificate: String, today: Date) -> Result<Act, Refusal> {
    check_in_effect(order, today)?;
    let refuse = |text: String| Err(Refusal::new(&EXAMINATION_EXTENSION, text));
    if case.branch != Branch::Government {
        return refuse("No Government interest is on record; only what the Government owns is extended so.".into());
    }
    let Some((action, due)) = reply_by(case, order) else { return refuse("No action awaits a reply.".into()) };
    let longest = action.saturating_add(LONGEST_EXTENSION_YEARS.years());
    if until <= due || until > longest {
        return refuse(format!("The reply is due on {due}; it may be put off to {longest} at most."));
    }
    Ok(Act::Extended { until, certificate })
}

/// Checks that a hearing may be set in an appeal, or an interference or derivation instituted. Neither is possible
/// while the order lasts (R8.3; R3.7, R8.6).
pub fn institute(order: &Order, hearing: bool, on: Date) -> Result<(), Refusal> {
    if order.status(on) != OrderStatus::InEffect {
        return Ok(());
    }
    Err(if hearing {
        Refusal::new(
            &EXAMINATION_HEARING,
            "The appeal is completed, but no hearing is set until the order ends, unless the Commissioner specifically \
             orders it.",
        )
    } else {
        Refusal::new(&EXAMINATION_INTERFERENCE, "An interference may be suggested; none is instituted under the order.")
    })
}

/// Holds an amendment that comes after the notice of allowability: it is neither entered nor answered (R8.5).
pub fn hold_amendment(case: &CaseFile, order: &Order, on: Date, note: String, today: Date) -> Result<Act, Refusal> {
    check_in_effect(order, today)?;
    if allowable_on(case).is_none_or(|d10| on < d10) {
        return Err(Refusal::new(
            &EXAMINATION_STEP,
            "There is no notice of allowability before that day: it is a reply or an ordinary amendment.",
        ));
    }
    Ok(Act::AmendmentHeld { on, note })
}

/// Decides on a held amendment after the order has ended (R8.5, R8.8).
pub fn decide_amendment(
    case: &CaseFile,
    held: EntryId,
    entered: bool,
    reason: String,
    on: Date,
) -> Result<Act, Refusal> {
    let is_held = case.entry(held).is_some_and(|e| matches!(Act::of(&e.matter), Some(Act::AmendmentHeld { .. })));
    if !is_held {
        return Err(Refusal::new(&EXAMINATION_STEP, "This entry is no amendment that waits."));
    }
    if case.answers_to(held).next().is_some() {
        return Err(Refusal::new(&EXAMINATION_STEP, "This amendment has been decided."));
    }
    if let Some(order) = case.order_in_effect(on) {
        return Err(Refusal::new(
            &EXAMINATION_HELD,
            format!(
                "Order {} is in effect: the amendment is neither entered nor answered until it ends.",
                order.number
            ),
        ));
    }
    Ok(Act::AmendmentDecided { entered, reason })
}

/// Decides on the ordinary notice of allowance (R1.6, R8.8, E9). It may issue if there is no order, no hold over
/// classified matter, and no unsettled marking.
pub fn allow(case: &CaseFile, on: Date, today: Date) -> Result<Act, Refusal> {
    if let Some(order) = case.order_in_effect(today) {
        return Err(Refusal::new(
            &EXAMINATION_HELD,
            format!(
                "Order {} is in effect. What is allowable gets Form D-10, not a notice of allowance.",
                order.number
            ),
        ));
    }
    let held = case.holds(today);
    let Some(hold) = held.iter().find(|h| h.bar == Bar::Grant) else { return Ok(Act::Allowed { on }) };
    let text = match hold.reason {
        Reason::Order | Reason::Regime | Reason::CoveringOrder => {
            "An order on another filing covers this one and is in effect. What is allowable gets Form D-10, not a notice of \
             allowance."
        }
        Reason::ClassifiedMatter | Reason::CoveringClassifiedMatter | Reason::Marking | Reason::ClassifiedQuery => {
            "The matter is classified: it is not allowed before it is declassified and every order rescinded."
        }
        Reason::MarkingQuery | Reason::Legend => {
            "The papers bear a marking that nobody has settled: ask the applicant about it, or record the answer."
        }
        Reason::Review | Reason::Screening => "The security review of this filing is not over.",
    };
    Err(Refusal::new(&EXAMINATION_HELD, text))
}

#[cfg(test)]
mod tests;
