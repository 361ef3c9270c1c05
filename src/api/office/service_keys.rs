//! Keys by which services bring filings in.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::guard::{IntakeService, KeyKeepers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::auth::service_key::ServiceSecret;
use crate::clock::Clock as _;
use crate::config::Networks;
use crate::workflow::office::service_keys::{self, KeyInput, KeyView};
use actix_web::{HttpResponse, delete, get, post, web};
use domain::base::ids::ServiceKeyId;
use domain::base::refusal::{Refusal, SERVICE_KEY_TOLD_ONCE};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(make_service_key).service(list_service_keys).service(end_service_key);
}

/// A new service key, with its secret.
#[derive(Serialize, ToSchema)]
struct MadeServiceKey {
    /// The key.
    #[serde(flatten)]
    key: KeyView,
    /// To be sent as `Authorization: Bearer`. It is shown only in this answer.
    #[schema(example = "sk_ZmFrZSBrZXkgb2YgMzIgYnl0ZXMsIG5vdCBhIHNlY3JldA")]
    secret: String,
}

/// Make a service key for your account.
///
/// A service that brings filings sends the key instead of a token, and nobody signs in. The key opens less than your
/// account does, and is over at a time that you choose. A repeated request makes no second key. It is refused, because the
/// secret is shown only once.
#[utoipa::path(operation_id = "make_service_key", tag = "session", params(Creating), request_body = KeyInput, responses((status = 201, description = "The key with its secret", body = MadeServiceKey), NotDone))]
#[post("/service-keys")]
async fn make_service_key(
    who: Signed<SteppedUp<IntakeService>>,
    api: web::Data<Api>,
    change: Change<KeyInput>,
) -> Result<Answer<MadeServiceKey>, Problem> {
    let secret = ServiceSecret::generate().map_err(|e| Problem::failed(e.to_string()))?;
    let hash = secret.digest();
    let made = block(move || {
        let (asked, by) = change.by(&who);
        let asked = KeyInput { networks: read_networks(&asked.networks)?, ..asked };
        let made = service_keys::make(&api.cx, &by, &asked, &hash, api.system.now())?;
        if made.secret_hash != hash {
            let detail = format!("Key {} was made by this request before. End it and make another.", made.key.id);
            return Err(Problem::from(Refusal::new(&SERVICE_KEY_TOLD_ONCE, detail)));
        }
        Ok(made.key)
    })
    .await?;
    let version = made.version;
    let told = MadeServiceKey { key: made, secret: secret.expose().to_owned() };
    Ok(Answer::created(format!("{PREFIX}/service-keys"), told).version(version))
}

/// Reads networks, each in the form in which it is kept.
fn read_networks(sent: &[String]) -> Result<Vec<String>, Problem> {
    let read = |(n, text): (usize, &String)| {
        let why = format!("{text:?} is no network such as 192.0.2.0/24, and no address.");
        Networks::one(text).ok_or_else(|| Problem::invalid(format!("networks[{n}]"), why))
    };
    sent.iter().enumerate().map(read).collect()
}

/// List service keys, without their secrets.
///
/// Services see their own keys, security officers all of them. Keys that are over stay in the list until somebody ends them.
#[utoipa::path(operation_id = "list_service_keys", tag = "session", responses((status = 200, description = "The keys, oldest first", body = Page<KeyView>), NotShown))]
#[get("/service-keys")]
async fn list_service_keys(who: Signed<KeyKeepers>, api: web::Data<Api>) -> Result<Page<KeyView>, Problem> {
    let all = block(move || service_keys::list(&api.cx, &who)).await?;
    Ok(Page::whole(all))
}

/// End a service key.
#[utoipa::path(operation_id = "end_service_key", tag = "session", params(IdParam, Changing), responses((status = 204, description = "It opens nothing any more"), NotDone))]
#[delete("/service-keys/{id}")]
async fn end_service_key(
    who: Signed<KeyKeepers>,
    api: web::Data<Api>,
    id: Id<ServiceKeyId>,
    change: Change<Nothing>,
) -> Result<HttpResponse, Problem> {
    block(move || service_keys::end(&api.cx, &change.by(&who).1, id.0, api.system.now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
