//! Floor 2: the use cases, one file per verb.
//!
//! A use case loads what is recorded, lets the domain decide, stores the outcome, appends to the
//! ledger and queues the notices: all in one transaction. Nothing else writes. HTTP, command line
//! and the clock job call the same verbs. No rule of law is stated here; the domain has them.

mod act;
mod case;
mod end;
mod input;
mod nudge;
mod screener;
mod succession;
mod tell;
#[cfg(test)]
pub(crate) mod testing;

pub mod accounts;
pub mod acknowledge;
pub mod advise;
pub mod agencies;
pub mod amend;
pub mod appeals;
pub mod certificates;
pub mod clocks;
pub mod compensation;
pub mod conditions;
pub mod declassify;
pub mod demo;
pub mod determine;
pub mod determine_many;
pub mod docket;
pub mod dossier;
pub mod examination;
pub mod feeds;
pub mod filings;
pub mod find;
pub mod housekeeping;
pub mod index;
pub mod intake;
pub mod international;
pub mod issue;
pub mod ledger;
pub mod license;
pub mod lists;
pub mod marked;
pub mod notices;
pub mod opine;
pub mod orders;
pub mod outbox;
pub mod permits;
pub mod petitions;
pub mod property;
pub mod receipts;
pub mod recommend;
pub mod record;
pub mod refer;
pub mod referrals;
pub mod regimes;
pub mod relate;
pub mod renew;
pub mod replay;
pub mod rescind;
pub mod rescreen;
pub mod screenings;
pub mod sessions;
pub mod setup;
pub mod statistics;
pub mod status;
pub mod tick;
pub mod triage;
pub mod violations;

pub use crate::store::StoreError;
pub use act::{By, Ctx, Error, Idempotency, IfMatch, Record, Service, Settings};
