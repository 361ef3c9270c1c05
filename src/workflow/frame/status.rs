//! The status of a filing, computed from everything recorded about it. Every act that records something about a filing
//! calls this in its transaction. Nothing else writes the status.

use crate::store::Tx;
use crate::store::filing::filings::numbers;
use crate::store::filing::{docket, filings};
use crate::workflow::Error;
use domain::base::ids::{FilingId, OrderId};
use domain::case::status::{FilingStatus, status as stands};
use jiff::civil::Date;

/// Computes a filing's status from the record, writes it as a new version of the filing, and notes
/// the change for the index.
pub fn recompute(tx: &mut Tx<'_>, filing: FilingId, today: Date) -> Result<FilingStatus, Error> {
    let status = stands(&filings::known(tx, filing)?.facts(), today);
    filings::set_status(tx, filing, status)?;
    // If the application is on record twice, an order on one filing also binds the other.
    for double in numbers::doubles(tx, filing)? {
        let status = stands(&filings::known(tx, double)?.facts(), today);
        filings::set_status(tx, double, status)?;
    }
    Ok(status)
}

/// Recomputes the status of every filing that an order reaches: its own, and those that somebody found it to cover.
/// Every act that may begin or end the holds of an order calls this.
pub(crate) fn recompute_reached(tx: &mut Tx<'_>, order: OrderId, own: FilingId, today: Date) -> Result<(), Error> {
    recompute(tx, own, today)?;
    for covered in docket::compared_with(tx, order)? {
        if covered != own {
            recompute(tx, covered, today)?;
        }
    }
    Ok(())
}
