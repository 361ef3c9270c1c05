//! A filing cut into words at positions, in sentences, paragraphs and sections, with all ways to read the words.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::class;
use crate::rule::Fields;
use domain::filing::{Filing, Paragraph, Scheme, Section};
use text::sentences::sentences;
use text::words;

use crate::oracle::source::Layout;

/// Longest hyphenated word that is also read as one, in parts.
pub const LONGEST_CHAIN: usize = 8;

/// Longest word made of several, and longest word cut into several, in bytes.
pub const LONGEST_COMPOUND: usize = words::LONGEST_STEMMED;

/// A filing, cut and indexed for one screening.
pub struct Text<'a> {
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<Paragraph<'a>>,
    /// Its words. An index into this list is a *position*.
    pub words: Vec<TextWord>,
    /// All ways to read words as one, sorted by the first word.
    pub readings: Vec<Reading>,
    /// Class codes: scheme, compact symbol, index in the filing.
    pub classes: Vec<(Scheme, String, usize)>,
    /// Readings by folded form. The map is ordered, so that forms with a common beginning stand together.
    pub by_form: BTreeMap<String, Vec<usize>>,
    /// Readings by stem.
    pub by_stem: HashMap<String, Vec<usize>>,
    fields: Vec<Fields>,
}

/// A word of a filing.
pub struct TextWord {
    pub paragraph: u32,
    /// The sentence of the word, counted through the filing.
    pub sentence: u32,
    /// First byte in its paragraph.
    pub from: u32,
    /// One past the last byte in its paragraph.
    pub to: u32,
    /// The folded word.
    pub form: String,
}

/// Words read as one: a single word, two words with white space or hyphens between them (`anti jam` as `antijam`), or
/// the parts of a longer hyphenated word.
pub struct Reading {
    /// Position of the first word.
    pub first: u32,
    /// Position of the last word.
    pub last: u32,
    /// The folded forms of the words together.
    pub form: String,
    pub stem: String,
    /// Length of all words but the last, in bytes of `form`; 0 for a single word.
    pub joint: usize,
}

impl<'a> Text<'a> {
    /// Cuts a filing into words and indexes its readings.
    pub fn new(filing: &'a Filing, without_classes: bool) -> Self {
        let paragraphs = filing.paragraphs();
        let fields = paragraphs.iter().map(|p| Fields::of(p.section, p.part)).collect();
        let classes = if without_classes { &[][..] } else { &filing.classes };
        let mut text = Self {
            classes: classes.iter().enumerate().map(|(i, c)| (c.scheme, class::compact(&c.symbol), i)).collect(),
            paragraphs,
            fields,
            words: Vec::new(),
            readings: Vec::new(),
            by_form: BTreeMap::new(),
            by_stem: HashMap::new(),
        };
        text.cut_words();
        text.index_readings();
        text
    }

    fn cut_words(&mut self) {
        let mut sentence = 0;
        for (paragraph, p) in (0..).zip(&self.paragraphs) {
            let spans = words::spans(p.text);
            let numbers = sentences(p.text, &spans);
            let first = self.words.len();
            for (span, number) in spans.iter().zip(&numbers) {
                let form = words::fold(&p.text[span.start..span.end]).into_owned();
                let (from, to) = (span.start as u32, span.end as u32);
                self.words.push(TextWord { paragraph, sentence: sentence + number, from, to, form });
            }
            for i in 0..spans.len() {
                let chain =
                    (i + 1..spans.len()).take(LONGEST_CHAIN - 1).take_while(|&j| spans[j].gap == words::Gap::Hyphen);
                let chain_end = chain.last().unwrap_or(i);
                let pair = spans.get(i + 1).is_some_and(|s| s.gap.joins());
                let longest = if pair { chain_end.max(i + 1) } else { i };
                for last in i..=longest {
                    if let Some(reading) = read_as_one(&self.words, first + i, first + last) {
                        self.readings.push(reading);
                    }
                }
            }
            sentence += numbers.last().map_or(0, |n| n + 1);
        }
    }

    fn index_readings(&mut self) {
        for (i, r) in self.readings.iter().enumerate() {
            self.by_form.entry(r.form.clone()).or_default().push(i);
            self.by_stem.entry(r.stem.clone()).or_default().push(i);
        }
    }

    /// The forms that begin with `start`, with their readings.
    pub fn forms_from<'t>(&'t self, start: &'t str) -> impl Iterator<Item = (&'t String, &'t Vec<usize>)> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.by_form.range::<str, _>(from).take_while(move |(form, _)| form.starts_with(start))
    }

    /// The readings that begin at a position.
    pub fn readings_at(&self, position: u32) -> &[Reading] {
        let start = self.readings.partition_point(|r| r.first < position);
        let end = self.readings.partition_point(|r| r.first <= position);
        &self.readings[start..end]
    }

    /// The word at a position.
    pub fn word(&self, position: u32) -> &TextWord {
        &self.words[position as usize]
    }

    /// Whether the word at a position lies in one of these parts of the filing.
    pub fn lies_in(&self, position: u32, fields: Fields) -> bool {
        self.fields_at(position).meets(fields)
    }

    /// Whether a paragraph lies in one of these parts of the filing.
    pub fn paragraph_lies_in(&self, paragraph: usize, fields: Fields) -> bool {
        self.fields[paragraph].meets(fields)
    }
}

impl Layout for Text<'_> {
    fn paragraph(&self, position: u32) -> u32 {
        self.word(position).paragraph
    }
    fn sentence(&self, position: u32) -> u32 {
        self.word(position).sentence
    }
    fn bytes(&self, position: u32) -> (u32, u32) {
        let word = self.word(position);
        (word.from, word.to)
    }
    fn section(&self, position: u32) -> Section {
        self.paragraphs[self.word(position).paragraph as usize].section
    }
    fn fields_at(&self, position: u32) -> Fields {
        self.fields[self.word(position).paragraph as usize]
    }
}

/// Reads words as one. `None` if a digit would join a digit, because `5-10` is not `510`.
fn read_as_one(words: &[TextWord], first: usize, last: usize) -> Option<Reading> {
    let run = &words[first..=last];
    let ends_in_digit = |w: &TextWord| w.form.ends_with(|c: char| c.is_numeric());
    let starts_with_digit = |w: &TextWord| w.form.starts_with(|c: char| c.is_numeric());
    if first < last && run.iter().map(|w| w.form.len()).sum::<usize>() > LONGEST_COMPOUND {
        return None;
    }
    if run.windows(2).any(|w| ends_in_digit(&w[0]) && starts_with_digit(&w[1])) {
        return None;
    }
    let form: String = run.iter().map(|w| w.form.as_str()).collect();
    let joint = form.len() - run.last().map_or(0, |w| w.form.len());
    Some(Reading { first: first as u32, last: last as u32, stem: words::stem(&form).into_owned(), form, joint })
}
