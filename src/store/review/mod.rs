//! Referrals, acknowledgments, opinions and recommendations.

pub mod referrals;
