//! license.

pub(crate) mod licenses;
