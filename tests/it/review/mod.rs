//! Review by agencies: referral, acknowledgment, opinion, recommendation.

mod conditions;
mod need_to_know;
mod questions;
mod referrals;
mod votes;
