//! What goes with the end of an order, however it ends: its referrals are over and its principals are
//! told. Not its job: deciding that it ends (`domain::order`).

use crate::store::Tx;
use crate::store::office::ledger;
use crate::store::order::orders;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::About;
use crate::workflow::frame::status;
use crate::workflow::review::answered::close_answered;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::calendar::washington_date;
use domain::base::ledger::Outcome;
use domain::letter::Facts;
use domain::order::{End, Order};
use jiff::Timestamp;
use jiff::civil::Date;

/// Records a lapse as of its legal date (R4.6): an entry, the end of the agencies' access, the
/// notices. Over classified matter a lapse is no declassification (R4.7): access and holds stay, and
/// the ledger has an alarm.
pub(crate) fn lapse(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    order: &Order,
    first_day_over: Date,
    now: Timestamp,
) -> Result<(), Error> {
    end(cx, tx, order, End::Lapsed, first_day_over, now)?;
    let clock = Actor::clock();
    let mut record =
        Record { subject: format!("order:{}", order.id), detail: format!("last_day={}", order.expires_on()) };
    ledger::append(tx, entry(&clock, "order.lapse", &record, Outcome::Done, now))?;
    if order.classified {
        record.detail = "the matter is classified: the holds stay until a person lifts them".into();
        ledger::append(tx, entry(&clock, "order.lapse_classified", &record, Outcome::Done, now))?;
    }
    Ok(())
}

/// Records an end, closes what it ends, queues the notices.
pub(crate) fn end(cx: &Ctx, tx: &mut Tx<'_>, order: &Order, how: End, on: Date, now: Timestamp) -> Result<(), Error> {
    orders::end(tx, order.id, how, on)?;
    let (classified, last_day) = (order.classified, order.expires_on().min(on));
    let sponsors = notify::sponsors(tx, order, last_day)?;
    let facts = match how {
        End::Lapsed => Facts::OrderLapsed { last_day, classified, sponsors },
        End::Rescinded => Facts::OrderRescinded { from: on, classified, sponsors },
    };
    if how == End::Rescinded || !order.classified {
        close_answered(tx, order.filing)?;
    }
    notify::queue(cx, tx, About::Order(order), order.last_term().number, &facts, now)?;
    status::recompute_reached(tx, order.id, order.filing, washington_date(now))?;
    Ok(())
}
