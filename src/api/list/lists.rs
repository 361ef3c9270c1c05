//! Review lists: one person brings a revision, another adopts it.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{ListKeepers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::upload::Upload;
use crate::api::{Api, PREFIX, block};
use crate::workflow::list::lists::{self, AdoptInput, ListRevision, ListStatus};
use actix_web::{get, post, web};
use domain::base::ids::ListRevisionId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_review_lists).service(bring_review_list).service(read_review_list).service(adopt_review_list);
}

/// A revision of a review list.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewList)]
struct ListView {
    /// Id of the revision.
    id: Uuid,
    /// Counts changes of the revision on record.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Id of the list.
    #[schema(example = "us-public")]
    list_id: String,
    /// Name of the revision.
    #[schema(example = "2026-11")]
    revision: String,
    /// Title of the list.
    title: String,
    /// SHA-256 of the list file.
    sha256: String,
    /// Whether the revision is used.
    status: ListStatus,
    /// Who brought the revision.
    uploaded_by: String,
    /// When the revision was brought.
    uploaded_at: Timestamp,
    /// Who adopted the revision.
    adopted_by: Option<String>,
    /// When the revision was adopted.
    adopted_at: Option<Timestamp>,
    /// Why the revision was adopted although filings under order are no longer flagged by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    adoption_reason: Option<String>,
}

impl From<ListRevision> for ListView {
    fn from(l: ListRevision) -> Self {
        Self {
            id: l.id.as_uuid(),
            etag: etag(l.version),
            list_id: l.list_id,
            revision: l.revision,
            title: l.title,
            sha256: l.sha256,
            status: l.status,
            uploaded_by: l.uploaded_by,
            uploaded_at: l.uploaded_at,
            adopted_by: l.adopted_by,
            adopted_at: l.adopted_at,
            adoption_reason: l.adoption_reason,
        }
    }
}

/// A revision with its text.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewListWithSource)]
struct ListWithSource {
    /// The revision.
    #[serde(flatten)]
    list: ListView,
    /// The list file as it was brought (TOML).
    source: String,
}

/// List the revisions of review lists, newest first.
#[utoipa::path(operation_id = "list_review_lists", tag = "lists", responses((status = 200, description = "All revisions", body = Page<ListView>), NotShown))]
#[get("/review-lists")]
async fn list_review_lists(who: Signed<ListKeepers>, api: web::Data<Api>) -> Result<Page<ListView>, Problem> {
    let all = block(move || lists::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(ListView::from).collect()))
}

/// Bring a revision.
///
/// The revision is compiled and tried on its own samples. If it does not compile, nothing changes, and the answer names
/// every mistake with its line. Filings are screened against the revision once another person has adopted it.
#[utoipa::path(
    operation_id = "bring_review_list",
    tag = "lists",
    params(Creating),
    request_body(content = String, content_type = "application/toml", description = "The list file"),
    responses((status = 201, description = "Brought, not yet in force", body = ListView), NotDone)
)]
#[post("/review-lists")]
async fn bring_review_list(
    who: Signed<ListKeepers>,
    api: web::Data<Api>,
    upload: Upload,
) -> Result<Answer<ListView>, Problem> {
    let source = upload.text("application/toml")?;
    let made = block(move || lists::upload(&api.cx, &upload.by(&who), &source)).await?;
    let version = made.version;
    Ok(Answer::created(format!("{PREFIX}/review-lists/{}", made.id), made.into()).version(version))
}

/// Read a revision with its text.
#[utoipa::path(operation_id = "read_review_list", tag = "lists", params(IdParam), responses((status = 200, description = "The revision", body = ListWithSource), NotShown))]
#[get("/review-lists/{id}")]
async fn read_review_list(
    who: Signed<ListKeepers>,
    api: web::Data<Api>,
    id: Id<ListRevisionId>,
) -> Result<Answer<ListWithSource>, Problem> {
    let (list, source) = block(move || lists::get(&api.cx, &who, id.0)).await?;
    let version = list.version;
    Ok(Answer::ok(ListWithSource { list: list.into(), source }).version(version))
}

/// Adopt a revision: from now on filings are screened against it.
///
/// Whoever brought the revision may not adopt it. The service re-screens the filings on record that can come out
/// otherwise; see `/rescreenings`. A revision that no longer flags filings under order is adopted only with a reason.
#[utoipa::path(operation_id = "adopt_review_list", tag = "lists", params(IdParam, Changing), request_body = AdoptInput, responses((status = 200, description = "In force", body = ListView), NotDone))]
#[post("/review-lists/{id}/adopt")]
async fn adopt_review_list(
    who: Signed<SteppedUp<ListKeepers>>,
    api: web::Data<Api>,
    id: Id<ListRevisionId>,
    change: Change<AdoptInput>,
) -> Result<Answer<ListView>, Problem> {
    let adopted = block(move || {
        let (ask, by) = change.by(&who);
        lists::adopt(&api.cx, &by, id.0, &ask)
    })
    .await?;
    let version = adopted.revision.version;
    Ok(Answer::ok(adopted.revision.into()).version(version))
}
