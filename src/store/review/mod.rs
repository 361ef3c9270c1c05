//! review.

pub mod referrals;
