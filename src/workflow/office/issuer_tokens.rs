//! Whom a token of an issuer signs in: the account that is bound to its name, if the account and the issuer are in force.
//! Role, agency and clearance are the account's.

use crate::auth::issuer::CheckedToken;
use crate::store::office::issuers;
use crate::store::office::{accounts, agencies, identities};
use crate::store::{Conn, StoreError, Tx};
use crate::workflow::frame::act::Ctx;
use crate::workflow::office::issuers::signs_in;
use domain::base::actor::Account;
use domain::base::ids::{AccountId, IssuerId};
use jiff::Timestamp;

/// A token whose signature and claims are right, with its issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerToken {
    pub issuer: IssuerId,
    /// When the issuer ends by itself, and with it what its tokens begin; `None` without an end.
    pub issuer_until: Option<Timestamp>,
    pub said: CheckedToken,
}

/// Why a token signs nobody in, for the log, and the account that it names, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSignedIn {
    pub account: Option<AccountId>,
    pub why: &'static str,
}

/// The account that a token signs in at an instant of the machine's clock, if the token was not used before.
pub(super) fn account_of(
    conn: &mut Conn,
    cx: &Ctx,
    token: &IssuerToken,
    now: Timestamp,
) -> Result<Result<Account, NotSignedIn>, StoreError> {
    let not = |account, why| Ok(Err(NotSignedIn { account, why }));
    let Some(issuer) = issuers::get(conn, token.issuer)?.filter(|issuer| issuer.is_active(now)) else {
        return not(None, "its issuer is not active any more");
    };
    let identity = identities::find(conn, issuer.id, &token.said.subject)?;
    let Some(identity) = identity.filter(|identity| identity.confirmed.is_some()) else {
        return not(None, "no account is bound to the name in it");
    };
    let named = Some(identity.account);
    let Some(account) = accounts::get(conn, identity.account)?.filter(|account| account.enabled) else {
        return not(named, "the account is switched off");
    };
    if !signs_in(&issuer, account.role, account.agency.as_ref()) {
        return not(named, "the issuer signs in no account of this role and agency");
    }
    if agencies::all(conn)?.valid(&issuer.agency, cx.today()).is_err() {
        return not(named, "the agency is not in force today");
    }
    if token.said.roles.as_ref().is_some_and(|roles| !roles.contains(&account.role)) {
        return not(named, "it does not say the role of the account");
    }
    if issuers::is_used(conn, issuer.id, &token.said.hash)? {
        return not(named, "it was used before");
    }
    Ok(Ok(account))
}

/// Uses up a token that signs in an account, if it still does. Two that come at once, on whichever nodes, are told apart
/// here: the second is not taken.
pub(super) fn take(
    tx: &mut Tx<'_>,
    cx: &Ctx,
    token: &IssuerToken,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    match account_of(tx, cx, token, now)? {
        Ok(found) if found.id == account => {
            issuers::use_up(tx, token.issuer, &token.said.hash, token.said.remembered_until)
        }
        Ok(_) | Err(_) => Ok(false),
    }
}
