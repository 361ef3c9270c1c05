//! Sessions: signing in, refreshing, signing out, and the account of a request.
//!
//! Session times are the machine's and come from the caller: a demonstration sets the calendar of the law forward, not
//! the sign-ins. Making and checking passwords and tokens is the job of `auth`; here are only hashes. The ledger tells
//! the causes of a failure apart, the answer does not.

use crate::store::Tx;
use crate::store::office::accounts::{self, Password};
use crate::store::office::factors::{self, Factor};
use crate::store::office::ledger;
pub use crate::store::office::sessions::Session;
use crate::store::office::sessions::{self, Presented};
use crate::store::office::sign_in_failures::{self, Counter};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::office::issuer_tokens::{self, IssuerToken};
use domain::base::actor::{self, Account, Actor, NOBODY};
use domain::base::ids::{AccountId, SessionId};
use domain::base::ledger::{Act, Outcome};
use domain::base::refusal::{
    EXCHANGE_FAILED, PASSWORD_TEMPORARY, Refusal, SESSION_OVER, SIGN_IN_FAILED, STEP_UP_REQUIRED,
};
use jiff::{SignedDuration, Timestamp};

/// The account that signs in under a name, with what its proof is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub account: Account,
    pub password: Password,
    /// The second factor that is in use.
    pub factor: Option<Factor>,
}

/// A sign-in before its password is checked. It counts as failed until it succeeds.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub found: Option<Credentials>,
    pub(super) counter: Counter,
    pub(super) network: String,
    /// Whether failures in a row have not closed the account to the network.
    pub(super) open: bool,
    /// The token that names the account, where no password does.
    pub(super) token: Option<IssuerToken>,
}

/// A sign-in whose proof was right.
#[derive(Debug, Clone)]
pub struct Proved {
    pub found: Credentials,
    pub(super) counter: Counter,
    pub(super) network: String,
    /// The period of the one-time password, if one was asked for.
    pub(super) period: Option<i64>,
    /// The token of an issuer, where it stands for a password.
    pub(super) token: Option<IssuerToken>,
}

impl Proved {
    /// When the person proved who they are: now, or with a token when the issuer says, or at no time that is known.
    fn proved_at(&self, now: Timestamp) -> Timestamp {
        self.token.as_ref().map_or(now, |token| token.said.proved_at.unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// When the person proved to have the second factor: now by a one-time password, or with a token when the issuer says.
    fn factor_at(&self, now: Timestamp) -> Option<Timestamp> {
        let attested = || self.token.as_ref().filter(|token| token.said.attests_factor)?.said.proved_at;
        self.period.map(|_| now).or_else(attested)
    }

    /// The act of the ledger by which a session begins so.
    fn act(&self) -> &'static str {
        if self.token.is_some() { "session.exchange" } else { "session.begin" }
    }

    /// Enters that this was not enough after all, and returns the refusal.
    fn refuse(&self, cx: &Ctx) -> Result<Refusal, Error> {
        let account = Some(self.found.account.id);
        match &self.token {
            Some(_) => enter_failed_exchange(cx, account),
            None => enter_failed_sign_in(cx, account),
        }
    }
}

impl Attempt {
    /// The sign-in with its proof: whether the password is right, and the period of the one-time password. An error with
    /// the account, if there is one, where the proof is not enough.
    pub fn prove(self, password: bool, period: Option<i64>) -> Result<Proved, Option<AccountId>> {
        let Self { found, counter, network, open, .. } = self;
        let account = found.as_ref().map(|found| found.account.id);
        let enough = |found: &Credentials| {
            open && password && found.account.enabled && found.factor.is_some() == period.is_some()
        };
        match found.filter(enough) {
            Some(found) => Ok(Proved { found, counter, network, period, token: None }),
            None => Err(account),
        }
    }
}

/// A session that begins.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The hash of its refresh token.
    pub refresh_hash: &'a str,
    pub now: Timestamp,
    /// When the session ends by itself.
    pub expires_at: Timestamp,
}

/// Begins a sign-in under a name from a network: finds the account and counts the try. If there is no such account, the
/// caller checks the password against a decoy, with the same work.
pub fn attempt(cx: &Ctx, username: &str, network: &str, now: Timestamp) -> Result<Attempt, Error> {
    let name = actor::username(username).ok();
    cx.store.write(|tx| {
        let found = name.as_ref().map(|name| accounts::credentials(tx, name)).transpose()?.flatten();
        let id = found.as_ref().map(|(account, _)| account.id);
        // The factor of nobody is looked for too, so that an unknown name takes the same work.
        let factor = factors::in_use(tx, id.unwrap_or_else(|| AccountId::fresh(cx.ids.as_ref())))?;
        let counted_in = if id.is_some() { network } else { "" };
        let (counter, open) = sign_in_failures::count(tx, id, counted_in, now)?;
        let found = found.map(|(account, password)| Credentials { account, password, factor });
        Ok(Attempt { found, counter, network: network.to_owned(), open, token: None })
    })
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

/// Begins a session for somebody whose proof was right.
pub fn begin(cx: &Ctx, proved: &Proved, opening: Opening<'_>) -> Result<(Account, SessionId), Error> {
    begin_with(cx, proved, opening, |_, account| Ok(account))
}

/// Changes the password of an account whose password was right, ends its sessions, and begins a new one. It is the one
/// act for which a password that somebody else gave is good.
pub fn change_password(
    cx: &Ctx,
    proved: &Proved,
    new: &Password,
    opening: Opening<'_>,
) -> Result<(Account, SessionId), Error> {
    begin_with(cx, proved, opening, |tx, found| {
        let account = Account { stamp: found.stamp + 1, ..found };
        accounts::set_rights(tx, &account)?;
        accounts::set_password(tx, account.id, new)?;
        sign_in_failures::clear_all(tx, account.id)?;
        sessions::end_all(tx, account.id, opening.now)?;
        let (who, subject) = (Actor::of(&account, "password".into(), cx.today()), format!("account:{}", account.id));
        enter_act(tx, cx, Some(&who), "account.change_own_password", subject, None)?;
        Ok(account)
    })
}

/// Begins a session, after what `before` does to the account in the same transaction.
fn begin_with(
    cx: &Ctx,
    proved: &Proved,
    opening: Opening<'_>,
    before: impl FnOnce(&mut Tx<'_>, Account) -> Result<Account, Error>,
) -> Result<(Account, SessionId), Error> {
    let id = SessionId::fresh(cx.ids.as_ref());
    let Opening { refresh_hash, now, expires_at } = opening;
    let issuer_until = proved.token.as_ref().and_then(|token| token.issuer_until);
    let begun = cx.store.write(|tx| {
        let Some(found) = take_proof(tx, cx, proved, now)? else { return Ok::<_, Error>(None) };
        let account = before(tx, found)?;
        let session = Session {
            id,
            account: account.id,
            begun_at: now,
            used_at: now,
            expires_at: issuer_until.map_or(expires_at, |until| until.min(expires_at)),
            ended_at: None,
            network: proved.network.clone(),
            password_at: proved.proved_at(now),
            factor_at: proved.factor_at(now),
            issuer: proved.token.as_ref().map(|token| token.issuer),
        };
        sessions::insert(tx, &session, refresh_hash)?;
        let who = Actor::of(&account, format!("session:{id}"), cx.today());
        enter_act(tx, cx, Some(&who), proved.act(), format!("session:{id}"), None)?;
        Ok(Some(account))
    })?;
    match begun {
        Some(account) => Ok((account, id)),
        None => Err(proved.refuse(cx)?.into()),
    }
}

/// Uses up what proves a sign-in, and returns the account as it is now. `None` if the proof is good no more: the account has
/// changed since its password was read, so that the password may be another by now, or the account switched off; its second
/// factor is another; the one-time password or the token was used meanwhile; or what the token stands on has ended.
fn take_proof(tx: &mut Tx<'_>, cx: &Ctx, proved: &Proved, now: Timestamp) -> Result<Option<Account>, Error> {
    let Credentials { account: checked, factor: checked_factor, .. } = &proved.found;
    let found = accounts::get(tx, checked.id)?.filter(|account| account.enabled && account.stamp == checked.stamp);
    let factor = factors::in_use(tx, checked.id)?.map(|factor| factor.id);
    let (Some(found), true) = (found, factor == checked_factor.as_ref().map(|factor| factor.id)) else {
        return Ok(None);
    };
    if let Some(token) = &proved.token
        && !issuer_tokens::take(tx, cx, token, found.id, now)?
    {
        return Ok(None);
    }
    if let (Some(factor), Some(period)) = (factor, proved.period)
        && !factors::use_period(tx, factor, period)?
    {
        return Ok(None);
    }
    sign_in_failures::clear(tx, &proved.counter, &proved.network, now)?;
    Ok(Some(found))
}

/// Takes note in a session that its person has proved again who they are, and to have the second factor if the account has
/// one. The acts that ask for a recent proof are then open for [`STEP_UP`]. A token counts if its issuer has asked the person
/// within that time.
pub fn step_up(cx: &Ctx, who: &Actor, session: SessionId, proved: &Proved, now: Timestamp) -> Result<(), Error> {
    let is_own = who.account == Some(proved.found.account.id) && is_recent(proved.proved_at(now), now);
    let done = is_own
        && cx.store.write(|tx| {
            let Some(account) = take_proof(tx, cx, proved, now)? else { return Ok::<_, Error>(false) };
            sessions::prove(tx, session, proved.proved_at(now), proved.factor_at(now))?;
            let who = Actor::of(&account, who.credential.clone(), cx.today());
            enter_act(tx, cx, Some(&who), "session.step_up", format!("session:{session}"), None)?;
            Ok(true)
        })?;
    if done { Ok(()) } else { Err(proved.refuse(cx)?.into()) }
}

/// How long a proof opens the acts that ask for a recent one.
pub const STEP_UP: SignedDuration = SignedDuration::from_mins(5);

/// Whether a proof of an instant is recent. A clock that was set back does not make an old proof a recent one.
fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.duration_since(at) <= STEP_UP
}

/// Refuses an act that asks for a recent proof if the person of the session has not given one in the last five minutes: the
/// second factor, or in a demonstration the password.
pub fn require_step_up(cx: &Ctx, session: &Session, now: Timestamp) -> Result<(), Refusal> {
    let proof = if cx.store.is_demo() { session.factor_at.max(Some(session.password_at)) } else { session.factor_at };
    if proof.is_some_and(|at| is_recent(at, now)) {
        return Ok(());
    }
    Err(Refusal::new(
        &STEP_UP_REQUIRED,
        "POST your password and one-time password, or a token of your agency's issuer, to /api/v1/session/step-up, then \
         send this again within five minutes. \
         If your account has no second factor yet, make one first with POST /api/v1/session/factor.",
    ))
}

/// Enters that somebody tried to sign in with a password that is good once only, and returns the refusal.
pub fn refuse_temporary_password(cx: &Ctx, proved: &Proved, now: Timestamp) -> Result<Refusal, Error> {
    let account = &proved.found.account;
    let who = Actor::of(account, "password".into(), cx.today());
    let subject = format!("account:{}", account.id);
    cx.store.write(|tx| {
        sign_in_failures::clear(tx, &proved.counter, &proved.network, now)?;
        enter_act(tx, cx, Some(&who), "session.begin", subject, Some(PASSWORD_TEMPORARY.code))
    })?;
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
    Ok(Refusal::new(
        &SIGN_IN_FAILED,
        "Check the name, the password, the one-time password if the account has a second factor, and whether the account \
         is still in use. After many failures in a row an account opens only in networks it has signed in from before, \
         until a security officer reopens it.",
    ))
}

/// Enters that a token of an issuer opened no session and returns the refusal, which is the same for every cause.
pub(super) fn enter_failed_exchange(cx: &Ctx, account: Option<AccountId>) -> Result<Refusal, Error> {
    let subject = account.map_or_else(|| "account:unknown".to_owned(), |id| format!("account:{id}"));
    cx.store.write(|tx| enter_act(tx, cx, None, "session.exchange", subject, Some(EXCHANGE_FAILED.code)))?;
    Ok(Refusal::new(
        &EXCHANGE_FAILED,
        "Get a new token for this service from the identity provider of your agency, and send it once, with the one-time \
         password of your account if it has a second factor that the provider does not ask for. If that fails, ask the \
         security officers of the Office: the log of the service says why.",
    ))
}

/// Exchanges a refresh token for the next one. If a token comes a second time, two parties hold tokens of its session,
/// and only one can be the owner: the session ends. A session that was not used for `idle` is over.
pub fn refresh(
    cx: &Ctx,
    presented: &str,
    next: &str,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<(Account, SessionId), Error> {
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
        let is_good = session.is_live(now) && now.duration_since(session.used_at) < idle;
        let account = accounts::get(tx, session.account)?.filter(|a| a.enabled && is_good);
        if account.is_some() {
            sessions::rotate(tx, id, presented, next, now)?;
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

/// The account and the session of a request, as they are on record now: if the session is live, the account is in use, and
/// the token was made under its present rights. Called for every request.
pub fn current(
    cx: &Ctx,
    account: AccountId,
    session: SessionId,
    stamp: i32,
    now: Timestamp,
) -> Result<(Account, Session), Error> {
    let found = cx.read(|conn| Ok(sessions::with_account(conn, session)?))?;
    match found {
        Some((s, a)) if a.id == account && a.enabled && a.stamp == stamp && s.is_live(now) => Ok((a, s)),
        _ => Err(refuse_session_over().into()),
    }
}

#[cfg(test)]
mod tests;
