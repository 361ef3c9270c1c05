//! Where a filing stands, computed anew from everything recorded about it. Whoever records something
//! about a filing calls this in the same transaction; nothing else writes the status.

use crate::store::Tx;
use crate::store::filing::{docket, filings};
use crate::store::order::standing;
use crate::workflow::Error;
use crate::workflow::frame::at_hand::CaseAtHand;
use domain::base::ids::{FilingId, OrderId};
use domain::case::status::{FilingStatus, status as stands};
use jiff::civil::Date;

/// Computes a filing's status from the record, writes it as a new version of the filing, and notes
/// the change for the index.
pub fn recompute(tx: &mut Tx<'_>, filing: FilingId, today: Date) -> Result<FilingStatus, Error> {
    let known = standing::known(tx, filing)?;
    let status = stands(&known.facts(), today);
    filings::set_status(tx, filing, status)?;
    recompute_doubles(tx, &known.doubles, today)?;
    Ok(status)
}

/// The same from a case in hand, which it brings in step.
pub(crate) fn recompute_in_hand(tx: &mut Tx<'_>, hand: &mut CaseAtHand, today: Date) -> Result<(), Error> {
    let status = stands(&hand.file.facts(), today);
    filings::set_status(tx, hand.record.id, status)?;
    hand.stands(status);
    recompute_doubles(tx, &hand.doubles, today)
}

/// Where an application is on record twice, what happens to one filing touches the other.
fn recompute_doubles(tx: &mut Tx<'_>, doubles: &[FilingId], today: Date) -> Result<(), Error> {
    for double in doubles {
        let status = stands(&standing::known(tx, *double)?.facts(), today);
        filings::set_status(tx, *double, status)?;
    }
    Ok(())
}

/// The same for every filing that an order reaches: its own, and those that somebody found it to cover. Whoever
/// records something that may begin or end the holds of an order calls this.
pub(crate) fn recompute_reached(tx: &mut Tx<'_>, order: OrderId, own: FilingId, today: Date) -> Result<(), Error> {
    recompute(tx, own, today)?;
    for covered in docket::compared_with(tx, order)? {
        if covered != own {
            recompute(tx, covered, today)?;
        }
    }
    Ok(())
}
