//! The pass for another engine: a filing that an older engine called clear may be hit by the present engine.
//!
//! When a process begins to re-screen, it looks once for filings whose latest screening is by another engine, and puts
//! a pass on record if there are any. No rule has changed, so only the text can tell which results change: every such
//! filing is a candidate and is screened as a whole, whatever the index says. Every candidate gets a screening by the
//! new engine, even if the result is the same: that screening marks the filing as done. Decisions go over, dismissals
//! too, because no rule and no text changed.

use crate::store::Conn;
use crate::store::filing::filings::judged;
use crate::store::list::lists as list_store;
use crate::store::list::rescreenings::{self, Occasion, Pass, PassState, Start};
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::list::rescreen::pass::{by_clock, is_still_under_way, subject_of};
use crate::workflow::{Ctx, Error};
use domain::base::ids::{ListRevisionId, RescreeningId};
use domain::filing::screening::ENGINE;

/// Puts a pass for the engine of this program on record if stored filings wait for one and none is under way.
pub(super) fn put_pass_on_record(cx: &Ctx, list: &ListInForce) -> Result<(), Error> {
    if !cx.read(|conn| is_pass_needed(conn, list.id))? {
        return Ok(());
    }
    cx.act(&by_clock(), "engine.rescreen_due", format!("engine:{ENGINE}"), |tx, record| {
        if list_store::in_force(tx)? != Some(list.id) || !is_pass_needed(tx, list.id)? {
            record.detail = "another process was first".into();
            return Ok(());
        }
        let id = RescreeningId::fresh(cx.ids.as_ref());
        rescreenings::insert(tx, id, list.id, Occasion::Engine(ENGINE), cx.now())?;
        record.detail = format!("sha256={}", list.list().sha256);
        Ok(())
    })
}

fn is_pass_needed(conn: &mut Conn, list: ListRevisionId) -> Result<bool, Error> {
    Ok(rescreenings::of_engine(conn, ENGINE)?.is_none() && !judged::not_by_engine(conn, ENGINE, list, 1)?.is_empty())
}

/// Finds the candidates and records them: every filing that this engine has not screened.
pub(super) fn begin_pass(cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
    cx.act(&by_clock(), "engine.rescreen_begin", subject_of(pass), |tx, record| {
        if !is_still_under_way(tx, pass, list, PassState::Waiting)? {
            record.detail = "another process was first".into();
            return Ok(());
        }
        let candidates = judged::not_by_engine(tx, ENGINE, list.id, i64::MAX)?;
        let now = cx.now();
        let filings = i64::try_from(candidates.len()).unwrap_or(i64::MAX);
        rescreenings::start(tx, pass.id, &Start { changed: &[], filings, candidates: &candidates, at: now })?;
        if candidates.is_empty() {
            rescreenings::finish(tx, pass.id, now)?;
        }
        record.detail = format!("sha256={} candidates={filings}", list.list().sha256);
        Ok(())
    })
}

#[cfg(test)]
mod tests;
