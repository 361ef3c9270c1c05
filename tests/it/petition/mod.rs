//! Petitions under an order, permits, appeals, violations and compensation.

mod appeals;
pub mod petitions;
mod violations;
