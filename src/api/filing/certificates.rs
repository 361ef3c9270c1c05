//! Certificates, which are signed statements for others to keep, and the public key that checks them.

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Anyone, CertificateReaders, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::auth::seal::{Jwk, Kind};
use crate::workflow::filing::certificates;
use actix_web::{get, web};
use domain::base::ids::ScreeningId;
use domain::filing::certificate::Certificate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(certify_screening).service(read_office_key);
}

/// A certificate to read and to keep.
#[derive(Serialize, ToSchema)]
struct SignedCertificate {
    /// The statement.
    certificate: Certificate,
    /// The same statement, signed with the office key: a compact JWS of type `subrosa-certificate+jws`.
    jws: String,
}

/// Have a screening certified.
///
/// A signed statement of which text was screened against which list, by which engine, when and with what result, also
/// when nothing was found. It can be checked without this service: `subrosa certificate verify`.
#[utoipa::path(operation_id = "certify_screening", tag = "screening", params(IdParam), responses((status = 200, description = "The certificate", body = SignedCertificate), NotShown))]
#[get("/screenings/{id}/certificate")]
async fn certify_screening(
    who: Signed<CertificateReaders>,
    api: web::Data<Api>,
    id: Id<ScreeningId>,
) -> Result<Answer<SignedCertificate>, Problem> {
    let signer = api.clone();
    let certificate = block(move || certificates::certificate_of(&api.cx, &who, id.0)).await?;
    let jws = signer.sign(Kind::Certificate, &certificate)?;
    Ok(Answer::ok(SignedCertificate { certificate, jws }))
}

/// Read the public half of the office key.
///
/// Certificates and checkpoints are checked with this key. Get the key from the Office itself, not from the person who
/// shows you a certificate.
#[utoipa::path(operation_id = "read_office_key", tag = "records", responses((status = 200, description = "The key", body = Jwk), NotShown))]
#[get("/office-key")]
async fn read_office_key(_who: Signed<Anyone>, api: web::Data<Api>) -> Result<Answer<Jwk>, Problem> {
    let public = api.seal.public().map_err(|e| Problem::failed(e.to_string()))?;
    Ok(Answer::ok(public.jwk()))
}
