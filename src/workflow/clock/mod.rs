//! Deadlines: read in lists and calendars, and the clock that does what a date asks for.

pub mod clocks;
pub(crate) mod nudge;
pub mod feeds;
pub mod tick;
