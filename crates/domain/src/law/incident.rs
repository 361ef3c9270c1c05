//! Disclosure incidents (MPEP 120 `[U]`; R3.10): matter under an order became known to somebody who should
//! not have learned of it. How that is handled depends on who it is.
//!
//! The house never makes a notice to a disclosee. A citizen in the United States is told by a person, and
//! that is recorded; anyone abroad and any foreign national is never told that there is an order.

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

/// An incident, by its entry.
pub fn find(case: &CaseFile, incident: EntryId) -> Result<&Incident, Refusal> {
    match case.entry(incident).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Reported(found)) => Ok(found),
        _ => Err(Refusal::new(&INCIDENT_NONE, "This entry is no incident.")),
    }
}

/// Records that the disclosee was told: only ever a citizen in the United States, once.
pub fn told(case: &CaseFile, incident: EntryId, day: Date, how: String, today: Date) -> Result<Act, Refusal> {
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
