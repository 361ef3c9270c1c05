//! Evidence: the rows that an entry of the ledger commits to, so that a row that is changed, deleted or inserted past the
//! program is named by the verification.
//!
//! `tables` declares which tables and columns are evidence. While an act runs, triggers note which of their rows it
//! writes (`notes`); with the entry of the act the digests of these rows are put on record (`commit`). The verification
//! compares them with the rows as they are (`compare`). A change of evidence without an entry is refused at its commit.

pub(crate) mod commit;
pub mod compare;
mod digest;
mod lines;
pub(crate) mod notes;
pub mod tables;
