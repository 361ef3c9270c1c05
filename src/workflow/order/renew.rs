//! An order is renewed on the determinations received (R4.1, R4.2, R4.4): by an officer, or by the
//! clock, which does the same.

use crate::store::Tx;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::frame::at_hand::OrderAtHand;
use crate::workflow::frame::notify;
use crate::workflow::frame::notify::Recipients;
use crate::workflow::frame::{case, status};
use crate::workflow::order::orders::{OrderView, again};
use crate::workflow::{By, Ctx, Error};
use domain::base::actor::Role;
use domain::base::agency::Agencies;
use domain::base::calendar::washington_date;
use domain::base::ids::OrderId;
use domain::letter::Facts;
use domain::order::{Renewal, renew as decide};
use domain::review::access::{self, not_found};
use jiff::Timestamp;

/// Renews an order by hand.
pub fn renew(cx: &Ctx, by: &By<'_>, order: OrderId) -> Result<OrderView, Error> {
    cx.act(by, "order.renew", format!("order:{order}"), |tx, record| {
        access::role(by.actor, &[Role::LicensingOfficer])?;
        case::signer(by.actor)?;
        let (filing, agencies) = case::see_order(cx, tx, by.actor, order)?;
        let hand = OrderAtHand::load(tx, order)?.ok_or_else(not_found)?;
        let order = &hand.order;
        by.check_version(order.version)?;
        let now = cx.now();
        let today = washington_date(now);
        let renewal = decide(order, &determinations::of_order(tx, order.id)?, today)?;
        let to = hand.recipients(tx, filing)?;
        record.detail = self::record(cx, tx, &hand, &to, &agencies, &renewal, now)?;
        again(cx, tx, by.actor, order.id, today)
    })
}

/// Records a renewal: the next term, the sponsors that leave with the old one (E8), the notices.
/// Returns what the ledger says of it.
pub(crate) fn record(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    hand: &OrderAtHand,
    to: &Recipients,
    agencies: &Agencies,
    renewal: &Renewal,
    now: Timestamp,
) -> Result<String, Error> {
    let order = &hand.order;
    let today = washington_date(now);
    let last_day = order.expires_on();
    for agency in &renewal.leaving {
        stored::set_last_day(tx, order.id, agency, Some(last_day), today)?;
    }
    stored::add_term(tx, order, &renewal.term, &hand.periods, now)?;
    let facts = Facts::OrderRenewed(notify::in_effect_with(agencies, order, &renewal.term, &renewal.leaving));
    notify::queue_for(cx, tx, to, Some(order), renewal.term.number, &facts, now)?;
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
