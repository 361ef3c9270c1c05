//! An explanation and a screening come to the same decision.

use screening::explain::{Outcome, explain};
use screening::{CompiledList, Options, screen};
use std::collections::BTreeSet;
use std::path::Path;
use subrosa::formats::{Limits, read};
use subrosa::workflow::list::setup::SHIPPED_LIST;

/// For every category and sample filing the explanation has the outcome, the points and the passages that screening found.
#[test]
fn explanations_agree_with_screening() {
    let list = CompiledList::compile(SHIPPED_LIST).expect("the shipped list");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("samples").map(|e| e.expect("a file").path()).collect();
    files.sort();
    let mut compared = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|x| x == "xml")).take(8) {
        let bytes = std::fs::read(file).expect("a file");
        for filing in read("x", bytes.as_slice(), &Limits::default()).filter_map(|r| r.outcome.ok()).take(3) {
            let screening = screen(&list, &filing, Options::default());
            for (category, _) in list.categories() {
                let number = &category.number.value;
                let explained = explain(&list, &filing, Options::default(), number).expect("the category");
                let hit = screening.hits.iter().find(|h| h.category == *number);
                let held = screening.suppressed.iter().find(|s| s.category == *number);
                let want = match (hit, held) {
                    (Some(_), _) => Outcome::Hit,
                    (None, Some(_)) => Outcome::Suppressed,
                    (None, None) => Outcome::Short,
                };
                assert_eq!(explained.outcome, want, "{number} of {}", filing.application_number);
                if let Some(hit) = hit {
                    assert_eq!(explained.points, hit.points);
                    let met = explained.clauses.iter().filter(|c| c.finding.met == Some(true)).map(|c| c.id.as_str());
                    let met: BTreeSet<&str> = met.collect();
                    assert_eq!(met, hit.evidence.iter().map(|e| e.clause.as_str()).collect());
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}
