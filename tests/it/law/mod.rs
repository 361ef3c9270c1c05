//! The law across all chapters, through the real workflow and the real store: what bars lie on a filing, and random
//! histories against a second, simple model of the law.

pub(crate) mod holds;
mod lives;
mod model;
