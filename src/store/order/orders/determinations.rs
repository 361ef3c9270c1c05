//! Determinations of sponsors, one for each coming term of each order, never changed (R4.3).

use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, name, parse, to_db, word};
use crate::store::frame::load_among;
use crate::store::frame::schema::determinations;
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::OrderId;
use domain::order::Determination;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = determinations)]
struct Row {
    id: String,
    order_id: String,
    agency: String,
    term: i32,
    need: String,
    reason: String,
    account_id: String,
    signer: String,
    received_at: NaiveDateTime,
    received_on: NaiveDate,
}

impl TryFrom<Row> for Determination {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            order: parse(&r.order_id)?,
            agency: agency(&r.agency)?,
            term: r.term,
            need: word(&r.need)?,
            reason: r.reason,
            account: parse(&r.account_id)?,
            signer: r.signer,
            received_at: from_db(r.received_at)?,
            received_on: date_from_db(r.received_on)?,
        })
    }
}

/// Records a determination.
pub fn insert(tx: &mut Tx<'_>, d: &Determination) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: d.id.to_string(),
        order_id: d.order.to_string(),
        agency: d.agency.to_string(),
        term: d.term,
        need: name(&d.need)?,
        reason: d.reason.clone(),
        account_id: d.account.to_string(),
        signer: d.signer.clone(),
        received_at: to_db(d.received_at),
        received_on: date_to_db(d.received_on),
    };
    diesel::insert_into(determinations::table).values(&row).execute(conn)?;
    Ok(())
}

/// The determinations on some orders, in the order they came in.
pub fn of_orders(conn: &mut Conn, orders: &[OrderId]) -> Result<Vec<Determination>, StoreError> {
    let ids: Vec<String> = orders.iter().map(OrderId::to_string).collect();
    let query = determinations::table.order((determinations::received_at, determinations::id)).select(Row::as_select());
    let rows: Vec<Row> = load_among!(conn, query, determinations::order_id, ids)?;
    rows.into_iter().map(Determination::try_from).collect()
}

/// The determinations on one order, in the order they came in.
pub fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Determination>, StoreError> {
    let rows: Vec<Row> = determinations::table
        .filter(determinations::order_id.eq(order.to_string()))
        .order((determinations::received_at, determinations::id))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Determination::try_from).collect()
}
