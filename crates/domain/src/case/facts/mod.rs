//! The facts on the docket of a case, one file for each field of law.
//!
//! These are facts as they are recorded. The law that applies to them is in [`crate::law`], in the file of the same
//! name.

pub mod adviser;
pub mod appeal;
pub mod compensation;
pub mod condition;
pub mod examination;
pub mod incident;
pub mod international;
pub mod license;
pub mod marked;
pub mod origin;
pub mod petition;
pub mod property;
pub mod record;
pub mod related;
pub mod timers;
pub mod violation;
