//! Tests the explanation of each operator. `tests/it/list/explanations.rs` compares explanations with screening.

use super::*;
use std::fmt::Write as _;

const SHIPPED_LIST: &str = include_str!("../../../../review-lists/us-public.toml");

const HEAD: &str = r#"[list]
id = "x"
title = "Example"
revision = "1"
effective = 2026-11-01

[[category]]
number = "I-1"
title = "Example"
agencies = ["NAVY"]
"#;

fn filing(description: &str) -> Filing {
    let items: Vec<_> = description.split('|').map(|p| serde_json::json!({"text": p.trim()})).collect();
    serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "Latch", "abstract": ["A latch with a coil."],
        "claims": ["1. A latch having a bolt.", "2. The latch of claim 1 with a spring."], "description": items,
        "classes": [{"scheme": "cpc", "symbol": "F41H 3/00"}],
    }))
    .expect("a filing")
}

fn clause(id: &str, rule: &str) -> String {
    format!("[[category.{id}]]\nid = \"{id}\"\nrule = '''{rule}'''\n")
}

fn write(f: &Finding, depth: usize, out: &mut String) {
    let met = match f.met {
        Some(true) => "yes",
        Some(false) => "no ",
        None => "?  ",
    };
    let at: Vec<String> = f.evidence.iter().map(|e| format!("{}: {}", e.place, e.text)).collect();
    let at = if at.is_empty() { String::new() } else { format!(" <{}>", at.join("; ")) };
    let _ = writeln!(out, "{}{met} {}: {}{at}", "  ".repeat(depth), f.rule, f.why);
    f.parts.iter().for_each(|p| write(p, depth + 1, out));
}

/// The explanation of a rule over a description.
fn said(rule: &str, description: &str) -> String {
    let list = CompiledList::compile(&format!("{HEAD}{}", clause("clause", rule))).expect("a list");
    let explained = explain(&list, &filing(description), Options::default(), "I-1").expect("the category");
    let mut out = String::new();
    write(&explained.clauses[0].finding, 0, &mut out);
    out
}

#[test]
fn every_operator_says_what_was_found_and_what_is_missing() {
    let texts = [
        ("radar", "sonar"),
        ("coil", "x"),
        ("\"phased array\"", "The array is phased."),
        ("\"phased array\"", "An array."),
        ("latch.ti. AND radar.clm.", "A radar."),
        ("spring.ti.", "x"),
        ("radar AND sonar AND coil", "radar"),
        ("radar OR sonar OR (lidar AND coil)", "x"),
        ("2 OF (coil, radar, sonar)", "x"),
        ("coil XOR bolt", "x"),
        ("coil NOT bolt", "x"),
        ("radar NOT bolt", "x"),
        ("F41H3/02.cpc.", "x"),
        ("B63G8/28.cpc.", "x"),
        ("F41H3/00.ipc.", "x"),
        ("[density > 13 g/cm3]", "a slug of 2 g/cm3, a slug of 11,000 kg/m3, a rod of 5 mm and a slug of 8 g/cc"),
        ("[density > 13 g/cm3]", "a rod of 5 mm"),
        ("[density > 13 g/cm3].clm.", "a slug of 17 g/cm3"),
    ];
    insta::assert_snapshot!(texts.map(|(rule, text)| format!("{text:?}\n{}", said(rule, text))).join("\n"));
}

#[test]
fn proximity_says_how_near_the_nearest_came() {
    let texts = [
        ("radar NEAR5 absorb$", "A radar whose antenna is covered with a thin and light paint that absorbs waves."),
        ("radar NEAR5 absorb$", "A radar. It can absorb."),
        ("radar ADJ2 paint", "A paint for a radar."),
        ("radar ADJ2 paint", "A paint for a radar. | a radar with a new paint"),
        ("radar WITH paint", "A radar. An aerial. A paint."),
        ("radar SAME1 paint", "A radar | x | y | A paint"),
        ("bolt SAME2 radar", "A radar"),
        ("radar NEAR3 paint", "A radar"),
        ("radar NEAR3 paint", "x"),
        ("radar NEAR3 paint.clm.", "radar and a paint"),
        ("(radar NEAR2 paint).clm.", "radar paint"),
        ("radar NEAR2 paint.spec. AND coil.ab.", "radar in a wide paint"),
        ("(radar NEAR3 wave) SAME (paint OR coating)", "A radar has waves. Paint."),
        ("(radar ADJ5 wave) SAME (paint OR coating)", "A radar of long waves. | Paint."),
        ("radar NEAR radars", "one radar"),
        ("radar NOT NEAR gun", "a radar gun"),
        ("radar NOT NEAR gun", "a gun"),
    ];
    insta::assert_snapshot!(texts.map(|(rule, text)| format!("{text:?}\n{}", said(rule, text))).join("\n"));
}

#[test]
fn a_rule_that_is_too_much_is_undecided() {
    let text = format!("{}x", "radar paint ".repeat(3_000));
    let out = said("(radar SAME paint) ADJ x", &text);
    assert!(out.starts_with("?   (radar SAME paint) ADJ x: nobody can say: a proximity operator met more"), "{out}");
}

#[test]
fn points_exceptions_and_conditions_are_explained() {
    let list = |threshold: u32| {
        let rules = format!(
            "threshold = {threshold}\nrequires = [\"defence_purpose\"]\nagencies_if = [{{ agency = \"DOE\", rule = \"coil\" }}]\n{}{}",
            clause("clause", "bolt"),
            clause("except", "spring")
        );
        CompiledList::compile(&format!("{HEAD}{rules}")).expect("a list")
    };
    let of = |list: &CompiledList, f: &Filing| explain(list, f, Options::default(), "i-1").expect("the category");
    let suppressed = of(&list(1), &filing("x"));
    assert_eq!((suppressed.outcome, suppressed.points, suppressed.threshold), (Outcome::Suppressed, 1, 1));
    assert_eq!(suppressed.excepts[0].finding.evidence[0].text, "spring");
    assert_eq!((suppressed.agencies_if[0].id.as_str(), suppressed.agencies_if[0].finding.met), ("DOE", Some(true)));
    assert_eq!(suppressed.requires, ["defence_purpose"]);
    let mut without = filing("x");
    without.claims.truncate(1);
    assert_eq!(of(&list(1), &without).outcome, Outcome::Hit);
}

#[test]
fn an_unknown_category_is_refused_with_similar_ones() {
    let list = CompiledList::compile(SHIPPED_LIST).expect("the shipped list");
    let e = explain(&list, &filing("x"), Options::default(), "IX-99").expect_err("there is none");
    assert!(e.near.len() > 1 && e.near.iter().all(|n| n.starts_with("IX-")), "{e}");
    assert!(e.to_string().starts_with("the list us-public has no category \"IX-99\"; did you mean IX-"), "{e}");
    let e = explain(&list, &filing("x"), Options::default(), "something else entirely").expect_err("there is none");
    assert_eq!(e.to_string(), "the list us-public has no category \"something else entirely\"");
}
