//! Foreign filing licenses.

mod licenses;
mod receipt;
