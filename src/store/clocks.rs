//! Which filings a six-month warning may concern. The other clocks hang on referrals and orders and
//! are found there.

use super::column::{date_from_db, date_to_db, parse};
use super::schema::filings;
use super::{Conn, StoreError};
use crate::domain::clocks::is_pending;
use crate::domain::ids::FilingId;
use crate::domain::status::FilingStatus;
use chrono::NaiveDate;
use diesel::prelude::*;
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
