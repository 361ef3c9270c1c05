//! The license that a filing gets without an officer, in the act that clears it (R6.3).

use crate::store::Tx;
use crate::store::filing::screenings::{Decision, ScreeningRecord};
use crate::store::office::ledger;
use crate::workflow::frame::act::{Record, entry};
use crate::workflow::frame::case;
use crate::workflow::frame::docket::{self, About};
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::FilingId;
use domain::base::ledger::Outcome;
use domain::case::status::FilingStatus;
use domain::law::license::{self, ReceiptLicense};

/// Grants the license that comes with the receipt, if nothing is left to decide (R6.3). Every act that may have cleared
/// a filing calls this in its transaction, after it has computed the status: a flag or a referral then comes before it
/// or after it, never between. Returns whether the license was granted.
pub(crate) fn grant_on_receipt(cx: &Ctx, tx: &mut Tx<'_>, filing: FilingId) -> Result<bool, Error> {
    let setting = cx.settings.receipt_license;
    let known = case::filing_of(tx, filing)?;
    if setting == ReceiptLicense::Off || known.status != FilingStatus::Clear {
        return Ok(false);
    }
    let Some(latest) = case::latest_screening(tx, filing)? else { return Ok(false) };
    let dismissed =
        |s: &ScreeningRecord| s.hits.iter().any(|h| h.triage.as_ref().is_some_and(|t| t.decision == Decision::Dismiss));
    if setting == ReceiptLicense::Examined && !dismissed(&latest) && docket::is_empty(tx, filing)? {
        return Ok(false);
    }
    let found = docket::case_of(tx, &known)?;
    let Some(act) = license::on_receipt(&found, &latest.result, dismissed(&latest), setting, cx.today()) else {
        return Ok(false);
    };
    let system = Actor::founder();
    let mut record = Record { subject: format!("filing:{filing}"), detail: format!("setting={}", setting.as_str()) };
    docket::enter(cx, tx, &system, &mut record, &found, About::default(), act)?;
    ledger::append(tx, entry(&system, "license.grant", &record, Outcome::Done, cx.now()))?;
    Ok(true)
}
