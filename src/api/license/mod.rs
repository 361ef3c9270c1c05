//! Routes of foreign filing licenses.

pub(crate) mod licenses;
