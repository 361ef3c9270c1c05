//! Accounts of people and services. Their sign-ins are in `sessions`. Not its job: hashing and tokens (`auth`), which
//! give only hashes to the store.

use crate::store::frame::column::{agency, name, parse, to_db, word};
use crate::store::frame::schema::accounts;
use crate::store::{Conn, StoreError, Tx};
use diesel::prelude::*;
use domain::base::actor::{Account, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::AccountId;
use domain::base::marking::Clearance;
use jiff::Timestamp;

/// A row without the hash of the password, which only [`credentials`] returns.
#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct Row {
    id: String,
    username: String,
    role: String,
    agency: Option<String>,
    clearance: String,
    stamp: i32,
    enabled: bool,
}

impl TryFrom<Row> for Account {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            username: r.username,
            role: Role::parse(&r.role).ok_or_else(|| StoreError::Corrupt(format!("role {}", r.role)))?,
            agency: r.agency.as_deref().map(agency).transpose()?,
            clearance: word(&r.clearance)?,
            stamp: r.stamp,
            enabled: r.enabled,
        })
    }
}

/// Puts an account on record.
pub fn insert(tx: &mut Tx<'_>, a: &Account, password_hash: &str, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(a.id.to_string()),
            accounts::username.eq(&a.username),
            accounts::role.eq(a.role.as_str()),
            accounts::agency.eq(a.agency.as_ref().map(AgencyCode::to_string)),
            accounts::clearance.eq(name(&a.clearance)?),
            accounts::password_hash.eq(password_hash),
            accounts::stamp.eq(a.stamp),
            accounts::enabled.eq(a.enabled),
            accounts::created_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Reads an account by its id.
pub fn get(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = accounts::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Account::try_from).transpose()
}

/// The account of a name, with the hash its password is checked against.
pub fn credentials(conn: &mut Conn, username: &str) -> Result<Option<(Account, String)>, StoreError> {
    let row: Option<(Row, String)> = accounts::table
        .filter(accounts::username.eq(username))
        .select((Row::as_select(), accounts::password_hash))
        .first(conn)
        .optional()?;
    row.map(|(row, hash)| Ok((row.try_into()?, hash))).transpose()
}

/// Up to `limit` accounts after one, oldest first.
pub fn page(conn: &mut Conn, after: Option<AccountId>, limit: i64) -> Result<Vec<Account>, StoreError> {
    let mut query = accounts::table.order(accounts::id).limit(limit).select(Row::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(accounts::id.gt(after.to_string()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Whether there is any account.
pub fn any_on_record(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id))).get_result(conn)?)
}

/// Writes the rights of an account under a new stamp. Every token of an older stamp is refused from now on.
pub fn set_rights(
    tx: &mut Tx<'_>,
    id: AccountId,
    enabled: bool,
    clearance: Clearance,
    stamp: i32,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(accounts::table.find(id.to_string()))
        .set((accounts::enabled.eq(enabled), accounts::clearance.eq(name(&clearance)?), accounts::stamp.eq(stamp)))
        .execute(conn)?;
    Ok(())
}

/// Writes the hash of a new password.
pub fn set_password(tx: &mut Tx<'_>, id: AccountId, password_hash: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::password_hash.eq(password_hash))
        .execute(conn)?;
    Ok(())
}
