//! Routes of referrals, questions, conditions and advice.

pub(crate) mod advice;
pub(crate) mod conditions;
pub(crate) mod questions;
pub(crate) mod referrals;
