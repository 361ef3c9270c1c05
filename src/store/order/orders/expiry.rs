//! The stored copy of each order's last day (`orders.expires_on`), by which queries find orders, kept in step with its
//! terms and the regimes. Not its job: how long an order runs (`domain::order::regime::runs_until`).

use crate::store::frame::column::{date_from_db, date_to_db, parse};
use crate::store::frame::marking::MarkingColumns;
use crate::store::frame::schema::{filings, orders, terms};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;
use domain::base::ids::{FilingId, OrderId};
use domain::base::marking::Marking;
use domain::order::End;
use domain::order::regime::{Period, runs_until};
use jiff::civil::Date;
use std::collections::HashMap;

/// An order whose last day a regime moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub order: OrderId,
    pub number: String,
    /// The filing it was issued on.
    pub filing: FilingId,
    /// The marking of that filing.
    pub marking: Marking,
    /// Its last day as things stand.
    pub from: Date,
    /// Its last day under other regimes.
    pub to: Date,
}

/// The orders without a recorded end whose last day would be another under these regimes, in the order
/// of issue.
pub fn moved_by(conn: &mut Conn, periods: &[Period]) -> Result<Vec<Moved>, StoreError> {
    type Columns = (String, String, String, MarkingColumns, NaiveDate, NaiveDate);
    let rows: Vec<Columns> = orders::table
        .inner_join(filings::table)
        .filter(orders::ended.is_null())
        .order(orders::seq)
        .select((
            orders::id,
            orders::number,
            filings::id,
            MarkingColumns::as_select(),
            orders::issued_on,
            orders::expires_on,
        ))
        .load(conn)?;
    // Terms follow each other, so the last of them ends last.
    let ends: Vec<(String, Option<NaiveDate>)> = terms::table
        .inner_join(orders::table.on(orders::id.eq(terms::order_id)))
        .filter(orders::ended.is_null())
        .group_by(terms::order_id)
        .select((terms::order_id, max(terms::last_day)))
        .load(conn)?;
    let ends: HashMap<String, Option<NaiveDate>> = ends.into_iter().collect();
    let mut out = vec![];
    for (id, number, filing, marking, issued_on, from) in rows {
        let Some(Some(term_until)) = ends.get(&id) else {
            return Err(StoreError::Corrupt(format!("order {number} has no term")));
        };
        let (to, _) = runs_until(date_from_db(issued_on)?, date_from_db(*term_until)?, periods);
        let from = date_from_db(from)?;
        if from != to {
            out.push(Moved {
                order: parse(&id)?,
                number,
                filing: parse(&filing)?,
                marking: marking.try_into()?,
                from,
                to,
            });
        }
    }
    Ok(out)
}

/// Updates the copy of every order's last day for these regimes, as new versions of the orders. Returns the orders that
/// moved.
pub fn keep_in_step(tx: &mut Tx<'_>, periods: &[Period]) -> Result<Vec<Moved>, StoreError> {
    let moved = moved_by(tx, periods)?;
    let conn: &mut Conn = tx;
    for one in &moved {
        diesel::update(orders::table.find(one.order.to_string()))
            .set((orders::expires_on.eq(date_to_db(one.to)), orders::version.eq(orders::version + 1)))
            .execute(conn)?;
    }
    Ok(moved)
}

/// An order whose lapse is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsed {
    pub order: OrderId,
    pub number: String,
    /// The marking of its filing.
    pub marking: Marking,
    /// The first day on which it was over.
    pub over_on: Date,
}

/// The orders that were in effect on a day and whose lapse is on record since. A regime that is confirmed late finds
/// them over. A person must look at them; nothing brings an order back.
pub fn lapsed_since(conn: &mut Conn, day: Date) -> Result<Vec<Lapsed>, StoreError> {
    let lapsed = crate::store::frame::column::name(&End::Lapsed)?;
    let rows: Vec<(String, String, MarkingColumns, Option<NaiveDate>)> = orders::table
        .inner_join(filings::table)
        .filter(orders::ended.eq(lapsed))
        .filter(orders::issued_on.le(date_to_db(day)))
        .filter(orders::ended_on.gt(date_to_db(day)))
        .order(orders::seq)
        .select((orders::id, orders::number, MarkingColumns::as_select(), orders::ended_on))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, number, marking, on)| {
            let on = on.ok_or_else(|| StoreError::Corrupt(format!("order {number} has half an end")))?;
            Ok(Lapsed { order: parse(&id)?, number, marking: marking.try_into()?, over_on: date_from_db(on)? })
        })
        .collect()
}
