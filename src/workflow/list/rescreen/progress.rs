//! The progress of re-screening, for officers and examiners over REST, and on the command line.
//!
//! Filings above a reader's clearance are not counted.

use crate::store::Conn;
use crate::store::frame::marking;
pub use crate::store::list::rescreenings::PassState;
use crate::store::list::rescreenings::{self, Judged, Pass};
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::{ListRevisionId, RescreeningId};
use domain::filing::screening::ListRef;
use domain::review::access::{self, Reach};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Roles that see the progress.
const READERS: [Role; 3] = [Role::Examiner, Role::LicensingOfficer, Role::SecurityOfficer];

/// Why a re-screening was due: a list revision was adopted, or another screening engine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RescreeningReason)]
pub enum Reason {
    /// A list revision was adopted.
    List,
    /// Another engine runs than the one that screened what is on record.
    Engine,
}

/// One re-screening: after an adoption, or for another engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Rescreening)]
pub struct Progress {
    /// Id of the re-screening.
    #[schema(value_type = uuid::Uuid)]
    pub id: RescreeningId,
    /// Why the re-screening was due.
    pub reason: Reason,
    /// The engine that screens again, with the reason `engine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2")]
    pub engine: Option<String>,
    /// Id of the revision adopted; with the reason `engine`, of the one in force then.
    #[serde(rename = "review_list_id")]
    #[schema(value_type = uuid::Uuid)]
    pub list_id: ListRevisionId,
    /// The revision adopted; with the reason `engine`, the one in force then.
    pub list: ListRef,
    /// The revision that it replaced; with the reason `engine` the same one.
    pub replaced: ListRef,
    /// Where the re-screening stands.
    pub state: PassState,
    /// Categories that changed, new and removed ones among them.
    #[serde(rename = "changed_categories")]
    pub changed: Vec<String>,
    /// Filings on record that the re-screening is about, for those whose clearance reaches all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filings: Option<i64>,
    /// Filings that can come out otherwise. Here and below only those that the reader's clearance reaches.
    pub candidates: i64,
    /// Of these, judged.
    pub done: i64,
    /// Of these, still to be judged.
    pub left: i64,
    /// Judged, and they come out as before.
    pub same: i64,
    /// Judged, and they come out otherwise, without a new category.
    #[serde(rename = "changed")]
    pub changed_outcome: i64,
    /// Judged, and hit in a category in which they were not.
    pub newly_hit: i64,
    /// Judged, and they need a human now and did not before, without a new category.
    pub needs_human: i64,
    /// Seconds that what is left will take at the pace so far; `null` while nothing is known.
    pub seconds_left: Option<i64>,
    /// When the revision was adopted; with the reason `engine`, when the engine first ran.
    pub adopted_at: Timestamp,
    /// When the candidates were known.
    pub started_at: Option<Timestamp>,
    /// When the re-screening was done, or another one took it over.
    pub finished_at: Option<Timestamp>,
}

/// All passes, newest first.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<Progress>, Error> {
    access::role(actor, &READERS)?;
    cx.read(|conn| rescreenings::all(conn)?.into_iter().map(|pass| progress_of(conn, actor, pass)).collect())
}

fn progress_of(conn: &mut Conn, actor: &Actor, pass: Pass) -> Result<Progress, Error> {
    let counts = rescreenings::count_outcomes(conn, pass.id, &Reach::of(actor))?;
    let reaches_all = access::reaches_every_filing(actor, &marking::more_than_a_level(conn)?);
    let count = |of: Option<Judged>| counts.iter().filter(|(o, _)| *o == of).map(|(_, n)| n).sum::<i64>();
    let candidates: i64 = counts.iter().map(|(_, n)| n).sum();
    // Another pass took over what a superseded pass had left.
    let left = if pass.state == PassState::Running { count(None) } else { 0 };
    let done = candidates - count(None);
    let seconds_left = match pass.state {
        PassState::Done | PassState::Superseded => Some(0),
        PassState::Running if done > 0 => Some((left * pass.worked_ms / done + 999) / 1000),
        PassState::Waiting | PassState::Running => None,
    };
    Ok(Progress {
        id: pass.id,
        reason: if pass.engine.is_some() { Reason::Engine } else { Reason::List },
        engine: pass.engine,
        list: case::reference(conn, pass.list)?,
        list_id: pass.list,
        replaced: case::reference(conn, pass.replaced)?,
        state: pass.state,
        filings: (reaches_all && pass.started_at.is_some()).then_some(pass.filings),
        changed: pass.changed,
        candidates,
        done,
        left,
        same: count(Some(Judged::Same)) + count(Some(Judged::Meanwhile)),
        changed_outcome: count(Some(Judged::Changed)),
        newly_hit: count(Some(Judged::NewlyHit)),
        needs_human: count(Some(Judged::NeedsHuman)),
        seconds_left,
        adopted_at: pass.adopted_at,
        started_at: pass.started_at,
        finished_at: pass.finished_at,
    })
}
