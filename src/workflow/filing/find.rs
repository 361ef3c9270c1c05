//! Searching filings. A query in the words and operators of the rule language is translated into the tree that the
//! index answers.
//!
//! Whatever posting lists cannot say exactly is asked as something wider, never narrower, and marked
//! so; the matcher then confirms on the stored text. Nothing is found that the actor may not read. The number of an
//! application is looked up in the record.

use crate::search::{Filters, Fits, Onlooker, Open, Query, Sections, Word};
use crate::store::filing::filings;
use crate::workflow::filing::filings::{FilingRecord, Filter, Page, list, seqs};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::base::refusal::{INVALID, Refusal};
use domain::filing::{ApplicationNumber, Filing, Section};
use domain::review::access;
use screening::class::{ClassTerm, compact};
use screening::engine::Engine;
use screening::list::{CompiledCategory, CompiledRule};
use screening::oracle;
use screening::rule::{self, Expr, Fields, Node, Part, ProximityKind, Term};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Roles that may search: those that may read texts.
const SEARCHERS: [Role; 3] = [Role::Examiner, Role::Reviewer, Role::Official];

/// Most words, values and operators of a query. Nobody types so many, and a program that sent more would keep other
/// users waiting.
const MOST_PARTS: usize = 200;

/// A query as it is typed, read once: the number of an application, words in the language of review lists, or a text
/// that can be read as both.
#[derive(Debug, Clone)]
pub struct Asked {
    /// As a number, in the form of [`ApplicationNumber::key`].
    number_key: Option<String>,
    /// As words. The refusal says why they are none.
    words: Result<Words, Refusal>,
    /// Set when nobody waits for the answer any more.
    given_up: Arc<AtomicBool>,
}

/// A query for words.
#[derive(Debug, Clone)]
pub struct Words {
    expr: Expr,
    /// The query as the only rule of a list: the form that the matcher takes.
    engine: Arc<Engine>,
}

impl Asked {
    /// Reads a query. What is neither a number nor words is refused with the place at fault.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let number_key = ApplicationNumber::parse(text).ok().map(|number| number.key());
        let words = Words::parse(text);
        match (&number_key, words) {
            (None, Err(refusal)) => Err(refusal),
            (_, words) => Ok(Self { number_key, words, given_up: Arc::default() }),
        }
    }
    /// Whether texts are looked through for it, which takes time.
    pub fn is_for_words(&self) -> bool {
        self.words.is_ok()
    }
    /// Ends the search when it is dropped, wherever it is by then.
    pub fn asker(&self) -> Asker {
        Asker(self.given_up.clone())
    }
}

/// Whoever waits for the answer to a query. Once nobody does, no further text is read for it.
#[derive(Debug)]
pub struct Asker(Arc<AtomicBool>);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Words {
    /// Reads a query for words; the refusal marks the place at fault.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let expr = rule::parse(text).map(|r| r.expr).map_err(|complaints| {
            let all: Vec<String> = complaints
                .iter()
                .map(|c| {
                    let (_, column) = c.line_column(text);
                    format!("column {column}: {c}")
                })
                .collect();
            Refusal::new(&INVALID, all.join("; ")).at("q")
        })?;
        let parts = count_parts(&expr);
        if parts > MOST_PARTS {
            let detail =
                format!("The query has {parts} words and operators; at most {MOST_PARTS} are looked for at a time.");
            return Err(Refusal::new(&INVALID, detail).at("q"));
        }
        let rule = CompiledRule { number: 0, expr: expr.clone() };
        let category = CompiledCategory { clauses: vec![rule], excepts: vec![], agencies_if: vec![] };
        let engine = Engine::new(std::iter::once((1, &[1][..], &category)));
        Ok(Self { expr, engine: Arc::new(engine) })
    }
    /// The query in the form that the index answers.
    pub fn query(&self) -> Query {
        translate(&self.expr)
    }
    /// Whether the text of a filing fits. If the text is too large to decide, it counts as fitting, and the reader
    /// decides.
    pub fn fits(&self, filing: &Filing) -> bool {
        self.engine.screen(filing, &filing.paragraphs(), false, |hits, notes| {
            let open = || oracle::evaluate(&self.expr, notes).map_or(true, |found| found.is_some());
            !hits.hit.is_empty() || (!hits.open.is_empty() && open())
        })
    }
}

/// Counts words, values, codes and operators of an expression.
fn count_parts(expr: &Expr) -> usize {
    let sum = |of: &[Expr]| of.iter().map(count_parts).sum::<usize>();
    match &expr.node {
        Node::Term(term) => term.parts.len(),
        Node::Quantity(_) | Node::Class(..) => 1,
        Node::And(of) | Node::Or(of) | Node::Xor(of) | Node::AtLeast(_, of) => sum(of) + of.len().saturating_sub(1),
        Node::Not(a, b) | Node::Near(_, a, b) => count_parts(a) + count_parts(b) + 1,
        Node::In(_, of) => count_parts(of),
    }
}

/// The words of all filings, as the index of this node has them.
pub struct Corpus(Onlooker);

impl Corpus {
    /// Opens the index in a folder for reading, even while a service uses it; `None` if there is none that can be read.
    pub fn open(index: &Path) -> Option<Self> {
        Onlooker::open(index).map(Self)
    }
    /// How many filings there are.
    pub fn filings(&self) -> u64 {
        self.0.documents()
    }
    /// Whether a part of a rule may occur in one of the filings; `false` only if it surely does not.
    pub fn may_occur(&self, part: &Expr) -> bool {
        self.0.may_fit(&translate(part)).unwrap_or(true)
    }
}

/// Translates an expression of a rule into a query of the index that is as wide as the expression or wider.
pub(crate) fn translate(expr: &Expr) -> Query {
    let all = |of: &[Expr]| of.iter().map(translate).collect::<Vec<_>>();
    match &expr.node {
        Node::Term(term) => translate_term(term),
        // Values and units are not in the index.
        Node::Quantity(_) => Query::Loosely(Box::new(Query::All)),
        Node::Class(scheme, term) => Query::Class(*scheme, translate_class(term.clone())),
        Node::And(of) => Query::And(all(of)),
        Node::Or(of) => Query::Or(all(of)),
        Node::Xor(of) => Query::Xor(all(of)),
        Node::AtLeast(n, of) => Query::AtLeast(*n, all(of)),
        Node::Not(a, b) => Query::And(vec![translate(a), Query::Not(Box::new(translate(b)))]),
        Node::Near(p, a, _) if p.negated => Query::Loosely(Box::new(translate(a))),
        Node::Near(p, a, b) => Query::Beside {
            ordered: p.kind == ProximityKind::Adj,
            a: Box::new(translate(a)),
            b: Box::new(translate(b)),
        },
        Node::In(fields, of) => restrict_to_sections(*fields, translate(of)),
    }
}

fn translate_term(term: &Term) -> Query {
    let mut words: Vec<Word> = term.parts.iter().map(translate_part).collect();
    match (words.pop(), words.is_empty()) {
        (Some(only), true) => Query::Word(only),
        (Some(last), false) => {
            words.push(last);
            Query::Phrase(words)
        }
        (None, _) => Query::All,
    }
}

fn translate_part(part: &Part) -> Word {
    match part {
        Part::Stem { form, .. } => Word::Stem(form.clone()),
        Part::Exact(form) => Word::Exact(form.clone()),
        Part::Pattern(pattern) => {
            let (starts, pattern) = (pattern.literal_start().to_owned(), pattern.clone());
            Word::Open(Open { starts, fits: (move |word: &str| pattern.matches(word)).into() })
        }
    }
}

fn translate_class(term: ClassTerm) -> Fits {
    (move |symbol: &str| term.fits(&compact(symbol))).into()
}

/// Restricts a query to sections. The index knows no parts of the description, so a part of it is asked as the whole
/// description.
fn restrict_to_sections(fields: Fields, of: Query) -> Query {
    let sections = [Section::Title, Section::Abstract, Section::Claims, Section::Description];
    let asked =
        sections.into_iter().filter(|s| fields.meets(Fields::of(*s, None))).fold(Sections::NONE, Sections::with);
    let of = Query::Within(asked, Box::new(of));
    let partly = fields.meets(Fields::DESCRIPTION) && fields.and(Fields::DESCRIPTION) != Fields::DESCRIPTION;
    if partly { Query::Loosely(Box::new(of)) } else { of }
}

/// Filings taken from the index at a time.
const BATCH: usize = 200;

/// How long texts are read for one page. What is not decided by then is for the next page, so that no query holds a thread
/// for long, and none is refused because it is hard.
const LONGEST: Duration = Duration::from_millis(150);

/// The filings of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub filings: Vec<FilingRecord>,
    /// The `seq` of the last filing that was decided, if time was over before the page was full: the next page begins
    /// behind it.
    pub reached: Option<i64>,
}

/// A page of the filings that a query finds and that are for the actor to see, latest first. `at.after` is the `seq`
/// of the last one of the page before, or the one it reached.
///
/// The number of an application finds its filings for whoever may see their records. Words find texts, and only for
/// those who may read texts: a query for words is a way to read.
pub fn search(cx: &Ctx, actor: &Actor, asked: &Asked, filter: &Filter, at: &Page) -> Result<Found, Error> {
    let may_read_texts = access::role(actor, &SEARCHERS);
    let mut filings = match (&asked.number_key, &may_read_texts) {
        (Some(key), _) => list(cx, actor, &Filter { number_key: Some(key.clone()), ..filter.clone() }, at)?,
        (None, Ok(())) => vec![],
        (None, Err(refusal)) => return Err(refusal.clone().into()),
    };
    let (Ok(words), Ok(())) = (&asked.words, may_read_texts) else { return Ok(Found { filings, reached: None }) };
    let fitting = fitting(cx, actor, words, filter, at, &asked.given_up)?;
    // What lies behind is for the next page.
    filings.retain(|f| fitting.reached.is_none_or(|reached| f.seq >= reached));
    filings.extend(fitting.filings);
    // A filing may say its own number.
    filings.sort_by_key(|f| std::cmp::Reverse(f.seq));
    filings.dedup_by_key(|f| f.seq);
    filings.truncate(usize::try_from(at.limit).unwrap_or(usize::MAX));
    Ok(Found { filings, reached: fitting.reached })
}

/// A page of the filings whose texts fit.
///
/// The index is asked once. Where its first answers do not fill the page, the record says in one query
/// which filings there are for the actor at all, and no other is looked at.
fn fitting(
    cx: &Ctx,
    actor: &Actor,
    asked: &Words,
    filter: &Filter,
    at: &Page,
    given_up: &AtomicBool,
) -> Result<Found, Error> {
    let index = &cx.service()?.index;
    let wanted = usize::try_from(at.limit).unwrap_or(BATCH);
    // The day of receipt never changes, so that the index knows it as well as the record does.
    let filters =
        Filters { received_from: filter.received_from, received_to: filter.received_to, ..Filters::default() };
    let mut matches = index.matches(&asked.query(), &filters, at.after).map_err(|e| Error::Internal(e.to_string()))?;
    // An account of an agency sees few of all filings.
    let mut narrowed = actor.agency.is_some();
    if narrowed {
        matches.retain_seqs(&seqs(cx, actor, filter)?);
    }
    let until = Instant::now() + LONGEST;
    let (mut filings, mut decided) = (Vec::new(), None);
    loop {
        let found = matches.take_newest(BATCH).map_err(|e| Error::Internal(e.to_string()))?;
        let certain: HashSet<FilingId> = found.iter().filter(|c| c.certain).map(|c| c.id).collect();
        let these = Filter { among: Some(found.iter().map(|c| c.id).collect()), ..filter.clone() };
        // The index may be a moment behind the record; the record decides what there is.
        let visible =
            list(cx, actor, &these, &Page { limit: i64::try_from(BATCH).unwrap_or(i64::MAX), ..Page::default() })?;
        for record in visible {
            // One filing at least is decided for each page, so that a search comes to its end.
            if decided.is_some() && (Instant::now() > until || given_up.load(Ordering::Relaxed)) {
                return Ok(Found { filings, reached: decided });
            }
            decided = Some(record.seq);
            if !certain.contains(&record.id) && !confirmed(cx, asked, &record)? {
                continue;
            }
            filings.push(record);
            if filings.len() >= wanted {
                return Ok(Found { filings, reached: None });
            }
        }
        if matches.remaining() == 0 {
            return Ok(Found { filings, reached: None });
        }
        if !narrowed {
            matches.retain_seqs(&seqs(cx, actor, filter)?);
            narrowed = true;
        }
    }
}

fn confirmed(cx: &Ctx, asked: &Words, record: &FilingRecord) -> Result<bool, Error> {
    let filing = cx.read(|conn| Ok(filings::document(conn, record.id, record.text_version)?))?;
    Ok(filing.is_some_and(|f| asked.fits(&f)))
}
