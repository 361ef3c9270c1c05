//! Connections, transactions, dialects, migrations and the schema.

pub(crate) mod column;
pub(crate) mod conn;
pub(crate) mod dialect;
pub(crate) mod error;
pub mod idempotency;
pub(crate) mod migrate;
#[cfg(test)]
pub(crate) mod reads;
pub(crate) mod schema;
pub(crate) mod turn;
