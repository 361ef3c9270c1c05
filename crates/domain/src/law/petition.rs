//! Petitions about an order (37 CFR 5.4, 5.5; 35 USC 181 ¶4, 182, 184; section 5 of the rule book): to
//! rescind it, to permit a disclosure or a filing abroad under it, to modify it.
//!
//! All three go the same way: the Office records what came and refuses what is incomplete, every sponsor
//! states its position once, an officer decides. Nothing is granted that a sponsor of the day has not
//! concurred in (R2.8). What is granted is computed from these entries each time: the order as it now
//! reads ([`crate::case::recorded`]), the permits in force ([`in_force`]), who may be told ([`may_be_told`]).

pub use crate::case::facts::petition::{Act, COPIES, Position};
mod modification;
mod papers;
mod permit;
mod rescission;
mod told;

pub use modification::{Change, ModificationPetition, accept_modification, last_type_change};
pub(crate) use papers::must_be_principal;
pub use papers::same_name;
pub use permit::{
    Cleared, Permit, PermitPetition, Person, Scope, accept_common_matter, accept_permit, clocks, in_force, lenders_of,
    lent_permits, level_involved, revoke,
};
pub use rescission::{Publication, Rescission, accept_rescission};
pub use told::{Answer, Ground, Purpose, Question, may_be_told};

use crate::base::agency::AgencyCode;
use crate::base::ids::EntryId;
use crate::base::refusal::{PETITION_DECIDED, PETITION_NEEDS_ALL, PETITION_NONE, PETITION_POSITION_EXISTS, Refusal};
use crate::case::{CaseFile, Entry};
use crate::order::{self, Order};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a petition was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided the petition. Nothing follows from that, however long it takes (R5.9).
    Open,
    Granted,
    Denied,
}

/// The state of a petition, with the positions of the sponsors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: State,
    pub decision: Option<EntryId>,
    pub concurred: Vec<AgencyCode>,
    pub objected: Vec<AgencyCode>,
    /// The present sponsors that have not concurred.
    pub missing: Vec<AgencyCode>,
}

/// Finds a petition about an order by its entry. Refuses another entry.
pub fn find(case: &CaseFile, petition: EntryId) -> Result<(&Entry, &Act), Refusal> {
    let found = case.entry(petition).and_then(|e| Some((e, Act::of(&e.matter)?)));
    found.filter(|(_, act)| act.is_petition()).ok_or_else(|| Refusal::new(&PETITION_NONE, "This entry is no petition."))
}

/// The decision on a petition, if there is one.
pub fn decision(case: &CaseFile, petition: EntryId) -> Option<(&Entry, &Act)> {
    case.answers_to(petition).filter_map(|e| Some((e, Act::of(&e.matter)?))).find(|(_, act)| act.is_decision())
}

/// The agencies that took a position, by code. An agency that gives notice of a modification concurs in it.
fn positions(case: &CaseFile, petition: &Entry, wanted: Position) -> Vec<AgencyCode> {
    let said = case.answers_to(petition.id).filter_map(|e| match Act::of(&e.matter) {
        Some(Act::Stated { position, .. }) if *position == wanted => e.agency.clone(),
        _ => None,
    });
    let own = petition.agency.clone().filter(|_| wanted == Position::Concur);
    let mut all: Vec<AgencyCode> = own.into_iter().chain(said).collect();
    all.sort();
    all.dedup();
    all
}

/// Sponsors of a day that are not among these agencies, by code.
fn missing(order: &Order, among: &[AgencyCode], on: Date) -> Vec<AgencyCode> {
    let mut out: Vec<AgencyCode> =
        order.sponsors_on(on).filter(|s| !among.contains(&s.agency)).map(|s| s.agency.clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// The standing of a petition on a date.
pub fn standing(case: &CaseFile, order: &Order, petition: &Entry, on: Date) -> Standing {
    let decided = decision(case, petition.id);
    let concurred = positions(case, petition, Position::Concur);
    Standing {
        state: match decided {
            None => State::Open,
            Some((_, Act::Denied { .. })) => State::Denied,
            Some(_) => State::Granted,
        },
        decision: decided.map(|(e, _)| e.id),
        objected: positions(case, petition, Position::Object),
        missing: missing(order, &concurred, on),
        concurred,
    }
}

fn names(agencies: &[AgencyCode]) -> String {
    agencies.iter().map(AgencyCode::as_str).collect::<Vec<_>>().join(", ")
}

/// Decides whether a sponsor may state its position. It may once, while the petition is open. A sponsor that joined
/// after a permit was granted may still concur in it; until then the permit is not in force (R2.8).
pub fn state_position(
    case: &CaseFile,
    order: &Order,
    petition: EntryId,
    agency: &AgencyCode,
    on: Date,
) -> Result<(), Refusal> {
    let (entry, act) = find(case, petition)?;
    order.must_be_in_effect(on)?;
    order.must_be_sponsor(agency, on)?;
    let spoken = positions(case, entry, Position::Concur).contains(agency)
        || positions(case, entry, Position::Object).contains(agency);
    if spoken {
        return Err(Refusal::new(
            &PETITION_POSITION_EXISTS,
            format!("{agency} has stated its position on this petition."),
        ));
    }
    match decision(case, petition) {
        None => Ok(()),
        Some((_, Act::Permitted { .. })) if matches!(act, Act::Permit(_)) => Ok(()),
        Some(_) => Err(already_decided()),
    }
}

fn already_decided() -> Refusal {
    Refusal::new(&PETITION_DECIDED, "This petition has been decided; a new one may be made.")
}

/// The decision of an officer on a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The petition is granted. A permit may get other days than were asked for.
    Grant {
        /// First day of a permit. `None`: the day asked for, or today.
        from: Option<Date>,
        /// Last day of a permit. `None`: the day asked for.
        until: Option<Date>,
    },
    Deny,
}

/// The facts beside the case on which a decision depends.
#[derive(Debug, Clone)]
pub struct Basis<'a> {
    /// The agencies whose request for rescission counts ([`order::standing_requests`]). Concurrence in a petition for
    /// rescission is such a request, and a later determination that secrecy must go on ends it.
    pub asked: &'a [AgencyCode],
    /// Days in which a denial may be appealed (R5.3 `[U]`: a setting).
    pub appeal_days: i32,
    pub on: Date,
}

/// Decides a petition (R5.2, R2.8; 35 USC 181 ¶4, 182, 184(a)). A grant needs every sponsor of the day. The
/// grant of a petition for rescission is the rescission, by the same rule as every other ([`order::rescind`]).
pub fn decide(
    case: &CaseFile,
    order: &Order,
    petition: EntryId,
    what: Decision,
    reason: String,
    basis: &Basis<'_>,
) -> Result<Act, Refusal> {
    let (entry, act) = find(case, petition)?;
    if decision(case, petition).is_some() {
        return Err(already_decided());
    }
    let on = basis.on;
    let Decision::Grant { from, until } = what else {
        let appealable = matches!(act, Act::Rescission(_));
        let appeal_by = appealable.then(|| crate::case::facts::appeal::last_day(on, basis.appeal_days));
        return Ok(Act::Denied { reason, appeal_by });
    };
    order.must_be_in_effect(on)?;
    let missing = missing(order, &positions(case, entry, Position::Concur), on);
    match act {
        Act::Rescission(_) => {
            order::rescind(order, basis.asked, on)?;
            Ok(Act::Granted { reason })
        }
        Act::Permit(asked) => {
            check_all_concur(order, &missing)?;
            let (from, until) = asked.days(from, until, on)?;
            Ok(Act::Permitted { from, until, reason })
        }
        Act::Modification(asked) => {
            let resulting = asked.change.resulting(order)?;
            // Any one agency imposes secrecy; so any sponsor alone may have it made stricter (R2.8; our reading).
            let stricter = entry.agency.is_some() && modification::gives_no_more(&resulting, order);
            if !stricter {
                check_all_concur(order, &missing)?;
            }
            Ok(Act::Modified { change: asked.change.clone(), reason })
        }
        _ => Err(Refusal::new(&PETITION_NONE, "This entry is no petition.")),
    }
}

fn check_all_concur(order: &Order, missing: &[AgencyCode]) -> Result<(), Refusal> {
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        &PETITION_NEEDS_ALL,
        format!("Every sponsor of order {} must concur; missing: {}.", order.number, names(missing)),
    ))
}

#[cfg(test)]
pub(crate) mod tests;
