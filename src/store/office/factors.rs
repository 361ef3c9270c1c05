//! Second factors: the encrypted secrets of programs that make one-time passwords. An account has at most one factor in use
//! and one that is not confirmed yet. Not its job: secrets and one-time passwords themselves (`auth`).

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::factors;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, FactorId};
use jiff::Timestamp;

/// A second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub id: FactorId,
    pub account: AccountId,
    /// The secret, encrypted under the office key for this account.
    pub sealed_secret: String,
    pub created_at: Timestamp,
    /// When its owner proved to have it; `None` while it is not in use.
    pub confirmed_at: Option<Timestamp>,
    /// The period of the one-time password that was used last, in units of thirty seconds since 1970.
    pub last_period: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = factors)]
struct Row {
    id: String,
    account_id: String,
    sealed_secret: String,
    created_at: NaiveDateTime,
    confirmed_at: Option<NaiveDateTime>,
    last_period: i64,
}

impl TryFrom<Row> for Factor {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            sealed_secret: r.sealed_secret,
            created_at: from_db(r.created_at)?,
            confirmed_at: r.confirmed_at.map(from_db).transpose()?,
            last_period: r.last_period,
        })
    }
}

/// Puts a factor that is not confirmed on record, in the place of an earlier one that never was.
pub fn begin(tx: &mut Tx<'_>, f: &Factor) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let account = f.account.to_string();
    let earlier = factors::table.filter(factors::account_id.eq(&account)).filter(factors::confirmed_at.is_null());
    diesel::delete(earlier).execute(conn)?;
    let row = Row {
        id: f.id.to_string(),
        account_id: account,
        sealed_secret: f.sealed_secret.clone(),
        created_at: to_db(f.created_at),
        confirmed_at: f.confirmed_at.map(to_db),
        last_period: f.last_period,
    };
    diesel::insert_into(factors::table).values(&row).execute(conn)?;
    Ok(())
}

/// The factor of an account that is not confirmed yet.
pub fn unconfirmed(conn: &mut Conn, account: AccountId) -> Result<Option<Factor>, StoreError> {
    let row: Option<Row> = factors::table
        .filter(factors::account_id.eq(account.to_string()))
        .filter(factors::confirmed_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Factor::try_from).transpose()
}

/// The factor of an account that is in use.
pub fn in_use(conn: &mut Conn, account: AccountId) -> Result<Option<Factor>, StoreError> {
    let row: Option<Row> = factors::table
        .filter(factors::account_id.eq(account.to_string()))
        .filter(factors::confirmed_at.is_not_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Factor::try_from).transpose()
}

/// Puts a factor in use, in the place of the one that was.
pub fn confirm(tx: &mut Tx<'_>, f: &Factor, period: i64, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let earlier = factors::table
        .filter(factors::account_id.eq(f.account.to_string()))
        .filter(factors::confirmed_at.is_not_null());
    diesel::delete(earlier).execute(conn)?;
    diesel::update(factors::table.find(f.id.to_string()))
        .set((factors::confirmed_at.eq(to_db(at)), factors::last_period.eq(period)))
        .execute(conn)?;
    Ok(())
}

/// Takes note that the one-time password of a period was used. `false` if one of that period or a later one was used
/// before, or if the factor is gone.
pub fn use_period(tx: &mut Tx<'_>, id: FactorId, period: i64) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    let unused = factors::table.find(id.to_string()).filter(factors::last_period.lt(period));
    Ok(diesel::update(unused).set(factors::last_period.eq(period)).execute(conn)? == 1)
}

/// Removes the factors of an account; returns how many it had.
pub fn remove(tx: &mut Tx<'_>, account: AccountId) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    Ok(diesel::delete(factors::table.filter(factors::account_id.eq(account.to_string()))).execute(conn)?)
}

/// The accounts among these that have a factor in use.
pub fn owners(conn: &mut Conn, some: &[AccountId]) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<String> = some.iter().map(AccountId::to_string).collect();
    let found: Vec<String> = factors::table
        .filter(factors::account_id.eq_any(ids))
        .filter(factors::confirmed_at.is_not_null())
        .select(factors::account_id)
        .load(conn)?;
    found.iter().map(|id| parse(id)).collect()
}
