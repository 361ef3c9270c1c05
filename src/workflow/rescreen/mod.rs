//! Re-screening: after the adoption of a list revision every stored filing is judged by it, as far as
//! it can come out otherwise.
//!
//! An adoption leaves a pass behind, in its own transaction. The pass has two kinds of steps, each one
//! transaction: [`Rescreener::step`] first finds the candidates (`select`) and records them, and
//! that all other filings are judged; then it judges some candidates at a time. Whoever is killed
//! between two steps has lost nothing, and what is recorded is not done again. Several processes on
//! one database may do the same step side by side: the second finds it done.
//!
//! Only categories that have changed are matched ([`Changed`]). A filing that comes out as before gets
//! no new screening, only its mark of who judged it. Decisions go over as `succession` says.

pub mod progress;
pub(super) mod select;

use super::act::{By, Ctx, Error, Record, entry};
use super::lists::{self, ListInForce};
use super::screener::Screener;
use super::succession::{self, Cause};
use super::{case, status};
use crate::domain::actor::Actor;
use crate::domain::filing::Filing;
use crate::domain::ids::{FilingId, ListRevisionId, RescreeningId};
use crate::domain::ledger::Outcome;
use crate::domain::screening::{ENGINE, Screening};
use crate::screening::Changed;
use crate::store::filings::{FilingRecord, judged};
use crate::store::rescreenings::{self, Judged, Pass, PassState, Start};
use crate::store::screenings::{self, ScreeningRecord};
use crate::store::{Conn, Tx, ledger, lists as list_store};
use select::Picked;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

/// Candidates judged in one step.
const BATCH: i64 = 100;

/// Text after which a step takes no further candidate, in bytes.
const MOST_TEXT: usize = 32_000_000;

/// What does the steps. It keeps what it compiled from one to the next.
#[derive(Default)]
pub struct Rescreener {
    to: Option<ListRevisionId>,
    changed: HashMap<Option<ListRevisionId>, Arc<Changed>>,
}

/// A candidate as it was read.
struct Candidate {
    record: FilingRecord,
    document: Filing,
    latest: Option<ScreeningRecord>,
}

/// A candidate with what the list finds in it.
struct Screened {
    candidate: Candidate,
    /// What changed since the revision by which it was last judged.
    since: Arc<Changed>,
    result: Screening,
}

/// What one step did, for its ledger entry.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Step {
    same: Vec<FilingId>,
    changed: Vec<FilingId>,
    newly_lit: Vec<FilingId>,
    meanwhile: Vec<FilingId>,
}

impl Rescreener {
    /// Takes the next step of the pass that is under way; whether there may be another one. Nothing to
    /// do is no error.
    pub fn step(&mut self, cx: &Ctx) -> Result<bool, Error> {
        let list = lists::in_force(cx)?;
        let Some(pass) = cx.read(|conn| Ok(rescreenings::of_list(conn, list.id)?))? else { return Ok(false) };
        match pass.state {
            PassState::Waiting => self.begin(cx, &pass, &list).map(|()| true),
            PassState::Running => self.judge_some(cx, &pass, &list).map(|()| true),
            PassState::Done | PassState::Superseded => Ok(false),
        }
    }

    /// What changed from a revision to the one in force, compiled once.
    fn changed(&mut self, cx: &Ctx, from: Option<ListRevisionId>, to: &ListInForce) -> Result<Arc<Changed>, Error> {
        if self.to != Some(to.id) {
            (self.to, self.changed) = (Some(to.id), HashMap::new());
        }
        if let Some(known) = self.changed.get(&from) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(cx.read(|conn| since(conn, from, &to.screener))?);
        self.changed.insert(from, Arc::clone(&made));
        Ok(made)
    }

    /// Finds the candidates and records them, and with them that all others are judged.
    fn begin(&mut self, cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
        let mut picked: HashMap<Option<ListRevisionId>, Picked> = HashMap::new();
        let mut changed: HashSet<String> = HashSet::new();
        for from in cx.read(|conn| Ok(judged::older_than(conn, list.id)?))? {
            let since = self.changed(cx, from, list)?;
            changed.extend(since.numbers());
            picked.insert(from, select::pick(cx, from, &since));
        }
        let mut changed: Vec<String> = changed.into_iter().collect();
        changed.sort_unstable();
        cx.act(&house(), "list.rescreen_begin", subject(pass), |tx, record| {
            if !stands(tx, pass, list, PassState::Waiting)? {
                record.detail = "another process was first".into();
                return Ok(());
            }
            let (mut all, mut candidates) = (0, Vec::new());
            for from in judged::older_than(tx, list.id)? {
                let older = judged::by(tx, from)?;
                all += older.len();
                candidates.extend(picked.get(&from).unwrap_or(&Picked::All).of(tx, older)?);
            }
            let now = cx.now();
            let filings = i64::try_from(all).unwrap_or(i64::MAX);
            let start = Start { changed: &changed, filings, candidates: &candidates, at: now };
            rescreenings::start(tx, pass.id, &start)?;
            judged::set_all_but_candidates(tx, list.id, pass.id)?;
            if candidates.is_empty() {
                rescreenings::finish(tx, pass.id, now)?;
            }
            record.detail = format!(
                "sha256={} changed={} filings={all} candidates={}",
                list.list().sha256,
                changed.len(),
                candidates.len()
            );
            Ok(())
        })
    }

    /// Reads and screens some candidates: so many, or so much text. One that cannot be read is passed over
    /// as long as there are others, and stays a candidate.
    fn screen_some(&mut self, cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<Vec<Screened>, Error> {
        let (mut ready, mut bytes, mut failed) = (Vec::new(), 0, None);
        for id in cx.read(|conn| Ok(rescreenings::pending(conn, pass.id, BATCH)?))? {
            let candidate = match cx.read(|conn| load(conn, id)) {
                Ok(candidate) => candidate,
                Err(error) => {
                    tracing::error!(filing = %id, %error, "rescreen.unreadable");
                    failed = Some(error);
                    continue;
                }
            };
            bytes += candidate.document.paragraphs().iter().map(|p| p.text.len()).sum::<usize>();
            let since = self.changed(cx, candidate.record.judged_by, list)?;
            let of_result = match &candidate.latest {
                Some(latest) => self.changed(cx, Some(latest.list), list)?,
                None => Arc::clone(&since),
            };
            let result = screen(&list.screener, &of_result, &candidate);
            ready.push(Screened { candidate, since, result });
            if bytes > MOST_TEXT {
                break;
            }
        }
        match failed {
            Some(error) if ready.is_empty() => Err(error),
            _ => Ok(ready),
        }
    }

    /// Judges some candidates, or ends the pass when none are left.
    fn judge_some(&mut self, cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
        // How long work takes is the machine's time, whatever the office's clock says.
        let began = Instant::now();
        let ready = self.screen_some(cx, pass, list)?;
        cx.act(&house(), "list.rescreen", subject(pass), |tx, record| {
            if !stands(tx, pass, list, PassState::Running)? {
                record.detail = "the pass is over".into();
                return Ok(());
            }
            let mut step = Step::default();
            for Screened { candidate, since, result } in &ready {
                if let Some(outcome) = judge(cx, tx, pass, candidate, since, result)? {
                    step.of(outcome).push(candidate.record.id);
                }
            }
            let now = cx.now();
            for outcome in [Judged::Same, Judged::Changed, Judged::NewlyLit, Judged::Meanwhile] {
                rescreenings::settle(tx, pass.id, step.of(outcome), outcome, now)?;
            }
            rescreenings::worked(tx, pass.id, i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))?;
            let done = rescreenings::pending(tx, pass.id, 1)?.is_empty();
            if done {
                rescreenings::finish(tx, pass.id, now)?;
            }
            record.detail = step.detail(list, done);
            Ok(())
        })
    }
}

impl Step {
    fn of(&mut self, outcome: Judged) -> &mut Vec<FilingId> {
        match outcome {
            Judged::Same => &mut self.same,
            Judged::Changed => &mut self.changed,
            Judged::NewlyLit => &mut self.newly_lit,
            Judged::Meanwhile => &mut self.meanwhile,
        }
    }

    fn detail(&self, list: &ListInForce, done: bool) -> String {
        format!(
            "sha256={} same={} changed={} newly_lit={} meanwhile={}{}",
            list.list().sha256,
            self.same.len(),
            self.changed.len(),
            self.newly_lit.len(),
            self.meanwhile.len(),
            if done { " done" } else { "" }
        )
    }
}

fn house() -> By<'static> {
    static HOUSE: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::clock);
    By::house(&HOUSE)
}

fn subject(pass: &Pass) -> String {
    format!("list:{}", pass.list)
}

/// Whether the pass is still the one under way and in this state.
fn stands(tx: &mut Tx<'_>, pass: &Pass, list: &ListInForce, state: PassState) -> Result<bool, Error> {
    let found = rescreenings::of_list(tx, list.id)?;
    Ok(list_store::in_force(tx)? == Some(list.id) && found.is_some_and(|p| p.id == pass.id && p.state == state))
}

/// What changed from a revision on record to a list. A revision that no longer compiles, or that is not
/// known, is taken to have had nothing in common with it.
pub(super) fn since(conn: &mut Conn, from: Option<ListRevisionId>, to: &Screener) -> Result<Changed, Error> {
    let source = from.map(|id| list_store::source(conn, id)).transpose()?.flatten();
    Ok(match source.map(|source| Screener::compile(&source)) {
        Some(Ok(old)) => Changed::between(old.compiled(), to.compiled()),
        _ => Changed::everything(to.compiled()),
    })
}

fn load(conn: &mut Conn, id: FilingId) -> Result<Candidate, Error> {
    let record = case::filing_of(conn, id)?;
    Ok(Candidate { document: case::document(conn, &record)?, latest: case::latest_screening(conn, id)?, record })
}

/// What a list finds in a candidate, by way of what its latest screening found where that is of the
/// present text.
fn screen(to: &Screener, since: &Changed, candidate: &Candidate) -> Screening {
    match &candidate.latest {
        Some(latest) if latest.text_version == candidate.record.text_version => {
            to.screen_changed(since, &latest.result, &candidate.document)
        }
        _ => to.screen(&candidate.document),
    }
}

/// Records what became of one candidate; `None` if it has changed since it was read, and stays one.
fn judge(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    pass: &Pass,
    candidate: &Candidate,
    since: &Changed,
    result: &Screening,
) -> Result<Option<Judged>, Error> {
    let id = candidate.record.id;
    if !rescreenings::is_pending(tx, pass.id, id)? {
        return Ok(None);
    }
    let record = case::filing_of(tx, id)?;
    if record.judged_by == Some(pass.list) {
        return Ok(Some(Judged::Meanwhile));
    }
    let read = candidate.latest.as_ref().map(|s| s.id);
    if record.text_version != candidate.record.text_version || screenings::latest_id(tx, id)? != read {
        return Ok(None);
    }
    // Read again: decisions may have been made since.
    let Some(latest) = case::latest_screening(tx, id)? else { return first(cx, tx, pass, candidate, result).map(Some) };
    judged::set(tx, id, pass.list)?;
    let touched = result.hits.iter().any(|h| since.contains(&h.category));
    if !touched && result.engine == latest.result.engine && !succession::differ(&latest.result, result) {
        return Ok(Some(Judged::Same));
    }
    let next = succession::next(cx, &latest, new_pass(cx, pass, candidate, result), &Cause::List { since });
    screenings::insert(tx, &next)?;
    status::recompute(tx, id, cx.today())?;
    let lit = next.hits.iter().any(|h| latest.hits.iter().all(|old| old.category != h.category));
    let returned = next.hits.iter().filter(|h| h.returned_because.is_some()).count();
    note(cx, tx, &next, &format!("returned={returned} gone={}", next.gone.len()))?;
    Ok(Some(if lit {
        Judged::NewlyLit
    } else if succession::differ(&latest.result, result) {
        Judged::Changed
    } else {
        Judged::Same
    }))
}

/// A filing on record without any screening, which a restored database might have.
fn first(cx: &Ctx, tx: &mut Tx<'_>, pass: &Pass, candidate: &Candidate, result: &Screening) -> Result<Judged, Error> {
    let first = succession::first(cx, new_pass(cx, pass, candidate, result));
    judged::set(tx, candidate.record.id, pass.list)?;
    screenings::insert(tx, &first)?;
    status::recompute(tx, candidate.record.id, cx.today())?;
    note(cx, tx, &first, "first")?;
    Ok(if first.hits.is_empty() { Judged::Changed } else { Judged::NewlyLit })
}

fn new_pass<'a>(cx: &Ctx, pass: &Pass, candidate: &'a Candidate, result: &Screening) -> succession::Pass<'a> {
    succession::Pass {
        filing: candidate.record.id,
        text_version: candidate.record.text_version,
        text: &candidate.document,
        list: pass.list,
        at: cx.now(),
        result: result.clone(),
    }
}

/// The ledger entry of a filing that has a new screening.
fn note(cx: &Ctx, tx: &mut Tx<'_>, s: &ScreeningRecord, more: &str) -> Result<(), Error> {
    let detail = format!("list={} engine={ENGINE} hits={} {more}", s.result.list.sha256, s.hits.len());
    let record = Record { subject: format!("filing:{}", s.filing), detail };
    ledger::append(tx, entry(&Actor::clock(), "filing.rescreen", &record, Outcome::Done, cx.now()))?;
    Ok(())
}

/// Puts a pass on record for a list that has just been adopted.
pub(super) fn due(cx: &Ctx, tx: &mut Tx<'_>, list: ListRevisionId, replaced: ListRevisionId) -> Result<(), Error> {
    let id = RescreeningId::fresh(cx.ids.as_ref());
    Ok(rescreenings::insert(tx, id, list, replaced, cx.now())?)
}

#[cfg(test)]
mod tests;
