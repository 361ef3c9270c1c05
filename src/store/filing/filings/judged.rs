//! Which list revision each filing was last judged by: that of its latest screening, or a later one
//! that was shown to change nothing for it. Not its job: showing that (`workflow::rescreen`).

use crate::store::frame::column::{date_from_db, from_json, parse};
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{changes, filings, hits, rescreening_filings, screenings};
use crate::store::frame::within_reach;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::base::ids::{FilingId, ListRevisionId, RescreeningId, ScreeningId};
use domain::case::status::FilingStatus;
use domain::review::access::Reach;
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

/// The filings within reach.
pub fn within(conn: &mut Conn, reach: &Reach) -> Result<HashSet<FilingId>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    let ids: Vec<String> = filings::table.filter(within_reach!(reach, markings)).select(filings::id).load(conn)?;
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
    for some in some.chunks(crate::store::filing::filings::AT_ONCE) {
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
pub fn hit_in(conn: &mut Conn, categories: &[String]) -> Result<HashSet<FilingId>, StoreError> {
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

/// The screenings that no later one of the same filing follows and that are by another engine than this. A
/// macro, as `latest_hits`.
macro_rules! latest_by_other_engines {
    ($later:ident, $engine:expr) => {
        screenings::table.filter(screenings::engine.ne($engine)).filter(not(exists(
            $later
                .filter($later.field(screenings::filing_id).eq(screenings::filing_id))
                .filter($later.field(screenings::id).gt(screenings::id)),
        )))
    };
}

/// The filings whose latest screening is by another engine than this.
pub fn by_other_engines(conn: &mut Conn, engine: &str) -> Result<HashSet<FilingId>, StoreError> {
    let later = diesel::alias!(screenings as later);
    let ids: Vec<String> = latest_by_other_engines!(later, engine).select(screenings::filing_id).load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filings that an engine is still to screen against a list: the latest screening of each is by another
/// engine, and this one has none of the same text and list on record, as it would where a newer engine had
/// run in between. `most` of them, in the order of receipt.
pub fn not_by_engine(
    conn: &mut Conn,
    engine: &str,
    list: ListRevisionId,
    most: i64,
) -> Result<Vec<FilingId>, StoreError> {
    let (later, own) = diesel::alias!(screenings as later, screenings as own);
    let ids: Vec<String> = latest_by_other_engines!(later, engine)
        .filter(not(exists(
            own.filter(own.field(screenings::filing_id).eq(screenings::filing_id))
                .filter(own.field(screenings::text_version).eq(screenings::text_version))
                .filter(own.field(screenings::review_list_id).eq(list.to_string()))
                .filter(own.field(screenings::engine).eq(engine)),
        )))
        .inner_join(filings::table.on(filings::id.eq(screenings::filing_id)))
        .order(filings::seq)
        .limit(most)
        .select(filings::id)
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// Whether a filing is among those of [`not_by_engine`].
pub fn awaits_engine(
    conn: &mut Conn,
    filing: FilingId,
    engine: &str,
    list: ListRevisionId,
) -> Result<bool, StoreError> {
    let all: Vec<(String, i32, String)> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .order(screenings::id.desc())
        .select((screenings::engine, screenings::text_version, screenings::review_list_id))
        .load(conn)?;
    let list = list.to_string();
    Ok(all.first().is_some_and(|(by, text, _)| {
        by != engine && !all.iter().any(|(e, t, l)| (e.as_str(), t, l) == (engine, text, &list))
    }))
}

/// One hit of the latest screening of a filing under an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    pub filing: FilingId,
    /// Its latest screening.
    pub screening: ScreeningId,
    pub list: ListRevisionId,
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
pub struct HitFiling {
    pub filing: FilingId,
    /// The day it was received.
    pub received_on: Date,
    /// The agencies that own the category.
    pub agencies: Vec<String>,
}

/// All hits on filings within reach.
pub fn load(conn: &mut Conn, reach: &Reach) -> Result<Vec<HitFiling>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    let rows: Vec<(String, NaiveDate, String)> = latest_hits!()
        .inner_join(filings::table.on(filings::id.eq(hits::filing_id)))
        .filter(within_reach!(reach, markings))
        .select((filings::id, filings::received_on, hits::agencies))
        .load(conn)?;
    rows.into_iter()
        .map(|(filing, day, agencies)| {
            Ok(HitFiling { filing: parse(&filing)?, received_on: date_from_db(day)?, agencies: from_json(&agencies)? })
        })
        .collect()
}
