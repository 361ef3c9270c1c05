//! Why a filing was referred: the hits of its latest screening, with their passages and the examiner's decisions, for
//! whoever may read the text. Not its job: deciding on hits (`triage`).

use crate::store::filing::screenings::{Decision, HitRecord, ScreeningRecord};
use domain::filing::screening::{CategoryHit, Evidence, EvidenceSection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A category that the filing was found to fall in, or that awaits the examiner's decision, or that was dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferredHit {
    /// Number of the category; a ground for an opinion.
    #[schema(example = "IX-6A")]
    pub category: String,
    /// Title of the category.
    pub title: String,
    /// What the list tells a reader to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Agencies that own the category.
    pub agencies: Vec<String>,
    /// Facts that no text can show.
    pub conditional_on: Vec<String>,
    /// What the examiner decided; `null` while nobody has.
    pub decision: Option<Decision>,
    /// The examiner's reason.
    pub reason: Option<String>,
    /// The passages, in reading order.
    pub passages: Vec<Passage>,
}

/// A passage that satisfied a clause of the category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Passage {
    /// Id of the clause.
    pub clause: String,
    /// Section of the filing.
    pub section: EvidenceSection,
    /// Paragraph or claim; for a class code its symbol.
    #[schema(example = "claim 1")]
    pub place: String,
    /// First character of the passage in its paragraph, in Unicode scalar values.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// The passage.
    pub text: String,
}

/// The hits of a screening, in the order of the list.
pub(crate) fn of_screening(screening: ScreeningRecord) -> Vec<ReferredHit> {
    screening.result.hits.into_iter().zip(screening.hits).map(|(hit, record)| referred(hit, record)).collect()
}

fn referred(hit: CategoryHit, record: HitRecord) -> ReferredHit {
    let (decision, reason) = record.triage.map(|t| (t.decision, t.reason)).unzip();
    ReferredHit {
        category: hit.category,
        title: hit.title,
        note: hit.note,
        agencies: hit.agencies,
        conditional_on: hit.conditional_on,
        decision,
        reason,
        passages: hit.evidence.into_iter().map(Passage::from).collect(),
    }
}

impl From<Evidence> for Passage {
    fn from(e: Evidence) -> Self {
        Self { clause: e.clause, section: e.section, place: e.place, start: e.start, end: e.end, text: e.text }
    }
}
