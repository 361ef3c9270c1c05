//! Names the commit that a release is built from, for `subrosa --version`. Without git, or outside a checkout, the
//! version stands alone; SUBROSA_COMMIT names the commit where a packager knows it.
//!
//! A debug build is not asked for its commit: it would be built anew as a whole after each one.
#![allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-env-changed=SUBROSA_COMMIT");
    println!("cargo::rerun-if-changed=build.rs");
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let given = std::env::var("SUBROSA_COMMIT").ok().filter(|commit| !commit.trim().is_empty());
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = given.or_else(|| if release { checked_out() } else { None });
    let shown = commit.map_or_else(|| version.clone(), |commit| format!("{version} ({})", commit.trim()));
    println!("cargo::rustc-env=SHOWN_VERSION={shown}");
}

/// The commit of this checkout; the build is repeated when it changes.
fn checked_out() -> Option<String> {
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}

/// The answer of git; `None` where there is none.
fn git(arguments: &[&str]) -> Option<String> {
    let done = Command::new("git").args(arguments).output().ok().filter(|done| done.status.success())?;
    let said = String::from_utf8(done.stdout).ok()?.trim().to_owned();
    (!said.is_empty() && !said.contains('\n')).then_some(said)
}
