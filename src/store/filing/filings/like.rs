//! Numbers like one that is not on record, for whoever mistyped it.

use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::filings;
use crate::store::frame::within_reach;
use crate::store::{Conn, StoreError};
use diesel::prelude::*;
use domain::filing::ApplicationNumber;
use domain::review::access::Reach;

/// Last characters that may be others.
const ENDING: usize = 2;
/// Numbers looked at.
const MOST: i64 = 200;

/// Numbers that are the same as this one up to the last two characters, of filings within reach.
pub fn like(conn: &mut Conn, number: &ApplicationNumber, reach: &Reach) -> Result<Vec<ApplicationNumber>, StoreError> {
    let key = number.key();
    // A key is letters and digits of ASCII, so nothing in it means anything to LIKE.
    let start = key.get(..key.len().saturating_sub(ENDING)).unwrap_or_default();
    if start.is_empty() {
        return Ok(vec![]);
    }
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    let found: Vec<String> = filings::table
        .filter(filings::number_key.like(format!("{start}%")))
        .filter(within_reach!(reach, markings))
        .order(filings::number_key)
        .limit(MOST)
        .select(filings::application_number)
        .load(conn)?;
    found.into_iter().map(|n| ApplicationNumber::try_from(n).map_err(|e| StoreError::Corrupt(e.to_string()))).collect()
}
