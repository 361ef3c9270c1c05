//! Which list revision each filing was last judged by: that of its latest screening, or a later one
//! that was shown to change nothing for it. Not its job: showing that (`workflow::rescreen`).

use super::super::column::{date_from_db, from_json, marks_within, parse};
use super::super::schema::{changes, filings, hits, rescreening_filings, screenings};
use super::super::{Conn, StoreError, Tx};
use crate::domain::ids::{FilingId, ListRevisionId, RescreeningId, ScreeningId};
use crate::domain::marking::Clearance;
use crate::domain::status::FilingStatus;
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Categories asked for in one statement.
const AT_ONCE: usize = 1_000;

/// The revisions that stored filings were judged by other than this one, `None` among them if there
/// are filings of which it is not known.
pub fn older_than(conn: &mut Conn, list: ListRevisionId) -> Result<Vec<Option<ListRevisionId>>, StoreError> {
    let known: Vec<Option<String>> = filings::table
        .filter(filings::judged_by.ne(list.to_string()).or(filings::judged_by.is_null()))
        .select(filings::judged_by)
        .distinct()
        .load(conn)?;
    known.iter().map(|id| id.as_deref().map(parse).transpose()).collect()
}

/// All revisions that stored filings were judged by, `None` among them as above.
pub fn revisions(conn: &mut Conn) -> Result<Vec<Option<ListRevisionId>>, StoreError> {
    let known: Vec<Option<String>> = filings::table.select(filings::judged_by).distinct().load(conn)?;
    known.iter().map(|id| id.as_deref().map(parse).transpose()).collect()
}

/// The filings that a clearance reaches.
pub fn within(conn: &mut Conn, clearance: Clearance) -> Result<HashSet<FilingId>, StoreError> {
    let ids: Vec<String> =
        filings::table.filter(filings::marking.eq_any(marks_within(clearance))).select(filings::id).load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filings that were judged by this revision; with `None`, those of which it is not known.
pub fn by(conn: &mut Conn, list: Option<ListRevisionId>) -> Result<Vec<FilingId>, StoreError> {
    let query = filings::table.select(filings::id).order(filings::seq);
    let ids: Vec<String> = match list {
        Some(list) => query.filter(filings::judged_by.eq(list.to_string())).load(conn)?,
        None => query.filter(filings::judged_by.is_null()).load(conn)?,
    };
    ids.iter().map(|id| parse(id)).collect()
}

/// Records by which revision a filing was judged. No new version of the filing: nothing about it is
/// otherwise for anybody who read it.
pub fn set(tx: &mut Tx<'_>, filing: FilingId, list: ListRevisionId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(filings::table.find(filing.to_string()))
        .set(filings::judged_by.eq(list.to_string()))
        .execute(conn)?;
    Ok(())
}

/// The same of several filings.
pub fn set_all(tx: &mut Tx<'_>, some: &[FilingId], list: ListRevisionId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    for some in some.chunks(super::AT_ONCE) {
        let keys: Vec<String> = some.iter().map(FilingId::to_string).collect();
        diesel::update(filings::table.filter(filings::id.eq_any(keys)))
            .set(filings::judged_by.eq(list.to_string()))
            .execute(conn)?;
    }
    Ok(())
}

/// Records that all filings are judged by a revision but the candidates of a pass.
pub fn set_all_but_candidates(tx: &mut Tx<'_>, list: ListRevisionId, pass: RescreeningId) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let candidates = rescreening_filings::table
        .filter(rescreening_filings::rescreening_id.eq(pass.to_string()))
        .filter(rescreening_filings::filing_id.eq(filings::id));
    diesel::update(
        filings::table
            .filter(filings::judged_by.ne(list.to_string()).or(filings::judged_by.is_null()))
            .filter(not(exists(candidates))),
    )
    .set(filings::judged_by.eq(list.to_string()))
    .execute(conn)?;
    Ok(())
}

/// The filings that changed after a number of the line of changes.
pub fn changed_after(conn: &mut Conn, seq: i64) -> Result<HashSet<FilingId>, StoreError> {
    let ids: Vec<String> =
        changes::table.filter(changes::seq.gt(seq)).select(changes::filing_id).distinct().load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filings whose latest screening hits one of these categories.
pub fn lit_in(conn: &mut Conn, categories: &[String]) -> Result<HashSet<FilingId>, StoreError> {
    let mut out = HashSet::new();
    for some in categories.chunks(AT_ONCE) {
        let ids: Vec<String> = latest_hits!()
            .filter(hits::category.eq_any(some.to_vec()))
            .select(hits::filing_id)
            .distinct()
            .load(conn)?;
        for id in &ids {
            out.insert(parse(id)?);
        }
    }
    Ok(out)
}

/// The filings of which some screening needed a human: what was not found in them says nothing.
pub fn unscreened(conn: &mut Conn) -> Result<HashSet<FilingId>, StoreError> {
    let ids: Vec<String> = screenings::table
        .filter(screenings::verdict.eq("needs_human"))
        .select(screenings::filing_id)
        .distinct()
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filings of which some screening is by another engine than this.
pub fn by_other_engines(conn: &mut Conn, engine: &str) -> Result<HashSet<FilingId>, StoreError> {
    let ids: Vec<String> =
        screenings::table.filter(screenings::engine.ne(engine)).select(screenings::filing_id).distinct().load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// One hit of the latest screening of a filing under an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// The filing.
    pub filing: FilingId,
    /// Its latest screening.
    pub screening: ScreeningId,
    /// The list of that.
    pub list: ListRevisionId,
    /// The category.
    pub category: String,
}

/// All hits on filings under an order, by filing.
pub fn under_order(conn: &mut Conn) -> Result<Vec<Held>, StoreError> {
    let held = filings::table.filter(filings::status.eq(FilingStatus::UnderOrder.as_str())).select(filings::id);
    let rows: Vec<(String, String, String)> = latest_hits!()
        .filter(hits::filing_id.eq_any(held))
        .select((hits::filing_id, hits::screening_id, hits::category))
        .order((hits::filing_id, hits::id))
        .load(conn)?;
    let mut lists: HashMap<String, ListRevisionId> = HashMap::new();
    for some in rows.chunks(AT_ONCE) {
        let ids: Vec<&str> = some.iter().map(|(_, screening, _)| screening.as_str()).collect();
        let found: Vec<(String, String)> = screenings::table
            .filter(screenings::id.eq_any(ids))
            .select((screenings::id, screenings::review_list_id))
            .load(conn)?;
        for (screening, list) in found {
            lists.insert(screening, parse(&list)?);
        }
    }
    rows.into_iter()
        .map(|(filing, screening, category)| {
            let list = *lists.get(&screening).ok_or_else(|| StoreError::Corrupt(format!("screening {screening}")))?;
            Ok(Held { filing: parse(&filing)?, screening: parse(&screening)?, list, category })
        })
        .collect()
}

/// One hit of a filing's latest screening: whose it is and when the filing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lit {
    /// The filing.
    pub filing: FilingId,
    /// The day it was received.
    pub received_on: Date,
    /// The agencies that own the category.
    pub agencies: Vec<String>,
}

/// All hits on filings that a clearance reaches.
pub fn load(conn: &mut Conn, clearance: Clearance) -> Result<Vec<Lit>, StoreError> {
    let rows: Vec<(String, NaiveDate, String)> = latest_hits!()
        .inner_join(filings::table.on(filings::id.eq(hits::filing_id)))
        .filter(filings::marking.eq_any(marks_within(clearance)))
        .select((filings::id, filings::received_on, hits::agencies))
        .load(conn)?;
    rows.into_iter()
        .map(|(filing, day, agencies)| {
            Ok(Lit { filing: parse(&filing)?, received_on: date_from_db(day)?, agencies: from_json(&agencies)? })
        })
        .collect()
}
