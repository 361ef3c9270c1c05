//! The posting lists of one segment: which of its documents have a term, any of the terms that fit, or
//! terms in a row. Not its job: putting them together (`answer`), which is why tantivy's boolean
//! queries are not used: sets of documents are small and their algebra is obvious.

use std::io;

use tantivy::postings::SegmentPostings;
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::search::fields::{self, Fields, kind};
use crate::search::query::{Open, Word};
use crate::search::set::Set;
use text::words;

pub(super) struct Segment<'a> {
    pub reader: &'a SegmentReader,
    pub fields: &'a Fields,
}

impl Segment<'_> {
    pub fn none(&self) -> Set {
        Set::none(self.reader.max_doc())
    }

    pub fn all(&self) -> Set {
        Set::all(self.reader.max_doc())
    }

    /// The documents with this term.
    pub fn with(&self, term: &Term) -> tantivy::Result<Set> {
        let mut out = self.none();
        let index = self.reader.inverted_index(term.field())?;
        if let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? {
            collect(&mut postings, &mut out);
        }
        Ok(out)
    }

    /// The documents with a term of this kind that begins so and fits; `fits` sees what follows
    /// `kind`.
    pub fn with_fitting(
        &self,
        field: Field,
        kind: &str,
        starts: &str,
        fits: impl Fn(&str) -> bool,
    ) -> tantivy::Result<Set> {
        let mut out = self.none();
        self.each_fitting(field, kind, starts, fits, |_, mut documents| {
            collect(&mut documents, &mut out);
            Ok(())
        })?;
        Ok(out)
    }

    fn each_fitting(
        &self,
        field: Field,
        kind: &str,
        starts: &str,
        fits: impl Fn(&str) -> bool,
        mut emit: impl FnMut(Term, SegmentPostings) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let prefix = format!("{kind}{starts}");
        let index = self.reader.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            let text = std::str::from_utf8(stream.key()).map_err(io::Error::other)?;
            if fits(&text[kind.len()..]) {
                let postings = index.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                emit(Term::from_field_text(field, text), postings)?;
            }
        }
        Ok(())
    }

    /// The documents with these terms in a row, in one field.
    pub fn in_a_row(&self, terms: Vec<Term>) -> tantivy::Result<Set> {
        let query = PhraseQuery::new(terms);
        let weight = query.weight(EnableScoring::disabled_from_schema(self.reader.schema()))?;
        let mut out = self.none();
        collect(&mut *weight.scorer(self.reader, 1.0)?, &mut out);
        Ok(out)
    }

    /// The documents with a form of this kind that a truncated word stands for.
    pub fn open(&self, field: Field, kind: char, open: &Open) -> tantivy::Result<Set> {
        let word = Word::Open(open.clone());
        self.with_fitting(field, &kind.to_string(), &open.starts, |form| word.fits(form))
    }

    /// The documents with two words in a row that can be read as this truncated word. The first must
    /// be shorter than the literal beginning.
    pub fn open_pairs(&self, field: Field, open: &Open) -> tantivy::Result<Set> {
        let word = Word::Open(open.clone());
        let form = kind::FORM.to_string();
        let mut out = self.none();
        for (at, _) in open.starts.char_indices().skip(1) {
            let (head, rest) = open.starts.split_at(at);
            let first = fields::term(field, kind::FORM, head);
            let here = self.with(&first)?;
            if here.is_empty() {
                continue;
            }
            let reads = |tail: &str| word.fits(&format!("{head}{tail}"));
            self.each_fitting(field, &form, rest, reads, |second, mut documents| {
                let mut there = self.none();
                collect(&mut documents, &mut there);
                if !there.and(&here).is_empty() {
                    out.add(&self.in_a_row(vec![first.clone(), second])?);
                }
                Ok(())
            })?;
        }
        Ok(out)
    }

    /// The documents with a single word that can be cut to serve all of these, in order.
    pub fn cut(&self, field: Field, parts: &[Word]) -> tantivy::Result<Set> {
        let Some(first) = parts.first() else { return Ok(self.none()) };
        self.with_fitting(field, &kind::FORM.to_string(), first.starts(), |form| cut_reads(form, parts))
    }

    /// The documents with a single word that begins with one of `firsts` and ends with one of
    /// `lasts`; with something in between only if `loosely`.
    pub fn cut_between(&self, field: Field, firsts: &[&Word], lasts: &[&Word], loosely: bool) -> tantivy::Result<Set> {
        let ends = |tail: &str| lasts.iter().any(|last| last.fits(tail));
        let mut out = self.none();
        for first in firsts {
            out.add(&self.with_fitting(field, &kind::FORM.to_string(), first.starts(), |form| {
                cuts(form).any(|(head, tail)| {
                    first.fits_literally(head) && (ends(tail) || (loosely && cuts(tail).any(|(_, tail)| ends(tail))))
                })
            })?);
        }
        Ok(out)
    }
}

fn collect(from: &mut (impl DocSet + ?Sized), out: &mut Set) {
    let mut doc = from.doc();
    while doc != TERMINATED {
        out.insert(doc);
        doc = from.advance();
    }
}

/// Whether a word can be cut into pieces that serve these parts: those before the last as they are
/// spelled, the last with inflections.
pub(super) fn cut_reads(form: &str, parts: &[Word]) -> bool {
    match parts {
        [] => false,
        [last] => last.fits(form),
        [head, rest @ ..] => cuts(form).any(|(a, b)| head.fits_literally(a) && cut_reads(b, rest)),
    }
}

/// All ways to cut a word in two.
pub(super) fn cuts(form: &str) -> impl Iterator<Item = (&str, &str)> {
    form.char_indices().skip(1).map(|(at, _)| form.split_at(at))
}

/// The buckets that a word may be found in when it is read from two.
pub(super) fn buckets_of(word: &Word) -> Vec<String> {
    let forms = match word {
        Word::Stem(form) => vec![form.clone()],
        Word::Exact(form) => vec![form.clone(), format!("{form}'s")],
        Word::Open(_) => Vec::new(),
    };
    let mut out: Vec<_> = forms.iter().map(|form| fields::bucket_of(&words::stem(form))).collect();
    out.dedup();
    out
}
