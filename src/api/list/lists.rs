//! Review lists: brought by one person, adopted by another.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::Change;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{ListKeepers, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::upload::Upload;
use crate::api::{Api, PREFIX, block};
use crate::workflow::list::lists::{self, ListRevision, ListStatus};
use actix_web::{get, post, web};
use domain::base::ids::ListRevisionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(all).service(bring).service(one).service(adopt);
}

/// Whether a revision is used.
#[derive(Serialize, ToSchema, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Brought, not yet adopted.
    Proposed,
    /// What filings are screened against.
    InForce,
    /// Was in force.
    Superseded,
}

/// A revision of a review list.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewList)]
struct ListView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// Id of the list.
    #[schema(example = "us-public")]
    list_id: String,
    /// Its revision.
    #[schema(example = "2026-11")]
    revision: String,
    /// Its title.
    title: String,
    /// SHA-256 of its file.
    sha256: String,
    /// Whether it is used.
    status: Status,
    /// Who brought it.
    uploaded_by: String,
    /// When.
    uploaded_at: Timestamp,
    /// Who adopted it.
    adopted_by: Option<String>,
    /// When.
    adopted_at: Option<Timestamp>,
    /// Why, although filings under order are no longer flagged by it.
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
            status: match l.status {
                ListStatus::Proposed => Status::Proposed,
                ListStatus::InForce => Status::InForce,
                ListStatus::Superseded => Status::Superseded,
            },
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
    /// The file as it was brought (TOML).
    source: String,
}

/// What an adoption may say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Adoption {
    /// Why, although filings under order are no longer flagged; recorded with the revision.
    #[schema(max_length = 4000)]
    reason: Option<String>,
}

/// List the revisions of review lists, newest first.
#[utoipa::path(operation_id = "list_review_lists", tag = "lists", responses((status = 200, description = "All revisions", body = Page<ListView>), NotShown))]
#[get("/review-lists")]
async fn all(who: Signed<ListKeepers>, api: web::Data<Api>) -> Result<Page<ListView>, Problem> {
    let all = block(move || lists::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(ListView::from).collect()))
}

/// Bring a revision.
///
/// It is compiled and tried on its own samples; one that does not compile changes nothing, and every
/// mistake in it is told with its line. It is used once another person has adopted it.
#[utoipa::path(
    operation_id = "bring_review_list",
    tag = "lists",
    params(Creating),
    request_body(content = String, content_type = "application/toml", description = "The list file"),
    responses((status = 201, description = "Brought, not yet in force", body = ListView), NotDone)
)]
#[post("/review-lists")]
async fn bring(who: Signed<ListKeepers>, api: web::Data<Api>, upload: Upload) -> Result<Answer<ListView>, Problem> {
    let source = upload.text("application/toml")?;
    let made = block(move || lists::upload(&api.cx, &upload.by(&who), &source)).await?;
    let version = made.version;
    Ok(Answer::created(format!("{PREFIX}/review-lists/{}", made.id), made.into()).version(version))
}

/// Read a revision with its text.
#[utoipa::path(operation_id = "read_review_list", tag = "lists", params(IdParam), responses((status = 200, description = "The revision", body = ListWithSource), NotShown))]
#[get("/review-lists/{id}")]
async fn one(
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
/// Whoever brought it may not adopt it. The filings on record are re-screened by themselves, as far as
/// they can come out otherwise; see `/rescreenings`. A revision that no longer flags filings under order
/// is adopted only with a reason.
#[utoipa::path(operation_id = "adopt_review_list", tag = "lists", params(IdParam, Changing), request_body = Adoption, responses((status = 200, description = "In force", body = ListView), NotDone))]
#[post("/review-lists/{id}/adopt")]
async fn adopt(
    who: Signed<ListKeepers>,
    api: web::Data<Api>,
    id: Id<ListRevisionId>,
    change: Change<Adoption>,
) -> Result<Answer<ListView>, Problem> {
    let adopted = block(move || {
        let (ask, by) = change.by(&who);
        lists::adopt(&api.cx, &by, id.0, &lists::AdoptInput { reason: ask.reason })
    })
    .await?;
    let version = adopted.revision.version;
    Ok(Answer::ok(adopted.revision.into()).version(version))
}
