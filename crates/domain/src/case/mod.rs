//! The docket of a case: what was received, found, decided and done in it beside screening, referral
//! and the terms of its order.
//!
//! An [`Entry`] is written once and never changed; where a license, a petition or a sealing stands is
//! computed from the entries each time. What an entry may say is the law of its own field
//! ([`crate::law::license`], [`crate::law::examination`] and so on); here is only what all have in common.

pub mod facts;

pub mod docket;
pub mod entry;
pub mod file;
pub mod holds;
pub mod place;
pub mod recorded;
pub mod status;

pub use crate::case::entry::{Entry, Matter};
pub use crate::case::file::CaseFile;
pub use crate::case::place::{Audience, Place};

#[cfg(test)]
pub(crate) mod testing;
