//! Routes of referrals, conditions and advice.

pub(crate) mod advice;
pub(crate) mod conditions;
pub(crate) mod referrals;
