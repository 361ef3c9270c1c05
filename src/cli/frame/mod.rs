//! What commands share: how results are rendered.

pub(crate) mod render;
