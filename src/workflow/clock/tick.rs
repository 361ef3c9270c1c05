//! The clock: reminds, renews and records lapses for every order by its dates (R4.2, R4.5, R4.6).
//!
//! Only orders that may have something due are read (`store::order::orders::notes`), a few in one transaction. Each is
//! decided again inside the transaction, so a process may be killed at any point and a second run does nothing twice.
//! An order that fails does not delay the others. Not its job: deciding what is due (`domain::order::due`).

use crate::store::Tx;
use crate::store::order::orders as stored;
use crate::store::order::orders::notes;
use crate::workflow::clock::nudge;
use crate::workflow::order::settle::{TickSummary, part, settle_order};
use crate::workflow::{Ctx, Error};
use domain::base::calendar::{next_day, start_of_day, washington_date};
use domain::base::ids::OrderId;
use domain::order::regime::NO_END;
use domain::order::{self, REMINDER_DAYS};
use jiff::{Timestamp, ToSpan};

/// Orders settled in one transaction.
const PAGE: usize = 20;

/// Runs the clock once, for an instant. All dates come from `now`, none from the machine. An instant before that of an
/// earlier run finds nothing to do.
pub fn tick(cx: &Ctx, now: Timestamp) -> Result<TickSummary, Error> {
    let today = washington_date(now);
    let horizon = today.saturating_add(i64::from(REMINDER_DAYS.into_iter().max().unwrap_or(0)).days());
    let mut summary = TickSummary::default();
    let mut after = None;
    loop {
        let page = cx.read(|conn| Ok(notes::orders_to_look_at(conn, today, horizon, after, PAGE)?))?;
        let ids: Vec<OrderId> = page.iter().map(|(_, id)| *id).collect();
        settle_page(cx, &ids, now, &mut summary);
        after = page.last().copied();
        if ids.len() < PAGE {
            break;
        }
    }
    let leavers: Vec<OrderId> = cx.read(|conn| Ok(stored::with_leavers(conn, today)?))?;
    for id in leavers {
        let done = cx.write_as_of(now, |tx| part(tx, id, now));
        add_outcome(&mut summary, id, done);
    }
    summary.nudged = nudge::nudge_agencies(cx, now)?;
    Ok(summary)
}

/// Settles some orders in one transaction, which is much faster than one for each. If that fails, nothing of it is
/// done, and each order is settled alone.
fn settle_page(cx: &Ctx, ids: &[OrderId], now: Timestamp, summary: &mut TickSummary) {
    if ids.is_empty() {
        return;
    }
    let together = cx.write_as_of(now, |tx| {
        let mut done = TickSummary::default();
        for id in ids {
            done.add(settle_and_note(cx, tx, *id, now)?);
        }
        Ok::<_, Error>(done)
    });
    match together {
        Ok(done) => summary.add(done),
        Err(error) => {
            tracing::warn!(error = %error, "tick.page_failed: each order is tried by itself");
            for id in ids {
                let done = cx.write_as_of(now, |tx| settle_and_note(cx, tx, *id, now));
                add_outcome(summary, *id, done);
            }
        }
    }
}

/// Settles one order and notes the next day on which it must be read.
fn settle_and_note(cx: &Ctx, tx: &mut Tx<'_>, id: OrderId, now: Timestamp) -> Result<TickSummary, Error> {
    let (done, order) = settle_order(cx, tx, id, now)?;
    if let Some(order) = order.filter(|o| o.ended.is_none()) {
        let look_on = order::next_look(&order, washington_date(now)).unwrap_or(NO_END);
        notes::note_wait(tx, id, order.version, look_on)?;
    }
    Ok(done)
}

fn add_outcome(summary: &mut TickSummary, order: OrderId, done: Result<TickSummary, Error>) {
    match done {
        Ok(one) => summary.add(one),
        Err(error) => {
            tracing::error!(order.id = %order, error = %error, "tick.order_failed");
            summary.failed += 1;
        }
    }
}

/// Runs the clock for every Washington day between two instants, in order, and last for `to` itself, so that a clock
/// that jumps skips no day. `set` is called before each run with its instant: it sets the clock and sends mail.
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
