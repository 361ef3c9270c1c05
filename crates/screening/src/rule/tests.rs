//! Tests the rule language: trees, errors, limits, and that a printed tree parses to itself.

use super::*;
use proptest::prelude::*;

/// The tree of a rule with all parentheses.
fn tree(rule: &str) -> String {
    fn show(e: &Expr) -> String {
        let all = |of: &[Expr], name: &str| {
            format!("({})", of.iter().map(show).collect::<Vec<_>>().join(&format!(" {name} ")))
        };
        match &e.node {
            Node::And(of) => all(of, "AND"),
            Node::Or(of) => all(of, "OR"),
            Node::Xor(of) => all(of, "XOR"),
            Node::Not(a, b) => format!("({} NOT {})", show(a), show(b)),
            Node::Near(p, a, b) => format!("({} {p} {})", show(a), show(b)),
            Node::AtLeast(n, of) => format!("{n} OF {}", all(of, ",")),
            Node::In(f, a) => format!("{}.{f}.", show(a)),
            _ => e.to_string(),
        }
    }
    match parse(rule) {
        Ok(rule) => show(&rule.expr),
        Err(e) => panic!("{rule}: {e:?}"),
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    assert_eq!(
        tree("a OR b XOR c AND d SAME e WITH f ADJ g.ti."),
        "(a OR (b XOR (c AND (d SAME (e WITH (f ADJ g.ti.))))))"
    );
    assert_eq!(
        tree("a ADJ b NEAR c WITH d SAME e AND f XOR g OR h"),
        "((((((a ADJ b) NEAR c) WITH d) SAME e) AND f) XOR g) OR h)".replacen("((((((a", "(((((((a", 1)
    );
    assert_eq!(tree("a NOT b AND c NOT d"), "(((a NOT b) AND c) NOT d)");
    assert_eq!(tree("a AND b AND c OR d OR e"), "((a AND b AND c) OR d OR e)");
    assert_eq!(tree("(a OR b) OR c"), "((a OR b) OR c)");
    assert_eq!(tree("a AND NOT b"), "(a NOT b)");
    assert_eq!(tree("a NOT NEAR3 b NOT c"), "((a NOT NEAR3 b) NOT c)");
    assert_eq!(tree("a not adj b same2 c"), "((a NOT ADJ b) SAME2 c)");
    assert_eq!(tree("2 of (a, b AND c, (d))"), "2 OF (a , (b AND c) , d)");
    assert_eq!(tree("2 AND 3 OF (a,b,c)"), "(2 AND 3 OF (a , b , c))");
}

#[test]
fn suffixes_are_read_in_both_forms() {
    assert_eq!(tree("radar.ti."), "radar.ti.");
    assert_eq!(tree("radar[ti]"), "radar.ti.");
    assert_eq!(tree("(a OR b).clm. AND \"c d\".ti,ab."), "((a OR b).clm. AND \"c d\".ab,ti.)");
    assert_eq!(tree("802.11.clm. OR U.S."), "(802.11.clm. OR U.S.)");
    assert_eq!(tree("((a).ti.).ab."), "a.ti..ab.");
}

#[test]
fn class_codes_are_read_with_and_without_spaces() {
    assert_eq!(tree("F41H3/00.cpc."), "F41H3/00.cpc.");
    assert_eq!(tree("F41H 3/00.cpc."), "F41H3/00.cpc.");
    assert_eq!(tree("\"F41H 3/00\".ipc."), "F41H3/00.ipc.");
    assert_eq!(tree("B63G 8/28:B63G 8/34.cpc. AND a"), "(B63G8/28:B63G8/34.cpc. AND a)");
    assert_eq!(tree("(F41H$ OR H01Q17/$).cpc."), "(F41H$.cpc. OR H01Q17/$.cpc.)");
    assert_eq!(tree("H01Q17/$[cpc]"), "H01Q17/$.cpc.");
}

/// The complaints about a rule, as people see them.
fn complaints(rule: &str) -> String {
    match parse(rule) {
        Ok(r) => r.warnings.iter().map(|w| show(rule, "warning", w)).collect(),
        Err(e) => e.iter().map(|c| show(rule, "error", c)).collect(),
    }
}

fn show(rule: &str, level: &str, c: &Complaint) -> String {
    let (line, column) = c.line_column(rule);
    let help = c.help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default();
    format!("{rule}\n  {line}:{column} `{}` {level}: {}{help}\n", &rule[c.at.clone()], c.message)
}

#[test]
fn errors_say_where_what_and_the_way_out() {
    let rules = [
        "",
        "   ",
        "radar NAER absorb",
        "radar naer5 absorb",
        "phased array",
        "(radar AND",
        "radar AND",
        "radar)",
        "(radar OR sonar",
        "radar AND OR sonar",
        "NOT radar",
        "radar ADJ0 sonar",
        "radar SAME26 sonar",
        "radar NEAR99999999999 sonar",
        "\"phased array",
        "(a AND b) NEAR c",
        "a NEAR (b NOT c)",
        "a NEAR (b OR (c XOR d))",
        "a SAME F41H3/00.cpc.",
        "a ADJ 2 OF (b, c)",
        "radar.clms.",
        "radar.clm",
        "radar [ti]",
        "radar[tl]",
        "$ OR ?",
        "anti-$",
        "-- AND a",
        "a, b",
        "(a, b)",
        "4 OF (a, b)",
        "0 OF (a)",
        "2 OF a, b",
        "2 OF (a b)",
        "radar.cpc.",
        "(a ADJ b).cpc.",
        "F41H3/00.cpc,ti.",
        "B63G8/28:B63H8/34.cpc.",
        "=",
        "a ] b",
        "a [b",
        "WITH AND radar",
        "with AND radar",
        "near NEAR11 radar",
        "radar OR adj",
        "radar and or sonar",
        ".ti.",
        "a OR b AND c",
        "a AND b OR c NOT d",
        "(a.ti.).clm.",
        "a\nAND\n  b XNEAR c",
    ];
    insta::assert_snapshot!(rules.map(complaints).concat());
}

#[test]
fn parentheses_silence_the_warning_about_and_beside_or() {
    assert_eq!(complaints("a OR (b AND c)"), "");
    assert_eq!(complaints("a AND (b OR c)"), "");
    assert_ne!(complaints("a OR b AND c"), "");
}

#[test]
fn limits_are_errors_not_crashes() {
    let deep = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(200)).is_ok());
    assert!(parse(&deep(201)).is_err());
    assert!(parse(&"(".repeat(60_000)).is_err());
    assert!(parse(&"a ADJ ".repeat(9_000)).is_err());
    assert!(parse(&format!("a{}", ".ti.".repeat(15_000))).is_err());
    assert!(parse(&vec!["a"; 300].join(" ADJ ")).is_err());
    assert!(parse(&vec!["a"; 13_000].join(" OR ")).is_ok());
    assert!(parse(&vec!["a"; 300].join(" NOT ")).is_err());
    assert!(parse(&"a".repeat(64 * 1024)).is_ok());
    assert!(parse(&"a".repeat(64 * 1024 + 1)).is_err());
    assert!(parse(&format!("1 OF ({})", "1 OF (".repeat(5_000))).is_err());
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("radar".to_owned()),
        Just("=coil".to_owned()),
        Just("anti-jam".to_owned()),
        Just("absorb$3".to_owned()),
        Just("\"phased array\"".to_owned()),
        Just("wom?n".to_owned()),
        Just("802.11".to_owned()),
        Just("\"and\"".to_owned()),
        Just("F41H3/00.cpc.".to_owned()),
        "[a-z]{1,4}",
    ]
    .prop_filter("no operators", |w| {
        !["and", "or", "not", "xor", "of", "adj", "near", "with", "same"].contains(&w.as_str())
    })
}

pub(crate) fn rule_text() -> impl Strategy<Value = String> {
    word().prop_recursive(5, 40, 4, |inner| {
        let op = prop_oneof![
            Just("AND"),
            Just("OR"),
            Just("XOR"),
            Just("NOT"),
            Just("ADJ"),
            Just("NEAR3"),
            Just("WITH"),
            Just("WITH2"),
            Just("SAME"),
            Just("SAME3"),
            Just("NOT ADJ2"),
            Just("NOT SAME"),
        ];
        prop_oneof![
            (inner.clone(), op.clone(), inner.clone()).prop_map(|(a, o, b)| format!("({a}) {o} {b}")),
            (inner.clone(), op, inner.clone()).prop_map(|(a, o, b)| format!("{a} {o} ({b})")),
            inner.clone().prop_map(|a| format!("({a}).clm.")),
            inner.clone().prop_map(|a| format!("({a}).ti,spec.")),
            prop::collection::vec(inner, 1..4).prop_map(|of| format!("1 OF ({})", of.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_sequence_of_tokens_makes_the_parser_panic(
        tokens in prop::collection::vec(prop::sample::select(vec![
            "(", ")", ",", "[", "]", "\"", "=", "$", "?", ".ti.", ".cpc.", "[ab]", "AND", "NOT", "ADJ3", "2", "OF", "F41H", "3/00", "radar", " ", "é", ".", ":",
        ]), 0..24)
    ) {
        let text = tokens.concat();
        if let Err(complaints) = parse(&text) {
            for c in complaints {
                prop_assert!(c.at.start <= c.at.end && c.at.end <= text.len(), "{text}: {c:?}");
                prop_assert!(text.get(c.at.clone()).is_some(), "{text}: {c:?}");
            }
        }
    }

    #[test]
    fn a_printed_tree_parses_to_itself(text in rule_text()) {
        if let Ok(rule) = parse(&text) {
            let printed = rule.expr.to_string();
            let again = parse(&printed).map_err(|e| TestCaseError::fail(format!("{printed}: {e:?}")))?;
            prop_assert_eq!(&again.expr, &rule.expr, "{} printed as {}", text, printed);
        }
    }
}
