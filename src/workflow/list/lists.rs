//! Review lists: uploading a revision, adopting it with a second person, reading revisions.
//!
//! A revision that does not compile or fails its own samples is refused with every complaint, and the list in force
//! stays. An adoption puts a pass of re-screening on record ([`crate::workflow::list::rescreen`]). What an adoption
//! would change can be seen before it ([`crate::workflow::list::replay`]).

use crate::store::list::lists;
use crate::store::{Conn, Tx};
use crate::workflow::frame::act::{By, Ctx, Error};
use crate::workflow::frame::input;
use crate::workflow::frame::present_list::{compile, in_force};
use crate::workflow::frame::screener::Screener;
use crate::workflow::list::keepers::KEEPERS;
use crate::workflow::list::{replay, rescreen};
use domain::base::actor::{Actor, SYSTEM};
use domain::base::ids::ListRevisionId;
use domain::base::ledger::hex;
use domain::base::refusal::{LIST_ADOPTED, LIST_EXISTS, LIST_SECOND_PERSON, LIST_UNFLAGS_ORDERS, Refusal};
use domain::filing::screening::ListRef;
use domain::review::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

pub use crate::store::list::lists::{ListRevision, ListStatus};

/// The record of a revision that is being uploaded.
pub(crate) fn new_revision(id: ListRevisionId, screener: &Screener, by: &str, at: Timestamp) -> ListRevision {
    ListRevision {
        id,
        list_id: screener.list().id.clone(),
        revision: screener.list().revision.clone(),
        title: screener.title().to_owned(),
        sha256: screener.list().sha256.clone(),
        status: ListStatus::Proposed,
        uploaded_by: by.to_owned(),
        uploaded_at: at,
        adopted_by: None,
        adopted_at: None,
        adoption_reason: None,
        version: 1,
    }
}

/// Uploads a revision. It is compiled and tried on its own samples before anything is written.
pub fn upload(cx: &Ctx, by: &By<'_>, source: &str) -> Result<ListRevision, Error> {
    let compiled = access::role(by.actor, &KEEPERS).and_then(|()| compile(source));
    cx.act(by, "list.upload", "list:new", |tx, record| {
        let screener = compiled?;
        let ListRef { id: list_id, revision: name, sha256 } = screener.list();
        if let Some(known) = lists::find_same(tx, sha256, list_id, name)? {
            let detail = if known.sha256 == *sha256 {
                format!("This very file is on record as {} of {}.", known.revision, known.list_id)
            } else {
                format!("Revision {name} of {list_id} is on record with another text; give this one its own revision.")
            };
            return Err(Refusal::new(&LIST_EXISTS, detail).into());
        }
        let new = new_revision(ListRevisionId::fresh(cx.ids.as_ref()), &screener, &by.actor.name, cx.now());
        lists::insert(tx, &new, source)?;
        record.subject = format!("list:{}", new.id);
        record.detail = format!("list={list_id} revision={name} sha256={sha256}");
        Ok(new)
    })
}

/// The revision that an adoption put in force, and the one it replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The revision now in force.
    pub revision: ListRevision,
    /// The one it replaced: what pending filings were last screened against.
    pub replaced: Option<ListRevisionId>,
}

/// What an adoption may say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Adoption)]
pub struct AdoptInput {
    /// Why the revision is adopted although filings under order are no longer flagged by it; recorded with the
    /// revision.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
}

/// How often an adoption is prepared again because orders changed meanwhile.
const MOST_ROUNDS: usize = 3;

/// Puts a revision in force. The account that uploaded it needs a second person for this. A revision that does not
/// compile or fails its samples is refused, even if an earlier engine accepted it. A revision that no longer flags
/// filings under order is refused unless a reason is given, which is recorded.
pub fn adopt(cx: &Ctx, by: &By<'_>, id: ListRevisionId, ask: &AdoptInput) -> Result<Adopted, Error> {
    for _ in 0..MOST_ROUNDS {
        // Compiling and screening need no lock. The orders that the result rests on are compared again under the lock.
        let prepared = cx.read(|conn| prepare_adoption(conn, id));
        let mut outdated = false;
        let adopted = cx.act(by, "list.adopt", format!("list:{id}"), |tx, record| {
            access::role(by.actor, &KEEPERS)?;
            let found = lists::get(tx, id)?.ok_or_else(access::not_found)?;
            by.check_version(found.version)?;
            if found.status != ListStatus::Proposed {
                return Err(Refusal::new(&LIST_ADOPTED, "To go back to it, upload it again as a new revision.").into());
            }
            if found.uploaded_by == by.actor.name {
                let detail = "You uploaded this revision; another person must adopt it.";
                return Err(Refusal::new(&LIST_SECOND_PERSON, detail).into());
            }
            let prepared = prepared?;
            if replay::held_hits(tx)? != prepared.held {
                outdated = true;
                return Err(Error::Internal("orders changed during the adoption".into()));
            }
            record.detail = format!("list={} revision={} sha256={}", found.list_id, found.revision, found.sha256);
            let reason = ask.reason.as_deref().map(input::reason).transpose()?;
            check_may_unflag(prepared.unflagged, reason.as_deref(), &mut record.detail)?;
            put_in_force(cx, tx, id, &by.actor.name, reason.as_deref().filter(|_| prepared.unflagged > 0))
        });
        if outdated {
            continue;
        }
        let adopted = adopted?;
        // The next use would compile the list; compiling it now spares the next filing the wait. The adoption is done,
        // so a failure here is no error of it.
        if let Err(e) = in_force(cx) {
            tracing::warn!(error = %e, "the adopted list could not be compiled ahead of its first use");
        }
        return Ok(adopted);
    }
    Err(Error::Internal("orders change again and again; adopt the revision a little later".into()))
}

/// The data that an adoption is decided by, beside the record of the revision.
struct Prepared {
    /// The hits on filings under order that were looked at.
    held: Vec<replay::Held>,
    /// How many filings under order the revision no longer flags.
    unflagged: usize,
}

fn prepare_adoption(conn: &mut Conn, id: ListRevisionId) -> Result<Prepared, Error> {
    let source = lists::source(conn, id)?.ok_or_else(access::not_found)?;
    let screener = compile(&source)?;
    let held = replay::held_hits(conn)?;
    Ok(Prepared { unflagged: replay::unflagged_filings(conn, &held, &screener)?.len(), held })
}

/// Refuses a revision that no longer flags filings under order, unless a reason is given. The number of these filings
/// is not in the refusal: the replay shows it to those whose clearance reaches them.
fn check_may_unflag(unflagged: usize, reason: Option<&str>, detail: &mut String) -> Result<(), Refusal> {
    match (unflagged, reason) {
        (0, _) => Ok(()),
        (_, None) => Err(Refusal::new(
            &LIST_UNFLAGS_ORDERS,
            "See which in GET /review-lists/{id}/replay. Their orders stand in any case. To adopt the revision \
             nevertheless, give a \"reason\", which is recorded.",
        )),
        (n, Some(reason)) => {
            let digest = hex(&Sha256::digest(reason.as_bytes()));
            detail.push_str(&format!(" unflagged_under_order={n} reason_sha256={digest}"));
            Ok(())
        }
    }
}

fn put_in_force(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    id: ListRevisionId,
    by: &str,
    reason: Option<&str>,
) -> Result<Adopted, Error> {
    let replaced = lists::in_force(tx)?;
    lists::adopt(tx, id, by, cx.now(), reason)?;
    if let Some(replaced) = replaced {
        rescreen::put_pass_on_record(cx, tx, id, replaced)?;
    }
    let revision = lists::get(tx, id)?.ok_or_else(access::not_found)?;
    Ok(Adopted { revision, replaced })
}

/// Puts the shipped list in force in a new database. The system is recorded as who uploaded and adopted it. A test
/// checks that the list passes its own samples, so a start does not.
pub(crate) fn install_first_list(
    cx: &Ctx,
    tx: &mut Tx<'_>,
    id: ListRevisionId,
    source: &str,
) -> Result<ListRevision, Error> {
    let screener =
        Screener::compile(source).map_err(|e| Error::Internal(format!("the shipped list: {}", e.join("; "))))?;
    lists::insert(tx, &new_revision(id, &screener, SYSTEM, cx.now()), source)?;
    Ok(put_in_force(cx, tx, id, SYSTEM, None)?.revision)
}

/// All revisions, newest first.
pub fn list(cx: &Ctx, actor: &Actor) -> Result<Vec<ListRevision>, Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| Ok(lists::all(conn)?))
}

/// One revision with its text.
pub fn get(cx: &Ctx, actor: &Actor, id: ListRevisionId) -> Result<(ListRevision, String), Error> {
    access::role(actor, &KEEPERS)?;
    cx.read(|conn| {
        let found = lists::get(conn, id)?.ok_or_else(access::not_found)?;
        let source = lists::source(conn, id)?.ok_or_else(access::not_found)?;
        Ok((found, source))
    })
}

#[cfg(test)]
mod tests;
