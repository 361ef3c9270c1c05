//! Second factors of accounts: an account's owner begins one, and puts it in use by a one-time password that it makes. Only
//! two security officers, or the keeper of the machine, take a factor away.

use crate::store::office::factors;
use crate::store::office::{ledger, sessions};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::office::sessions::Proved;
use domain::base::actor::Actor;
use domain::base::ids::{FactorId, SessionId};
use domain::base::ledger::{Act, Outcome};
use domain::base::refusal::{INVALID, Refusal};
use domain::review::access;
use jiff::Timestamp;

pub use crate::store::office::factors::Factor;

/// The ledger entry of an act on a factor of the caller.
fn entry(cx: &Ctx, who: &Actor, act: &str, factor: FactorId) -> Act {
    Act {
        actor: who.name.clone(),
        credential: who.credential.clone(),
        act: act.to_owned(),
        subject: format!("factor:{factor}"),
        outcome: Outcome::Done,
        detail: String::new(),
        at: cx.now(),
    }
}

/// Begins a second factor of the caller, who has just given the password, and the present second factor if there is one.
/// The present one stays in use until the new one is confirmed.
pub fn begin(
    cx: &Ctx,
    who: &Actor,
    session: SessionId,
    proved: &Proved,
    sealed_secret: &str,
    now: Timestamp,
) -> Result<(), Error> {
    super::sessions::step_up(cx, who, session, proved, now)?;
    let account = who.account.ok_or_else(access::not_found)?;
    let factor = Factor {
        id: FactorId::fresh(cx.ids.as_ref()),
        account,
        sealed_secret: sealed_secret.to_owned(),
        created_at: now,
        confirmed_at: None,
        last_period: 0,
    };
    cx.store.write(|tx| {
        factors::begin(tx, &factor)?;
        ledger::append(tx, entry(cx, who, "factor.begin", factor.id))?;
        Ok(())
    })
}

/// The factor of the caller that waits to be confirmed.
pub fn unconfirmed(cx: &Ctx, who: &Actor) -> Result<Factor, Error> {
    let account = who.account.ok_or_else(access::not_found)?;
    let found = cx.read(|conn| Ok(factors::unconfirmed(conn, account)?))?;
    Ok(found.ok_or_else(access::not_found)?)
}

/// Puts a factor in use, once its owner has shown a one-time password of it (`period`, `None` if it was wrong). The session
/// then counts as proved by the factor. A wrong one is entered in the ledger.
pub fn confirm(
    cx: &Ctx,
    who: &Actor,
    session: SessionId,
    factor: &Factor,
    period: Option<i64>,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(period) = period else {
        let detail = "This is not a one-time password of the new factor at this time. Check the clock of the device that \
                      makes it, and send the present one.";
        let refusal = Refusal::new(&INVALID, detail).at("otp");
        cx.record_refusal(who, "factor.confirm", &format!("factor:{}", factor.id), &refusal)?;
        return Err(refusal.into());
    };
    cx.store.write(|tx| {
        // Another request may have confirmed it, or begun another.
        if factors::unconfirmed(tx, factor.account)?.as_ref() != Some(factor) {
            return Err(access::not_found().into());
        }
        factors::confirm(tx, factor, period, now)?;
        sessions::prove_factor(tx, session, now)?;
        ledger::append(tx, entry(cx, who, "factor.confirm", factor.id))?;
        Ok(())
    })
}
