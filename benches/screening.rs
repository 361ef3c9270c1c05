//! How fast filings are screened, beside a yardstick in the same run: tantivy with every filing of a
//! batch of 256 in a RAM segment and every rule run as a query over it.
//!
//! `cargo bench --bench screening` reads filings and rules from `../shared/perf` where they are, and makes
//! some up where they are not. One thread, texts in memory; parsing is not part of it. The contenders
//! take turns, five rounds, medians. What is printed are ratios first: they travel between machines.

#[path = "shared/material.rs"]
mod material;

use material::shared_folder;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::filing::Filing;
use screening::oracle::text::Text;
use screening::rule::{Expr, Fields, Node, Part, ProximityKind};
use screening::{CompiledList, Options, hit_categories, screen, screen_by_oracle};
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument, Term, doc};
use text::words;

const ROUNDS: usize = 5;
/// How often two threads go over the filings in a round: starting them is not what is measured.
const TURNS: usize = 8;
const BATCH: usize = 256;

fn main() {
    let (filings, lists) = inputs();
    let words: usize = filings.iter().map(|f| Text::new(f, true).words.len()).sum();
    println!("{} filings, {} words a filing\n", filings.len(), words / filings.len().max(1));
    for (name, text) in lists {
        let list = match CompiledList::compile(&text) {
            Ok(list) => list,
            Err(e) => {
                eprintln!("{name}: {e}");
                continue;
            }
        };
        measure(&name, &text, &list, &filings);
    }
}

fn measure(name: &str, text: &str, list: &CompiledList, filings: &[Filing]) {
    let yardstick = Yardstick::new(list);
    let options = Options::default();
    let verdicts = |list: &CompiledList| filings.iter().map(|f| hit_categories(list, f, options).len()).sum::<usize>();
    let mut times: [Vec<Duration>; 5] = Default::default();
    let mut hits = [0; 2];
    let both = |list: &CompiledList| {
        let next = AtomicUsize::new(0);
        std::thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= filings.len() * TURNS {
                            break;
                        }
                        drop(hit_categories(list, &filings[at % filings.len()], options));
                    }
                });
            }
        });
    };
    for round in 0..ROUNDS {
        times[0].push(timed(|| hits[0] = yardstick.run(filings)));
        let cold = CompiledList::compile(text).ok();
        times[1].push(timed(|| hits[1] = cold.as_ref().map_or(0, verdicts)));
        verdicts(list);
        times[2].push(timed(|| hits[1] = verdicts(list)));
        times[3].push(timed(|| drop(filings.iter().map(|f| screen(list, f, options)).collect::<Vec<_>>())));
        // Each thread has words of its own to get to know.
        if round == 0 {
            both(list);
        }
        times[4].push(timed(|| both(list)) / TURNS as u32);
    }
    let each = |run: &dyn Fn(&Filing)| {
        let mut times: Vec<Duration> = filings.iter().map(|f| timed(|| run(f))).collect();
        times.sort();
        times
    };
    let single = each(&|f| drop(hit_categories(list, f, options)));
    let p99 = single.get(single.len() * 99 / 100).copied().unwrap_or_default();
    // What cutting a filing into words costs by itself, as everything but the engine does it.
    let cutting = each(&|f| f.paragraphs().iter().for_each(|p| words::scan(p.text, |span| _ = black_box(span))));
    let cutting = cutting[cutting.len() / 2];
    let [tantivy, cold, warm, whole, two] = times.map(median);
    for filing in filings.iter().step_by(20) {
        assert_eq!(screen(list, filing, options), screen_by_oracle(list, filing, options), "the engine is the oracle");
    }
    let rate = |d: Duration| filings.len() as f64 / d.as_secs_f64();
    println!("{name}: {} rules, {} hits ({} by tantivy)", list.rules(), hits[1], hits[0]);
    println!(
        "  verdicts, warm cache   {:5.1} x tantivy   {:7.0} filings/s   p99 {p99:.0?}, {:.1} x cutting the median into words",
        rate(warm) / rate(tantivy),
        rate(warm),
        p99.as_secs_f64() / cutting.as_secs_f64()
    );
    println!("  verdicts, cold cache   {:5.1} x tantivy   {:7.0} filings/s", rate(cold) / rate(tantivy), rate(cold));
    println!("  whole screening        {:5.1} x tantivy   {:7.0} filings/s", rate(whole) / rate(tantivy), rate(whole));
    println!("  two threads            {:5.2} x one thread", rate(two) / rate(warm));
    println!("  tantivy, RAM batches of {BATCH}             {:7.0} filings/s\n", rate(tantivy));
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// tantivy over the same rules.
struct Yardstick {
    schema: Schema,
    body: Field,
    claims: Field,
    queries: Vec<Box<dyn Query>>,
}

impl Yardstick {
    fn new(list: &CompiledList) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("stems")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let (body, claims) = (schema.add_text_field("body", options.clone()), schema.add_text_field("claims", options));
        let mut yardstick = Self { schema: schema.build(), body, claims, queries: Vec::new() };
        yardstick.queries =
            list.categories().flat_map(|(_, c)| &c.clauses).filter_map(|r| yardstick.query(&r.expr, body)).collect();
        yardstick
    }

    /// The rule as a query; what tantivy has no query for is left out.
    fn query(&self, expr: &Expr, field: Field) -> Option<Box<dyn Query>> {
        let all = |of: &[Expr]| of.iter().map(|e| self.query(e, field)).collect::<Option<Vec<_>>>();
        let term = |part: &Part| match part {
            Part::Stem { stem, .. } => Some(Term::from_field_text(field, stem)),
            _ => None,
        };
        Some(match &expr.node {
            Node::Term(t) if t.parts.len() == 1 => {
                Box::new(TermQuery::new(term(&t.parts[0])?, IndexRecordOption::Basic))
            }
            Node::Term(t) => Box::new(PhraseQuery::new(t.parts.iter().map(term).collect::<Option<Vec<_>>>()?)),
            Node::And(of) => Box::new(BooleanQuery::intersection(all(of)?)),
            Node::Or(of) => Box::new(BooleanQuery::union(all(of)?)),
            Node::AtLeast(n, of) => Box::new(BooleanQuery::union_with_minimum_required_clauses(all(of)?, *n)),
            Node::Not(a, b) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, self.query(a, field)?),
                (Occur::MustNot, self.query(b, field)?),
            ])),
            Node::In(fields, e) => self.query(e, if *fields == Fields::CLAIMS { self.claims } else { field })?,
            Node::Near(p, a, b) if matches!(p.kind, ProximityKind::Near | ProximityKind::Adj) => {
                match (&a.node, &b.node) {
                    (Node::Term(a), Node::Term(b)) => {
                        let (a, b) = (term(&a.parts[0])?, term(&b.parts[0])?);
                        if a == b {
                            return Some(Box::new(TermQuery::new(a, IndexRecordOption::Basic)));
                        }
                        let mut query = PhraseQuery::new(vec![a, b]);
                        query.set_slop(p.distance);
                        Box::new(query)
                    }
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    fn run(&self, filings: &[Filing]) -> usize {
        filings.chunks(BATCH).map(|batch| self.batch(batch).expect("tantivy runs in memory")).sum()
    }

    fn batch(&self, filings: &[Filing]) -> tantivy::Result<usize> {
        let index = Index::create_in_ram(self.schema.clone());
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stems).build();
        index.tokenizers().register("stems", analyzer);
        let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, 400_000_000)?;
        for filing in filings {
            let body: Vec<&str> = filing.paragraphs().iter().map(|p| p.text).collect();
            writer.add_document(doc!(self.body => body.join("\n"), self.claims => filing.claims.join("\n")))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        self.queries.iter().map(|q| searcher.search(q, &Count)).sum()
    }
}

/// The English stemmer, which is what the engine calls too.
#[derive(Clone)]
struct Stems;

impl TokenFilter for Stems {
    type Tokenizer<T: Tokenizer> = Stemming<T>;
    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemming<T> {
        Stemming(tokenizer)
    }
}

#[derive(Clone)]
struct Stemming<T>(T);

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stemmed<T::TokenStream<'a>>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stemmed(self.0.token_stream(text))
    }
}

struct Stemmed<S>(S);

impl<S: TokenStream> TokenStream for Stemmed<S> {
    fn advance(&mut self) -> bool {
        let more = self.0.advance();
        if more {
            let stem = words::stem(&self.0.token().text).into_owned();
            self.0.token_mut().text = stem;
        }
        more
    }
    fn token(&self) -> &Token {
        self.0.token()
    }
    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

/// Filings and lists: real ones where they are, else made up.
fn inputs() -> (Vec<Filing>, Vec<(String, String)>) {
    let Some(folder) = shared_folder("perf") else {
        println!("no ../shared/perf: the texts and rules are made up, and the figures say little");
        return made_up();
    };
    let text = std::fs::read_to_string(folder.join("filings.ndjson")).unwrap_or_default();
    let filings = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let lists = ["rules-500", "rules-2000", "rules-10000"]
        .into_iter()
        .filter_map(|n| Some((n.to_owned(), std::fs::read_to_string(folder.join(format!("{n}.toml"))).ok()?)));
    (filings, lists.collect())
}

/// Made-up words in made-up texts, always the same.
struct MadeUp {
    seed: u64,
    vocabulary: Vec<String>,
}

impl MadeUp {
    fn new() -> Self {
        const SYLLABLES: [&str; 16] =
            ["ra", "dar", "co", "il", "ab", "sor", "mo", "du", "la", "ti", "on", "fre", "quen", "cy", "ves", "sel"];
        let mut made_up = Self { seed: 1, vocabulary: Vec::new() };
        for _ in 0..6_000 {
            let word = (0..2 + made_up.below(3)).map(|_| SYLLABLES[made_up.below(SYLLABLES.len())]).collect();
            made_up.vocabulary.push(word);
        }
        made_up
    }

    fn below(&mut self, n: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % n
    }

    /// Low numbers are common, high ones rare, as in any language.
    fn word(&mut self) -> String {
        let most = self.below(self.vocabulary.len()) + 1;
        let at = self.below(most);
        self.vocabulary[at].clone()
    }

    fn paragraph(&mut self) -> String {
        (0..100).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn filing(&mut self, number: usize) -> Option<Filing> {
        let description: Vec<_> = (0..90).map(|_| serde_json::json!({"text": self.paragraph()})).collect();
        let number = format!("18/{number:06}");
        let filing = serde_json::json!({"application_number": number, "title": "T", "claims": [self.paragraph()], "description": description});
        serde_json::from_value(filing).ok()
    }

    fn list(&mut self, rules: usize) -> String {
        let mut text = "[list]\nid='b'\ntitle='b'\nrevision='1'\neffective=2026-01-01\n".to_owned();
        for i in 0..rules {
            let (a, b) = (self.word(), self.word());
            let rule = match i % 4 {
                0 => format!("{a} AND {b}"),
                1 => format!("{a} OR {b}"),
                2 => format!("\"{a} {b}\""),
                _ => format!("{a} NEAR11 {b}"),
            };
            text += &format!(
                "[[category]]\nnumber='{i}'\ntitle='t'\nagencies=['NAVY']\n[[category.clause]]\nid='c'\nrule='{rule}'\n"
            );
        }
        text
    }
}

fn made_up() -> (Vec<Filing>, Vec<(String, String)>) {
    let mut made_up = MadeUp::new();
    let filings = (0..100).filter_map(|n| made_up.filing(n)).collect();
    let lists = [500, 2_000, 10_000].map(|n| (format!("made-up-{n}"), made_up.list(n))).into();
    (filings, lists)
}
