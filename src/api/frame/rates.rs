//! Holds each request against the rates of the settings: of its account, or of its address if nobody is signed in.
//!
//! A stream of filings of an account that may bring some is not counted: it has places of its own (`places`), and what a sender
//! would gain by many streams, one stream gives too. Health and metrics are on a listener of their own, without a rate.

use crate::api::frame::client;
use crate::api::frame::problem::{Problem, RATE};
use crate::api::{Api, PREFIX};
use crate::auth::rates::{Admitted, Caller};
use actix_web::HttpRequest;
use actix_web::http::Method;
use domain::base::ids::AccountId;

/// The path of a stream of filings.
const STREAM: &str = "/intake";

/// Admits a request of an account, or of its address without one; `None` if it is not counted. Dropping the value ends
/// the request. The error is 429 and says when to come back.
pub(crate) fn admit(api: &Api, request: &HttpRequest, account: Option<AccountId>) -> Result<Option<Admitted>, Problem> {
    let is_stream = request.method() == Method::POST && request.path().strip_prefix(PREFIX) == Some(STREAM);
    let caller = match account {
        Some(_) if is_stream => return Ok(None),
        Some(account) => Caller::Account(account),
        None => Caller::Address(client::address(request, &api.trusted_proxies)),
    };
    api.rates.admit(caller).map(Some).map_err(|wait| {
        Problem::new(&RATE, "Wait as Retry-After says, and send fewer requests at a time.").retry_after(wait)
    })
}
