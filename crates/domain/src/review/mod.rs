//! Review by the agencies: referrals with what answers them, and who may see what.

pub mod access;
pub mod question;
pub mod referral;
