//! The reminders that each sponsor has been given, each once (R4.5). A rung is the number of days before the end of the
//! term.

use crate::store::frame::column::{agency, parse, to_db};
use crate::store::frame::load_among;
use crate::store::frame::schema::reminders;
use crate::store::{Conn, StoreError, Tx};
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::OrderId;
use jiff::Timestamp;

/// One reminder given to one sponsor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub order: OrderId,
    /// Number of the coming term it asks about.
    pub term: i32,
    /// The sponsor.
    pub agency: AgencyCode,
    /// Days before the end of the term.
    pub rung: i32,
}

/// The reminders that were given on these orders: by order, term and rung, the highest rung first.
pub fn of_orders(conn: &mut Conn, orders: &[OrderId]) -> Result<Vec<Reminder>, StoreError> {
    let ids: Vec<String> = orders.iter().map(OrderId::to_string).collect();
    let query = reminders::table
        .select((reminders::order_id, reminders::term, reminders::agency, reminders::rung))
        .order((reminders::order_id, reminders::term, reminders::rung.desc(), reminders::agency));
    let rows: Vec<(String, i32, String, i32)> = load_among!(conn, query, reminders::order_id, ids)?;
    rows.into_iter()
        .map(|(order, term, code, rung)| Ok(Reminder { order: parse(&order)?, term, agency: agency(&code)?, rung }))
        .collect()
}

/// Records a reminder.
pub fn insert(tx: &mut Tx<'_>, r: &Reminder, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(reminders::table)
        .values((
            reminders::order_id.eq(r.order.to_string()),
            reminders::term.eq(r.term),
            reminders::agency.eq(r.agency.as_str()),
            reminders::rung.eq(r.rung),
            reminders::reminded_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}
