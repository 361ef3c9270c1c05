//! What a new list revision does to the filings on record: before its adoption (replay) and after it
//! (re-screening).

use crate::api::filing::screenings::ListRef;
use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Deskside, ListKeepers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::frame::wire::{FilingStatus, PassState, RescreeningReason};
use crate::api::{Api, block};
use crate::workflow::list::replay;
use crate::workflow::list::rescreen::progress::{self, Progress};
use actix_web::{get, web};
use domain::base::ids::ListRevisionId;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(passes).service(replayed);
}

/// One re-screening: after an adoption, or for another engine.
#[derive(Serialize, ToSchema)]
#[schema(as = Rescreening)]
struct PassView {
    /// Its id.
    id: Uuid,
    /// Why it was due.
    reason: RescreeningReason,
    /// The engine it is for, with the reason `engine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2")]
    engine: Option<String>,
    /// Id of the revision adopted; with the reason `engine`, of the one in force then.
    review_list_id: Uuid,
    /// That revision.
    list: ListRef,
    /// The one it replaced; with the reason `engine` the same one.
    replaced: ListRef,
    /// Where it stands.
    state: PassState,
    /// Categories that changed, new and removed ones among them.
    changed_categories: Vec<String>,
    /// Filings it is about, for those whose clearance reaches all there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    filings: Option<i64>,
    /// Filings that can come out otherwise. Here and below only those that the reader's clearance reaches.
    candidates: i64,
    /// Of these, judged.
    done: i64,
    /// Of these, still to be judged.
    left: i64,
    /// Judged, and they come out as before.
    same: i64,
    /// Judged, and they come out otherwise, without a new category.
    changed: i64,
    /// Judged, and hit in a category in which they were not.
    newly_hit: i64,
    /// Judged, and they need a human now and did not before, without a new category.
    needs_human: i64,
    /// Seconds that what is left will take at the pace so far; null while nothing is known.
    seconds_left: Option<i64>,
    /// When the revision was adopted; with the reason `engine`, when the engine first ran.
    adopted_at: Timestamp,
    /// When the candidates were known.
    started_at: Option<Timestamp>,
    /// When it was done, or another one took it over.
    finished_at: Option<Timestamp>,
}

impl From<Progress> for PassView {
    fn from(p: Progress) -> Self {
        Self {
            id: p.id.as_uuid(),
            reason: p.reason.into(),
            engine: p.engine,
            review_list_id: p.list_id.as_uuid(),
            list: p.list.into(),
            replaced: p.replaced.into(),
            state: p.state.into(),
            changed_categories: p.changed,
            filings: p.filings,
            candidates: p.candidates,
            done: p.done,
            left: p.left,
            same: p.same,
            changed: p.changed_outcome,
            newly_hit: p.newly_hit,
            needs_human: p.needs_human,
            seconds_left: p.seconds_left,
            adopted_at: p.adopted_at,
            started_at: p.started_at,
            finished_at: p.finished_at,
        }
    }
}

/// A filing named as an example.
#[derive(Serialize, ToSchema)]
struct Example {
    /// Its id.
    id: Uuid,
    /// Its number.
    #[schema(example = "18/123,456")]
    application_number: String,
    /// Its title.
    title: String,
    /// Where it stands.
    status: FilingStatus,
    /// The categories it is about.
    categories: Vec<String>,
}

/// Filings that would come out otherwise in one way.
#[derive(Serialize, ToSchema)]
struct Effect {
    /// How many.
    filings: usize,
    /// How many by category.
    by_category: BTreeMap<String, usize>,
    /// Some of them, for those who may read their records.
    sample: Vec<Example>,
}

/// What an agency has of one month's filings.
#[derive(Serialize, ToSchema)]
struct Load {
    /// The agency.
    #[schema(example = "NAVY")]
    agency: String,
    /// The month in which the filings were received.
    #[schema(example = "2026-11")]
    month: String,
    /// Filings hit in a category of its own, now.
    before: usize,
    /// The same under the revision replayed.
    after: usize,
}

/// What adopting a revision would change over the filings that the reader's clearance reaches.
#[derive(Serialize, ToSchema)]
struct Replay {
    /// The revision replayed.
    list: ListRef,
    /// The one in force.
    in_force: ListRef,
    /// Categories that changed, new and removed ones among them.
    changed_categories: Vec<String>,
    /// Filings that can come out otherwise.
    candidates: usize,
    /// Of these, screened for this answer, the latest first.
    screened: usize,
    /// Whether all were.
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

impl From<replay::Effect> for Effect {
    fn from(e: replay::Effect) -> Self {
        let example = |x: replay::Example| Example {
            id: x.id.as_uuid(),
            application_number: x.application_number,
            title: x.title,
            status: x.status.into(),
            categories: x.categories,
        };
        Self { filings: e.filings, by_category: e.by_category, sample: e.sample.into_iter().map(example).collect() }
    }
}

impl From<replay::Replay> for Replay {
    fn from(r: replay::Replay) -> Self {
        let load = |l: replay::Load| Load { agency: l.agency, month: l.month, before: l.before, after: l.after };
        Self {
            list: r.list.into(),
            in_force: r.in_force.into(),
            changed_categories: r.changed,
            candidates: r.candidates,
            screened: r.screened,
            complete: r.screened == r.candidates,
            newly_hit: r.newly_hit.into(),
            no_longer_hit: r.no_longer_hit.into(),
            unflagged_under_order: r.unflagged_under_order.into(),
            load: r.load.into_iter().map(load).collect(),
        }
    }
}

/// List the re-screenings, newest first.
///
/// Each adoption of a revision has the filings on record re-screened by themselves. So does the first start of a
/// program with another screening engine, for the filings that it has not screened.
#[utoipa::path(operation_id = "list_rescreenings", tag = "lists", responses((status = 200, description = "How far each is", body = Page<PassView>), NotShown))]
#[get("/rescreenings")]
async fn passes(who: Signed<Deskside>, api: web::Data<Api>) -> Result<Page<PassView>, Problem> {
    let all = block(move || progress::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(PassView::from).collect()))
}

/// Replay a revision: what would change over the filings on record if it were adopted.
///
/// Nothing is changed by asking. With very many candidates only the latest are screened; `complete` says so.
#[utoipa::path(operation_id = "replay_review_list", tag = "lists", params(IdParam), responses((status = 200, description = "What would change", body = Replay), NotShown))]
#[get("/review-lists/{id}/replay")]
async fn replayed(
    who: Signed<ListKeepers>,
    api: web::Data<Api>,
    id: Id<ListRevisionId>,
) -> Result<Answer<Replay>, Problem> {
    let found = block(move || replay::of_revision(&api.cx, &who, id.0)).await?;
    Ok(Answer::ok(found.into()))
}
