//! Answers kept for repeated requests. Each is written in the transaction of the act that it answers.

use crate::store::frame::column::to_db;
use crate::store::frame::schema::idempotency as table;
use crate::store::{Conn, StoreError, Tx};
use diesel::prelude::*;
use domain::base::ids::AccountId;
use jiff::Timestamp;

/// A kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Digest of the request it answers.
    pub fingerprint: String,
    /// The outcome, as JSON.
    pub body: String,
}

/// The answer kept under an account's key.
pub fn find(conn: &mut Conn, account: AccountId, key: &str) -> Result<Option<Kept>, StoreError> {
    let row: Option<(String, String)> = table::table
        .find((account.to_string(), key))
        .select((table::fingerprint, table::body))
        .first(conn)
        .optional()?;
    Ok(row.map(|(fingerprint, body)| Kept { fingerprint, body }))
}

/// Keeps an answer.
pub fn keep(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    fingerprint: &str,
    body: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(table::table)
        .values((
            table::key.eq(key),
            table::account_id.eq(account.to_string()),
            table::fingerprint.eq(fingerprint),
            table::body.eq(body),
            table::created_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Replaces the answer of a request if it is `null` so far.
pub fn complete(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    fingerprint: &str,
    body: &str,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let open = table::table
        .find((account.to_string(), key))
        .filter(table::fingerprint.eq(fingerprint))
        .filter(table::body.eq("null"));
    diesel::update(open).set(table::body.eq(body)).execute(conn)?;
    Ok(())
}

/// Forgets answers older than an instant; returns how many.
pub fn forget_before(tx: &mut Tx<'_>, at: Timestamp) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    Ok(diesel::delete(table::table.filter(table::created_at.lt(to_db(at)))).execute(conn)?)
}
