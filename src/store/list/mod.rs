//! list.

pub mod lists;
pub mod rescreenings;
