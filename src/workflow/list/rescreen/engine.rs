//! The pass for another engine: what an older engine called clear may not be clear to the one that runs.
//!
//! A process looks once, when it begins to re-screen, for filings whose latest screening is by another
//! engine, and puts a pass on record if there are any. It changes no rule, so nothing but the text can tell
//! which filings come out otherwise: each is a candidate and is screened as a whole, whatever the index
//! says. Each gets a screening of its own by the new engine, also where it comes out as before: that is the
//! mark by which nothing is done twice. Decisions go over, dismissals too, as no rule and no text changed.

use crate::store::Conn;
use crate::store::filing::filings::judged;
use crate::store::list::lists as list_store;
use crate::store::list::rescreenings::{self, Occasion, Pass, PassState, Start};
use crate::workflow::frame::list_in_force::ListInForce;
use crate::workflow::list::rescreen::pass::{house, stands, subject};
use crate::workflow::{Ctx, Error};
use domain::base::ids::{ListRevisionId, RescreeningId};
use domain::filing::screening::ENGINE;

/// Puts a pass for the engine of this program on record if stored filings wait for one and none is under way.
pub(super) fn due(cx: &Ctx, list: &ListInForce) -> Result<(), Error> {
    if !cx.read(|conn| wanted(conn, list.id))? {
        return Ok(());
    }
    cx.act(&house(), "engine.rescreen_due", format!("engine:{ENGINE}"), |tx, record| {
        if list_store::in_force(tx)? != Some(list.id) || !wanted(tx, list.id)? {
            record.detail = "another process was first".into();
            return Ok(());
        }
        let id = RescreeningId::fresh(cx.ids.as_ref());
        rescreenings::insert(tx, id, list.id, Occasion::Engine(ENGINE), cx.now())?;
        record.detail = format!("sha256={}", list.list().sha256);
        Ok(())
    })
}

fn wanted(conn: &mut Conn, list: ListRevisionId) -> Result<bool, Error> {
    Ok(rescreenings::of_engine(conn, ENGINE)?.is_none() && !judged::not_by_engine(conn, ENGINE, list, 1)?.is_empty())
}

/// Finds the candidates and records them: every filing that this engine has not screened.
pub(super) fn begin(cx: &Ctx, pass: &Pass, list: &ListInForce) -> Result<(), Error> {
    cx.act(&house(), "engine.rescreen_begin", subject(pass), |tx, record| {
        if !stands(tx, pass, list, PassState::Waiting)? {
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
