//! The words of markings.

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{SecurityOfficers, Signed};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::office::markings::{self, MarkingWords};
use actix_web::{get, web};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_marking_words);
}

/// List the words of markings, and those on record that the table does not know.
///
/// A word that is not in the table is kept on the filing, and nobody reads the filing without an access of that name. Give
/// the access to whoever shall read such filings; an examiner who has it may also put a mistaken word right.
#[utoipa::path(operation_id = "list_marking_words", tag = "office", responses((status = 200, description = "The words", body = MarkingWords), NotShown))]
#[get("/marking-words")]
async fn list_marking_words(
    who: Signed<SecurityOfficers>,
    api: web::Data<Api>,
) -> Result<Answer<MarkingWords>, Problem> {
    Ok(Answer::ok(block(move || markings::words(&api.cx, &who)).await?))
}
