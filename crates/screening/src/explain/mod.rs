//! Why a category hit a filing, or did not: clause by clause, what was found, what was missing, how near
//! the nearest miss came, which exception held the category back.
//!
//! It asks the oracle and tells what it answers; it decides nothing, and what it says agrees with
//! [`crate::screen`] (a test holds them together). It evaluates every part of a rule by itself and so costs
//! more than screening: it is for one category at a time, for a person who asks.

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

/// Most names in a suggestion.
const MOST_SUGGESTED: usize = 4;

/// What became of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It reached its threshold and no exception matched.
    Hit,
    /// It reached its threshold and an exception held it back.
    Suppressed,
    /// It did not reach its threshold.
    Short,
    /// A rule that decides was too much to evaluate: a person must look.
    Undecided,
}

/// One category over one filing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Number of the category.
    pub category: String,
    pub title: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Points of the clauses that hold.
    pub points: u32,
    /// Points needed.
    pub threshold: u32,
    /// Its clauses, in the order of the list.
    pub clauses: Vec<Explained>,
    /// Its exceptions, likewise.
    pub excepts: Vec<Explained>,
    /// Its owning agencies.
    pub agencies: Vec<String>,
    /// Agencies that own it on a condition.
    pub agencies_if: Vec<Explained>,
    /// Facts no text can show, that an examiner must establish for a hit to stand.
    pub requires: Vec<String>,
}

/// One rule of a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Id of the clause or exception; the agency of a condition.
    pub id: String,
    /// What a clause earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// What became of it.
    pub finding: Finding,
}

/// What became of a rule or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The part, as the rule language writes it.
    pub rule: String,
    /// Whether it holds; nothing if that was too much to evaluate.
    pub met: Option<bool>,
    /// Why, in a few words.
    pub why: String,
    /// Where: the matches, or what came nearest.
    pub evidence: Vec<Evidence>,
    /// What decided, part by part.
    pub parts: Vec<Finding>,
    /// Whether nothing of it is in the filing at all.
    #[serde(skip)]
    absent: bool,
}

/// There is no such category.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list {list} has no category {asked:?}{}", suggestion(.near))]
pub struct UnknownCategory {
    pub asked: String,
    pub list: String,
    /// Numbers like it.
    pub near: Vec<String>,
}

fn suggestion(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

/// The category of this number as the list writes it, or those like it. Case does not matter.
pub fn find<'l>(list: &'l CompiledList, asked: &str) -> Result<(&'l Category, &'l CompiledCategory), UnknownCategory> {
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

/// Explains one category over one filing.
pub fn explain(
    list: &CompiledList,
    filing: &Filing,
    options: Options,
    asked: &str,
) -> Result<Explanation, UnknownCategory> {
    let (category, compiled) = find(list, asked)?;
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
