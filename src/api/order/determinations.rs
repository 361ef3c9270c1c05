//! Determinations for many orders in one letter: one signed line for each, and an answer for each.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::guard::{Officials, Signed};
use crate::api::frame::input::Creating;
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotDone;
use crate::api::{Api, block};
use crate::workflow::order::determine_many::{self, LetterInput};
use actix_web::{post, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(sign_determinations);
}

/// What came of one order of a letter.
#[derive(Serialize, ToSchema, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineOutcome {
    /// A determination was received.
    Done,
    /// The determination was refused.
    Refused,
}

/// One order of a letter.
#[derive(Serialize, ToSchema)]
#[schema(as = DeterminationLine)]
struct Line {
    /// The order as it was named.
    named: String,
    /// Id of the order, if it was found.
    order_id: Option<Uuid>,
    /// Whether a determination was received.
    outcome: LineOutcome,
    /// The sponsors for which a determination was received.
    signed: Vec<String>,
    /// Why nothing was received.
    problem: Option<LineProblem>,
}

/// Why one order of a letter was refused.
#[derive(Serialize, ToSchema)]
#[schema(as = DeterminationLineProblem)]
struct LineProblem {
    /// The stable code.
    #[schema(example = "order.renewal_after_expiry")]
    code: String,
    /// What is wrong in this case, with the way out.
    detail: String,
    /// The controlling text.
    citation: Option<String>,
    /// The rules of the rule book.
    rule: Option<String>,
}

impl From<determine_many::Line> for Line {
    fn from(l: determine_many::Line) -> Self {
        Self {
            named: l.named,
            order_id: l.order.map(|id| id.as_uuid()),
            outcome: if l.refused.is_none() { LineOutcome::Done } else { LineOutcome::Refused },
            signed: l.signed.iter().map(ToString::to_string).collect(),
            problem: l.refused.map(|r| LineProblem {
                code: r.code,
                detail: r.detail,
                citation: r.citation,
                rule: r.rule,
            }),
        }
    }
}

/// Sign determinations for many orders.
///
/// The letter expands to one signed determination for each sponsor of each order it names, each with its own entry in the
/// ledger. The answer has a line for each order, in the same sequence. A refused order does not affect the others.
#[utoipa::path(operation_id = "sign_determinations", tag = "orders", params(Creating), request_body = LetterInput, responses((status = 200, description = "What came of each order", body = Page<Line>), NotDone))]
#[post("/determinations")]
async fn sign_determinations(
    who: Signed<Officials>,
    api: web::Data<Api>,
    change: Change<LetterInput>,
) -> Result<Answer<Page<Line>>, Problem> {
    let lines = block(move || {
        let (new, by) = change.by(&who);
        determine_many::determine_many(&api.cx, &by, &new)
    })
    .await?;
    Ok(Answer::ok(Page::whole(lines.into_iter().map(Line::from).collect())))
}
