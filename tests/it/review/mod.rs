//! Review by agencies: referral, acknowledgment, opinion, recommendation.

mod conditions;
mod referrals;
