//! The docket of a case: every entry beside screening, referral and the terms of its order.

use crate::api::frame::answer::Answer;
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Office, Readers, Signed};
use crate::api::frame::input::{Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::NotShown;
use crate::api::{Api, PREFIX, block};
use crate::workflow::frame::docket;
use crate::workflow::frame::reason::ReasonInput;
use actix_web::{get, web};
use domain::base::ids::{EntryId, FilingId, OrderId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(of_filing).service(of_order).service(one);
}

/// An entry of a docket. It is never changed; what answers it is an entry of its own.
#[derive(Serialize, ToSchema)]
#[schema(as = Entry)]
pub(crate) struct EntryView {
    /// Its id.
    id: Uuid,
    /// Its version: it grows with every entry that answers this one.
    #[schema(example = "\"1\"")]
    etag: String,
    /// The filing.
    filing_id: Uuid,
    /// The order it concerns.
    order_id: Option<Uuid>,
    /// The entry it answers.
    answers: Option<Uuid>,
    /// What kind of entry.
    #[schema(example = "license.granted")]
    kind: String,
    /// What it says; the members depend on the kind.
    #[schema(value_type = Object, example = json!({"scope": "narrow", "source": "filing"}))]
    facts: serde_json::Value,
    /// The agency it was signed for.
    #[schema(example = "NAVY")]
    agency: Option<String>,
    /// Who entered it.
    person: String,
    /// The day, in Washington.
    entered_on: Date,
    /// The instant.
    entered_at: Timestamp,
}

impl From<docket::EntryView> for EntryView {
    fn from(e: docket::EntryView) -> Self {
        Self {
            id: e.id.as_uuid(),
            etag: etag(e.version),
            filing_id: e.filing_id.as_uuid(),
            order_id: e.order_id.map(|id| id.as_uuid()),
            answers: e.answers.map(|id| id.as_uuid()),
            kind: e.kind,
            facts: e.facts,
            agency: e.agency.map(|a| a.to_string()),
            person: e.person,
            entered_on: e.entered_on,
            entered_at: e.entered_at,
        }
    }
}

/// Why something is done, for acts that need no more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reason)]
pub(crate) struct NewReason {
    /// Why.
    pub(crate) reason: String,
}

impl From<NewReason> for ReasonInput {
    fn from(n: NewReason) -> Self {
        Self { reason: n.reason }
    }
}

/// A new entry, with where to find it.
pub(crate) fn entered(entry: docket::EntryView) -> Answer<EntryView> {
    let (at, version) = (format!("{PREFIX}/docket/{}", entry.id), entry.version);
    Answer::created(at, entry.into()).version(version)
}

/// A route that puts one entry on a docket: for whom, on what, with which body, by which verb.
macro_rules! entering {
    ($(#[$doc:meta])* $name:ident, $operation:literal, $tag:literal, $path:literal, $policy:ty, $id:ty, $body:ty, $verb:path) => {
        $(#[$doc])*
        #[utoipa::path(operation_id = $operation, tag = $tag, params($crate::api::frame::input::IdParam, $crate::api::frame::input::Changing), request_body = $body, responses((status = 201, description = "On the docket", body = $crate::api::frame::docket::EntryView), $crate::api::frame::responses::NotDone))]
        #[post($path)]
        async fn $name(
            who: $crate::api::frame::guard::Signed<$policy>,
            api: actix_web::web::Data<$crate::api::Api>,
            id: $crate::api::frame::input::Id<$id>,
            change: $crate::api::frame::change::Change<$body>,
        ) -> Result<$crate::api::frame::answer::Answer<$crate::api::frame::docket::EntryView>, $crate::api::frame::problem::Problem> {
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
async fn of_filing(who: Signed<Office>, api: web::Data<Api>, id: Id<FilingId>) -> Result<Page<EntryView>, Problem> {
    let all = block(move || docket::of_filing(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(EntryView::from).collect()))
}

/// Read the docket of an order, in the order of entry.
///
/// People of its sponsors read what they have a say in.
#[utoipa::path(operation_id = "read_docket_of_order", tag = "docket", params(IdParam), responses((status = 200, description = "The entries the caller may read", body = Page<EntryView>), NotShown))]
#[get("/orders/{id}/docket")]
async fn of_order(who: Signed<Readers>, api: web::Data<Api>, id: Id<OrderId>) -> Result<Page<EntryView>, Problem> {
    let all = block(move || docket::of_order(&api.cx, &who, id.0)).await?;
    Ok(Page::whole(all.into_iter().map(EntryView::from).collect()))
}

/// Read one entry.
#[utoipa::path(operation_id = "read_entry", tag = "docket", params(IdParam), responses((status = 200, description = "The entry", body = EntryView), NotShown))]
#[get("/docket/{id}")]
async fn one(who: Signed<Readers>, api: web::Data<Api>, id: Id<EntryId>) -> Result<Answer<EntryView>, Problem> {
    let entry = block(move || docket::get(&api.cx, &who, id.0)).await?;
    let version = entry.version;
    Ok(Answer::ok(entry.into()).version(version))
}
