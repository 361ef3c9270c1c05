//! The pages for people (README, CONTRIBUTING, docs/) name files, tests and links. Each of these must exist.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Folders of the project that pages name files in.
const FOLDERS: [&str; 11] = [
    ".ci/",
    ".github/",
    "crates/",
    "docs/",
    "fuzz/",
    "migrations/",
    "review-lists/",
    "samples/",
    "src/",
    "tests/",
    "xtask/",
];

/// The pages at the top and in `docs/`.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(ROOT);
    let folders = [root.to_path_buf(), root.join("docs"), root.join("fuzz")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let mut pages: Vec<PathBuf> = files.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|e| e == "md"));
    pages.sort();
    pages
}

/// The words between backticks, outside of blocks of code.
fn code(page: &str) -> impl Iterator<Item = &str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

/// Targets of links, without the place within the page.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.map(|t| t.split('#').next().unwrap_or_default()).filter(|t| !t.is_empty() && !t.contains("://"))
}

/// Whether a word is the name of a file. Placeholders (`NAME`) and patterns (`*`) are not.
fn is_file(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    let placeholder = name.split(['/', '.']).any(|part| part.len() > 2 && part.bytes().all(|b| b.is_ascii_uppercase()));
    plain && !placeholder && FOLDERS.iter().any(|folder| name.starts_with(folder))
}

#[test]
fn every_file_and_link_that_pages_name_exists() {
    let (mut named, mut lost) = (0, Vec::new());
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page");
        let folder = path.parent().expect("a folder");
        let files = code(&page).filter(|name| is_file(name)).map(|name| (Path::new(ROOT).join(name), name));
        for (file, name) in files.chain(links(&page).map(|target| (folder.join(target), target))) {
            named += 1;
            if !file.exists() {
                lost.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(named > 100, "only {named} names were found: are the pages where they were?");
    assert!(lost.is_empty(), "these are not there:\n{}", lost.join("\n"));
}

/// Names of tests are sentences; nothing else in these pages has four underscores and no capital letter.
#[test]
fn every_test_that_contributing_names_exists() {
    let page = fs::read_to_string(Path::new(ROOT).join("CONTRIBUTING.md")).expect("the page");
    let named: Vec<&str> = code(&page)
        .filter(|name| name.matches('_').count() >= 3)
        .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))
        .collect();
    assert!(named.len() > 10, "{named:?}");
    let mut sources = String::new();
    for folder in ["src", "tests", "crates"] {
        collect(&Path::new(ROOT).join(folder), &mut sources);
    }
    let lost: Vec<&&str> = named.iter().filter(|name| !sources.contains(&format!("fn {name}("))).collect();
    assert!(lost.is_empty(), "no test has these names: {lost:?}");
}

fn collect(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|e| e == "rs") {
            sources.push_str(&fs::read_to_string(&path).expect("a source"));
        }
    }
}
