//! petition.

pub(crate) mod appeals;
pub(crate) mod compensation;
pub(crate) mod petitions;
