//! Everything that needs more than one module: one binary, so that it is linked once.

mod bad_input;
mod formats;
mod harness;
mod kill;
mod smtp;
mod support;
mod store_suite;
mod walk;
