//! Proof of who somebody is: passwords, access tokens, refresh tokens, and the brake on guessing. And
//! proof of what the house said: signed statements.
//!
//! Not its job: accounts and sessions (`store`, `workflow`), and what a person may do (`domain`).
//! A token says who and by which session; what that account may do is read from the store at each
//! request, so that a change of rights applies at once.

pub mod feed;
pub mod keys;
pub mod password;
mod random;
pub mod refresh;
pub mod seal;
pub mod throttle;
pub mod token;
