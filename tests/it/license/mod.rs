//! Foreign filing licenses.

mod receipt;
