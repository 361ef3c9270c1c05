//! Stored deadlines and calendar feeds.

pub mod clocks;
pub mod feeds;
