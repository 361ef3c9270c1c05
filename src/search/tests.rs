//! What the index finds, and what remains of it after a crash, damage or a purge. Whether it finds enough is tested in
//! [`definition`].

use std::fs;
use std::path::Path;

use serde_json::json;
use uuid::Uuid;

use super::*;
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::{Filing, Scheme, Section};

mod definition;

fn filing(title: &str, claims: &[&str], description: &[&str], classes: &[&str]) -> Filing {
    let text: Vec<_> = description.iter().map(|t| json!({ "text": t })).collect();
    let classes: Vec<_> = classes.iter().map(|s| json!({ "scheme": "cpc", "symbol": s })).collect();
    serde_json::from_value(json!({
        "application_number": "18/123,456", "title": title, "claims": claims, "description": text,
        "classes": classes, "filed_on": "2026-10-01",
    }))
    .expect("a filing")
}

fn id(n: usize) -> FilingId {
    FilingId::from_uuid(Uuid::from_u128(n as u128 + 1))
}

fn entry(seq: usize, filing: &Filing) -> IndexedFiling<'_> {
    IndexedFiling {
        seq: seq as i64,
        received_on: jiff::civil::date(2026, 11, 1 + (seq % 20) as i8),
        status: FilingStatus::ALL[seq % FilingStatus::ALL.len()],
        categories: &[],
        filing,
    }
}

/// An index of these filings, numbered in order.
fn index_of(dir: &Path, filings: &[Filing]) -> SearchIndex {
    let (index, condition) = SearchIndex::open(dir).unwrap();
    assert_eq!(condition, Condition::New);
    let changes: Vec<_> = filings.iter().enumerate().map(|(n, f)| Change::Put(id(n), entry(n, f))).collect();
    // In two batches, so that there is more than one segment.
    let (one, two) = changes.split_at(changes.len() / 2);
    index.apply(one, 1).unwrap();
    index.apply(two, 2).unwrap();
    index
}

fn stem(text: &str) -> Word {
    Word::Stem(text.into())
}

fn exact(text: &str) -> Word {
    Word::Exact(text.into())
}

/// `starts$`
fn open(starts: &str) -> Word {
    let wanted = starts.to_owned();
    Word::Open(Open { starts: starts.into(), fits: (move |t: &str| t.starts_with(&wanted)).into() })
}

/// Numbers of the candidates, the uncertain ones negative and one less: `!n`.
fn candidates_of(index: &SearchIndex, query: &Query) -> Vec<i64> {
    let page = index.query(query, &Filters::default(), None, 1_000).unwrap();
    page.candidates.iter().map(|c| if c.certain { c.seq } else { !c.seq }).collect()
}

#[test]
fn words_are_found_in_all_their_readings() {
    let dir = tempfile::tempdir().unwrap();
    let index = index_of(
        dir.path(),
        &[
            filing("Radars", &[], &["An anti-jam antenna."], &["F41H 3/00"]),
            filing("The radar's echo", &["1. An antijamming antenna."], &["Nothing."], &["H01Q 17/008"]),
            filing("Echo", &[], &["anti jam sets. Radar", "absorbing"], &[]),
        ],
    );
    let word = |w| candidates_of(&index, &Query::Word(w));
    assert_eq!(word(stem("radar")), [2, 1, 0]);
    assert_eq!(word(exact("radar")), [2, 1]);
    assert_eq!(word(open("rada")), [2, 1, 0]);
    assert_eq!(word(stem("antijam")), [!2, 1, !0]);
    assert_eq!(word(open("antija")), [!2, 1, !0]);
    assert_eq!(candidates_of(&index, &Query::Phrase(vec![stem("anti"), stem("jam")])), [2, !1, 0]);
    assert_eq!(
        candidates_of(&index, &Query::Phrase(vec![stem("radar"), stem("absorb")])),
        [0; 0],
        "no phrase crosses a paragraph"
    );
    assert_eq!(candidates_of(&index, &Query::Phrase(vec![stem("set"), stem("radar")])), [0; 0], "nor a sentence");
    let beside = |a, b| Query::Beside { ordered: true, a: Box::new(Query::Word(a)), b: Box::new(Query::Word(b)) };
    assert_eq!(candidates_of(&index, &beside(stem("anti"), stem("jam"))), [!2, !1, !0]);
    let title = Query::Within(Section::Title.into(), Box::new(Query::Word(stem("radar"))));
    assert_eq!(candidates_of(&index, &title), [1, 0]);
    let class = |starts: &'static str| Query::Class(Scheme::Cpc, (move |s: &str| s.starts_with(starts)).into());
    assert_eq!(candidates_of(&index, &class("F41H3/")), [0]);
    assert_eq!(candidates_of(&index, &class("H01Q")), [1]);
    assert_eq!(candidates_of(&index, &Query::Not(Box::new(class("H01Q")))), [2, 0]);
    assert_eq!(candidates_of(&index, &Query::Not(Box::new(Query::Word(stem("antijam"))))), [!2, !0]);
}

#[test]
fn pages_go_from_the_newest_to_the_oldest_and_miss_none() {
    let dir = tempfile::tempdir().unwrap();
    let filings: Vec<_> = (0..7).map(|n| filing(&format!("Radar {n}"), &[], &["x"], &[])).collect();
    let index = index_of(dir.path(), &filings);
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = index.query(&Query::Word(stem("radar")), &Filters::default(), after, 3).unwrap();
        seen.extend(page.candidates.iter().map(|c| (c.seq, c.id)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..7).rev().map(|n| (n as i64, id(n))).collect::<Vec<_>>());
}

#[test]
fn filters_narrow() {
    let dir = tempfile::tempdir().unwrap();
    let filings: Vec<_> = (0..9).map(|_| filing("Radar", &[], &["x"], &[])).collect();
    let index = index_of(dir.path(), &filings);
    let categories = ["IX-6A".to_owned()];
    index.apply(&[Change::Put(id(3), IndexedFiling { categories: &categories, ..entry(3, &filings[3]) })], 3).unwrap();
    let narrowed = |filters| {
        let page = index.query(&Query::All, &filters, None, 50).unwrap();
        page.candidates.iter().map(|c| c.seq).collect::<Vec<_>>()
    };
    assert_eq!(narrowed(Filters { categories: categories.to_vec(), ..Filters::default() }), [3]);
    assert_eq!(narrowed(Filters { statuses: vec![FilingStatus::ALL[0]], ..Filters::default() }), [8, 0]);
    let from = Some(jiff::civil::date(2026, 11, 4));
    let to = Some(jiff::civil::date(2026, 11, 5));
    assert_eq!(narrowed(Filters { received_from: from, ..Filters::default() }), [8, 7, 6, 5, 4, 3]);
    assert_eq!(narrowed(Filters { received_from: from, received_to: to, ..Filters::default() }), [4, 3]);
}

#[test]
fn changes_replace_and_repeating_them_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (before, after) = (filing("Radar", &[], &["x"], &[]), filing("Sonar", &[], &["x"], &[]));
    let index = index_of(dir.path(), &[before.clone(), before]);
    let changes = [Change::Put(id(0), entry(0, &after)), Change::Delete(id(1))];
    for _ in 0..2 {
        index.apply(&changes, 7).unwrap();
        assert_eq!((index.documents(), index.cursor().unwrap()), (1, 7));
        assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [0; 0]);
        assert_eq!(candidates_of(&index, &Query::Word(stem("sonar"))), [0]);
    }
}

#[test]
fn an_index_is_found_as_it_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let text = filing("Radar", &[], &["x"], &[]);
    drop(index_of(dir.path(), std::slice::from_ref(&text)));
    assert_eq!(SearchIndex::peek(dir.path()), Some((2, 1)));
    let (index, condition) = SearchIndex::open(dir.path()).unwrap();
    assert_eq!((condition, index.cursor().unwrap()), (Condition::Intact, 2));
    assert!(matches!(SearchIndex::open(dir.path()), Err(SearchError::Locked(_))));
    assert_eq!(SearchIndex::peek(dir.path()), Some((2, 1)));

    // Killed between writing filings and committing them: what tantivy had written so far lies
    // about, and nothing of it counts.
    fs::write(dir.path().join("index").join("0123456789abcdef0123456789abcdef.idx"), "half").unwrap();
    drop(index);
    let (index, condition) = SearchIndex::open(dir.path()).unwrap();
    assert_eq!((condition, index.cursor().unwrap(), index.documents()), (Condition::Intact, 2, 1));
    index.apply(&[Change::Put(id(1), entry(1, &text))], 3).unwrap();
    assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [1, 0]);
    assert_eq!(index.damaged_files().unwrap(), 0);
}

#[test]
fn what_cannot_be_used_is_thrown_away_and_fills_again() {
    let meta = |dir: &Path| dir.join("index").join("meta.json");
    let other_version = |text: &str| text.replace(crate::search::fields::VERSION, "subrosa-search/0");
    let other_fields = |text: &str| text.replace("\"abstract\"", "\"summary\"");
    let segments = |dir: &Path| {
        for file in fs::read_dir(dir.join("index")).unwrap().map(|e| e.unwrap().path()) {
            if file.extension().is_some_and(|e| e == "term") {
                fs::remove_file(file).unwrap();
            }
        }
    };
    type Damage<'a> = Box<dyn Fn(&Path) + 'a>;
    let damages: [Damage<'_>; 5] = [
        Box::new(|dir| fs::write(meta(dir), "{\"segments\": [").unwrap()),
        Box::new(|dir| fs::remove_file(meta(dir)).unwrap()),
        Box::new(|dir| fs::write(meta(dir), other_version(&fs::read_to_string(meta(dir)).unwrap())).unwrap()),
        Box::new(|dir| fs::write(meta(dir), other_fields(&fs::read_to_string(meta(dir)).unwrap())).unwrap()),
        Box::new(segments),
    ];
    for (n, damage) in damages.into_iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        let text = filing("Radar", &[], &["x"], &[]);
        drop(index_of(dir.path(), std::slice::from_ref(&text)));
        damage(dir.path());
        let (index, condition) = SearchIndex::open(dir.path()).unwrap();
        assert!(matches!(condition, Condition::Discarded { .. }), "{n}: {condition:?}");
        assert_eq!((index.cursor().unwrap(), index.documents()), (0, 0), "{n}");
        index.apply(&[Change::Put(id(0), entry(0, &text))], 1).unwrap();
        assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [0], "{n}");
    }
}

#[test]
fn starting_over_keeps_the_index_usable() {
    let dir = tempfile::tempdir().unwrap();
    let text = filing("Radar", &[], &["x"], &[]);
    let index = index_of(dir.path(), &[text.clone(), text.clone()]);
    index.clear().unwrap();
    assert_eq!((index.cursor().unwrap(), index.documents()), (0, 0));
    index.apply(&[Change::Put(id(0), entry(0, &text))], 1).unwrap();
    assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [0]);
    // Killed while the old files were being removed.
    fs::create_dir(dir.path().join("discarded")).unwrap();
    index.clear().unwrap();
    assert!(!dir.path().join("discarded").exists());
}

#[test]
fn a_purge_leaves_no_word_of_a_deleted_filing_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let filings = ["Radar", "Unobtainium", "Sonar"].map(|title| filing(title, &[], &["x"], &[]));
    let index = index_of(dir.path(), &filings);
    let (schema, fields) = crate::search::fields::Fields::schema();
    let word = crate::search::fields::term(fields.of(Section::Title), crate::search::fields::kind::FORM, "unobtainium");
    let known = || {
        // As anyone can who gets hold of the files.
        let files = tantivy::Index::open_in_dir(dir.path().join("index")).unwrap();
        assert_eq!(files.schema(), schema);
        files.reader().unwrap().searcher().doc_freq(&word).unwrap()
    };
    let files = || {
        let files = fs::read_dir(dir.path().join("index")).unwrap().map(|e| e.unwrap().path());
        files.filter(|f| f.extension().is_some_and(|e| e == "term")).collect::<Vec<_>>()
    };
    index.apply(&[Change::Delete(id(1))], 3).unwrap();
    assert_eq!(known(), 1, "deleting leaves it");
    let before = files();
    index.purge().unwrap();
    assert_eq!(known(), 0);
    assert!(files().iter().all(|f| !before.contains(f)), "an old file stays");
    assert_eq!((index.cursor().unwrap(), index.documents()), (3, 2));
    assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [0]);
}

/// Whether any file of the index holds this text.
fn on_disk(dir: &Path, needle: &str) -> bool {
    let files = fs::read_dir(dir.join("index")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file());
    files.into_iter().any(|f| fs::read(f).unwrap().windows(needle.len()).any(|w| w == needle.as_bytes()))
}

#[test]
fn no_text_of_a_filing_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    drop(index_of(dir.path(), &[filing("Radar Absorber", &["1. A radar absorber."], &["x"], &[])]));
    assert!(!on_disk(dir.path(), "Radar Absorber") && !on_disk(dir.path(), "radar absorber"));
}

#[test]
fn a_filing_with_an_endless_word_is_always_a_candidate() {
    let dir = tempfile::tempdir().unwrap();
    let giant = "x".repeat(100_000);
    let index = index_of(dir.path(), &[filing("Radar", &[], &[&giant], &[]), filing("Radar", &[], &["y"], &[])]);
    assert_eq!(candidates_of(&index, &Query::Word(exact(&giant))), [!0]);
    assert_eq!(candidates_of(&index, &Query::Word(stem("radar"))), [1, 0]);
}
