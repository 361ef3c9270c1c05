//! Holds the house to its own plan: floors look down only, `domain` stays pure, every module says
//! what it is for. The plan is `src/lib.rs`.

#[path = "architecture/rings.rs"]
mod rings;

use rings::Graph;
use std::collections::{BTreeMap, BTreeSet};
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
    ("tls", &[]),
    // 2
    ("workflow", &["clock", "store", "search", "formats", "mail", "auth"]),
    // 3: drivers; no SQL, no rules
    ("jobs", &["clock", "config", "telemetry", "mail", "workflow"]),
    ("api", &["clock", "config", "telemetry", "auth", "tls", "formats", "jobs", "workflow"]),
    // 4: entry
    (
        "app",
        &[
            "clock",
            "config",
            "telemetry",
            "store",
            "search",
            "formats",
            "mail",
            "auth",
            "tls",
            "workflow",
            "jobs",
            "api",
        ],
    ),
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
            "tls",
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

/// Crates a floor must not name at all.
const BANNED: &[(&str, &[&str])] = &[
    ("formats", &["diesel", "actix_web", "tantivy", "std::net"]),
    ("workflow", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("api", &["diesel", "tantivy", "lettre"]),
    ("jobs", &["diesel", "actix_web", "tantivy", "lettre"]),
    ("mail", &["diesel", "actix_web", "tantivy"]),
    ("tls", &["diesel", "actix_web", "tantivy", "lettre", "std::net"]),
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

/// Trees in which no modules import each other in a ring, with what their paths begin with.
const WITHOUT_RINGS: &[(&str, &[&str])] = &[("crates/domain/src", &[]), ("src/workflow", &["workflow"])];

#[test]
fn no_modules_import_each_other_in_a_ring() {
    for (tree, prefix) in WITHOUT_RINGS {
        let graph = Graph::read(&root().join(tree), prefix);
        let edges: usize = graph.edges.values().map(BTreeSet::len).sum();
        assert!(graph.edges.len() > 80 && edges > 300, "hardly anything was read in {tree}");
        let rings = graph.rings();
        let named: Vec<Vec<String>> = rings.iter().map(|ring| ring.iter().map(|m| m.join("::")).collect()).collect();
        assert!(named.is_empty(), "rings in {tree}: {named:#?}");
    }
}

/// The check above finds what it is there for.
#[test]
fn rings_are_found_through_names_that_are_handed_on() {
    let rings = |texts: &[(&str, &str)]| {
        let module = |path: &str| path.split("::").filter(|p| !p.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let texts: BTreeMap<_, _> = texts.iter().map(|(path, text)| (module(path), (*text).to_owned())).collect();
        let found = Graph::of(&texts, &["floor"]).rings();
        found.iter().map(|ring| ring.iter().map(|m| m.join("::")).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let up = "use crate::floor::a::B;\n";
    assert_eq!(rings(&[("a", "use crate::floor::c::C;\n"), ("c", "fn f(_: crate::floor::a::B) {}\n")]), ["a c"]);
    // A child that uses what its parent holds, while the parent calls the child.
    assert_eq!(rings(&[("a", "struct B;\nfn f() { c::g() }\n"), ("a::c", up)]), ["a a::c"]);
    assert_eq!(rings(&[("a", "struct B;\nmod c;\n"), ("a::c", up)]), [""; 0], "to declare is not to use");
    // Whoever only hands a name on stands between nobody.
    let held = ("a::b", "pub struct B;\n");
    assert_eq!(rings(&[("a", "pub use b::B;\npub use c::C;\n"), held, ("a::c", up)]), [""; 0]);
    assert_eq!(rings(&[("a", "pub use b::B;\npub use c::C;\nfn f(_: C) {}\n"), held, ("a::c", up)]), [""; 0]);
    let used = ("a::b", "use crate::floor::a::{\n    C,\n};\n");
    assert_eq!(rings(&[("a", "pub use b::B;\npub use c::C as C;\n"), used, ("a::c", up)]), ["a::b a::c"]);
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

/// A page that says which test shows a thing is worth what its names are worth.
#[test]
fn every_test_that_the_security_page_names_exists() {
    let page = fs::read_to_string(root().join("docs/security.md")).expect("the page");
    let mut found = vec![];
    for folder in ["src", "crates", "tests"] {
        sources(&root().join(folder), &mut found);
    }
    let quoted = page.split('`').skip(1).step_by(2);
    let names: Vec<&str> = quoted
        .filter(|name| name.contains('_') && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()))
        .collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        let start = format!("fn {name}(");
        assert!(
            found.iter().any(|(_, text)| text.contains(&start)),
            "docs/security.md names {name}, which is no function"
        );
    }
}

/// The way to write evidence without an entry of the ledger is for tests.
#[test]
fn only_tests_write_past_the_ledger() {
    let mut files = vec![];
    sources(&src(), &mut files);
    for (path, text) in files {
        let name = path.strip_prefix(src()).expect("below src").display().to_string();
        let in_tests = name.ends_with("tests.rs") || name.contains("/tests/");
        let is_test = in_tests || name == "workflow/frame/reads.rs" || name == "store/mod.rs";
        assert!(is_test || !text.contains("write_unentered"), "{name}");
    }
}
