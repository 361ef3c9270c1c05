//! frame.

pub(crate) mod render;
