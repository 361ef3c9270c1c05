//! Revisions of review lists, as uploaded. Not its job: compiling them (`screening`), and the rule that two persons
//! adopt one (the workflow, backed by a constraint).

use crate::store::frame::column::{from_db, parse, to_db, word};
use crate::store::frame::schema::review_lists;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::ListRevisionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a revision is used.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[schema(as = Status)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ListStatus {
    /// Uploaded, not adopted.
    Proposed,
    /// What filings are screened against.
    InForce,
    /// Replaced by another.
    Superseded,
}

impl ListStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What is on record of a revision beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRevision {
    pub id: ListRevisionId,
    /// Id of the list (`us-public`).
    pub list_id: String,
    /// Its revision (`2026-11`).
    pub revision: String,
    pub title: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Where it stands.
    pub status: ListStatus,
    /// Who brought it.
    pub uploaded_by: String,
    pub uploaded_at: Timestamp,
    pub adopted_by: Option<String>,
    pub adopted_at: Option<Timestamp>,
    /// Why it was adopted although filings under order are no longer flagged by it.
    #[serde(default)]
    pub adoption_reason: Option<String>,
    /// Counts changes; its ETag.
    pub version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = review_lists)]
struct Row {
    id: String,
    list_id: String,
    revision: String,
    title: String,
    sha256: String,
    status: String,
    uploaded_by: String,
    uploaded_at: NaiveDateTime,
    adopted_by: Option<String>,
    adopted_at: Option<NaiveDateTime>,
    version: i32,
    adoption_reason: Option<String>,
}

impl TryFrom<Row> for ListRevision {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            list_id: r.list_id,
            revision: r.revision,
            title: r.title,
            sha256: r.sha256,
            status: word(&r.status)?,
            uploaded_by: r.uploaded_by,
            uploaded_at: from_db(r.uploaded_at)?,
            adopted_by: r.adopted_by,
            adopted_at: r.adopted_at.map(from_db).transpose()?,
            version: r.version,
            adoption_reason: r.adoption_reason,
        })
    }
}

/// Puts a revision on record.
pub fn insert(tx: &mut Tx<'_>, l: &ListRevision, source: &str) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(review_lists::table)
        .values((
            review_lists::id.eq(l.id.to_string()),
            review_lists::list_id.eq(&l.list_id),
            review_lists::revision.eq(&l.revision),
            review_lists::title.eq(&l.title),
            review_lists::sha256.eq(&l.sha256),
            review_lists::source.eq(source),
            review_lists::status.eq(l.status.as_str()),
            review_lists::uploaded_by.eq(&l.uploaded_by),
            review_lists::uploaded_at.eq(to_db(l.uploaded_at)),
            review_lists::adopted_by.eq(l.adopted_by.as_deref()),
            review_lists::adopted_at.eq(l.adopted_at.map(to_db)),
            review_lists::version.eq(l.version),
        ))
        .execute(conn)?;
    Ok(())
}

/// Reads a revision by its id.
pub fn get(conn: &mut Conn, id: ListRevisionId) -> Result<Option<ListRevision>, StoreError> {
    let row: Option<Row> = review_lists::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(ListRevision::try_from).transpose()
}

/// The revision on record with the same text, or with the same list id and revision.
pub fn find_same(
    conn: &mut Conn,
    sha256: &str,
    list_id: &str,
    revision: &str,
) -> Result<Option<ListRevision>, StoreError> {
    let named = review_lists::list_id.eq(list_id).and(review_lists::revision.eq(revision));
    let row: Option<Row> = review_lists::table
        .filter(review_lists::sha256.eq(sha256).or(named))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(ListRevision::try_from).transpose()
}

/// All revisions, newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<ListRevision>, StoreError> {
    let rows: Vec<Row> = review_lists::table.order(review_lists::id.desc()).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(ListRevision::try_from).collect()
}

/// The text of a revision, as uploaded.
pub fn source(conn: &mut Conn, id: ListRevisionId) -> Result<Option<String>, StoreError> {
    Ok(review_lists::table.find(id.to_string()).select(review_lists::source).first(conn).optional()?)
}

/// The id of the revision in force; `None` before the first adoption.
pub fn in_force(conn: &mut Conn) -> Result<Option<ListRevisionId>, StoreError> {
    let id: Option<String> = review_lists::table
        .filter(review_lists::status.eq(ListStatus::InForce.as_str()))
        .select(review_lists::id)
        .first(conn)
        .optional()?;
    id.as_deref().map(parse).transpose()
}

/// Puts a revision in force. The one in force until now becomes superseded.
pub fn adopt(
    tx: &mut Tx<'_>,
    id: ListRevisionId,
    by: &str,
    at: Timestamp,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(review_lists::table.filter(review_lists::status.eq(ListStatus::InForce.as_str())))
        .set((
            review_lists::status.eq(ListStatus::Superseded.as_str()),
            review_lists::version.eq(review_lists::version + 1),
        ))
        .execute(conn)?;
    diesel::update(review_lists::table.find(id.to_string()))
        .set((
            review_lists::status.eq(ListStatus::InForce.as_str()),
            review_lists::adopted_by.eq(by),
            review_lists::adopted_at.eq(to_db(at)),
            review_lists::adoption_reason.eq(reason),
            review_lists::version.eq(review_lists::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}
