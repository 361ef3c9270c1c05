//! Floor 2: the use cases, one file per verb.
//!
//! A use case loads what is recorded, lets the domain decide, stores the outcome, appends to the
//! ledger and queues the notices: all in one transaction. Nothing else writes. HTTP, command line
//! and the clock job call the same verbs. No rule of law is stated here; the domain has them.

mod act;
mod input;
mod screener;
#[cfg(test)]
mod testing;

pub mod accounts;
pub mod agencies;
pub mod filings;
pub mod index;
pub mod intake;
pub mod ledger;
pub mod lists;
pub mod screenings;
pub mod sessions;
pub mod setup;
pub mod status;
pub mod triage;

pub use crate::store::StoreError;
pub use act::{By, Ctx, Error, Idempotency, IfMatch, Record, Settings};
