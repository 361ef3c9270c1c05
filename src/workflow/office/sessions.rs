//! Sessions: signing in, refreshing, signing out, and the account of a request.
//!
//! Session times are the machine's and come from the caller: a demonstration sets the calendar of the law forward, not
//! the sign-ins. Making and checking passwords and tokens is the job of `auth`; here are only hashes. The ledger tells
//! the causes of a failure apart, the answer does not.

use crate::store::Tx;
use crate::store::office::accounts::{self, Password};
use crate::store::office::ledger;
use crate::store::office::sessions::{self, Presented, Session};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{self, Account, Actor, NOBODY};
use domain::base::ids::{AccountId, SessionId};
use domain::base::ledger::{Act, Outcome};
use domain::base::refusal::{PASSWORD_TEMPORARY, Refusal, SESSION_OVER, SIGN_IN_FAILED};
use jiff::Timestamp;

/// The account that signs in under a name, with the hash to check its password against.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub account: Account,
    pub password: Password,
}

/// The account and password hash for this name. If there is none, the caller checks the password against a decoy, with
/// the same work.
pub fn credentials(cx: &Ctx, username: &str) -> Result<Option<Credentials>, Error> {
    let Ok(name) = actor::username(username) else { return Ok(None) };
    let found = cx.read(|conn| Ok(accounts::credentials(conn, &name)?))?;
    Ok(found.map(|(account, password)| Credentials { account, password }))
}

fn refuse_session_over() -> Refusal {
    Refusal::new(&SESSION_OVER, "Sign in again.")
}

/// Enters an act on a session in the ledger, or its failure. `who` is `None` for a caller who has not proved who they
/// are.
fn enter_act(
    tx: &mut Tx<'_>,
    cx: &Ctx,
    who: Option<&Actor>,
    act: &str,
    subject: String,
    failed: Option<&str>,
) -> Result<(), Error> {
    let (actor, credential) = who.map_or((NOBODY, "none"), |a| (a.name.as_str(), a.credential.as_str()));
    ledger::append(
        tx,
        Act {
            actor: actor.to_owned(),
            credential: credential.to_owned(),
            act: act.to_owned(),
            subject,
            outcome: if failed.is_some() { Outcome::Refused } else { Outcome::Done },
            detail: failed.unwrap_or_default().to_owned(),
            at: cx.now(),
        },
    )?;
    Ok(())
}

/// Begins a session for an account whose password was right. `checked` is the account as it was when its password was
/// read.
pub fn begin(
    cx: &Ctx,
    checked: &Account,
    refresh_hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(Account, SessionId), Error> {
    begin_with(cx, checked, refresh_hash, now, expires_at, |_, account| Ok(account))
}

/// Changes the password of an account whose password was right, ends its sessions, and begins a new one. It is the one
/// act for which a password that somebody else gave is good.
pub fn change_password(
    cx: &Ctx,
    checked: &Account,
    new: &Password,
    refresh_hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(Account, SessionId), Error> {
    begin_with(cx, checked, refresh_hash, now, expires_at, |tx, found| {
        let account = Account { stamp: found.stamp + 1, ..found };
        accounts::set_rights(tx, &account)?;
        accounts::set_password(tx, account.id, new)?;
        sessions::end_all(tx, account.id, now)?;
        let (who, subject) = (Actor::of(&account, "password".into()), format!("account:{}", account.id));
        enter_act(tx, cx, Some(&who), "account.change_own_password", subject, None)?;
        Ok(account)
    })
}

/// Begins a session, after what `before` does to the account in the same transaction. If the account has changed since its
/// password was read, the password may be another by now, or the account switched off: then nothing is done.
fn begin_with(
    cx: &Ctx,
    checked: &Account,
    refresh_hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
    before: impl FnOnce(&mut Tx<'_>, Account) -> Result<Account, Error>,
) -> Result<(Account, SessionId), Error> {
    let id = SessionId::fresh(cx.ids.as_ref());
    let begun = cx.store.write(|tx| {
        let found = accounts::get(tx, checked.id)?.filter(|account| account.enabled && account.stamp == checked.stamp);
        let Some(found) = found else { return Ok::<_, Error>(None) };
        let account = before(tx, found)?;
        sessions::insert(tx, &Session { id, account: account.id, expires_at, ended_at: None }, refresh_hash, now)?;
        let who = Actor::of(&account, format!("session:{id}"));
        enter_act(tx, cx, Some(&who), "session.begin", format!("session:{id}"), None)?;
        Ok(Some(account))
    })?;
    match begun {
        Some(account) => Ok((account, id)),
        None => Err(enter_failed_sign_in(cx, Some(checked.id))?.into()),
    }
}

/// Enters that somebody tried to sign in with a password that is good once only, and returns the refusal.
pub fn refuse_temporary_password(cx: &Ctx, account: &Account) -> Result<Refusal, Error> {
    let who = Actor::of(account, "password".into());
    let subject = format!("account:{}", account.id);
    cx.store.write(|tx| enter_act(tx, cx, Some(&who), "session.begin", subject, Some(PASSWORD_TEMPORARY.code)))?;
    Ok(Refusal::new(
        &PASSWORD_TEMPORARY,
        "Somebody else gave it to you. POST username, password and new_password to /api/v1/session/password; you are \
         signed in with that.",
    ))
}

/// Enters a failed sign-in and returns the refusal, which is the same for every cause. The name that was typed is not
/// kept, because people type passwords there.
pub fn enter_failed_sign_in(cx: &Ctx, account: Option<AccountId>) -> Result<Refusal, Error> {
    let subject = account.map_or_else(|| "account:unknown".to_owned(), |id| format!("account:{id}"));
    cx.store.write(|tx| enter_act(tx, cx, None, "session.begin", subject, Some(SIGN_IN_FAILED.code)))?;
    Ok(Refusal::new(&SIGN_IN_FAILED, "Check the name and the password, and whether the account is still in use."))
}

/// Exchanges a refresh token for the next one. If a token comes a second time, two parties hold tokens of its session,
/// and only one can be the owner: the session ends.
pub fn refresh(cx: &Ctx, presented: &str, next: &str, now: Timestamp) -> Result<(Account, SessionId), Error> {
    let renewed = cx.store.write(|tx| {
        let (session, reused) = match sessions::find_by_token(tx, presented)? {
            Presented::Current(session) => (session, false),
            Presented::Reused(session) => (session, true),
            Presented::Unknown => return Ok::<_, Error>(None),
        };
        let (id, subject) = (session.id, format!("session:{}", session.id));
        if reused {
            if sessions::end(tx, id, now)? {
                enter_act(tx, cx, None, "session.refresh", subject, Some("session.token_reused"))?;
            }
            return Ok(None);
        }
        let account = accounts::get(tx, session.account)?.filter(|a| a.enabled && session.is_live(now));
        if account.is_some() {
            sessions::rotate(tx, id, presented, next)?;
        }
        Ok(account.map(|account| (account, id)))
    })?;
    Ok(renewed.ok_or_else(refuse_session_over)?)
}

/// Ends a session.
pub fn end(cx: &Ctx, who: &Actor, session: SessionId, now: Timestamp) -> Result<(), Error> {
    cx.store.write(|tx| {
        if sessions::end(tx, session, now)? {
            enter_act(tx, cx, Some(who), "session.end", format!("session:{session}"), None)?;
        }
        Ok(())
    })
}

/// The account of a request, as it is on record now: if the session is live, the account is in use, and the token was
/// made under its present rights. Called for every request.
pub fn current(cx: &Ctx, account: AccountId, session: SessionId, stamp: i32, now: Timestamp) -> Result<Account, Error> {
    let found = cx.read(|conn| Ok(sessions::with_account(conn, session)?))?;
    match found {
        Some((s, a)) if a.id == account && a.enabled && a.stamp == stamp && s.is_live(now) => Ok(a),
        _ => Err(refuse_session_over().into()),
    }
}

#[cfg(test)]
mod tests;
