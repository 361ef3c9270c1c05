//! Routes of petitions, permits, appeals, compensation and violations.

pub(crate) mod appeals;
pub(crate) mod compensation;
pub(crate) mod petitions;
