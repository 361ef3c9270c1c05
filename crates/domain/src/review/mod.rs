//! review.

pub mod access;
pub mod referral;
