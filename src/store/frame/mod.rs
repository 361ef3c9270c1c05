//! frame.

pub(crate) mod column;
pub(crate) mod conn;
pub(crate) mod dialect;
pub(crate) mod error;
pub mod idempotency;
pub(crate) mod migrate;
pub(crate) mod schema;
pub(crate) mod turn;
