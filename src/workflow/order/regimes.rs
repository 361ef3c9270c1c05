//! Regimes of war and emergency: proposed by one licensing officer, confirmed by another, ended the same
//! way; and what each moves, before it is confirmed and at any time after (R4.9 to R4.11, E34, E35).
//!
//! A confirmation moves the last day of every order it covers and tells its principals, in its own
//! transaction. Not its job:
//! which orders those are, and until when they run (`domain::order::regime`).

use crate::store::order::orders::expiry::Moved;
use crate::store::order::orders::{self, expiry};
use crate::store::order::regimes as stored;
use crate::store::order::regimes::Step;
use crate::store::{Conn, Tx};
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::About;
use crate::workflow::frame::{case, input, status};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::calendar::washington_date;
use domain::base::ids::{OrderId, RegimeActId, RegimeId};
use domain::base::ledger::hex;
use domain::base::marking::Marking;
use domain::base::refusal::{INVALID, Refusal};
use domain::letter::{self, Facts, InEffect};
use domain::order::regime::{NO_END, Period, Regime, RegimeKind, RegimeStatus, Signed, check_provision};
use domain::review::access::{self, not_found};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Who sets regimes and looks at them.
const OFFICERS: [Role; 1] = [Role::LicensingOfficer];

/// A regime to be proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRegime)]
pub struct ProposeInput {
    /// War or emergency.
    pub kind: RegimeKind,
    /// First day.
    pub begins_on: Date,
    /// The legal decision: the declaration, the proclamation.
    pub citation: String,
    /// Of an emergency: the provisions specified under 50 USC 1631, in the words of the instrument. They must
    /// name 35 USC 181.
    #[serde(default)]
    #[schema(example = "35 USC 181 and 10 USC 123")]
    pub provision: Option<String>,
}

/// The end of a regime to be proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRegimeEnd)]
pub struct EndInput {
    /// Last day of the regime.
    pub ends_on: Date,
    /// The legal decision.
    pub citation: String,
}

/// All regimes, past ones and proposals too, in the order of their proposal.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<Regime>, Error> {
    access::role(actor, &OFFICERS)?;
    cx.read(|conn| Ok(stored::all(conn)?))
}

/// Reads a regime by its id, for officers.
pub fn get(cx: &Ctx, actor: &Actor, id: RegimeId) -> Result<Regime, Error> {
    access::role(actor, &OFFICERS)?;
    cx.read(|conn| Ok(stored::find(conn, id)?.ok_or_else(not_found)?))
}

/// Proposes a regime. It changes nothing until another officer confirms it.
pub fn propose(cx: &Ctx, by: &By<'_>, ask: &ProposeInput) -> Result<Regime, Error> {
    cx.act(by, "regime.propose", "regime:new", |tx, record| {
        access::role(by.actor, &OFFICERS)?;
        let signed = sign(cx, by)?;
        let citation = input::line(&ask.citation, "citation")?;
        let provision = ask.provision.as_deref().map(|p| input::line(p, "provision")).transpose()?;
        check_provision(ask.kind, provision.as_deref())?;
        let id = RegimeId::fresh(&*cx.ids);
        let step = Step::Propose {
            kind: ask.kind,
            first_day: ask.begins_on,
            citation: &citation,
            provision: provision.as_deref(),
        };
        stored::insert(tx, id, &step, &signed)?;
        record.subject = format!("regime:{id}");
        record.detail = format!(
            "account={} kind={} begins_on={} sha256={}",
            signed.account,
            ask.kind.as_str(),
            ask.begins_on,
            case::digest(&(&citation, &provision))?
        );
        again(tx, id)
    })
}

/// Takes a proposal back before anybody has confirmed it.
pub fn withdraw(cx: &Ctx, by: &By<'_>, id: RegimeId) -> Result<Regime, Error> {
    step(cx, by, id, "regime.withdraw", |tx, regime, signed| {
        regime.withdraw()?;
        stored::insert(tx, id, &Step::Withdraw, signed)?;
        Ok(String::new())
    })
}

/// Confirms a regime as the second person. From then on nothing it covers lapses (R4.9, R4.10).
pub fn confirm(cx: &Ctx, by: &By<'_>, id: RegimeId) -> Result<Regime, Error> {
    step(cx, by, id, "regime.confirm", |tx, regime, signed| {
        let first = regime.confirm(signed.account)?;
        stored::insert(tx, id, &Step::Confirm(first), signed)?;
        let now = match regime.kind {
            RegimeKind::War => letter::Regime::War,
            RegimeKind::Emergency => letter::Regime::Emergency,
        };
        move_orders(cx, tx, now, signed.at)
    })
}

/// Proposes the end of a regime, or corrects what was proposed as its end.
pub fn propose_end(cx: &Ctx, by: &By<'_>, id: RegimeId, ask: &EndInput) -> Result<Regime, Error> {
    step(cx, by, id, "regime.propose_end", |tx, regime, signed| {
        let citation = input::line(&ask.citation, "citation")?;
        regime.propose_end(ask.ends_on)?;
        let step = Step::ProposeEnd { last_day: ask.ends_on, citation: &citation };
        stored::insert(tx, id, &step, signed)?;
        Ok(format!("ends_on={} sha256={}", ask.ends_on, case::digest(&citation)?))
    })
}

/// Confirms the end of a regime as the second person. Every order it covers then has its last day, and
/// needs a determination of its own by then (E35).
pub fn confirm_end(cx: &Ctx, by: &By<'_>, id: RegimeId) -> Result<Regime, Error> {
    step(cx, by, id, "regime.confirm_end", |tx, regime, signed| {
        let end = regime.confirm_end(signed.account)?;
        stored::insert(tx, id, &Step::ConfirmEnd(&end.proposed), signed)?;
        let moved = move_orders(cx, tx, letter::Regime::Peacetime, signed.at)?;
        Ok(format!("ends_on={} {moved}", end.last_day))
    })
}

/// What the acts about a regime on record have in common.
fn step(
    cx: &Ctx,
    by: &By<'_>,
    id: RegimeId,
    act: &str,
    f: impl FnOnce(&mut Tx<'_>, &Regime, &Signed) -> Result<String, Error>,
) -> Result<Regime, Error> {
    cx.act(by, act, format!("regime:{id}"), |tx, record| {
        access::role(by.actor, &OFFICERS)?;
        let signed = sign(cx, by)?;
        let regime = stored::find(tx, id)?.ok_or_else(not_found)?;
        by.check_version(regime.version)?;
        record.detail = format!("account={} {}", signed.account, f(tx, &regime, &signed)?);
        again(tx, id)
    })
}

fn sign(cx: &Ctx, by: &By<'_>) -> Result<Signed, Error> {
    Ok(Signed {
        act: RegimeActId::fresh(&*cx.ids),
        account: case::signer(by.actor)?,
        person: by.actor.name.clone(),
        at: cx.now(),
    })
}

fn again(conn: &mut Conn, id: RegimeId) -> Result<Regime, Error> {
    Ok(stored::find(conn, id)?.ok_or_else(not_found)?)
}

/// Brings all orders in step with the regimes as they now are, and tells the principals of each that moved
/// how long it now lasts. The ledger keeps how many moved and a digest of the list.
fn move_orders(cx: &Ctx, tx: &mut Tx<'_>, regime: letter::Regime, now: Timestamp) -> Result<String, Error> {
    let periods = stored::periods(tx)?;
    let moved = expiry::keep_in_step(tx, &periods)?;
    let mut digest = Sha256::new();
    for one in &moved {
        digest.update(format!("{} {} {}\n", one.order, one.from, one.to));
        let Some(order) = orders::find(tx, one.order)? else { continue };
        // One that was over by law and not yet on record binds again, and what it covers with it; or the other way.
        let today = washington_date(now);
        if (one.from < today) != (one.to < today) {
            status::recompute_reached(tx, one.order, one.filing, today)?;
        }
        let until = InEffect { until: one.to, ..notify::in_effect(tx, &order, order.last_term(), &[])? };
        let facts = Facts::RegimeChanged { order: until, regime, from: washington_date(now) };
        // Each change is a version of the order, which tells one letter from the next.
        notify::queue(cx, tx, About::Order(&order), order.version, &facts, now)?;
    }
    Ok(format!("orders_moved={} sha256={}", moved.len(), hex(&digest.finalize())))
}

/// An order that would end on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MovedOrder)]
pub struct MovedView {
    /// The order.
    #[schema(value_type = uuid::Uuid)]
    pub order_id: OrderId,
    /// Number of the order.
    #[schema(example = "SO-2026-000001")]
    pub number: String,
    /// Its last day as things stand; `null` while no end is known.
    pub from: Option<Date>,
    /// Its last day then; `null` while no end is known.
    pub to: Option<Date>,
}

/// What a regime, or its end, would move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulation {
    pub regime: Regime,
    /// The last day of the regime that is supposed; `None` for one without an end.
    pub ends_on: Option<Date>,
    /// Every order whose last day would move, in the order of issue.
    pub moved: Vec<MovedView>,
    /// How many would end in each month (`1979-03`), `never` for those without an end: the plan of the
    /// mass renewal (E35).
    pub by_month: BTreeMap<String, usize>,
    /// Orders in effect when the regime began whose lapse is on record since. Nothing brings them back; a
    /// person must look at each.
    pub lapsed_since: Vec<String>,
}

/// Lists every order whose last day would move if the regime were confirmed as it stands, or its
/// proposed end, or an end on a day of the reader's choice. Of what the reader's clearance reaches.
pub fn simulate(cx: &Ctx, actor: &Actor, id: RegimeId, ends_on: Option<Date>) -> Result<Simulation, Error> {
    access::role(actor, &OFFICERS)?;
    cx.read(|conn| {
        let all = stored::all(conn)?;
        let regime = all.iter().find(|r| r.id == id).ok_or_else(not_found)?.clone();
        // What has ended in law cannot end on another day.
        let ends_on = if regime.status() == RegimeStatus::Ended { None } else { ends_on };
        if let Some(day) = ends_on
            && day < regime.first_day
        {
            let detail = format!("The regime began on {}; it cannot have ended before that.", regime.first_day);
            return Err(Refusal::new(&INVALID, detail).at("ends_on").into());
        }
        let supposed = regime.supposed_period(ends_on);
        let mut periods: Vec<Period> = all.iter().filter(|r| r.id != id).filter_map(Regime::period).collect();
        periods.extend(supposed.clone());
        let visible = |marking: &Marking| actor.clearance.dominates(marking);
        let moved: Vec<Moved> = expiry::moved_by(conn, &periods)?.into_iter().filter(|m| visible(&m.marking)).collect();
        let mut by_month = BTreeMap::new();
        for one in &moved {
            let month = known(one.to).map_or_else(|| "never".into(), |d| format!("{:04}-{:02}", d.year(), d.month()));
            *by_month.entry(month).or_default() += 1;
        }
        let lapsed = expiry::lapsed_since(conn, regime.first_day)?;
        Ok(Simulation {
            ends_on: supposed.and_then(|p| p.last_day),
            moved: moved
                .into_iter()
                .map(|m| MovedView { order_id: m.order, number: m.number, from: known(m.from), to: known(m.to) })
                .collect(),
            by_month,
            lapsed_since: lapsed.into_iter().filter(|l| visible(&l.marking)).map(|l| l.number).collect(),
            regime,
        })
    })
}

fn known(day: Date) -> Option<Date> {
    (day != NO_END).then_some(day)
}
