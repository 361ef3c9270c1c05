//! Proof of identity: passwords, access tokens, refresh tokens, tokens of agencies' identity providers, keys of services, and limits on guessing. And proof of what the Office
//! stated: signed statements and checkpoints. And the cursors of lists.
//!
//! Not its job: accounts and sessions (`store`, `workflow`), and what a person may do (`domain`). A token names an
//! account and a session. The rights of the account are read from the store at each request, so that a change of rights
//! applies at once.

mod cipher;
pub mod cursor;
pub mod feed;
pub mod issuer;
pub mod keys;
pub mod message;
pub mod note;
pub mod password;
pub mod person_key;
mod random;
pub mod rates;
pub mod refresh;
pub mod seal;
pub mod service_key;
pub mod throttle;
pub mod token;
pub mod totp;
pub mod wrapping;
