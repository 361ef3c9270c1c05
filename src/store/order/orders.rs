//! Secrecy orders, each loaded whole with its sponsors and terms, so that the domain can decide on it. Statements of
//! sponsors are in [`determinations`] and [`rescissions`], reminders in [`reminders`].
//!
//! An order that is over by law may still have no end on record here, if the clock has not run since. So
//! `Order::status` says whether an order is in effect on a date, and no filter does.

mod at_once;
pub mod declassifications;
pub mod determinations;
pub mod expiry;
mod list;
pub mod notes;
pub mod reminders;
pub mod rescissions;
mod writing;

pub use at_once::{Case, Found, OfCase, find_with, of_case, of_case_and_next};
pub use list::{Filter, ending_by, facts, list, numbers, with_leavers};
pub use writing::{Issued, add_sponsor, add_term, end, insert, set_last_day, touch};

use crate::store::filing::docket;
use crate::store::frame::column::{agency, date_from_db, from_json, parse, word};
use crate::store::frame::load_among;
use crate::store::frame::schema::{orders, sponsors, terms};
use crate::store::order::regimes;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::base::ids::{FilingId, OrderId, RecommendationId};
use domain::case::{Entry, recorded};
use domain::order::regime::Period;
use domain::order::{self, Declassification, End, Order, Sponsor, Term};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = orders)]
struct Row {
    id: String,
    seq: i64,
    number: String,
    filing_id: String,
    order_type: Option<String>,
    issued_on: NaiveDate,
    issued_by: String,
    issuer_id: Option<String>,
    countries: String,
    conditions: String,
    classified: bool,
    john_doe: bool,
    lead_sponsor: String,
    expires_on: NaiveDate,
    ended: Option<String>,
    ended_on: Option<NaiveDate>,
    version: i32,
    issued_marking: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sponsors)]
struct SponsorRow {
    order_id: String,
    agency: String,
    recommendation_id: String,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = terms)]
struct TermRow {
    order_id: String,
    number: i32,
    first_day: NaiveDate,
    last_day: NaiveDate,
    basis: String,
    determinations: String,
}

/// A sponsor with the recommendation it joined on.
struct Joined(Sponsor, RecommendationId);

impl TryFrom<SponsorRow> for Joined {
    type Error = StoreError;
    fn try_from(r: SponsorRow) -> Result<Self, StoreError> {
        let sponsor = Sponsor {
            agency: agency(&r.agency)?,
            since: date_from_db(r.since)?,
            until: r.until.map(date_from_db).transpose()?,
        };
        Ok(Self(sponsor, parse(&r.recommendation_id)?))
    }
}

impl TryFrom<TermRow> for Term {
    type Error = StoreError;
    fn try_from(r: TermRow) -> Result<Self, StoreError> {
        Ok(Self {
            number: r.number,
            from: date_from_db(r.first_day)?,
            until: date_from_db(r.last_day)?,
            basis: word(&r.basis)?,
            determinations: from_json(&r.determinations)?,
        })
    }
}

/// Records about some orders beside their rows, read once for all of them.
struct Beside<'a> {
    periods: &'a [Period],
    /// Modifications of the orders and corrections of their filings, among others.
    entries: &'a [Entry],
    declassifications: &'a [Declassification],
}

/// Computes an order from its recorded acts. An error if a stored copy in the row contradicts them.
fn order_of_row(r: Row, sponsors: Vec<Joined>, terms: Vec<Term>, beside: &Beside<'_>) -> Result<Order, StoreError> {
    let corrupt = |what: &str| StoreError::Corrupt(format!("order {} {what}", r.number));
    if terms.is_empty() {
        return Err(corrupt("has no term"));
    }
    let ended = match (&r.ended, r.ended_on) {
        (Some(how), Some(day)) => Some((word(how)?, date_from_db(day)?)),
        (None, None) => None,
        _ => return Err(corrupt("has half an end")),
    };
    let expires_on = date_from_db(r.expires_on)?;
    let issued = recorded::Issued {
        id: parse(&r.id)?,
        filing: parse(&r.filing_id)?,
        order_type: r.order_type.as_deref().map(word).transpose()?,
        marking: word(&r.issued_marking)?,
        issued_on: date_from_db(r.issued_on)?,
        countries: from_json(&r.countries)?,
        conditions: from_json(&r.conditions)?,
        number: r.number.clone(),
        issued_by: r.issued_by,
        john_doe: r.john_doe,
    };
    let classified = order::is_classified_on_issue(issued.order_type, issued.marking);
    let truth = |yes: bool| String::from(if yes { "TRUE" } else { "FALSE" });
    check_copy(&r.number, "classified", truth(r.classified), truth(classified))?;
    let acts = recorded::Acts {
        sponsors: sponsors.into_iter().map(|Joined(sponsor, on)| (sponsor, on.as_uuid())).collect(),
        terms,
        ended,
        regimes: beside.periods,
        modifications: beside.entries,
        corrections: beside.entries,
        declassifications: beside.declassifications,
        version: r.version,
    };
    let order = recorded::as_recorded(issued, acts);
    check_copy(&r.number, "expires_on", in_sql(expires_on), in_sql(order.expires_on()))?;
    Ok(order)
}

/// Returns an error if a stored copy is not the value computed from the acts, both written as SQL.
fn check_copy(order: &str, column: &'static str, stored: String, computed: String) -> Result<(), StoreError> {
    if stored == computed {
        return Ok(());
    }
    Err(StoreError::CopyOff { order: order.to_owned(), column, stored, computed })
}

fn in_sql(day: Date) -> String {
    format!("'{day}'")
}

/// Returns an error if the stored last day of an order without an end is not the day that its terms and the regimes
/// come to: a query by that day would miss the order.
pub(crate) fn check_last_days(conn: &mut Conn) -> Result<(), StoreError> {
    let periods = regimes::periods(conn)?;
    match expiry::moved_by(conn, &periods)?.into_iter().next() {
        Some(off) => check_copy(&off.number, "expires_on", in_sql(off.from), in_sql(off.to)),
        None => Ok(()),
    }
}

/// Loads the orders of some rows: their sponsors and terms, the regimes, modifications and corrections, with one query
/// each.
fn orders_of_rows(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Order>, StoreError> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let periods = regimes::periods(conn)?;
    let filings: Vec<&str> = rows.iter().map(|r| r.filing_id.as_str()).collect();
    let entries = docket::shaping(conn, &ids, &filings)?;
    Ok(orders_of_rows_with(conn, rows, &entries, &periods)?.orders)
}

/// Orders with the recommendations they stand on.
#[derive(Debug, Clone, Default)]
pub struct WithBasis {
    pub orders: Vec<Order>,
    /// The recommendations their sponsors joined on.
    pub taken_up: HashSet<RecommendationId>,
}

/// Loads the orders of some rows, given the regimes, the modifications of the orders and the corrections of their
/// filings. `entries` may hold other entries too.
fn orders_of_rows_with(
    conn: &mut Conn,
    rows: Vec<Row>,
    entries: &[Entry],
    periods: &[Period],
) -> Result<WithBasis, StoreError> {
    if rows.is_empty() {
        return Ok(WithBasis::default());
    }
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let sponsor_rows =
        sponsors::table.order((sponsors::since, sponsors::recommendation_id)).select(SponsorRow::as_select());
    let term_rows = terms::table.order(terms::number).select(TermRow::as_select());
    let sponsor_rows: Vec<SponsorRow> = load_among!(conn, sponsor_rows, sponsors::order_id, ids)?;
    let term_rows: Vec<TermRow> = load_among!(conn, term_rows, terms::order_id, ids)?;
    // Columns keep an order as it was issued; it is loaded as it now reads (R5.8).
    let declassifications = declassifications::of_rows(conn, &ids)?;
    let beside = Beside { periods, entries, declassifications: &declassifications };
    let mut taken_up = HashSet::new();
    let mut of_order: HashMap<String, (Vec<Joined>, Vec<Term>)> = HashMap::new();
    for row in sponsor_rows {
        taken_up.insert(parse(&row.recommendation_id)?);
        of_order.entry(row.order_id.clone()).or_default().0.push(row.try_into()?);
    }
    for row in term_rows {
        of_order.entry(row.order_id.clone()).or_default().1.push(row.try_into()?);
    }
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        let (sponsors, terms) = of_order.remove(&row.id).unwrap_or_default();
        orders.push(order_of_row(row, sponsors, terms, &beside)?);
    }
    Ok(WithBasis { orders, taken_up })
}

/// Loads an order with its sponsors and terms; `None` if there is no order with this id.
pub fn find(conn: &mut Conn, id: OrderId) -> Result<Option<Order>, StoreError> {
    let row: Option<Row> = orders::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    Ok(orders_of_rows(conn, row.into_iter().collect())?.pop())
}

/// Looks an order up by the number that letters give it; numbers are unique.
pub fn by_number(conn: &mut Conn, number: &str) -> Result<Option<OrderId>, StoreError> {
    let id: Option<String> =
        orders::table.filter(orders::number.eq(number)).select(orders::id).first(conn).optional()?;
    id.as_deref().map(parse).transpose()
}

/// Some orders, in the order in which they end.
pub fn find_all(conn: &mut Conn, ids: &[OrderId]) -> Result<Vec<Order>, StoreError> {
    let ids: Vec<String> = ids.iter().map(OrderId::to_string).collect();
    let rows: Vec<Row> = orders::table
        .filter(orders::id.eq_any(ids))
        .order((orders::expires_on, orders::id))
        .select(Row::as_select())
        .load(conn)?;
    orders_of_rows(conn, rows)
}

/// Whether an order was ever issued on a filing.
pub fn any_of_filing(conn: &mut Conn, filing: FilingId) -> Result<bool, StoreError> {
    let any = orders::table.filter(orders::filing_id.eq(filing.to_string()));
    Ok(diesel::select(diesel::dsl::exists(any)).get_result(conn)?)
}

/// The order on a filing that has no recorded end: the one in effect, or one whose lapse the clock
/// has yet to record.
pub fn without_end(conn: &mut Conn, filing: FilingId) -> Result<Option<Order>, StoreError> {
    let row: Option<Row> = orders::table
        .filter(orders::filing_id.eq(filing.to_string()))
        .filter(orders::ended.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(orders_of_rows(conn, row.into_iter().collect())?.pop())
}

/// For some orders, how the order issued before it on the same filing ended, and the first day on which that order was
/// over. The first order on a filing is left out.
pub fn predecessors(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, (End, Date)>, StoreError> {
    let (own, earlier) = diesel::alias!(orders as own, orders as earlier);
    let ids: Vec<String> = ids.iter().map(OrderId::to_string).collect();
    let rows: Vec<(String, Option<String>, Option<NaiveDate>)> = own
        .inner_join(earlier.on(earlier.field(orders::filing_id).eq(own.field(orders::filing_id))))
        .filter(own.field(orders::id).eq_any(ids))
        .filter(earlier.field(orders::seq).lt(own.field(orders::seq)))
        .order((own.field(orders::seq), earlier.field(orders::seq)))
        .select((own.field(orders::id), earlier.field(orders::ended), earlier.field(orders::ended_on)))
        .load(conn)?;
    let mut out = HashMap::new();
    // The last row of each order is of the latest before it.
    for (id, how, day) in rows {
        if let (Some(how), Some(day)) = (how, day) {
            out.insert(parse(&id)?, (word(&how)?, date_from_db(day)?));
        }
    }
    Ok(out)
}

/// All orders there ever were on a filing, in the order of issue.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Order>, StoreError> {
    let rows: Vec<Row> = orders::table
        .filter(orders::filing_id.eq(filing.to_string()))
        .order(orders::seq)
        .select(Row::as_select())
        .load(conn)?;
    orders_of_rows(conn, rows)
}
