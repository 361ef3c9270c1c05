//! Routes of review lists and re-screenings.

pub(crate) mod lists;
pub(crate) mod rescreenings;
