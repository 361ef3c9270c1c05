//! Amendments: another text of a filing on record.

use crate::api::filing::intake::form::NewFiling;
use crate::api::filing::intake::{ReceivedFiling, read_filing_sent};
use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Amendments, Bringing};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotDone;
use crate::api::frame::upload::Upload;
use crate::api::{Api, PREFIX, block};
use crate::workflow::filing::amend;
use actix_web::{post, web};
use domain::base::ids::FilingId;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(amend_filing);
}

/// Amend a filing: give it another text, which is screened before the answer.
///
/// What the amendment leaves out (a section, parties, class codes) stays as it was. Earlier texts are kept. Passages that
/// the earlier screening did not have are marked `news`. If the same text is sent again, the answer is the same.
#[utoipa::path(
    operation_id = "amend_filing",
    tag = "filings",
    params(IdParam, Changing),
    request_body(
        content((NewFiling = "application/json"), (String = "application/xml")),
        description = "The filing with its new text, under the number it has"
    ),
    responses(
        (status = 201, description = "Amended and screened", body = ReceivedFiling),
        (status = 200, description = "This text was on record already", body = ReceivedFiling),
        NotDone
    )
)]
#[post("/filings/{id}/amendments")]
async fn amend_filing(
    who: Bringing<Amendments>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    upload: Upload,
) -> Result<Answer<ReceivedFiling>, Problem> {
    let amended = block(move || {
        let filing = read_filing_sent(&api, &upload)?;
        Ok::<_, Problem>(amend::amend(&api.cx, &upload.by(&who), id.0, &filing)?)
    })
    .await?;
    let (version, existing) = (amended.version, amended.existing);
    let answer = Answer::ok(amended.into()).version(version);
    Ok(if existing { answer } else { answer.at(format!("{PREFIX}/filings/{}", id.0)) })
}
