//! Review: triage by an examiner, referral to agencies, their acknowledgments, opinions, questions and recommendations.

pub mod acknowledge;
pub mod answered;
pub mod hits;
pub mod opine;
pub mod questions;
pub mod recommend;
pub mod refer;
pub mod referrals;
pub mod triage;
