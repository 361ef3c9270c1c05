//! One application, one number: filings by number in any spelling, and those whose numbers a person must look at.

use crate::store::filing::filings::{FilingRecord, Row, note_change};
use crate::store::frame::column::parse;
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{filings, number_findings};
use crate::store::frame::{load_among, within_reach};
use crate::store::{Conn, StoreError, Tx, set_setting, setting};
use diesel::prelude::*;
use domain::base::ids::FilingId;
use domain::filing::ApplicationNumber;
use domain::filing::number::Number;
use domain::review::access::Reach;
use std::collections::HashMap;

/// The setting that says that the numbers on record have their canonical form.
const SETTLED: &str = "application_numbers";

/// Rows read at once.
const PAGE: i64 = 1000;

/// A filing whose number a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFinding {
    /// Its place in the order of receipt.
    pub seq: i64,
    pub filing: FilingId,
    /// Its number, as it came.
    pub application_number: String,
    /// The earlier filing that is on record for the same application, with its number; `None`: the number
    /// of this one cannot be read.
    pub other: Option<(FilingId, String)>,
}

/// Place, id and number of a filing, id and number of the earlier filing with it.
type FindingRow = (i64, String, String, Option<String>, Option<String>);

/// The filings of an application, the earliest first: one, or several where two of an older version were found
/// to be one application.
pub fn of_number(conn: &mut Conn, number: &ApplicationNumber) -> Result<Vec<FilingRecord>, StoreError> {
    let ids = ids_of_keys(conn, &[number.key()])?;
    let query = filings::table.order(filings::seq).select(Row::as_select());
    let rows: Vec<Row> = load_among!(conn, query, filings::id, ids)?;
    rows.into_iter().map(FilingRecord::try_from).collect()
}

/// The ids of all filings of these numbers, given in the form of [`ApplicationNumber::key`].
pub(in crate::store) fn ids_of_keys(conn: &mut Conn, keys: &[String]) -> Result<Vec<String>, StoreError> {
    let mut ids: Vec<String> = load_among!(conn, filings::table.select(filings::id), filings::number_key, keys)?;
    let findings = number_findings::table.select(number_findings::filing_id);
    let doubles: Vec<String> = load_among!(conn, findings, number_findings::number_key, keys)?;
    ids.extend(doubles);
    Ok(ids)
}

/// The other filings on record for the application of a filing. Nearly always there are none.
pub fn doubles(conn: &mut Conn, filing: FilingId) -> Result<Vec<FilingId>, StoreError> {
    let id = filing.to_string();
    let own = diesel::alias!(number_findings as own);
    let first = own
        .filter(own.field(number_findings::filing_id).eq(&id))
        .select(own.field(number_findings::other_id))
        .single_value();
    let group: Vec<(String, Option<String>)> = number_findings::table
        .filter(
            number_findings::filing_id
                .eq(&id)
                .or(number_findings::other_id.eq(&id))
                .or(number_findings::other_id.eq(first)),
        )
        .select((number_findings::filing_id, number_findings::other_id))
        .load(conn)?;
    let first = group.iter().find(|(one, _)| *one == id).and_then(|(_, other)| other.clone());
    let first = first.unwrap_or_else(|| id.clone());
    let later = group.iter().filter(|(_, other)| other.as_ref() == Some(&first)).map(|(one, _)| one);
    let all = std::iter::once(&first).chain(later).filter(|other| **other != id);
    all.map(|other| parse(other)).collect()
}

/// All filings whose numbers a person must look at, in the order of receipt.
pub fn findings(conn: &mut Conn) -> Result<Vec<NumberFinding>, StoreError> {
    let every = MarkingsWithin::all(conn)?;
    findings_within(conn, &Reach::default(), every, None, i64::MAX)
}

/// Up to `limit` of them behind a place in the order of receipt: those whose filing, and the earlier filing with it,
/// are within reach.
pub fn page_of_findings(
    conn: &mut Conn,
    reach: &Reach,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<NumberFinding>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    findings_within(conn, reach, markings, after, limit)
}

fn findings_within(
    conn: &mut Conn,
    reach: &Reach,
    marks: MarkingsWithin,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<NumberFinding>, StoreError> {
    let earlier = diesel::alias!(filings as earlier);
    let own = reach.examiner.map(|account| account.to_string());
    let every_desk = own.is_none().into_sql::<diesel::sql_types::Bool>();
    let desk = earlier.field(filings::assigned_to);
    let full = earlier.field(filings::full_marking);
    let earlier_marked = full
        .is_null()
        .and(earlier.field(filings::marking).eq_any(marks.levels.clone()))
        .or(full.eq_any(marks.full.clone()));
    let earlier_within_reach = earlier_marked.and(desk.is_null().or(desk.eq(own)).or(every_desk));
    let rows: Vec<FindingRow> = number_findings::table
        .inner_join(filings::table.on(filings::id.eq(number_findings::filing_id)))
        .left_join(earlier.on(earlier.field(filings::id).nullable().eq(number_findings::other_id)))
        .filter(within_reach!(reach, marks))
        .filter(number_findings::other_id.is_null().or(earlier_within_reach))
        .filter(filings::seq.gt(after.unwrap_or(i64::MIN)))
        .order(filings::seq)
        .limit(limit)
        .select((
            filings::seq,
            filings::id,
            filings::application_number,
            number_findings::other_id,
            earlier.field(filings::application_number).nullable(),
        ))
        .load(conn)?;
    let finding = |(seq, id, application_number, other, number): FindingRow| {
        let other = other.zip(number).map(|(id, number)| Ok::<_, StoreError>((parse(&id)?, number))).transpose()?;
        Ok(NumberFinding { seq, filing: parse(&id)?, application_number, other })
    };
    rows.into_iter().map(finding).collect()
}

/// Gives the numbers on record their canonical form, once. Of two filings of one application the earlier one gets
/// it; the later one keeps its spelling and is noted as its double. Nothing is merged, and no text is touched.
pub(in crate::store) fn settle(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if setting(tx, SETTLED)?.is_some() {
        return Ok(());
    }
    let mut known: HashMap<String, String> = HashMap::new();
    let mut after = i64::MIN;
    loop {
        let conn: &mut Conn = tx;
        let page: Vec<(i64, String, String)> = filings::table
            .filter(filings::seq.gt(after))
            .order(filings::seq)
            .limit(PAGE)
            .select((filings::seq, filings::id, filings::application_number))
            .load(conn)?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (_, id, written) in page {
            settle_one(tx, &mut known, id, &written)?;
        }
    }
    set_setting(tx, SETTLED, "canonical")
}

fn settle_one(
    tx: &mut Tx<'_>,
    known: &mut HashMap<String, String>,
    id: String,
    written: &str,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let note = |conn: &mut Conn, key: Option<&str>, other: Option<&str>| {
        let row = (
            number_findings::filing_id.eq(&id),
            number_findings::number_key.eq(key),
            number_findings::other_id.eq(other),
        );
        diesel::insert_into(number_findings::table).values(row).execute(conn)
    };
    let Ok(number) = Number::parse(written) else {
        note(conn, None, None)?;
        return Ok(());
    };
    let key = number.key();
    let filing = filings::table.find(&id);
    if let Some(earlier) = known.get(&key) {
        note(conn, Some(&key), Some(earlier))?;
        // Its own id is a key that no number has.
        diesel::update(filing).set(filings::number_key.eq(&id)).execute(conn)?;
        return note_change(tx, parse(&id)?);
    }
    // A later row may hold the key that this one gets.
    diesel::update(filings::table.filter(filings::number_key.eq(&key)).filter(filings::id.ne(&id)))
        .set(filings::number_key.eq(filings::id))
        .execute(conn)?;
    let canonical = number.to_string();
    diesel::update(filing)
        .set((filings::number_key.eq(&key), filings::application_number.eq(&canonical)))
        .execute(conn)?;
    if canonical != written {
        note_change(tx, parse(&id)?)?;
    }
    known.insert(key, id);
    Ok(())
}
