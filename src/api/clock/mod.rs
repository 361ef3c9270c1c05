//! Routes of deadlines and calendar feeds.

pub(crate) mod clocks;
pub(crate) mod feeds;
