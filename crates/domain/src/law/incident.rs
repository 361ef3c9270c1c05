//! Disclosure incidents (MPEP 120 `[U]`; R3.10): matter under an order became known to somebody who should
//! not have learned of it. How that is handled depends on who it is.
//!
//! The house never makes a notice to a disclosee. A citizen in the United States is told by a person, and
//! that is recorded; anyone abroad and any foreign national is never told that there is an order.

use super::docket::{Audience, CaseFile, Matter, Place};
use super::ids::EntryId;
use super::order::Order;
use super::refusal::{INCIDENT_INCOMPLETE, INCIDENT_NEVER_TELL, INCIDENT_NONE, INVALID, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// It was reported to Licensing and Review.
    Reported(Incident),
    /// The disclosee, a citizen in the United States, was told of the order and the penalties.
    Told {
        /// The day.
        on: Date,
        /// How, and by whom.
        how: String,
    },
}

/// What is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The day of the disclosure.
    pub on: Date,
    /// Who learned of the matter.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Country of citizenship.
    pub citizen_of: String,
    /// Country they were in.
    pub located_in: String,
    /// What was disclosed.
    pub what: String,
    /// Any United States export authorization; `none` is an answer.
    pub export_authorization: String,
    /// Any foreign application; `none` is an answer.
    pub foreign_application: String,
}

/// Who a disclosee is to the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosee {
    /// A citizen of the United States who is there: to be told of the order and the penalties.
    CitizenInUs,
    /// Anyone abroad, and a foreign national wherever: never told.
    Foreign,
}

impl Incident {
    /// Who it is to the rules. What is not plainly a citizen in the United States is handled as foreign.
    pub fn disclosee(&self) -> Disclosee {
        let us = |c: &str| ["US", "USA"].iter().any(|u| c.trim().eq_ignore_ascii_case(u));
        if us(&self.citizen_of) && us(&self.located_in) { Disclosee::CitizenInUs } else { Disclosee::Foreign }
    }
    fn missing(&self) -> Vec<&'static str> {
        let mut out = vec![];
        let mut need = |text: &str, field| {
            if text.trim().is_empty() {
                out.push(field);
            }
        };
        need(&self.name, "name");
        need(&self.what, "what");
        if self.disclosee() == Disclosee::Foreign {
            need(&self.address, "address");
            need(&self.export_authorization, "export_authorization");
            need(&self.foreign_application, "foreign_application");
        }
        out
    }
}

impl Disclosee {
    /// What to do, in words for the officer.
    pub fn handling(self) -> &'static str {
        match self {
            Self::CitizenInUs => {
                "Tell this person of the order and of the penalties of 35 USC 182 and 186, and record the day. The house \
                 sends nothing."
            }
            Self::Foreign => {
                "Do NOT tell this person that there is an order. Licensing and Review has the report: date, name and \
                 address, what was disclosed, any export authorization, any foreign application. The house sends nothing."
            }
        }
    }
}

impl Act {
    pub(super) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Reported(_) => None,
            Self::Told { .. } => of.answer_once("incident.told"),
        }
    }
    pub(super) fn audience(&self) -> Audience {
        Audience::Office
    }
    /// Picks entries about incidents.
    pub fn of(matter: &Matter) -> Option<&Self> {
        if let Matter::Incident(act) = matter { Some(act) } else { None }
    }
}

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
