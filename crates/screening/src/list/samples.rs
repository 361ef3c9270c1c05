//! Screens the samples of a list, which are texts that must hit their category or must not hit it. A list with a failed
//! sample is not adopted.

use crate::list::compile::CompiledList;
use crate::list::source::{Expectation, Located};
use crate::{Options, screen};
use domain::filing::{ApplicationNumber, Filing};

/// A sample whose screening is not the expected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedSample {
    /// Number of its category.
    pub category: String,
    pub text: Located<String>,
    pub expect: Expectation,
    /// What happened instead, in a sentence.
    pub reason: String,
}

impl CompiledList {
    /// Screens every sample as the abstract of a filing. Returns those that fail.
    pub fn check_samples(&self) -> Vec<FailedSample> {
        let mut failed = Vec::new();
        for (category, _) in self.categories() {
            for sample in &category.samples {
                let Some(filing) = sample_filing(&sample.text.value) else { continue };
                let screening = screen(self, &filing, Options::default());
                let number = &category.number.value;
                let hit = screening.hits.iter().any(|h| &h.category == number);
                let fail = |reason: String| FailedSample {
                    category: number.clone(),
                    text: sample.text.clone(),
                    expect: sample.expect,
                    reason,
                };
                match (sample.expect, hit, &screening.problem) {
                    (_, _, Some(problem)) => failed.push(fail(format!("it could not be screened: {problem}"))),
                    (Expectation::Hit, false, None) => {
                        let held_back = screening.suppressed.iter().find(|s| &s.category == number);
                        failed.push(fail(held_back.map_or_else(
                            || "it should hit, and does not reach the threshold".to_owned(),
                            |s| format!("it should hit, and the exception {:?} holds it back", s.except),
                        )));
                    }
                    (Expectation::Clear, true, None) => {
                        let clauses: Vec<String> = screening
                            .hits
                            .iter()
                            .filter(|h| &h.category == number)
                            .flat_map(|h| &h.evidence)
                            .map(|e| format!("{}: \"{}\"", e.clause, e.text))
                            .collect();
                        failed.push(fail(format!("it should stay clear, and hits by {}", clauses.join(", "))));
                    }
                    _ => {}
                }
            }
        }
        failed
    }
}

/// A filing with nothing but an abstract.
fn sample_filing(text: &str) -> Option<Filing> {
    Some(Filing {
        application_number: ApplicationNumber::as_received("00/000,000").ok()?,
        kind: Default::default(),
        filed_on: None,
        title: String::new(),
        abstract_: text.split("\n\n").map(|p| p.trim().to_owned()).collect(),
        claims: Vec::new(),
        description: Vec::new(),
        classes: Vec::new(),
        parties: Vec::new(),
        priority: Vec::new(),
        related: Vec::new(),
        made_in: None,
        government_interest: None,
        marking: Default::default(),
        received_by: Default::default(),
    })
}
