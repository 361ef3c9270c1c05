//! What all other modules use: ids, dates, agencies, people, markings, refusals and the hash chain of the ledger.
//!
//! No module here knows a filing.

pub mod actor;
pub mod agency;
pub mod calendar;
pub mod characters;
pub mod deadline;
pub mod ids;
pub mod issuer;
pub mod ledger;
pub mod marking;
pub mod merkle;
pub mod order_type;
pub mod redact;
pub mod reference;
pub mod refusal;
