//! Routes of accounts, sessions, agencies and the demonstration.

pub(crate) mod accounts;
pub(crate) mod agencies;
pub(crate) mod demo;
pub(crate) mod factors;
pub(crate) mod session;
