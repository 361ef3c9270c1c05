//! Deadlines: read in lists and calendars, and the clock that does what a date asks for.

pub mod clocks;
pub mod feeds;
pub(crate) mod nudge;
pub mod tick;
