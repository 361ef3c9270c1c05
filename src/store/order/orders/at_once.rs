//! Orders for acts that read each table once: what such an act has read already is handed in, and what was
//! read on the way is handed back.

use crate::store::filing::docket;
use crate::store::frame::column::parse;
use crate::store::frame::schema::orders;
use crate::store::order::orders::{Row, WithBasis, orders_of_rows_with};
use crate::store::order::regimes;
use crate::store::{Conn, StoreError};
use diesel::prelude::*;
use domain::base::ids::{FilingId, OrderId};
use domain::case::Entry;
use domain::order::Order;
use domain::order::regime::Period;

/// An order with what was read on the way to it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The order.
    pub order: Order,
    /// The entries of its filing's docket of the kinds asked for, with the modifications of its orders and the
    /// corrections of its record.
    pub entries: Vec<Entry>,
    /// All confirmed regimes.
    pub periods: Vec<Period>,
}

/// One order, and the entries of some kinds on the docket of its filing, each table read once.
pub fn find_with(conn: &mut Conn, id: OrderId, kinds: &[&str]) -> Result<Option<Found>, StoreError> {
    let row: Option<Row> = orders::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let kinds: Vec<&str> = kinds.iter().copied().chain([docket::MODIFIED, docket::CORRECTED]).collect();
    let entries = docket::of_kinds(conn, parse(&row.filing_id)?, &kinds)?;
    let periods = regimes::periods(conn)?;
    let order = orders_of_rows_with(conn, vec![row], &entries, &periods)?.orders.pop();
    Ok(order.map(|order| Found { order, entries, periods }))
}

/// All orders there ever were on a filing, in the order of issue, where its docket and the confirmed regimes
/// have been read.
pub fn of_filing_with(
    conn: &mut Conn,
    filing: FilingId,
    docket: &[Entry],
    periods: &[Period],
) -> Result<WithBasis, StoreError> {
    let rows: Vec<Row> = orders::table
        .filter(orders::filing_id.eq(filing.to_string()))
        .order(orders::seq)
        .select(Row::as_select())
        .load(conn)?;
    orders_of_rows_with(conn, rows, docket, periods)
}
