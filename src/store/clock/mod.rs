//! clock.

pub mod clocks;
pub mod feeds;
