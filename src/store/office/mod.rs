//! Accounts, sessions, keys of services, agencies and the ledger.

pub mod accounts;
pub mod agencies;
pub(in crate::store) mod baseline;
pub mod factors;
pub mod identities;
pub mod issuers;
pub mod key_rotations;
pub mod ledger;
pub mod personal_keys;
pub mod read_alarms;
pub mod said;
pub mod service_keys;
pub mod sessions;
pub mod sign_in_failures;
pub mod signed_acts;
pub mod signing_keys;
pub mod witnesses;
