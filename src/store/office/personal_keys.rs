//! Keys by which people sign what they do. Not its job: checking a signature (`auth`), and who confirms a key (the workflow).

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::{accounts, personal_keys};
use crate::store::office::said::Said;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, PersonalKeyId};
use jiff::Timestamp;

/// The public half of a person's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalKey {
    pub id: PersonalKeyId,
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// The name of the key (RFC 7638).
    pub thumbprint: String,
    /// The canonical JSON Web Key.
    pub public_key: String,
    pub added_at: Timestamp,
    /// Who confirmed that it is its owner's; `None` while nobody has.
    pub confirmed: Option<Said>,
    /// Since when nothing is signed with it any more.
    pub ended_at: Option<Timestamp>,
    /// Counts changes; its ETag.
    pub version: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = personal_keys)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    thumbprint: String,
    public_key: String,
    added_at: NaiveDateTime,
    confirmed_at: Option<NaiveDateTime>,
    confirmed_by: Option<String>,
    confirmer: Option<String>,
    ended_at: Option<NaiveDateTime>,
    version: i32,
}

impl TryFrom<Row> for PersonalKey {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            name: r.name,
            thumbprint: r.thumbprint,
            public_key: r.public_key,
            added_at: from_db(r.added_at)?,
            confirmed: Said::of(r.confirmed_by, r.confirmer, r.confirmed_at)?,
            ended_at: r.ended_at.map(from_db).transpose()?,
            version: r.version,
        })
    }
}

/// Puts a key on record that nobody has confirmed yet.
pub fn insert(tx: &mut Tx<'_>, key: &PersonalKey) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let row = Row {
        id: key.id.to_string(),
        account_id: key.account.to_string(),
        name: key.name.clone(),
        thumbprint: key.thumbprint.clone(),
        public_key: key.public_key.clone(),
        added_at: to_db(key.added_at),
        confirmed_at: None,
        confirmed_by: None,
        confirmer: None,
        ended_at: None,
        version: key.version,
    };
    diesel::insert_into(personal_keys::table).values(&row).execute(conn)?;
    Ok(())
}

/// One key, with the name of its owner's account.
pub fn find(conn: &mut Conn, id: PersonalKeyId) -> Result<Option<(PersonalKey, String)>, StoreError> {
    let row: Option<(Row, String)> = personal_keys::table
        .inner_join(accounts::table.on(accounts::id.eq(personal_keys::account_id)))
        .filter(personal_keys::id.eq(id.to_string()))
        .select((Row::as_select(), accounts::username))
        .first(conn)
        .optional()?;
    row.map(|(row, username)| Ok((row.try_into()?, username))).transpose()
}

/// Whether a key is on record, whoever's it is.
pub fn is_known(conn: &mut Conn, thumbprint: &str) -> Result<bool, StoreError> {
    let n: i64 = personal_keys::table.filter(personal_keys::thumbprint.eq(thumbprint)).count().get_result(conn)?;
    Ok(n > 0)
}

/// The keys of one account, or of all, ended ones too, with the names of their accounts, oldest first.
pub fn all(conn: &mut Conn, account: Option<AccountId>) -> Result<Vec<(PersonalKey, String)>, StoreError> {
    let mut query =
        personal_keys::table.inner_join(accounts::table.on(accounts::id.eq(personal_keys::account_id))).into_boxed();
    if let Some(account) = account {
        query = query.filter(personal_keys::account_id.eq(account.to_string()));
    }
    let rows: Vec<(Row, String)> =
        query.order(personal_keys::id).select((Row::as_select(), accounts::username)).load(conn)?;
    rows.into_iter().map(|(row, username)| Ok((row.try_into()?, username))).collect()
}

/// The keys of an account that count: confirmed, and not ended.
pub fn in_force(conn: &mut Conn, account: AccountId) -> Result<Vec<PersonalKey>, StoreError> {
    let rows: Vec<Row> = personal_keys::table
        .filter(personal_keys::account_id.eq(account.to_string()))
        .filter(personal_keys::confirmed_at.is_not_null())
        .filter(personal_keys::ended_at.is_null())
        .order(personal_keys::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(PersonalKey::try_from).collect()
}

/// Notes who confirmed that a key is its owner's.
pub fn confirm(tx: &mut Tx<'_>, id: PersonalKeyId, by: &Said) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let (confirmed_by, confirmer, confirmed_at) = Said::columns(Some(by));
    diesel::update(personal_keys::table.find(id.to_string()))
        .set((
            personal_keys::confirmed_by.eq(confirmed_by),
            personal_keys::confirmer.eq(confirmer),
            personal_keys::confirmed_at.eq(confirmed_at),
            personal_keys::version.eq(personal_keys::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a key.
pub fn end(tx: &mut Tx<'_>, id: PersonalKeyId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(personal_keys::table.find(id.to_string()))
        .set((personal_keys::ended_at.eq(to_db(at)), personal_keys::version.eq(personal_keys::version + 1)))
        .execute(conn)?;
    Ok(())
}
