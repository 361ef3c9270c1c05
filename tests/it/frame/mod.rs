//! What the tests of every chapter stand on (a process, a database, an office, a mail server), and the tests of what holds
//! for every request and every act, whatever its subject.

mod acts;
mod canary;
mod fuzz;
pub mod harness;
pub mod identity_provider;
pub mod mail_server;
pub mod office;
mod pages;
pub mod seed;
mod service;
pub mod store;
pub mod tls_client;
