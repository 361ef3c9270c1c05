//! The index is compared with the matcher: for any rule and any filing, the index finds every filing that the matcher
//! confirms, and calls certain only those.

use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use proptest::prelude::*;
use serde_json::json;
use subrosa::search::{Change, Filters, IndexedFiling, SearchIndex};
use subrosa::workflow::filing::find::Words;
use uuid::Uuid;

const VOCABULARY: [&str; 16] = [
    "anti",
    "jam",
    "jamming",
    "antijam",
    "antijamming",
    "a",
    "ab",
    "absorb",
    "absorbers",
    "absorber's",
    "sorb",
    "low",
    "5",
    "10",
    "lowly",
    "uf₆",
];

/// An expression that may stand beside a proximity operator.
fn positional() -> impl Strategy<Value = String> {
    let word = || prop::sample::select(VOCABULARY.to_vec());
    let term = prop_oneof![
        4 => word().prop_map(str::to_owned),
        2 => word().prop_map(|w| format!("={w}")),
        2 => word().prop_map(|w| format!("{}$", w.split('\'').next().unwrap_or(w))),
        1 => prop::sample::select(vec!["absor$2", "?ow", "$jam", "j$m", "anti-jam", "anti-jam$", "antij$"]).prop_map(str::to_owned),
        2 => prop::collection::vec(word(), 2..4).prop_map(|w| format!("\"{}\"", w.join(" "))),
    ];
    term.prop_recursive(2, 8, 2, |inner| {
        let operator = prop::sample::select(vec![
            "ADJ",
            "ADJ2",
            "NEAR",
            "NEAR3",
            "WITH",
            "SAME",
            "NOT ADJ",
            "NOT NEAR2",
            "NOT WITH",
            "NOT SAME",
            "OR",
        ]);
        let field = prop::sample::select(vec!["ti", "clm", "spec", "detd", "bsum"]);
        prop_oneof![
            4 => (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            1 => (inner, field).prop_map(|(a, field)| format!("({a}).{field}.")),
        ]
    })
}

pub fn rule() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![8 => positional(), 1 => Just("F41H3/$.cpc.".to_owned())];
    leaf.prop_recursive(3, 12, 2, |inner| {
        let operator = prop::sample::select(vec!["AND", "OR", "NOT", "XOR"]);
        (inner.clone(), operator, inner).prop_map(|(a, op, b)| format!("({a} {op} {b})"))
    })
}

fn text() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", " ", "-", ", ", ". The ", "\n\n"]);
    prop::collection::vec((prop::sample::select(VOCABULARY.to_vec()), gap), 0..6)
        .prop_map(|words| words.into_iter().flat_map(|(w, gap)| [w, gap]).collect())
}

pub fn filing() -> impl Strategy<Value = Filing> {
    let heading = prop::sample::select(vec!["BACKGROUND", "DETAILED DESCRIPTION", "NOTES"]);
    (text(), text(), text(), heading, text(), any::<bool>()).prop_map(|(title, claim, one, heading, two, class)| {
        let classes = if class { json!([{"scheme": "cpc", "symbol": "F41H 3/00"}]) } else { json!([]) };
        serde_json::from_value(json!({
            "application_number": "18/123,456", "title": title, "claims": [claim], "classes": classes,
            "description": [{"text": one}, {"heading": heading}, {"text": two}],
        }))
        .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 300, ..ProptestConfig::default() })]
    #[test]
    fn the_index_never_misses_what_the_matcher_confirms(
        filings in prop::collection::vec(filing(), 1..16),
        rules in prop::collection::vec(rule(), 60),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (index, _) = SearchIndex::open(dir.path()).unwrap();
        let id = |n: usize| FilingId::from_uuid(Uuid::from_u128(n as u128));
        let entry = |(n, filing)| {
            let received_on = jiff::civil::date(2026, 11, 1);
            let status = FilingStatus::Clear;
            Change::Put(id(n), IndexedFiling { seq: n as i64, received_on, status, categories: &[], filing })
        };
        let changes: Vec<_> = filings.iter().enumerate().map(entry).collect();
        index.apply(&changes, 1).unwrap();
        for rule in &rules {
            let asked = Words::parse(rule).map_err(|e| TestCaseError::fail(format!("{rule}: {e}")))?;
            let page = index.query(&asked.query(), &Filters::default(), None, 100).unwrap();
            for (n, filing) in filings.iter().enumerate() {
                let found = page.candidates.iter().find(|c| c.id == id(n));
                let fits = asked.fits(filing);
                prop_assert!(!fits || found.is_some(), "{} missed {:?}", rule, filing);
                prop_assert!(fits || !found.is_some_and(|c| c.certain), "{} is wrongly certain of {:?}", rule, filing);
            }
        }
    }
}
