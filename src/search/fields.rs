//! The fields of the index and the terms in them. Change [`VERSION`] with anything here or in
//! `tokens`: an index of another version is thrown away and filled again.

use jiff::civil::Date;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, Term};

use crate::search::query::Sections;
use crate::search::tokens::{JoinedTokenizer, WordTokenizer};
use domain::filing::{Scheme, Section};

/// Version of everything that decides what is in the index.
pub(super) const VERSION: &str = "subrosa-search/2";

/// The name of the tokenizer of text with positions.
const WORDS: &str = "words";
/// The name of the tokenizer of words read as one.
const JOINED_WORDS: &str = "joined";

/// The sections, in the order of [`Fields::text`].
const SECTIONS: [Section; 4] = [Section::Title, Section::Abstract, Section::Claims, Section::Description];

/// What a term of a text field is; its first character.
pub(super) mod kind {
    /// A folded form.
    pub const FORM: char = 'f';
    /// The stem of a word.
    pub const STEM: char = 's';
    /// In `joined`: the form of a hyphenated word read as one.
    pub const JOINED: char = 'j';
    /// In `joined`: the bucket of two words read as one.
    pub const BUCKET: char = 'b';
    /// In `joined`: the filing has a word too long to index.
    pub const GIANT: char = 'g';
}

#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The filing's id, the one thing stored.
    pub id: Field,
    /// Where it stands in the order of receipt.
    pub seq: Field,
    /// Application number by its key.
    pub number: Field,
    /// Words of title, abstract, claims, description, with positions.
    pub text: [Field; 4],
    /// Words read as one, of the whole filing, without positions.
    pub joined: Field,
    /// Class codes, `cpc:F41H3/00`.
    pub class: Field,
    pub status: Field,
    /// Categories hit.
    pub category: Field,
    /// Day of receipt.
    pub received: Field,
    /// Day of filing.
    pub filed: Field,
}

impl Fields {
    /// The schema, always the same.
    pub fn schema() -> (Schema, Self) {
        let tokenized_by = |tokenizer, record| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let mut b = Schema::builder();
        let column: NumericOptions = FAST.into();
        let fields = Self {
            id: b.add_text_field("id", STRING | STORED),
            seq: b.add_i64_field("seq", column.clone()),
            number: b.add_text_field("number", STRING),
            text: ["title", "abstract", "claims", "description"]
                .map(|name| b.add_text_field(name, tokenized_by(WORDS, IndexRecordOption::WithFreqsAndPositions))),
            joined: b.add_text_field("joined", tokenized_by(JOINED_WORDS, IndexRecordOption::Basic)),
            // Codes come in already cut.
            class: b.add_text_field("class", tokenized_by("raw", IndexRecordOption::Basic)),
            status: b.add_text_field("status", STRING),
            category: b.add_text_field("category", STRING),
            received: b.add_i64_field("received_on", column.clone()),
            filed: b.add_i64_field("filed_on", column),
        };
        (b.build(), fields)
    }

    /// Makes the tokenizers that the schema names known to an index; every index that is opened needs them.
    pub fn register_tokenizers(index: &Index) {
        index.tokenizers().register(WORDS, WordTokenizer);
        index.tokenizers().register(JOINED_WORDS, JoinedTokenizer);
    }

    /// The text field of a section.
    pub fn of(&self, section: Section) -> Field {
        self.text[SECTIONS.iter().position(|&s| s == section).unwrap_or_default()]
    }

    /// The text fields of these sections.
    pub fn within(&self, sections: Sections) -> Vec<Field> {
        SECTIONS.iter().filter(|&&s| sections.contains(s)).map(|&s| self.of(s)).collect()
    }
}

/// A term of a text field.
pub(super) fn term(field: Field, kind: char, text: &str) -> Term {
    Term::from_field_text(field, &format!("{kind}{text}"))
}

/// What the terms of a scheme begin with.
pub(super) fn scheme_prefix(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cpc => "cpc:",
        Scheme::Ipc => "ipc:",
        Scheme::Uspc => "uspc:",
        Scheme::Locarno => "locarno:",
    }
}

/// A symbol as it is indexed.
pub(super) fn symbol(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A date as a number that grows with it.
pub(super) fn day_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The bucket of a stem: one of a million, so that pairs of words do not fill the dictionary. Two
/// stems in one bucket make a candidate too many, now and then.
pub(super) fn bucket_of(stem: &str) -> String {
    // FNV-1a, folded to 20 bits. Part of what VERSION names: it must never depend on the platform.
    let hash = stem.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{:05x}", (hash ^ (hash >> 20) ^ (hash >> 40)) & 0xf_ffff)
}
