//! The acceptance script beside the project drives the whole way of a filing over REST, on both databases.

use crate::frame::harness::{BIN, Place, shared, skip};
use std::process::Command;

fn walk(place: &Place) {
    let Some(shared) = shared() else {
        skip("walk", "../shared is absent");
        return;
    };
    let out = Command::new("python3")
        .arg(shared.join("acceptance/walk.py"))
        .args([BIN, &place.database])
        .arg(shared.join("acceptance/walk-filings.ndjson"))
        .output()
        .expect("python3 runs");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{text}\n{}", String::from_utf8_lossy(&out.stderr));
    assert!(text.contains("all steps hold"), "{text}");
}

#[test]
fn on_sqlite() {
    walk(&Place::sqlite());
}

#[test]
fn on_postgres() {
    if let Some(place) = Place::postgres("walk on PostgreSQL") {
        walk(&place);
    }
}
