//! Floor 2: the use cases, one file per verb.
//!
//! A use case loads what is recorded, lets the domain decide, stores the outcome, appends to the
//! ledger and queues the notices: all in one transaction. Nothing else writes. HTTP, command line
//! and the clock job call the same verbs. No rule of law is stated here; the domain has them.

mod act;
mod input;
mod screener;

pub mod accounts;
pub mod agencies;
pub mod lists;
pub mod sessions;
pub mod setup;
pub mod status;

pub use crate::store::StoreError;
pub use act::{By, Ctx, Error, Idempotency, IfMatch, Record, Settings};
