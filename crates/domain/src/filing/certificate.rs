//! What a certificate of a screening says: what was screened against what, by which engine, when, and
//! what came of it. Also of a negative result, which otherwise leaves no trace.
//!
//! It holds no word of the filing, no title, no category and no agency: the outcome is given by its
//! verdict and counts, and bound by a digest. Whoever may see the screening, or can repeat it
//! (`subrosa screen --format ndjson` with the same list), can hold the full result against that digest.
//! How it is signed is `auth::seal`'s.

use crate::base::ids::{FilingId, ScreeningId};
use crate::base::ledger::hex;
use crate::filing::screening::{LicenseOutcome, ListRef, Screening, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A certificate of one screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Id of the screening in the house that certifies.
    #[cfg_attr(feature = "schema", schema(value_type = uuid::Uuid))]
    pub screening: ScreeningId,
    /// Id of the filing there.
    #[cfg_attr(feature = "schema", schema(value_type = uuid::Uuid))]
    pub filing: FilingId,
    /// Number of the filing.
    #[cfg_attr(feature = "schema", schema(example = "18/123,456"))]
    pub application_number: String,
    /// Which of its texts was screened, from 1.
    pub text_version: i32,
    /// SHA-256 of that text's stored form, hex.
    pub document_sha256: String,
    /// The list.
    pub list: ListRef,
    /// Version of the engine that screened.
    pub engine: String,
    /// When it was screened.
    pub screened_at: Timestamp,
    /// What came of it.
    pub result: CertifiedResult,
    /// When this was certified.
    pub issued_at: Timestamp,
    /// The program that certified, with its version (`subrosa 0.1.0`).
    #[cfg_attr(feature = "schema", schema(example = "subrosa 0.1.0"))]
    pub issued_by: String,
}

/// The outcome of a screening, without content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CertifiedResult {
    /// The answer.
    pub verdict: Verdict,
    /// The outcome for the foreign filing license.
    pub license: LicenseOutcome,
    /// Categories hit.
    pub hits: usize,
    /// Categories held back by an exception.
    pub suppressed: usize,
    /// Things seen beside the list.
    pub observations: usize,
    /// SHA-256 of the line that `subrosa screen --format ndjson` prints for it, without the line feed, hex.
    pub sha256: String,
}

impl CertifiedResult {
    /// Of a screening.
    pub fn of(s: &Screening) -> Result<Self, serde_json::Error> {
        Ok(Self {
            verdict: s.verdict,
            license: s.license,
            hits: s.hits.len(),
            suppressed: s.suppressed.len(),
            observations: s.observations.len(),
            sha256: digest(s)?,
        })
    }
}

/// SHA-256 of a screening as JSON, in the form and order that `subrosa screen --format ndjson` prints it,
/// without the line feed.
pub fn digest(s: &Screening) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json::to_vec(s)?)))
}
