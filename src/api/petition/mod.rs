//! Routes of petitions, permits, appeals and compensation.

pub(crate) mod appeals;
pub(crate) mod compensation;
pub(crate) mod petitions;
