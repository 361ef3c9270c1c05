//! The Office: accounts, sessions, second factors, keys, agencies and their issuers, ledger, statistics, the demonstration.

pub mod accounts;
pub mod agencies;
pub mod alarms;
mod clearances;
pub mod demo;
pub mod exchanges;
pub mod factors;
pub mod housekeeping;
pub mod identities;
pub mod issuer_tokens;
pub mod issuers;
pub mod key_rotation;
pub mod keys;
pub mod ledger;
pub mod log;
pub mod markings;
pub mod personal_keys;
pub mod service_keys;
pub mod session_list;
pub mod sessions;
pub mod signed_acts;
pub mod statistics;
pub mod witnesses;
