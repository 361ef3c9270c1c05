//! Finding orders: a page of a list, those the clock must look at, and the facts statistics count.

use crate::store::filing::filings::list::Scope;
use crate::store::frame::column::{agency, date_from_db, date_to_db, parse, word};
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{agencies, filings, orders, referrals, sponsors};
use crate::store::frame::{signed_by, within_reach};
use crate::store::order::orders::{Row, orders_of_rows};
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{FilingId, OrderId};
use domain::order::statistics::OrderFacts;
use domain::order::{End, Order};
use domain::review::access::Reach;
use jiff::civil::Date;

/// Which orders a list is to show.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Those there are for somebody.
    pub scope: Scope,
    /// Those with this agency among their sponsors, past ones included.
    pub sponsor: Option<AgencyCode>,
    /// Those whose end came so, computed on `on`; `Some(None)` for those in effect.
    pub ended: Option<Option<End>>,
    /// Those whose last term ends by this day.
    pub expires_by: Option<Date>,
    /// The day for which all this is asked.
    pub on: Date,
}

/// Up to `limit` orders after one of them, in the order of issue. Who may see which is part of the query; it says with
/// SQL what `domain::review::access::see_order` says of one order.
pub fn list(conn: &mut Conn, filter: &Filter, after: Option<OrderId>, limit: i64) -> Result<Vec<Order>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &filter.scope.reach.clearance)?;
    let mut query =
        orders::table.inner_join(filings::table).filter(within_reach!(filter.scope.reach, markings)).into_boxed();
    if let Some(reader) = &filter.scope.reader {
        let codes: Vec<String> = reader.agencies.iter().map(AgencyCode::to_string).collect();
        let today = date_to_db(reader.today);
        let left = sponsors::until.lt(today).and(sponsors::until.lt(orders::expires_on.nullable()));
        let answering = sponsors::table
            .filter(sponsors::order_id.eq(orders::id))
            .filter(sponsors::agency.eq_any(codes))
            .filter(sponsors::since.le(today))
            .filter(sponsors::until.is_null().or(diesel::dsl::not(left)));
        query = query.filter(signed_by!(reader.account)).filter(exists(answering));
    }
    if let Some(agency) = &filter.sponsor {
        let among =
            sponsors::table.filter(sponsors::order_id.eq(orders::id)).filter(sponsors::agency.eq(agency.to_string()));
        query = query.filter(exists(among));
    }
    let today = date_to_db(filter.on);
    query = match filter.ended {
        None => query,
        Some(None) => query.filter(orders::ended.is_null()).filter(orders::expires_on.ge(today)),
        Some(Some(End::Rescinded)) => query.filter(orders::ended.eq("rescinded")),
        // R4.6: a lapse needs no record.
        Some(Some(End::Lapsed)) => query.filter(
            orders::ended.eq("lapsed").or(orders::ended.is_null().and(orders::expires_on.lt(today).nullable())),
        ),
    };
    if let Some(day) = filter.expires_by {
        query = query.filter(orders::ended.is_null()).filter(orders::expires_on.le(date_to_db(day)));
    }
    if let Some(after) = after {
        query = query.filter(orders::id.gt(after.to_string()));
    }
    let rows: Vec<Row> = query.order(orders::id).limit(limit).select(Row::as_select()).load(conn)?;
    orders_of_rows(conn, rows)
}

/// The number of every order on a filing within reach, with its filing, in the order of issue.
pub fn numbers(conn: &mut Conn, reach: &Reach) -> Result<Vec<(String, FilingId)>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    let rows: Vec<(String, String)> = orders::table
        .inner_join(filings::table)
        .filter(within_reach!(reach, markings))
        .order(orders::id)
        .select((orders::number, orders::filing_id))
        .load(conn)?;
    rows.into_iter().map(|(number, filing)| Ok((number, parse(&filing)?))).collect()
}

/// Up to `limit` orders without a recorded end whose last term ends by a day, with that end, in the order in which they
/// end, after one of them. They are named and not loaded, so that an order that cannot be read does not delay the
/// others.
pub fn ending_by(
    conn: &mut Conn,
    day: Date,
    after: Option<(Date, OrderId)>,
    limit: i64,
) -> Result<Vec<(Date, OrderId)>, StoreError> {
    let mut query =
        orders::table.filter(orders::ended.is_null()).filter(orders::expires_on.le(date_to_db(day))).into_boxed();
    if let Some((end, id)) = after {
        let end = date_to_db(end);
        query =
            query.filter(orders::expires_on.gt(end).or(orders::expires_on.eq(end).and(orders::id.gt(id.to_string()))));
    }
    let rows: Vec<(NaiveDate, String)> = query
        .order((orders::expires_on, orders::id))
        .limit(limit)
        .select((orders::expires_on, orders::id))
        .load(conn)?;
    rows.into_iter().map(|(end, id)| Ok((date_from_db(end)?, parse(&id)?))).collect()
}

/// Orders without a recorded end with a sponsor that left before a day and whose referral is still
/// open to it (R2.9).
pub fn with_leavers(conn: &mut Conn, day: Date) -> Result<Vec<OrderId>, StoreError> {
    let ids: Vec<String> = sponsors::table
        .inner_join(orders::table)
        .inner_join(referrals::table.on(referrals::filing_id.eq(orders::filing_id)))
        .filter(orders::ended.is_null())
        .filter(sponsors::until.lt(date_to_db(day)))
        .filter(referrals::agency.eq(sponsors::agency))
        .filter(referrals::status.eq("answered"))
        .select(orders::id)
        .distinct()
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The facts of every order that statistics count, as of a date. An order that is over by law counts as lapsed, whether
/// or not the clock has recorded it.
pub fn facts(conn: &mut Conn, on: Date) -> Result<Vec<OrderFacts>, StoreError> {
    type Columns = (NaiveDate, NaiveDate, Option<String>, Option<NaiveDate>, String, Option<String>, bool);
    let rows: Vec<Columns> = orders::table
        .order(orders::seq)
        .select((
            orders::issued_on,
            orders::expires_on,
            orders::ended,
            orders::ended_on,
            orders::lead_sponsor,
            orders::order_type,
            orders::john_doe,
        ))
        .load(conn)?;
    let foreign: Vec<String> =
        agencies::table.filter(agencies::foreign_government).select(agencies::code).load(conn)?;
    rows.into_iter()
        .map(|(issued_on, expires_on, ended, ended_on, lead, order_type, john_doe)| {
            let expires_on = date_from_db(expires_on)?;
            let ended = match (ended, ended_on) {
                (Some(how), Some(day)) => Some((word(&how)?, date_from_db(day)?)),
                _ if on > expires_on => Some((End::Lapsed, domain::base::calendar::next_day(expires_on))),
                _ => None,
            };
            Ok(OrderFacts {
                issued_on: date_from_db(issued_on)?,
                ended,
                foreign: foreign.contains(&lead),
                lead_sponsor: Some(agency(&lead)?),
                order_type: order_type.as_deref().map(word).transpose()?,
                john_doe,
            })
        })
        .collect()
}
