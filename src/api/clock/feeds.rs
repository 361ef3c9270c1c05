//! Deadlines for calendar programs: the calendar, and the secret addresses it is fetched at.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::feed::FeedSecret;
use crate::workflow::clock::feeds::{self, FeedInput};
use actix_web::http::header;
use actix_web::{HttpResponse, delete, get, post, web};
use domain::base::ids::FeedId;
use domain::base::refusal::{FEED_TOLD_ONCE, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read).service(make).service(list).service(revoke).service(fetch);
}

/// A feed of one's own.
#[derive(Serialize, ToSchema)]
#[schema(as = CalendarFeed)]
struct FeedView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// What its owner calls it.
    #[schema(example = "desk phone")]
    name: String,
    /// When it was made.
    created_at: Timestamp,
}

impl From<feeds::FeedView> for FeedView {
    fn from(f: feeds::FeedView) -> Self {
        Self { id: f.id.as_uuid(), etag: etag(f.version), name: f.name, created_at: f.created_at }
    }
}

/// A new feed, with its secret address.
#[derive(Serialize, ToSchema)]
struct MadeFeed {
    /// The feed.
    #[serde(flatten)]
    feed: FeedView,
    /// Where a calendar program fetches it, behind this service's address. Whoever has it sees your
    /// deadlines; it is told this once.
    path: String,
}

/// A feed to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFeed {
    /// What to call it.
    #[schema(example = "desk phone")]
    name: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct SecretParam {
    /// The secret of the feed.
    secret: String,
}

fn answer(calendar: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8")).body(calendar)
}

/// Read the nearest deadlines as an iCalendar.
///
/// It says nothing of what they are about: neutral words, a reference to look up in `GET /clocks`, the day.
#[utoipa::path(operation_id = "read_calendar", tag = "orders", responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar"), NotShown))]
#[get("/clocks.ics")]
async fn read(who: Signed<Office>, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    block(move || feeds::calendar(&api.cx, &who)).await.map(answer)
}

/// Make a secret address for your calendar program.
///
/// A repeated request makes no second feed; but as the address is told once, it is refused.
#[utoipa::path(operation_id = "make_calendar_feed", tag = "house", params(Creating), request_body = NewFeed, responses((status = 201, description = "The feed with its address", body = MadeFeed), NotDone))]
#[post("/calendar-feeds")]
async fn make(who: Signed<Office>, api: web::Data<Api>, change: Change<NewFeed>) -> Result<Answer<MadeFeed>, Problem> {
    let secret = FeedSecret::generate().map_err(|e| Problem::failed(e.to_string()))?;
    let hash = secret.digest();
    let made = block(move || {
        let (new, by) = change.by(&who);
        let made = feeds::make(&api.cx, &by, &FeedInput { name: new.name }, &hash)?;
        if made.secret_hash != hash {
            let told = format!("Feed {} was made by this request before. Revoke it and make another.", made.feed.id);
            return Err(Problem::from(Refusal::new(&FEED_TOLD_ONCE, told)));
        }
        Ok(made.feed)
    })
    .await?;
    let version = made.version;
    let path = format!("{PREFIX}/calendar/{}/deadlines.ics", secret.expose());
    Ok(Answer::created(format!("{PREFIX}/calendar-feeds"), MadeFeed { feed: made.into(), path }).version(version))
}

/// List your calendar feeds, without their addresses.
#[utoipa::path(operation_id = "list_calendar_feeds", tag = "house", responses((status = 200, description = "Your feeds, oldest first", body = Page<FeedView>), NotShown))]
#[get("/calendar-feeds")]
async fn list(who: Signed<Office>, api: web::Data<Api>) -> Result<Page<FeedView>, Problem> {
    let all = block(move || feeds::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(FeedView::from).collect()))
}

/// Revoke a calendar feed of yours.
#[utoipa::path(operation_id = "revoke_calendar_feed", tag = "house", params(IdParam, Changing), responses((status = 204, description = "Its address opens nothing any more"), NotDone))]
#[delete("/calendar-feeds/{id}")]
async fn revoke(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FeedId>,
    change: Change<Nothing>,
) -> Result<HttpResponse, Problem> {
    block(move || feeds::revoke(&api.cx, &change.by(&who).1, id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Fetch a calendar at its secret address.
///
/// It shows what its owner may see now. An address that was revoked, or whose owner is switched off, is 404.
#[utoipa::path(operation_id = "fetch_calendar", tag = "house", security(()), params(SecretParam), responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar"), NotShown))]
#[get("/calendar/{secret}/deadlines.ics")]
async fn fetch(api: web::Data<Api>, secret: web::Path<SecretParam>) -> Result<HttpResponse, Problem> {
    let secret = FeedSecret::parse(&secret.secret).ok_or_else(Problem::not_found)?;
    block(move || feeds::fetch(&api.cx, &secret.digest())).await.map(answer)
}
