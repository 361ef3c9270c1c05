//! Holds the house to its own plan: floors look down only, `domain` stays pure, every module says
//! what it is for. The plan is `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Lowest floor first. A module may name its own floor's listed neighbours and whatever is below.
const FLOORS: &[(&str, &[&str])] = &[
    // 0
    ("domain", &[]),
    // 1: capabilities, each ignorant of the others
    ("clock", &["domain"]),
    ("config", &["domain"]),
    ("telemetry", &["domain"]),
    ("store", &["domain"]),
    ("search", &["domain"]),
    ("screening", &["domain"]),
    ("formats", &["domain"]),
    ("mail", &["domain"]),
    ("auth", &["domain"]),
    // 2
    ("workflow", &["domain", "clock", "store", "search", "screening", "formats", "mail", "auth"]),
    // 3: drivers; no SQL, no rules
    ("jobs", &["domain", "clock", "config", "telemetry", "mail", "workflow"]),
    ("api", &["domain", "clock", "config", "telemetry", "auth", "formats", "jobs", "workflow"]),
    // 4: entry
    (
        "app",
        &[
            "domain",
            "clock",
            "config",
            "telemetry",
            "store",
            "search",
            "screening",
            "formats",
            "mail",
            "auth",
            "workflow",
            "jobs",
            "api",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "clock",
            "config",
            "telemetry",
            "store",
            "search",
            "screening",
            "formats",
            "mail",
            "auth",
            "workflow",
            "jobs",
            "api",
            "app",
        ],
    ),
];

/// Crates a floor must not name at all.
const BANNED: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "diesel",
            "actix_web",
            "tantivy",
            "lettre",
            "tokio",
            "std::fs",
            "std::net",
            "std::env",
            "getrandom",
            "now_v7",
        ],
    ),
    ("screening", &["diesel", "actix_web", "tantivy", "std::net"]),
    ("formats", &["diesel", "actix_web", "tantivy", "std::net"]),
    ("workflow", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("api", &["diesel", "tantivy", "lettre"]),
    ("jobs", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("mail", &["diesel", "actix_web", "tantivy"]),
    ("search", &["diesel", "actix_web", "lettre"]),
    ("store", &["actix_web", "tantivy", "lettre"]),
];

fn sources(path: &Path, out: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).expect("a folder").map(|e| e.expect("an entry").path()).collect();
        entries.sort();
        entries.iter().for_each(|p| sources(p, out));
    } else if path.extension().is_some_and(|x| x == "rs") {
        out.push((path.to_owned(), fs::read_to_string(path).expect("a source file")));
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn floor(name: &str) -> Vec<(PathBuf, String)> {
    let mut files = vec![];
    let folder = src().join(name);
    let file = src().join(format!("{name}.rs"));
    if folder.is_dir() {
        sources(&folder, &mut files);
    }
    if file.is_file() {
        sources(&file, &mut files);
    }
    files
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Module names that follow `crate::`, the `crate::{a, b::c}` form included.
fn used(line: &str) -> Vec<&str> {
    let line = code(line);
    let ident = |s: &str| s.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").len();
    line.match_indices("crate::")
        .flat_map(|(i, m)| {
            let rest = &line[i + m.len()..];
            match rest.strip_prefix('{') {
                Some(group) => group
                    .split(['}', ';'])
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(|p| {
                        let p = p.trim();
                        &p[..ident(p)]
                    })
                    .collect::<Vec<_>>(),
                None => vec![&rest[..ident(rest)]],
            }
        })
        .filter(|s| !s.is_empty())
        .collect()
}

#[test]
fn modules_only_look_down() {
    let mut bad = vec![];
    for (name, allowed) in FLOORS {
        let files = floor(name);
        assert!(!files.is_empty(), "no sources for {name}");
        for (path, text) in files {
            for (n, line) in text.lines().enumerate() {
                for m in used(line) {
                    if m != *name && FLOORS.iter().any(|(f, _)| *f == m) && !allowed.contains(&m) {
                        bad.push(format!("{}:{}: {name} must not use {m}", path.display(), n + 1));
                    }
                }
                for (_, names) in BANNED.iter().filter(|(f, _)| f == name) {
                    for b in *names {
                        if code(line).contains(&format!("{b}::")) || code(line).contains(&format!("use {b}")) {
                            bad.push(format!("{}:{}: {name} must not use {b}", path.display(), n + 1));
                        }
                    }
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn every_module_has_its_floor() {
    let known: Vec<&str> = FLOORS.iter().map(|(f, _)| *f).chain(["lib", "main"]).collect();
    for entry in fs::read_dir(src()).expect("src").map(|e| e.expect("an entry").path()) {
        let name = entry.file_stem().and_then(|s| s.to_str()).expect("a name").to_owned();
        assert!(
            known.contains(&name.as_str()),
            "{name} has no floor: give it one in tests/architecture.rs and src/lib.rs"
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut files = vec![];
    sources(&src(), &mut files);
    let mute: Vec<_> =
        files.iter().filter(|(_, text)| !text.starts_with("//!")).map(|(p, _)| p.display().to_string()).collect();
    assert!(mute.is_empty(), "no //! at the head of {}", mute.join(", "));
}

/// A text file of a letter that the program does not hold would be changed without any effect.
#[test]
fn every_text_of_a_letter_is_in_the_program() {
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/letter");
    let list = fs::read_to_string(letters.join("template.rs")).expect("the list of the letters");
    let mut seen = 0;
    for (folder, before) in [("templates", ""), ("templates/parts", "parts/")] {
        for entry in fs::read_dir(letters.join(folder)).expect("a folder").map(|e| e.expect("an entry")) {
            if entry.path().is_file() {
                let name = format!("\"{before}{}\"", entry.file_name().to_string_lossy());
                assert!(list.contains(&name), "{name} is not in src/domain/letter/template.rs");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "only {seen} found");
}
