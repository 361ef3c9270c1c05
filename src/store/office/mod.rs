//! Accounts, sessions, agencies and the ledger.

pub mod accounts;
pub mod agencies;
pub mod ledger;
pub mod sessions;
