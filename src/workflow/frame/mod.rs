//! What every use case is made of: the act in its transaction, the case it is about, entries of its docket, notices.

pub(crate) mod act;
pub(crate) mod at_hand;
pub(crate) mod by;
pub(crate) mod case;
pub mod docket;
pub(crate) mod error;
pub(crate) mod etag;
pub(crate) mod input;
pub mod list_in_force;
pub mod notify;
pub mod post;
pub mod present_list;
pub(crate) mod read_text;
pub mod read_window;
#[cfg(test)]
pub(crate) mod reads;
pub mod reason;
pub(crate) mod screener;
pub mod signing;
pub mod status;
pub(crate) mod tell;
#[cfg(test)]
pub(crate) mod testing;
pub mod tree;
