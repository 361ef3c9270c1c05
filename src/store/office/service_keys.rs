//! Keys by which services bring filings in. Only the hash of a key is kept. Not its job: what a key opens (the workflow).

use crate::store::frame::column::{from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::schema::{accounts as account_table, service_keys};
use crate::store::office::accounts;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::actor::Account;
use domain::base::ids::{AccountId, ServiceKeyId};
use domain::base::marking::Level;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a service may do with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ServiceKeyUse)]
pub enum KeyUse {
    /// Bring filings, one by one or as a stream.
    Bring,
    /// Bring amendments of filings.
    Amend,
}

/// A key by which a service brings filings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceKey {
    pub id: ServiceKeyId,
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// The acts that it opens.
    pub may: Vec<KeyUse>,
    /// The highest level that it opens, at most that of the account.
    pub clearance: Level,
    /// The networks it may be used from, in CIDR notation; all of them if it is empty.
    pub networks: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Counts changes; its ETag.
    pub version: i32,
    /// When it was used last, to the minute, and from which address.
    pub used: Option<(Timestamp, String)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = service_keys)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    may: String,
    clearance: String,
    networks: String,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
    version: i32,
    used_at: Option<NaiveDateTime>,
    used_from: Option<String>,
}

impl TryFrom<Row> for ServiceKey {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            name: r.name,
            may: from_json(&r.may)?,
            clearance: word(&r.clearance)?,
            networks: r.networks,
            created_at: from_db(r.created_at)?,
            expires_at: from_db(r.expires_at)?,
            ended_at: r.ended_at.map(from_db).transpose()?,
            version: r.version,
            used: r.used_at.zip(r.used_from).map(|(at, from)| Ok::<_, StoreError>((from_db(at)?, from))).transpose()?,
        })
    }
}

/// Puts a key on record, with the hash of its secret.
pub fn insert(tx: &mut Tx<'_>, key: &ServiceKey, secret_hash: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(service_keys::table)
        .values((
            service_keys::id.eq(key.id.to_string()),
            service_keys::account_id.eq(key.account.to_string()),
            service_keys::secret_hash.eq(secret_hash),
            service_keys::name.eq(&key.name),
            service_keys::may.eq(json(&key.may)?),
            service_keys::clearance.eq(name(&key.clearance)?),
            service_keys::networks.eq(&key.networks),
            service_keys::created_at.eq(to_db(key.created_at)),
            service_keys::expires_at.eq(to_db(key.expires_at)),
            service_keys::version.eq(key.version),
        ))
        .execute(conn)?;
    Ok(())
}

/// One key, ended or not.
pub fn find(conn: &mut Conn, id: ServiceKeyId) -> Result<Option<ServiceKey>, StoreError> {
    let row: Option<Row> = service_keys::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(ServiceKey::try_from).transpose()
}

/// The key of a secret with its account, ended or not. Read for every request with a key.
pub fn find_by_secret(conn: &mut Conn, secret_hash: &str) -> Result<Option<(ServiceKey, Account)>, StoreError> {
    let row: Option<(Row, accounts::Row)> = service_keys::table
        .inner_join(account_table::table)
        .filter(service_keys::secret_hash.eq(secret_hash))
        .select((Row::as_select(), accounts::Row::as_select()))
        .first(conn)
        .optional()?;
    row.map(|(key, account)| Ok((key.try_into()?, account.try_into()?))).transpose()
}

/// The keys that nobody has ended, of one account or of all, with the names of their accounts, oldest first.
pub fn not_ended(conn: &mut Conn, account: Option<AccountId>) -> Result<Vec<(ServiceKey, String)>, StoreError> {
    let mut query = service_keys::table.inner_join(account_table::table).into_boxed();
    if let Some(account) = account {
        query = query.filter(service_keys::account_id.eq(account.to_string()));
    }
    let rows: Vec<(Row, String)> = query
        .filter(service_keys::ended_at.is_null())
        .order(service_keys::id)
        .select((Row::as_select(), account_table::username))
        .load(conn)?;
    rows.into_iter().map(|(row, username)| Ok((row.try_into()?, username))).collect()
}

/// Takes note of the use of a key.
pub fn note_use(tx: &mut Tx<'_>, id: ServiceKeyId, at: Timestamp, from: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(service_keys::table.find(id.to_string()))
        .set((service_keys::used_at.eq(to_db(at)), service_keys::used_from.eq(from)))
        .execute(conn)?;
    Ok(())
}

/// Ends a key.
pub fn end(tx: &mut Tx<'_>, id: ServiceKeyId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(service_keys::table.find(id.to_string()))
        .set((service_keys::ended_at.eq(to_db(at)), service_keys::version.eq(service_keys::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Ends every key of an account; returns how many.
pub fn end_all(tx: &mut Tx<'_>, account: AccountId, at: Timestamp) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let open = service_keys::table
        .filter(service_keys::account_id.eq(account.to_string()))
        .filter(service_keys::ended_at.is_null());
    Ok(diesel::update(open)
        .set((service_keys::ended_at.eq(to_db(at)), service_keys::version.eq(service_keys::version + 1)))
        .execute(conn)?)
}
