//! Compares a screening of the changes with a screening of the whole list: verdict, hits, evidence, order.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::*;

const RULES: [&str; 12] = [
    "radar",
    "anti ADJ jam",
    "absorb$ NEAR3 coating",
    "[frequency > 3 GHz]",
    "[density > 13 g/cm3] SAME alloy",
    "radar NOT toy",
    "2 OF (radar, alloy, coating)",
    "F41H3/$.cpc.",
    "(radar OR sonar).clm.",
    "\"low probability\" ADJ2 intercept",
    "sonar XOR alloy",
    "=jam",
];

/// A category of a generated list: its rules are numbers in [`RULES`].
#[derive(Debug, Clone)]
struct Sketch {
    clauses: Vec<(usize, u32)>,
    threshold: u32,
    except: Option<usize>,
    agency_if: Option<usize>,
    title: bool,
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let rule = || 0..RULES.len();
    let clauses = prop::collection::vec((rule(), 1..3_u32), 1..4);
    (clauses, 1..4_u32, prop::option::of(rule()), prop::option::of(rule()), any::<bool>()).prop_map(
        |(clauses, threshold, except, agency_if, title)| {
            let most = clauses.iter().map(|c| c.1).sum::<u32>();
            Sketch { threshold: threshold.min(most), clauses, except, agency_if, title }
        },
    )
}

/// Categories with their numbers.
type Sketches = Vec<(usize, Sketch)>;

/// Two revisions of a list. Some categories stay, some change, some are new, some are gone, and the order differs.
fn revisions() -> impl Strategy<Value = (Sketches, Sketches)> {
    let old = prop::collection::vec(sketch(), 1..6);
    let change = prop::collection::vec((0..4_u8, sketch()), 6);
    (old, change, any::<bool>()).prop_map(|(old, change, turned)| {
        let old: Sketches = old.into_iter().enumerate().collect();
        let mut new = Sketches::new();
        for ((n, sketch), (what, other)) in old.iter().zip(&change) {
            match what {
                0 => {}
                1 => new.push((*n, other.clone())),
                _ => new.push((*n, Sketch { title: other.title, ..sketch.clone() })),
            }
        }
        new.push((10, change[5].1.clone()));
        if turned {
            new.reverse();
        }
        (old, new)
    })
}

fn list(revision: &str, categories: &[(usize, Sketch)]) -> CompiledList {
    let mut text = format!(
        "[list]\nid = \"t\"\ntitle = \"T\"\njurisdiction = \"US\"\nrevision = \"{revision}\"\neffective = 2026-11-01\n\
         marking = \"UNCLASSIFIED\"\nsources = [\"tests\"]\n[[group]]\nnumber = \"I\"\ntitle = \"G\"\n"
    );
    for (n, c) in categories {
        let title = if c.title { "A title" } else { "Another title" };
        writeln!(
            text,
            "[[category]]\nnumber = \"I-{n}\"\ngroup = \"I\"\ntitle = \"{title}\"\nagencies = [\"NAVY\"]\nthreshold = {}",
            c.threshold
        )
        .unwrap();
        if let Some(rule) = c.agency_if {
            writeln!(text, "agencies_if = [{{ agency = \"DOE\", rule = '''{}''' }}]", RULES[rule]).unwrap();
        }
        for (i, (rule, points)) in c.clauses.iter().enumerate() {
            writeln!(text, "[[category.clause]]\nid = \"c{i}\"\npoints = {points}\nrule = '''{}'''", RULES[*rule])
                .unwrap();
        }
        if let Some(rule) = c.except {
            writeln!(text, "[[category.except]]\nid = \"x\"\nrule = '''{}'''", RULES[rule]).unwrap();
        }
    }
    CompiledList::compile(&text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn text() -> impl Strategy<Value = String> {
    let words = [
        "radar",
        "radars",
        "sonar",
        "anti-jam",
        "jam",
        "an alloy of 14 g/cc",
        "coating",
        "absorbing",
        "toy.",
        "The",
        "10 GHz",
        "low probability of intercept",
        "DOE",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..12).prop_map(|w| w.join(" "))
}

fn filing() -> impl Strategy<Value = Filing> {
    (text(), text(), any::<bool>()).prop_map(|(claim, description, class)| {
        let classes = if class { json!([{"scheme": "cpc", "symbol": "F41H 3/00"}]) } else { json!([]) };
        serde_json::from_value(json!({
            "application_number": "18/1", "title": "A thing", "claims": [claim], "classes": classes,
            "description": [{"text": description}],
        }))
        .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_changed_and_what_stayed_come_to_the_whole(
        (old, new) in revisions(),
        filings in prop::collection::vec(filing(), 1..5),
    ) {
        let (old, new) = (list("1", &old), list("2", &new));
        let changed = Changed::between(&old, &new);
        for filing in filings {
            let before = screen(&old, &filing, Options::default());
            let whole = screen(&new, &filing, Options::default());
            prop_assert_eq!(changed.screen(&new, &before, &filing, Options::default()), whole);
        }
    }
}

#[test]
fn what_could_not_be_screened_is_screened_as_a_whole() {
    let sketch = Sketch { clauses: vec![(0, 1)], threshold: 1, except: None, agency_if: None, title: true };
    let list = list("1", &[(0, sketch)]);
    let filing: Filing =
        serde_json::from_value(json!({"application_number": "18/1", "title": "T", "claims": ["A radar."]})).unwrap();
    let mut before = screen(&list, &filing, Options::default());
    let nothing = Changed::between(&list, &list);
    assert!(nothing.numbers().is_empty() && nothing.part().is_none());
    before.hits.clear();
    assert!(
        nothing.screen(&list, &before, &filing, Options::default()).hits.is_empty(),
        "without changes the earlier result is kept"
    );
    for doubt in
        [Screening { engine: "0".into(), ..before.clone() }, Screening { verdict: Verdict::NeedsHuman, ..before }]
    {
        assert_eq!(nothing.screen(&list, &doubt, &filing, Options::default()).hits.len(), 1);
    }
}
