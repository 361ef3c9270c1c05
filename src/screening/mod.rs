//! Screening: what a review list finds in a filing.

pub mod class;
mod evidence;
pub mod oracle;
pub mod pattern;
pub mod quantity;
pub mod rule;
