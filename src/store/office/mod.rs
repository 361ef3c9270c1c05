//! Accounts, sessions, agencies and the ledger.

pub mod accounts;
pub mod agencies;
pub(in crate::store) mod baseline;
pub mod ledger;
pub mod sessions;
