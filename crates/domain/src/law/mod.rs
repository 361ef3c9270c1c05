//! The law of a case: one file for each field, with functions of a [`crate::case::CaseFile`].
//!
//! Every function computes from the record. No function records anything.

pub mod adviser;
pub mod appeal;
pub mod compensation;
pub mod condition;
pub mod effects;
pub mod examination;
pub mod incident;
pub mod interest;
pub mod international;
pub mod issue;
pub mod license;
pub mod marked;
pub mod petition;
pub mod property;
pub mod record;
pub mod related;
pub mod timers;
pub mod violation;
