//! Screenings, the hits in each, and the examiner's decision on each hit.
//!
//! A screening is kept whole, as the matcher returned it. Its hits also have rows of their own, because decisions refer
//! to them. Not its job: what a result means (`domain::filing::screening`).

#[cfg(test)]
pub(crate) mod rewritten;

use crate::store::frame::column::{from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::schema::{hits, screenings, triages};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{AccountId, FilingId, HitId, ListRevisionId, ScreeningId, TriageId};
use domain::filing::screening::Screening;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Screenings or filings asked for in one statement.
const AT_ONCE: usize = 500;

/// An examiner's decision on a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The filing falls in the category.
    Confirm,
    /// It does not.
    Dismiss,
}

/// An examiner's decision on one hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triage {
    pub id: TriageId,
    pub decision: Decision,
    /// Why.
    pub reason: String,
    pub account: AccountId,
    /// Name at the time.
    pub person: String,
    pub decided_at: Timestamp,
    /// The decision this one repeats, made on the same hit in an earlier screening.
    #[serde(default)]
    pub carried_from: Option<TriageId>,
}

/// One hit of a screening, with its decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitRecord {
    pub id: HitId,
    pub screening: ScreeningId,
    pub filing: FilingId,
    pub category: String,
    /// Its owning agencies.
    pub agencies: Vec<String>,
    /// Counts changes; its ETag.
    pub version: i32,
    /// The decision, once made.
    pub triage: Option<Triage>,
    /// The hit of the same category in the screening before, if it had one.
    #[serde(default)]
    pub previous: Option<HitId>,
    /// Places, in the evidence, of the passages that the screening before did not have; `None`: all of them.
    /// Answers kept for repeated requests have called it `news` since the first version.
    #[serde(default, rename = "news")]
    pub new_evidence: Option<Vec<usize>>,
    /// What made a hit come back that was dismissed before.
    #[serde(default)]
    pub returned_because: Option<String>,
    /// The dismissal that no longer holds, on a hit that came back.
    #[serde(default)]
    pub before: Option<Triage>,
}

impl HitRecord {
    /// A hit nobody has decided on, in a category that was not hit before.
    pub fn new(id: HitId, screening: ScreeningId, filing: FilingId, category: &str, agencies: &[String]) -> Self {
        Self {
            id,
            screening,
            filing,
            category: category.to_owned(),
            agencies: agencies.to_vec(),
            version: 1,
            triage: None,
            previous: None,
            new_evidence: None,
            returned_because: None,
            before: None,
        }
    }
}

/// A screening on record, with its verdict and hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningRecord {
    pub id: ScreeningId,
    pub filing: FilingId,
    pub text_version: i32,
    pub list: ListRevisionId,
    pub screened_at: Timestamp,
    /// What the matcher found.
    pub result: Screening,
    /// The hits of `result`, in its order, with their decisions.
    pub hits: Vec<HitRecord>,
    /// Hits of the screening before that are not in this one. A decision made on one stands.
    #[serde(default)]
    pub gone: Vec<HitRecord>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = screenings)]
struct Row {
    id: String,
    filing_id: String,
    text_version: i32,
    review_list_id: String,
    result: String,
    screened_at: NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = hits, treat_none_as_default_value = false)]
struct HitRow {
    id: String,
    screening_id: String,
    filing_id: String,
    category: String,
    agencies: String,
    version: i32,
    gone: bool,
    returned_because: Option<String>,
    previous_id: Option<String>,
    news: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = triages)]
struct TriageRow {
    id: String,
    decision: String,
    reason: String,
    account_id: String,
    person: String,
    decided_at: NaiveDateTime,
    carried_from: Option<String>,
}

impl TryFrom<TriageRow> for Triage {
    type Error = StoreError;
    fn try_from(t: TriageRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&t.id)?,
            decision: word(&t.decision)?,
            reason: t.reason,
            account: parse(&t.account_id)?,
            person: t.person,
            decided_at: from_db(t.decided_at)?,
            carried_from: t.carried_from.as_deref().map(parse).transpose()?,
        })
    }
}

impl HitRow {
    fn of(h: &HitRecord, gone: bool) -> Result<Self, StoreError> {
        Ok(Self {
            id: h.id.to_string(),
            screening_id: h.screening.to_string(),
            filing_id: h.filing.to_string(),
            category: h.category.clone(),
            agencies: json(&h.agencies)?,
            version: h.version,
            gone,
            returned_because: h.returned_because.clone(),
            previous_id: h.previous.map(|id| id.to_string()),
            news: h.new_evidence.as_ref().map(json).transpose()?,
        })
    }
}

fn hit_of_row(conn: &mut Conn, (h, t): (HitRow, Option<TriageRow>)) -> Result<HitRecord, StoreError> {
    let before = match (&h.returned_because, &h.previous_id) {
        (Some(_), Some(previous)) => triages::table
            .filter(triages::hit_id.eq(previous))
            .select(TriageRow::as_select())
            .first::<TriageRow>(conn)
            .optional()?,
        _ => None,
    };
    Ok(HitRecord {
        id: parse(&h.id)?,
        screening: parse(&h.screening_id)?,
        filing: parse(&h.filing_id)?,
        category: h.category,
        agencies: from_json(&h.agencies)?,
        version: h.version,
        triage: t.map(Triage::try_from).transpose()?,
        previous: h.previous_id.as_deref().map(parse).transpose()?,
        new_evidence: h.news.as_deref().map(from_json).transpose()?,
        returned_because: h.returned_because,
        before: before.map(Triage::try_from).transpose()?,
    })
}

/// Puts a screening and its hits on record. The hits must be in the order of the result.
pub fn insert(tx: &mut Tx<'_>, s: &ScreeningRecord) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::insert_into(screenings::table)
        .values((
            screenings::id.eq(s.id.to_string()),
            screenings::filing_id.eq(s.filing.to_string()),
            screenings::text_version.eq(s.text_version),
            screenings::review_list_id.eq(s.list.to_string()),
            screenings::engine.eq(&s.result.engine),
            screenings::verdict.eq(name(&s.result.verdict)?),
            screenings::result.eq(json(&s.result)?),
            screenings::screened_at.eq(to_db(s.screened_at)),
        ))
        .execute(conn)?;
    let hits = s.hits.iter().map(|h| (h, false)).chain(s.gone.iter().map(|h| (h, true)));
    let rows = hits.clone().map(|(h, gone)| HitRow::of(h, gone)).collect::<Result<Vec<_>, _>>()?;
    for some in rows.chunks(HITS_AT_ONCE) {
        insert_hits(conn, some)?;
    }
    for (h, _) in hits {
        if let Some(triage) = &h.triage {
            insert_triage(conn, h.id, triage)?;
        }
    }
    Ok(())
}

/// Hits written in one statement.
const HITS_AT_ONCE: usize = 100;

/// Writes hits in one statement. diesel has no form of it for both databases, so each gets its own.
fn insert_hits(conn: &mut Conn, rows: &[HitRow]) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => diesel::insert_into(hits::table).values(rows).execute(c)?,
        #[cfg(feature = "postgres")]
        Conn::Pg(c) => diesel::insert_into(hits::table).values(rows).execute(c)?,
    };
    Ok(())
}

/// The hits of a screening: those it found, and those of the screening before that it no longer found.
type HitsAndGone = (Vec<HitRecord>, Vec<HitRecord>);

/// The hits of these screenings with the decisions made on them.
pub fn hits_of(conn: &mut Conn, some: &[ScreeningId]) -> Result<HashMap<ScreeningId, HitsAndGone>, StoreError> {
    let mut out: HashMap<ScreeningId, HitsAndGone> = HashMap::with_capacity(some.len());
    for some in some.chunks(AT_ONCE) {
        let keys: Vec<String> = some.iter().map(ScreeningId::to_string).collect();
        let rows: Vec<(HitRow, Option<TriageRow>)> = hits::table
            .left_join(triages::table)
            .filter(hits::screening_id.eq_any(keys))
            .order(hits::id)
            .select((HitRow::as_select(), Option::<TriageRow>::as_select()))
            .load(conn)?;
        for row in rows {
            let gone = row.0.gone;
            let hit = hit_of_row(conn, row)?;
            let (present, lost) = out.entry(hit.screening).or_default();
            if gone { lost.push(hit) } else { present.push(hit) }
        }
    }
    Ok(out)
}

fn screening_of_row(conn: &mut Conn, r: Row) -> Result<ScreeningRecord, StoreError> {
    let rows: Vec<(HitRow, Option<TriageRow>)> = hits::table
        .left_join(triages::table)
        .filter(hits::screening_id.eq(&r.id))
        .order(hits::id)
        .select((HitRow::as_select(), Option::<TriageRow>::as_select()))
        .load(conn)?;
    let (mut present, mut gone) = (Vec::new(), Vec::new());
    for row in rows {
        let into = if row.0.gone { &mut gone } else { &mut present };
        into.push(hit_of_row(conn, row)?);
    }
    Ok(ScreeningRecord {
        id: parse(&r.id)?,
        filing: parse(&r.filing_id)?,
        text_version: r.text_version,
        list: parse(&r.review_list_id)?,
        screened_at: from_db(r.screened_at)?,
        result: from_json(&r.result)?,
        hits: present,
        gone,
    })
}

/// Reads a screening by its id.
pub fn get(conn: &mut Conn, id: ScreeningId) -> Result<Option<ScreeningRecord>, StoreError> {
    let row: Option<Row> = screenings::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(|r| screening_of_row(conn, r)).transpose()
}

/// The latest screening of a filing.
pub fn latest(conn: &mut Conn, filing: FilingId) -> Result<Option<ScreeningRecord>, StoreError> {
    let row: Option<Row> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .order(screenings::id.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|r| screening_of_row(conn, r)).transpose()
}

/// All screenings of a filing, latest first.
pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<ScreeningRecord>, StoreError> {
    let rows: Vec<Row> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .order(screenings::id.desc())
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(|r| screening_of_row(conn, r)).collect()
}

/// The screening that a text of a filing was received with.
pub fn first_of(conn: &mut Conn, filing: FilingId, text_version: i32) -> Result<Option<ScreeningRecord>, StoreError> {
    let row: Option<Row> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .filter(screenings::text_version.eq(text_version))
        .order(screenings::id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|r| screening_of_row(conn, r)).transpose()
}

/// The id of the latest screening of a filing, whose hits are to be decided on.
pub fn latest_id(conn: &mut Conn, filing: FilingId) -> Result<Option<ScreeningId>, StoreError> {
    let id: Option<String> = screenings::table
        .filter(screenings::filing_id.eq(filing.to_string()))
        .select(diesel::dsl::max(screenings::id))
        .first(conn)?;
    id.as_deref().map(parse).transpose()
}

/// The id of the latest screening of each of these filings. A filing that was never screened is left out.
pub fn latest_ids(conn: &mut Conn, some: &[FilingId]) -> Result<HashMap<FilingId, ScreeningId>, StoreError> {
    let mut out = HashMap::with_capacity(some.len());
    for some in some.chunks(AT_ONCE) {
        let keys: Vec<String> = some.iter().map(FilingId::to_string).collect();
        let rows: Vec<(String, Option<String>)> = screenings::table
            .filter(screenings::filing_id.eq_any(keys))
            .group_by(screenings::filing_id)
            .select((screenings::filing_id, diesel::dsl::max(screenings::id)))
            .load(conn)?;
        for (filing, latest) in rows {
            if let Some(latest) = latest {
                out.insert(parse(&filing)?, parse(&latest)?);
            }
        }
    }
    Ok(out)
}

/// One hit with its decision.
pub fn get_hit(conn: &mut Conn, id: HitId) -> Result<Option<HitRecord>, StoreError> {
    let row: Option<(HitRow, Option<TriageRow>)> = hits::table
        .left_join(triages::table)
        .filter(hits::id.eq(id.to_string()))
        .select((HitRow::as_select(), Option::<TriageRow>::as_select()))
        .first(conn)
        .optional()?;
    row.map(|row| hit_of_row(conn, row)).transpose()
}

/// The filing that a screening is of; `None` if there is no such screening.
pub fn filing_of(conn: &mut Conn, id: ScreeningId) -> Result<Option<FilingId>, StoreError> {
    let filing: Option<String> =
        screenings::table.find(id.to_string()).select(screenings::filing_id).first(conn).optional()?;
    filing.as_deref().map(parse).transpose()
}

/// The filing that a hit is on; `None` if there is no such hit.
pub fn filing_of_hit(conn: &mut Conn, id: HitId) -> Result<Option<FilingId>, StoreError> {
    let filing: Option<String> = hits::table.find(id.to_string()).select(hits::filing_id).first(conn).optional()?;
    filing.as_deref().map(parse).transpose()
}

/// Whether a hit is one that the screening no longer found.
pub fn is_gone(conn: &mut Conn, id: HitId) -> Result<bool, StoreError> {
    Ok(hits::table.find(id.to_string()).select(hits::gone).first(conn).optional()?.unwrap_or(false))
}

/// Puts a decision on record, as a new version of the hit.
pub fn decide(tx: &mut Tx<'_>, hit: HitId, t: &Triage) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    insert_triage(conn, hit, t)?;
    diesel::update(hits::table.find(hit.to_string())).set(hits::version.eq(hits::version + 1)).execute(conn)?;
    Ok(())
}

fn insert_triage(conn: &mut Conn, hit: HitId, t: &Triage) -> Result<(), StoreError> {
    diesel::insert_into(triages::table)
        .values((
            triages::id.eq(t.id.to_string()),
            triages::hit_id.eq(hit.to_string()),
            triages::decision.eq(name(&t.decision)?),
            triages::reason.eq(&t.reason),
            triages::account_id.eq(t.account.to_string()),
            triages::person.eq(&t.person),
            triages::decided_at.eq(to_db(t.decided_at)),
            triages::carried_from.eq(t.carried_from.map(|id| id.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// The categories hit in the latest screening of a filing.
pub fn categories_hit(conn: &mut Conn, filing: FilingId) -> Result<Vec<String>, StoreError> {
    let Some(latest) = latest_id(conn, filing)? else { return Ok(vec![]) };
    Ok(hits::table
        .filter(hits::screening_id.eq(latest.to_string()))
        .filter(hits::gone.eq(false))
        .order(hits::id)
        .select(hits::category)
        .load(conn)?)
}
