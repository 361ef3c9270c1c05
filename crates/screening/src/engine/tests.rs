//! Compares the engine with the oracle: verdict, evidence, problems.

use super::*;
use crate::rule::parse;
use crate::{CompiledList, Options, hit_categories, screen, screen_by_oracle};
use proptest::prelude::*;

/// A list with one category for each rule. Every fifth rule is an exception of the category before.
fn list(rules: &[String]) -> CompiledList {
    let mut text = "[list]\nid='t'\ntitle='t'\nrevision='1'\neffective=2026-01-01\n".to_owned();
    for (i, rule) in rules.iter().enumerate() {
        if i % 5 == 4 {
            text += &format!("[[category.except]]\nid='x{i}'\nrule='''{rule}'''\n");
        } else {
            let other = &rules[(i + 1) % rules.len()];
            text += &format!("[[category]]\nnumber='{i}'\ntitle='t'\nagencies=['NAVY']\n");
            text += &format!("agencies_if=[{{agency='DOE', rule='''{other}'''}}]\n");
            text += &format!("[[category.clause]]\nid='c'\nrule='''{rule}'''\n");
        }
    }
    CompiledList::compile(&text).unwrap_or_else(|e| panic!("{e}: {rules:?}"))
}

fn filing(parts: &[String]) -> Filing {
    let paragraphs: Vec<_> = parts
        .iter()
        .map(|p| match p.strip_prefix('#') {
            Some(h) => serde_json::json!({"heading": h}),
            None => serde_json::json!({"text": p}),
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": parts.first(), "abstract": parts.get(1..2).unwrap_or_default(), "claims": parts.get(2..4).unwrap_or_default(),
        "description": paragraphs, "classes": [{"scheme": "cpc", "symbol": "F41H 3/00"}],
    }))
    .expect("a filing")
}

/// Words that generated rules and texts share, with many ways to join, cut and inflect them.
const WORDS: [&str; 34] = [
    "radar",
    "radars",
    "absorb",
    "absorbing",
    "paint",
    "coil",
    "coils",
    "anti",
    "jam",
    "antijam",
    "anti-jam",
    "jamming",
    "low",
    "low-observable",
    "lowobservable",
    "observable",
    "on",
    "line",
    "online",
    "naïve",
    "UF₆",
    "uf6",
    "x-ray",
    "x",
    "ray",
    "xray",
    "the",
    "of",
    "radar's",
    "state-of-the-art",
    "stateoftheart",
    "die",
    "dying",
    "5 km",
];

fn term() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(&WORDS[..33]).prop_map(str::to_owned),
        1 => prop::sample::select(&WORDS[..33]).prop_map(|w| format!("={w}")),
        1 => prop::sample::select(vec!["absorb$", "abs$3", "antij$", "$jam", "wom?n", "x$r$y", "observ$4", "anti$", "j?m$4", "stateof$"]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["\"anti jam\"", "\"radar absorbing paint\"", "\"low observable\"", "\"on line\"", "\"state of the art\"", "\"x ray\"",
            "\"absorb$ paint\"", "=\"anti jam\"", "\"the of\""]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["[> 1 km]", "[3..7 km]", "[> 9 km]"]).prop_map(str::to_owned),
    ]
}

fn rule() -> impl Strategy<Value = String> {
    let near = prop::sample::select(vec![
        "ADJ",
        "ADJ2",
        "ADJ3",
        "NEAR",
        "NEAR2",
        "NEAR4",
        "WITH",
        "WITH1",
        "SAME",
        "SAME1",
        "NOT ADJ",
        "NOT NEAR2",
        "NOT SAME",
        "NOT WITH",
    ]);
    let positional = term().prop_recursive(3, 10, 3, move |inner| {
        prop_oneof![
            3 => (inner.clone(), near.clone(), inner.clone()).prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            1 => (inner, prop::sample::select(vec!["ti", "ab", "clm", "spec", "detd", "ti,ab"])).prop_map(|(a, f)| format!("({a}).{f}.")),
        ]
    });
    let leaf = prop_oneof![8 => positional, 1 => Just("F41H$.cpc.".to_owned()), 1 => Just("G21$.cpc.".to_owned())];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["AND", "OR", "XOR", "NOT"]), inner.clone())
                .prop_map(|(a, o, b)| format!("({a}) {o} ({b})")),
            (1..4usize, prop::collection::vec(inner.clone(), 3..5))
                .prop_map(|(n, of)| format!("{n} OF ({})", of.join(", "))),
            (inner, prop::sample::select(vec!["clm", "spec", "bsum"])).prop_map(|(a, f)| format!("({a}).{f}.")),
        ]
    })
    .prop_filter("a rule", |r| parse(r).is_ok())
}

fn text() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", " ", " ", " ", "-", ". ", ", ", ". The ", "/", "\n\n", " \u{2011}", ""]);
    prop::collection::vec((prop::sample::select(&WORDS[..]), gap), 0..14)
        .prop_map(|words| words.into_iter().flat_map(|(w, g)| [w, g]).collect())
}

fn check(list: &CompiledList, filing: &Filing) -> Result<(), TestCaseError> {
    for options in [Options::default(), Options { without_classes: true }] {
        let fast = screen(list, filing, options);
        let slow = screen_by_oracle(list, filing, options);
        let hit: Vec<String> = hit_categories(list, filing, options)
            .into_iter()
            .map(|n| list.category(n).0.number.value.clone())
            .collect();
        prop_assert_eq!(&hit, &slow.hits.iter().map(|h| h.category.clone()).collect::<Vec<_>>());
        prop_assert_eq!(fast, slow);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_engine_is_the_oracle_over_random_rules_and_texts(
        rules in prop::collection::vec(rule(), 1..8),
        texts in prop::collection::vec(prop::collection::vec(text(), 1..8), 1..4),
    ) {
        let list = list(&rules);
        for parts in &texts {
            check(&list, &filing(parts)).map_err(|e| TestCaseError::fail(format!("{rules:?}\n{parts:?}\n{e}")))?;
        }
    }

    #[test]
    fn neither_other_filings_nor_the_order_of_categories_matter(
        rules in prop::collection::vec(rule(), 2..6),
        texts in prop::collection::vec(prop::collection::vec(text(), 1..6), 2..5),
    ) {
        let rules: Vec<String> = rules.into_iter().take(4).collect();
        let reversed: Vec<String> = rules.iter().rev().cloned().collect();
        let (warm, other) = (list(&rules), list(&reversed));
        for parts in &texts {
            let filing = filing(parts);
            let cold = list(&rules);
            let of = |l: &CompiledList| screen(l, &filing, Options::default());
            prop_assert_eq!(of(&warm), of(&cold));
            let mut evidence: Vec<_> = of(&other).hits.into_iter().map(|h| h.evidence).collect();
            evidence.reverse();
            prop_assert_eq!(of(&warm).hits.into_iter().map(|h| h.evidence).collect::<Vec<_>>(), evidence);
        }
    }
}

/// Reads a file of the folder with material for tests. `None` if that folder is not there.
fn shared(path: &str) -> Option<String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = ["..", "../.."].iter().find_map(|up| std::fs::read_to_string(format!("{root}/{up}/shared/{path}")).ok());
    if text.is_none() {
        eprintln!("SKIPPED: ../shared/{path} is not here");
    }
    text
}

#[test]
fn the_engine_is_the_oracle_over_real_texts() {
    let (Some(filings), Some(rules)) = (shared("perf/filings.ndjson"), shared("perf/rules-2000.toml")) else { return };
    let list = CompiledList::compile(&rules).expect("a list");
    // Only four filings, because real texts are long and the oracle is slow.
    for line in filings.lines().step_by(90) {
        let mut filing: Filing = serde_json::from_str(line).expect("a filing");
        filing.description.truncate(40);
        check(&list, &filing).expect("engine = oracle");
    }
}

#[test]
fn the_engine_is_the_oracle_over_whole_filings_and_the_shipped_list() {
    let Some(filings) = shared("perf/filings.ndjson") else { return };
    let list = CompiledList::compile(include_str!("../../../../review-lists/us-public.toml")).expect("a list");
    for line in filings.lines().step_by(60) {
        check(&list, &serde_json::from_str(line).expect("a filing")).expect("engine = oracle");
    }
}

#[test]
fn threads_that_share_an_engine_find_what_one_finds() {
    let list = list(&["radar NEAR paint".into(), "antijam".into(), "coil".into(), "2 OF (on, line, x$)".into()]);
    let texts = ["radar paint", "anti jam coil", "on-line", "nothing", "paint, radar. x ray on"];
    let filings: Vec<Filing> = (0..200).map(|n| filing(&[String::new(), texts[n % 5].repeat(1 + n % 7)])).collect();
    let alone: Vec<_> = filings.iter().map(|f| screen(&list, f, Options::default())).collect();
    std::thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| {
                for (filing, alone) in filings.iter().zip(&alone) {
                    assert_eq!(screen(&list, filing, Options::default()), *alone);
                }
            });
        }
    });
}

#[test]
fn no_word_of_real_texts_is_lost_when_it_is_written_as_two() {
    let Some(filings) = shared("perf/filings.ndjson") else { return };
    let mut forms = std::collections::BTreeSet::new();
    for line in filings.lines().step_by(10) {
        let filing: Filing = serde_json::from_str(line).expect("a filing");
        for paragraph in filing.paragraphs() {
            forms.extend(text::words::words(paragraph.text).map(|w| w.form.into_owned()));
        }
    }
    let rules: Vec<String> = forms
        .iter()
        .filter(|f| f.len() > 2 && f.bytes().all(|b| b.is_ascii_lowercase()))
        .take(9_000)
        .map(|f| format!("\"{f}\""))
        .collect();
    let list = list(&rules);
    // Each word is written as two, and the engine and the oracle read both texts.
    let halves: Vec<String> = rules
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let word = r.trim_matches('"');
            let (a, b) = word.split_at(1 + i % (word.len() - 1));
            format!("{a}-{b}.")
        })
        .collect();
    for some in halves.chunks(1_500) {
        check(&list, &filing(&[String::new(), some.join(" ")])).expect("engine = oracle");
    }
}

#[test]
fn giants_and_crowds_stay_correct() {
    let list = list(&["radar".into(), "antijam".into(), "g$".into(), "\"anti jam\"".into(), "coil".into()]);
    let giant = "g".repeat(300_000);
    let crowd: String = (0..60_000).map(|n| format!("word{n} ")).collect();
    let parts = [format!("{giant} anti-jam"), crowd, "radar".into(), String::new(), "é".repeat(100_000)];
    check(&list, &filing(&parts)).expect("engine = oracle");
}

#[test]
fn a_list_as_long_as_may_be_stays_correct() {
    // Of the 100,000 rules, the first word of the text fits one alone, the others several.
    let mut text = "[list]\nid='t'\ntitle='t'\nrevision='1'\neffective=2026-01-01\n".to_owned();
    for category in 0..100 {
        text += &format!("[[category]]\nnumber='{category}'\ntitle='t'\nagencies=['NAVY']\nthreshold=2\n");
        for clause in 0..1_000 {
            let rule = match clause % 3 {
                0 => format!("w{category}x{clause}"),
                1 => format!("w{clause} NEAR3 v{category}"),
                _ => format!("w{clause} AND u{category} NOT t{clause}"),
            };
            text += &format!("[[category.clause]]\nid='{clause}'\nrule='{rule}'\n");
        }
    }
    let list = CompiledList::compile(&text).expect("a list of 100,000 rules");
    assert_eq!(list.rules(), 100_000);
    let text = "w7x999, w1 and v3, w4 v3, u5 w2 w5 t2, w7 x996";
    check(&list, &filing(&[String::new(), text.into()])).expect("engine = oracle");
    let hits = hit_categories(&list, &filing(&[String::new(), text.into()]), Options::default());
    assert_eq!(hits, [3, 7]);
}

#[test]
fn a_million_paragraphs_stay_correct() {
    let list = list(&["radar SAME paint".into(), "radar SAME1 paint".into(), "coil".into()]);
    let mut description = vec![serde_json::json!({"text": "latch."}); 1_000_000];
    description[999_998] = serde_json::json!({"text": "radar"});
    description[999_999] = serde_json::json!({"text": "paint"});
    let filing = serde_json::from_value(serde_json::json!({
        "application_number": "18/1", "title": "T", "claims": [], "description": description,
    }));
    let screening = screen(&list, &filing.expect("a filing"), Options::default());
    assert_eq!(screening.hits.iter().map(|h| h.category.as_str()).collect::<Vec<_>>(), ["1"]);
    let places: Vec<&str> = screening.hits[0].evidence.iter().map(|e| e.place.as_str()).collect();
    assert_eq!(places, ["p 999999", "p 1000000"]);
}

#[test]
fn a_full_cache_forgets_words_and_no_hits() {
    let list = list(&["antijam".into(), "radar NEAR paint".into()]);
    let mut text: String = (0..cache::MOST_WORDS + 10).map(|n| format!("w{n} ")).collect();
    text += "anti jam radar paint";
    let filing = filing(&[String::new(), text]);
    assert_eq!(hit_categories(&list, &filing, Options::default()), [0, 1]);
    assert_eq!(hit_categories(&list, &filing, Options::default()), [0, 1]);
}
