//! How long it takes to re-screen the stored filings when a revision with ten changed categories is
//! adopted, beside screening all of them anew.
//!
//! `cargo bench --bench rescreening` makes 100,000 filings (`SUBROSA_BENCH_FILINGS`): each is a window of
//! 1,000 words (`SUBROSA_BENCH_WORDS`) out of a real filing of `../shared/perf`, at another place each time;
//! without that folder the words are made up and the figures say little. They are stored in SQLite and
//! indexed as the service does it, after a screening against `rules-2000.toml`. Then ten of its 2,000 rules
//! are replaced by others of `rules-10000.toml`.
//!
//! Measured from the adoption to the last filing judged: finding the candidates, reading them, matching, and
//! writing what came of it, ledger included. Beside it, screening all of them anew:
//!
//! - *written*: another office, with a tenth as many filings (`SUBROSA_BENCH_ANEW`), of which all are on
//!   record as screened by an engine before this one. So all are candidates, are screened against the whole
//!   new list, and are written by the same code; the time is scaled to the number of filings.
//! - *only read*: every stored filing is read and screened against the whole new list on one thread, and
//!   nothing is written. Both must come to the same hits for every filing, or the benchmark fails.

#[path = "shared/material.rs"]
mod material;

use material::shared_folder;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::base::actor::{Actor, Role};
use domain::base::ids::{FilingId, HitId, ListRevisionId, ScreeningId};
use domain::base::marking::{Clearance, Grant, Level};
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use domain::filing::screening::ENGINE;
use screening::{CompiledList, Options, screen};
use subrosa::clock::{SystemClock, SystemIds};
use subrosa::mail::Folder;
use subrosa::search::SearchIndex;
use subrosa::store::filing::filings::{self, NewFiling};
use subrosa::store::filing::screenings::{self, HitRecord, ScreeningRecord};
use subrosa::store::{DatabaseUrl, Store, StoreError};
use subrosa::workflow::filing::index;
use subrosa::workflow::frame::read_window::ReadWindow;
use subrosa::workflow::list::rescreen::{Rescreener, progress};
use subrosa::workflow::list::{lists, setup};
use subrosa::workflow::office::accounts;
use subrosa::workflow::{By, Ctx, IfMatch, Service};

type Failure = Box<dyn std::error::Error>;

/// Filings written in one transaction, and read in one.
const BATCH: usize = 500;

fn main() -> Result<(), Failure> {
    let count = |name: &str, default: usize| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (filings, words) = (count("SUBROSA_BENCH_FILINGS", 100_000), count("SUBROSA_BENCH_WORDS", 1_000));
    let sample = count("SUBROSA_BENCH_ANEW", filings / 10).clamp(1, filings);
    let (texts, old, new) = inputs();
    let dir = tempfile::tempdir()?;
    let office = Office::new(dir.path(), &old)?;

    let start = Instant::now();
    let ids = office.fill(&texts, filings, words, &CompiledList::compile(&old)?, ENGINE)?;
    println!("{filings} filings of {words} words stored and screened in {:.0?}", start.elapsed());
    let start = Instant::now();
    while index::index_next_batch(&office.cx, office.index()?)? {}
    println!("indexed in {:.0?}\n", start.elapsed());

    let start = Instant::now();
    office.adopt(&new)?;
    let adopted = start.elapsed();
    let mut rescreener = Rescreener::default();
    rescreener.step(&office.cx)?;
    let candidates = start.elapsed();
    while rescreener.step(&office.cx)? {}
    let rescreened = start.elapsed();
    let pass = progress::list(&office.cx, &office.holder)?.remove(0);

    let (all, written) = {
        let dir = tempfile::tempdir()?;
        let office = Office::new(dir.path(), &old)?;
        office.fill(&texts, sample, words, &CompiledList::compile(&old)?, "an engine before")?;
        let start = Instant::now();
        office.adopt(&new)?;
        let mut rescreener = Rescreener::default();
        while rescreener.step(&office.cx)? {}
        let took = start.elapsed();
        (progress::list(&office.cx, &office.holder)?.remove(0).candidates, took)
    };
    let written = written.mul_f64(filings as f64 / all as f64);
    let (anew, differences) = office.anew(&ids, &CompiledList::compile(&new)?)?;
    println!(
        "changed categories {}   candidates {} of {filings} ({} newly hit, {} changed, {} the same)",
        pass.changed.len(),
        pass.candidates,
        pass.newly_hit,
        pass.changed_outcome,
        pass.same
    );
    println!("adoption                  {adopted:9.2?}");
    println!("candidates found after    {candidates:9.2?}");
    println!("re-screened after         {rescreened:9.2?}");
    println!("all anew, written         {written:9.2?} {:8.1} x", written.as_secs_f64() / rescreened.as_secs_f64());
    println!("all anew, only read       {anew:9.2?} {:8.1} x", anew.as_secs_f64() / rescreened.as_secs_f64());
    match differences {
        0 => Ok(()),
        n => Err(format!("{n} filings came out otherwise than they do anew").into()),
    }
}

/// An office with a store and an index.
struct Office {
    cx: Ctx,
    officer: Actor,
    security: Actor,
    holder: Actor,
}

impl Office {
    fn new(dir: &std::path::Path, list: &str) -> Result<Self, Failure> {
        let store = Store::open(&DatabaseUrl::Sqlite(dir.join("subrosa.db")), false)?;
        let (index, _) = SearchIndex::open(dir.join("index"))?;
        let transport = Box::new(Folder::open(dir.join("mail"))?);
        let post = subrosa::workflow::frame::post::Post::default();
        let lease = jiff::SignedDuration::from_secs(10);
        let service = Service { index, transport, post, lease, reads: ReadWindow::default(), demo_clock: None };
        let cx = Ctx {
            store,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            settings: Arc::default(),
            lists: Arc::default(),
            tree: Arc::default(),
            service: Some(Arc::new(service)),
        };
        setup::prepare_with(&cx, list)?;
        let person = |name: &str, role| {
            let clearance = Grant::of(Level::TopSecret);
            let password = accounts::Password::own("none");
            let new = accounts::NewAccount {
                supervisor: false,
                username: name.into(),
                role,
                agency: None,
                clearance,
                password,
            };
            Ok::<_, Failure>(Actor::of(
                &accounts::add(&cx, &By::system(&Actor::command_line()), new)?.account,
                name.into(),
                cx.today(),
            ))
        };
        let (officer, security) = (person("officer1", Role::LicensingOfficer)?, person("sec1", Role::SecurityOfficer)?);
        let holder = Actor { clearance: Clearance::of(Level::TopSecret), ..Actor::command_line() };
        Ok(Self { cx, officer, security, holder })
    }

    fn index(&self) -> Result<&SearchIndex, Failure> {
        Ok(&self.cx.service()?.index)
    }

    /// Stores filings with their screenings, as intake would, without an entry in the ledger for each.
    fn fill(
        &self,
        texts: &[Filing],
        count: usize,
        words: usize,
        list: &CompiledList,
        engine: &str,
    ) -> Result<Vec<FilingId>, Failure> {
        let in_force = subrosa::workflow::frame::present_list::in_force(&self.cx)?.id;
        let sources: Vec<Vec<String>> = texts.iter().map(all_words).collect();
        let mut ids = Vec::with_capacity(count);
        let numbers: Vec<usize> = (0..count).collect();
        for some in numbers.chunks(BATCH) {
            let mut ready = Vec::with_capacity(some.len());
            for &n in some {
                let filing = window(n, &sources[n % sources.len()], n / sources.len(), words)?;
                let mut result = screen(list, &filing, Options::default());
                result.engine = engine.to_owned();
                ready.push((filing, result));
            }
            self.cx.store.write_unentered(|tx| {
                for (filing, result) in &ready {
                    let record = self.store(tx, in_force, filing, result)?;
                    ids.push(record);
                }
                Ok::<_, StoreError>(())
            })?;
        }
        Ok(ids)
    }

    fn store(
        &self,
        tx: &mut subrosa::store::Tx<'_>,
        list: ListRevisionId,
        filing: &Filing,
        result: &domain::filing::screening::Screening,
    ) -> Result<FilingId, StoreError> {
        let (id, now) = (FilingId::from_uuid(self.cx.ids.fresh()), self.cx.now());
        let status = if result.hits.is_empty() { FilingStatus::Clear } else { FilingStatus::InTriage };
        let new = NewFiling {
            id,
            filing,
            document_sha256: &result.document_sha256,
            received_on: self.cx.today(),
            received_at: now,
            status,
            judged_by: list,
        };
        filings::insert(tx, &new)?;
        let screening = ScreeningId::from_uuid(self.cx.ids.fresh());
        let hit = |h: &domain::filing::screening::CategoryHit| {
            HitRecord::new(HitId::from_uuid(self.cx.ids.fresh()), screening, id, &h.category, &h.agencies)
        };
        let record = ScreeningRecord {
            id: screening,
            filing: id,
            text_version: 1,
            list,
            screened_at: now,
            result: result.clone(),
            hits: result.hits.iter().map(hit).collect(),
            gone: vec![],
        };
        screenings::insert(tx, &record)?;
        Ok(id)
    }

    fn adopt(&self, source: &str) -> Result<(), Failure> {
        let by = |actor| By { actor, if_match: IfMatch::Any, idempotency: None, sent: None };
        let new = lists::upload(&self.cx, &by(&self.officer), source)?;
        lists::adopt(&self.cx, &by(&self.security), new.id, &lists::AdoptInput::default())?;
        Ok(())
    }

    /// Screens every stored filing against the whole list; how long that takes, and how many filings have
    /// other hits on record.
    fn anew(&self, ids: &[FilingId], list: &CompiledList) -> Result<(Duration, usize), Failure> {
        let (mut took, mut differences) = (Duration::ZERO, 0);
        for some in ids.chunks(BATCH) {
            let start = Instant::now();
            let read = |id: &FilingId, conn: &mut _| filings::document(conn, *id, 1);
            let texts =
                self.cx.store.read(|conn| some.iter().map(|id| read(id, conn)).collect::<Result<Vec<_>, _>>())?;
            let found: Vec<_> = texts.iter().flatten().map(|filing| screen(list, filing, Options::default())).collect();
            took += start.elapsed();
            self.cx.store.read(|conn| {
                for (id, fresh) in some.iter().zip(&found) {
                    let kept = screenings::of_filing(conn, *id)?;
                    differences += usize::from(kept.first().is_none_or(|s| s.result.hits != fresh.hits));
                }
                Ok::<_, StoreError>(())
            })?;
        }
        Ok((took, differences))
    }
}

/// The words of a filing, as they stand in it.
fn all_words(filing: &Filing) -> Vec<String> {
    filing.paragraphs().iter().flat_map(|p| p.text.split_whitespace()).map(str::to_owned).collect()
}

/// A filing made of the words from one place of another, in a claim and paragraphs of a hundred.
fn window(n: usize, source: &[String], place: usize, words: usize) -> Result<Filing, Failure> {
    // Places move by an odd step, so that windows of one source overlap but never repeat.
    let from = place * 377 % source.len().max(1);
    let some: Vec<&str> = source.iter().cycle().skip(from).take(words).map(String::as_str).collect();
    let mut paragraphs = some.chunks(100).map(|p| p.join(" "));
    let claim = paragraphs.next().unwrap_or_default();
    let description: Vec<_> = paragraphs.map(|text| serde_json::json!({ "text": text })).collect();
    Ok(serde_json::from_value(serde_json::json!({
        "application_number": format!("18/{n:06}"), "title": format!("Filing {n}"),
        "claims": [format!("1. {claim}")], "description": description,
    }))?)
}

/// Texts, and two revisions of a list that differ in ten categories.
fn inputs() -> (Vec<Filing>, String, String) {
    let folder = shared_folder("perf");
    let read = |name: &str| folder.as_ref().and_then(|f| std::fs::read_to_string(f.join(name)).ok());
    let (filings, rules, more) = match (read("filings.ndjson"), read("rules-2000.toml"), read("rules-10000.toml")) {
        (Some(filings), Some(rules), Some(more)) => (filings, rules, more),
        _ => {
            println!("no ../shared/perf: the texts and rules are made up, and the figures say little");
            made_up()
        }
    };
    let others: Vec<&str> = more.lines().filter(|l| l.starts_with("rule = ")).collect();
    let mut number = 0;
    let lines = rules.lines().map(|line| match line {
        "revision = \"1\"" => "revision = \"2\"".to_owned(),
        line if line.starts_with("rule = ") => {
            number += 1;
            let changed = number % (2_000 / 10) == 100;
            if changed { others[(number * 37 + 5_000) % others.len()].to_owned() } else { line.to_owned() }
        }
        line => line.to_owned(),
    });
    let new = lines.collect::<Vec<_>>().join("\n") + "\n";
    (filings.lines().filter_map(|l| serde_json::from_str(l).ok()).collect(), rules, new)
}

/// Filings, rules and more rules of made-up words, always the same.
fn made_up() -> (String, String, String) {
    let mut seed = 1_u64;
    let mut word = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Low numbers are common, high ones rare, as in any language.
        let most = (seed >> 33) % 6_000 + 1;
        format!("w{}", (seed >> 40) % most)
    };
    let filing = |n: usize, word: &mut dyn FnMut() -> String| {
        let text: Vec<String> = (0..5_000).map(|_| word()).collect();
        serde_json::json!({"application_number": format!("18/{n:06}"), "title": "T", "claims": [text.join(" ")]})
            .to_string()
    };
    let filings: Vec<String> = (0..100).map(|n| filing(n, &mut word)).collect();
    let mut list = |rules: usize| {
        let mut text = "[list]\nid = \"bench\"\ntitle = \"b\"\nrevision = \"1\"\neffective = 2026-01-01\n".to_owned();
        for n in 0..rules {
            let rule = format!("{} NEAR5 {}", word(), word());
            text += &format!(
                "[[category]]\nnumber = \"q{n}\"\ntitle = \"t\"\nagencies = [\"NAVY\"]\n[[category.clause]]\nid = \"c\"\nrule = '''{rule}'''\n"
            );
        }
        text
    };
    (filings.join("\n"), list(2_000), list(10_000))
}
