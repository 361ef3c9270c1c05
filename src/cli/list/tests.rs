//! What `subrosa list` prints.

use super::*;
use clap::Parser;

#[derive(Debug, Parser)]
struct Command {
    #[command(flatten)]
    args: ListArgs,
}

const LIST: &str = r#"[list]
id = "x"
title = "Example"
revision = "1"
effective = 2026-11-01

[[group]]
number = "I"
title = "Weapons"

[[category]]
number = "I-1"
group = "I"
title = "Radar paint"
agencies = ["NAVY"]
threshold = 2
[[category.clause]]
id = "paint"
points = 2
rule = '''radar ADJ2 (paint OR paints OR "radar coating")'''
[[category.clause]]
id = "device"
points = 1
rule = '''device'''
[[category.except]]
id = "toy"
rule = '''toy'''
[[category.sample]]
text = "A radar absorbing paint."
expect = "hit"
"#;

/// What a command prints and how it ends, with the folder's name left out.
fn run(files: &[(&str, &str)], arguments: &[&str]) -> (Exit, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = |a: &&str| {
        if a.contains('.') && !a.starts_with("--") {
            folder.path().join(a).display().to_string()
        } else {
            (*a).to_owned()
        }
    };
    let arguments: Vec<String> = std::iter::once("list".to_owned()).chain(arguments.iter().map(path)).collect();
    let mut out = Vec::new();
    let exit = match run_to(&Command::parse_from(arguments).args, &mut out) {
        Ok(exit) => exit,
        Err(e) => {
            out = format!("{e:#}\n").into_bytes();
            Exit::Trouble
        }
    };
    let text = String::from_utf8(out).unwrap();
    (exit, text.replace(&format!("{}/", folder.path().display()), ""))
}

#[test]
fn check_shows_warnings_and_runs_samples() {
    let (exit, text) = run(&[("a.toml", LIST)], &["check", "a.toml"]);
    assert_eq!(exit, Exit::Fine, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn check_tells_failing_samples_from_lists_that_do_not_compile() {
    let failing = LIST.replace("A radar absorbing paint.", "A toy with radar paint.");
    let broken = LIST.replace("rule = '''device'''", "rule = '''device AND'''");
    let (exit, text) = run(&[("a.toml", &failing)], &["check", "--quiet", "a.toml"]);
    assert_eq!(exit, Exit::Flagged, "{text}");
    insta::assert_snapshot!(text);
    let (exit, text) = run(&[("a.toml", &failing), ("b.toml", &broken)], &["check", "--quiet", "b.toml", "a.toml"]);
    assert_eq!(exit, Exit::Trouble, "{text}");
    insta::assert_snapshot!(text);
    assert_eq!(run(&[], &["check", "none.toml"]).0, Exit::Trouble);
}

#[test]
fn check_warns_of_words_that_no_filing_has() {
    use crate::search::{Change, IndexedFiling, SearchIndex};
    use domain::base::ids::FilingId;
    use domain::case::status::FilingStatus;
    let data = tempfile::tempdir().unwrap();
    let filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "Device", "claims": ["1. A device with a radar coating."],
    }))
    .unwrap();
    let entry = IndexedFiling {
        seq: 1,
        received_on: jiff::civil::date(2026, 11, 1),
        status: FilingStatus::Clear,
        categories: &[],
        filing: &filing,
    };
    // The service may be running: the index is in use.
    let (index, _) = SearchIndex::open(data.path().join("index")).unwrap();
    index.apply(&[Change::Put(FilingId::from_uuid(uuid::Uuid::from_u128(1)), entry)], 1).unwrap();
    let data = data.path().display().to_string();
    let (exit, text) = run(&[("a.toml", LIST)], &["check", "a.toml", &format!("--data={data}")]);
    assert_eq!(exit, Exit::Fine, "{text}");
    insta::assert_snapshot!(text);
    let (_, quiet) = run(&[("a.toml", LIST)], &["check", "a.toml", "--quiet", &format!("--data={data}")]);
    assert!(!quiet.contains("does not occur"), "{quiet}");
}

#[test]
fn show_outlines() {
    let (exit, text) = run(&[("a.toml", LIST)], &["show", "a.toml"]);
    assert_eq!(exit, Exit::Fine);
    insta::assert_snapshot!(text);
    let (_, json) = run(&[("a.toml", LIST)], &["show", "--format", "json", "a.toml"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["categories"][0]["clauses"][0]["points"], 2);
}

#[test]
fn diff_speaks_of_categories_and_clauses() {
    let same = LIST.replace("radar ADJ2 (paint", "radar  ADJ2\n  (paint");
    assert_eq!(
        run(&[("a.toml", LIST), ("b.toml", &same)], &["diff", "a.toml", "b.toml"]),
        (Exit::Fine, "no change\n".into())
    );
    let other = LIST
        .replace("rule = '''device'''", "rule = '''device NOT method'''")
        .replace("points = 1", "points = 3")
        .replace("\"Radar paint\"", "\"Radar paints\"")
        .replace("id = \"toy\"", "id = \"game\"")
        + "[[category]]\nnumber = \"I-2\"\ntitle = \"Sonar\"\nagencies = [\"NAVY\"]\n[[category.clause]]\nid = \"s\"\nrule = \"sonar\"\n";
    let (exit, text) = run(&[("a.toml", LIST), ("b.toml", &other)], &["diff", "a.toml", "b.toml"]);
    assert_eq!(exit, Exit::Flagged);
    insta::assert_snapshot!(text);
    let (_, json) = run(&[("a.toml", &other), ("b.toml", LIST)], &["diff", "--format", "json", "a.toml", "b.toml"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rescreen"], serde_json::json!(["I-1"]));
}

#[test]
fn test_counts_hits_by_category_and_clause() {
    let filings = r#"{"application_number": "18/1", "title": "T", "claims": ["1. A device with radar paint."]}
{"application_number": "18/2", "title": "T", "claims": ["1. A toy device with radar paint."]}
{"application_number": "18/3", "title": "T", "claims": ["1. A device."]}
"#;
    let (exit, text) = run(&[("a.toml", LIST), ("f.ndjson", filings)], &["test", "a.toml", "f.ndjson"]);
    assert_eq!(exit, Exit::Fine);
    insta::assert_snapshot!(text);
    let (_, json) =
        run(&[("a.toml", LIST), ("f.ndjson", filings)], &["test", "--format", "json", "a.toml", "f.ndjson"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["filings"], &json["categories"][0]["hits"]), (&3.into(), &1.into()));
}
