//! Deadlines for calendar programs: the calendar, and the secret addresses it is fetched at.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{Office, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::feed::FeedSecret;
use crate::workflow::clock::feeds::{self, FeedInput, FeedView};
use actix_web::http::header;
use actix_web::{HttpResponse, delete, get, post, web};
use domain::base::ids::FeedId;
use domain::base::refusal::{FEED_TOLD_ONCE, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_calendar)
        .service(make_calendar_feed)
        .service(list_calendar_feeds)
        .service(revoke_calendar_feed)
        .service(fetch_calendar);
}

/// A new feed, with its secret address.
#[derive(Serialize, ToSchema)]
struct MadeFeed {
    /// The feed.
    #[serde(flatten)]
    feed: FeedView,
    /// The path at which a calendar program fetches the feed, behind the address of this service. Whoever has the path
    /// sees your deadlines. The path is shown only in this answer.
    path: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct SecretParam {
    /// The secret of the feed.
    secret: String,
}

/// The answer that hands out a calendar.
fn answer_with_calendar(calendar: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8")).body(calendar)
}

/// Read the nearest deadlines as an iCalendar.
///
/// The calendar has the day, neutral words and a reference to look up in `GET /clocks`, and nothing of the matter.
#[utoipa::path(operation_id = "read_calendar", tag = "orders", responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar"), NotShown))]
#[get("/clocks.ics")]
async fn read_calendar(who: Signed<Office>, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    block(move || feeds::calendar(&api.cx, &who)).await.map(answer_with_calendar)
}

/// Make a secret address for your calendar program.
///
/// A repeated request makes no second feed. It is refused, because the address is shown only once.
#[utoipa::path(operation_id = "make_calendar_feed", tag = "office", params(Creating), request_body = FeedInput, responses((status = 201, description = "The feed with its address", body = MadeFeed), NotDone))]
#[post("/calendar-feeds")]
async fn make_calendar_feed(
    who: Signed<Office>,
    api: web::Data<Api>,
    change: Change<FeedInput>,
) -> Result<Answer<MadeFeed>, Problem> {
    let secret = FeedSecret::generate().map_err(|e| Problem::failed(e.to_string()))?;
    let hash = secret.digest();
    let made = block(move || {
        let (new, by) = change.by(&who);
        let made = feeds::make(&api.cx, &by, &new, &hash)?;
        if made.secret_hash != hash {
            let detail = format!("Feed {} was made by this request before. Revoke it and make another.", made.feed.id);
            return Err(Problem::from(Refusal::new(&FEED_TOLD_ONCE, detail)));
        }
        Ok(made.feed)
    })
    .await?;
    let version = made.version;
    let path = format!("{PREFIX}/calendar/{}/deadlines.ics", secret.expose());
    Ok(Answer::created(format!("{PREFIX}/calendar-feeds"), MadeFeed { feed: made, path }).version(version))
}

/// List your calendar feeds, without their addresses.
#[utoipa::path(operation_id = "list_calendar_feeds", tag = "office", responses((status = 200, description = "Your feeds, oldest first", body = Page<FeedView>), NotShown))]
#[get("/calendar-feeds")]
async fn list_calendar_feeds(who: Signed<Office>, api: web::Data<Api>) -> Result<Page<FeedView>, Problem> {
    let all = block(move || feeds::list(&api.cx, &who)).await?;
    Ok(Page::whole(all))
}

/// Revoke a calendar feed of yours.
#[utoipa::path(operation_id = "revoke_calendar_feed", tag = "office", params(IdParam, Changing), responses((status = 204, description = "Its address opens nothing any more"), NotDone))]
#[delete("/calendar-feeds/{id}")]
async fn revoke_calendar_feed(
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
/// The calendar shows what its owner may see now. An address that was revoked, or whose owner is switched off, is
/// answered with 404.
#[utoipa::path(operation_id = "fetch_calendar", tag = "office", security(()), params(SecretParam), responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar"), NotShown))]
#[get("/calendar/{secret}/deadlines.ics")]
async fn fetch_calendar(api: web::Data<Api>, secret: web::Path<SecretParam>) -> Result<HttpResponse, Problem> {
    let secret = FeedSecret::parse(&secret.secret).ok_or_else(Problem::not_found)?;
    block(move || feeds::fetch(&api.cx, &secret.digest())).await.map(answer_with_calendar)
}
