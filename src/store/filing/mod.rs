//! Filings, their texts, screenings and dockets.

pub mod docket;
pub mod filings;
pub mod screenings;
