//! Tests of the interface as a whole, on a real socket: its committed descriptions, that no route is
//! open by accident, sessions, versions and keys, limits, streams.

mod certificates;
mod explain;
mod feeds;
mod harness;
mod keys;
mod limits;
mod markings;
mod permissions;
mod petitions;
mod routes;
mod service_keys;
mod sessions;
mod streams;
pub(super) mod words;

use std::path::Path;

/// Compares a committed file with what is made now; `UPDATE=1` rewrites it.
pub(super) fn up_to_date(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, made).expect("writes");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == made, "{file} is out of date; run: cargo xtask generate");
}
