//! Subrosa: the back office of invention secrecy.

pub mod auth;
pub mod clock;
pub mod config;
pub mod domain;
