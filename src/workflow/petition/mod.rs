//! petition.

pub mod appeals;
pub mod compensation;
pub mod permits;
pub mod petitions;
pub mod violations;
