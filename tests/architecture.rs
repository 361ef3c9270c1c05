//! Holds the house to its own plan: floors look down only, `domain` stays pure, every module says
//! what it is for. The plan is `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors of the package at the root, lowest first, each with those it may use. The crates below them (text, domain,
/// screening) are held by Cargo: none of them can name what its manifest does not.
const FLOORS: &[(&str, &[&str])] = &[
    // 1: capabilities, each ignorant of the others
    ("clock", &[]),
    ("config", &[]),
    ("telemetry", &[]),
    ("store", &[]),
    ("search", &[]),
    ("formats", &[]),
    ("mail", &[]),
    ("auth", &[]),
    // 2
    ("workflow", &["clock", "store", "search", "formats", "mail", "auth"]),
    // 3: drivers; no SQL, no rules
    ("jobs", &["clock", "config", "telemetry", "mail", "workflow"]),
    ("api", &["clock", "config", "telemetry", "auth", "formats", "jobs", "workflow"]),
    // 4: entry
    ("app", &["clock", "config", "telemetry", "store", "search", "formats", "mail", "auth", "workflow", "jobs", "api"]),
    (
        "cli",
        &[
            "clock",
            "config",
            "telemetry",
            "store",
            "search",
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

/// Chapters of each floor: one may use those left of it. They go the way of a filing; where a floor has another
/// order the reason is beside it.
const CHAPTERS: &[(&str, &[&str])] = &[
    // The law of a violation reads notices, and letters tell of orders: notices stand before the case.
    ("crates/domain/src", &["base", "filing", "review", "order", "notice", "case", "law", "letter", "clock"]),
    ("src/store", &["frame", "filing", "list", "review", "order", "petition", "license", "notice", "clock", "office"]),
    // The page of a whole case (dossier) shows every chapter.
    (
        "src/workflow",
        &["frame", "filing", "list", "review", "order", "petition", "license", "notice", "clock", "dossier", "office"],
    ),
    // An order is shown with its petitions, notices and deadlines, so its chapter stands behind theirs.
    ("src/api", &["frame", "filing", "list", "review", "petition", "license", "notice", "clock", "order", "office"]),
];

/// Files that still use a chapter behind their own, and which. What is listed here is to be taken apart; nothing is added.
const STILL_OPEN: &[(&str, &[&str])] = &[
    // What is marked and flagged is read from the docket by functions of the law.
    ("crates/domain/src/case/holds.rs", &["law"]),
    // What an order is depends on modifications and markings, which stand on the docket.
    ("crates/domain/src/order/recorded.rs", &["case", "law"]),
    // The facts about a filing are read from every chapter.
    ("src/store/filing/filings/facts.rs", &["order", "review"]),
];

/// Crates a floor must not name at all.
const BANNED: &[(&str, &[&str])] = &[
    ("formats", &["diesel", "actix_web", "tantivy", "std::net"]),
    ("workflow", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("api", &["diesel", "tantivy", "lettre"]),
    ("jobs", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("mail", &["diesel", "actix_web", "tantivy"]),
    ("search", &["diesel", "actix_web", "lettre"]),
    ("store", &["actix_web", "tantivy", "lettre"]),
];

/// Crates that a crate of the workspace must not name at all.
const BANNED_BELOW: &[(&str, &[&str])] = &[
    ("text", &["diesel", "actix_web", "tantivy", "lettre", "tokio", "std::fs", "std::net", "std::env", "domain"]),
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn src() -> PathBuf {
    root().join("src")
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
        for (path, text) in files.into_iter().filter(|(path, _)| !is_test(path)) {
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
fn crates_are_pure() {
    let mut bad = vec![];
    for (name, banned) in BANNED_BELOW {
        let mut files = vec![];
        sources(&root().join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "no sources for {name}");
        for (path, text) in files {
            for (n, line) in text.lines().enumerate() {
                for b in *banned {
                    let line = code(line);
                    if line.contains(&format!("{b}::")) || line.contains(&format!("use {b}")) {
                        bad.push(format!("{}:{}: {name} must not use {b}", path.display(), n + 1));
                    }
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Whether a file holds tests and nothing else.
fn is_test(path: &Path) -> bool {
    path.components().any(|c| ["tests", "tests.rs", "testing.rs", "reads.rs"].iter().any(|t| c.as_os_str() == *t))
}

#[test]
fn chapters_use_only_those_before_them() {
    let mut bad = vec![];
    for (floor, chapters) in CHAPTERS {
        let place = |name: &str| chapters.iter().position(|c| *c == name);
        let prefix = match floor.strip_prefix("src/") {
            Some(name) => format!("crate::{name}::"),
            None => "crate::".to_owned(),
        };
        let mut files = vec![];
        sources(&root().join(floor), &mut files);
        assert!(!files.is_empty(), "no sources for {floor}");
        let mut seen = 0;
        for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
            let inside = path.strip_prefix(root().join(floor)).expect("a file of the floor");
            let chapter = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
            let Some(own) = place(chapter.trim_end_matches(".rs")) else { continue };
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for (n, line) in text.lines().enumerate() {
                let line = code(line);
                for (i, m) in line.match_indices(&prefix) {
                    let rest = &line[i + m.len()..];
                    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                    seen += 1;
                    let open = STILL_OPEN.iter().find(|(file, _)| path.ends_with(file));
                    if open.is_some_and(|(_, chapters)| chapters.contains(&&rest[..end])) {
                        continue;
                    }
                    if place(&rest[..end]).is_some_and(|other| other > own) {
                        bad.push(format!("{}:{}: {chapter} must not use {}", path.display(), n + 1, &rest[..end]));
                    }
                }
            }
        }
        assert!(seen > 20, "hardly any path was read in {floor}");
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
    sources(&root().join("crates"), &mut files);
    let mute: Vec<_> =
        files.iter().filter(|(_, text)| !text.starts_with("//!")).map(|(p, _)| p.display().to_string()).collect();
    assert!(mute.is_empty(), "no //! at the head of {}", mute.join(", "));
}

/// A text file of a letter that the program does not hold would be changed without any effect.
#[test]
fn every_text_of_a_letter_is_in_the_program() {
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/domain/src/letter");
    let list = fs::read_to_string(letters.join("template.rs")).expect("the list of the letters");
    let mut seen = 0;
    for (folder, before) in [("templates", ""), ("templates/parts", "parts/")] {
        for entry in fs::read_dir(letters.join(folder)).expect("a folder").map(|e| e.expect("an entry")) {
            if entry.path().is_file() {
                let name = format!("\"{before}{}\"", entry.file_name().to_string_lossy());
                assert!(list.contains(&name), "{name} is not in crates/domain/src/letter/template.rs");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "only {seen} found");
}
