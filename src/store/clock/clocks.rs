//! What clocks may concern, found by columns alone. Which clocks there are is `domain::clock`' to say;
//! those that hang on referrals are found there.

use crate::store::filing::filings::{FilingRecord, get};
use crate::store::frame::column::{date_from_db, date_to_db, from_db, name, parse};
use crate::store::frame::schema::{filings, notices, orders};
use crate::store::{Conn, StoreError};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::{FilingId, OrderId};
use domain::case::status::FilingStatus;
use domain::clock::is_pending;
use domain::filing::FilingKind;
use domain::notice::{NoticeKind, NoticeState};
use jiff::Timestamp;
use jiff::civil::Date;

/// Filings on which a decision is pending that were filed on a day or before, with their dates.
pub fn pending_filed_by(conn: &mut Conn, day: Date) -> Result<Vec<(FilingId, Date)>, StoreError> {
    let pending: Vec<&str> =
        FilingStatus::ALL.into_iter().filter(|s| is_pending(*s)).map(FilingStatus::as_str).collect();
    let rows: Vec<(String, Option<NaiveDate>)> = filings::table
        .filter(filings::status.eq_any(pending))
        .filter(filings::filed_on.le(date_to_db(day)))
        .select((filings::id, filings::filed_on))
        .load(conn)?;
    rows.into_iter()
        .filter_map(|(id, filed_on)| Some((id, filed_on?)))
        .map(|(id, filed_on)| Ok((parse(&id)?, date_from_db(filed_on)?)))
        .collect()
}

/// Orders not recorded as ended whose term ends by a day: its end, the order, its filing.
pub fn orders_ending_by(conn: &mut Conn, day: Date) -> Result<Vec<(Date, OrderId, FilingId)>, StoreError> {
    let rows: Vec<(NaiveDate, String, String)> = orders::table
        .filter(orders::ended.is_null())
        .filter(orders::expires_on.le(date_to_db(day)))
        .select((orders::expires_on, orders::id, orders::filing_id))
        .load(conn)?;
    rows.into_iter().map(|(end, id, filing)| Ok((date_from_db(end)?, parse(&id)?, parse(&filing)?))).collect()
}

/// Filings of a kind with an order not recorded as ended.
pub fn under_order_of_kind(conn: &mut Conn, kind: FilingKind) -> Result<Vec<FilingRecord>, StoreError> {
    let ids: Vec<String> = filings::table
        .inner_join(orders::table)
        .filter(orders::ended.is_null())
        .filter(filings::kind.eq(name(&kind)?))
        .select(filings::id)
        .load(conn)?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(get(conn, parse(&id)?)?);
    }
    Ok(out)
}

/// Filings with notices of some kinds that have gone out, or went on paper, and have no proof of service:
/// how many, and when the oldest was queued. Of one filing, or of all.
pub fn without_receipt(
    conn: &mut Conn,
    kinds: &[NoticeKind],
    filing: Option<FilingId>,
) -> Result<Vec<(FilingId, i64, Timestamp)>, StoreError> {
    let kinds: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
    let gone_out = [NoticeState::Sent, NoticeState::Failed, NoticeState::Paper].map(NoticeState::as_str);
    let mut query = notices::table
        .filter(notices::state.eq_any(gone_out))
        .filter(notices::kind.eq_any(kinds))
        .group_by(notices::filing_id)
        .select((notices::filing_id, diesel::dsl::count(notices::id), diesel::dsl::min(notices::queued_at)))
        .into_boxed();
    if let Some(filing) = filing {
        query = query.filter(notices::filing_id.eq(filing.to_string()));
    }
    let rows: Vec<(String, i64, Option<NaiveDateTime>)> = query.load(conn)?;
    rows.into_iter()
        .filter_map(|(filing, n, oldest)| Some((filing, n, oldest?)))
        .map(|(filing, n, oldest)| Ok((parse(&filing)?, n, from_db(oldest)?)))
        .collect()
}
