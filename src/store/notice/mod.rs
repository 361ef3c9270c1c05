//! notice.

pub mod notices;
