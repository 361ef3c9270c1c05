//! The steps of sending a notice: claiming it, offering it, and recording the outcome. Not its job: queueing notices and
//! listing them (`notices`).

use crate::store::frame::column::{parse, to_db};
use crate::store::frame::schema::notices;
use crate::store::notice::notices::{UNCLAIMED, find};
use crate::store::{Conn, StoreError, Tx};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::base::ids::NoticeId;
use domain::notice::{Notice, NoticeState};
use jiff::Timestamp;

/// Who claims a notice, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// A name for this one claim.
    pub owner: &'a str,
    /// The place that remembers what is delivered to it, if there is one.
    pub memory: Option<&'a str>,
    /// The present instant.
    pub now: Timestamp,
    /// When the notice is anybody's again.
    pub lease_until: Timestamp,
}

/// The result of a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Claimed {
    /// A notice, for one attempt.
    Ours(Box<Notice>),
    /// A notice that may have gone out: another attempt was cut off after it was offered. It has been given up
    /// to a person.
    GivenUp(Box<Notice>),
}

/// The last reply of a notice whose attempt was cut off after it was offered.
pub const MAY_HAVE_ARRIVED: &str =
    "an earlier attempt was cut off while the message was on its way; it may have arrived";

/// Claims the notice that has been due longest, except those that `except` names, for one attempt under a lease. The
/// attempt is counted here, so that an attempt that kills the process counts too.
pub fn claim(tx: &mut Tx<'_>, claim: Claim<'_>, except: &[NoticeId]) -> Result<Option<Claimed>, StoreError> {
    let conn: &mut Conn = tx;
    let Some((id, offered_by)) = next_due(conn, claim.now, except)? else { return Ok(None) };
    // The write lock is held (`conn::write_tx`), so the row has not changed since it was read.
    if offered_by.is_some() && offered_by.as_deref() != claim.memory {
        let given_up = (
            notices::state.eq(NoticeState::Failed.as_str()),
            notices::last_reply.eq(MAY_HAVE_ARRIVED),
            notices::version.eq(notices::version + 1),
        );
        diesel::update(notices::table.find(&id)).set((given_up, UNCLAIMED)).execute(conn)?;
        return Ok(find(conn, parse(&id)?)?.map(|n| Claimed::GivenUp(Box::new(n))));
    }
    diesel::update(notices::table.find(&id))
        .set((
            notices::lease_owner.eq(claim.owner),
            notices::lease_until.eq(to_db(claim.lease_until)),
            notices::attempts.eq(notices::attempts + 1),
        ))
        .execute(conn)?;
    Ok(find(conn, parse(&id)?)?.map(|n| Claimed::Ours(Box::new(n))))
}

/// The notice that has been due longest and is not claimed, with the folder it may have been offered to.
fn next_due(
    conn: &mut Conn,
    now: Timestamp,
    except: &[NoticeId],
) -> Result<Option<(String, Option<String>)>, StoreError> {
    let at = to_db(now);
    let except: Vec<String> = except.iter().map(NoticeId::to_string).collect();
    Ok(notices::table
        .filter(notices::state.eq(NoticeState::Queued.as_str()))
        .filter(notices::next_at.le(at))
        .filter(notices::lease_until.is_null().or(notices::lease_until.lt(at)))
        .filter(notices::id.ne_all(except))
        .order((notices::next_at, notices::id))
        .select((notices::id, notices::offered_by))
        .first(conn)
        .optional()?)
}

/// Whether a notice is due and not claimed, except those that `except` names.
pub fn any_due(conn: &mut Conn, now: Timestamp, except: &[NoticeId]) -> Result<bool, StoreError> {
    Ok(next_due(conn, now, except)?.is_some())
}

/// Records that a claimed notice is being offered, and renews its lease. `false` if the claim no longer stands (the
/// notice was settled, served, queued again or claimed by another process): then it must not be offered.
pub fn offer(tx: &mut Tx<'_>, id: NoticeId, message_id: &str, claim: Claim<'_>) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    if offer_of_claimed(conn, id, message_id, claim.owner)?.is_none() {
        return Ok(false);
    }
    diesel::update(notices::table.find(id.to_string()))
        .set((
            notices::offered_at.eq(to_db(claim.now)),
            notices::offered_by.eq(claim.memory.unwrap_or_default()),
            notices::lease_until.eq(to_db(claim.lease_until)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Ends the claim on a notice that was not offered. The notice stays due. `false` if the claim no longer stands, or the
/// notice was offered.
pub fn release(tx: &mut Tx<'_>, id: NoticeId, message_id: &str, owner: &str) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    let Some(None) = offer_of_claimed(conn, id, message_id, owner)? else { return Ok(false) };
    diesel::update(notices::table.find(id.to_string())).set(UNCLAIMED).execute(conn)?;
    Ok(true)
}

/// When a notice that `owner` holds a claim on was offered, if it was; `None` if the claim no longer stands. Whoever
/// writes asks first: the write lock is held (`conn::write_tx`), so the row stays as it was read.
fn offer_of_claimed(
    conn: &mut Conn,
    id: NoticeId,
    message_id: &str,
    owner: &str,
) -> Result<Option<Option<NaiveDateTime>>, StoreError> {
    Ok(notices::table
        .find(id.to_string())
        .filter(notices::state.eq(NoticeState::Queued.as_str()))
        .filter(notices::message_id.eq(message_id))
        .filter(notices::lease_owner.eq(owner))
        .select(notices::offered_at)
        .first(conn)
        .optional()?)
}

/// Stops every notice that waits, for a person to decide about, with `why` as its last reply: in a restored record
/// nobody knows what has gone out since the backup. Returns how many there were.
pub fn hold_waiting(tx: &mut Tx<'_>, why: &str) -> Result<usize, StoreError> {
    let conn: &mut Conn = tx;
    let held = (
        notices::state.eq(NoticeState::Failed.as_str()),
        notices::last_reply.eq(why),
        notices::version.eq(notices::version + 1),
    );
    let waiting = notices::table.filter(notices::state.eq(NoticeState::Queued.as_str()));
    Ok(diesel::update(waiting).set((held, UNCLAIMED)).execute(conn)?)
}

/// The outcome of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is out.
    Sent { at: Timestamp },
    /// To be tried again.
    Retry { at: Timestamp },
    /// A person must act.
    Failed,
}

/// Records the outcome of the attempt on one Message-ID, as a new version of the notice. Returns `false`, and records
/// nothing, if the notice has been settled, served, queued again or claimed by another process meanwhile. That it was
/// sent is recorded even if another process has given the notice up meanwhile.
pub fn settle(
    tx: &mut Tx<'_>,
    id: NoticeId,
    message_id: &str,
    owner: &str,
    outcome: &Settled,
    reply: &str,
) -> Result<bool, StoreError> {
    let conn: &mut Conn = tx;
    let (state, next_at, sent_at) = match outcome {
        Settled::Sent { at } => (NoticeState::Sent, None, Some(to_db(*at))),
        Settled::Retry { at } => (NoticeState::Queued, Some(to_db(*at)), None),
        Settled::Failed => (NoticeState::Failed, None, None),
    };
    let unsettled = notices::table.find(id.to_string()).filter(notices::message_id.eq(message_id)).into_boxed();
    let unsettled = match outcome {
        Settled::Sent { .. } => {
            unsettled.filter(notices::state.eq_any([NoticeState::Queued.as_str(), NoticeState::Failed.as_str()]))
        }
        Settled::Retry { .. } | Settled::Failed => {
            unsettled.filter(notices::state.eq(NoticeState::Queued.as_str())).filter(notices::lease_owner.eq(owner))
        }
    };
    let ids: Vec<String> = unsettled.select(notices::id).load(conn)?;
    let done = diesel::update(notices::table.filter(notices::id.eq_any(ids)))
        .set((
            notices::state.eq(state.as_str()),
            notices::last_reply.eq(reply),
            notices::version.eq(notices::version + 1),
            UNCLAIMED,
        ))
        .execute(conn)?;
    if done == 1 {
        if let Some(at) = next_at {
            diesel::update(notices::table.find(id.to_string())).set(notices::next_at.eq(at)).execute(conn)?;
        }
        if sent_at.is_some() {
            diesel::update(notices::table.find(id.to_string())).set(notices::sent_at.eq(sent_at)).execute(conn)?;
        }
    }
    Ok(done == 1)
}
