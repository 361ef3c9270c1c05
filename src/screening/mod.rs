//! Screening: what a review list finds in a filing.

pub mod class;
pub mod pattern;
pub mod quantity;
pub mod rule;
