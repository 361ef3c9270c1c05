//! Everything that needs more than one module, in one binary, so that it is linked once. `frame` has what the tests of all
//! chapters stand on; the chapters are those of `src/workflow`; `law` holds what goes across them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod clock;
mod filing;
mod frame;
mod law;
mod license;
mod list;
mod notice;
mod office;
mod order;
mod petition;
mod review;
