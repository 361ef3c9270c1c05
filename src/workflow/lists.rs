//! Review lists: bringing a revision, adopting it with a second person, and the one in force, kept
//! compiled.
//!
//! A revision that does not compile or fails its own samples is refused with every complaint, and the
//! list in force stays what it was. Screening pending filings anew after an adoption is not done
//! here: whoever adopts gets the id of the revision replaced, which is what that needs.

use super::act::{By, Ctx, Error};
use super::screener::Screener;
use crate::domain::access;
use crate::domain::actor::{Actor, HOUSE, Role};
use crate::domain::ids::ListRevisionId;
use crate::domain::refusal::{LIST_ADOPTED, LIST_DOES_NOT_COMPILE, LIST_EXISTS, LIST_SECOND_PERSON, Refusal};
use crate::domain::screening::ListRef;
use crate::store::{Conn, StoreError, Tx, lists};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};

pub use crate::store::lists::{ListRevision, ListStatus};

/// Who sees, brings and adopts lists.
const KEEPERS: [Role; 2] = [Role::LicensingOfficer, Role::SecurityOfficer];
/// Most complaints told of one list.
const MOST_COMPLAINTS: usize = 50;

/// The revision in force, compiled.
#[derive(Debug)]
pub struct ListInForce {
    /// Its id.
    pub id: ListRevisionId,
    /// Itself.
    pub screener: Screener,
}

impl ListInForce {
    /// Which list, which revision, which text.
    pub fn list(&self) -> &ListRef {
        self.screener.list()
    }
}

/// This process's copy of the list in force. The record says which one that is: another process may
/// have adopted a newer one, so every use compares the id first.
#[derive(Debug, Default)]
pub struct InForce(RwLock<Option<Arc<ListInForce>>>);

impl InForce {
    /// The list in force as the record has it, compiled anew only when it is another one.
    fn current(&self, conn: &mut Conn) -> Result<Arc<ListInForce>, Error> {
        let id = lists::in_force(conn)?.ok_or_else(|| Error::House("no review list is in force".into()))?;
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.id == id) {
            return Ok(kept);
        }
        let source = lists::source(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("review list {id}")))?;
        let screener = Screener::compile(&source)
            .map_err(|e| Error::House(format!("the review list in force does not compile: {}", e.join("; "))))?;
        tracing::info!(list.id = screener.list().id, list.revision = screener.list().revision, "list.in_force");
        let list = Arc::new(ListInForce { id, screener });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&list));
        Ok(list)
    }
}

/// The list that filings are screened against now.
pub fn in_force(cx: &Ctx) -> Result<Arc<ListInForce>, Error> {
    cx.read(|conn| cx.lists.current(conn))
}

/// Compiles a list file and tries it on its own samples, or refuses it with every complaint.
pub fn compile(source: &str) -> Result<Screener, Refusal> {
    Screener::compile_and_try(source).map_err(|complaints| {
        let more = complaints.len().saturating_sub(MOST_COMPLAINTS);
        let mut text = complaints.into_iter().take(MOST_COMPLAINTS).collect::<Vec<_>>().join("\n");
        if more > 0 {
            text.push_str(&format!("\nand {more} more"));
        }
        Refusal::new(&LIST_DOES_NOT_COMPILE, text)
    })
}

/// A revision as it is brought.
pub(super) fn revision(id: ListRevisionId, screener: &Screener, by: &str, at: Timestamp) -> ListRevision {
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
        version: 1,
    }
}

/// Brings a revision. It is compiled and tried on its own samples before anything is written.
pub fn upload(cx: &Ctx, by: &By<'_>, source: &str) -> Result<ListRevision, Error> {
    let compiled = access::role(by.actor, &KEEPERS).and_then(|()| compile(source));
    cx.act(by, "list.upload", "list:new", |tx, record| {
        let screener = compiled?;
        let ListRef { id: list_id, revision: name, sha256 } = screener.list();
        if let Some(known) = lists::same(tx, sha256, list_id, name)? {
            let detail = if known.sha256 == *sha256 {
                format!("This very file is on record as {} of {}.", known.revision, known.list_id)
            } else {
                format!("Revision {name} of {list_id} is on record with another text; give this one its own revision.")
            };
            return Err(Refusal::new(&LIST_EXISTS, detail).into());
        }
        let new = revision(ListRevisionId::fresh(cx.ids.as_ref()), &screener, &by.actor.name, cx.now());
        lists::insert(tx, &new, source)?;
        record.subject = format!("list:{}", new.id);
        record.detail = format!("list={list_id} revision={name} sha256={sha256}");
        Ok(new)
    })
}

/// What an adoption did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The revision now in force.
    pub revision: ListRevision,
    /// The one it replaced: what pending filings were last screened against.
    pub replaced: Option<ListRevisionId>,
}

/// Puts a revision in force. Whoever brought it needs a second person for this.
pub fn adopt(cx: &Ctx, by: &By<'_>, id: ListRevisionId) -> Result<Adopted, Error> {
    let adopted = cx.act(by, "list.adopt", format!("list:{id}"), |tx, record| {
        access::role(by.actor, &KEEPERS)?;
        let found = lists::get(tx, id)?.ok_or_else(access::not_found)?;
        by.check_version(found.version)?;
        if found.status != ListStatus::Proposed {
            return Err(Refusal::new(&LIST_ADOPTED, "To go back to it, bring it again as a new revision.").into());
        }
        if found.uploaded_by == by.actor.name {
            return Err(Refusal::new(&LIST_SECOND_PERSON, "You brought this revision; another must adopt it.").into());
        }
        record.detail = format!("list={} revision={} sha256={}", found.list_id, found.revision, found.sha256);
        put_in_force(tx, id, &by.actor.name, cx.now())
    })?;
    // The next use would find out by itself; compiling now spares the next filing the wait.
    in_force(cx)?;
    Ok(adopted)
}

fn put_in_force(tx: &mut Tx<'_>, id: ListRevisionId, by: &str, at: Timestamp) -> Result<Adopted, Error> {
    let replaced = lists::in_force(tx)?;
    lists::adopt(tx, id, by, at)?;
    let revision = lists::get(tx, id)?.ok_or_else(access::not_found)?;
    Ok(Adopted { revision, replaced })
}

/// Puts the shipped list in force in a new database: the house brings it and adopts it. That it
/// passes its own samples is a test's to hold, not every start's.
pub(super) fn found(tx: &mut Tx<'_>, id: ListRevisionId, source: &str, at: Timestamp) -> Result<ListRevision, Error> {
    let screener =
        Screener::compile(source).map_err(|e| Error::House(format!("the shipped list: {}", e.join("; "))))?;
    lists::insert(tx, &revision(id, &screener, HOUSE, at), source)?;
    Ok(put_in_force(tx, id, HOUSE, at)?.revision)
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
