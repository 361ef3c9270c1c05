//! The first hour of README.md, and the commands of docs/screening.md that go on from it, run as they stand there.

use crate::frame::harness::{BIN, skip};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Commands that end with 1 to say something, as the pages say of them: a filing is flagged, a person may not be told, a
/// deadline is past.
const ANSWERS: [&str; 3] = ["subrosa screen ", "subrosa order may-be-told ", "subrosa clocks "];

/// What runs before the commands: `curl` fails on a refusal, each failure is written down with its command, and the service
/// ends with the script.
const PROLOGUE: &str = r#"
curl() { command curl --fail-with-body "$@"; }
set -E
trap 'code=$?; echo "$code $BASH_COMMAND" >> "$FAILED"' ERR
trap 'kill $(jobs -p); wait' EXIT
"#;

/// What waits for the service that the line before it started.
const WAIT: &str = "for _ in {1..600}; do command curl -so /dev/null http://ADDRESS/ && break; sleep 0.1; done\n";

/// The blocks of shell commands of a text, one after the other.
fn commands(text: &str) -> String {
    text.split("```sh\n").skip(1).filter_map(|block| block.split("```").next()).collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).expect("a page")
}

/// An address on this machine that nobody listens on. Its port is below those that the system gives out, so that no other
/// test is given it before the service of this one has started.
fn free_address() -> String {
    let from = u16::try_from(std::process::id() % 10_000).expect("a number below 10,000");
    let mut ports = (0..10_000).map(|n| 20_000 + (from + n) % 10_000);
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    format!("127.0.0.1:{}", ports.find(free).expect("a port"))
}

#[test]
fn the_first_hour_of_the_readme_and_the_commands_of_screening_run_as_they_stand() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        return skip("the first hour", "no curl");
    }
    let readme = page("README.md");
    let hour = readme.split("\n## ").find(|section| section.starts_with("A first hour")).expect("the section");
    let address = free_address();
    let mut script = PROLOGUE.to_owned();
    for line in format!("{}{}", commands(hour), commands(&page("docs/screening.md"))).lines() {
        script += &format!("{line}\n");
        if line.starts_with("subrosa serve ") {
            script += WAIT;
        }
    }
    assert!(script.lines().count() > 60 && script.contains("127.0.0.1:8080"), "{script}");
    let script = script.replace("127.0.0.1:8080", &address).replace("ADDRESS", &address);

    let dir = tempfile::tempdir().expect("a temporary folder");
    for name in ["samples", "review-lists"] {
        symlink(Path::new(ROOT).join(name), dir.path().join(name)).expect("a link");
    }
    let programs = Path::new(BIN).parent().expect("a folder").display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
    let failed = dir.path().join("failed");
    fs::write(&failed, "").expect("a file");
    let out = Command::new("bash")
        .args(["-c", &script])
        .current_dir(dir.path())
        .env("PATH", path)
        .env("FAILED", &failed)
        .stdin(Stdio::null())
        .output()
        .expect("bash runs");
    let (text, errors) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let failed = fs::read_to_string(&failed).expect("the failures");
    let unexpected: Vec<&str> = failed
        .lines()
        .filter(|line| {
            line.split_once(' ').is_none_or(|(code, of)| code != "1" || !ANSWERS.iter().any(|a| of.starts_with(a)))
        })
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}\n{text}\n{errors}");
    // Each part has come to what the page says of it.
    for words in [
        "18 flagged, 14 clear",
        "genuine, signed with the office key",
        "(the result given)",
        "SO-20",
        "entries, intact",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}\n{errors}");
    }
}
