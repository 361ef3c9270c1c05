//! Everything that needs more than one module: one binary, so that it is linked once.

mod formats;
mod harness;
mod kill;
mod store_suite;
mod walk;
