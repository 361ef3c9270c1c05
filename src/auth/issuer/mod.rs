//! Tokens of agencies' own identity providers: their keys, how these are fetched, and how a token is checked.
//!
//! Not its job: whom a token signs in. That is the account which security officers have bound to the name that the token has
//! for the person (`workflow`), with the rights of the account.
//!
//! What is sent in a token decides nothing before its signature was checked, except which issuer's keys it is checked with;
//! where keys are fetched stands on record, and never in a token.

mod address;
mod fetch;
mod keys;
mod token;

pub use address::{BadAddress, check_address};
pub use fetch::{FetchError, Fetcher, Source};
pub use keys::{KeySet, KeySetError};
pub use token::{CheckedToken, NotTaken, Presented};
