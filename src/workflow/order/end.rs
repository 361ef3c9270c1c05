//! What goes with the end of an order, however it ends: its referrals are over and its principals are
//! told. Not its job: deciding that it ends (`domain::order`).

use super::act::{Record, entry};
use super::notices::About;
use super::{Ctx, Error, notices, status};
use crate::domain::actor::Actor;
use crate::domain::calendar::washington_date;
use crate::domain::ids::FilingId;
use crate::domain::ledger::Outcome;
use crate::domain::letter::Facts;
use crate::domain::order::{End, Order};
use crate::domain::referral::{Referral, ReferralStatus};
use crate::store::referrals::recommendations;
use crate::store::{Conn, Tx, ledger, orders, referrals};
use jiff::Timestamp;
use jiff::civil::Date;

/// Records a lapse as of its legal date (R4.6): an entry, the end of the agencies' access, the
/// notices. Over classified matter a lapse is no declassification (R4.7): access and holds stay, and
/// the ledger has an alarm.
pub(super) fn lapse(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    order: &Order,
    first_day_over: Date,
    now: Timestamp,
) -> Result<(), Error> {
    let clock = Actor::clock();
    let mut record =
        Record { subject: format!("order:{}", order.id), detail: format!("last_day={}", order.expires_on()) };
    ledger::append(tx, entry(&clock, "order.lapse", &record, Outcome::Done, now))?;
    if order.classified {
        record.detail = "the matter is classified: the holds stay until a person lifts them".into();
        ledger::append(tx, entry(&clock, "order.lapse_classified", &record, Outcome::Done, now))?;
    }
    end(cx, tx, order, End::Lapsed, first_day_over, now)
}

/// Records an end, closes what it ends, queues the notices.
pub(super) fn end(cx: &Ctx, tx: &mut Tx<'_>, order: &Order, how: End, on: Date, now: Timestamp) -> Result<(), Error> {
    orders::end(tx, order.id, how, on)?;
    let (classified, last_day) = (order.classified, order.expires_on().min(on));
    let sponsors = notices::sponsors(tx, order, last_day)?;
    let facts = match how {
        End::Lapsed => Facts::OrderLapsed { last_day, classified, sponsors },
        End::Rescinded => Facts::OrderRescinded { from: on, classified, sponsors },
    };
    if how == End::Rescinded || !order.classified {
        close_answered(tx, order.filing)?;
    }
    notices::queue(cx, tx, About::Order(order), order.last_term().number, &facts, now)?;
    status::recompute(tx, order.filing, washington_date(now))?;
    Ok(())
}

/// Closes the referrals of a filing that have done their work (R2.9). One without an answer stays
/// open: silence is never a clearance (R2.6). One whose recommendation waits for an order stays too.
pub(super) fn close_answered(tx: &mut Tx<'_>, filing: FilingId) -> Result<(), Error> {
    for referral in referrals::of_filing(tx, filing)? {
        if referral.status == ReferralStatus::Answered && !awaits_order(tx, &referral)? {
            referrals::set_status(tx, referral.id, ReferralStatus::Closed)?;
        }
    }
    Ok(())
}

/// Whether a referral was answered with a binding recommendation that no order has taken up yet.
pub(super) fn awaits_order(conn: &mut Conn, referral: &Referral) -> Result<bool, Error> {
    let waiting = recommendations::not_taken_up(conn, referral.filing)?;
    Ok(waiting.iter().any(|r| r.referral == referral.id && r.binds()))
}
