//! Why a category hits a filing, or does not.

use crate::api::filing::screenings::{Evidence, ListRef};
use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Examiners, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::filing::screenings::{self, Explained, Explanation, Finding, Outcome};
use actix_web::{get, web};
use domain::base::ids::FilingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(of_filing);
}

/// What became of a category.
#[derive(Serialize, ToSchema, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
#[schema(as = CategoryOutcome)]
pub(crate) enum OutcomeView {
    /// It reached its threshold and no exception matched.
    Hit,
    /// It reached its threshold and an exception held it back.
    Suppressed,
    /// It did not reach its threshold.
    Short,
    /// A rule that decides was too much to evaluate: a person must look.
    Undecided,
}

/// One category over one filing, clause by clause.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
struct ExplanationView {
    /// The filing.
    filing_id: Uuid,
    /// Which of its texts.
    text_version: i32,
    /// The list in force.
    list: ListRef,
    /// Number of the category.
    #[schema(example = "IX-6A")]
    category: String,
    /// Its title.
    title: String,
    /// What became of it.
    outcome: OutcomeView,
    /// Points of the clauses that hold.
    points: u32,
    /// Points needed.
    threshold: u32,
    /// Its clauses.
    clauses: Vec<ExplainedRule>,
    /// Its exceptions.
    excepts: Vec<ExplainedRule>,
    /// Its owning agencies.
    agencies: Vec<String>,
    /// Agencies that own it on a condition.
    agencies_if: Vec<ExplainedRule>,
    /// Facts no text can show, for the examiner to establish.
    requires: Vec<String>,
}

/// One rule of a category.
#[derive(Serialize, ToSchema)]
struct ExplainedRule {
    /// Id of the clause or exception; the agency of a condition.
    id: String,
    /// What a clause earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<u32>,
    /// What became of it.
    finding: FindingView,
}

/// What became of a rule or a part of one.
#[derive(Serialize, ToSchema)]
#[schema(as = ExplainedFinding)]
struct FindingView {
    /// The part, as the rule language writes it.
    #[schema(example = "radar NEAR5 absorb$")]
    rule: String,
    /// Whether it holds; `null` if that was too much to evaluate.
    met: Option<bool>,
    /// Why, in a few words.
    #[schema(example = "`radar` and `absorb$` occur, nearest 34 words apart, at most 5 asked")]
    why: String,
    /// The matches, or what came nearest.
    evidence: Vec<Evidence>,
    /// What decided, part by part.
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

fn view(filing: FilingId, text_version: i32, list: ListRef, x: Explanation) -> ExplanationView {
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
/// Worked out from the present text and the list in force: for each clause what was found and what was
/// missing, how near the nearest miss came, and which exception held the category back.
#[utoipa::path(operation_id = "explain_category", tag = "screening", params(IdParam, ExplainQuery), responses((status = 200, description = "Clause by clause", body = ExplanationView), NotShown))]
#[get("/filings/{id}/explain")]
async fn of_filing(
    who: Signed<Examiners>,
    api: web::Data<Api>,
    id: Id<FilingId>,
    query: web::Query<ExplainQuery>,
) -> Result<Answer<ExplanationView>, Problem> {
    let told = block(move || screenings::explain(&api.cx, &who, id.0, &query.category)).await?;
    let (explanation, list, text_version) = told;
    Ok(Answer::ok(view(id.0, text_version, list.into(), explanation)))
}
