//! Replaying a list revision before it is adopted: what would change over the stored filings.
//!
//! The candidates are those that re-screening would have ([`crate::workflow::list::rescreen`]), screened the same way.
//! Nothing is written. Filings above a reader's clearance are in no count and in no sample. Samples name filings, for
//! those who may read their records.

use crate::search::SearchIndex;
use crate::store::filing::filings::{FilingRecord, judged};
use crate::store::filing::screenings;
use crate::store::list::lists as list_store;
use crate::store::{Conn, StoreError};
use crate::workflow::filing::succession;
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::case;
use crate::workflow::frame::present_list;
use crate::workflow::frame::screener::Screener;
use crate::workflow::list::keepers::KEEPERS;
use crate::workflow::list::rescreen::changes_since;
use crate::workflow::list::rescreen::select;
use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, ListRevisionId};
use domain::case::status::FilingStatus;
use domain::filing::screening::{ListRef, Screening};
use domain::review::access::{self, Reach};
use jiff::civil::Date;
use screening::Changed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use utoipa::ToSchema;

pub(crate) use crate::store::filing::filings::judged::Held;

/// Filings named as examples.
const SAMPLE: usize = 20;

/// Candidates screened for one request; a command has no such bound.
pub const MOST_CANDIDATES: usize = 20_000;

/// A filing named as an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Example {
    /// Id of the filing.
    #[schema(value_type = uuid::Uuid)]
    pub id: FilingId,
    /// Number of the filing.
    #[schema(example = "18/123,456")]
    pub application_number: String,
    /// Title of the filing.
    pub title: String,
    /// Where the filing stands.
    pub status: FilingStatus,
    /// The categories that the example is about.
    pub categories: Vec<String>,
}

/// Filings that would come out otherwise in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Effect {
    /// How many filings.
    pub filings: usize,
    /// How many by category.
    pub by_category: BTreeMap<String, usize>,
    /// Some of them, for those who may read their records.
    pub sample: Vec<Example>,
}

/// The work that one month's filings give an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Load {
    /// The agency.
    #[schema(example = "NAVY")]
    pub agency: String,
    /// The month in which the filings were received.
    #[schema(example = "2026-11")]
    pub month: String,
    /// Filings hit in a category of the agency, now.
    pub before: usize,
    /// The same under the revision replayed.
    pub after: usize,
}

/// What adopting a revision would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// The revision replayed.
    pub list: ListRef,
    pub in_force: ListRef,
    /// Categories that changed, new and removed ones among them.
    pub changed: Vec<String>,
    /// Filings that can come out otherwise.
    pub candidates: usize,
    /// Of these, screened for this answer, the latest first.
    pub screened: usize,
    /// Filings hit in a category in which they are not hit now.
    pub newly_hit: Effect,
    /// Filings no longer hit in a category.
    pub no_longer_hit: Effect,
    /// Of the filings under order, those that are flagged now and would not be. Adoption then needs a
    /// reason.
    pub unflagged_under_order: Effect,
    /// Work of each agency, by the month of receipt; only where it changes.
    pub load: Vec<Load>,
}

/// Replays a revision on record, for the roles that adopt lists.
pub fn of_revision(cx: &Ctx, actor: &Actor, id: ListRevisionId) -> Result<Replay, Error> {
    access::role(actor, &KEEPERS)?;
    let source = cx.read(|conn| Ok(list_store::source(conn, id)?.ok_or_else(access::not_found)?))?;
    let index = cx.service.as_ref().map(|service| &service.index);
    replay(cx, actor, &present_list::compile(&source)?, index, MOST_CANDIDATES, |_, _| {})
}

/// Replays a list file over the record, for the command line. `on_progress` gets how many candidates of how many have
/// been screened.
pub fn of_file(
    cx: &Ctx,
    actor: &Actor,
    source: &str,
    index: Option<&SearchIndex>,
    on_progress: impl FnMut(usize, usize),
) -> Result<Replay, Error> {
    replay(cx, actor, &present_list::compile(source)?, index, usize::MAX, on_progress)
}

fn replay(
    cx: &Ctx,
    actor: &Actor,
    new: &Screener,
    index: Option<&SearchIndex>,
    most: usize,
    mut on_progress: impl FnMut(usize, usize),
) -> Result<Replay, Error> {
    let names = matches!(actor.role, None | Some(Role::Examiner | Role::LicensingOfficer));
    let reach = Reach::of(actor);
    let mut bench = Bench { new, changed: HashMap::new() };
    let (candidates, in_force, changed) = cx.read(|conn| bench.candidates(conn, index, &reach))?;
    let mut tally = Tally::new(names);
    let screened: Vec<FilingId> = candidates.iter().rev().take(most).copied().collect();
    for (n, id) in screened.iter().enumerate() {
        let Some((record, before, after)) = cx.read(|conn| bench.screen(conn, *id))? else { continue };
        tally.add(&record, before.as_ref(), &after);
        on_progress(n + 1, screened.len());
    }
    let load = cx.read(|conn| Ok(judged::load(conn, &reach)?))?;
    Ok(Replay {
        list: new.list().clone(),
        in_force,
        changed,
        candidates: candidates.len(),
        screened: screened.len(),
        load: tally.load(&load),
        newly_hit: tally.newly_hit,
        no_longer_hit: tally.no_longer_hit,
        unflagged_under_order: tally.unflagged,
    })
}

/// The revision that is replayed, and what changed from each revision on record to it.
struct Bench<'a> {
    new: &'a Screener,
    changed: HashMap<Option<ListRevisionId>, Changed>,
}

impl Bench<'_> {
    fn changes_from(&mut self, conn: &mut Conn, from: Option<ListRevisionId>) -> Result<&Changed, Error> {
        match self.changed.entry(from) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(free) => Ok(free.insert(changes_since(conn, from, self.new)?)),
        }
    }

    /// The candidates within reach, in the order of receipt; the list in force; and the categories that
    /// changed since that list.
    fn candidates(
        &mut self,
        conn: &mut Conn,
        index: Option<&SearchIndex>,
        reach: &Reach,
    ) -> Result<(Vec<FilingId>, ListRef, Vec<String>), Error> {
        let in_force =
            list_store::in_force(conn)?.ok_or_else(|| Error::Internal("no review list is in force".into()))?;
        let mut all = Vec::new();
        for from in judged::revisions(conn)? {
            let picked = match from {
                Some(_) => select::pick_in(index, self.changes_from(conn, from)?),
                None => select::Picked::All,
            };
            let older = judged::by(conn, from)?;
            all.extend(picked.of(conn, older)?);
        }
        let reached: HashSet<FilingId> = judged::within(conn, reach)?;
        all.retain(|id| reached.contains(id));
        let changed = self.changes_from(conn, Some(in_force))?.numbers();
        Ok((all, case::reference(conn, in_force)?, changed))
    }

    /// A candidate, the result of its latest screening, and the result under the revision. `None` if the two do not
    /// differ.
    fn screen(
        &mut self,
        conn: &mut Conn,
        id: FilingId,
    ) -> Result<Option<(FilingRecord, Option<Screening>, Screening)>, Error> {
        let record = case::filing_of(conn, id)?;
        let document = case::document(conn, &record)?;
        let latest = case::latest_screening(conn, id)?;
        let after = match &latest {
            Some(latest) if latest.text_version == record.text_version => {
                let new = self.new;
                new.screen_changed(self.changes_from(conn, Some(latest.list))?, &latest.result, &document)
            }
            _ => self.new.screen(&document),
        };
        if latest.as_ref().is_some_and(|l| !succession::results_differ(&l.result, &after)) {
            return Ok(None);
        }
        Ok(Some((record, latest.map(|l| l.result), after)))
    }
}

/// The effects counted so far.
struct Tally {
    names: bool,
    newly_hit: Effect,
    no_longer_hit: Effect,
    unflagged: Effect,
    /// Month and agencies of every filing that comes out otherwise.
    after: HashMap<FilingId, (String, BTreeSet<String>)>,
}

impl Tally {
    fn new(names: bool) -> Self {
        let none = Effect::default;
        Self { names, newly_hit: none(), no_longer_hit: none(), unflagged: none(), after: HashMap::new() }
    }

    fn add(&mut self, record: &FilingRecord, before: Option<&Screening>, after: &Screening) {
        let hits = |s: &Screening| s.hits.iter().map(|h| h.category.clone()).collect::<Vec<_>>();
        let (was, is) = (before.map(hits).unwrap_or_default(), hits(after));
        let without = |a: &[String], b: &[String]| a.iter().filter(|c| !b.contains(c)).cloned().collect::<Vec<_>>();
        let (newly_hit, no_longer_hit) = (without(&is, &was), without(&was, &is));
        self.newly_hit.add(record, newly_hit, self.names);
        self.no_longer_hit.add(record, no_longer_hit, self.names);
        if record.status == FilingStatus::UnderOrder && is.is_empty() {
            self.unflagged.add(record, was, self.names);
        }
        let agencies = after.hits.iter().flat_map(|h| h.agencies.iter().cloned()).collect();
        self.after.insert(record.id, (month_of(record.received_on), agencies));
    }

    /// The work of each agency by month, before and after, where it changes.
    fn load(&self, before: &[judged::HitFiling]) -> Vec<Load> {
        let mut count: BTreeMap<(String, String), [BTreeSet<FilingId>; 2]> = BTreeMap::new();
        let mut put = |agency: &str, month: String, at: usize, filing| {
            count.entry((agency.to_owned(), month)).or_default()[at].insert(filing);
        };
        for hit in before {
            for agency in &hit.agencies {
                put(agency, month_of(hit.received_on), 0, hit.filing);
                if !self.after.contains_key(&hit.filing) {
                    put(agency, month_of(hit.received_on), 1, hit.filing);
                }
            }
        }
        for (filing, (month, agencies)) in &self.after {
            for agency in agencies {
                put(agency, month.clone(), 1, *filing);
            }
        }
        let changed = count.into_iter().filter(|(_, [before, after])| before != after);
        changed
            .map(|((agency, month), [before, after])| Load { agency, month, before: before.len(), after: after.len() })
            .collect()
    }
}

impl Effect {
    fn add(&mut self, record: &FilingRecord, categories: Vec<String>, names: bool) {
        if categories.is_empty() {
            return;
        }
        self.filings += 1;
        for category in &categories {
            *self.by_category.entry(category.clone()).or_default() += 1;
        }
        if names && self.sample.len() < SAMPLE {
            self.sample.push(Example {
                id: record.id,
                application_number: record.application_number.to_string(),
                title: record.title.clone(),
                status: record.status,
                categories,
            });
        }
    }
}

fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// All hits on filings under order.
pub(crate) fn held_hits(conn: &mut Conn) -> Result<Vec<Held>, Error> {
    Ok(judged::under_order(conn)?)
}

/// The filings under order that a revision no longer flags.
pub(crate) fn unflagged_filings(conn: &mut Conn, held: &[Held], new: &Screener) -> Result<Vec<FilingId>, Error> {
    let mut bench = Bench { new, changed: HashMap::new() };
    let mut out = Vec::new();
    for of_one in held.chunk_by(|a, b| a.filing == b.filing) {
        let Some(Held { filing, screening, list, .. }) = of_one.first() else { continue };
        let since = bench.changes_from(conn, Some(*list))?;
        if of_one.iter().any(|h| !since.contains(&h.category)) {
            continue;
        }
        let record = case::filing_of(conn, *filing)?;
        let document = case::document(conn, &record)?;
        let latest = screenings::get(conn, *screening)?
            .ok_or_else(|| StoreError::Corrupt(format!("screening {screening} is gone")))?;
        if new.screen_changed(since, &latest.result, &document).hits.is_empty() {
            out.push(*filing);
        }
    }
    Ok(out)
}
