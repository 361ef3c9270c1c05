//! Judging candidates. Each was read and screened before; the outcome is written for the record as it stands now.
//!
//! Reading and screening need no lock and may be long over when the outcome is written. So the facts that decide are
//! read again in the transaction that writes. A filing that changed meanwhile stays a candidate.

use crate::store::filing::filings::{self, FilingRecord, judged};
use crate::store::filing::screenings::{self, ScreeningRecord};
use crate::store::list::rescreenings::{self, Judged, Pass};
use crate::store::office::ledger;
use crate::store::{Conn, Tx};
use crate::workflow::filing::succession::{self, Cause};
use crate::workflow::frame::act::{Ctx, Error, Record, entry};
use crate::workflow::frame::screener::Screener;
use crate::workflow::frame::{case, status};
use crate::workflow::list::rescreen::pass::Step;
use domain::base::actor::Actor;
use domain::base::ids::{FilingId, ScreeningId};
use domain::base::ledger::Outcome;
use domain::filing::Filing;
use domain::filing::screening::{ENGINE, Screening, Verdict};
use screening::Changed;
use std::sync::Arc;

/// A candidate as it was read.
pub(super) struct Candidate {
    pub(super) record: FilingRecord,
    /// Its text.
    pub(super) document: Filing,
    pub(super) latest: Option<ScreeningRecord>,
}

/// A candidate with the result under the list of the pass.
pub(super) struct Screened {
    pub(super) candidate: Candidate,
    /// What changed since the revision by which it was last judged.
    pub(super) since: Arc<Changed>,
    /// What was found.
    pub(super) result: Screening,
    /// Whether it comes to something else than the latest screening.
    differs: bool,
}

impl Screened {
    /// Compares the result with the latest screening of the candidate.
    pub(super) fn new(candidate: Candidate, since: Arc<Changed>, result: Screening) -> Self {
        let differs =
            candidate.latest.as_ref().is_none_or(|latest| succession::results_differ(&latest.result, &result));
        Self { candidate, since, result, differs }
    }

    pub(super) fn filing(&self) -> FilingId {
        self.candidate.record.id
    }
}

/// Reads a candidate.
pub(super) fn load_candidate(conn: &mut Conn, id: FilingId) -> Result<Candidate, Error> {
    let record = case::filing_of(conn, id)?;
    Ok(Candidate { document: case::document(conn, &record)?, latest: case::latest_screening(conn, id)?, record })
}

impl Candidate {
    /// The result of a list. If the latest screening is of the present text, only changed categories are matched.
    pub(super) fn screen(&self, to: &Screener, since: &Changed) -> Screening {
        match &self.latest {
            Some(latest) if latest.text_version == self.record.text_version => {
                to.screen_changed(since, &latest.result, &self.document)
            }
            _ => to.screen(&self.document),
        }
    }
}

/// Records the outcomes of candidates. A candidate that changed since it was read gets no outcome and stays a
/// candidate.
pub(super) fn record_judged(cx: &Ctx, tx: &mut Tx<'_>, pass: &Pass, ready: Vec<Screened>) -> Result<Step, Error> {
    let ids: Vec<FilingId> = ready.iter().map(Screened::filing).collect();
    let pending = rescreenings::pending_of(tx, pass.id, &ids)?;
    let records = filings::some(tx, &ids)?;
    let latest = screenings::latest_ids(tx, &ids)?;
    // Decisions may have been made since the candidates were read.
    let screened: Vec<ScreeningId> = latest.values().copied().collect();
    let mut hits = screenings::hits_of(tx, &screened)?;
    let (mut step, mut settled) = (Step::default(), Vec::with_capacity(ready.len()));
    for mut one in ready {
        let id = one.filing();
        let Some(record) = records.get(&id).filter(|_| pending.contains(&id)) else { continue };
        let read = one.candidate.latest.as_ref().map(|s| s.id);
        let as_read = record.text_version == one.candidate.record.text_version && latest.get(&id).copied() == read;
        let by_list = record.judged_by == Some(pass.list);
        let meanwhile = match &pass.engine {
            None => by_list,
            // Which engine the latest screening is by is known of the one that was read.
            Some(engine) => {
                as_read && by_list && one.candidate.latest.as_ref().is_some_and(|s| s.result.engine == *engine)
            }
        };
        if meanwhile {
            step.of(Judged::Meanwhile).push(id);
            continue;
        }
        if !as_read {
            continue;
        }
        if let Some(latest) = &mut one.candidate.latest {
            (latest.hits, latest.gone) = hits.remove(&latest.id).unwrap_or_default();
        }
        step.of(judge_candidate(cx, tx, pass, one)?).push(id);
        settled.push(id);
    }
    judged::set_all(tx, &settled, pass.list)?;
    Ok(step)
}

/// Records the outcome of one candidate that has not changed since it was read.
fn judge_candidate(cx: &Ctx, tx: &mut Tx<'_>, pass: &Pass, one: Screened) -> Result<Judged, Error> {
    let Screened { candidate: Candidate { record, document, latest }, since, result, differs } = one;
    let touched = result.hits.iter().any(|h| since.contains(&h.category));
    let same_engine = latest.as_ref().is_some_and(|latest| result.engine == latest.result.engine);
    let new = succession::Pass {
        filing: record.id,
        text_version: record.text_version,
        text: &document,
        list: pass.list,
        at: cx.now(),
        result,
    };
    let Some(latest) = latest else { return record_first_screening(cx, tx, new) };
    if !touched && same_engine && !differs {
        return Ok(Judged::Same);
    }
    let next = succession::next_record(cx, &latest, new, &Cause::List { since: &since });
    screenings::insert(tx, &next)?;
    status::recompute(tx, record.id, cx.today())?;
    let newly_hit = next.hits.iter().any(|h| latest.hits.iter().all(|old| old.category != h.category));
    let returned = next.hits.iter().filter(|h| h.returned_because.is_some()).count();
    enter_screening(cx, tx, &next, &format!("returned={returned} gone={}", next.gone.len()))?;
    let needs_human = |verdict| verdict == Verdict::NeedsHuman;
    Ok(match (newly_hit, differs) {
        (true, _) => Judged::NewlyHit,
        (false, true) if needs_human(next.result.verdict) && !needs_human(latest.result.verdict) => Judged::NeedsHuman,
        (false, true) => Judged::Changed,
        (false, false) => Judged::Same,
    })
}

/// Records the first screening of a filing that has none. A restored database might have such a filing.
fn record_first_screening(cx: &Ctx, tx: &mut Tx<'_>, new: succession::Pass<'_>) -> Result<Judged, Error> {
    let first = succession::first_record(cx, new);
    screenings::insert(tx, &first)?;
    status::recompute(tx, first.filing, cx.today())?;
    enter_screening(cx, tx, &first, "first")?;
    Ok(if first.hits.is_empty() { Judged::Changed } else { Judged::NewlyHit })
}

/// Enters the new screening of a filing in the ledger.
fn enter_screening(cx: &Ctx, tx: &mut Tx<'_>, s: &ScreeningRecord, more: &str) -> Result<(), Error> {
    let detail = format!("list={} engine={ENGINE} hits={} {more}", s.result.list.sha256, s.hits.len());
    let record = Record { subject: format!("filing:{}", s.filing), detail };
    ledger::append(tx, entry(&Actor::clock(), "filing.rescreen", &record, Outcome::Done, cx.now()))?;
    Ok(())
}
