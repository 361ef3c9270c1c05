//! What may fit a query, asked of the index: the words and operators of the rule language, turned
//! into the index's own tree.
//!
//! Whatever posting lists cannot say exactly is asked as something wider, never narrower, and marked
//! so; the matcher then confirms on the stored text. Who may see what comes of it is the caller's.

use crate::domain::filing::{Filing, Section};
use crate::domain::refusal::{INVALID, Refusal};
use crate::screening::class::{ClassTerm, compact};
use crate::screening::oracle::{self, text::Text};
use crate::screening::rule::{self, Expr, Fields, Node, Part, ProximityKind, Term};
use crate::search::{Open, Query, Sections, Word};

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

fn translate(expr: &Expr) -> Query {
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

fn of_class(term: ClassTerm) -> crate::search::Fits {
    (move |symbol: &str| term.fits(&compact(symbol))).into()
}

/// Sections are what the index knows; a part of the description is asked as the whole of it.
fn within(fields: Fields, of: Query) -> Query {
    let sections = [Section::Title, Section::Abstract, Section::Claims, Section::Description];
    let asked = sections
        .into_iter()
        .filter(|s| fields.meets(Fields::of(*s, None)))
        .fold(Sections::NONE, Sections::with);
    let of = Query::Within(asked, Box::new(of));
    let partly = fields.meets(Fields::DESCRIPTION) && fields.and(Fields::DESCRIPTION) != Fields::DESCRIPTION;
    if partly { Query::Loosely(Box::new(of)) } else { of }
}
