//! Review by agencies: referral, acknowledgment, opinion, recommendation.

mod referrals;
