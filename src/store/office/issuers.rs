//! Issuers of tokens, and which of their tokens are used up. Not its job: what a token must be (`auth`), and whom an issuer
//! signs in (`identities`).

use crate::store::frame::column::{agency, from_db, from_json, json, parse, to_db};
use crate::store::frame::schema::{issuers, used_issuer_tokens as used};
use crate::store::office::said::Said;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::agency::AgencyCode;
use domain::base::ids::IssuerId;
use domain::base::issuer::Terms;
use jiff::Timestamp;
use std::collections::HashMap;

/// An identity provider of an agency whose tokens sign people in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    pub id: IssuerId,
    pub agency: AgencyCode,
    /// The `iss` of its tokens.
    pub iss: String,
    pub terms: Terms,
    pub active_from: Timestamp,
    /// The instant from which it is active no more; `None` without an end.
    pub active_until: Option<Timestamp>,
    pub proposed: Said,
    /// Who confirmed it; `None` while it is only proposed.
    pub confirmed: Option<Said>,
    pub ended_at: Option<Timestamp>,
}

impl Issuer {
    /// Whether its tokens are taken at an instant.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.confirmed.is_some()
            && self.ended_at.is_none()
            && self.active_from <= now
            && self.active_until.is_none_or(|until| now < until)
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = issuers)]
struct Row {
    id: String,
    agency: String,
    iss: String,
    terms: String,
    active_from: NaiveDateTime,
    active_until: Option<NaiveDateTime>,
    proposed_by: Option<String>,
    proposer: String,
    proposed_at: NaiveDateTime,
    confirmed_by: Option<String>,
    confirmer: Option<String>,
    confirmed_at: Option<NaiveDateTime>,
    ended_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Issuer {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            agency: agency(&r.agency)?,
            iss: r.iss,
            terms: from_json(&r.terms)?,
            active_from: from_db(r.active_from)?,
            active_until: r.active_until.map(from_db).transpose()?,
            proposed: Said {
                account: r.proposed_by.as_deref().map(parse).transpose()?,
                name: r.proposer,
                at: from_db(r.proposed_at)?,
            },
            confirmed: Said::of(r.confirmed_by, r.confirmer, r.confirmed_at)?,
            ended_at: r.ended_at.map(from_db).transpose()?,
        })
    }
}

/// Puts an issuer on record.
pub fn insert(tx: &mut Tx<'_>, issuer: &Issuer) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let proposed = &issuer.proposed;
    let (confirmed_by, confirmer, confirmed_at) = Said::columns(issuer.confirmed.as_ref());
    let row = Row {
        id: issuer.id.to_string(),
        agency: issuer.agency.to_string(),
        iss: issuer.iss.clone(),
        terms: json(&issuer.terms)?,
        active_from: to_db(issuer.active_from),
        active_until: issuer.active_until.map(to_db),
        proposed_by: proposed.account.map(|id| id.to_string()),
        proposer: proposed.name.clone(),
        proposed_at: to_db(proposed.at),
        confirmed_by,
        confirmer,
        confirmed_at,
        ended_at: issuer.ended_at.map(to_db),
    };
    diesel::insert_into(issuers::table).values(&row).execute(conn)?;
    Ok(())
}

/// Notes who confirmed an issuer.
pub fn confirm(tx: &mut Tx<'_>, id: IssuerId, by: &Said) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(issuers::table.find(id.to_string()))
        .set((
            issuers::confirmed_by.eq(by.account.map(|id| id.to_string())),
            issuers::confirmer.eq(&by.name),
            issuers::confirmed_at.eq(to_db(by.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends an issuer: none of its tokens is taken any more.
pub fn end(tx: &mut Tx<'_>, id: IssuerId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(issuers::table.find(id.to_string())).set(issuers::ended_at.eq(to_db(at))).execute(conn)?;
    Ok(())
}

/// One issuer, ended or not.
pub fn get(conn: &mut Conn, id: IssuerId) -> Result<Option<Issuer>, StoreError> {
    let row: Option<Row> = issuers::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Issuer::try_from).transpose()
}

/// The issuer of this `iss` that has not ended.
pub fn find(conn: &mut Conn, iss: &str) -> Result<Option<Issuer>, StoreError> {
    let row: Option<Row> = issuers::table
        .filter(issuers::iss.eq(iss))
        .filter(issuers::ended_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Issuer::try_from).transpose()
}

/// All issuers, ended ones too, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Issuer>, StoreError> {
    let rows: Vec<Row> = issuers::table.order(issuers::id).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Issuer::try_from).collect()
}

/// The `iss` of some issuers.
pub fn names(conn: &mut Conn, some: &[IssuerId]) -> Result<HashMap<IssuerId, String>, StoreError> {
    let ids: Vec<String> = some.iter().map(IssuerId::to_string).collect();
    let found: Vec<(String, String)> =
        issuers::table.filter(issuers::id.eq_any(ids)).select((issuers::id, issuers::iss)).load(conn)?;
    found.into_iter().map(|(id, iss)| Ok((parse(&id)?, iss))).collect()
}

/// Whether a token of an issuer is used up.
pub fn is_used(conn: &mut Conn, issuer: IssuerId, token_hash: &str) -> Result<bool, StoreError> {
    let there = used::table.find((issuer.to_string(), token_hash));
    Ok(diesel::select(diesel::dsl::exists(there)).get_result(conn)?)
}

/// Uses a token up until it has expired. Returns whether this was its first use. Nobody else writes meanwhile; if a program
/// did that knows no turns, the key of the table would keep one of the two from its end.
pub fn use_up(tx: &mut Tx<'_>, issuer: IssuerId, token_hash: &str, expires_at: Timestamp) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    if is_used(conn, issuer, token_hash)? {
        return Ok(false);
    }
    diesel::insert_into(used::table)
        .values((
            used::issuer_id.eq(issuer.to_string()),
            used::token_hash.eq(token_hash),
            used::expires_at.eq(to_db(expires_at)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Forgets up to `most` tokens that had expired before an instant. Returns how many.
pub fn forget_before(tx: &mut Tx<'_>, at: Timestamp, most: i64) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let old: Vec<(String, String)> = used::table
        .filter(used::expires_at.lt(to_db(at)))
        .order(used::expires_at)
        .limit(most)
        .select((used::issuer_id, used::token_hash))
        .load(conn)?;
    let mut deleted = 0;
    for (issuer, hash) in &old {
        deleted += diesel::delete(used::table.find((issuer, hash))).execute(conn)?;
    }
    Ok(deleted)
}
