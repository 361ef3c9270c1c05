//! notice.

pub(crate) mod notices;
