//! clock.

pub mod clocks;
pub mod feeds;
pub mod tick;
