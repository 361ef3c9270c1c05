//! Passes over the stored filings, after an adoption or for another engine: the candidates of each pass and their
//! outcomes. Not its job: choosing candidates and judging them (`workflow::list::rescreen`).

use crate::store::frame::column::{from_db, from_json, json, name, parse, to_db, word};
use crate::store::frame::marking::MarkingsWithin;
use crate::store::frame::schema::{filings, rescreening_filings, rescreenings};
use crate::store::frame::within_reach;
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::{FilingId, ListRevisionId, RescreeningId};
use domain::review::access::Reach;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Where a re-screening stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassState {
    /// Its candidates are not yet known.
    Waiting,
    /// Its candidates are being judged.
    Running,
    /// Every filing has been judged.
    Done,
    /// Another pass began before it was done and took the rest over: that of a later adoption, or of
    /// another engine.
    Superseded,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// It comes out as before.
    Same,
    /// It comes out otherwise, with no new category.
    Changed,
    /// It cannot be judged by the list now, which it could before, and is hit in no new category.
    NeedsHuman,
    /// It is hit in a category in which it was not. The database calls this `newly_lit` since its first migration.
    #[serde(rename = "newly_lit")]
    NewlyHit,
    /// It was screened as the pass would by something else meanwhile.
    Meanwhile,
}

/// A pass over the filings on record: what it is for and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    pub id: RescreeningId,
    /// The revision adopted; the one in force, for another engine.
    pub list: ListRevisionId,
    /// The one it replaced; for another engine the same one.
    pub replaced: ListRevisionId,
    /// The engine that the pass is for; `None` after an adoption.
    pub engine: Option<String>,
    /// Where it stands.
    pub state: PassState,
    /// Categories that changed, new and removed ones among them; empty while waiting.
    pub changed: Vec<String>,
    /// Filings it is about: those judged by an older revision, or by another engine, when it began.
    pub filings: i64,
    /// Time spent on candidates, in milliseconds.
    pub worked_ms: i64,
    /// When the revision was adopted, or the other engine was first run.
    pub adopted_at: Timestamp,
    /// When its candidates were known.
    pub started_at: Option<Timestamp>,
    /// When it was done or superseded.
    pub finished_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = rescreenings)]
struct Row {
    id: String,
    review_list_id: String,
    replaced_id: String,
    state: String,
    changed: String,
    filings: i64,
    worked_ms: i64,
    adopted_at: NaiveDateTime,
    started_at: Option<NaiveDateTime>,
    finished_at: Option<NaiveDateTime>,
    engine: Option<String>,
}

impl TryFrom<Row> for Pass {
    type Error = StoreError;
    fn try_from(r: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parse(&r.id)?,
            list: parse(&r.review_list_id)?,
            replaced: parse(&r.replaced_id)?,
            engine: r.engine,
            state: word(&r.state)?,
            changed: from_json(&r.changed)?,
            filings: r.filings,
            worked_ms: r.worked_ms,
            adopted_at: from_db(r.adopted_at)?,
            started_at: r.started_at.map(from_db).transpose()?,
            finished_at: r.finished_at.map(from_db).transpose()?,
        })
    }
}

/// The reason of a pass.
#[derive(Debug, Clone, Copy)]
pub enum Occasion<'a> {
    /// The adoption of a list in the place of this one.
    Adoption { replaced: ListRevisionId },
    /// Another engine runs.
    Engine(&'a str),
}

/// Puts a pass on record that waits for its candidates.
pub fn insert(
    tx: &mut Tx<'_>,
    id: RescreeningId,
    list: ListRevisionId,
    occasion: Occasion<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (replaced, engine) = match occasion {
        Occasion::Adoption { replaced } => (replaced, None),
        Occasion::Engine(engine) => (list, Some(engine)),
    };
    let conn: &mut Conn = tx;
    diesel::insert_into(rescreenings::table)
        .values((
            rescreenings::id.eq(id.to_string()),
            rescreenings::review_list_id.eq(list.to_string()),
            rescreenings::replaced_id.eq(replaced.to_string()),
            rescreenings::state.eq(name(&PassState::Waiting)?),
            rescreenings::changed.eq("[]"),
            rescreenings::filings.eq(0),
            rescreenings::worked_ms.eq(0),
            rescreenings::adopted_at.eq(to_db(at)),
            rescreenings::engine.eq(engine),
        ))
        .execute(conn)?;
    Ok(())
}

/// The pass that followed the adoption of a revision.
pub fn of_list(conn: &mut Conn, list: ListRevisionId) -> Result<Option<Pass>, StoreError> {
    let row: Option<Row> = rescreenings::table
        .filter(rescreenings::review_list_id.eq(list.to_string()))
        .filter(rescreenings::engine.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Pass::try_from).transpose()
}

/// The pass for an engine that is not over.
pub fn of_engine(conn: &mut Conn, engine: &str) -> Result<Option<Pass>, StoreError> {
    let row: Option<Row> = rescreenings::table
        .filter(rescreenings::engine.eq(engine))
        .filter(rescreenings::finished_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Pass::try_from).transpose()
}

/// All passes, newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Pass>, StoreError> {
    let rows: Vec<Row> = rescreenings::table.order(rescreenings::id.desc()).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Pass::try_from).collect()
}

/// The data of a pass once its candidates are known.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// Categories that changed.
    pub changed: &'a [String],
    /// Filings it is about.
    pub filings: i64,
    /// Those to be judged.
    pub candidates: &'a [FilingId],
    pub at: Timestamp,
}

/// Candidates written in one statement.
const ROWS: usize = 500;

/// Begins a pass, and supersedes every earlier one that is not done, because its filings are among the candidates of
/// this one.
pub fn start(tx: &mut Tx<'_>, id: RescreeningId, start: &Start<'_>) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    let open = [name(&PassState::Waiting)?, name(&PassState::Running)?];
    diesel::update(
        rescreenings::table.filter(rescreenings::state.eq_any(open)).filter(rescreenings::id.ne(id.to_string())),
    )
    .set((rescreenings::state.eq(name(&PassState::Superseded)?), rescreenings::finished_at.eq(to_db(start.at))))
    .execute(conn)?;
    let key = id.to_string();
    for some in start.candidates.chunks(ROWS) {
        let ids: Vec<String> = some.iter().map(FilingId::to_string).collect();
        filings::table
            .filter(filings::id.eq_any(ids))
            .select((key.as_str().into_sql::<diesel::sql_types::Text>(), filings::id))
            .insert_into(rescreening_filings::table)
            .into_columns((rescreening_filings::rescreening_id, rescreening_filings::filing_id))
            .execute(conn)?;
    }
    diesel::update(rescreenings::table.find(&key))
        .set((
            rescreenings::state.eq(name(&PassState::Running)?),
            rescreenings::changed.eq(json(start.changed)?),
            rescreenings::filings.eq(start.filings),
            rescreenings::started_at.eq(to_db(start.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Up to `limit` candidates that are still to be judged, in the order of their ids, after one of them.
pub fn pending(
    conn: &mut Conn,
    id: RescreeningId,
    after: Option<FilingId>,
    limit: i64,
) -> Result<Vec<FilingId>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    let ids: Vec<String> = rescreening_filings::table
        .filter(rescreening_filings::rescreening_id.eq(id.to_string()))
        .filter(rescreening_filings::outcome.is_null())
        .filter(rescreening_filings::filing_id.gt(after))
        .order(rescreening_filings::filing_id)
        .limit(limit)
        .select(rescreening_filings::filing_id)
        .load(conn)?;
    ids.iter().map(|id| parse(id)).collect()
}

/// The filings, of those given, that are still to be judged in a pass.
pub fn pending_of(conn: &mut Conn, id: RescreeningId, some: &[FilingId]) -> Result<HashSet<FilingId>, StoreError> {
    let mut out = HashSet::new();
    for some in some.chunks(ROWS) {
        let keys: Vec<String> = some.iter().map(FilingId::to_string).collect();
        let ids: Vec<String> = rescreening_filings::table
            .filter(rescreening_filings::rescreening_id.eq(id.to_string()))
            .filter(rescreening_filings::outcome.is_null())
            .filter(rescreening_filings::filing_id.eq_any(keys))
            .select(rescreening_filings::filing_id)
            .load(conn)?;
        for id in &ids {
            out.insert(parse(id)?);
        }
    }
    Ok(out)
}

/// Records the outcome of candidates.
pub fn settle(
    tx: &mut Tx<'_>,
    id: RescreeningId,
    filings: &[FilingId],
    outcome: Judged,
    at: Timestamp,
) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    for some in filings.chunks(ROWS) {
        let keys: Vec<String> = some.iter().map(FilingId::to_string).collect();
        diesel::update(
            rescreening_filings::table
                .filter(rescreening_filings::rescreening_id.eq(id.to_string()))
                .filter(rescreening_filings::filing_id.eq_any(keys)),
        )
        .set((rescreening_filings::outcome.eq(name(&outcome)?), rescreening_filings::done_at.eq(to_db(at))))
        .execute(conn)?;
    }
    Ok(())
}

/// Adds to the time spent on a pass.
pub fn add_time_worked(tx: &mut Tx<'_>, id: RescreeningId, milliseconds: i64) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(rescreenings::table.find(id.to_string()))
        .set(rescreenings::worked_ms.eq(rescreenings::worked_ms + milliseconds))
        .execute(conn)?;
    Ok(())
}

/// Ends a pass of which every candidate has been judged.
pub fn finish(tx: &mut Tx<'_>, id: RescreeningId, at: Timestamp) -> Result<(), StoreError> {
    let conn: &mut Conn = tx;
    diesel::update(rescreenings::table.find(id.to_string()))
        .set((rescreenings::state.eq(name(&PassState::Done)?), rescreenings::finished_at.eq(to_db(at))))
        .execute(conn)?;
    Ok(())
}

/// How many candidates are within reach, by outcome; `None` counts those still to be judged.
pub fn count_outcomes(
    conn: &mut Conn,
    id: RescreeningId,
    reach: &Reach,
) -> Result<Vec<(Option<Judged>, i64)>, StoreError> {
    let markings = MarkingsWithin::reach_of(conn, &reach.clearance)?;
    let rows: Vec<(Option<String>, i64)> = rescreening_filings::table
        .inner_join(filings::table)
        .filter(rescreening_filings::rescreening_id.eq(id.to_string()))
        .filter(within_reach!(reach, markings))
        .group_by(rescreening_filings::outcome)
        .select((rescreening_filings::outcome, diesel::dsl::count_star()))
        .load(conn)?;
    rows.into_iter().map(|(outcome, n)| Ok((outcome.as_deref().map(word).transpose()?, n))).collect()
}
