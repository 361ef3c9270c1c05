//! Every rule of the rule book is carried by a test that bears its number, and `docs/law.md` says where
//! each lives: in which files, under which tests, with which settings.
//!
//! Numbers are read from names (`r2_8_one_agency_imposes`, `e06_types_differ`, `r3_5_r3_6_...`) and from
//! comments and registry entries. Rewrite the page with `UPDATE=1 cargo test --test law_coverage`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod docs;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Rules that no test carries yet, because what they ask for is not built. The list only shrinks: a rule
/// that is carried must go from it, and a rule that is not carried cannot hide outside it.
const MISSING: &[&str] = &[];

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A rule's number: group and place (`R4.6` is `('R', 4, 6)`, `E6` is `('E', 0, 6)`).
type Number = (char, u32, u32);

fn written((kind, group, place): Number) -> String {
    match kind {
        'R' => format!("R{group}.{place}"),
        'S' => format!("S{place}"),
        _ => format!("E{place}"),
    }
}

struct Rule {
    number: Number,
    title: String,
}

/// The rules by group, as `tests/law_rules.toml` lists them.
fn rules() -> Vec<(String, Vec<Rule>)> {
    let text = std::fs::read_to_string(Path::new(ROOT).join("tests/law_rules.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let groups = table["group"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let rules = group["rules"].as_array().unwrap().iter().map(|rule| {
                let number = numbers(rule[0].as_str().unwrap());
                let [number] = number.as_slice() else { panic!("{rule} is no rule") };
                Rule { number: *number, title: rule[1].as_str().unwrap().to_owned() }
            });
            (group["title"].as_str().unwrap().to_owned(), rules.collect())
        })
        .collect()
}

/// Every rule cited in a text, with ranges (`R4.9 to R4.11`) written out.
fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut out: Vec<Number> = vec![];
    let mut at = 0;
    let mut last_end = None;
    while at < bytes.len() {
        let starts = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'_' | b'.' | b'-'));
        let Some((number, end)) = starts.then(|| one_number(bytes, at)).flatten() else {
            at += 1;
            continue;
        };
        // A range goes on from the number before it.
        if let (Some(previous_end), Some(&(kind, group, from))) = (last_end, out.last())
            && text.get(previous_end..at) == Some(" to ")
            && (kind, group) == (number.0, number.1)
        {
            out.extend((from + 1..number.2).map(|n| (kind, group, n)));
        }
        out.push(number);
        (last_end, at) = (Some(end), end);
    }
    out
}

/// The rule number that begins at a place, and where it ends.
fn one_number(bytes: &[u8], at: usize) -> Option<(Number, usize)> {
    let digits = |from: usize| {
        let end = (from..bytes.len()).find(|i| !bytes[*i].is_ascii_digit()).unwrap_or(bytes.len());
        let value: Option<u32> = std::str::from_utf8(&bytes[from..end]).ok()?.parse().ok();
        value.filter(|_| end - from <= 2).map(|v| (v, end))
    };
    let (number, end) = match bytes[at] {
        b'R' => {
            let (group, dot) = digits(at + 1)?;
            let (place, end) = (bytes.get(dot) == Some(&b'.')).then(|| digits(dot + 1)).flatten()?;
            (('R', group, place), end)
        }
        b'E' => {
            let (place, end) = digits(at + 1)?;
            (('E', 0, place), end)
        }
        b'S' => digits(at + 1).filter(|(place, _)| *place == 9).map(|(place, end)| (('S', 0, place), end))?,
        _ => return None,
    };
    let ends = bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_');
    ends.then_some((number, end))
}

/// The rules a test's name carries.
fn carried(name: &str) -> Vec<Number> {
    let tokens: Vec<&str> = name.split('_').collect();
    let digits = |t: &str| if t.is_empty() || t.len() > 2 { None } else { t.parse::<u32>().ok() };
    tokens
        .iter()
        .enumerate()
        .filter_map(|(i, token)| match token.split_at_checked(1)? {
            ("r", group) => Some(('R', digits(group)?, digits(tokens.get(i + 1)?)?)),
            ("e", place) => Some(('E', 0, digits(place)?)),
            ("s", "9") => Some(('S', 0, 9)),
            _ => None,
        })
        .collect()
}

fn sources(folder: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(path.to_str().unwrap(), out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

fn files(folder: &str) -> Vec<(String, String)> {
    let mut paths = vec![];
    sources(&format!("{ROOT}/{folder}"), &mut paths);
    let name = |p: &Path| p.strip_prefix(ROOT).unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap())).collect()
}

/// The names of the tests of a file.
fn tests_of(text: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut marked = false;
    for line in text.lines().map(str::trim) {
        if line == "#[test]" {
            marked = true;
        } else if let Some(rest) = line.strip_prefix("fn ").filter(|_| marked) {
            out.push(rest.split(['(', '<']).next().unwrap_or_default());
            marked = false;
        }
    }
    out
}

/// A file without its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// What is said in a file of rules: its comments, and the texts of its registries.
fn said(text: &str) -> String {
    without_tests(text)
        .lines()
        .filter_map(|line| line.find("//").or_else(|| line.find('"')).map(|at| &line[at..]))
        .map(|line| line.trim_start_matches('/').trim())
        .collect::<Vec<_>>()
        .join(" ")
}

#[derive(Default)]
struct Place {
    code: BTreeSet<String>,
    tests: BTreeSet<(String, String)>,
    settings: BTreeSet<String>,
}

fn places() -> BTreeMap<Number, Place> {
    let mut out: BTreeMap<Number, Place> = BTreeMap::new();
    for (file, text) in files("src").into_iter().chain(files("crates")).chain(files("tests")) {
        for name in tests_of(&text) {
            for number in carried(name) {
                out.entry(number).or_default().tests.insert((name.to_owned(), file.clone()));
            }
        }
        let is_test = file.starts_with("tests/") || file.ends_with("/tests.rs") || file.contains("/tests/");
        if !is_test {
            for number in numbers(&said(&text)) {
                out.entry(number).or_default().code.insert(file.clone());
            }
        }
    }
    for (key, doc) in settings() {
        for number in numbers(&doc) {
            out.entry(number).or_default().settings.insert(key.clone());
        }
    }
    out
}

/// The settings of the law with what is said of each.
fn settings() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(Path::new(ROOT).join("src/config.rs")).unwrap();
    let (_, body) = text.split_once("pub struct Law {").expect("the settings of the law");
    let (mut out, mut doc) = (vec![], String::new());
    for line in body.split("\n}").next().unwrap_or_default().lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            doc.push_str(words);
        } else if let Some((name, _)) = line.strip_prefix("pub ").and_then(|l| l.split_once(':')) {
            out.push((format!("law.{name}"), std::mem::take(&mut doc)));
        }
    }
    out
}

#[test]
fn every_rule_is_carried_by_a_test_that_bears_its_number() {
    let places = places();
    let known: BTreeSet<Number> = rules().into_iter().flat_map(|(_, r)| r).map(|r| r.number).collect();
    let missing: BTreeSet<Number> = MISSING.iter().flat_map(|m| numbers(m)).collect();
    assert_eq!(missing.len(), MISSING.len(), "each once");
    let is_carried = |n: &Number| places.get(n).is_some_and(|p| !p.tests.is_empty());
    let list = |numbers: Vec<&Number>| numbers.into_iter().map(|n| written(*n)).collect::<Vec<_>>();
    let none = list(known.iter().filter(|n| !is_carried(n) && !missing.contains(n)).collect());
    assert!(none.is_empty(), "no test bears the number of {none:?}");
    let done = list(missing.iter().filter(|n| is_carried(n)).collect());
    assert!(done.is_empty(), "take these from MISSING, tests carry them now: {done:?}");
    let strange = list(missing.difference(&known).collect());
    assert!(strange.is_empty(), "there are no such rules: {strange:?}");
    let unknown: Vec<_> = places.iter().filter(|(n, p)| !known.contains(n) && !p.tests.is_empty()).collect();
    assert!(unknown.is_empty(), "tests bear numbers of no rule: {:?}", list(unknown.iter().map(|(n, _)| *n).collect()));
}

#[test]
fn the_list_of_rules_is_that_of_the_rule_book() {
    let Ok(book) = std::fs::read_to_string(Path::new(ROOT).join("../shared/law/us.md")) else {
        eprintln!("\n!!!! SKIPPED: the list of rules: ../shared/law/us.md is not at hand !!!!\n");
        assert!(std::env::var_os("SUBROSA_TEST_NO_SKIP").is_none(), "it must not be skipped here");
        return;
    };
    let mut there: BTreeSet<Number> = BTreeSet::new();
    for line in book.lines() {
        let head = line.strip_prefix("**").or_else(|| line.strip_prefix("| ").filter(|l| l.starts_with('E')));
        if let Some(number) = head.and_then(|h| one_number(h.as_bytes(), 0)) {
            there.insert(number.0);
        }
        if line.starts_with("## 9.") {
            there.insert(('S', 0, 9));
        }
    }
    let ours: BTreeSet<Number> = rules().into_iter().flat_map(|(_, r)| r).map(|r| r.number).collect();
    let differing: Vec<String> = there.symmetric_difference(&ours).map(|n| written(*n)).collect();
    assert!(differing.is_empty(), "only in one of the two: {differing:?}");
}

fn page() -> String {
    let places = places();
    let mut out = String::from(
        "# The law in the code\n\n<!-- Made by tests/law_coverage.rs. Rewrite with: UPDATE=1 cargo test --test law_coverage -->\n\n\
         Each rule of the rule book: the files whose comments cite it, the tests that bear its number, the settings it has.\n\
         A rule without a test is not built yet.\n",
    );
    for (title, rules) in rules() {
        writeln!(out, "\n## {title}").unwrap();
        for Rule { number, title } in rules {
            writeln!(out, "\n### {} {title}\n", written(number)).unwrap();
            let none = Place::default();
            let place = places.get(&number).unwrap_or(&none);
            let code: Vec<_> = place.code.iter().map(|f| format!("[`{f}`](../{f})")).collect();
            let tests: Vec<_> = place.tests.iter().map(|(t, f)| format!("[`{t}`](../{f})")).collect();
            let settings: Vec<_> = place.settings.iter().map(|s| format!("[`{s}`](config.md)")).collect();
            for (what, found) in [("code", code), ("tests", tests), ("settings", settings)] {
                match found.is_empty() {
                    false => writeln!(out, "- {what}: {}", found.join(", ")).unwrap(),
                    true if what == "tests" => writeln!(out, "- tests: none yet").unwrap(),
                    true => {}
                }
            }
        }
    }
    out
}

#[test]
fn the_page_of_the_law_is_up_to_date() {
    let (path, made) = (Path::new(ROOT).join("docs/law.md"), page());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == made, "docs/law.md is out of date; run: UPDATE=1 cargo test --test law_coverage");
}

#[test]
fn numbers_are_read_from_names_and_comments() {
    let of = |text| numbers(text).into_iter().map(written).collect::<Vec<_>>();
    assert_eq!(of("R4.9 to R4.11, E1 and 35 USC 181; S9 (R2.10)."), ["R4.9", "R4.10", "R4.11", "E1", "S9", "R2.10"]);
    assert_eq!(of("E164, XE2, IX-E2, R4, R4.x, S8, E2E"), [""; 0]);
    let of = |name| carried(name).into_iter().map(written).collect::<Vec<_>>();
    assert_eq!(of("r3_5_r3_6_every_order"), ["R3.5", "R3.6"]);
    assert_eq!(of("e06_types_differ"), ["E6"]);
    assert_eq!(of("s9_the_table_and_e38"), ["S9", "E38"]);
    assert_eq!(of("s_01_the_matrix_of_roles"), [""; 0]);
}
