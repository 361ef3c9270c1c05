//! Explains why a category hit a filing or did not: for each clause what was found, what was missing and the nearest
//! miss, and which exception suppressed the category.
//!
//! The explanation decides nothing. It asks the oracle, and a test compares it with [`crate::screen`]. It evaluates
//! every part of a rule by itself, which takes longer than screening, so it is made for one category when a person
//! asks.

mod finding;
mod nearest;
#[cfg(test)]
mod tests;

use crate::Options;
use crate::explain::finding::Explainer;
use crate::list::source::Category;
use crate::list::{CompiledCategory, CompiledList, CompiledRule};
use crate::oracle::text::Text;
use domain::filing::Filing;
use domain::filing::screening::Evidence;
use serde::Serialize;
use text::suggest::did_you_mean;

/// How many names a suggestion has.
const MOST_SUGGESTED: usize = 4;

/// Whether a category hit a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It reached its threshold and no exception matched.
    Hit,
    /// It reached its threshold and an exception matched.
    Suppressed,
    /// It did not reach its threshold.
    Short,
    /// A rule that decides could not be evaluated. A person must look.
    Undecided,
}

/// Why a category hit a filing or did not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Number of the category.
    pub category: String,
    pub title: String,
    pub outcome: Outcome,
    /// Points of the clauses that hold.
    pub points: u32,
    /// Points needed.
    pub threshold: u32,
    /// In the order of the list.
    pub clauses: Vec<Explained>,
    /// In the order of the list.
    pub excepts: Vec<Explained>,
    /// The agencies that own the category without a condition.
    pub agencies: Vec<String>,
    /// The agencies that own the category if a rule of their own holds.
    pub agencies_if: Vec<Explained>,
    /// Facts that no text can show and that an examiner must establish before the hit counts.
    pub requires: Vec<String>,
}

/// A rule of a category, with the reason why it holds or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Id of the clause or exception; the agency of a condition.
    pub id: String,
    /// What a clause adds to the points of its category; `None` for other rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    pub finding: Finding,
}

/// Why a rule, or a part of it, holds or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The part, as the rule language writes it.
    pub rule: String,
    /// Whether the part holds; `None` if it could not be evaluated.
    pub met: Option<bool>,
    /// The reason, in a few words without a full stop.
    pub why: String,
    /// The passages that match, or the nearest ones.
    pub evidence: Vec<Evidence>,
    /// The parts that decided.
    pub parts: Vec<Finding>,
    /// Whether the filing has no word of this part.
    #[serde(skip)]
    absent: bool,
}

/// The error for a category that the list does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list {list} has no category {asked:?}{}", suggestion(.near))]
pub struct UnknownCategory {
    pub asked: String,
    pub list: String,
    /// Numbers of categories that are spelled like it.
    pub near: Vec<String>,
}

fn suggestion(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

/// Finds a category by its number, in capital or small letters. The error has the categories with similar numbers.
pub fn find_category<'l>(
    list: &'l CompiledList,
    asked: &str,
) -> Result<(&'l Category, &'l CompiledCategory), UnknownCategory> {
    let asked = asked.trim();
    if let Some(found) = list.categories().find(|(c, _)| c.number.value.eq_ignore_ascii_case(asked)) {
        return Ok(found);
    }
    let numbers: Vec<&str> = list.categories().map(|(c, _)| c.number.value.as_str()).collect();
    let mut near: Vec<String> = Vec::new();
    while near.len() < MOST_SUGGESTED {
        let left = numbers.iter().copied().filter(|n| !near.iter().any(|k| k == n));
        match did_you_mean(asked, left) {
            Some(next) => near.push(next.to_owned()),
            None => break,
        }
    }
    let asked: String = asked.chars().take(80).collect();
    Err(UnknownCategory { asked, list: list.reference().id.clone(), near })
}

/// Explains why a category hit a filing or did not. Fails if the list has no such category.
pub fn explain(
    list: &CompiledList,
    filing: &Filing,
    options: Options,
    asked: &str,
) -> Result<Explanation, UnknownCategory> {
    let (category, compiled) = find_category(list, asked)?;
    let text = Text::new(filing, options.without_classes);
    let rule = |id: &str, points: Option<u32>, rule: &CompiledRule| Explained {
        id: id.to_owned(),
        points,
        finding: Explainer { text: &text, filing, clause: id }.finding(&rule.expr),
    };
    let clauses: Vec<Explained> =
        category.clauses.iter().zip(&compiled.clauses).map(|(c, r)| rule(&c.id.value, Some(c.points), r)).collect();
    let excepts: Vec<Explained> =
        category.excepts.iter().zip(&compiled.excepts).map(|(e, r)| rule(&e.id.value, None, r)).collect();
    let agencies_if =
        category.agencies_if.iter().zip(&compiled.agencies_if).map(|(a, r)| rule(&a.agency, None, r)).collect();
    let points =
        clauses.iter().filter(|c| c.finding.met == Some(true)).filter_map(|c| c.points).fold(0, u32::saturating_add);
    Ok(Explanation {
        category: category.number.value.clone(),
        title: category.title.clone(),
        outcome: outcome(&clauses, &excepts, points, category.threshold.value),
        points,
        threshold: category.threshold.value,
        clauses,
        excepts,
        agencies: category.agencies.clone(),
        agencies_if,
        requires: category.requires.iter().map(|r| r.value.clone()).collect(),
    })
}

fn outcome(clauses: &[Explained], excepts: &[Explained], points: u32, threshold: u32) -> Outcome {
    let unknown = |rules: &[Explained]| rules.iter().any(|r| r.finding.met.is_none());
    if unknown(clauses) || (points >= threshold && unknown(excepts)) {
        Outcome::Undecided
    } else if points < threshold {
        Outcome::Short
    } else if excepts.iter().any(|e| e.finding.met == Some(true)) {
        Outcome::Suppressed
    } else {
        Outcome::Hit
    }
}
