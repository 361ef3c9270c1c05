//! Filings: how they come in, change, are screened, read and found, and what is recorded of them.

pub mod amend;
pub mod assign;
pub mod certificates;
pub mod examination;
pub mod filings;
pub mod find;
pub mod index;
pub mod intake;
pub mod international;
pub mod marked;
pub mod property;
pub mod receipt_license;
pub mod record;
pub mod relate;
pub mod screenings;
pub(crate) mod succession;
