//! Tests review lists: errors with their places, exceptions, points, agencies, samples.

use super::*;
use crate::{Options, screen};
use domain::filing::Filing;
use domain::filing::screening::{LicenseOutcome, Verdict};

const GOOD: &str = r#"
[list]
id = "us-public"
title = "Public demonstration list, United States"
jurisdiction = "US"
revision = "2026-11"
effective = 2026-11-01
marking = "UNCLASSIFIED"
sources = ["..."]

[[group]]
number = "IX"
title = "Communications security"

[[category]]
number = "IX-6A"
group = "IX"
title = "Signals whose existence is denied"
agencies = ["NSA", "NAVY"]
agencies_if = [{ agency = "DOE", rule = "radioisotope OR (radioactive ADJ source)" }]
suggested_type = "III"
threshold = 2
requires = ["defence_purpose"]
note = "what an examiner should look for"

[[category.clause]]
id = "lpi"
points = 2
rule = '''("low probability" ADJ2 (intercept$3 OR detection)) OR LPI OR LPD'''

[[category.clause]]
id = "spread"
points = 1
rule = '''("spread spectrum" OR (frequency ADJ hop$4)) SAME (covert OR undetect$4 OR (anti ADJ jam$4))'''

[[category.except]]
id = "wifi"
rule = '''(bluetooth OR "wi-fi" OR 802.11) AND NOT (militar$3 OR covert)'''

[[category.sample]]
text = "A transceiver with a low probability of intercept waveform."
expect = "hit"

[[category.sample]]
text = "A spread spectrum phone."
expect = "clear"
"#;

fn compiled(text: &str) -> CompiledList {
    CompiledList::compile(text).unwrap_or_else(|e| panic!("{}", shown(text, &e.0)))
}

fn shown(text: &str, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|d| format!("{}\n", d.show("list.toml", text))).collect()
}

fn filing(text: &str) -> Filing {
    serde_json::from_value(serde_json::json!({
        "application_number": "18/123,456", "title": "Transceiver", "claims": ["1. A radio."],
        "description": [{"number": "0001", "text": text}]
    }))
    .expect("a filing")
}

#[test]
fn the_list_of_the_specification_compiles_and_passes_its_samples() {
    let list = compiled(GOOD);
    assert_eq!(list.check_samples(), []);
    assert_eq!(list.rules(), 4);
    assert_eq!(shown(GOOD, list.warnings()), "");
    assert_eq!(list.reference().sha256.len(), 64);
    assert_eq!(list.source().effective.map(|d| d.to_string()).as_deref(), Some("2026-11-01"));
}

#[test]
fn a_hit_says_what_why_and_whose() {
    let list = compiled(GOOD);
    let mut hit = screen(&list, &filing("An LPI radio, and a radioactive source."), Options::default());
    assert_eq!((hit.document_sha256.len(), hit.list.sha256.len()), (64, 64));
    hit.document_sha256 = "[sha256]".into();
    hit.list.sha256 = "[sha256]".into();
    insta::assert_json_snapshot!(hit);
}

#[test]
fn r1_11_an_entry_has_an_owner_a_version_and_a_day_and_may_overlap_another_agencys() {
    let without = |line: &str| CompiledList::compile(&GOOD.replacen(line, "", 1)).is_err();
    assert!(without("revision = \"2026-11\"\n"), "a version");
    assert!(without("effective = 2026-11-01\n"), "a first day");
    assert!(without("agencies = [\"NSA\", \"NAVY\"]\n"), "an owning agency");
    let overlap = format!(
        "{GOOD}\n[[category]]\nnumber = \"IX-9\"\ngroup = \"IX\"\ntitle = \"Hidden radios\"\nagencies = [\"USAF\"]\n\
         [[category.clause]]\nid = \"lpi\"\nrule = 'low ADJ probability'\n"
    );
    let result = screen(&compiled(&overlap), &filing("A low probability of intercept waveform."), Options::default());
    let owners: Vec<_> = result.hits.iter().map(|h| (h.category.as_str(), h.agencies.join(" "))).collect();
    assert_eq!(owners, [("IX-6A", "NSA NAVY".to_owned()), ("IX-9", "USAF".to_owned())], "both are asked");
}

#[test]
fn points_reach_the_threshold_together_or_not_at_all() {
    let list = compiled(GOOD);
    let clear = screen(&list, &filing("A covert spread spectrum radio."), Options::default());
    assert_eq!((clear.verdict, clear.license), (Verdict::Clear, LicenseOutcome::Grant));
    let both =
        screen(&list, &filing("A covert spread spectrum radio of low probability of detection."), Options::default());
    assert_eq!((both.verdict, both.hits[0].points, both.license), (Verdict::Flagged, 3, LicenseOutcome::Withhold));
}

#[test]
fn an_exception_suppresses_with_its_evidence() {
    let list = compiled(GOOD);
    let held = screen(&list, &filing("An LPI radio under IEEE 802.11."), Options::default());
    assert_eq!(held.verdict, Verdict::Clear);
    assert_eq!(held.suppressed[0].except, "wifi");
    assert_eq!(held.suppressed[0].evidence[0].text, "802.11");
    let military = screen(&list, &filing("A military LPI radio under IEEE 802.11."), Options::default());
    assert_eq!(military.verdict, Verdict::Flagged);
}

#[test]
fn what_cannot_be_screened_needs_a_person() {
    let list = compiled(GOOD);
    let empty: Filing =
        serde_json::from_value(serde_json::json!({"application_number": "1", "title": "LPI radio"})).expect("a filing");
    let result = screen(&list, &empty, Options::default());
    assert_eq!(result.verdict, Verdict::NeedsHuman);
    assert_eq!(result.license, LicenseOutcome::Withhold);
    assert_eq!(result.hits.len(), 1, "what was found is kept");
    let hard = GOOD.replace("LPI OR LPD", "((radar SAME paint) ADJ x)");
    let result = screen(&compiled(&hard), &filing(&format!("{}x", "radar paint ".repeat(3_000))), Options::default());
    assert_eq!(result.verdict, Verdict::NeedsHuman);
    assert!(
        result.problem.as_deref().is_some_and(|p| p.contains("IX-6A") && p.contains("lpi")),
        "{:?}",
        result.problem
    );
}

#[test]
fn failing_samples_say_why() {
    let text = GOOD
        .replace("low probability of intercept waveform", "coil")
        .replace("A spread spectrum phone", "An LPD phone");
    let reasons: Vec<_> = compiled(&text).check_samples().into_iter().map(|f| f.reason).collect();
    assert_eq!(
        reasons,
        ["it should hit, and does not reach the threshold", "it should stay clear, and hits by lpi: \"LPD\""]
    );
}

#[test]
fn all_errors_come_at_once_with_their_places() {
    let bad = r#"
[list]
id = "bad"
revison = "1"
effective = "soon"
sources = "none"

[[group]]
number = "A"
title = "A"
[[group]]
number = "A"
title = "again"
[[group]]
number = "B"
title = "unused"

[[category]]
number = "A-1"
group = "AA"
title = "first"
agencies = []
thershold = 3
threshold = 5
suggested_type = "IV"
requires = ["defense_purpose"]
agencies_if = [{ agency = "DOE", rule = "radar ADJ" }]
[[category.clause]]
id = "c"
points = 2
rule = '''
radar AND
  (sonar NAER lidar)'''
[[category.clause]]
id = "c"
rule = "a OR b AND \"c d\" NEAR x y"
[[category.clause]]
id = "d"
rule = 5
[[category.clause]]
id = "e"
points = 0
[[category.sample]]
text = "x"
expect = "maybe"

[[category]]
number = "A-1"
title = "second"
agencies = ["NAVY"]
[[category]]
number = "A-2"
title = "third"
agencies = ["NAVY"]
threshold = 9
[[category.clause]]
id = "x"
rule = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AND bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb AND cccccccccccccccccc WHIT dddddddd"
"#;
    let errors = CompiledList::compile(bad).expect_err("a bad list");
    insta::assert_snapshot!(shown(bad, &errors.0));
    assert_eq!(errors.to_string(), "the list has 23 errors: [list] needs `title`");
}

#[test]
fn what_is_no_toml_is_an_error_with_its_place() {
    let text = "[list]\nid = \"x\"\ntitle = \n[[category]\n";
    let errors = CompiledList::compile(text).expect_err("no TOML");
    insta::assert_snapshot!(shown(text, &errors.0));
    assert!(CompiledList::compile("").is_err());
    assert!(CompiledList::compile("[list]\nid='a'\ntitle='a'\nrevision='1'\neffective=2026-01-01\n").is_err());
}

/// Reads a file of the folder with material for tests. `None` if that folder is not there.
fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR")))
        .or_else(|_| std::fs::read_to_string(format!("{}/../../shared/{path}", env!("CARGO_MANIFEST_DIR"))));
    if text.is_err() {
        eprintln!("SKIPPED: ../shared/{path} is not here");
    }
    text.ok()
}

#[test]
fn the_benchmark_lists_compile() {
    for (file, rules) in
        [("perf/rules-500.toml", 500), ("perf/rules-2000.toml", 2_000), ("perf/rules-10000.toml", 10_000)]
    {
        if let Some(text) = shared(file) {
            assert_eq!(compiled(&text).rules(), rules);
        }
    }
}
