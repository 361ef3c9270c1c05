//! The keys that sign access tokens and statements. The private half of a key is stored encrypted. Not its job: encrypting,
//! signing, and whether a row was edited past the program (`auth`, `workflow`).

use crate::store::frame::column::{from_db, to_db};
use crate::store::frame::schema::signing_keys;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use jiff::Timestamp;

/// What the database knows of a signing key. Its voucher is not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The name of the key, in the header of what it signs.
    pub kid: String,
    /// What the key signs.
    pub purpose: String,
    /// The public half, base64url.
    pub public_key: String,
    /// The encrypted private half; `None` once the key signs no more.
    pub sealed_key: Option<String>,
    /// The name of the wrapping key.
    pub wrapped_by: String,
    /// What shows that a holder of the wrapping key wrote the public half and the times.
    pub voucher: String,
    pub made_at: Timestamp,
    pub signs_from: Timestamp,
    /// `None` while no later key has been made.
    pub signs_until: Option<Timestamp>,
    /// When the last token that the key signed has expired; `None` while no later key has been made, and for keys of
    /// statements.
    pub accepted_until: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = signing_keys, primary_key(kid), treat_none_as_null = true)]
struct Row {
    kid: String,
    purpose: String,
    public_key: String,
    sealed_key: Option<String>,
    wrapped_by: String,
    voucher: String,
    made_at: NaiveDateTime,
    signs_from: NaiveDateTime,
    signs_until: Option<NaiveDateTime>,
    accepted_until: Option<NaiveDateTime>,
}

impl TryFrom<Row> for StoredKey {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            kid: r.kid,
            purpose: r.purpose,
            public_key: r.public_key,
            sealed_key: r.sealed_key,
            wrapped_by: r.wrapped_by,
            voucher: r.voucher,
            made_at: from_db(r.made_at)?,
            signs_from: from_db(r.signs_from)?,
            signs_until: r.signs_until.map(from_db).transpose()?,
            accepted_until: r.accepted_until.map(from_db).transpose()?,
        })
    }
}

impl From<&StoredKey> for Row {
    fn from(k: &StoredKey) -> Self {
        Self {
            kid: k.kid.clone(),
            purpose: k.purpose.clone(),
            public_key: k.public_key.clone(),
            sealed_key: k.sealed_key.clone(),
            wrapped_by: k.wrapped_by.clone(),
            voucher: k.voucher.clone(),
            made_at: to_db(k.made_at),
            signs_from: to_db(k.signs_from),
            signs_until: k.signs_until.map(to_db),
            accepted_until: k.accepted_until.map(to_db),
        }
    }
}

/// Puts a key on record.
pub fn insert(tx: &mut Tx<'_>, key: &StoredKey) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(signing_keys::table).values(&Row::from(key)).execute(conn)?;
    Ok(())
}

/// Writes the times of a key, its voucher and its private half, if it keeps one.
pub fn update(tx: &mut Tx<'_>, key: &StoredKey) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(signing_keys::table.find(&key.kid)).set(&Row::from(key)).execute(conn)?;
    Ok(())
}

/// The keys of a purpose that are accepted after an instant, have no end yet, or still have their private half, the oldest
/// first.
pub fn in_use(conn: &mut Conn, purpose: &str, at: Timestamp) -> Result<Vec<StoredKey>, StoreError> {
    let accepted = signing_keys::accepted_until.is_null().or(signing_keys::accepted_until.gt(to_db(at)));
    let rows: Vec<Row> = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .filter(accepted.or(signing_keys::signs_until.is_null().or(signing_keys::sealed_key.is_not_null())))
        .order((signing_keys::signs_from, signing_keys::kid))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(StoredKey::try_from).collect()
}

/// The key of a purpose that has no end yet.
pub fn without_end(conn: &mut Conn, purpose: &str) -> Result<Option<StoredKey>, StoreError> {
    let row: Option<Row> = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .filter(signing_keys::signs_until.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(StoredKey::try_from).transpose()
}

/// All keys that have ever been on record, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<StoredKey>, StoreError> {
    let rows: Vec<Row> = signing_keys::table
        .order((signing_keys::made_at, signing_keys::signs_from, signing_keys::kid))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(StoredKey::try_from).collect()
}
