//! The ledger of conditions. Every condition that an agency attached to its recommendation is a line, and an order
//! cannot issue while a line is unaccounted for.
//!
//! A line that nobody has changed is adopted word for word when the order issues, and the record says so. A line that
//! the Office has put in question is unaccounted for until it is adopted, merged into other words, or declined with the
//! recorded consent of the agency. If the agency insists, the line is unaccounted for again. Conditions are free text,
//! and no code reads their meaning. If two agencies have different conditions, a person must look at both and account
//! for each before the order issues. The law is silent on this. The Office weighs no merits (R2.4), so it may not drop
//! a condition by itself (our reading).

use crate::base::agency::AgencyCode;
use crate::base::ids::{EntryId, RecommendationId};
use crate::base::refusal::{CONDITION_ANSWERED, CONDITION_NONE, CONDITIONS_UNACCOUNTED, Refusal};
pub use crate::case::facts::condition::{Accounted, Act, LineId, Treatment};
use crate::case::{CaseFile, Entry};
use crate::review::referral::Recommendation;
use serde::{Deserialize, Serialize};

/// Whether a line is accounted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nobody has changed the line. The issue of the order will adopt it.
    Untouched,
    /// Nobody has changed the line, and another agency has a condition in other words. A person must account for both
    /// before an order can issue.
    BesideAnother,
    /// The line is in question, or is to be declined without the consent of the agency. No order can issue.
    Unaccounted,
    /// The condition is in the order word for word.
    Adopted,
    /// The condition is in the order in other words.
    Merged,
    /// The condition is left out, with the recorded answer of the agency.
    Declined,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: LineId,
    pub agency: AgencyCode,
    /// The condition in the words of the agency.
    pub condition: String,
    pub state: LineState,
    /// The words that the order has or will have; `None` if the condition is left out.
    pub words: Option<String>,
    /// The entry that accounts for the line; `None` if there is none.
    pub entry: Option<EntryId>,
    /// Whether the agency agreed to a decline; `None` without an answer.
    pub accepted: Option<bool>,
    /// The conditions of other agencies that must be looked at together with this one.
    pub beside: Vec<LineId>,
}

/// The answer of an agency to an entry that would decline its condition.
fn answer(docket: &[Entry], decline: EntryId) -> Option<bool> {
    docket.iter().filter(|e| e.answers == Some(decline)).find_map(|e| match Act::of(&e.matter) {
        Some(Act::Answered { accepts, .. }) => Some(*accepts),
        _ => None,
    })
}

/// The lines of some recommendations, in their order. The last entry on the docket about a line counts.
pub fn lines<'a>(recommendations: impl IntoIterator<Item = &'a Recommendation>, docket: &[Entry]) -> Vec<Line> {
    let binding = recommendations.into_iter().filter(|r| r.binds());
    let of = |r: &'a Recommendation| r.conditions.iter().enumerate().map(move |(i, c)| (r, i + 1, c));
    binding.flat_map(of).map(|(r, number, condition)| line(r, number, condition, docket)).collect()
}

fn line(r: &Recommendation, number: usize, condition: &str, docket: &[Entry]) -> Line {
    let id = LineId { recommendation: r.id, number };
    let last = docket.iter().rev().find_map(|e| match Act::of(&e.matter) {
        Some(Act::Accounted(a)) if a.line == id => Some((e.id, &a.treatment)),
        _ => None,
    });
    let accepted = last.and_then(|(entry, _)| answer(docket, entry));
    let (state, words) = match last.map(|(_, t)| t) {
        None => (LineState::Untouched, Some(condition.to_owned())),
        Some(Treatment::Adopt) => (LineState::Adopted, Some(condition.to_owned())),
        Some(Treatment::Merge { words }) => (LineState::Merged, Some(words.clone())),
        Some(Treatment::Decline) if accepted == Some(true) => (LineState::Declined, None),
        Some(Treatment::Decline | Treatment::Question) => (LineState::Unaccounted, None),
    };
    let (agency, condition) = (r.agency.clone(), condition.to_owned());
    Line { id, agency, condition, state, words, entry: last.map(|(e, _)| e), accepted, beside: vec![] }
}

/// Marks the lines of different agencies for one order that have different words. No code reads what they mean, so a
/// line that nobody has changed then needs an answer of its own. `waiting` are the recommendations that await an order.
pub fn set_side_by_side(lines: &mut [Line], waiting: &[RecommendationId]) {
    let all: Vec<(LineId, AgencyCode, String)> = lines
        .iter()
        .filter(|l| waiting.contains(&l.id.recommendation) && l.state != LineState::Declined)
        .map(|l| (l.id, l.agency.clone(), l.condition.clone()))
        .collect();
    let says = |agency: &AgencyCode, words: &str| all.iter().any(|(_, a, c)| a == agency && c == words);
    for line in lines.iter_mut().filter(|l| all.iter().any(|(id, ..)| *id == l.id)) {
        let strange = |(_, agency, words): &&(LineId, AgencyCode, String)| {
            *agency != line.agency && !says(&line.agency, words) && !says(agency, &line.condition)
        };
        line.beside = all.iter().filter(strange).map(|(id, ..)| *id).collect();
        if line.state == LineState::Untouched && !line.beside.is_empty() {
            line.state = LineState::BesideAnother;
            line.words = None;
        }
    }
}

/// Updates the lines after the order has issued: a condition that the order does not have word for word, and for which
/// no entry accounts, is unaccounted for. The conditions of an agency that joined an order in effect are unaccounted
/// for until the order is modified (37 CFR 5.5). `waiting` are the recommendations that await an order.
pub fn after_issue(lines: &mut [Line], waiting: &[Recommendation], in_order: &[String]) {
    for line in lines.iter_mut().filter(|l| l.state == LineState::Untouched) {
        if waiting.iter().any(|r| r.id == line.id.recommendation) {
            continue;
        }
        if in_order.contains(&line.condition) {
            line.state = LineState::Adopted;
        } else {
            line.state = LineState::Unaccounted;
            line.words = None;
        }
    }
}

/// The conditions that an order gets from these lines, without repeats. Refuses if a line is unaccounted for.
pub fn settle(lines: &[Line]) -> Result<Vec<String>, Refusal> {
    let open: Vec<String> = lines
        .iter()
        .filter(|l| matches!(l.state, LineState::Unaccounted | LineState::BesideAnother))
        .map(|l| format!("{} {}", l.agency, l.id.number))
        .collect();
    if !open.is_empty() {
        return Err(Refusal::new(
            &CONDITIONS_UNACCOUNTED,
            format!(
                "Account for each condition first: adopt it, merge it, or have the agency agree that it is left out. Where two \
                 agencies put different ones, look at them together. Open: {}.",
                open.join(", ")
            ),
        ));
    }
    let mut out: Vec<String> = vec![];
    for words in lines.iter().filter_map(|l| l.words.as_ref()) {
        if !out.contains(words) {
            out.push(words.clone());
        }
    }
    Ok(out)
}

/// The entries for the lines that nobody has changed, to be recorded when the order issues.
pub fn adopt_untouched(lines: &[Line]) -> impl Iterator<Item = Act> {
    lines.iter().filter(|l| l.state == LineState::Untouched).map(|l| {
        Act::Accounted(Accounted {
            line: l.id,
            agency: l.agency.clone(),
            treatment: Treatment::Adopt,
            reason: "Adopted word for word at the issue of the order.".into(),
        })
    })
}

/// Accounts for a line before the order issues. `waiting` are the recommendations that await an order.
pub fn account(waiting: &[Recommendation], line: LineId, treatment: Treatment, reason: String) -> Result<Act, Refusal> {
    let found = waiting
        .iter()
        .find(|r| r.id == line.recommendation && r.binds() && (1..=r.conditions.len()).contains(&line.number));
    let Some(of) = found else {
        return Err(Refusal::new(
            &CONDITION_NONE,
            "No recommendation that waits for its order has this condition. An order in effect is modified under 37 CFR \
             5.5.",
        ));
    };
    Ok(Act::Accounted(Accounted { line, agency: of.agency.clone(), treatment, reason }))
}

/// The decision to decline a line, by its entry. Refuses another entry.
pub fn find_declined(case: &CaseFile, entry: EntryId) -> Result<&Accounted, Refusal> {
    match case.entry(entry).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Accounted(a)) if a.treatment == Treatment::Decline => Ok(a),
        _ => Err(Refusal::new(&CONDITION_NONE, "This entry asks no agency whether its condition may be left out.")),
    }
}

/// Accepts the answer of an agency to a decline, once.
pub fn take_answer(case: &CaseFile, decline: EntryId, accepts: bool, reason: String) -> Result<Act, Refusal> {
    find_declined(case, decline)?;
    if answer(&case.docket, decline).is_some() {
        return Err(Refusal::new(&CONDITION_ANSWERED, "The agency has answered."));
    }
    Ok(Act::Answered { accepts, reason })
}

#[cfg(test)]
mod tests;
