//! Routes of notices and their letters.

pub(crate) mod notices;
