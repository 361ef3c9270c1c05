//! The docket of a case: every entry beside screening, referral and the terms of its order.

use crate::api::frame::answer::Answer;
use crate::api::frame::guard::{Office, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, PREFIX, block};
use crate::workflow::frame::docket::{self, EntryView};
use actix_web::{get, web};
use domain::base::ids::{EntryId, FilingId, OrderId};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_docket_of_filing).service(read_docket_of_order).service(read_entry);
}

/// The answer to a request that made an entry: the entry, and where it is read.
pub(crate) fn entered(entry: EntryView) -> Answer<EntryView> {
    let (at, version) = (format!("{PREFIX}/docket/{}", entry.id), entry.version);
    Answer::created(at, entry).version(version)
}

/// A route that puts one entry on a docket: for whom, on what, with which body, by which verb. The body is the input of
/// the verb, or translates into it.
macro_rules! entering {
    ($(#[$doc:meta])* $name:ident, $operation:literal, $tag:literal, $path:literal, $policy:ty, $id:ty, $body:ty, $verb:path) => {
        $(#[$doc])*
        #[utoipa::path(operation_id = $operation, tag = $tag, params($crate::api::frame::input::IdParam, $crate::api::frame::input::Changing), request_body = $body, responses((status = 201, description = "On the docket", body = $crate::workflow::frame::docket::EntryView), $crate::api::frame::responses::NotDone))]
        #[post($path)]
        async fn $name(
            who: $crate::api::frame::guard::Signed<$policy>,
            api: actix_web::web::Data<$crate::api::Api>,
            id: $crate::api::frame::input::Id<$id>,
            change: $crate::api::frame::change::Change<$body>,
        ) -> Result<$crate::api::frame::answer::Answer<$crate::workflow::frame::docket::EntryView>, $crate::api::frame::problem::Problem> {
            let made = $crate::api::block(move || {
                let (new, by) = change.by(&who);
                $verb(&api.cx, &by, id.0, &new.into())
            })
            .await?;
            Ok($crate::api::frame::docket::entered(made))
        }
    };
}
pub(crate) use entering;

/// Read the docket of a filing, in the order of entry.
#[utoipa::path(operation_id = "read_docket_of_filing", tag = "docket", params(IdParam), responses((status = 200, description = "Every entry", body = Page<EntryView>), NotShown))]
#[get("/filings/{id}/docket")]
async fn read_docket_of_filing(
    who: Signed<Office>,
    api: web::Data<Api>,
    id: Id<FilingId>,
) -> Result<Page<EntryView>, Problem> {
    let all = block(move || docket::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// Read the docket of an order, in the order of entry.
///
/// People of its sponsors read what they have a say in.
#[utoipa::path(operation_id = "read_docket_of_order", tag = "docket", params(IdParam), responses((status = 200, description = "The entries the caller may read", body = Page<EntryView>), NotShown))]
#[get("/orders/{id}/docket")]
async fn read_docket_of_order(
    who: Signed<Readers>,
    api: web::Data<Api>,
    id: Id<OrderId>,
) -> Result<Page<EntryView>, Problem> {
    let all = block(move || docket::of_order(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all))
}

/// Read one entry.
#[utoipa::path(operation_id = "read_entry", tag = "docket", params(IdParam), responses((status = 200, description = "The entry", body = EntryView), NotShown))]
#[get("/docket/{id}")]
async fn read_entry(who: Signed<Readers>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<EntryView>, Problem> {
    let entry = block(move || docket::get(&api.cx, &who, id.0)).await?;
    let version = entry.version;
    Ok(Answer::ok(entry).version(version))
}
