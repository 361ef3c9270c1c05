//! The terms of a filing that are indexed, and their positions.
//!
//! Every word stands at its position twice, by form and by stem. A sentence leaves one position free
//! after it, so a phrase never reaches into the next. Words that may be read as one (RULES.md
//! section 1: `anti-jam`, `anti jam` as `antijam`) go into a field of their own without positions:
//! hyphenated ones by their form, all of them by the bucket of their stem. Not its job: the readings
//! themselves, which are `screening`'s; here are at least those.

use std::collections::HashSet;

use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::search::fields::{self, Fields, kind};
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use text::sentences::sentences;
use text::words::{self, Gap};

/// Most parts of a hyphenated word that are read as one.
const LONGEST_CHAIN: usize = 8;

/// Longest form indexed, in bytes. A filing with a longer one is a candidate of every query:
/// nobody writes such words, and whoever does is to be looked at.
const LONGEST_FORM: usize = 255;

/// A filing with what the index needs to know about it.
#[derive(Debug, Clone, Copy)]
pub struct IndexedFiling<'a> {
    /// Where it stands in the order of receipt; decides the order of results.
    pub seq: i64,
    /// The day it was received.
    pub received_on: Date,
    /// Where it stands.
    pub status: FilingStatus,
    /// The categories it is hit in.
    pub categories: &'a [String],
    pub filing: &'a Filing,
}

/// A change of one filing.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// It is new, or it or what is known about it has changed.
    Put(FilingId, IndexedFiling<'a>),
    /// It is gone.
    Delete(FilingId),
}

impl Change<'_> {
    pub(super) fn id(&self) -> FilingId {
        match self {
            Self::Put(id, _) | Self::Delete(id) => *id,
        }
    }
}

/// The document of a filing.
pub(super) fn document(fields: &Fields, id: FilingId, of: &IndexedFiling<'_>) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, id.to_string());
    document.add_i64(fields.seq, of.seq);
    document.add_text(fields.number, of.filing.application_number.key());
    document.add_text(fields.status, of.status.as_str());
    document.add_i64(fields.received, fields::day_number(of.received_on));
    if let Some(filed_on) = of.filing.filed_on {
        document.add_i64(fields.filed, fields::day_number(filed_on));
    }
    for category in of.categories {
        document.add_text(fields.category, category);
    }
    let codes = of.filing.classes.iter();
    let codes = codes.map(|c| format!("{}{}", fields::scheme_prefix(c.scheme), fields::symbol(&c.symbol)));
    document.add_pre_tokenized_text(fields.class, tokens_without_positions(codes.collect()));

    let mut cutter = Cutter::default();
    for paragraph in of.filing.paragraphs() {
        cutter.paragraph(fields.of(paragraph.section), paragraph.text);
    }
    for (field, tokens) in cutter.placed {
        document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
    document.add_pre_tokenized_text(fields.joined, tokens_without_positions(cutter.joined));
    document
}

/// Collects the tokens of a filing.
#[derive(Default)]
struct Cutter {
    placed: Vec<(tantivy::schema::Field, Vec<Token>)>,
    /// Terms of the field without positions.
    joined: HashSet<String>,
}

impl Cutter {
    fn paragraph(&mut self, field: tantivy::schema::Field, text: &str) {
        let spans = words::spans(text);
        let numbers = sentences(text, &spans);
        let forms: Vec<_> = spans.iter().map(|s| words::fold(&text[s.start..s.end])).collect();

        let at = self.placed.iter().position(|(f, _)| *f == field).unwrap_or_else(|| {
            self.placed.push((field, Vec::new()));
            self.placed.len() - 1
        });
        let tokens = &mut self.placed[at].1;
        let mut position = tokens.last().map_or(0, |t| t.position + 2);
        for (i, form) in forms.iter().enumerate() {
            if i > 0 {
                position += if numbers[i] == numbers[i - 1] { 1 } else { 2 };
            }
            if form.len() > LONGEST_FORM {
                self.joined.insert(kind::GIANT.to_string());
                continue;
            }
            tokens.push(token(position, kind::FORM, form));
            tokens.push(token(position, kind::STEM, &words::stem(form)));
        }

        for first in 0..forms.len() {
            let mut joined = forms[first].to_string();
            let mut hyphenated = true;
            for last in first + 1..forms.len().min(first + LONGEST_CHAIN) {
                hyphenated &= spans[last].gap == Gap::Hyphen;
                let pair = last == first + 1 && spans[last].gap.joins();
                if !(hyphenated || pair) || is_digit_beside_digit(&joined, &forms[last]) {
                    break;
                }
                joined.push_str(&forms[last]);
                if joined.len() > 2 * LONGEST_FORM {
                    self.joined.insert(kind::GIANT.to_string());
                    break;
                }
                self.joined.insert(format!("{}{}", kind::BUCKET, fields::bucket_of(&words::stem(&joined))));
                if hyphenated {
                    self.joined.insert(format!("{}{joined}", kind::JOINED));
                }
            }
        }
    }
}

/// Digits never join digits: `5-10` is not `510`.
fn is_digit_beside_digit(a: &str, b: &str) -> bool {
    a.ends_with(char::is_numeric) && b.starts_with(char::is_numeric)
}

fn token(position: usize, kind: char, text: &str) -> Token {
    Token { position, text: format!("{kind}{text}"), ..Token::default() }
}

/// Terms whose order does not matter.
fn tokens_without_positions(terms: HashSet<String>) -> PreTokenizedString {
    let tokens = terms.into_iter().map(|text| Token { text, position: 0, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}
