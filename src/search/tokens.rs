//! The terms of a filing that are indexed, and their positions.
//!
//! Every word stands at its position twice, by form and by stem. A sentence leaves one position free
//! after it, so a phrase never reaches into the next. Words that may be read as one (RULES.md
//! section 1: `anti-jam`, `anti jam` as `antijam`) go into a field of their own without positions:
//! hyphenated ones by their form, all of them by the bucket of their stem. Not its job: the readings
//! themselves, which are `screening`'s; here are at least those.

use std::borrow::Cow;
use std::collections::{HashSet, hash_set};

use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::tokenizer::{PreTokenizedString, Token, TokenStream, Tokenizer};

use crate::search::fields::{self, Fields, kind};
use domain::base::ids::FilingId;
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use text::sentences::sentences;
use text::words::{self, Gap, Span};

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

    for paragraph in of.filing.paragraphs() {
        document.add_text(fields.of(paragraph.section), paragraph.text);
        document.add_text(fields.joined, paragraph.text);
    }
    document
}

/// Cuts a paragraph into the words of a field with positions. tantivy asks for one token after another when it indexes
/// the paragraph, so the tokens of a filing, many times as large as its text, are never there together.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        let spans = words::spans(text);
        let sentences = sentences(text, &spans);
        Words { text, spans, sentences, next: 0, half: None, token: Token::default(), position: 0 }
    }
}

/// The words of a paragraph, each by form and by stem.
pub(super) struct Words<'a> {
    text: &'a str,
    spans: Vec<Span>,
    /// The number of the sentence of each word.
    sentences: Vec<u32>,
    /// The word to read next.
    next: usize,
    /// The form of a word whose stem has not been given.
    half: Option<Cow<'a, str>>,
    token: Token,
    /// The position of the last word; tantivy puts a paragraph behind the one before it and leaves one free.
    position: usize,
}

impl Words<'_> {
    fn put(&mut self, kind: char, text: &str) {
        self.token.position = self.position;
        self.token.text.clear();
        self.token.text.push(kind);
        self.token.text.push_str(text);
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        if let Some(form) = self.half.take() {
            self.put(kind::STEM, &words::stem(&form));
            return true;
        }
        while let Some(span) = self.spans.get(self.next) {
            let word = self.next;
            self.next += 1;
            if word > 0 {
                self.position += if self.sentences[word] == self.sentences[word - 1] { 1 } else { 2 };
            }
            let form = words::fold(&self.text[span.start..span.end]);
            if form.len() <= LONGEST_FORM {
                self.put(kind::FORM, &form);
                self.half = Some(form);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Cuts a paragraph into the terms of the field `joined`: its words that may be read as one.
#[derive(Debug, Clone, Copy)]
pub(super) struct JoinedTokenizer;

impl Tokenizer for JoinedTokenizer {
    type TokenStream<'a> = Joined;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Joined {
        let spans = words::spans(text);
        let forms: Vec<_> = spans.iter().map(|s| words::fold(&text[s.start..s.end])).collect();
        let mut terms = HashSet::new();
        if forms.iter().any(|form| form.len() > LONGEST_FORM) {
            terms.insert(kind::GIANT.to_string());
        }
        for first in 0..forms.len() {
            join_from(first, &spans, &forms, &mut terms);
        }
        Joined { terms: terms.into_iter(), token: Token { position: 0, ..Token::default() } }
    }
}

/// Adds the terms of the words that may be read as one and begin with the word at `first`.
fn join_from(first: usize, spans: &[Span], forms: &[Cow<'_, str>], terms: &mut HashSet<String>) {
    let mut joined = forms[first].to_string();
    let mut hyphenated = true;
    for last in first + 1..forms.len().min(first + LONGEST_CHAIN) {
        hyphenated &= spans[last].gap == Gap::Hyphen;
        let pair = last == first + 1 && spans[last].gap.joins();
        if !(hyphenated || pair) || is_digit_beside_digit(&joined, &forms[last]) {
            return;
        }
        joined.push_str(&forms[last]);
        if joined.len() > 2 * LONGEST_FORM {
            terms.insert(kind::GIANT.to_string());
            return;
        }
        terms.insert(format!("{}{}", kind::BUCKET, fields::bucket_of(&words::stem(&joined))));
        if hyphenated {
            terms.insert(format!("{}{joined}", kind::JOINED));
        }
    }
}

/// Terms without an order.
pub(super) struct Joined {
    terms: hash_set::IntoIter<String>,
    token: Token,
}

impl TokenStream for Joined {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        self.token.text = term;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Digits never join digits: `5-10` is not `510`.
fn is_digit_beside_digit(a: &str, b: &str) -> bool {
    a.ends_with(char::is_numeric) && b.starts_with(char::is_numeric)
}

/// Terms whose order does not matter.
fn tokens_without_positions(terms: HashSet<String>) -> PreTokenizedString {
    let tokens = terms.into_iter().map(|text| Token { text, position: 0, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}
