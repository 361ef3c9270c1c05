//! The clocks of orders that have not ended: the end of the term, and the alarm before it (R4.5, R4.6).

use crate::store::Conn;
use crate::store::clock::clocks;
use crate::store::order::orders as stored;
use crate::store::order::orders::determinations;
use crate::workflow::Error;
use crate::workflow::clock::clocks::{Candidate, Found, Horizon, Look, Source};
use domain::base::deadline::ClockKind;
use domain::clock::{alarm, of_order};
use domain::order::alarm_day;
use jiff::ToSpan;

pub(super) const SOURCE: Source = Source { candidates, of_filing };

/// No five business days with all that is closed between them are longer than this.
const LONGEST_ALARM: i64 = 21;

fn candidates(conn: &mut Conn, horizon: &Horizon<'_>) -> Result<Vec<Candidate>, Error> {
    let mut out = vec![];
    for (end, order, filing) in clocks::orders_ending_by(conn, horizon.until.saturating_add(LONGEST_ALARM.days()))? {
        let of = order.to_string();
        out.push(Candidate { due_on: end, kind: ClockKind::OrderExpiry, of: of.clone(), filing });
        if horizon.today <= end {
            out.push(Candidate { due_on: alarm_day(end), kind: ClockKind::AgencyAlarm, of, filing });
        }
    }
    Ok(out)
}

fn of_filing(conn: &mut Conn, look: &Look<'_>) -> Result<Vec<Found>, Error> {
    let Some(order) = stored::without_end(conn, look.filing.id)? else { return Ok(vec![]) };
    let received = determinations::of_order(conn, order.id)?;
    let expiry = of_order(&order, &received, look.settings.determination_window_days, look.today);
    let both = expiry.into_iter().chain(alarm(&order, &received, look.today));
    Ok(both
        .map(|clock| Found {
            clock,
            of: order.id.to_string(),
            agency: None,
            referral: None,
            order: Some((order.id, order.number.clone())),
        })
        .collect())
}
