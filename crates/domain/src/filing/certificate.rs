//! The content of a certificate of a screening: which text was screened against which list, by which engine, when, and
//! with which result. A negative result can be certified too; nothing else would prove it.
//!
//! A certificate has no word of the filing, no title, no category and no agency. It gives the verdict, counts and a
//! digest of the full result. Whoever may see the screening, or repeats it (`subrosa screen --format ndjson` with the
//! same list), can compare the full result with that digest. `auth::seal` signs certificates.

use crate::base::ids::{FilingId, ScreeningId};
use crate::base::ledger::hex;
use crate::filing::screening::{LicenseOutcome, ListRef, Screening, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A certificate of a screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Certificate {
    /// The id of the screening in the database of the service that certifies it.
    #[cfg_attr(feature = "schema", schema(value_type = uuid::Uuid))]
    pub screening: ScreeningId,
    #[cfg_attr(feature = "schema", schema(value_type = uuid::Uuid))]
    pub filing: FilingId,
    /// Number of the filing.
    #[cfg_attr(feature = "schema", schema(example = "18/123,456"))]
    pub application_number: String,
    /// Which of its texts was screened, from 1.
    pub text_version: i32,
    /// SHA-256 of that text's stored form, hex.
    pub document_sha256: String,
    pub list: ListRef,
    /// Version of the engine that screened.
    pub engine: String,
    pub screened_at: Timestamp,
    pub result: CertifiedResult,
    /// When the screening was certified.
    pub issued_at: Timestamp,
    /// The program that certified, with its version (`subrosa 0.1.0`).
    #[cfg_attr(feature = "schema", schema(example = "subrosa 0.1.0"))]
    pub issued_by: String,
}

/// The outcome of a screening, without content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CertifiedResult {
    pub verdict: Verdict,
    /// The outcome for the foreign filing license.
    pub license: LicenseOutcome,
    /// Categories hit.
    pub hits: usize,
    /// How many categories an exception suppressed.
    pub suppressed: usize,
    /// How many observations were made without the list.
    pub observations: usize,
    /// SHA-256 of the line that `subrosa screen --format ndjson` prints for it, without the line feed, hex.
    pub sha256: String,
}

impl CertifiedResult {
    /// Makes the result of a screening.
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
