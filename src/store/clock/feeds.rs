//! Secret addresses of calendar feeds. Only the hash of a secret is kept. Not its job: what a feed shows (the
//! workflow).

use crate::store::frame::column::{from_db, parse, to_db};
use crate::store::frame::schema::calendar_feeds;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, FeedId};
use jiff::Timestamp;

/// A calendar feed that an account has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub id: FeedId,
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    /// Counts changes; its ETag.
    pub version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = calendar_feeds)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    created_at: NaiveDateTime,
    revoked_at: Option<NaiveDateTime>,
    version: i32,
}

impl TryFrom<Row> for Feed {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            account: parse(&r.account_id)?,
            name: r.name,
            created_at: from_db(r.created_at)?,
            revoked_at: r.revoked_at.map(from_db).transpose()?,
            version: r.version,
        })
    }
}

/// Puts a feed on record, with the hash of its secret.
pub fn insert(tx: &mut Tx<'_>, feed: &Feed, secret_hash: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::id.eq(feed.id.to_string()),
            calendar_feeds::account_id.eq(feed.account.to_string()),
            calendar_feeds::secret_hash.eq(secret_hash),
            calendar_feeds::name.eq(&feed.name),
            calendar_feeds::created_at.eq(to_db(feed.created_at)),
            calendar_feeds::version.eq(feed.version),
        ))
        .execute(conn)?;
    Ok(())
}

/// One feed, revoked or not.
pub fn find(conn: &mut Conn, id: FeedId) -> Result<Option<Feed>, StoreError> {
    let row: Option<Row> =
        calendar_feeds::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Feed::try_from).transpose()
}

/// The feed of a secret, unless it is revoked.
pub fn find_by_secret(conn: &mut Conn, secret_hash: &str) -> Result<Option<Feed>, StoreError> {
    let row: Option<Row> = calendar_feeds::table
        .filter(calendar_feeds::secret_hash.eq(secret_hash))
        .filter(calendar_feeds::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Feed::try_from).transpose()
}

/// The feeds of an account that are not revoked, oldest first.
pub fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Feed>, StoreError> {
    let rows: Vec<Row> = calendar_feeds::table
        .filter(calendar_feeds::account_id.eq(account.to_string()))
        .filter(calendar_feeds::revoked_at.is_null())
        .order(calendar_feeds::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Feed::try_from).collect()
}

/// Revokes a feed.
pub fn revoke(tx: &mut Tx<'_>, id: FeedId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(calendar_feeds::table.find(id.to_string()))
        .set((calendar_feeds::revoked_at.eq(to_db(at)), calendar_feeds::version.eq(calendar_feeds::version + 1)))
        .execute(conn)?;
    Ok(())
}
