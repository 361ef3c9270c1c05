//! Orders, terms, determinations and regimes.

pub mod orders;
pub mod regimes;
pub mod standing;
