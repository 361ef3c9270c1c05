//! Regimes of war and emergency: set and ended by two officers, and what each moves.

use crate::api::frame::answer::Answer;
use crate::api::frame::change::{Change, Nothing};
use crate::api::frame::etag::etag;
use crate::api::frame::guard::{Officers, Signed};
use crate::api::frame::input::{Changing, Creating, Id, IdParam};
use crate::api::frame::page::Page;
use crate::api::frame::problem::Problem;
use crate::api::frame::responses::{NotDone, NotShown};
use crate::api::frame::wire::{RegimeKind, RegimeStatus};
use crate::api::{Api, PREFIX, block};
use crate::workflow::order::regimes as workflow;
use crate::workflow::order::regimes::{EndInput, ProposeInput};
use ::domain::base::ids::RegimeId;
use ::domain::order::regime as domain;
use actix_web::{get, post, web};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Routes of this resource.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(propose).service(one).service(withdraw).service(confirm);
    config.service(propose_end).service(confirm_end).service(simulation);
}

/// Who signed a step, and when.
#[derive(Serialize, ToSchema)]
#[schema(as = RegimeSignature)]
struct Signature {
    /// Name at the time.
    person: String,
    /// When.
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
    /// Its last day.
    ends_on: Date,
    /// The legal decision.
    citation: String,
    /// Who proposed to record it.
    proposed: Signature,
    /// The second person.
    confirmed: Option<Signature>,
    /// The last day in force of the orders it covers.
    orders_run_until: Date,
}

/// A regime of war or emergency. Where none is in force it is peacetime.
#[derive(Serialize, ToSchema)]
#[schema(as = Regime)]
struct RegimeView {
    /// Its id.
    id: Uuid,
    /// Its version.
    #[schema(example = "\"1\"")]
    etag: String,
    /// War or emergency.
    kind: RegimeKind,
    /// Where it stands.
    status: RegimeStatus,
    /// First day.
    begins_on: Date,
    /// The legal decision.
    citation: String,
    /// Of an emergency: the provisions specified under 50 USC 1631.
    provision: Option<String>,
    /// Who proposed it.
    proposed: Signature,
    /// Who took the proposal back.
    withdrawn: Option<Signature>,
    /// The second person.
    confirmed: Option<Signature>,
    /// Its end.
    end: Option<RegimeEnd>,
}

impl From<domain::Regime> for RegimeView {
    fn from(r: domain::Regime) -> Self {
        let (status, kind) = (r.status().into(), r.kind);
        Self {
            id: r.id.as_uuid(),
            etag: etag(r.version),
            kind: kind.into(),
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

/// A regime to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRegime {
    /// War or emergency.
    kind: RegimeKind,
    /// First day.
    begins_on: Date,
    /// The legal decision: the declaration, the proclamation.
    citation: String,
    /// Of an emergency: the provisions specified under 50 USC 1631, in the words of the instrument. They must
    /// name 35 USC 181.
    #[serde(default)]
    #[schema(example = "35 USC 181 and 10 USC 123")]
    provision: Option<String>,
}

/// The end of a regime to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRegimeEnd {
    /// Last day.
    ends_on: Date,
    /// The legal decision.
    citation: String,
}

/// What a regime, or its end, would move.
#[derive(Serialize, ToSchema)]
#[schema(as = RegimeSimulation)]
struct Simulation {
    /// The regime.
    regime: RegimeView,
    /// The last day of the regime that is supposed; `null` for one without an end.
    ends_on: Option<Date>,
    /// How many orders would end on another day.
    total: usize,
    /// How many would end in each month (`1979-03`); `never` for those without an end.
    by_month: BTreeMap<String, usize>,
    /// Every order whose last day would move, in the order of issue.
    items: Vec<Moved>,
    /// Orders in effect when the regime began whose lapse is on record since. Nothing brings them back.
    lapsed_since: Vec<String>,
}

/// An order that would end on another day.
#[derive(Serialize, ToSchema)]
#[schema(as = MovedOrder)]
struct Moved {
    /// The order.
    order_id: Uuid,
    /// Its number.
    #[schema(example = "SO-2026-000001")]
    number: String,
    /// Its last day as things stand; `null` while no end is known.
    from: Option<Date>,
    /// Its last day then; `null` while no end is known.
    to: Option<Date>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// A last day of the regime to suppose; left out, what is proposed or on record.
    ends_on: Option<Date>,
}

/// A regime, with its version.
fn shown(regime: domain::Regime) -> Answer<RegimeView> {
    let version = regime.version;
    Answer::ok(regime.into()).version(version)
}

/// List the regimes of war and emergency, past ones and proposals too.
#[utoipa::path(operation_id = "list_regimes", tag = "orders", responses((status = 200, description = "All regimes", body = Page<RegimeView>), NotShown))]
#[get("/regimes")]
async fn list(who: Signed<Officers>, api: web::Data<Api>) -> Result<Page<RegimeView>, Problem> {
    let all = block(move || workflow::list(&api.cx, &who)).await?;
    Ok(Page::whole(all.into_iter().map(RegimeView::from).collect()))
}

/// Propose a regime.
///
/// It changes nothing until another officer confirms it. An emergency must name the instrument by which
/// 35 USC 181 was specified.
#[utoipa::path(operation_id = "propose_regime", tag = "orders", params(Creating), request_body = NewRegime, responses((status = 201, description = "Proposed", body = RegimeView), NotDone))]
#[post("/regimes")]
async fn propose(
    who: Signed<Officers>,
    api: web::Data<Api>,
    change: Change<NewRegime>,
) -> Result<Answer<RegimeView>, Problem> {
    let made = block(move || {
        let (new, by) = change.by(&who);
        let ask = ProposeInput {
            kind: new.kind.into(),
            begins_on: new.begins_on,
            citation: new.citation,
            provision: new.provision,
        };
        workflow::propose(&api.cx, &by, &ask)
    })
    .await?;
    let at = format!("{PREFIX}/regimes/{}", made.id);
    Ok(shown(made).at(at))
}

/// Read a regime.
#[utoipa::path(operation_id = "read_regime", tag = "orders", params(IdParam), responses((status = 200, description = "The regime", body = RegimeView), NotShown))]
#[get("/regimes/{id}")]
async fn one(who: Signed<Officers>, api: web::Data<Api>, id: Id<RegimeId>) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::get(&api.cx, &who, id.0)).await.map(shown)
}

/// Take a proposal back that nobody has confirmed.
#[utoipa::path(operation_id = "withdraw_regime", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Taken back", body = RegimeView), NotDone))]
#[post("/regimes/{id}/withdrawal")]
async fn withdraw(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::withdraw(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Confirm a regime as the second officer.
///
/// From then on no order it covers lapses until it has ended and a year (war) or six months
/// (emergency) have passed.
#[utoipa::path(operation_id = "confirm_regime", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "In force", body = RegimeView), NotDone))]
#[post("/regimes/{id}/confirmation")]
async fn confirm(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::confirm(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Propose the end of a regime, or correct the end proposed.
#[utoipa::path(operation_id = "propose_regime_end", tag = "orders", params(IdParam, Changing), request_body = NewRegimeEnd, responses((status = 200, description = "Proposed", body = RegimeView), NotDone))]
#[post("/regimes/{id}/end")]
async fn propose_end(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<NewRegimeEnd>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || {
        let (new, by) = change.by(&who);
        let ask = EndInput { ends_on: new.ends_on, citation: new.citation };
        workflow::propose_end(&api.cx, &by, id.0, &ask)
    })
    .await
    .map(shown)
}

/// Confirm the end of a regime as the second officer.
///
/// Every order it covers then has its last day, and needs an affirmative determination by then.
#[utoipa::path(operation_id = "confirm_regime_end", tag = "orders", params(IdParam, Changing), request_body = Nothing, responses((status = 200, description = "Ended", body = RegimeView), NotDone))]
#[post("/regimes/{id}/end-confirmation")]
async fn confirm_end(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    change: Change<Nothing>,
) -> Result<Answer<RegimeView>, Problem> {
    block(move || workflow::confirm_end(&api.cx, &change.by(&who).1, id.0)).await.map(shown)
}

/// Simulate what a regime, or its end, moves.
///
/// Every order whose last day would be another, with totals by month: the plan of the mass renewal.
#[utoipa::path(operation_id = "simulate_regime", tag = "orders", params(IdParam, Query), responses((status = 200, description = "What would move", body = Simulation), NotShown))]
#[get("/regimes/{id}/simulation")]
async fn simulation(
    who: Signed<Officers>,
    api: web::Data<Api>,
    id: Id<RegimeId>,
    query: web::Query<Query>,
) -> Result<Answer<Simulation>, Problem> {
    let s = block(move || workflow::simulate(&api.cx, &who, id.0, query.ends_on)).await?;
    let moved =
        |m: workflow::MovedView| Moved { order_id: m.order_id.as_uuid(), number: m.number, from: m.from, to: m.to };
    Ok(Answer::ok(Simulation {
        regime: s.regime.into(),
        ends_on: s.ends_on,
        total: s.moved.len(),
        by_month: s.by_month,
        items: s.moved.into_iter().map(moved).collect(),
        lapsed_since: s.lapsed_since,
    }))
}
