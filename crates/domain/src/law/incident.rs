//! Disclosure incidents (MPEP 120 `[U]`; R3.10): somebody learned of matter under an order who should not have. How an
//! incident is handled depends on that person, the disclosee.
//!
//! The system never makes a notice to a disclosee. An officer notifies a citizen in the United States and records it.
//! Anyone abroad, and any foreign national, is never notified that there is an order.

use crate::base::ids::EntryId;
use crate::base::refusal::{INCIDENT_INCOMPLETE, INCIDENT_NEVER_TELL, INCIDENT_NONE, INVALID, Refusal};
use crate::case::CaseFile;
pub use crate::case::facts::incident::{Act, Disclosee, Incident};
use crate::order::Order;
use jiff::civil::Date;

/// Checks a report before it goes on the docket (R3.10).
pub fn report(order: &Order, incident: &Incident, today: Date) -> Result<(), Refusal> {
    if incident.on > today || incident.on < order.issued_on {
        return Err(Refusal::new(
            &INVALID,
            format!(
                "Order {} dates from {} and today is {today}; it happened in between.",
                order.number, order.issued_on
            ),
        )
        .at("on"));
    }
    let missing = incident.missing();
    match missing.first() {
        None => Ok(()),
        Some(first) => Err(Refusal::new(
            &INCIDENT_INCOMPLETE,
            format!("The report lacks: {}. Where there is none, say \"none\".", missing.join(", ")),
        )
        .at(*first)),
    }
}

/// Finds an incident by its entry. Refuses another entry.
pub fn find(case: &CaseFile, incident: EntryId) -> Result<&Incident, Refusal> {
    match case.entry(incident).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Reported(found)) => Ok(found),
        _ => Err(Refusal::new(&INCIDENT_NONE, "This entry is no incident.")),
    }
}

/// Records that the disclosee was notified. Refuses anyone but a citizen in the United States, and a second record.
pub fn record_notification(
    case: &CaseFile,
    incident: EntryId,
    day: Date,
    how: String,
    today: Date,
) -> Result<Act, Refusal> {
    let found = find(case, incident)?;
    if found.disclosee() == Disclosee::Foreign {
        return Err(Refusal::new(&INCIDENT_NEVER_TELL, Disclosee::Foreign.handling()));
    }
    if case.answers_to(incident).any(|e| matches!(Act::of(&e.matter), Some(Act::Told { .. }))) {
        return Err(Refusal::new(&INCIDENT_NONE, "That this person was told is on record."));
    }
    if day > today || day < found.on {
        return Err(Refusal::new(&INVALID, format!("It happened on {} and today is {today}.", found.on)).at("on"));
    }
    Ok(Act::Told { on: day, how })
}

#[cfg(test)]
mod tests;
