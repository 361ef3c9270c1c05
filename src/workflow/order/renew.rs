//! An order is renewed on the determinations received (R4.1, R4.2, R4.4): by an officer, or by the
//! clock, which does the same.

use crate::store::Tx;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::frame::notify::About;
use crate::workflow::frame::{case, status};
use crate::workflow::notice::notices;
use crate::workflow::order::orders::{OrderView, again};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::calendar::washington_date;
use domain::base::ids::OrderId;
use domain::letter::Facts;
use domain::order::{Order, Renewal, renew as decide};
use domain::review::access;
use jiff::Timestamp;

/// Renews an order by hand.
pub fn renew(cx: &Ctx, by: &By<'_>, order: OrderId) -> Result<OrderView, Error> {
    cx.act(by, "order.renew", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        case::signer(by.actor)?;
        let (order, ..) = case::order(tx, by.actor, order)?;
        by.check_version(order.version)?;
        let now = cx.now();
        let today = washington_date(now);
        let renewal = decide(&order, &determinations::of_order(tx, order.id)?, today)?;
        record.detail = self::record(cx, tx, &order, &renewal, now)?;
        again(cx, tx, by.actor, order.id, today)
    })
}

/// Records a renewal: the next term, the sponsors that leave with the old one (E8), the notices.
/// Returns what the ledger says of it.
pub(crate) fn record(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    order: &Order,
    renewal: &Renewal,
    now: Timestamp,
) -> Result<String, Error> {
    let today = washington_date(now);
    let last_day = order.expires_on();
    for agency in &renewal.leaving {
        stored::set_last_day(tx, order.id, agency, Some(last_day), today)?;
    }
    stored::add_term(tx, order, &renewal.term, now)?;
    let facts = Facts::OrderRenewed(notices::in_effect(tx, order, &renewal.term, &renewal.leaving)?);
    notices::queue(cx, tx, About::Order(order), renewal.term.number, &facts, now)?;
    // Renewed in time, the filing goes on as it stood; renewed late, it was over in between.
    if today > last_day {
        status::recompute_reached(tx, order.id, order.filing, today)?;
    }
    let ids: Vec<_> = renewal.term.determinations.iter().map(ToString::to_string).collect();
    let leaving: Vec<_> = renewal.leaving.iter().map(|a| a.as_str()).collect();
    Ok(format!(
        "term={} from={} until={} determinations={} leaving={}",
        renewal.term.number,
        renewal.term.from,
        renewal.term.until,
        ids.join(","),
        leaving.join(",")
    ))
}
