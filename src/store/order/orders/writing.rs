//! Writing orders: issue, terms, sponsors and the end. Not its job: deciding (`domain::order`).

use crate::store::frame::column::{date_to_db, json, name, to_db};
use crate::store::frame::schema::{orders, sponsors, terms};
use crate::store::order::orders::Row;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, OrderId, RecommendationId};
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::order::regime::{Period, runs_until};
use domain::order::{self, End, Order, Term};
use jiff::Timestamp;
use jiff::civil::Date;

/// An order at its issue, with what is recorded beside it.
#[derive(Debug, Clone)]
pub struct Issued<'a> {
    /// The order, with its first term and all confirmed regimes; its sponsors are taken from `sponsors`.
    pub order: &'a Order,
    /// Its place in the order of issue.
    pub seq: i64,
    /// The officer.
    pub issuer: Option<AccountId>,
    /// The sponsors with the recommendations they stand on; the first leads (it is counted under it).
    pub sponsors: &'a [(AgencyCode, RecommendationId)],
    /// The marking of the filing on that day: with the type it says whether the matter is classified (R4.7).
    pub marking: Level,
    pub at: Timestamp,
}

/// Records a new order with its sponsors and its first term.
pub fn insert(tx: &mut Tx<'_>, new: &Issued<'_>) -> Result<(), StoreError> {
    let order = new.order;
    let Some((lead, _)) = new.sponsors.first() else {
        return Err(StoreError::Constraint(format!("order {} has no sponsor", order.number)));
    };
    let row = Row {
        id: order.id.to_string(),
        seq: new.seq,
        number: order.number.clone(),
        filing_id: order.filing.to_string(),
        order_type: order.order_type.map(OrderType::as_str).map(str::to_owned),
        issued_on: date_to_db(order.issued_on),
        issued_by: order.issued_by.clone(),
        issuer_id: new.issuer.map(|a| a.to_string()),
        countries: json(&order.countries)?,
        conditions: json(&order.conditions)?,
        classified: order::is_classified_on_issue(order.order_type, new.marking),
        john_doe: order.john_doe,
        lead_sponsor: lead.to_string(),
        expires_on: date_to_db(order.expires_on()),
        ended: None,
        ended_on: None,
        version: order.version,
        issued_marking: new.marking.mark().to_owned(),
    };
    let conn: &mut Conn = tx;
    diesel::insert_into(orders::table).values(&row).execute(conn)?;
    for (agency, recommendation) in new.sponsors {
        add_sponsor(tx, order.id, agency, *recommendation, order.issued_on)?;
    }
    for term in &order.terms {
        insert_term(tx, order.id, term, new.at)?;
    }
    Ok(())
}

fn insert_term(tx: &mut Tx<'_>, order: OrderId, term: &Term, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(terms::table)
        .values((
            terms::order_id.eq(order.to_string()),
            terms::number.eq(term.number),
            terms::first_day.eq(date_to_db(term.from)),
            terms::last_day.eq(date_to_db(term.until)),
            terms::basis.eq(name(&term.basis)?),
            terms::determinations.eq(json(&term.determinations)?),
            terms::recorded_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds the next term, as a new version of the order. It may run longer than the term by a regime: `periods`
/// are all confirmed ones.
pub fn add_term(
    tx: &mut Tx<'_>,
    order: &Order,
    term: &Term,
    periods: &[Period],
    at: Timestamp,
) -> Result<(), StoreError> {
    insert_term(tx, order.id, term, at)?;
    let (until, _) = runs_until(order.issued_on, term.until, periods);
    let conn: &mut Conn = tx;
    diesel::update(orders::table.find(order.id.to_string()))
        .set((orders::expires_on.eq(date_to_db(until)), orders::version.eq(orders::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Records how an order ended and the first day on which it is over, as a new version of it. An end
/// once recorded is never overwritten.
pub fn end(tx: &mut Tx<'_>, order: OrderId, how: End, on: Date) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let n = diesel::update(orders::table.find(order.to_string()).filter(orders::ended.is_null()))
        .set((
            orders::ended.eq(name(&how)?),
            orders::ended_on.eq(date_to_db(on)),
            // Its last day is the day before, whatever regimes begin or end later (R4.9, R4.10).
            orders::expires_on.eq(date_to_db(on.yesterday().unwrap_or(on))),
            orders::version.eq(orders::version + 1),
        ))
        .execute(conn)?;
    if n == 1 { Ok(()) } else { Err(StoreError::Constraint(format!("order {order} has ended already"))) }
}

/// Makes a new version of an order, because something was recorded that is shown with it.
pub fn touch(tx: &mut Tx<'_>, order: OrderId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(orders::table.find(order.to_string())).set(orders::version.eq(orders::version + 1)).execute(conn)?;
    Ok(())
}

/// An agency joins the sponsors of an order on its recommendation.
pub fn add_sponsor(
    tx: &mut Tx<'_>,
    order: OrderId,
    agency: &AgencyCode,
    recommendation: RecommendationId,
    since: Date,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(sponsors::table)
        .values((
            sponsors::order_id.eq(order.to_string()),
            sponsors::agency.eq(agency.as_str()),
            sponsors::recommendation_id.eq(recommendation.to_string()),
            sponsors::since.eq(date_to_db(since)),
            sponsors::until.eq(None::<NaiveDate>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Sets the last day of a sponsor that leaves, or takes it back (`None`) while it has not passed.
pub fn set_last_day(
    tx: &mut Tx<'_>,
    order: OrderId,
    agency: &AgencyCode,
    until: Option<Date>,
    today: Date,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(
        sponsors::table
            .filter(sponsors::order_id.eq(order.to_string()))
            .filter(sponsors::agency.eq(agency.as_str()))
            .filter(sponsors::until.is_null().or(sponsors::until.ge(date_to_db(today)))),
    )
    .set(sponsors::until.eq(until.map(date_to_db)))
    .execute(conn)?;
    Ok(())
}
