//! Sponsors' requests that an order be rescinded, never changed. Which of them still stand is
//! `domain::order::standing_requests`' to say.

use crate::store::frame::column::{agency, from_db, parse, to_db};
use crate::store::frame::load_among;
use crate::store::frame::schema::rescission_requests;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::OrderId;
use domain::order::RescissionRequest;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = rescission_requests)]
struct Row {
    id: String,
    order_id: String,
    agency: String,
    reason: String,
    account_id: String,
    signer: String,
    requested_at: NaiveDateTime,
}

impl TryFrom<Row> for RescissionRequest {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            order: parse(&r.order_id)?,
            agency: agency(&r.agency)?,
            reason: r.reason,
            account: parse(&r.account_id)?,
            signer: r.signer,
            requested_at: from_db(r.requested_at)?,
        })
    }
}

/// Records a request.
pub fn insert(tx: &mut Tx<'_>, r: &RescissionRequest) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: r.id.to_string(),
        order_id: r.order.to_string(),
        agency: r.agency.to_string(),
        reason: r.reason.clone(),
        account_id: r.account.to_string(),
        signer: r.signer.clone(),
        requested_at: to_db(r.requested_at),
    };
    diesel::insert_into(rescission_requests::table).values(&row).execute(conn)?;
    Ok(())
}

/// The requests on some orders, in the order they came in.
pub fn of_orders(conn: &mut Conn, orders: &[OrderId]) -> Result<Vec<RescissionRequest>, StoreError> {
    let ids: Vec<String> = orders.iter().map(OrderId::to_string).collect();
    let query = rescission_requests::table
        .order((rescission_requests::requested_at, rescission_requests::id))
        .select(Row::as_select());
    let rows: Vec<Row> = load_among!(conn, query, rescission_requests::order_id, ids)?;
    rows.into_iter().map(RescissionRequest::try_from).collect()
}
