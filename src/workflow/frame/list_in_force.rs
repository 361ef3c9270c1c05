//! The review list in force, kept compiled for all who screen.

use crate::store::list::lists;
use crate::store::{Conn, StoreError};
use crate::workflow::frame::error::Error;
use crate::workflow::frame::screener::Screener;
use domain::base::ids::ListRevisionId;
use domain::filing::screening::ListRef;
use std::sync::{Arc, PoisonError, RwLock};

/// The revision in force, compiled.
#[derive(Debug)]
pub struct ListInForce {
    pub id: ListRevisionId,
    /// The compiled text.
    pub screener: Screener,
}

impl ListInForce {
    /// Which list, which revision, which text.
    pub fn list(&self) -> &ListRef {
        self.screener.list()
    }
}

/// This process's compiled copy of the list in force. Another process may have adopted a newer list, so every use first
/// compares its id with the record.
#[derive(Debug, Default)]
pub struct InForce(RwLock<Option<Arc<ListInForce>>>);

impl InForce {
    /// The list in force, as the record says now. It is compiled only if this process has not compiled it before.
    pub(crate) fn current(&self, conn: &mut Conn) -> Result<Arc<ListInForce>, Error> {
        let id = lists::in_force(conn)?.ok_or_else(|| Error::Internal("no review list is in force".into()))?;
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.id == id) {
            return Ok(kept);
        }
        let source = lists::source(conn, id)?.ok_or_else(|| StoreError::Corrupt(format!("review list {id}")))?;
        let screener = Screener::compile(&source)
            .map_err(|e| Error::Internal(format!("the review list in force does not compile: {}", e.join("; "))))?;
        tracing::info!(list.id = screener.list().id, list.revision = screener.list().revision, "list.in_force");
        let list = Arc::new(ListInForce { id, screener });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&list));
        Ok(list)
    }
}
