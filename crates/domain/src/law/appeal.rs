//! Appeals to the Secretary of Commerce from an order (35 USC 181 ¶3; 37 CFR 5.4(d); R5.3, E31, E32).
//!
//! An appeal does not stay the order, which binds until it ends. The law does not say what follows a reversal. Our
//! reading: the appeal is from the order (R5.3), so a reversal obliges the Office to rescind it, without a request of
//! the sponsors. The reversal itself ends nothing, and classified matter stays classified. Until an officer has
//! rescinded the order, the case is on the list of the officers. It is unclear whether Commerce or the Office is the
//! place to file (E32); the day of receipt is the day that the Office records.

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

/// The denied petitions for rescission of an order, each with its denial and the last day to appeal, in the order of
/// the denials. The first petition may be decided last, so each denial has a last day of its own.
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

fn is_appealed(case: &CaseFile, petition: EntryId) -> bool {
    case.answers_to(petition).any(|e| matches!(Act::of(&e.matter), Some(Act::Received { .. })))
}

/// Decides whether an appeal is accepted (R5.3): after a denial (E31), once, and in time (E32). Returns the petition
/// that it is about, and the entry.
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
    if is_appealed(case, petition.id) {
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

/// Checks that an entry is an appeal that the Secretary has not decided.
fn check_open(case: &CaseFile, appeal: EntryId) -> Result<(), Refusal> {
    match case.entry(appeal).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Received { .. }) => {}
        _ => return Err(Refusal::new(&APPEAL_NONE, "This entry is no appeal.")),
    }
    if case.answers_to(appeal).any(|e| matches!(Act::of(&e.matter), Some(Act::Decided { .. }))) {
        return Err(Refusal::new(&APPEAL_DECIDED, "The Secretary has decided this appeal."));
    }
    Ok(())
}

/// Sets or changes time and place of a hearing.
pub fn set_hearing(
    case: &CaseFile,
    appeal: EntryId,
    day: Date,
    at: Time,
    place: String,
    on: Date,
) -> Result<Act, Refusal> {
    check_open(case, appeal)?;
    if day < on {
        return Err(Refusal::new(&INVALID, format!("{day} is past.")).at("on"));
    }
    Ok(Act::Hearing { on: day, at, place })
}

/// Records the Secretary's decision.
pub fn decide(case: &CaseFile, appeal: EntryId, outcome: Outcome, reason: String) -> Result<Act, Refusal> {
    check_open(case, appeal)?;
    Ok(Act::Decided { outcome, reason })
}

/// The appeal with the last reversal of an order by the Secretary, and the entry of that decision. `None` if the last
/// decision is no reversal.
fn last_reversal(case: &CaseFile, order: OrderId) -> Option<(EntryId, &Entry)> {
    let of_order = case.of(Act::of).filter(|(e, act)| e.order == Some(order) && matches!(act, Act::Decided { .. }));
    let (entry, act) = of_order.last()?;
    match act {
        Act::Decided { outcome: Outcome::Reversed, .. } => Some((entry.answers?, entry)),
        _ => None,
    }
}

/// Decides a rescission on a reversal (35 USC 181 ¶3; R5.3, our reading). The order must be in effect, and the reversal
/// must be the last decision of the Secretary. `reference` names that decision.
pub fn rescind(case: &CaseFile, order: &Order, appeal: EntryId, reference: String, on: Date) -> Result<Act, Refusal> {
    order.must_be_in_effect(on)?;
    match last_reversal(case, order.id) {
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

/// The clock of a reversal on which nobody has acted. It has no last day, so it is listed under the present day.
fn reversal_clock(case: &CaseFile, order: &Order, on: Date) -> Option<Clock> {
    let (_, decided) = last_reversal(case, order.id)?;
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
    let last = denials(case, order.id).pop().filter(|(petition, ..)| !is_appealed(case, petition.id));
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
