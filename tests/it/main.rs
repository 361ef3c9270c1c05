//! Subrosa from the outside: one test binary, a module per subject.

mod formats;
