//! Review lists: uploaded, adopted by two persons, tried on past filings, and the re-screening that follows.

pub(crate) mod keepers;
pub mod lists;
pub mod replay;
pub mod rescreen;
pub mod setup;
