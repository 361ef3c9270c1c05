//! filing.

pub mod docket;
pub mod filings;
pub mod screenings;
