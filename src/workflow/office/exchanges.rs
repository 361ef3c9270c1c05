//! Exchanging a token of an issuer for a session: the sign-in of people whose agency has an identity provider of its own.
//!
//! The token is checked before (`auth`); here it is only asked whom it signs in. Times are the machine's.

use crate::store::office::{accounts, factors, sign_in_failures};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::office::issuer_tokens::{self, IssuerToken};
use crate::workflow::office::sessions::{Attempt, Credentials, Proved, enter_failed_exchange};
use domain::base::ids::AccountId;
use domain::base::refusal::Refusal;
use jiff::Timestamp;

/// The second factor that comes with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentFactor {
    /// Whether a one-time password was sent.
    pub is_sent: bool,
    /// Its period, if it is one of the factor of the account.
    pub period: Option<i64>,
}

/// Begins a sign-in by a checked token from a network, and counts the try: the account may ask for a one-time password,
/// which must not be found by trying. A token that signs nobody in is entered as refused, with the cause in the log.
pub fn attempt(cx: &Ctx, token: IssuerToken, network: &str, now: Timestamp) -> Result<Attempt, Error> {
    let begun = cx.store.write(|tx| {
        let account = match issuer_tokens::account_of(tx, cx, &token, now)? {
            Ok(account) => account,
            Err(not) => return Ok::<_, Error>(Err(not)),
        };
        let Some((account, password)) = accounts::credentials(tx, &account.username)? else {
            return Err(Error::Internal(format!("account {} has no name", account.id)));
        };
        let factor = factors::in_use(tx, account.id)?;
        let (counter, open) = sign_in_failures::count(tx, Some(account.id), network, now)?;
        let found = Some(Credentials { account, password, factor });
        Ok(Ok(Attempt { found, counter, network: network.to_owned(), open, token: None }))
    })?;
    match begun {
        Ok(attempt) => Ok(Attempt { token: Some(token), ..attempt }),
        Err(not) => {
            tracing::info!(issuer = %token.issuer, why = not.why, "exchange.refused");
            Err(enter_failed_exchange(cx, not.account)?.into())
        }
    }
}

/// The sign-in with its second factor, where the account has one: the issuer attests it, or the one-time password is right.
/// One that is sent must be right in any case.
pub fn prove(cx: &Ctx, attempt: Attempt, factor: SentFactor) -> Result<Proved, Error> {
    let Attempt { found: Some(found), counter, network, open, token: Some(token) } = attempt else {
        return Err(refuse(cx, None, "there is no account")?.into());
    };
    let is_asked = found.factor.is_some() && (factor.is_sent || !token.said.attests_factor);
    if is_asked && !(open && factor.period.is_some()) {
        return Err(refuse(cx, Some(found.account.id), "the one-time password is missing or wrong")?.into());
    }
    Ok(Proved { found, counter, network, period: factor.period.filter(|_| is_asked), token: Some(token) })
}

/// Enters a token that opens no session, whose cause goes to the log. The answer is the same for every cause.
pub fn refuse(cx: &Ctx, account: Option<AccountId>, why: &str) -> Result<Refusal, Error> {
    tracing::info!(why, "exchange.refused");
    enter_failed_exchange(cx, account)
}

#[cfg(test)]
mod tests;
