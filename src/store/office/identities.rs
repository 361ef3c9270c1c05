//! The names that issuers have for people: which account the token of an issuer signs in.

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::identities;
use crate::store::office::said::Said;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, IdentityId, IssuerId};
use jiff::Timestamp;

/// The name that an issuer has for the owner of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub id: IdentityId,
    pub account: AccountId,
    pub issuer: IssuerId,
    /// What the claim that names the person says.
    pub subject: String,
    /// The stamp of the account for which it was proposed.
    pub stamp: i32,
    pub proposed: Said,
    /// Who confirmed it; `None` while it is only proposed.
    pub confirmed: Option<Said>,
    pub ended_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = identities)]
struct Row {
    id: String,
    account_id: String,
    issuer_id: String,
    subject: String,
    stamp: i32,
    proposed_by: Option<String>,
    proposer: String,
    proposed_at: NaiveDateTime,
    confirmed_by: Option<String>,
    confirmer: Option<String>,
    confirmed_at: Option<NaiveDateTime>,
    ended_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Identity {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            issuer: parse(&r.issuer_id)?,
            subject: r.subject,
            stamp: r.stamp,
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

/// Puts an identity on record.
pub fn insert(tx: &mut Tx<'_>, identity: &Identity) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let proposed = &identity.proposed;
    let (confirmed_by, confirmer, confirmed_at) = Said::columns(identity.confirmed.as_ref());
    let row = Row {
        id: identity.id.to_string(),
        account_id: identity.account.to_string(),
        issuer_id: identity.issuer.to_string(),
        subject: identity.subject.clone(),
        stamp: identity.stamp,
        proposed_by: proposed.account.map(|id| id.to_string()),
        proposer: proposed.name.clone(),
        proposed_at: to_db(proposed.at),
        confirmed_by,
        confirmer,
        confirmed_at,
        ended_at: identity.ended_at.map(to_db),
    };
    diesel::insert_into(identities::table).values(&row).execute(conn)?;
    Ok(())
}

/// Notes who confirmed an identity.
pub fn confirm(tx: &mut Tx<'_>, id: IdentityId, by: &Said) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(identities::table.find(id.to_string()))
        .set((
            identities::confirmed_by.eq(by.account.map(|id| id.to_string())),
            identities::confirmer.eq(&by.name),
            identities::confirmed_at.eq(to_db(by.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends an identity: it signs nobody in any more.
pub fn end(tx: &mut Tx<'_>, id: IdentityId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(identities::table.find(id.to_string())).set(identities::ended_at.eq(to_db(at))).execute(conn)?;
    Ok(())
}

/// One identity, ended or not.
pub fn get(conn: &mut Conn, id: IdentityId) -> Result<Option<Identity>, StoreError> {
    let row: Option<Row> = identities::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Identity::try_from).transpose()
}

/// The identity of a name with an issuer, which has not ended.
pub fn find(conn: &mut Conn, issuer: IssuerId, subject: &str) -> Result<Option<Identity>, StoreError> {
    let row: Option<Row> = identities::table
        .filter(identities::issuer_id.eq(issuer.to_string()))
        .filter(identities::subject.eq(subject))
        .filter(identities::ended_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Identity::try_from).transpose()
}

/// The identities of an account that have not ended, the oldest first.
pub fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Identity>, StoreError> {
    let rows: Vec<Row> = identities::table
        .filter(identities::account_id.eq(account.to_string()))
        .filter(identities::ended_at.is_null())
        .order(identities::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Identity::try_from).collect()
}

/// The ids of the identities of an issuer that have not ended.
pub fn of_issuer(conn: &mut Conn, issuer: IssuerId) -> Result<Vec<IdentityId>, StoreError> {
    let ids: Vec<String> = identities::table
        .filter(identities::issuer_id.eq(issuer.to_string()))
        .filter(identities::ended_at.is_null())
        .select(identities::id)
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}
