//! Answers a query for one segment: the documents that surely fit, and all that may. The matcher confirms the documents
//! in between.
//!
//! Documents are certain where that is cheap to know: a word by form or stem is certain, the same word read from two is
//! not (its bucket holds others too). A phrase is certain in its written form, and possible wherever its words are and
//! one of them may be read in another way.

use tantivy::Term;
use tantivy::schema::Field;

use crate::search::fields::{self, kind, term};
use crate::search::query::{Query, Sections, Word};
use crate::search::segment::{Segment, buckets_of};
use crate::search::set::{Bounds, Set};
use text::words;

impl Segment<'_> {
    /// The documents that fit a query, deleted ones not left out.
    pub(super) fn answer(&self, query: &Query) -> tantivy::Result<Bounds> {
        let mut bounds = self.bounds(query, Sections::ALL)?;
        let giant = Term::from_field_text(self.fields.joined, &kind::GIANT.to_string());
        bounds.possible = bounds.possible.or(&self.with(&giant)?);
        Ok(bounds)
    }

    fn bounds(&self, query: &Query, sections: Sections) -> tantivy::Result<Bounds> {
        let each = |of: &[Query]| of.iter().map(|q| self.bounds(q, sections)).collect::<tantivy::Result<Vec<_>>>();
        let fold = |of: &[Query], from: Set, by: fn(Bounds, &Bounds) -> Bounds| {
            Ok::<_, tantivy::TantivyError>(each(of)?.iter().fold(Bounds::exactly(from), by))
        };
        Ok(match query {
            Query::All => Bounds::exactly(self.all()),
            Query::Word(word) => {
                let certain = self.plain(word, sections)?;
                Bounds { possible: self.with_joined_word(word, sections)?.or(&certain), certain }
            }
            Query::Phrase(parts) => self.phrase(parts, sections)?,
            Query::Beside { ordered, a, b } => Bounds::at_most(self.with_neighbours(*ordered, a, b, sections)?),
            Query::Class(scheme, fits) => {
                let prefix = fields::scheme_prefix(*scheme);
                Bounds::exactly(self.with_fitting(self.fields.class, prefix, "", |symbol| fits.test(symbol))?)
            }
            Query::And(of) => fold(of, self.all(), |a, b| a.and(b))?,
            Query::Or(of) => fold(of, self.none(), |a, b| a.or(b))?,
            Query::Xor(of) => fold(of, self.none(), |a, b| a.xor(b))?,
            Query::AtLeast(n, of) => Bounds::at_least(*n, &each(of)?, self.reader.max_doc()),
            Query::Not(inner) => self.bounds(inner, sections)?.not(),
            Query::Within(own, inner) => self.bounds(inner, sections.and(*own))?,
            Query::Loosely(inner) => Bounds::at_most(self.bounds(inner, sections)?.possible),
        })
    }

    /// The documents found in any of these sections.
    fn any_field(&self, sections: Sections, mut of: impl FnMut(Field) -> tantivy::Result<Set>) -> tantivy::Result<Set> {
        self.fields.within(sections).into_iter().try_fold(self.none(), |out, field| Ok(out.or(&of(field)?)))
    }

    /// The documents with a word in its written form.
    fn plain(&self, word: &Word, sections: Sections) -> tantivy::Result<Set> {
        self.any_field(sections, |field| match word {
            Word::Open(open) => self.open(field, kind::FORM, open),
            Word::Stem(form) => self.with(&term(field, kind::STEM, &words::stem(form))),
            Word::Exact(form) => {
                Ok(self.with(&term(field, kind::FORM, form))?.or(&self.with(&possessive_term(field, form))?))
            }
        })
    }

    /// The documents with a word read from two or more. There may be too many: a bucket holds other words, and
    /// hyphenated words are found in any section.
    fn with_joined_word(&self, word: &Word, sections: Sections) -> tantivy::Result<Set> {
        let field = self.fields.joined;
        match word {
            _ if sections == Sections::NONE => Ok(self.none()),
            Word::Open(open) => {
                let pairs = self.any_field(sections, |field| self.open_pairs(field, open))?;
                Ok(self.open(field, kind::JOINED, open)?.or(&pairs))
            }
            Word::Stem(_) | Word::Exact(_) => buckets_of(word)
                .iter()
                .try_fold(self.none(), |out, bucket| Ok(out.or(&self.with(&term(field, kind::BUCKET, bucket))?))),
        }
    }

    fn phrase(&self, parts: &[Word], sections: Sections) -> tantivy::Result<Bounds> {
        match parts {
            [] => return Ok(Bounds::exactly(self.none())),
            [word] => return self.bounds(&Query::Word(word.clone()), sections),
            _ => {}
        }
        // For each part the other ways to read it: from two words, as a possessive, or cut from one
        // word together with its neighbours.
        let mut otherwise = Vec::with_capacity(parts.len());
        for part in parts {
            let joined = self.with_joined_word(part, sections)?;
            otherwise.push(match part {
                Word::Exact(form) => joined.or(&self.any_field(sections, |f| self.with(&possessive_term(f, form)))?),
                Word::Stem(_) | Word::Open(_) => joined,
            });
        }
        for first in 0..parts.len() {
            for last in first + 1..parts.len() {
                let cut = self.any_field(sections, |field| self.cut(field, &parts[first..=last]))?;
                for ways in &mut otherwise[first..=last] {
                    ways.add(&cut);
                }
            }
        }
        let (mut everywhere, mut somewhere) = (self.all(), self.none());
        for (part, ways) in parts.iter().zip(&otherwise) {
            everywhere = everywhere.and(&self.plain(part, sections)?.or(ways));
            somewhere = somewhere.or(ways);
        }
        let Some(as_it_stands) = self.as_it_stands(parts, sections)? else { return Ok(Bounds::at_most(everywhere)) };
        Ok(Bounds { possible: everywhere.and(&somewhere).or(&as_it_stands), certain: as_it_stands })
    }

    /// A phrase of plain words in a row; `None` if one is truncated.
    fn as_it_stands(&self, parts: &[Word], sections: Sections) -> tantivy::Result<Option<Set>> {
        if parts.iter().any(|p| matches!(p, Word::Open(_))) {
            return Ok(None);
        }
        let terms = |field| {
            let of = |part: &Word| match part {
                Word::Stem(form) => term(field, kind::STEM, &words::stem(form)),
                Word::Exact(form) | Word::Open(crate::search::query::Open { starts: form, .. }) => {
                    term(field, kind::FORM, form)
                }
            };
            parts.iter().map(of).collect()
        };
        self.any_field(sections, |field| self.in_a_row(terms(field))).map(Some)
    }

    fn with_neighbours(&self, ordered: bool, a: &Query, b: &Query, sections: Sections) -> tantivy::Result<Set> {
        let both = self.bounds(a, sections)?.possible.and(&self.bounds(b, sections)?.possible);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let nested = collect_words(a, &mut left) | collect_words(b, &mut right);
        if !ordered || nested {
            // Which piece comes first is the matcher's to tell.
            left.append(&mut right);
            right.clone_from(&left);
        }
        Ok(both.or(&self.any_field(sections, |field| self.cut_between(field, &left, &right, nested))?))
    }
}

/// Collects the words of a query that stands beside another. Returns whether a piece of a cut word may serve more than
/// one of them.
fn collect_words<'q>(query: &'q Query, out: &mut Vec<&'q Word>) -> bool {
    match query {
        Query::Word(word) => {
            out.push(word);
            false
        }
        Query::Phrase(parts) => {
            out.extend(parts);
            parts.len() > 1
        }
        Query::Beside { a, b, .. } => {
            collect_words(a, out);
            collect_words(b, out);
            true
        }
        Query::And(of) | Query::Or(of) | Query::Xor(of) | Query::AtLeast(_, of) => {
            of.iter().fold(false, |nested, q| collect_words(q, out) | nested)
        }
        Query::Not(inner) | Query::Within(_, inner) | Query::Loosely(inner) => collect_words(inner, out),
        Query::All | Query::Class(..) => false,
    }
}

fn possessive_term(field: Field, form: &str) -> Term {
    term(field, kind::FORM, &format!("{form}'s"))
}
