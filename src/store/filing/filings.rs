//! Filings: the record of each, its texts, its status column, and the line of changes that the
//! index of every node follows.
//!
//! What a status means is `domain::case::status`'; when it is computed anew is `workflow::status`'. Finding
//! filings for a page of a list is in [`list`], the facts that access and status look at in `store::order::standing`.

/// The hits of each filing's latest screening. A macro, because a boxed query is no subquery on both
/// databases and the plain one has a type too long to name.
macro_rules! latest_hits {
    () => {
        hits::table.filter(hits::gone.eq(false)).filter(
            hits::screening_id.nullable().eq(screenings::table
                .filter(screenings::filing_id.eq(hits::filing_id))
                .select(diesel::dsl::max(screenings::id))
                .single_value()),
        )
    };
}

pub mod judged;
mod like;
pub mod list;
pub mod numbers;

use crate::store::frame::column::{date_from_db, date_to_db, from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::marking::{MarkingColumns, MarkingsWithin};
use crate::store::frame::schema::{changes, filing_texts, filings};
use crate::store::{Conn, StoreError, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::base::ids::{AccountId, AcknowledgmentId, FilingId, ListRevisionId};
use domain::base::marking::{Clearance, Marking};
use domain::case::status::FilingStatus;
use domain::filing::{ApplicationNumber, Filing, FilingKind, Party};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

pub use like::like;

/// Filings asked for or changed in one statement.
const AT_ONCE: usize = 500;

/// What is on record of a filing beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingRecord {
    pub id: FilingId,
    /// Its place in the order of receipt; what pages of lists count by.
    pub seq: i64,
    pub application_number: ApplicationNumber,
    /// Digest of its present text.
    pub document_sha256: String,
    pub title: String,
    pub kind: FilingKind,
    /// The day it was filed.
    pub filed_on: Option<Date>,
    /// The day it was received, in Washington.
    pub received_on: Date,
    pub received_at: Timestamp,
    pub marking: Marking,
    /// Where it stands.
    pub status: FilingStatus,
    /// Which text is the present one, from 1.
    pub text_version: i32,
    /// Counts changes; its ETag.
    pub version: i32,
    /// The list revision it was last judged by; see [`judged`].
    #[serde(default)]
    pub judged_by: Option<ListRevisionId>,
    /// The examiner who has it; `None` while it is in the queue of all.
    #[serde(default)]
    pub assigned_to: Option<AccountId>,
    /// The id up to which acknowledgments count no longer, because the marking was widened.
    #[serde(default)]
    pub acknowledge_after: Option<AcknowledgmentId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = filings)]
struct Row {
    id: String,
    seq: i64,
    application_number: String,
    number_key: String,
    document_sha256: String,
    title: String,
    kind: String,
    filed_on: Option<NaiveDate>,
    received_on: NaiveDate,
    received_at: NaiveDateTime,
    #[diesel(embed)]
    marking: MarkingColumns,
    status: String,
    text_version: i32,
    version: i32,
    judged_by: Option<String>,
    assigned_to: Option<String>,
    acknowledge_after: Option<String>,
}

impl TryFrom<Row> for FilingRecord {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            seq: r.seq,
            // As it stands: of an older version there may be one that cannot be read.
            application_number: ApplicationNumber::try_from(r.application_number)
                .map_err(|e| StoreError::Corrupt(e.to_string()))?,
            document_sha256: r.document_sha256,
            title: r.title,
            kind: word(&r.kind)?,
            filed_on: r.filed_on.map(date_from_db).transpose()?,
            received_on: date_from_db(r.received_on)?,
            received_at: from_db(r.received_at)?,
            marking: r.marking.try_into()?,
            status: word(&r.status)?,
            text_version: r.text_version,
            version: r.version,
            judged_by: r.judged_by.as_deref().map(parse).transpose()?,
            assigned_to: r.assigned_to.as_deref().map(parse).transpose()?,
            acknowledge_after: r.acknowledge_after.as_deref().map(parse).transpose()?,
        })
    }
}

/// A filing as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct NewFiling<'a> {
    pub id: FilingId,
    pub filing: &'a Filing,
    /// Its digest.
    pub document_sha256: &'a str,
    /// The day, in Washington.
    pub received_on: Date,
    /// The instant.
    pub received_at: Timestamp,
    /// Where it stands.
    pub status: FilingStatus,
    /// The list revision it is screened against.
    pub judged_by: ListRevisionId,
}

/// Puts a filing with its first text on record, and notes the change.
pub fn insert(tx: &mut Tx<'_>, new: &NewFiling<'_>) -> Result<FilingRecord, StoreError> {
    let conn: &mut Conn = tx;
    let last: Option<i64> = filings::table.select(diesel::dsl::max(filings::seq)).first(conn)?;
    let f = new.filing;
    let row = Row {
        id: new.id.to_string(),
        seq: last.unwrap_or(0) + 1,
        application_number: f.application_number.to_string(),
        number_key: f.application_number.key(),
        document_sha256: new.document_sha256.to_owned(),
        title: f.title.clone(),
        kind: name(&f.kind)?,
        filed_on: f.filed_on.map(date_to_db),
        received_on: date_to_db(new.received_on),
        received_at: to_db(new.received_at),
        marking: (&f.marking).into(),
        status: new.status.as_str().to_owned(),
        text_version: 1,
        version: 1,
        judged_by: Some(new.judged_by.to_string()),
        assigned_to: None,
        acknowledge_after: None,
    };
    diesel::insert_into(filings::table).values(&row).execute(conn)?;
    insert_text(conn, &row.id, row.text_version, f, new.document_sha256, new.received_at)?;
    note_change(tx, new.id)?;
    row.try_into()
}

fn insert_text(
    conn: &mut Conn,
    id: &str,
    text_version: i32,
    filing: &Filing,
    document_sha256: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(filing_texts::table)
        .values((
            filing_texts::filing_id.eq(id),
            filing_texts::text_version.eq(text_version),
            filing_texts::document_sha256.eq(document_sha256),
            filing_texts::document.eq(json(filing)?),
            filing_texts::received_at.eq(to_db(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts another text of a filing on record beside those it has, as its present one. Title, kind, date
/// and marking follow the text.
pub fn amend(
    tx: &mut Tx<'_>,
    id: FilingId,
    text_version: i32,
    filing: &Filing,
    document_sha256: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let id = id.to_string();
    insert_text(conn, &id, text_version, filing, document_sha256, at)?;
    diesel::update(filings::table.find(&id))
        .set((
            filings::document_sha256.eq(document_sha256),
            filings::title.eq(&filing.title),
            filings::kind.eq(name(&filing.kind)?),
            filings::filed_on.eq(filing.filed_on.map(date_to_db)),
            MarkingColumns::from(&filing.marking),
            filings::text_version.eq(text_version),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which text of a filing has this digest.
pub fn text_of_digest(conn: &mut Conn, id: FilingId, document_sha256: &str) -> Result<Option<i32>, StoreError> {
    Ok(filing_texts::table
        .filter(filing_texts::filing_id.eq(id.to_string()))
        .filter(filing_texts::document_sha256.eq(document_sha256))
        .order(filing_texts::text_version.desc())
        .select(filing_texts::text_version)
        .first(conn)
        .optional()?)
}

/// A filing's record.
pub fn get(conn: &mut Conn, id: FilingId) -> Result<Option<FilingRecord>, StoreError> {
    let row: Option<Row> = filings::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(FilingRecord::try_from).transpose()
}

/// The records of these filings, as far as there are such filings.
pub fn some(conn: &mut Conn, ids: &[FilingId]) -> Result<HashMap<FilingId, FilingRecord>, StoreError> {
    let mut out = HashMap::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let keys: Vec<String> = some.iter().map(FilingId::to_string).collect();
        let rows: Vec<Row> = filings::table.filter(filings::id.eq_any(keys)).select(Row::as_select()).load(conn)?;
        for row in rows {
            let record = FilingRecord::try_from(row)?;
            out.insert(record.id, record);
        }
    }
    Ok(out)
}

/// The filing of an application number, however it is spelled; the earliest, where there are several.
pub fn by_number(conn: &mut Conn, number: &ApplicationNumber) -> Result<Option<FilingRecord>, StoreError> {
    Ok(numbers::of_number(conn, number)?.into_iter().next())
}

/// The texts of a filing with their numbers, the latest first.
pub fn texts(conn: &mut Conn, id: FilingId) -> Result<Vec<(i32, Filing)>, StoreError> {
    let rows: Vec<(i32, String)> = filing_texts::table
        .filter(filing_texts::filing_id.eq(id.to_string()))
        .order(filing_texts::text_version.desc())
        .select((filing_texts::text_version, filing_texts::document))
        .load(conn)?;
    rows.into_iter().map(|(version, text)| Ok((version, from_json(&text)?))).collect()
}

/// One text of a filing.
pub fn document(conn: &mut Conn, id: FilingId, text_version: i32) -> Result<Option<Filing>, StoreError> {
    let text: Option<String> = filing_texts::table
        .find((id.to_string(), text_version))
        .select(filing_texts::document)
        .first(conn)
        .optional()?;
    text.as_deref().map(from_json).transpose()
}

/// One text of a filing, and since when it is on record.
pub fn text(conn: &mut Conn, id: FilingId, text_version: i32) -> Result<Option<(Filing, Timestamp)>, StoreError> {
    let found: Option<(String, NaiveDateTime)> = filing_texts::table
        .find((id.to_string(), text_version))
        .select((filing_texts::document, filing_texts::received_at))
        .first(conn)
        .optional()?;
    found.map(|(text, at)| Ok((from_json(&text)?, from_db(at)?))).transpose()
}

/// Lets acknowledgments with an id up to this one count no longer, because the marking of the filing was widened.
pub fn ask_for_new_acknowledgments(tx: &mut Tx<'_>, id: FilingId, after: AcknowledgmentId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(filings::table.find(id.to_string()))
        .set(filings::acknowledge_after.eq(after.to_string()))
        .execute(conn)?;
    Ok(())
}

/// Sets the marking of a filing, which access to it depends on.
pub fn set_marking(tx: &mut Tx<'_>, id: FilingId, marking: &Marking) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(filings::table.find(id.to_string())).set(MarkingColumns::from(marking)).execute(conn)?;
    Ok(())
}

/// Gives a filing to an examiner, or back to the queue, as a new version of it.
pub fn assign(tx: &mut Tx<'_>, id: FilingId, to: Option<AccountId>) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(filings::table.find(id.to_string()))
        .set((
            filings::assigned_to.eq(to.map(|account| account.to_string())),
            filings::version.eq(filings::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives back to the queue what an examiner has and may no longer see: what `clearance` does not reach, or with `None`
/// everything. Returns how many.
pub fn release(tx: &mut Tx<'_>, examiner: AccountId, clearance: Option<&Clearance>) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let kept = match clearance {
        Some(clearance) => MarkingsWithin::reach_of(conn, clearance)?,
        None => MarkingsWithin::default(),
    };
    let lost_levels = filings::full_marking.is_null().and(filings::marking.ne_all(kept.levels));
    let lost = filings::table
        .filter(filings::assigned_to.eq(examiner.to_string()))
        .filter(lost_levels.or(filings::full_marking.is_not_null().and(filings::full_marking.ne_all(kept.full))));
    let back = (filings::assigned_to.eq(None::<String>), filings::version.eq(filings::version + 1));
    Ok(diesel::update(lost).set(back).execute(conn)?)
}

/// The parties of one text of a filing. The text itself, which may be long, is not taken apart.
pub fn parties(conn: &mut Conn, id: FilingId, text_version: i32) -> Result<Option<Vec<Party>>, StoreError> {
    #[derive(Deserialize)]
    struct Parties {
        #[serde(default)]
        parties: Vec<Party>,
    }
    let text: Option<String> = filing_texts::table
        .find((id.to_string(), text_version))
        .select(filing_texts::document)
        .first(conn)
        .optional()?;
    Ok(text.as_deref().map(from_json::<Parties>).transpose()?.map(|p| p.parties))
}

/// Writes where a filing stands, as a new version of it, and notes the change.
pub fn set_status(tx: &mut Tx<'_>, id: FilingId, status: FilingStatus) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(filings::table.find(id.to_string()))
        .set((filings::status.eq(status.as_str()), filings::version.eq(filings::version + 1)))
        .execute(conn)?;
    note_change(tx, id)
}

/// Appends to the line of changes. Every writer holds the write lock, so numbers become visible in
/// their order and a follower never skips one.
fn note_change(tx: &mut Tx<'_>, id: FilingId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let next = last_change(conn)? + 1;
    diesel::insert_into(changes::table)
        .values((changes::seq.eq(next), changes::filing_id.eq(id.to_string())))
        .execute(conn)?;
    Ok(())
}

/// One change of a filing, in the order in which they happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number, from 1.
    pub seq: i64,
    pub filing: FilingId,
}

/// Up to `limit` changes after a number.
pub fn changes_after(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
    let rows: Vec<(i64, String)> = changes::table
        .filter(changes::seq.gt(seq))
        .order(changes::seq)
        .limit(limit)
        .select((changes::seq, changes::filing_id))
        .load(conn)?;
    rows.into_iter().map(|(seq, id)| Ok(Change { seq, filing: parse(&id)? })).collect()
}

/// Forgets up to `most` changes that a later change of the same filing says again: whoever follows from any
/// number still hears of every filing that changed after it. Returns how many.
pub fn forget_repeated_changes(tx: &mut Tx<'_>, most: i64) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let later = diesel::alias!(changes as later);
    let repeated = changes::table
        .inner_join(later.on(later.field(changes::filing_id).eq(changes::filing_id)))
        .filter(later.field(changes::seq).gt(changes::seq))
        .select(changes::seq)
        .distinct()
        .order(changes::seq)
        .limit(most)
        .load::<i64>(conn)?;
    Ok(diesel::delete(changes::table.filter(changes::seq.eq_any(repeated))).execute(conn)?)
}

/// The number of the last change; 0 before the first.
pub fn last_change(conn: &mut Conn) -> Result<i64, StoreError> {
    let last: Option<i64> = changes::table.select(diesel::dsl::max(changes::seq)).first(conn)?;
    Ok(last.unwrap_or(0))
}
