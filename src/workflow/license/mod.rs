//! license.

pub mod license;
