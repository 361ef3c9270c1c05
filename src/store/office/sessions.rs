//! Sign-ins. Only the hash of a refresh token is kept. The hashes of used tokens are kept as long as their session is
//! on record, so that a stolen token that is used after its owner has used it is noticed, however old it is.

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::{accounts as account_table, sessions, used_refresh_tokens as used};
use crate::store::office::accounts;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::actor::Account;
use domain::base::ids::{AccountId, IssuerId, SessionId};
use jiff::Timestamp;

/// One sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    pub begun_at: Timestamp,
    /// When its tokens were last renewed.
    pub used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// The network it was begun from.
    pub network: String,
    /// When the person last gave the password, or by the word of the issuer last proved who they are there.
    pub password_at: Timestamp,
    /// When the person last proved to have the second factor; `None` if never in this session.
    pub factor_at: Option<Timestamp>,
    /// The issuer whose token began it; `None` where a password did.
    pub issuer: Option<IssuerId>,
}

impl Session {
    /// Whether it is good at an instant.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Row {
    id: String,
    account_id: String,
    created_at: NaiveDateTime,
    used_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
    network: String,
    password_at: NaiveDateTime,
    factor_at: Option<NaiveDateTime>,
    issuer_id: Option<String>,
}

impl TryFrom<Row> for Session {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            begun_at: from_db(r.created_at)?,
            used_at: from_db(r.used_at)?,
            expires_at: from_db(r.expires_at)?,
            ended_at: r.ended_at.map(from_db).transpose()?,
            network: r.network,
            password_at: from_db(r.password_at)?,
            factor_at: r.factor_at.map(from_db).transpose()?,
            issuer: r.issuer_id.as_deref().map(parse).transpose()?,
        })
    }
}

/// Puts a sign-in on record.
pub fn insert(tx: &mut Tx<'_>, s: &Session, refresh_hash: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(s.id.to_string()),
            sessions::account_id.eq(s.account.to_string()),
            sessions::refresh_hash.eq(refresh_hash),
            sessions::created_at.eq(to_db(s.begun_at)),
            sessions::used_at.eq(to_db(s.used_at)),
            sessions::expires_at.eq(to_db(s.expires_at)),
            sessions::network.eq(&s.network),
            sessions::password_at.eq(to_db(s.password_at)),
            sessions::factor_at.eq(s.factor_at.map(to_db)),
            sessions::issuer_id.eq(s.issuer.map(|id| id.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// A session with its account. Read for every request.
pub fn with_account(conn: &mut Conn, id: SessionId) -> Result<Option<(Session, Account)>, StoreError> {
    let row: Option<(Row, accounts::Row)> = sessions::table
        .inner_join(account_table::table)
        .filter(sessions::id.eq(id.to_string()))
        .select((Row::as_select(), accounts::Row::as_select()))
        .first(conn)
        .optional()?;
    row.map(|(session, account)| Ok((session.try_into()?, account.try_into()?))).transpose()
}

/// Whether any session is on record.
pub fn any_on_record(conn: &mut Conn) -> Result<bool, StoreError> {
    let first: Option<String> = sessions::table.select(sessions::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// The session of a refresh token, and whether the token was used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// The present token of a session.
    Current(Session),
    /// One that was used before: two hold tokens of one session.
    Reused(Session),
    /// None on record.
    Unknown,
}

/// Finds the session of a refresh token's hash.
pub fn find_by_token(conn: &mut Conn, refresh_hash: &str) -> Result<Presented, StoreError> {
    let current: Option<Row> = sessions::table
        .filter(sessions::refresh_hash.eq(refresh_hash))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    if let Some(row) = current {
        return Ok(Presented::Current(row.try_into()?));
    }
    let previous: Option<Row> = used::table
        .inner_join(sessions::table)
        .filter(used::refresh_hash.eq(refresh_hash))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(match previous {
        Some(row) => Presented::Reused(row.try_into()?),
        None => Presented::Unknown,
    })
}

/// Replaces a session's refresh token, keeping the hash of the old one, and takes note that the session is used.
pub fn rotate(
    tx: &mut Tx<'_>,
    id: SessionId,
    used_hash: &str,
    refresh_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(used::table)
        .values((used::refresh_hash.eq(used_hash), used::session_id.eq(id.to_string())))
        .execute(conn)?;
    diesel::update(sessions::table.find(id.to_string()))
        .set((sessions::refresh_hash.eq(refresh_hash), sessions::used_at.eq(to_db(now))))
        .execute(conn)?;
    Ok(())
}

/// Takes note of when the person has proved who they are again, and when to have the second factor, if they have.
pub fn prove(tx: &mut Tx<'_>, id: SessionId, at: Timestamp, factor_at: Option<Timestamp>) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(sessions::table.find(id.to_string())).set(sessions::password_at.eq(to_db(at))).execute(conn)?;
    factor_at.map_or(Ok(()), |factor_at| prove_factor(tx, id, factor_at))
}

/// Takes note that the person has proved to have the second factor.
pub fn prove_factor(tx: &mut Tx<'_>, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(sessions::table.find(id.to_string())).set(sessions::factor_at.eq(to_db(now))).execute(conn)?;
    Ok(())
}

/// The sessions of an account that are good at an instant and were used after another, oldest first.
pub fn live(
    conn: &mut Conn,
    account: AccountId,
    now: Timestamp,
    used_after: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> = sessions::table
        .filter(sessions::account_id.eq(account.to_string()))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(to_db(now)))
        .filter(sessions::used_at.gt(to_db(used_after)))
        .order(sessions::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Reads a session by its id.
pub fn get(conn: &mut Conn, id: SessionId) -> Result<Option<Session>, StoreError> {
    let row: Option<Row> = sessions::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Session::try_from).transpose()
}

/// Deletes up to `most` sessions that would have ended by themselves before an instant, with their tokens. Returns how
/// many.
pub fn forget_before(tx: &mut Tx<'_>, at: Timestamp, most: i64) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let old: Vec<String> = sessions::table
        .filter(sessions::expires_at.lt(to_db(at)))
        .order((sessions::expires_at, sessions::id))
        .limit(most)
        .select(sessions::id)
        .load(conn)?;
    diesel::delete(used::table.filter(used::session_id.eq_any(&old))).execute(conn)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(&old))).execute(conn)?)
}

/// Ends a session; one that has ended keeps its first end.
pub fn end(tx: &mut Tx<'_>, id: SessionId, at: Timestamp) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    let n = diesel::update(sessions::table.find(id.to_string()).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(to_db(at)))
        .execute(conn)?;
    Ok(n == 1)
}

/// Ends all sessions that an issuer began, of one account or of all; returns how many.
pub fn end_of_issuer(
    tx: &mut Tx<'_>,
    issuer: IssuerId,
    account: Option<AccountId>,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let live = sessions::table.filter(sessions::issuer_id.eq(issuer.to_string())).filter(sessions::ended_at.is_null());
    let set = sessions::ended_at.eq(to_db(at));
    let ended = match account {
        Some(account) => {
            diesel::update(live.filter(sessions::account_id.eq(account.to_string()))).set(set).execute(conn)?
        }
        None => diesel::update(live).set(set).execute(conn)?,
    };
    Ok(ended)
}

/// Ends all sessions of an account; returns how many.
pub fn end_all(tx: &mut Tx<'_>, account: AccountId, at: Timestamp) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let live =
        sessions::table.filter(sessions::account_id.eq(account.to_string())).filter(sessions::ended_at.is_null());
    Ok(diesel::update(live).set(sessions::ended_at.eq(to_db(at))).execute(conn)?)
}
