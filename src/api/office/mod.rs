//! Routes of accounts, sessions, keys of services, agencies and the demonstration.

pub(crate) mod accounts;
pub(crate) mod agencies;
pub(crate) mod demo;
pub(crate) mod factors;
pub(crate) mod service_keys;
pub(crate) mod session;
