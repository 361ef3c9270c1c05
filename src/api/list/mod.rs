//! list.

pub(crate) mod lists;
pub(crate) mod rescreenings;
