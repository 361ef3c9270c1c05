//! Everything that needs more than one module: one binary, so that it is linked once.

mod harness;
mod kill;
mod walk;
