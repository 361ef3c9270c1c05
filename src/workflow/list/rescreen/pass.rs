//! The pass that is under way, the actor of its steps, and the outcomes of one step.

use crate::store::list::lists as list_store;
use crate::store::list::rescreenings::{self, Judged, Pass, PassState};
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Error};
use crate::workflow::frame::list_in_force::ListInForce;
use domain::base::actor::Actor;
use domain::base::ids::{FilingId, ListRevisionId};
use domain::filing::screening::ENGINE;

/// The outcomes of one step, by kind, for its ledger entry.
#[derive(Debug, Default)]
pub(super) struct Step {
    same: Vec<FilingId>,
    changed: Vec<FilingId>,
    newly_hit: Vec<FilingId>,
    meanwhile: Vec<FilingId>,
    needs_human: Vec<FilingId>,
}

impl Step {
    pub(super) fn of(&mut self, outcome: Judged) -> &mut Vec<FilingId> {
        match outcome {
            Judged::Same => &mut self.same,
            Judged::Changed => &mut self.changed,
            Judged::NewlyHit => &mut self.newly_hit,
            Judged::Meanwhile => &mut self.meanwhile,
            Judged::NeedsHuman => &mut self.needs_human,
        }
    }

    pub(super) fn outcomes(&self) -> [(Judged, &[FilingId]); 5] {
        [
            (Judged::Same, &self.same),
            (Judged::Changed, &self.changed),
            (Judged::NewlyHit, &self.newly_hit),
            (Judged::Meanwhile, &self.meanwhile),
            (Judged::NeedsHuman, &self.needs_human),
        ]
    }

    pub(super) fn detail(&self, list: &ListInForce, done: bool) -> String {
        format!(
            "sha256={} same={} changed={} newly_hit={} needs_human={} meanwhile={}{}",
            list.list().sha256,
            self.same.len(),
            self.changed.len(),
            self.newly_hit.len(),
            self.needs_human.len(),
            self.meanwhile.len(),
            if done { " done" } else { "" }
        )
    }
}

pub(super) fn by_clock() -> By<'static> {
    static CLOCK: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::clock);
    By::system(&CLOCK)
}

pub(super) fn subject_of(pass: &Pass) -> String {
    match &pass.engine {
        Some(engine) => format!("engine:{engine}"),
        None => format!("list:{}", pass.list),
    }
}

/// The pass to work on: that of the list in force, and when it is over one for the engine of this program. A pass for
/// an engine counts only under the list in force, because its results rest on that list.
pub(super) fn pass_under_way(conn: &mut Conn, in_force: ListRevisionId) -> Result<Option<Pass>, Error> {
    let open = |p: &Pass| matches!(p.state, PassState::Waiting | PassState::Running);
    Ok(match rescreenings::of_list(conn, in_force)?.filter(open) {
        Some(pass) => Some(pass),
        None => rescreenings::of_engine(conn, ENGINE)?.filter(|p| p.list == in_force),
    })
}

/// Whether the pass is still the one to work on, and in this state.
pub(super) fn is_still_under_way(
    tx: &mut Tx<'_>,
    pass: &Pass,
    list: &ListInForce,
    state: PassState,
) -> Result<bool, Error> {
    let found = pass_under_way(tx, list.id)?;
    Ok(list_store::in_force(tx)? == Some(list.id) && found.is_some_and(|p| p.id == pass.id && p.state == state))
}
