//! What may fit a query, asked of the index: the words and operators of the rule language, turned
//! into the index's own tree.
//!
//! Whatever posting lists cannot say exactly is asked as something wider, never narrower, and marked
//! so; the matcher then confirms on the stored text. Nothing is found that the actor may not read.

use crate::search::{Filters, Fits, Onlooker, Open, Query, Sections, Word};
use crate::store::filing::filings;
use crate::workflow::filing::filings::{FilingRecord, Filter, Page, list};
use crate::workflow::frame::act::{Ctx, Error};
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::base::refusal::{INVALID, Refusal};
use domain::filing::{Filing, Section};
use domain::review::access;
use screening::class::{ClassTerm, compact};
use screening::oracle;
use screening::oracle::text::Text;
use screening::rule::{self, Expr, Fields, Node, Part, ProximityKind, Term};
use std::collections::HashSet;
use std::path::Path;

/// Who may search: whoever may read texts.
const SEARCHERS: [Role; 3] = [Role::Examiner, Role::Reviewer, Role::Official];

/// A query as an examiner types it, read once.
#[derive(Debug, Clone)]
pub struct Asked {
    expr: Expr,
}

impl Asked {
    /// Reads a query; the refusal marks the place at fault.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        rule::parse(text).map(|r| Self { expr: r.expr }).map_err(|complaints| {
            let all: Vec<String> = complaints
                .iter()
                .map(|c| {
                    let (_, column) = c.line_column(text);
                    format!("column {column}: {c}")
                })
                .collect();
            Refusal::new(&INVALID, all.join("; ")).at("q")
        })
    }
    /// As the index understands it.
    pub fn query(&self) -> Query {
        translate(&self.expr)
    }
    /// Whether the text of a filing surely fits. A filing too large to decide counts as fitting: the
    /// reader looks.
    pub fn fits(&self, filing: &Filing) -> bool {
        oracle::evaluate(&self.expr, &Text::new(filing, false)).map_or(true, |found| found.is_some())
    }
}

/// The words of all filings, as the index of a node has them.
pub struct Corpus(Onlooker);

impl Corpus {
    /// Looks at the index in a folder, be it in use or not; `None` where there is none.
    pub fn open(index: &Path) -> Option<Self> {
        Onlooker::open(index).map(Self)
    }
    /// How many filings there are.
    pub fn filings(&self) -> u64 {
        self.0.documents()
    }
    /// Whether a part of a rule may occur in one of them; `false` only if it surely does not.
    pub fn may_occur(&self, part: &Expr) -> bool {
        self.0.may_fit(&translate(part)).unwrap_or(true)
    }
}

/// An expression of a rule as the index understands it: as wide, or wider.
pub(crate) fn translate(expr: &Expr) -> Query {
    let all = |of: &[Expr]| of.iter().map(translate).collect::<Vec<_>>();
    match &expr.node {
        Node::Term(term) => of_term(term),
        // Values and units are not in the index.
        Node::Quantity(_) => Query::Loosely(Box::new(Query::All)),
        Node::Class(scheme, term) => Query::Class(*scheme, of_class(term.clone())),
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
        Node::In(fields, of) => within(*fields, translate(of)),
    }
}

fn of_term(term: &Term) -> Query {
    let mut words: Vec<Word> = term.parts.iter().map(of_part).collect();
    match (words.pop(), words.is_empty()) {
        (Some(only), true) => Query::Word(only),
        (Some(last), false) => {
            words.push(last);
            Query::Phrase(words)
        }
        (None, _) => Query::All,
    }
}

fn of_part(part: &Part) -> Word {
    match part {
        Part::Stem { form, .. } => Word::Stem(form.clone()),
        Part::Exact(form) => Word::Exact(form.clone()),
        Part::Pattern(pattern) => {
            let (starts, pattern) = (pattern.literal_start().to_owned(), pattern.clone());
            Word::Open(Open { starts, fits: (move |word: &str| pattern.matches(word)).into() })
        }
    }
}

fn of_class(term: ClassTerm) -> Fits {
    (move |symbol: &str| term.fits(&compact(symbol))).into()
}

/// Sections are what the index knows; a part of the description is asked as the whole of it.
fn within(fields: Fields, of: Query) -> Query {
    let sections = [Section::Title, Section::Abstract, Section::Claims, Section::Description];
    let asked =
        sections.into_iter().filter(|s| fields.meets(Fields::of(*s, None))).fold(Sections::NONE, Sections::with);
    let of = Query::Within(asked, Box::new(of));
    let partly = fields.meets(Fields::DESCRIPTION) && fields.and(Fields::DESCRIPTION) != Fields::DESCRIPTION;
    if partly { Query::Loosely(Box::new(of)) } else { of }
}

/// Filings looked at in one go.
const BATCH: usize = 200;

/// A page of the filings that fit a query and are for the actor to read, latest first. `at.after` is
/// the `seq` of the last one of the page before. Only for those who may read texts: a query is a way
/// to read.
pub fn search(cx: &Ctx, actor: &Actor, asked: &Asked, filter: &Filter, at: &Page) -> Result<Vec<FilingRecord>, Error> {
    access::role(actor, &SEARCHERS)?;
    let index = &cx.service()?.index;
    let wanted = usize::try_from(at.limit).unwrap_or(BATCH);
    let (query, filters) = (asked.query(), Filters::default());
    let mut out = Vec::new();
    let mut after = at.after;
    while out.len() < wanted {
        let found = index.query(&query, &filters, after, BATCH).map_err(|e| Error::House(e.to_string()))?;
        let certain: HashSet<FilingId> = found.candidates.iter().filter(|c| c.certain).map(|c| c.id).collect();
        let filter = Filter { among: Some(found.candidates.iter().map(|c| c.id).collect()), ..filter.clone() };
        // The index may be a moment behind the record; the record decides what there is.
        let visible =
            list(cx, actor, &filter, &Page { limit: i64::try_from(BATCH).unwrap_or(i64::MAX), ..Page::default() })?;
        for record in visible {
            if out.len() < wanted && (certain.contains(&record.id) || confirmed(cx, asked, &record)?) {
                out.push(record);
            }
        }
        match found.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(out)
}

fn confirmed(cx: &Ctx, asked: &Asked, record: &FilingRecord) -> Result<bool, Error> {
    let filing = cx.read(|conn| Ok(filings::document(conn, record.id, record.text_version)?))?;
    Ok(filing.is_some_and(|f| asked.fits(&f)))
}
