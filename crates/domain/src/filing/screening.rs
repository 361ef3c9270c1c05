//! What a screening finds: the result types that the matcher fills, the store keeps and people read.
//! How a text is matched is `screening`'s (floor 1) job. The serde form is `API.md` section 4.

use crate::filing::Section;
use serde::{Deserialize, Serialize};

/// Version of the engine, part of every result: it changes when the same text under the same list
/// could come out otherwise.
pub const ENGINE: &str = "2";

/// The list revision a result stands on.
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

/// The overall answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No category reached its threshold.
    Clear,
    /// At least one category did.
    Flagged,
    /// The filing could not be screened as a whole; a person must look. Never read as clear.
    NeedsHuman,
}

/// First of the three outcomes (R1.3): what the foreign filing license waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenseOutcome {
    /// Nothing found that would keep it back.
    Grant,
    /// To be withheld until a person has decided.
    Withhold,
}

/// The exact passage that satisfied a clause. `start..end` are offsets in characters (Unicode
/// scalar values) into the paragraph's text; `text` is that slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the clause or exception.
    pub clause: String,
    /// Section of the filing. Class codes have none of the four and use `classes`.
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

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSection {
    /// The title.
    Title,
    /// The abstract.
    Abstract,
    /// The claims.
    Claims,
    /// The description.
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

/// One category that reached its threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryHit {
    /// Number of the category.
    pub category: String,
    /// Its title.
    pub title: String,
    /// Points of the clauses that matched.
    pub points: u32,
    /// Points needed.
    pub threshold: u32,
    /// Owning agencies, those on a condition that held included, in the order of the list.
    pub agencies: Vec<String>,
    /// Facts no text can show, that an examiner must establish for the hit to stand.
    pub conditional_on: Vec<String>,
    /// Order type the list suggests; a hint, never a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_type: Option<String>,
    /// What an examiner should look for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The passages, in reading order.
    pub evidence: Vec<Evidence>,
}

/// A category that would have hit but for an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// Number of the category.
    pub category: String,
    /// Id of the exception that matched.
    pub except: String,
    /// The passages of the exception.
    pub evidence: Vec<Evidence>,
}

/// What kind of thing was seen beside the list.
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

/// One thing seen beside the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Observation {
    /// What it is.
    pub kind: ObservationKind,
    /// Agency named, where one is recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Contract number named, where one is recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// Section it stands in.
    pub section: EvidenceSection,
    /// Paragraph.
    pub place: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The passage.
    pub text: String,
}

/// The result of one filing against one list revision by one engine version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// Number of the filing.
    pub application_number: String,
    /// SHA-256 of the filing's stored form, hex.
    pub document_sha256: String,
    /// The list.
    pub list: ListRef,
    /// The engine.
    pub engine: String,
    /// The answer.
    pub verdict: Verdict,
    /// Why a person must look, with [`Verdict::NeedsHuman`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Outcome for the foreign filing license.
    pub license: LicenseOutcome,
    /// Agencies with a property interest to be told (DOE under 42 USC 2181(d), NASA under 51 USC 20135).
    pub property_interest: Vec<String>,
    /// Categories hit, in the order of the list.
    pub hits: Vec<CategoryHit>,
    /// Categories held back by an exception.
    pub suppressed: Vec<Suppressed>,
    /// What else was seen.
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
