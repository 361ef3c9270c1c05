//! Where a filing stands, computed anew from everything recorded about it. Whoever records something
//! about a filing calls this in the same transaction; nothing else writes the status.

use crate::store::Tx;
use crate::store::filing::filings;
use crate::store::filing::filings::numbers;
use crate::workflow::Error;
use domain::base::ids::FilingId;
use domain::case::status::{FilingStatus, status as stands};
use jiff::civil::Date;

/// Computes a filing's status from the record, writes it as a new version of the filing, and notes
/// the change for the index.
pub fn recompute(tx: &mut Tx<'_>, filing: FilingId, today: Date) -> Result<FilingStatus, Error> {
    let status = stands(filings::status_facts(tx, filing, today)?);
    filings::set_status(tx, filing, status)?;
    // Where the application is on record twice, what happens to one filing touches the other.
    for double in numbers::doubles(tx, filing)? {
        let status = stands(filings::status_facts(tx, double, today)?);
        filings::set_status(tx, double, status)?;
    }
    Ok(status)
}
