//! order.

pub mod orders;
pub mod regimes;
