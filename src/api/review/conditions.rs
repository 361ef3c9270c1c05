//! The ledger of the conditions agencies attached to their recommendations.

use crate::api::frame::docket::entering;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Officials, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::ConditionState;
use crate::api::{Api, block};
use crate::workflow::order::conditions;
use ::domain::base::ids::{EntryId, FilingId, RecommendationId};
use ::domain::law::condition as domain;
use actix_web::{get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(account).service(answer);
}

/// One condition of one recommendation.
#[derive(Serialize, ToSchema)]
#[schema(as = Condition)]
struct ConditionView {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Its place in it, from 1.
    number: usize,
    /// Whose it is.
    #[schema(example = "NAVY")]
    agency: String,
    /// As the agency put it.
    condition: String,
    /// Where it stands.
    state: ConditionState,
    /// The words the order has or will have.
    words: Option<String>,
    /// The entry that says so; the id to answer a proposed decline under.
    entry_id: Option<Uuid>,
    /// Version of that entry.
    etag: Option<String>,
    /// The agency's answer to a proposed decline: whether it agreed.
    accepted: Option<bool>,
    /// Conditions of other agencies that neither has put in the other's words, to be looked at together.
    beside: Vec<ConditionRef>,
}

/// Which condition.
#[derive(Serialize, ToSchema)]
struct ConditionRef {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Its place in it, from 1.
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
            state: l.state.into(),
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
    /// Word for word.
    Adopt,
    /// In the words given, perhaps together with another.
    Merge,
    /// Not at all, if the agency agrees.
    Decline,
    /// In question, as when it conflicts with another agency's.
    Question,
}

/// What becomes of a condition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTreatment {
    /// The recommendation.
    recommendation_id: Uuid,
    /// Its place in it, from 1.
    #[schema(example = 1)]
    number: usize,
    /// What.
    treatment: ConditionTreatment,
    /// The words the order gets, where it is merged.
    #[serde(default)]
    words: String,
    /// Why.
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

/// An agency's answer to a proposed decline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConditionAnswer {
    /// Whether it agrees that its condition is left out.
    accepts: bool,
    /// Why.
    reason: String,
}

impl From<NewConditionAnswer> for conditions::AnswerInput {
    fn from(n: NewConditionAnswer) -> Self {
        Self { accepts: n.accepts, reason: n.reason }
    }
}

/// List the conditions of a filing's recommendations, with what becomes of each.
///
/// An agency's people see their own.
#[utoipa::path(operation_id = "list_conditions", tag = "orders", params(IdParam), responses((status = 200, description = "The ledger", body = Page<ConditionView>), NotShown))]
#[get("/filings/{id}/conditions")]
async fn list(who: Signed<Readers>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Page<ConditionView>, Problem> {
    let all = block(move || conditions::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(ConditionView::from).collect()))
}

entering!(
    /// Say what becomes of a condition, before the order issues.
    ///
    /// What nobody puts in question the issue adopts word for word. What is in question, or is to be declined
    /// without the agency's consent, keeps the order from issuing; so do conditions of two agencies in different
    /// words until each is accounted for.
    account, "account_for_condition", "orders", "/filings/{id}/conditions", Officers, FilingId, NewTreatment,
    conditions::account
);

entering!(
    /// Answer, as the agency, whether your condition may be left out.
    answer, "answer_decline", "orders", "/conditions/{id}/answers", Officials, EntryId, NewConditionAnswer,
    conditions::answer
);
