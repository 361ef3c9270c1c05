//! The clock: does with every order what its date asks for, by itself (R4.2, R4.5, R4.6).
//!
//! One transaction an order, decided anew inside it, so that a kill at any point and a second run do
//! nothing twice and one order in trouble keeps no other from its date. Not its job: deciding what is
//! due (`domain::order::due`).

use super::act::{Record, entry};
use super::{Ctx, Error, case, end, renew, status};
use crate::domain::actor::Actor;
use crate::domain::agency::AgencyCode;
use crate::domain::calendar::{next_day, start_of_day, washington_date};
use crate::domain::ids::OrderId;
use crate::domain::ledger::Outcome;
use crate::domain::order::{self, Determination, Due, Order, REMINDER_DAYS, due, reminders_due};
use crate::domain::referral::ReferralStatus;
use crate::store::orders::reminders::{self, Reminder};
use crate::store::orders::{self as stored, determinations};
use crate::store::{Conn, Tx, ledger, referrals};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Orders looked at in one read.
const PAGE: i64 = 100;

/// What the clock did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TickSummary {
    /// Numbers of orders renewed.
    pub renewed: Vec<String>,
    /// Numbers of orders that lapsed.
    pub lapsed: Vec<String>,
    /// Reminders given, one for each sponsor of each order.
    pub reminded: usize,
    /// Agencies whose access ended because they no longer sponsor an order.
    pub left: usize,
    /// Orders that could not be dealt with; the log says why, and the next run tries again.
    pub failed: usize,
}

impl TickSummary {
    /// Adds what another run did.
    pub fn add(&mut self, other: Self) {
        self.renewed.extend(other.renewed);
        self.lapsed.extend(other.lapsed);
        self.reminded += other.reminded;
        self.left += other.left;
        self.failed += other.failed;
    }
}

/// Runs the clock once, for an instant: all dates come from `now`, none from the machine.
pub fn tick(cx: &Ctx, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let horizon = today.saturating_add(i64::from(REMINDER_DAYS.into_iter().max().unwrap_or(0)).days());
    let mut summary = TickSummary::default();
    let mut after = None;
    loop {
        let page: Vec<(Date, OrderId)> = cx.read(|conn| Ok(stored::ending_by(conn, horizon, after, PAGE)?))?;
        let Some(last) = page.last().copied() else { break };
        after = Some(last);
        let ids: Vec<OrderId> = page.into_iter().map(|(_, id)| id).collect();
        // Where one of a page cannot be read, each is looked at by itself, and that one alone fails.
        let busy = cx.read(|conn| with_work(conn, &ids, today)).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "tick.page_unreadable");
            ids
        });
        for id in busy {
            let done = cx.store.write(|tx| settle(cx, tx, id, now));
            note(&mut summary, id, done);
        }
    }
    let leavers: Vec<OrderId> = cx.read(|conn| Ok(stored::with_leavers(conn, today)?))?;
    for id in leavers {
        let done = cx.store.write(|tx| part(tx, id, now));
        note(&mut summary, id, done);
    }
    Ok(summary)
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

/// Those of some orders for which something is due, found with a few queries for all.
fn with_work(conn: &mut Conn, ids: &[OrderId], today: Date) -> Result<Vec<OrderId>, Error> {
    let received = determinations::of_orders(conn, ids)?;
    let given = reminders::of_orders(conn, ids)?;
    let busy = stored::find_all(conn, ids)?.into_iter().filter(|order| {
        let own: Vec<Determination> = received.iter().filter(|d| d.order == order.id).cloned().collect();
        due(order, &own, today) != Due::Nothing
            || reminders_due(order, &own, &given_for(order, &given), today).is_some()
    });
    Ok(busy.map(|order| order.id).collect())
}

/// The rungs the sponsors of an order have been given for its coming term.
fn given_for(order: &Order, given: &[Reminder]) -> Vec<(AgencyCode, i32)> {
    let coming = order.last_term().number + 1;
    let own = given.iter().filter(|r| r.order == order.id && r.term == coming);
    own.map(|r| (r.agency.clone(), r.rung)).collect()
}

/// Does with one order what is due at `now`, as often as something is: a clock that stood still for
/// years renews and lapses term by term, each on its legal date.
pub(super) fn settle(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let mut done = TickSummary::default();
    loop {
        let Some(order) = stored::find(tx, id)? else { return Ok(done) };
        let received = determinations::of_order(tx, id)?;
        match due(&order, &received, today) {
            Due::Nothing => {
                done.reminded = remind(tx, &order, &received, now)?;
                return Ok(done);
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

/// Gives the reminders of the rung reached, once for each sponsor.
fn remind(tx: &mut Tx<'_>, order: &Order, received: &[Determination], now: Timestamp) -> Result<usize, Error> {
    let given = given_for(order, &reminders::of_orders(tx, &[order.id])?);
    let Some((rung, silent)) = reminders_due(order, received, &given, washington_date(now)) else { return Ok(0) };
    for agency in &silent {
        let reminder = Reminder { order: order.id, term: order.last_term().number + 1, agency: agency.clone(), rung };
        reminders::insert(tx, &reminder, now)?;
    }
    let names: Vec<_> = silent.iter().map(AgencyCode::as_str).collect();
    enter(tx, "order.remind", order, format!("days={rung} agencies={}", names.join(",")), now)?;
    Ok(silent.len())
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
