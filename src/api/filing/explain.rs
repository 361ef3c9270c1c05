//! The explanation why a category hits a filing or does not.

use crate::api::filing::screenings::Evidence;
use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Examiners, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::filing::screenings::{self, Explained, Explanation, Finding, Outcome};
use actix_web::{get, web};
use domain::base::ids::FilingId;
use domain::filing::screening::ListRef;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(explain_category);
}

/// The outcome of a category.
#[derive(Serialize, ToSchema, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
#[schema(as = CategoryOutcome)]
pub(crate) enum OutcomeView {
    /// The category reached its threshold and no exception matched.
    Hit,
    /// The category reached its threshold and an exception held it back.
    Suppressed,
    /// The category did not reach its threshold.
    Short,
    /// A rule that decides was too large to evaluate: a person must look.
    Undecided,
}

/// One category over one filing, clause by clause.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
struct ExplanationView {
    /// The filing.
    filing_id: Uuid,
    /// Which text of the filing.
    text_version: i32,
    /// The list in force.
    list: ListRef,
    /// Number of the category.
    #[schema(example = "IX-6A")]
    category: String,
    /// Title of the category.
    title: String,
    /// The outcome of the category.
    outcome: OutcomeView,
    /// Points of the clauses that hold.
    points: u32,
    /// Points needed.
    threshold: u32,
    /// The clauses of the category.
    clauses: Vec<ExplainedRule>,
    /// The exceptions of the category.
    excepts: Vec<ExplainedRule>,
    /// The agencies that own the category.
    agencies: Vec<String>,
    /// Agencies that own the category on a condition.
    agencies_if: Vec<ExplainedRule>,
    /// Facts no text can show, for the examiner to establish.
    requires: Vec<String>,
}

/// One rule of a category.
#[derive(Serialize, ToSchema)]
struct ExplainedRule {
    /// Id of the clause or exception; the agency of a condition.
    id: String,
    /// Points that a clause gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<u32>,
    /// Whether the rule holds, with the reasons.
    finding: FindingView,
}

/// Whether a rule, or a part of a rule, holds.
#[derive(Serialize, ToSchema)]
#[schema(as = ExplainedFinding)]
struct FindingView {
    /// The part, as the rule language writes it.
    #[schema(example = "radar NEAR5 absorb$")]
    rule: String,
    /// Whether the part holds; `null` if it was too large to evaluate.
    met: Option<bool>,
    /// Why, in a few words.
    #[schema(example = "`radar` and `absorb$` occur, nearest 34 words apart, at most 5 asked")]
    why: String,
    /// The matches, or the passages that came nearest.
    evidence: Vec<Evidence>,
    /// The parts that decided.
    #[schema(no_recursion)]
    parts: Vec<FindingView>,
}

impl From<Finding> for FindingView {
    fn from(f: Finding) -> Self {
        Self {
            rule: f.rule,
            met: f.met,
            why: f.why,
            evidence: f.evidence.into_iter().map(Evidence::from).collect(),
            parts: f.parts.into_iter().map(Self::from).collect(),
        }
    }
}

impl From<Explained> for ExplainedRule {
    fn from(e: Explained) -> Self {
        Self { id: e.id, points: e.points, finding: e.finding.into() }
    }
}

impl From<Outcome> for OutcomeView {
    fn from(o: Outcome) -> Self {
        match o {
            Outcome::Hit => Self::Hit,
            Outcome::Suppressed => Self::Suppressed,
            Outcome::Short => Self::Short,
            Outcome::Undecided => Self::Undecided,
        }
    }
}

fn explanation_view(filing: FilingId, text_version: i32, list: ListRef, x: Explanation) -> ExplanationView {
    let rules = |of: Vec<Explained>| of.into_iter().map(ExplainedRule::from).collect();
    ExplanationView {
        filing_id: filing.as_uuid(),
        text_version,
        list,
        category: x.category,
        title: x.title,
        outcome: x.outcome.into(),
        points: x.points,
        threshold: x.threshold,
        clauses: rules(x.clauses),
        excepts: rules(x.excepts),
        agencies: x.agencies,
        agencies_if: rules(x.agencies_if),
        requires: x.requires,
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExplainQuery {
    /// Number of the category.
    #[param(example = "IX-6A")]
    category: String,
}

/// Read why a category hits a filing, or does not.
///
/// The explanation is computed from the present text and the list in force: for each clause what was found and what was
/// missing, how near the nearest miss came, and which exception held the category back.
#[utoipa::path(operation_id = "explain_category", tag = "screening", params(IdParam, ExplainQuery), responses((status = 200, description = "Clause by clause", body = ExplanationView), NotShown))]
#[get("/filings/{id}/explain")]
async fn explain_category(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    query: web::Query<ExplainQuery>,
) -> Result<Answer<ExplanationView>, Problem> {
    let (explanation, list, text_version) =
        block(move || screenings::explain(&api.cx, &who, id.0, &query.category)).await?;
    Ok(Answer::ok(explanation_view(id.0, text_version, list, explanation)))
}
