//! Regimes of war and emergency: set and ended by two officers, and which orders each moves.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Signed, SteppedUp};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::{Api, PREFIX, block};
use crate::workflow::order::regimes::{self as workflow, EndInput, MovedView, ProposeInput};
use ::domain::base::ids::RegimeId;
use ::domain::order::regime::{self as domain, RegimeKind, RegimeStatus};
use actix_web::{get, post, web};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The routes of this file.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_regimes)
        .service(propose_regime)
        .service(read_regime)
        .service(withdraw_regime)
        .service(confirm_regime);
    config.service(propose_regime_end).service(confirm_regime_end).service(simulate_regime);
}

/// Who signed a step, and when.
#[derive(Serialize, ToSchema)]
#[schema(as = RegimeSignature)]
struct Signature {
    /// Name of the officer at the time.
    person: String,
    /// When the officer signed.
    at: Timestamp,
}

impl From<domain::Signed> for Signature {
    fn from(s: domain::Signed) -> Self {
        Self { person: s.person, at: s.at }
    }
}

/// The end of a regime.
#[derive(Serialize, ToSchema)]
struct RegimeEnd {
    /// Last day of the regime.
    ends_on: Date,
    /// The legal decision.
    citation: String,
    /// The officer who proposed the end.
    proposed: Signature,
    /// The second officer.
    confirmed: Option<Signature>,
    /// The last day in force of the orders that the regime covers.
    orders_run_until: Date,
}

/// A regime of war or emergency. While no regime is in force it is peacetime.
#[derive(Serialize, ToSchema)]
#[schema(as = Regime)]
struct RegimeView {
    /// Id of the regime.
    id: Uuid,
    /// Counts changes of the regime.
    #[schema(example = "\"1\"")]
    etag: String,
    /// War or emergency.
    kind: RegimeKind,
    /// Where the regime stands.
    status: RegimeStatus,
    /// First day.
    begins_on: Date,
    /// The legal decision.
    citation: String,
    /// Of an emergency: the provisions specified under 50 USC 1631.
    provision: Option<String>,
    /// The officer who proposed the regime.
    proposed: Signature,
    /// The officer who took the proposal back.
    withdrawn: Option<Signature>,
    /// The second officer.
    confirmed: Option<Signature>,
    /// The end of the regime, once proposed.
    end: Option<RegimeEnd>,
}

impl From<domain::Regime> for RegimeView {
    fn from(r: domain::Regime) -> Self {
        let (status, kind) = (r.status(), r.kind);
        Self {
            id: r.id.as_uuid(),
            etag: etag(r.version),
            kind,
            status,
            begins_on: r.first_day,
            citation: r.citation,
            provision: r.provision,
            proposed: r.proposed.into(),
            withdrawn: r.withdrawn.map(Into::into),
            confirmed: r.confirmed.map(Into::into),
            end: r.end.map(|e| RegimeEnd {
                ends_on: e.last_day,
                citation: e.citation,
                proposed: e.proposed.into(),
                confirmed: e.confirmed.map(Into::into),
                orders_run_until: kind.held_after(e.last_day),
            }),
        }
    }
}

/// What a regime, or its end, would move.
#[derive(Serialize, ToSchema)]
#[schema(as = RegimeSimulation)]
struct Simulation {
    /// The regime.
    regime: RegimeView,
    /// The last day of the regime that is supposed; `null` for a regime without an end.
    ends_on: Option<Date>,
    /// How many orders would end on another day.
    total: usize,
    /// How many would end in each month (`1979-03`); `never` for those without an end.
    by_month: BTreeMap<String, usize>,
    /// Every order whose last day would move, in the order of issue.
    items: Vec<MovedView>,
    /// Orders in effect when the regime began whose lapse is on record since. The regime does not revive them.
    lapsed_since: Vec<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// A last day of the regime to suppose; left out, what is proposed or on record.
    ends_on: Option<Date>,
}

/// The answer that shows a regime, with its version.
fn answer_with_regime(regime: domain::Regime) -> Answer<RegimeView> {
    let version = regime.version;
    Answer::ok(regime.into()).version(version)
}

/// List the regimes of war and emergency, past ones and proposals too.
#[utoipa::path(operation_id = "list_regimes", tag = "orders", responses((status = 200, description = "All regimes", body = Page<RegimeView>), NotShown))]
#[get("/regimes")]
async fn list_regimes(who: Signed<Officers>, api: web::Data<Api>) -> Result<Page<RegimeView>, Problem> {
    let all = block(move || workflow::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(RegimeView::from).collect()))
}

/// Propose a regime.
///
/// A proposal changes nothing until another officer confirms it. An emergency must name the instrument by which 35 USC
/// 181 was specified.
#[utoipa::path(operation_id = "propose_regime", tag = "orders", params(Creating), request_body = ProposeInput, responses((status = 201, description = "Proposed", body = RegimeView), NotDone))]
#[post("/regimes")]
async fn propose_regime(
    who: Signed<Officers>,
    api: web::Data<Api>,
    change: Change<ProposeInput>,
) -> Result<Answer<RegimeView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        workflow::propose(&api.cx, &by, &new)
    })
    .await?;
    let at = format!("{PREFIX}/regimes/{}", made.id);
    Ok(answer_with_regime(made).at(at))
}

/// Read a regime.
#[utoipa::path(operation_id = "read_regime", tag = "orders", params(IdParam), responses((status = 200, description = "The regime", body = RegimeView), NotShown))]
#[get("/regimes/{id}")]
async fn read_regime(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::get(&api.cx, &who, id.0)).await.map(answer_with_regime)
}

/// Take a proposal back that nobody has confirmed.
#[utoipa::path(operation_id = "withdraw_regime", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Taken back", body = RegimeView), NotDone))]
#[post("/regimes/{id}/withdrawal")]
async fn withdraw_regime(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::withdraw(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_regime)
}

/// Confirm a regime as the second officer.
///
/// From then on no order that the regime covers lapses until the regime has ended and a year (war) or six months
/// (emergency) have passed.
#[utoipa::path(operation_id = "confirm_regime", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "In force", body = RegimeView), NotDone))]
#[post("/regimes/{id}/confirmation")]
async fn confirm_regime(
    who: Signed<SteppedUp<Officers>>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::confirm(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_regime)
}

/// Propose the end of a regime, or correct the end proposed.
#[utoipa::path(operation_id = "propose_regime_end", tag = "orders", params(IdParam, Changing), request_body = EndInput, responses((status = 200, description = "Proposed", body = RegimeView), NotDone))]
#[post("/regimes/{id}/end")]
async fn propose_regime_end(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<EndInput>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || {
        let (new, by) = change.by(&who);
        workflow::propose_end(&api.cx, &by, id.0, &new)
    })
    .await
    .map(answer_with_regime)
}

/// Confirm the end of a regime as the second officer.
///
/// Every order that the regime covers then has its last day, and needs an affirmative determination by that day.
#[utoipa::path(operation_id = "confirm_regime_end", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Ended", body = RegimeView), NotDone))]
#[post("/regimes/{id}/end-confirmation")]
async fn confirm_regime_end(
    who: Signed<SteppedUp<Officers>>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::confirm_end(&api.cx, &change.by(&who).1, id.0)).await.map(answer_with_regime)
}

/// Simulate what a regime, or its end, moves.
///
/// Every order whose last day would be another, with totals by month: the plan of the mass renewal.
#[utoipa::path(operation_id = "simulate_regime", tag = "orders", params(IdParam, Query), responses((status = 200, description = "What would move", body = Simulation), NotShown))]
#[get("/regimes/{id}/simulation")]
async fn simulate_regime(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    query: web::Query<Query>,
) -> Result<Answer<Simulation>, Problem> {
    let s = block(move || workflow::simulate(&api.cx, &who, id.0, query.ends_on)).await?;
    Ok(Answer::ok(Simulation {
        regime: s.regime.into(),
        ends_on: s.ends_on,
        total: s.moved.len(),
        by_month: s.by_month,
        items: s.moved,
        lapsed_since: s.lapsed_since,
    }))
}
