//! The ledger of conditions: every condition an agency attached to its recommendation is a line, and an
//! order cannot issue while one is unaccounted for.
//!
//! A line that nobody has touched is adopted word for word when the order issues, and recorded so. What the
//! Office puts in question it must answer for first: a line is then unaccounted for until it is adopted,
//! merged into other words, or declined with the agency's recorded consent. Where an agency insists, the
//! line is unaccounted for again. Conditions are free text, and nothing here reads their meaning: where two
//! agencies put different ones, a person looks at both and accounts for each, before any order issues. The
//! law is silent on all of it; the Office weighs no merits (R2.4), so it
//! may not drop a condition by itself (our reading).

use crate::base::agency::AgencyCode;
use crate::base::ids::{EntryId, RecommendationId};
use crate::base::refusal::{CONDITION_ANSWERED, CONDITION_NONE, CONDITIONS_UNACCOUNTED, Refusal};
pub use crate::case::facts::condition::{Accounted, Act, LineId, Treatment};
use crate::case::{CaseFile, Entry};
use crate::review::referral::Recommendation;
use serde::{Deserialize, Serialize};

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nobody has touched it; the issue of the order will adopt it.
    Untouched,
    /// Nobody has touched it, and another agency has put a condition in other words: a person looks at both
    /// and accounts for each; no order can issue before.
    BesideAnother,
    /// In question, or to be declined without the agency's consent: no order can issue.
    Unaccounted,
    /// It is in the order word for word.
    Adopted,
    /// It is in the order in other words.
    Merged,
    /// Left out, with the agency's recorded answer.
    Declined,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: LineId,
    pub agency: AgencyCode,
    /// The condition as the agency put it.
    pub condition: String,
    /// Where it stands.
    pub state: LineState,
    /// The words the order has or will have; `None` where it has none.
    pub words: Option<String>,
    /// The entry that says so, where one does.
    pub entry: Option<EntryId>,
    /// The agency's answer to a decline: whether it agreed.
    pub accepted: Option<bool>,
    /// The conditions of other agencies it is to be looked at with.
    pub beside: Vec<LineId>,
}

/// The agency's answer to an entry that would decline its condition.
fn answer(docket: &[Entry], decline: EntryId) -> Option<bool> {
    docket.iter().filter(|e| e.answers == Some(decline)).find_map(|e| match Act::of(&e.matter) {
        Some(Act::Answered { accepts, .. }) => Some(*accepts),
        _ => None,
    })
}

/// The lines of some recommendations, in their order, as the docket has them: the last word counts.
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

/// Sets conditions of different agencies for one order side by side: those that neither agency has put in the
/// other's words. Nobody reads what they mean; a line nobody has touched then needs an answer of its own.
/// `waiting` are the recommendations no order has taken up.
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

/// The same lines after the order has issued: what it does not say word for word, and no entry accounts for,
/// is unaccounted for. An agency that joined an order in effect has its conditions so until the order is
/// modified (37 CFR 5.5); `waiting` are the recommendations no order has taken up.
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

/// The conditions an order gets from these lines, each once; refuses while one is unaccounted for.
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

/// What the issue of an order records of the lines nobody has touched.
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

/// Accounts for a line before the order issues. `waiting` are the recommendations no order has taken up.
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

/// The entry of a line that is to be declined.
pub fn declined(case: &CaseFile, entry: EntryId) -> Result<&Accounted, Refusal> {
    match case.entry(entry).and_then(|e| Act::of(&e.matter)) {
        Some(Act::Accounted(a)) if a.treatment == Treatment::Decline => Ok(a),
        _ => Err(Refusal::new(&CONDITION_NONE, "This entry asks no agency whether its condition may be left out.")),
    }
}

/// Takes an agency's answer to a decline, once.
pub fn take_answer(case: &CaseFile, decline: EntryId, accepts: bool, reason: String) -> Result<Act, Refusal> {
    declined(case, decline)?;
    if answer(&case.docket, decline).is_some() {
        return Err(Refusal::new(&CONDITION_ANSWERED, "The agency has answered."));
    }
    Ok(Act::Answered { accepts, reason })
}

#[cfg(test)]
mod tests;
