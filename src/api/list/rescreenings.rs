//! What a new list revision does to the filings on record: before its adoption (replay) and after it
//! (re-screening).

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Deskside, ListKeepers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, block};
use crate::workflow::list::replay::{self, Effect, Load};
use crate::workflow::list::rescreen::progress::{self, Progress};
use actix_web::{get, web};
use domain::base::ids::ListRevisionId;
use domain::filing::screening::ListRef;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_rescreenings).service(replay_review_list);
}

/// What adopting a revision would change over the filings that the reader's clearance reaches.
#[derive(Serialize, ToSchema)]
struct Replay {
    /// The revision replayed.
    list: ListRef,
    /// The revision in force.
    in_force: ListRef,
    /// Categories that changed, new and removed ones among them.
    changed_categories: Vec<String>,
    /// Filings that can come out otherwise.
    candidates: usize,
    /// Of these, screened for this answer, the latest first.
    screened: usize,
    /// Whether all candidates were screened.
    complete: bool,
    /// Filings hit in a category in which they are not hit now.
    newly_hit: Effect,
    /// Filings no longer hit in a category.
    no_longer_hit: Effect,
    /// Filings under order that are flagged now and would not be. Adoption then needs a reason.
    unflagged_under_order: Effect,
    /// Work of each agency by the month of receipt, where it changes.
    load: Vec<Load>,
}

impl From<replay::Replay> for Replay {
    fn from(r: replay::Replay) -> Self {
        Self {
            list: r.list,
            in_force: r.in_force,
            changed_categories: r.changed,
            candidates: r.candidates,
            screened: r.screened,
            complete: r.screened == r.candidates,
            newly_hit: r.newly_hit,
            no_longer_hit: r.no_longer_hit,
            unflagged_under_order: r.unflagged_under_order,
            load: r.load,
        }
    }
}

/// List the re-screenings, newest first.
///
/// After each adoption of a revision the service re-screens the filings on record. It does so too at the first start of
/// a program with another screening engine, for the filings that this engine has not screened.
#[utoipa::path(operation_id = "list_rescreenings", tag = "lists", responses((status = 200, description = "How far each is", body = Page<Progress>), NotShown))]
#[get("/rescreenings")]
async fn list_rescreenings(who: Signed<Deskside>, api: web::Data<Api>) -> Result<Page<Progress>, Problem> {
    let all = block(move || progress::list(&api.cx, &who)).await?;
    Ok(Page::whole(all))
}

/// Replay a revision: what would change over the filings on record if it were adopted.
///
/// A replay changes nothing. If there are very many candidates, only the latest are screened; `complete` says so.
#[utoipa::path(operation_id = "replay_review_list", tag = "lists", params(IdParam), responses((status = 200, description = "What would change", body = Replay), NotShown))]
#[get("/review-lists/{id}/replay")]
async fn replay_review_list(
    who: Signed<ListKeepers>,
    api: web::Data<Api>,
    id: Id<ListRevisionId>,
) -> Result<Answer<Replay>, Problem> {
    let found = block(move || replay::of_revision(&api.cx, &who, id.0)).await?;
    Ok(Answer::ok(found.into()))
}
