//! Notices with their letters and the attempts to send them.

pub mod notices;
