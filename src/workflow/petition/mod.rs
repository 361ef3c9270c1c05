//! What principals ask for and answer for: petitions, permits, appeals, compensation, violations.

pub mod appeals;
pub mod compensation;
pub mod permits;
pub mod petitions;
pub mod violations;
