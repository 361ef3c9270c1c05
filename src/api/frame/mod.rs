//! What every route uses: the caller, the request, the answer, problems.

pub(crate) mod answer;
pub(crate) mod change;
pub(crate) mod client;
pub(crate) mod docket;
pub(crate) mod entering;
pub(crate) mod envelope;
pub(crate) mod etag;
pub(crate) mod front;
pub(crate) mod guard;
pub(crate) mod input;
pub(crate) mod key_search;
pub(crate) mod openapi;
pub(crate) mod ops;
pub(crate) mod page;
pub(crate) mod places;
pub(crate) mod problem;
pub(crate) mod rates;
pub(crate) mod responses;
pub(crate) mod server;
pub(crate) mod upload;
