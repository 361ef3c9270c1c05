//! Sponsors' statements that the matter of an order is no longer classified, never changed (R4.7). A sponsor
//! states it once for each act that classified the matter.

use crate::store::frame::column::{agency, date_from_db, date_to_db, from_db, parse, to_db};
use crate::store::frame::load_among;
use crate::store::frame::schema::declassifications;
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::OrderId;
use domain::order::Declassification;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = declassifications)]
struct Row {
    id: String,
    order_id: String,
    agency: String,
    declassified_on: NaiveDate,
    statement: String,
    account_id: String,
    person: String,
    recorded_at: NaiveDateTime,
}

impl TryFrom<Row> for Declassification {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            order: parse(&r.order_id)?,
            agency: agency(&r.agency)?,
            declassified_on: date_from_db(r.declassified_on)?,
            statement: r.statement,
            account: parse(&r.account_id)?,
            recorded_by: r.person,
            recorded_at: from_db(r.recorded_at)?,
        })
    }
}

/// Records a statement, as a new version of the order.
pub fn insert(tx: &mut Tx<'_>, d: &Declassification) -> Result<(), StoreError> {
    let row = Row {
        id: d.id.to_string(),
        order_id: d.order.to_string(),
        agency: d.agency.to_string(),
        declassified_on: date_to_db(d.declassified_on),
        statement: d.statement.clone(),
        account_id: d.account.to_string(),
        person: d.recorded_by.clone(),
        recorded_at: to_db(d.recorded_at),
    };
    let conn: &mut Conn = tx;
    diesel::insert_into(declassifications::table).values(&row).execute(conn)?;
    crate::store::order::orders::touch(tx, d.order)
}

/// The statements on some orders, in the order they were recorded.
pub fn of_orders(conn: &mut Conn, ids: &[OrderId]) -> Result<Vec<Declassification>, StoreError> {
    let ids: Vec<String> = ids.iter().map(OrderId::to_string).collect();
    of_rows(conn, &ids.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The statements on the orders with these ids as text, in the order they were recorded.
pub(super) fn of_rows(conn: &mut Conn, ids: &[&str]) -> Result<Vec<Declassification>, StoreError> {
    let query = declassifications::table
        .order((declassifications::recorded_at, declassifications::id))
        .select(Row::as_select());
    let rows: Vec<Row> = load_among!(conn, query, declassifications::order_id, ids)?;
    rows.into_iter().map(Declassification::try_from).collect()
}
