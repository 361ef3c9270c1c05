//! The status of a filing, computed from everything recorded about it. Every act that records something about a filing
//! calls this in its transaction. Nothing else writes the status.

use crate::store::filing::{docket, filings};
use crate::store::order::standing;
use crate::store::{Tx, set_setting, setting};
use crate::workflow::frame::at_hand::CaseAtHand;
use crate::workflow::{Ctx, Error};
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

/// The setting that says that the statuses on record are computed from holds.
const SETTLED: &str = "filing_statuses";

/// Filings looked at in one transaction.
const AT_ONCE: usize = 100;

/// Brings every status in step that an older program may have computed otherwise, once for a database. Returns how many
/// were off. Several processes may do it side by side: the second finds them right.
pub fn settle(cx: &Ctx) -> Result<usize, Error> {
    let left = cx.read(|conn| {
        Ok::<_, Error>(match setting(conn, SETTLED)? {
            Some(_) => None,
            None => Some(standing::bound_by_more_than_review(conn)?),
        })
    })?;
    let Some(left) = left else { return Ok(0) };
    let (today, mut off) = (cx.today(), 0);
    for some in left.chunks(AT_ONCE) {
        off += cx.store.write(|tx| {
            let mut off = 0;
            for filing in some {
                let now = stands(&standing::known(tx, *filing)?.facts(), today);
                if filings::get(tx, *filing)?.is_some_and(|f| f.status != now) {
                    filings::set_status(tx, *filing, now)?;
                    off += 1;
                }
            }
            Ok::<_, Error>(off)
        })?;
    }
    cx.store.write(|tx| Ok::<_, Error>(set_setting(tx, SETTLED, "holds")?))?;
    Ok(off)
}
