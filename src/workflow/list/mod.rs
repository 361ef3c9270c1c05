//! list.

pub mod lists;
pub mod replay;
pub mod rescreen;
pub mod setup;
