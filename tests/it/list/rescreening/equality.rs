//! Intake and re-screening come to the same result. Whatever lists follow each other, and however far the index is behind,
//! each filing ends with the verdict, hits and evidence that the list in force would find in it on receipt.

use crate::frame::harness::{Place, shared};
use crate::list::candidates::{filing, rule};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::base::marking::{Grant, Level};
use domain::filing::screening::{ENGINE, Verdict};
use domain::filing::{ApplicationNumber, Filing};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;
use subrosa::clock::{SystemClock, SystemIds};
use subrosa::mail::Folder;
use subrosa::search::SearchIndex;
use subrosa::store::filing::screenings;
use subrosa::store::{Conn, Store, StoreError};
use subrosa::workflow::filing::{index, intake};
use subrosa::workflow::frame::present_list;
use subrosa::workflow::list::rescreen::Rescreener;
use subrosa::workflow::list::{lists, setup};
use subrosa::workflow::office::accounts;
use subrosa::workflow::{By, Ctx, IfMatch, Service};

/// An office with an index.
struct Office {
    cx: Ctx,
    intake: Actor,
    officer: Actor,
    security: Actor,
    _place: Place,
}

fn by(actor: &Actor) -> By<'_> {
    By { actor, if_match: IfMatch::Any, idempotency: None, sent: None }
}

impl Office {
    fn new(first: &str) -> Self {
        let place = Place::sqlite();
        let store = Store::open(&place.database.parse().unwrap(), false).unwrap();
        let (index, _) = SearchIndex::open(place.dir.path().join("index")).unwrap();
        let service = Service {
            index,
            transport: Box::new(Folder::open(Path::new(&place.path("mail"))).unwrap()),
            post: subrosa::workflow::frame::post::Post::default(),
            lease: jiff::SignedDuration::from_secs(10),
            reads: Default::default(),
            demo_clock: None,
        };
        let cx = Ctx {
            store,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            settings: Arc::default(),
            lists: Arc::default(),
            tree: Arc::default(),
            service: Some(Arc::new(service)),
        };
        setup::prepare_with(&cx, first).unwrap();
        let person = |name: &str, role| {
            let new = accounts::NewAccount {
                supervisor: false,
                username: name.into(),
                role,
                agency: None,
                clearance: Grant::of(Level::TopSecret),
                password: accounts::Password::own("not checked here"),
            };
            Actor::of(
                &accounts::add(&cx, &By::system(&Actor::command_line()), new).unwrap().account,
                name.into(),
                cx.today(),
            )
        };
        let (intake, officer, security) = (
            person("intake1", Role::Intake),
            person("officer1", Role::LicensingOfficer),
            person("sec1", Role::SecurityOfficer),
        );
        Self { intake, officer, security, cx, _place: place }
    }

    fn adopt(&self, source: &str) {
        let new = lists::upload(&self.cx, &by(&self.officer), source).unwrap();
        lists::adopt(&self.cx, &by(&self.security), new.id, &lists::AdoptInput::default()).unwrap();
    }

    fn index(&self) {
        while index::index_next_batch(&self.cx, &self.cx.service.as_ref().unwrap().index).unwrap() {}
    }

    /// Rewrites the screenings on record as those of an older engine that missed every second hit, and all hits of
    /// some filings.
    fn attribute_to_an_older_engine(&self, filings: &[(FilingId, Filing)]) {
        let done = self.cx.store.write_unentered(|tx| {
            let conn: &mut Conn = tx;
            conn.batch_execute("DROP TRIGGER screenings_no_update")?;
            for (n, (id, _)) in filings.iter().enumerate() {
                let mut latest = screenings::of_filing(conn, *id)?.remove(0);
                let all = std::mem::take(&mut latest.result.hits);
                let left = all.into_iter().enumerate().filter(|(at, _)| n % 3 > 0 && at % 2 == 0);
                latest.result.hits = left.map(|(_, hit)| hit).collect();
                latest.result.engine = "1".into();
                latest.result.verdict = if latest.result.hits.is_empty() { Verdict::Clear } else { Verdict::Flagged };
                latest.result.problem = None;
                for hit in &latest.hits {
                    if latest.result.hits.iter().all(|h| h.category != hit.category) {
                        conn.batch_execute(&format!("DELETE FROM hits WHERE id = '{}'", hit.id))?;
                    }
                }
                let sql =
                    format!("UPDATE screenings SET engine = '1', verdict = ?, result = ? WHERE id = '{}'", latest.id);
                let verdict = serde_json::to_value(latest.result.verdict).unwrap();
                diesel::sql_query(sql)
                    .bind::<Text, _>(verdict.as_str().unwrap())
                    .bind::<Text, _>(serde_json::to_string(&latest.result).unwrap())
                    .execute(conn)?;
            }
            conn.batch_execute(
                "CREATE TRIGGER screenings_no_update BEFORE UPDATE ON screenings \
                 BEGIN SELECT RAISE(ABORT, 'screenings is append-only'); END",
            )?;
            Ok::<_, StoreError>(())
        });
        done.unwrap();
    }

    /// Compares the screening of each filing with the one it would get on receipt.
    fn check(&self, filings: &[(FilingId, Filing)]) -> Result<(), TestCaseError> {
        let list = present_list::in_force(&self.cx).unwrap();
        for (id, filing) in filings {
            let latest = self.cx.read(|c| Ok(screenings::of_filing(c, *id)?)).unwrap().remove(0);
            let fresh = list.screener.screen(filing);
            prop_assert_eq!(&latest.result.hits, &fresh.hits, "{:?}", filing);
            prop_assert_eq!(latest.result.verdict, fresh.verdict);
            if latest.list == list.id {
                prop_assert_eq!(&latest.result, &fresh);
            }
            let named: Vec<&str> = latest.hits.iter().map(|h| h.category.as_str()).collect();
            let found: Vec<&str> = fresh.hits.iter().map(|h| h.category.as_str()).collect();
            prop_assert_eq!(named, found);
        }
        Ok(())
    }
}

/// One category: clauses with their points, a threshold, perhaps an exception.
type Sketch = (Vec<(String, u32)>, u32, Option<String>);

fn list(revision: usize, categories: &[Option<Sketch>]) -> String {
    let mut text = format!(
        "[list]\nid = \"t\"\ntitle = \"T\"\njurisdiction = \"US\"\nrevision = \"{revision}\"\neffective = 2026-11-01\n\
         marking = \"UNCLASSIFIED\"\nsources = [\"tests\"]\n[[group]]\nnumber = \"I\"\ntitle = \"G\"\n"
    );
    let always = Some((vec![("neverever".to_owned(), 1)], 1, None));
    for (n, category) in categories.iter().chain([&always]).enumerate() {
        let Some((clauses, threshold, except)) = category else { continue };
        let most: u32 = clauses.iter().map(|c| c.1).sum();
        text.push_str(&format!(
            "[[category]]\nnumber = \"I-{n}\"\ngroup = \"I\"\ntitle = \"A\"\nagencies = [\"NAVY\"]\nthreshold = {}\n",
            threshold.min(&most)
        ));
        for (i, (rule, points)) in clauses.iter().enumerate() {
            text.push_str(&format!("[[category.clause]]\nid = \"c{i}\"\npoints = {points}\nrule = '''{rule}'''\n"));
        }
        if let Some(rule) = except {
            text.push_str(&format!("[[category.except]]\nid = \"x\"\nrule = '''{rule}'''\n"));
        }
    }
    text
}

fn sketch(rule: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Option<Sketch>> {
    let clauses = prop::collection::vec((rule.clone(), 1..3_u32), 1..4);
    prop::option::weighted(0.8, (clauses, 1..4_u32, prop::option::weighted(0.3, rule)))
}

/// Lists that follow each other: of six categories some change each time.
fn revisions(rule: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Vec<String>> {
    let one = move || sketch(rule.clone());
    let start = prop::collection::vec(one(), 6);
    let changes = prop::collection::vec(prop::collection::vec((0..6_usize, one()), 1..4), 3);
    (start, changes).prop_map(|(mut now, changes)| {
        let mut out = vec![list(0, &now)];
        for (n, change) in changes.into_iter().enumerate() {
            for (at, sketch) in change {
                now[at] = sketch;
            }
            out.push(list(n + 1, &now));
        }
        out
    })
}

/// Runs one history. `lag` says which filings are indexed when, `patience` after how many steps the next list comes.
fn run(lists: &[String], filings: &[Filing], lag: usize, patience: usize) -> Result<(), TestCaseError> {
    let office = Office::new(&lists[0]);
    let mut known = Vec::new();
    for (n, filing) in filings.iter().enumerate() {
        let mut filing = filing.clone();
        filing.application_number = ApplicationNumber::parse(&format!("18/{n:06}")).unwrap();
        let received = intake::receive(&office.cx, &by(&office.intake), &filing).unwrap();
        known.push((received.id, filing));
        if n + lag < filings.len() {
            office.index();
        }
    }
    office.check(&known)?;
    let mut rescreener = Rescreener::default();
    for next in &lists[1..] {
        office.adopt(next);
        // The next list may come before this one's re-screening is done.
        for _ in 0..patience {
            rescreener.step(&office.cx).unwrap();
        }
    }
    while rescreener.step(&office.cx).unwrap() {}
    office.check(&known)?;
    // The same must hold after a change of the engine, whatever the older engine had found.
    office.attribute_to_an_older_engine(&known);
    let mut rescreener = Rescreener::default();
    while rescreener.step(&office.cx).unwrap() {}
    office.check(&known)?;
    for (id, _) in &known {
        let latest = office.cx.read(|c| Ok(screenings::of_filing(c, *id)?)).unwrap().remove(0);
        prop_assert_eq!(latest.result.engine.as_str(), ENGINE);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 100, ..ProptestConfig::default() })]
    #[test]
    fn intake_and_rescreening_agree_on_any_rules_and_texts(
        lists in revisions(rule().boxed()),
        filings in prop::collection::vec(filing(), 1..12),
        lag in 0..4_usize,
        patience in 0..4_usize,
    ) {
        run(&lists, &filings, lag, patience)?;
    }
}

/// Rules from the words of real filings, so that they are hit now and then.
fn rules_of(filings: &[Filing]) -> Vec<String> {
    let plain = |w: &&str| w.len() > 2 && w.chars().all(|c| c.is_ascii_alphabetic());
    let operators = ["ADJ", "NEAR3", "WITH", "SAME", "AND", "NOT"];
    let mut out = vec!["[length > 10 mm]".to_owned(), "[temperature > 100 °C] SAME (heat OR steam)".to_owned()];
    for (n, filing) in filings.iter().enumerate() {
        let texts: Vec<&str> = filing.paragraphs().iter().map(|p| p.text).collect();
        let words: Vec<&str> = texts.iter().flat_map(|t| t.split_whitespace()).filter(plain).collect();
        for (i, pair) in words.windows(2).step_by(words.len() / 4 + 1).enumerate() {
            let (a, b) = (pair[0].to_lowercase(), pair[1].to_lowercase());
            out.push(match (n + i) % 4 {
                0 => format!("{a} {} \"{b}\"", operators[(n + i) % operators.len()]),
                1 => format!("\"{a} {b}\""),
                2 => format!("{}$ SAME {b}", &a[..a.len().min(4)]),
                _ => format!("(\"{a}\" OR ={b}).clm."),
            });
        }
    }
    // The operators are words as well.
    out.retain(|r| subrosa::workflow::filing::find::Asked::parse(r).is_ok());
    out
}

#[test]
fn intake_and_rescreening_agree_on_real_filings() {
    let real = shared().map(|s| s.join("perf/filings.ndjson")).filter(|f| f.is_file());
    let filings: Vec<Filing> = match real {
        Some(file) => {
            let text = std::fs::read_to_string(file).unwrap();
            text.lines().step_by(16).map(|l| serde_json::from_str(l).unwrap()).collect()
        }
        None => (1..20).map(|n| serde_json::from_value(crate::frame::harness::flagged_filing(n)).unwrap()).collect(),
    };
    let rules = rules_of(&filings);
    assert!(rules.len() > 20, "{rules:?}");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for (lag, patience) in [(0, 9), (3, 1)] {
        let lists = revisions(prop::sample::select(rules.clone()).boxed());
        let lists = proptest::strategy::ValueTree::current(&lists.new_tree(&mut runner).unwrap());
        run(&lists, &filings, lag, patience).unwrap();
    }
}
