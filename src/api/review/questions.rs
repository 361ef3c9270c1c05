//! Questions about a referral, asked by its agency or by the Office, and their answers.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{Signed, TextReaders};
use crate::api::frame::input::{Changing, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::review::questions::{self, AnswerInput, QuestionInput, QuestionView};
use actix_web::{get, post, web};
use domain::base::ids::{QuestionId, ReferralId};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(ask_question).service(list_questions).service(answer_question);
}

/// Ask a question about a referral.
///
/// A person of the agency who has signed the acknowledgment asks the Office; an examiner asks the agency. While a question of
/// the agency is open, the clock that the setting `questions.pause` names stands still: the day by which the referral is to
/// be answered moves by as many days.
#[utoipa::path(operation_id = "ask_question", tag = "referrals", params(IdParam, Changing), request_body = QuestionInput, responses((status = 201, description = "Asked", body = QuestionView), NotDone))]
#[post("/referrals/{id}/questions")]
async fn ask_question(
    who: Signed<TextReaders>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
    change: Change<QuestionInput>,
) -> Result<Answer<QuestionView>, Problem> {
    let asked = block(move || {
        let (new, by) = change.by(&who);
        questions::ask(&api.cx, &by, id.0, &new)
    })
    .await?;
    let version = asked.version;
    Ok(Answer::created(format!("{PREFIX}/referrals/{}/questions", id.0), asked).version(version))
}

/// Read the questions about a referral with their answers, in the order they were asked.
#[utoipa::path(operation_id = "list_questions", tag = "referrals", params(IdParam), responses((status = 200, description = "Every question", body = Page<QuestionView>), NotShown))]
#[get("/referrals/{id}/questions")]
async fn list_questions(
    who: Signed<TextReaders>,
    api: web::Data<Api>,
    id: Id<ReferralId>,
) -> Result<Page<QuestionView>, Problem> {
    let all = block(move || questions::of_referral(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// Answer a question.
///
/// The examiner of the filing answers the agency, a person of the agency who has signed answers the Office. A question is
/// answered once, and not after its referral is closed.
#[utoipa::path(operation_id = "answer_question", tag = "referrals", params(IdParam, Changing), request_body = AnswerInput, responses((status = 201, description = "Answered", body = QuestionView), NotDone))]
#[post("/questions/{id}/answer")]
async fn answer_question(
    who: Signed<TextReaders>,
    api: web::Data<Api>,
    id: Id<QuestionId>,
    change: Change<AnswerInput>,
) -> Result<Answer<QuestionView>, Problem> {
    let answered = block(move || {
        let (new, by) = change.by(&who);
        questions::answer(&api.cx, &by, id.0, &new)
    })
    .await?;
    let at = format!("{PREFIX}/referrals/{}/questions", answered.referral_id);
    let version = answered.version;
    Ok(Answer::created(at, answered).version(version))
}
