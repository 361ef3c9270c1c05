//! Review lists and passes of re-screening.

pub mod lists;
pub mod rescreenings;
