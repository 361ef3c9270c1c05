//! The service as a process: how it starts and ends, what it does with bad requests, and what survives when it is killed or
//! its database goes away.

mod acceptance_walk;
mod bad_requests;
mod busy;
mod killed;
mod lists;
mod lost_database;
mod rates;
mod starting_and_ending;
mod tls;
