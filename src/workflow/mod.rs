//! Floor 2: the use cases, one file per verb.
//!
//! A use case loads what is recorded, lets the domain decide, stores the outcome, appends to the
//! ledger and queues the notices: all in one transaction. Nothing else writes. HTTP, command line
//! and the clock job call the same verbs. No rule of law is stated here; the domain has them.

pub mod clock;
pub mod filing;
pub mod frame;
pub mod license;
pub mod list;
pub mod notice;
pub mod office;
pub mod order;
pub mod petition;
pub mod review;

pub mod dossier;
pub mod numbers;

pub use crate::store::StoreError;
pub use crate::workflow::frame::act::{By, Ctx, Error, Idempotency, IfMatch, Record, Service, Settings};
