//! Subrosa: the back office of invention secrecy.
//!
//! Patent applications come in. Each is screened against a review list of restricted categories. An examiner looks at
//! what is flagged, with the passages that matched. What the examiner confirms is referred to the agencies that own
//! those categories. On a binding recommendation an order is issued, and is renewed or lapses year by year. The people
//! bound by it are notified, by mail that does not say of what.
//!
//! # Where everything stands
//!
//! The law, the language and the screening are crates of their own below this package; Cargo keeps them from naming what
//! stands above. In this package a module may use only the floors below its own, and on each floor a chapter may use
//! only those before it. `tests/architecture.rs` holds both.
//!
//! ```text
//! 4  main, cli, app          parse arguments, compose, run
//! 3  api, jobs               turn an outside event into one workflow call
//! 2  workflow                use cases, one file a verb: transaction, ledger entry, notices
//! 1  store  search  formats  mail  auth  tls   clock  config  telemetry
//!                            capabilities, each ignorant of the others
//! 0  crates/screening        rule language, lists, engine, oracle, explanation
//!    crates/domain           the law and the words of the field, pure
//!    crates/text             words, sentences, numbers and units
//! ```
//!
//! Chapters, in the order of a filing's way: frame, filing, list, review, order, petition, license, notice, clock, office.
//!
//! Entry points: `screening::screen` decides about one filing; `workflow::Ctx::act` is the frame of every change;
//! `domain::case::holds` says what bars lie on a filing; `domain::order` is the law of orders; `cli` is where a process
//! begins.
//!
//! # Invariants
//!
//! - `domain` reads no clock, makes no id, touches no file and knows no database.
//! - Nothing changes the record but a workflow verb inside `Store::write`, which also writes its ledger entry
//!   and queues its notices: all of it or none.
//! - Every refusal carries a stable code and, where law stands behind it, its citation; it is in the ledger too.
//! - A verdict depends on the filing's text, the list revision and the engine version; on nothing else.
//! - What cannot be screened needs a human; it is never clear.
//! - An order's status on a date is computed from its terms; no flag and no job keeps it alive.
//! - No mail, log line or metric holds a title, a number of a filing, a category or an agency.
//! - What one may not see does not exist: 404, and no count betrays it.
//! - The index is derived: deleting it loses nothing.

// Everything that is printed goes through `cli::out`, which handles a closed pipe.
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod formats;
pub mod jobs;
pub mod mail;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod tls;
pub mod workflow;
