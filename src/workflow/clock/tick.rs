//! The clock: does with every order what its date asks for, by itself (R4.2, R4.5, R4.6).
//!
//! Only orders that may have something due are looked at (`store::orders::notes`), a few in one
//! transaction, each decided anew inside it: a kill at any point and a second run do nothing twice, and
//! one order in trouble keeps no other from its date. Not its job: deciding what is due
//! (`domain::order::due`).

use super::act::{Record, entry};
use super::{Ctx, Error, case, end, nudge, renew, status};
use crate::domain::actor::Actor;
use crate::domain::agency::AgencyCode;
use crate::domain::calendar::{next_day, start_of_day, washington_date};
use crate::domain::ids::OrderId;
use crate::domain::ledger::Outcome;
use crate::domain::order::{self, ALARM_RUNG, Determination, Due, Order, REMINDER_DAYS, due, reminders_due};
use crate::domain::referral::ReferralStatus;
use crate::domain::regime::NO_END;
use crate::store::orders::reminders::{self, Reminder};
use crate::store::orders::{self as stored, determinations, notes};
use crate::store::{Tx, ledger, referrals};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Orders settled in one transaction.
const PAGE: usize = 20;

/// What the clock did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TickSummary {
    /// Numbers of orders renewed.
    pub renewed: Vec<String>,
    /// Numbers of orders that lapsed.
    pub lapsed: Vec<String>,
    /// Reminders given, one for each sponsor of each order.
    pub reminded: usize,
    /// Alarms given, one for each sponsor of each order: the last days run without an answer.
    #[serde(default)]
    pub alarmed: usize,
    /// Agencies whose access ended because they no longer sponsor an order.
    pub left: usize,
    /// Agencies reminded of a referral, or escalated to their department.
    #[serde(default)]
    pub nudged: usize,
    /// Orders that could not be dealt with; the log says why, and the next run tries again.
    pub failed: usize,
}

impl TickSummary {
    /// Adds what another run did.
    pub fn add(&mut self, other: Self) {
        self.renewed.extend(other.renewed);
        self.lapsed.extend(other.lapsed);
        self.reminded += other.reminded;
        self.alarmed += other.alarmed;
        self.left += other.left;
        self.nudged += other.nudged;
        self.failed += other.failed;
    }
}

/// Runs the clock once, for an instant: all dates come from `now`, none from the machine. An instant before
/// the last one finds nothing to do: what is on record stays.
pub fn tick(cx: &Ctx, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let horizon = today.saturating_add(i64::from(REMINDER_DAYS.into_iter().max().unwrap_or(0)).days());
    let mut summary = TickSummary::default();
    let mut after = None;
    loop {
        let page = cx.read(|conn| Ok(notes::to_look_at(conn, today, horizon, after, PAGE)?))?;
        let ids: Vec<OrderId> = page.iter().map(|(_, id)| *id).collect();
        settle_page(cx, &ids, now, &mut summary);
        after = page.last().copied();
        if ids.len() < PAGE {
            break;
        }
    }
    let leavers: Vec<OrderId> = cx.read(|conn| Ok(stored::with_leavers(conn, today)?))?;
    for id in leavers {
        let done = cx.store.write(|tx| part(tx, id, now));
        note(&mut summary, id, done);
    }
    summary.nudged = nudge::nudge(cx, now)?;
    Ok(summary)
}

/// Settles some orders in one transaction, which is much faster than one for each. Where that fails
/// nothing of it is done, and each is settled by itself: then one order in trouble keeps no other from its date.
fn settle_page(cx: &Ctx, ids: &[OrderId], now: Timestamp, summary: &mut TickSummary) {
    if ids.is_empty() {
        return;
    }
    let together = cx.store.write(|tx| {
        let mut done = TickSummary::default();
        for id in ids {
            done.add(look_at(cx, tx, *id, now)?);
        }
        Ok::<_, Error>(done)
    });
    match together {
        Ok(done) => summary.add(done),
        Err(error) => {
            tracing::warn!(error = %error, "tick.page_failed: each order is tried by itself");
            for id in ids {
                let done = cx.store.write(|tx| look_at(cx, tx, *id, now));
                note(summary, *id, done);
            }
        }
    }
}

/// Settles one order and notes until when it can wait.
fn look_at(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    let (done, order) = settle_order(cx, tx, id, now)?;
    if let Some(order) = order.filter(|o| o.ended.is_none()) {
        let look_on = order::next_look(&order, washington_date(now)).unwrap_or(NO_END);
        notes::wait(tx, id, order.version, look_on)?;
    }
    Ok(done)
}

fn note(summary: &mut TickSummary, order: OrderId, done: Result<TickSummary, Error>) {
    match done {
        Ok(one) => summary.add(one),
        Err(error) => {
            tracing::error!(order.id = %order, error = %error, "tick.order_failed");
            summary.failed += 1;
        }
    }
}

/// Runs the clock for every Washington day between two instants, in order, and last for `to` itself:
/// a clock that jumps must not skip a day's duties. `set` is called before each run with its instant,
/// for whoever has a clock to set and mail to send.
pub fn run_days(
    cx: &Ctx,
    from: Timestamp,
    to: Timestamp,
    mut set: impl FnMut(Timestamp) -> Result<(), Error>,
) -> Result<TickSummary, Error> {
    let mut summary = TickSummary::default();
    let mut day = next_day(washington_date(from));
    while start_of_day(day) < to {
        let now = start_of_day(day);
        set(now)?;
        summary.add(tick(cx, now)?);
        day = next_day(day);
    }
    set(to)?;
    summary.add(tick(cx, to)?);
    Ok(summary)
}

/// The rungs the sponsors of an order have been given for its coming term.
fn given_for(order: &Order, given: &[Reminder]) -> Vec<(AgencyCode, i32)> {
    let coming = order.coming_term();
    let own = given.iter().filter(|r| r.order == order.id && r.term == coming);
    own.map(|r| (r.agency.clone(), r.rung)).collect()
}

/// Does with one order what is due at `now`, as often as something is: a clock that stood still for
/// years renews and lapses term by term, each on its legal date.
pub(super) fn settle(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    Ok(settle_order(cx, tx, id, now)?.0)
}

/// The same, with the order as it then stands.
fn settle_order(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<(TickSummary, Option<Order>), Error> {
    let today = washington_date(now);
    let mut done = TickSummary::default();
    loop {
        let Some(order) = stored::find(tx, id)? else { return Ok((done, None)) };
        let received = determinations::of_order(tx, id)?;
        match due(&order, &received, today) {
            Due::Nothing => {
                (done.reminded, done.alarmed) = remind(tx, &order, &received, now)?;
                return Ok((done, Some(order)));
            }
            Due::Renew { late } => {
                // A late clock renews as of the last day, on what was received by then (R4.2).
                let renewal = order::renew(&order, &received, today.min(order.expires_on()))?;
                let mut detail = renew::record(cx, tx, &order, &renewal, now)?;
                if late {
                    detail.push_str(" late=true");
                }
                enter(tx, "order.renew", &order, detail, now)?;
                done.renewed.push(order.number);
            }
            Due::Lapse(first_day_over) => {
                end::lapse(cx, tx, &order, first_day_over, now)?;
                done.lapsed.push(order.number);
            }
        }
    }
}

fn enter(tx: &mut Tx<'_>, act: &str, order: &Order, detail: String, now: Timestamp) -> Result<(), Error> {
    let record = Record { subject: format!("order:{}", order.id), detail };
    ledger::append(tx, entry(&Actor::clock(), act, &record, Outcome::Done, now))?;
    Ok(())
}

/// Gives the reminders of the rung reached and, in the last days, the alarm, each once for each sponsor
/// (R4.5). Returns how many of either.
fn remind(tx: &mut Tx<'_>, order: &Order, received: &[Determination], now: Timestamp) -> Result<(usize, usize), Error> {
    let today = washington_date(now);
    // Outside the ladder there is nothing to look up.
    if order::reminder_due(order.expires_on(), today).is_none() {
        return Ok((0, 0));
    }
    let given = given_for(order, &reminders::of_orders(tx, &[order.id])?);
    let (mut reminded, mut alarmed) = (0, 0);
    if let Some((rung, silent)) = reminders_due(order, received, &given, today) {
        give(tx, order, &silent, rung, now)?;
        enter(tx, "order.remind", order, format!("days={rung} agencies={}", names(&silent)), now)?;
        reminded = silent.len();
    }
    if let Some(silent) = order::alarm_due(order, received, &given, today) {
        give(tx, order, &silent, ALARM_RUNG, now)?;
        let detail = format!("working_deadline={} agencies={}", order.renewal_deadline(), names(&silent));
        enter(tx, "order.alarm", order, detail, now)?;
        tracing::warn!(order.id = %order.id, working_deadline = %order.renewal_deadline(), "order.alarm");
        alarmed = silent.len();
    }
    Ok((reminded, alarmed))
}

/// Records that sponsors were given a rung.
fn give(tx: &mut Tx<'_>, order: &Order, silent: &[AgencyCode], rung: i32, now: Timestamp) -> Result<(), Error> {
    for agency in silent {
        let reminder = Reminder { order: order.id, term: order.coming_term(), agency: agency.clone(), rung };
        reminders::insert(tx, &reminder, now)?;
    }
    Ok(())
}

fn names(agencies: &[AgencyCode]) -> String {
    agencies.iter().map(AgencyCode::as_str).collect::<Vec<_>>().join(",")
}

/// Ends the access of agencies that have left an order: their part of the case is over (R2.9, E8).
fn part(tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let mut done = TickSummary::default();
    let Some(order) = stored::find(tx, id)? else { return Ok(done) };
    let filing = case::filing_of(tx, order.filing)?;
    for referral in referrals::of_filing(tx, filing.id)? {
        let left = order.sponsors.iter().any(|s| s.agency == referral.agency && s.until.is_some_and(|u| u < today));
        let stays = order.sponsors_on(today).any(|s| s.agency == referral.agency);
        if left && !stays && referral.status == ReferralStatus::Answered && !end::awaits_order(tx, &referral)? {
            referrals::set_status(tx, referral.id, ReferralStatus::Closed)?;
            enter(tx, "order.sponsor_left", &order, format!("agency={}", referral.agency), now)?;
            done.left += 1;
        }
    }
    if done.left > 0 {
        status::recompute(tx, filing.id, today)?;
    }
    Ok(done)
}
