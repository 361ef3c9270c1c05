//! Routes of accounts, sessions, keys, agencies and their issuers, the log of the ledger and the demonstration.

pub(crate) mod accounts;
pub(crate) mod agencies;
pub(crate) mod alarms;
pub(crate) mod demo;
pub(crate) mod exchange;
pub(crate) mod factors;
pub(crate) mod issuer_keys;
pub(crate) mod issuers;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod markings;
pub(crate) mod personal_keys;
pub(crate) mod service_keys;
pub(crate) mod session;
