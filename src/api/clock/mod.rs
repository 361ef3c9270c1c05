//! clock.

pub(crate) mod clocks;
pub(crate) mod feeds;
