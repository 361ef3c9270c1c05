//! Orders for acts that read each table once: what such an act has read already is handed in, and what was
//! read on the way is handed back.

use crate::store::filing::docket;
use crate::store::frame::column::parse;
use crate::store::frame::schema::orders;
use crate::store::order::orders::{Row, WithBasis, orders_of_rows_with};
use crate::store::order::regimes;
use crate::store::{Conn, StoreError};
use diesel::dsl::max;
use diesel::prelude::*;
use domain::base::ids::{FilingId, OrderId};
use domain::case::Entry;
use domain::law::related::covering_orders;
use domain::order::Order;
use domain::order::regime::Period;
use std::borrow::Cow;

/// An order with what was read on the way to it.
#[derive(Debug, Clone)]
pub struct Found {
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

/// What has been read of a case whose orders are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub filing: FilingId,
    /// The other filings on record for its application.
    pub doubles: &'a [FilingId],
    /// Its docket, or at least the findings about covering orders, the modifications and the corrections on it.
    pub docket: &'a [Entry],
    /// The confirmed regimes. `None`: they are read if there is an order.
    pub periods: Option<&'a [Period]>,
}

/// The orders that bind one filing.
#[derive(Debug, Clone, Default)]
pub struct OfCase {
    /// All orders there ever were on the filing, in the order of issue, with what they stand on.
    pub own: WithBasis,
    /// The orders of other filings that bind it: those that its docket says cover it, in the order in which they
    /// end, and, where its application is on record twice, those on the other filing and those that cover that one.
    pub covering: Vec<Order>,
}

/// The orders that bind a filing. Every table is read once, but the docket twice where there are orders of other
/// filings: what shapes those stands on other dockets.
pub fn of_case(conn: &mut Conn, case: &Case<'_>) -> Result<OfCase, StoreError> {
    Ok(read(conn, case, LastNumber::NotWanted)?.0)
}

/// The same, and the number that the next order of the Office gets its name from.
pub fn of_case_and_next(conn: &mut Conn, case: &Case<'_>) -> Result<(OfCase, i64), StoreError> {
    let (of_case, last) = read(conn, case, LastNumber::Wanted)?;
    Ok((of_case, last + 1))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LastNumber {
    Wanted,
    NotWanted,
}

fn read(conn: &mut Conn, case: &Case<'_>, last: LastNumber) -> Result<(OfCase, i64), StoreError> {
    let own = case.filing.to_string();
    let mut covers = covering_orders(case.docket);
    // What covers one filing of an application covers the application (R3.4).
    for double in case.doubles {
        let found = covering_orders(&docket::of_kind(conn, *double, docket::COMPARED)?);
        covers.extend(found.into_iter().filter(|id| !covers.contains(id)).collect::<Vec<_>>());
    }
    let covers: Vec<String> = covers.iter().map(OrderId::to_string).collect();
    let doubles: Vec<String> = case.doubles.iter().map(FilingId::to_string).collect();
    let mut rows = rows(conn, &own, &covers, &doubles, last)?;
    let last_seq = rows.iter().map(|r| r.seq).max().unwrap_or(0);
    // The last order of the Office may be on any filing.
    rows.retain(|r| r.filing_id == own || covers.contains(&r.id) || doubles.contains(&r.filing_id));
    if rows.is_empty() {
        return Ok((OfCase::default(), last_seq));
    }
    let periods = match case.periods {
        Some(read) => Cow::Borrowed(read),
        None => Cow::Owned(regimes::periods(conn)?),
    };
    let others: Vec<&Row> = rows.iter().filter(|r| r.filing_id != own).collect();
    let entries = if others.is_empty() {
        Cow::Borrowed(case.docket)
    } else {
        let ids: Vec<&str> = others.iter().map(|r| r.id.as_str()).collect();
        let filings: Vec<&str> = others.iter().map(|r| r.filing_id.as_str()).collect();
        let mut entries = case.docket.to_vec();
        entries.extend(docket::shaping(conn, &ids, &filings)?);
        Cow::Owned(entries)
    };
    let WithBasis { orders, taken_up } = orders_of_rows_with(conn, rows, &entries, &periods)?;
    let (orders, mut covering): (Vec<Order>, Vec<Order>) = orders.into_iter().partition(|o| o.filing == case.filing);
    // Found to cover it first, in the order in which they end; then by the other filings, in the order of issue.
    let place = |o: &Order| case.doubles.iter().position(|d| *d == o.filing);
    covering.sort_by_key(|o| {
        let found = covers.contains(&o.id.to_string());
        if found { (None, Some((o.expires_on(), o.id))) } else { (place(o), None) }
    });
    Ok((OfCase { own: WithBasis { orders, taken_up }, covering }, last_seq))
}

/// The rows of the orders that bind a filing, in the order of issue, with that of the last order of the Office
/// where it is wanted.
fn rows(
    conn: &mut Conn,
    own: &str,
    covers: &[String],
    doubles: &[String],
    last: LastNumber,
) -> Result<Vec<Row>, StoreError> {
    let any = diesel::alias!(orders as any_order);
    let latest = any.select(max(any.field(orders::seq))).single_value();
    // Nearly every filing has no other orders; the statement for it is prepared once and for all.
    let of_filing = orders::filing_id.eq(own);
    let all = orders::table.order(orders::seq).select(Row::as_select());
    let rows = if covers.is_empty() && doubles.is_empty() {
        match last {
            LastNumber::NotWanted => all.filter(of_filing).load(conn)?,
            LastNumber::Wanted => all.filter(of_filing.or(orders::seq.nullable().eq(latest))).load(conn)?,
        }
    } else {
        let several = of_filing.or(orders::id.eq_any(covers)).or(orders::filing_id.eq_any(doubles));
        match last {
            LastNumber::NotWanted => all.filter(several).load(conn)?,
            LastNumber::Wanted => all.filter(several.or(orders::seq.nullable().eq(latest))).load(conn)?,
        }
    };
    Ok(rows)
}
