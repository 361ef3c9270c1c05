//! Subrosa: the back office of invention secrecy.

pub mod clock;
pub mod domain;
pub mod store;
pub mod workflow;
