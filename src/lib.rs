//! Subrosa: the back office of invention secrecy.

pub mod domain;
pub mod mail;
