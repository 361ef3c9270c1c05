//! The result of a screening. The crate `screening` makes it, the store keeps it, and people read it. The serde form is
//! that of `API.md` section 4.

use crate::filing::Section;
use serde::{Deserialize, Serialize};

/// The version of the engine, which is part of every result. It changes if the same text under the same list may get
/// another result.
pub const ENGINE: &str = "3";

/// The revision of the list that a filing was screened against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ListRef {
    /// Id of the list (`us-public`).
    #[cfg_attr(feature = "schema", schema(example = "us-public"))]
    pub id: String,
    /// Its revision (`2026-11`).
    #[cfg_attr(feature = "schema", schema(example = "2026-11"))]
    pub revision: String,
    /// SHA-256 of the list file, hex.
    pub sha256: String,
}

/// The verdict on a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No category reached its threshold.
    Clear,
    /// At least one category reached its threshold, and no exception suppressed it.
    Flagged,
    /// The filing could not be screened as a whole. A person must look. This never counts as clear.
    NeedsHuman,
}

/// The outcome for the foreign filing license, one of the three outcomes of R1.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenseOutcome {
    /// Nothing was found for which the license must be withheld.
    Grant,
    /// The license is withheld until a person has decided.
    Withhold,
}

/// The exact passage that satisfied a clause. `start..end` are offsets in characters (Unicode scalar values) into the
/// text of the paragraph; `text` is that slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the clause or exception.
    pub clause: String,
    /// The section of the filing. For a class code it is `classes`.
    pub section: EvidenceSection,
    /// Paragraph or claim (`claim 1`, `0002`); for a class code its symbol.
    pub place: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The passage.
    pub text: String,
}

/// The section in which a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSection {
    Title,
    Abstract,
    Claims,
    Description,
    /// The class codes, which are not text.
    Classes,
}

impl From<Section> for EvidenceSection {
    fn from(s: Section) -> Self {
        match s {
            Section::Title => Self::Title,
            Section::Abstract => Self::Abstract,
            Section::Claims => Self::Claims,
            Section::Description => Self::Description,
        }
    }
}

/// A category that reached its threshold and that no exception suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryHit {
    /// Number of the category.
    pub category: String,
    pub title: String,
    /// Points of the clauses that matched.
    pub points: u32,
    /// Points needed.
    pub threshold: u32,
    /// The agencies that own the category, in the order of the list. Agencies on a condition that held are among them.
    pub agencies: Vec<String>,
    /// Facts that no text can show and that an examiner must establish before the hit counts.
    pub conditional_on: Vec<String>,
    /// The type of order that the list suggests. It is a hint and decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_type: Option<String>,
    /// What an examiner should look for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The passages, in reading order.
    pub evidence: Vec<Evidence>,
}

/// A category that reached its threshold and that an exception suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// Number of the category.
    pub category: String,
    /// Id of the exception that matched.
    pub except: String,
    /// The passages of the exception.
    pub evidence: Vec<Evidence>,
}

/// What a passage is that matters without any list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservationKind {
    /// A statement that the Government has rights in the invention.
    GovernmentInterest,
    /// A classification marking in the text (R1.7).
    SecurityMarking,
    /// An export-control legend (R1.7).
    ExportControlLegend,
    /// A related application named in the filing.
    RelatedApplication,
}

/// An observation: a passage that matters without any list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Observation {
    pub kind: ObservationKind,
    /// The code of the agency that the passage names; `None` if no known agency is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The contract number that the passage names; `None` if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    pub section: EvidenceSection,
    /// The name of the paragraph.
    pub place: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The passage.
    pub text: String,
}

/// The result of screening a filing against a revision of a list by a version of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// Number of the filing.
    pub application_number: String,
    /// SHA-256 of the filing's stored form, hex.
    pub document_sha256: String,
    pub list: ListRef,
    pub engine: String,
    pub verdict: Verdict,
    /// Why a person must look; only with [`Verdict::NeedsHuman`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Outcome for the foreign filing license.
    pub license: LicenseOutcome,
    /// The agencies that must be notified for their property interest (DOE under 42 USC 2181(d), NASA under 51 USC
    /// 20135).
    pub property_interest: Vec<String>,
    /// Categories hit, in the order of the list.
    pub hits: Vec<CategoryHit>,
    pub suppressed: Vec<Suppressed>,
    pub observations: Vec<Observation>,
}

impl Screening {
    /// Whether the text bears a security marking or an export-control legend (R1.7).
    pub fn bears_legend(&self) -> bool {
        let legend =
            |k: ObservationKind| matches!(k, ObservationKind::SecurityMarking | ObservationKind::ExportControlLegend);
        self.observations.iter().any(|o| legend(o.kind))
    }
}
