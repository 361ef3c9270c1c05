//! Certificates: signed statements that others keep, and the key to check them with.

use crate::api::filing::screenings::ListRef;
use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Anyone, CertificateReaders, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::{LicenseOutcome, Verdict};
use crate::api::{Api, block};
use crate::auth::seal::{Jwk, Kind};
use crate::workflow::filing::certificates;
use actix_web::{get, web};
use domain::base::ids::ScreeningId;
use domain::filing::certificate::Certificate;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(of_screening).service(key);
}

/// What was screened against what, with what result; without a word of the filing.
#[derive(Serialize, ToSchema)]
#[schema(as = Certificate)]
struct CertificateView {
    /// Id of the screening.
    screening: Uuid,
    /// Id of the filing.
    filing: Uuid,
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Which of its texts was screened, from 1.
    text_version: i32,
    /// SHA-256 of that text.
    document_sha256: String,
    /// The list.
    list: ListRef,
    /// Version of the engine that screened.
    engine: String,
    /// When it was screened.
    screened_at: Timestamp,
    /// What came of it.
    result: Outcome,
    /// When this was certified.
    issued_at: Timestamp,
    /// The program that certified.
    #[schema(example = "subrosa 0.1.0")]
    issued_by: String,
}

/// The outcome of a screening, without content.
#[derive(Serialize, ToSchema)]
#[schema(as = CertifiedResult)]
struct Outcome {
    /// The answer.
    verdict: Verdict,
    /// What the foreign filing license waits for.
    license: LicenseOutcome,
    /// Categories hit.
    hits: usize,
    /// Categories held back by an exception.
    suppressed: usize,
    /// Things seen beside the list.
    observations: usize,
    /// SHA-256 of the line that `subrosa screen --format ndjson` prints for it, without the line feed.
    sha256: String,
}

/// A certificate to read and to keep.
#[derive(Serialize, ToSchema)]
struct SignedCertificate {
    /// What it says.
    certificate: CertificateView,
    /// The same, signed with the office key: a compact JWS of type `subrosa-certificate+jws`.
    jws: String,
}

/// The public half of the office key, as a JSON Web Key.
#[derive(Serialize, ToSchema)]
struct OfficeKey {
    /// Kind of key.
    #[schema(example = "OKP")]
    kty: String,
    /// Curve.
    #[schema(example = "Ed25519")]
    crv: String,
    /// The key, base64url.
    x: String,
    /// Its name, as statements name it.
    kid: Option<String>,
    /// The algorithm it is for.
    #[schema(example = "EdDSA")]
    alg: Option<String>,
    /// What it is for.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    purpose: Option<String>,
}

impl From<Certificate> for CertificateView {
    fn from(c: Certificate) -> Self {
        let result = Outcome {
            verdict: c.result.verdict.into(),
            license: c.result.license.into(),
            hits: c.result.hits,
            suppressed: c.result.suppressed,
            observations: c.result.observations,
            sha256: c.result.sha256,
        };
        Self {
            screening: c.screening.as_uuid(),
            filing: c.filing.as_uuid(),
            application_number: c.application_number,
            text_version: c.text_version,
            document_sha256: c.document_sha256,
            list: c.list.into(),
            engine: c.engine,
            screened_at: c.screened_at,
            result,
            issued_at: c.issued_at,
            issued_by: c.issued_by,
        }
    }
}

impl From<Jwk> for OfficeKey {
    fn from(k: Jwk) -> Self {
        Self { kty: k.kty, crv: k.crv, x: k.x, kid: k.kid, alg: k.alg, purpose: k.purpose }
    }
}

/// Have a screening certified.
///
/// A signed statement of what was screened against what, by which engine, when and with what result, also
/// when nothing was found. It can be checked without the house: `subrosa certificate verify`.
#[utoipa::path(operation_id = "certify_screening", tag = "screening", params(IdParam), responses((status = 200, description = "The certificate", body = SignedCertificate), NotShown))]
#[get("/screenings/{id}/certificate")]
async fn of_screening(
    who: Signed<CertificateReaders>,
    api: web::Data<Api>,
    id: Id<ScreeningId>,
) -> Result<Answer<SignedCertificate>, Problem> {
    let signer = api.clone();
    let certificate = block(move || certificates::certificate_of(&api.cx, &who, id.0)).await?;
    let jws = signer.sign(Kind::Certificate, &certificate)?;
    Ok(Answer::ok(SignedCertificate { certificate: certificate.into(), jws }))
}

/// Read the public half of the office key.
///
/// Certificates and checkpoints are checked with it. Have it from the office itself, not from whoever
/// shows you a certificate.
#[utoipa::path(operation_id = "read_office_key", tag = "records", responses((status = 200, description = "The key", body = OfficeKey), NotShown))]
#[get("/office-key")]
async fn key(_who: Signed<Anyone>, api: web::Data<Api>) -> Result<Answer<OfficeKey>, Problem> {
    let public = api.seal.public().map_err(|e| Problem::failed(e.to_string()))?;
    Ok(Answer::ok(public.jwk().into()))
}
