//! Why an act of the workflow fails.

use crate::store::StoreError;
use domain::base::refusal::Refusal;

/// Why a use case did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The law, the state of the case or the rights of the caller do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The record could not be read or written; nothing was changed, unless it is [`StoreError::Unknown`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something of the house failed; nothing was changed.
    #[error("{0}")]
    Internal(String),
}
