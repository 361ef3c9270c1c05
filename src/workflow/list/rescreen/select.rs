//! The filings whose result can change when a list changes. The answer may have too many filings, never too few.
//!
//! The index is asked for the changed categories as they are in the new list: a filing can be newly hit only if the
//! posting lists have what its clauses need. The filings that were hit before are known from the record. Every filing
//! that the index cannot answer for is a candidate: filings that changed after its cursor, filings that could not be
//! screened or were screened by another engine, and all filings if there is no index, or one that fails or belongs to
//! another record.

use crate::search::{Query, SearchIndex};
use crate::store::Conn;
use crate::store::filing::filings::{self, judged};
use crate::workflow::filing::find;
use crate::workflow::{Ctx, Error};
use domain::base::ids::{FilingId, ListRevisionId};
use domain::filing::screening::ENGINE;
use screening::{Changed, CompiledList};
use std::collections::HashSet;

/// The filings that the index names.
#[derive(Debug)]
pub(in crate::workflow) enum Picked {
    /// Nothing: every filing is a candidate.
    All,
    /// Of the filings as they were at the cursor, only these can be newly hit.
    Only {
        /// How far the index had followed the record; `None` if nothing was asked of it.
        cursor: Option<i64>,
        filings: HashSet<FilingId>,
        /// The categories that changed, whose hits before are looked up as well.
        changed: Vec<String>,
    },
}

/// Asks the index of this process for the filings that the changes since a revision can newly hit.
pub(in crate::workflow) fn pick_with_service(cx: &Ctx, from: Option<ListRevisionId>, since: &Changed) -> Picked {
    let index = cx.service.as_ref().map(|service| &service.index);
    // If it is not known by which list a filing was judged, there is nothing to compare with.
    if from.is_none() { Picked::All } else { pick_in(index, since) }
}

/// Asks this index for the filings that the changes can newly hit.
pub(in crate::workflow) fn pick_in(index: Option<&SearchIndex>, since: &Changed) -> Picked {
    let only = |cursor, filings| Picked::Only { cursor, filings, changed: since.numbers() };
    let Some(part) = since.part() else { return only(None, HashSet::new()) };
    let Some(index) = index else { return Picked::All };
    match index.all(&query_of_list(part)) {
        Ok((cursor, filings)) => only(Some(cursor), filings),
        Err(error) => {
            tracing::warn!(%error, "rescreen.index_failed");
            Picked::All
        }
    }
}

/// The query that every filing fits that is hit in any category of a list. Exceptions are left out: they only take hits
/// away, and a hit that they hold back is worth recording.
pub(in crate::workflow) fn query_of_list(list: &CompiledList) -> Query {
    let categories = list.categories().map(|(category, compiled)| {
        let mut points: Vec<u32> = category.clauses.iter().map(|c| c.points).collect();
        points.sort_unstable_by(|a, b| b.cmp(a));
        // The fewest clauses that can reach the threshold: those that earn most.
        let mut sum = 0_u64;
        let fewer = points.iter().take_while(|&&p| {
            sum += u64::from(p);
            sum < u64::from(category.threshold.value)
        });
        let fewest = fewer.count() + 1;
        Query::AtLeast(fewest, compiled.clauses.iter().map(|rule| find::translate(&rule.expr)).collect())
    });
    Query::Or(categories.collect())
}

impl Picked {
    /// The candidates among filings that were judged by the older revision, in their order.
    pub(in crate::workflow) fn of(&self, conn: &mut Conn, older: Vec<FilingId>) -> Result<Vec<FilingId>, Error> {
        let Self::Only { cursor, filings, changed } = self else { return Ok(older) };
        let mut always = judged::hit_in(conn, changed)?;
        always.extend(judged::unscreened(conn)?);
        always.extend(judged::by_other_engines(conn, ENGINE)?);
        if let Some(cursor) = cursor {
            if *cursor > filings::last_change(conn)? {
                // The index of another record, or of this one before a restore.
                return Ok(older);
            }
            always.extend(judged::changed_after(conn, *cursor)?);
        }
        Ok(older.into_iter().filter(|id| filings.contains(id) || always.contains(id)).collect())
    }
}
