//! The ledger of the conditions that agencies attached to their recommendations.

use crate::api::frame::docket::entering;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Officials, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::order::conditions::{self, AnswerInput};
use ::domain::base::ids::{EntryId, FilingId, RecommendationId};
use ::domain::law::condition as domain;
use actix_web::{get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_conditions).service(account_for_condition).service(answer_decline);
}

/// One condition of one recommendation.
#[derive(Serialize, ToSchema)]
#[schema(as = Condition)]
struct ConditionView {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Number of the condition in the recommendation, from 1.
    number: usize,
    /// The agency that asked for the condition.
    #[schema(example = "NAVY")]
    agency: String,
    /// The words of the agency.
    condition: String,
    /// Where the condition stands.
    state: domain::LineState,
    /// The words that the order has or will have; `null` for a condition that is left out.
    words: Option<String>,
    /// The entry that treats the condition; its id is used to answer a proposed decline.
    entry_id: Option<Uuid>,
    /// Counts the answers to that entry.
    etag: Option<String>,
    /// The agency's answer to a proposed decline: whether it agreed.
    accepted: Option<bool>,
    /// Conditions of other agencies in other words, to be looked at together with this condition.
    beside: Vec<ConditionRef>,
}

/// A condition, by its recommendation.
#[derive(Serialize, ToSchema)]
struct ConditionRef {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Number of the condition in the recommendation, from 1.
    number: usize,
}

impl From<domain::LineId> for ConditionRef {
    fn from(id: domain::LineId) -> Self {
        Self { recommendation_id: id.recommendation.as_uuid(), number: id.number }
    }
}

impl From<domain::Line> for ConditionView {
    fn from(l: domain::Line) -> Self {
        Self {
            recommendation_id: l.id.recommendation.as_uuid(),
            number: l.id.number,
            agency: l.agency.to_string(),
            condition: l.condition,
            state: l.state,
            words: l.words,
            entry_id: l.entry.map(|id| id.as_uuid()),
            etag: l.entry.map(|_| etag(if l.accepted.is_some() { 2 } else { 1 })),
            accepted: l.accepted,
            beside: l.beside.into_iter().map(ConditionRef::from).collect(),
        }
    }
}

/// How a condition is treated.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConditionTreatment {
    /// The order has the words of the agency.
    Adopt,
    /// The order has the words given, perhaps for several conditions together.
    Merge,
    /// The condition is left out, if the agency agrees.
    Decline,
    /// The condition is in question, as when it conflicts with another agency's.
    Question,
}

/// What becomes of a condition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTreatment {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Number of the condition in the recommendation, from 1.
    #[schema(example = 1)]
    number: usize,
    /// How the condition is treated.
    treatment: ConditionTreatment,
    /// The words of the order, if the condition is merged.
    #[serde(default)]
    words: String,
    /// The officer's reason.
    reason: String,
}

impl From<NewTreatment> for conditions::AccountInput {
    fn from(n: NewTreatment) -> Self {
        let treatment = match n.treatment {
            ConditionTreatment::Adopt => domain::Treatment::Adopt,
            ConditionTreatment::Merge => domain::Treatment::Merge { words: n.words },
            ConditionTreatment::Decline => domain::Treatment::Decline,
            ConditionTreatment::Question => domain::Treatment::Question,
        };
        let recommendation = RecommendationId::from_uuid(n.recommendation_id);
        Self { line: domain::LineId { recommendation, number: n.number }, treatment, reason: n.reason }
    }
}

/// List the conditions of a filing's recommendations, with what becomes of each.
///
/// People of an agency see the conditions of their agency.
#[utoipa::path(operation_id = "list_conditions", tag = "orders", params(IdParam), responses((status = 200, description = "The ledger", body = Page<ConditionView>), NotShown))]
#[get("/filings/{id}/conditions")]
async fn list_conditions(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<ConditionView>, Problem> {
    let all = block(move || conditions::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(ConditionView::from).collect()))
}

entering!(
    /// Say what becomes of a condition, before the order issues.
    ///
    /// An order adopts word for word each condition that nobody puts in question. A condition that is in question, or is
    /// to be declined without the agency's consent, keeps the order from issuing. So do conditions of two agencies in
    /// different words until each is accounted for.
    account_for_condition, "account_for_condition", "orders", "/filings/{id}/conditions", Officers, FilingId, NewTreatment,
    conditions::account
);

entering!(
    /// Answer, as the agency, whether your condition may be left out.
    answer_decline, "answer_decline", "orders", "/conditions/{id}/answers", Officials, EntryId, AnswerInput,
    conditions::answer
);
