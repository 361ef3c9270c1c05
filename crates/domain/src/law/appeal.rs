//! Appeals to the Secretary of Commerce from an order (35 USC 181 ¶3; 37 CFR 5.4(d); R5.3, E31, E32).
//!
//! An appeal stays nothing: the order binds until it ends like any other. The law does not say what follows
//! a reversal. Our reading: the appeal is from the order (R5.3), so a reversal obliges the Office to rescind it,
//! and takes no request of the sponsors; it ends nothing by itself, and what is classified stays so. Until an
//! officer has rescinded, the case stays on the officers' list. Whether Commerce or the Office is the place to
//! file is unclear (E32); the day of receipt is the day the Office records.

use crate::base::deadline::{Clock, ClockKind};
use crate::base::ids::{EntryId, OrderId};
use crate::base::refusal::{
    APPEAL_DECIDED, APPEAL_EXISTS, APPEAL_LATE, APPEAL_NONE, APPEAL_NOT_REVERSED, APPEAL_PREMATURE, INVALID, Refusal,
};
pub use crate::case::facts::appeal::{Act, Outcome, last_day};
use crate::case::{CaseFile, Entry};
use crate::law::petition;
use crate::order::{Order, OrderStatus};
use jiff::civil::{Date, Time};

/// Denied petitions for rescission of an order, each with its denial and the last day to appeal, in the order
/// of the denials: a petition that came first may be decided last, and its denial has days of its own.
fn denials(case: &CaseFile, order: OrderId) -> Vec<(&Entry, &Entry, Date)> {
    let of_order = case.of(petition::Act::of).filter(|(e, _)| e.order == Some(order));
    let mut out: Vec<_> = of_order
        .filter_map(|(entry, act)| match (act, petition::decision(case, entry.id)?) {
            (petition::Act::Rescission(_), (decided, petition::Act::Denied { appeal_by: Some(day), .. })) => {
                Some((entry, decided, *day))
            }
            _ => None,
        })
        .collect();
    out.sort_by_key(|(_, decided, _)| decided.id);
    out
}

fn appealed(case: &CaseFile, petition: EntryId) -> bool {
    case.answers_to(petition).any(|e| matches!(Act::of(&e.matter), Some(Act::Received { .. })))
}

/// Decides whether an appeal is taken (R5.3): after a denial (E31), once, and in time (E32). Answers with
/// the petition it is about.
pub fn receive(
    case: &CaseFile,
    order: &Order,
    principal: String,
    grounds: String,
    received_on: Date,
    on: Date,
) -> Result<(EntryId, Act), Refusal> {
    order.must_be_in_effect(on)?;
    petition::must_be_principal(case, &principal)?;
    let Some((petition, denied, by)) = denials(case, order.id).pop() else {
        return Err(Refusal::new(
            &APPEAL_PREMATURE,
            "The Secretary of Commerce hears an appeal only after a petition for rescission has been made and denied \
             (37 CFR 5.4).",
        ));
    };
    if appealed(case, petition.id) {
        return Err(Refusal::new(&APPEAL_EXISTS, "The last denial has been appealed."));
    }
    if received_on > on || received_on < denied.on {
        let why = format!("The petition was denied on {} and today is {on}; the appeal came in between.", denied.on);
        return Err(Refusal::new(&INVALID, why).at("received_on"));
    }
    if received_on > by {
        return Err(Refusal::new(
            &APPEAL_LATE,
            format!(
                "The petition was denied on {}; the last day to appeal was {by}. A new petition may be made.",
                denied.on
            ),
        ));
    }
    Ok((petition.id, Act::Received { principal, grounds, received_on }))
}

/// An appeal that nobody has decided.
fn open(case: &CaseFile, appeal: EntryId) -> Result<(), Refusal> {
    match case.entry(appeal).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Received { .. }) => {}
        _ => return Err(Refusal::new(&APPEAL_NONE, "This entry is no appeal.")),
    }
    if case.answers_to(appeal).any(|e| matches!(Act::of(&e.matter), Some(Act::Decided { .. }))) {
        return Err(Refusal::new(&APPEAL_DECIDED, "The Secretary has decided this appeal."));
    }
    Ok(())
}

/// Sets time and place of a hearing, or sets them anew.
pub fn set_hearing(
    case: &CaseFile,
    appeal: EntryId,
    day: Date,
    at: Time,
    place: String,
    on: Date,
) -> Result<Act, Refusal> {
    open(case, appeal)?;
    if day < on {
        return Err(Refusal::new(&INVALID, format!("{day} is past.")).at("on"));
    }
    Ok(Act::Hearing { on: day, at, place })
}

/// Records the Secretary's decision.
pub fn decide(case: &CaseFile, appeal: EntryId, outcome: Outcome, reason: String) -> Result<Act, Refusal> {
    open(case, appeal)?;
    Ok(Act::Decided { outcome, reason })
}

/// The appeal from an order that the Secretary has reversed last, with the entry of that decision.
fn reversed(case: &CaseFile, order: OrderId) -> Option<(EntryId, &Entry)> {
    let of_order = case.of(Act::of).filter(|(e, act)| e.order == Some(order) && matches!(act, Act::Decided { .. }));
    let (entry, act) = of_order.last()?;
    match act {
        Act::Decided { outcome: Outcome::Reversed, .. } => Some((entry.answers?, entry)),
        _ => None,
    }
}

/// Decides a rescission on a reversal (35 USC 181 ¶3; R5.3, our reading): of an order in effect, on the last
/// decision of the Secretary, named by its reference.
pub fn rescind(case: &CaseFile, order: &Order, appeal: EntryId, reference: String, on: Date) -> Result<Act, Refusal> {
    order.must_be_in_effect(on)?;
    match reversed(case, order.id) {
        Some((of, _)) if of == appeal => Ok(Act::Rescinded { reference }),
        _ => Err(Refusal::new(
            &APPEAL_NOT_REVERSED,
            format!(
                "No reversal by the Secretary of Commerce is on record in this appeal as the last decision about order {}. \
                 Record the decision first; without one, every sponsor must ask (35 USC 181 ¶4).",
                order.number
            ),
        )),
    }
}

/// The open task after a reversal. It has no last day: it is listed under the day one looks.
fn reversal_clock(case: &CaseFile, order: &Order, on: Date) -> Option<Clock> {
    let (_, decided) = reversed(case, order.id)?;
    Some(Clock {
        kind: ClockKind::ReversalOpen,
        due_on: on.max(decided.on),
        working_deadline: None,
        alarm: false,
        if_nobody_acts: format!(
            "Order {} goes on binding though the Secretary of Commerce reversed it on {}. An officer rescinds it on that \
             ground; the sponsors need not ask.",
            order.number, decided.on
        ),
        citation: "35 USC 181 ¶3; 37 CFR 5.4(d)",
        rule: "R5.3",
    })
}

/// The clocks of a denial that may still be appealed and of a reversal on which nobody has acted.
pub fn clocks(case: &CaseFile, on: Date) -> Vec<Clock> {
    let Some(order) = case.orders.iter().find(|o| o.status(on) == OrderStatus::InEffect) else { return vec![] };
    let last = denials(case, order.id).pop().filter(|(petition, ..)| !appealed(case, petition.id));
    last.filter(|(.., by)| on <= *by)
        .map(|(_, denied, by)| Clock {
            kind: ClockKind::AppealDue,
            due_on: by,
            working_deadline: Some(by),
            alarm: false,
            if_nobody_acts: format!(
                "The denial of {} stands, and order {} goes on. Nothing bars a new petition for rescission.",
                denied.on, order.number
            ),
            citation: "35 USC 181 ¶3; 37 CFR 5.4(d); 35 USC 21(b)",
            rule: "R5.3, E32",
        })
        .into_iter()
        .chain(reversal_clock(case, order, on))
        .collect()
}

#[cfg(test)]
mod tests;
