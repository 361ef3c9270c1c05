//! The clock's notes: until which day it has nothing to do with an order. A note holds only for the version of the
//! order that it was made for, so a verb that changes an order need not know of notes. An order without a note is read.

use crate::store::frame::column::{date_from_db, date_to_db, parse};
use crate::store::frame::schema::{clock_notes, orders};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::base::ids::OrderId;
use jiff::civil::{Date, date};

/// Up to `limit` orders without a recorded end that the clock must read on a day, with the end of each, in the order in
/// which they end, after one of them: those that end by `horizon` and have no note that they can wait. They are named
/// and not loaded, so that an order that cannot be read does not delay the others.
pub fn orders_to_look_at(
    conn: &mut Conn,
    today: Date,
    horizon: Date,
    after: Option<(Date, OrderId)>,
    limit: usize,
) -> Result<Vec<(Date, OrderId)>, StoreError> {
    let (end, id) = after.map_or((date(1, 1, 1), String::new()), |(end, id)| (end, id.to_string()));
    let end = date_to_db(end);
    let can_wait = clock_notes::version.eq(orders::version).and(clock_notes::look_on.gt(date_to_db(today)));
    let rows: Vec<(NaiveDate, String)> = orders::table
        .left_join(clock_notes::table)
        .filter(orders::ended.is_null())
        .filter(orders::expires_on.le(date_to_db(horizon)))
        .filter(orders::expires_on.gt(end).or(orders::expires_on.eq(end).and(orders::id.gt(id))))
        .filter(clock_notes::order_id.is_null().or(diesel::dsl::not(can_wait.nullable())))
        .order((orders::expires_on, orders::id))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((orders::expires_on, orders::id))
        .load(conn)?;
    rows.into_iter().map(|(end, id)| Ok((date_from_db(end)?, parse(&id)?))).collect()
}

/// Notes that an order of this version can wait until a day.
pub fn note_wait(tx: &mut Tx<'_>, order: OrderId, version: i32, look_on: Date) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let id = order.to_string();
    let set = (clock_notes::version.eq(version), clock_notes::look_on.eq(date_to_db(look_on)));
    let n = diesel::update(clock_notes::table.find(&id)).set(set).execute(conn)?;
    if n == 0 {
        diesel::insert_into(clock_notes::table).values((clock_notes::order_id.eq(&id), set)).execute(conn)?;
    }
    Ok(())
}
