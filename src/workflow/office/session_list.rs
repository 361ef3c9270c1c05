//! The sessions of an account: listed, and ended one by one or all at once. Beginning them is the job of `sessions`.

use crate::store::office::sessions::{self, Session};
use crate::store::office::{accounts, issuers};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::office::accounts::KEEPERS;
use crate::workflow::office::sessions::end;
use domain::base::actor::Actor;
use domain::base::ids::{AccountId, IssuerId, SessionId};
use domain::review::access;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A session, as its owner and security officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// Id of the session.
    #[schema(value_type = uuid::Uuid)]
    pub id: SessionId,
    /// When the person signed in.
    pub begun_at: Timestamp,
    /// When its tokens were last renewed.
    pub used_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// The network it was begun from: an IPv4 address, or the first half of an IPv6 address.
    pub network: String,
    /// When the person last proved to have the second factor.
    pub factor_at: Option<Timestamp>,
    /// The issuer whose token began it; `null` where a password did.
    #[schema(example = "https://id.navy.example/realms/navy")]
    pub issuer: Option<String>,
    /// Whether this request was sent in it.
    pub current: bool,
}

/// The live sessions of the caller, oldest first.
pub fn list(
    cx: &Ctx,
    who: &Actor,
    own: SessionId,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<Vec<SessionView>, Error> {
    let account = who.account.ok_or_else(access::not_found)?;
    live_sessions(cx, account, Some(own), now, idle)
}

/// The live sessions of an account, oldest first, for those who keep accounts.
pub fn list_of(
    cx: &Ctx,
    who: &Actor,
    account: AccountId,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<Vec<SessionView>, Error> {
    access::role(who, &KEEPERS)?;
    cx.read(|conn| Ok(accounts::get(conn, account)?))?.ok_or_else(access::not_found)?;
    live_sessions(cx, account, None, now, idle)
}

fn live_sessions(
    cx: &Ctx,
    account: AccountId,
    own: Option<SessionId>,
    now: Timestamp,
    idle: SignedDuration,
) -> Result<Vec<SessionView>, Error> {
    let used_after = now.saturating_sub(idle).unwrap_or(Timestamp::MIN);
    let (found, issuers) = cx.read(|conn| {
        let found = sessions::live(conn, account, now, used_after)?;
        let named: Vec<IssuerId> = found.iter().filter_map(|session| session.issuer).collect();
        Ok((found, issuers::names(conn, &named)?))
    })?;
    let view = |s: Session| SessionView {
        issuer: s.issuer.and_then(|id| issuers.get(&id).cloned()),
        current: own == Some(s.id),
        id: s.id,
        begun_at: s.begun_at,
        used_at: s.used_at,
        expires_at: s.expires_at,
        network: s.network,
        factor_at: s.factor_at,
    };
    Ok(found.into_iter().map(view).collect())
}

/// Ends a session of the caller.
pub fn end_own(cx: &Ctx, who: &Actor, session: SessionId, now: Timestamp) -> Result<(), Error> {
    cx.look(who, "session.end", format!("session:{session}"), |conn| {
        let found = sessions::get(conn, session)?.filter(|found| who.account == Some(found.account));
        Ok(found.map(drop).ok_or_else(access::not_found)?)
    })?;
    end(cx, who, session, now)
}

/// Ends every session of an account, for those who keep accounts.
pub fn end_all(cx: &Ctx, by: &By<'_>, account: AccountId, now: Timestamp) -> Result<(), Error> {
    cx.act(by, "account.end_sessions", format!("account:{account}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        accounts::get(tx, account)?.ok_or_else(access::not_found)?;
        record.detail = format!("ended={}", sessions::end_all(tx, account, now)?);
        Ok(())
    })
}
