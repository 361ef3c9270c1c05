//! Re-screening. After the adoption of a list revision every stored filing is judged by it, as far as its result can
//! change. If another engine runs than the one that screened a filing, the filing is screened again (`engine`).
//!
//! An adoption puts a pass on record, in its own transaction; it is worked through before a pass for an engine. A pass
//! has two kinds of steps, each one transaction: [`Rescreener::step`] first finds the candidates (`select`) and records
//! them, together with the statement that all other filings are judged; then it judges some candidates at a time. A
//! process that is killed between two steps has lost nothing, and no step is done again. Several processes on one
//! database may do the same step at the same time: the second finds it done.
//!
//! While one batch is written the next one is read and screened.
//!
//! Only categories that have changed are matched ([`Changed`]). If the result of a filing does not change, the filing
//! gets no new screening, only the mark that the list has judged it. Decisions go over as `succession` says.

mod engine;
mod judge;
mod pass;
pub mod progress;
pub(crate) mod select;

use crate::store::filing::filings::judged;
use crate::store::list::lists as list_store;
use crate::store::list::rescreenings::{self, Occasion, Pass, PassState, Start};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{Ctx, Error};
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::frame::present_list;
use crate::workflow::frame::screener::Screener;
use domain::base::ids::{FilingId, ListRevisionId, RescreeningId};
use judge::Screened;
use pass::{by_clock, is_still_under_way, pass_under_way, subject_of};
use screening::Changed;
use select::Picked;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

/// Candidates judged in the first step of a process. Each further step judges twice as many as the one before, up to as
/// many as can be written in a fraction of a second, because others wait to write meanwhile. So a small pass shows its
/// progress, and a large one writes each page of the record seldom.
const FIRST_BATCH: i64 = 50;

/// How often that doubles.
const DOUBLINGS: u32 = 3;

/// Text after which a step takes no further candidate, in bytes. Twice as much is in memory: what is written
/// and what is read ahead.
const MOST_TEXT: usize = 8_000_000;

/// Works through passes step by step. It keeps compiled lists from one step to the next.
#[derive(Default)]
pub struct Rescreener {
    revisions: Revisions,
    /// Candidates of a pass that were screened while those before them were written.
    ahead: Option<(RescreeningId, Vec<Screened>)>,
    /// Batches read so far.
    batches: u32,
    /// Whether this process has looked for what another engine screened.
    looked: bool,
}

/// What changed from each other revision to one, as far as it was asked for.
#[derive(Default)]
struct Revisions {
    to: Option<ListRevisionId>,
    changed: HashMap<Option<ListRevisionId>, Arc<Changed>>,
}

impl Rescreener {
    /// Takes the next step of the pass that is under way. Returns whether there may be another step.
    pub fn step(&mut self, cx: &Ctx) -> Result<bool, Error> {
        let list = present_list::in_force(cx)?;
        if !self.looked {
            engine::put_pass_on_record(cx, &list)?;
            self.looked = true;
        }
        let Some(pass) = cx.read(|conn| pass_under_way(conn, list.id))? else { return Ok(false) };
        match pass.state {
            PassState::Waiting if pass.engine.is_some() => engine::begin_pass(cx, &pass, &list).map(|()| true),
            PassState::Waiting => self.begin_pass(cx, &pass, &list).map(|()| true),
            PassState::Running => self.judge_some(cx, &pass, &list).map(|()| true),
            PassState::Done | PassState::Superseded => Ok(false),
        }
    }

    /// Finds the candidates and records them, together with the statement that all other filings are judged.
    fn begin_pass(&mut self, cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
        let mut picked: HashMap<Option<ListRevisionId>, Picked> = HashMap::new();
        let mut changed: HashSet<String> = HashSet::new();
        for from in cx.read(|conn| Ok(judged::older_than(conn, list.id)?))? {
            let since = self.revisions.changes_from(cx, from, list)?;
            changed.extend(since.numbers());
            picked.insert(from, select::pick_with_service(cx, from, &since));
        }
        let mut changed: Vec<String> = changed.into_iter().collect();
        changed.sort_unstable();
        cx.act(&by_clock(), "list.rescreen_begin", subject_of(pass), |tx, record| {
            if !is_still_under_way(tx, pass, list, PassState::Waiting)? {
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

    /// Judges some candidates, or ends the pass when none are left. Meanwhile the next candidates are read and
    /// screened; their outcome is written only for filings that have not changed since.
    fn judge_some(&mut self, cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
        // The time spent is the machine's time, whatever the Office's clock says.
        let began = Instant::now();
        let batch = |n: u32| FIRST_BATCH << n.min(DOUBLINGS);
        let ready = match self.ahead.take() {
            Some((id, ready)) if id == pass.id && !ready.is_empty() => ready,
            _ => self.revisions.screen_some(cx, pass, list, None, batch(self.batches))?,
        };
        let Some(last) = ready.last().map(Screened::filing) else {
            return self.write_judged(cx, pass, list, began, ready);
        };
        self.batches = self.batches.saturating_add(1);
        let next = batch(self.batches);
        let mut revisions = std::mem::take(&mut self.revisions);
        let (written, ahead) = std::thread::scope(|scope| {
            let ahead = scope.spawn(|| {
                let ahead = revisions.screen_some(cx, pass, list, Some(last), next);
                (revisions, ahead)
            });
            (self.write_judged(cx, pass, list, began, ready), ahead.join())
        });
        // An error while reading ahead comes again when those candidates are due.
        if let Ok((revisions, ahead)) = ahead {
            self.revisions = revisions;
            self.ahead = ahead.ok().map(|ready| (pass.id, ready));
        }
        written
    }

    /// Writes the outcomes of candidates. Without candidates it ends the pass.
    fn write_judged(
        &self,
        cx: &Ctx,
        pass: &Pass,
        list: &ListInForce,
        began: Instant,
        ready: Vec<Screened>,
    ) -> Result<(), Error> {
        let act = if pass.engine.is_some() { "engine.rescreen" } else { "list.rescreen" };
        cx.act(&by_clock(), act, subject_of(pass), |tx, record| {
            if !is_still_under_way(tx, pass, list, PassState::Running)? {
                record.detail = "the pass is over".into();
                return Ok(());
            }
            let step = judge::record_judged(cx, tx, pass, ready)?;
            let now = cx.now();
            for (outcome, filings) in step.outcomes() {
                rescreenings::settle(tx, pass.id, filings, outcome, now)?;
            }
            rescreenings::add_time_worked(tx, pass.id, i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))?;
            let done = rescreenings::pending(tx, pass.id, None, 1)?.is_empty();
            if done {
                rescreenings::finish(tx, pass.id, now)?;
            }
            record.detail = step.detail(list, done);
            Ok(())
        })
    }
}

impl Revisions {
    /// What changed from a revision to the one in force. Each is compiled once.
    fn changes_from(
        &mut self,
        cx: &Ctx,
        from: Option<ListRevisionId>,
        to: &ListInForce,
    ) -> Result<Arc<Changed>, Error> {
        if self.to != Some(to.id) {
            (self.to, self.changed) = (Some(to.id), HashMap::new());
        }
        if let Some(known) = self.changed.get(&from) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(cx.read(|conn| changes_since(conn, from, &to.screener))?);
        self.changed.insert(from, Arc::clone(&made));
        Ok(made)
    }

    /// Reads and screens candidates, the first ones or those after one: at most `most` of them, and about [`MOST_TEXT`]
    /// bytes. A candidate that cannot be read stays a candidate and is skipped, unless there is no other.
    fn screen_some(
        &mut self,
        cx: &Ctx,
        pass: &Pass,
        list: &ListInForce,
        after: Option<FilingId>,
        most: i64,
    ) -> Result<Vec<Screened>, Error> {
        let (mut ready, mut bytes, mut failed) = (Vec::new(), 0, None);
        for id in cx.read(|conn| Ok(rescreenings::pending(conn, pass.id, after, most)?))? {
            let candidate = match cx.read(|conn| judge::load_candidate(conn, id)) {
                Ok(candidate) => candidate,
                Err(error) => {
                    tracing::error!(filing = %id, %error, "rescreen.unreadable");
                    failed = Some(error);
                    continue;
                }
            };
            bytes += candidate.document.paragraphs().iter().map(|p| p.text.len()).sum::<usize>();
            let since = self.changes_from(cx, candidate.record.judged_by, list)?;
            let of_result = match &candidate.latest {
                Some(latest) => self.changes_from(cx, Some(latest.list), list)?,
                None => Arc::clone(&since),
            };
            let result = candidate.screen(&list.screener, &of_result);
            ready.push(Screened::new(candidate, since, result));
            if bytes > MOST_TEXT {
                break;
            }
        }
        match failed {
            Some(error) if ready.is_empty() => Err(error),
            _ => Ok(ready),
        }
    }
}

/// What changed from a revision on record to a list. If the revision is unknown or no longer compiles, everything
/// counts as changed.
pub(crate) fn changes_since(conn: &mut Conn, from: Option<ListRevisionId>, to: &Screener) -> Result<Changed, Error> {
    let source = from.map(|id| list_store::source(conn, id)).transpose()?.flatten();
    Ok(match source.map(|source| Screener::compile(&source)) {
        Some(Ok(old)) => Changed::between(old.compiled(), to.compiled()),
        _ => Changed::everything(to.compiled()),
    })
}

/// Puts a pass on record for a list that has just been adopted.
pub(crate) fn put_pass_on_record(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    list: ListRevisionId,
    replaced: ListRevisionId,
) -> Result<(), Error> {
    let id = RescreeningId::fresh(cx.ids.as_ref());
    Ok(rescreenings::insert(tx, id, list, Occasion::Adoption { replaced }, cx.now())?)
}

#[cfg(test)]
mod tests;
