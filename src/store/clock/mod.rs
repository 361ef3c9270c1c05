//! What deadlines are found by, and calendar feeds.

pub mod clocks;
pub mod feeds;
