//! Answered referrals: which await an order, and closing those that await nothing.

use crate::store::review::referrals;
use crate::store::review::referrals::recommendations;
use crate::store::{Conn, Tx};
use crate::workflow::Error;
use domain::base::ids::FilingId;
use domain::review::referral::{Referral, ReferralStatus};

/// Closes the answered referrals of a filing that await nothing more (R2.9). A referral without an answer stays open:
/// silence is never a clearance (R2.6). A referral whose recommendation awaits an order stays open too.
pub(crate) fn close_answered(tx: &mut Tx<'_>, filing: FilingId) -> Result<(), Error> {
    for referral in referrals::of_filing(tx, filing)? {
        if referral.status == ReferralStatus::Answered && !awaits_order(tx, &referral)? {
            referrals::set_status(tx, referral.id, ReferralStatus::Closed)?;
        }
    }
    Ok(())
}

/// Whether a referral was answered with a binding recommendation that no order has taken up yet.
pub(crate) fn awaits_order(conn: &mut Conn, referral: &Referral) -> Result<bool, Error> {
    let waiting = recommendations::not_taken_up(conn, referral.filing)?;
    Ok(waiting.iter().any(|r| r.referral == referral.id && r.binds()))
}
