//! The integration tests: one binary, so that it links once. Each module drives one part of the
//! house from outside, with the real thing on the other end.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod smtp;
#[path = "../support/mod.rs"]
mod support;
