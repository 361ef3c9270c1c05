//! Reads a list file: TOML to [`ReviewList`], all errors at once, each with its place.
//!
//! Serde would stop at the first error, so the table is walked by hand. Rules are taken as text here;
//! [`crate::list::compile`] reads them.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::list::diagnostic::Diagnostic;
use crate::list::source::*;
use text::suggest::did_you_mean;

type Entry<'a> = Spanned<DeValue<'a>>;

/// Reads a list file. What comes back beside errors is whatever could be understood; of a file that
/// is no TOML, nothing.
pub fn read(source: &str) -> Result<(ReviewList, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        let placed = |e: toml::de::Error| Diagnostic::error(e.span().unwrap_or(0..0), e.message().to_owned());
        let mut diagnostics: Vec<_> = errors.into_iter().map(placed).collect();
        diagnostics.sort_by_key(|d| d.at.start);
        return Err(diagnostics);
    }
    let mut reader = Reader { source, diagnostics: Vec::new(), category: None };
    let list = reader.list(table.get_ref(), table.span());
    Ok((list, reader.diagnostics))
}

struct Reader<'s> {
    source: &'s str,
    diagnostics: Vec<Diagnostic>,
    /// The category being read.
    category: Option<String>,
}

impl Reader<'_> {
    fn error(&mut self, at: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        let diagnostic = Diagnostic::error(at, message).about(self.category.as_deref(), None);
        self.diagnostics.push(diagnostic);
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    fn keys(&mut self, table: &DeTable<'_>, known: &[&str], what: &str) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let help = did_you_mean(key.get_ref(), known.iter().copied())
                .map_or_else(|| format!("{what} has {}", known.join(", ")), |name| format!("did you mean `{name}`?"));
            self.error(key.span(), format!("{what} has no `{}`", key.get_ref())).help = Some(help);
        }
    }

    fn list(&mut self, table: &DeTable<'_>, whole: Range<usize>) -> ReviewList {
        self.keys(table, &["list", "group", "category"], "a list file");
        let start = whole.start..whole.start;
        let empty = DeTable::new();
        let (header, at) = match table.get("list").map(|v| (v.get_ref().as_table(), v.span())) {
            Some((Some(header), at)) => (header, at),
            Some((None, at)) => {
                self.error(at.clone(), "`list` must be a table: [list]");
                (&empty, at)
            }
            None => {
                self.error(start.clone(), "the file has no [list]");
                (&empty, start)
            }
        };
        let header_known = ["id", "title", "jurisdiction", "revision", "effective", "marking", "sources"];
        self.keys(header, &header_known, "[list]");
        let effective = self.date(header, "effective", &at);
        let list = ReviewList {
            id: self.required(header, "id", "[list]", &at).value,
            title: self.required(header, "title", "[list]", &at).value,
            jurisdiction: self.text(header, "jurisdiction").map_or_else(|| "US".to_owned(), |t| t.value),
            revision: self.required(header, "revision", "[list]", &at).value,
            effective,
            marking: self.text(header, "marking").map_or_else(|| "UNCLASSIFIED".to_owned(), |t| t.value),
            sources: self.texts(header, "sources").into_iter().map(|t| t.value).collect(),
            groups: self.each(table, "group", Self::group),
            categories: self.each(table, "category", Self::one_category),
        };
        self.category = None;
        list
    }

    fn group(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Group {
        self.keys(table, &["number", "title"], "a group");
        Group {
            number: self.required(table, "number", "a group", at),
            title: self.required(table, "title", "a group", at).value,
        }
    }

    fn one_category(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Category {
        self.category = None;
        let number = self.required(table, "number", "a category", at);
        self.category = Some(number.value.clone()).filter(|n| !n.is_empty());
        let known = [
            "number",
            "group",
            "title",
            "agencies",
            "agencies_if",
            "suggested_type",
            "threshold",
            "requires",
            "note",
            "clause",
            "except",
            "sample",
        ];
        self.keys(table, &known, "a category");
        let category = Category {
            group: self.text(table, "group"),
            title: self.required(table, "title", "a category", at).value,
            agencies: self.texts(table, "agencies").into_iter().map(|t| t.value).collect(),
            agencies_if: self.each(table, "agencies_if", Self::agency_if),
            suggested_type: self.suggested_type(table),
            threshold: self.number(table, "threshold").unwrap_or(Located { value: 1, at: number.at.clone() }),
            requires: self.texts(table, "requires"),
            note: self.text(table, "note").map(|t| t.value),
            clauses: self.each(table, "clause", Self::clause),
            excepts: self.each(table, "except", Self::except),
            samples: self.each(table, "sample", Self::sample),
            number,
        };
        if category.agencies.is_empty() {
            self.error(category.number.at.clone(), "the category has no agencies").help =
                Some("agencies = [\"NAVY\"]".into());
        }
        category
    }

    fn agency_if(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> AgencyIf {
        self.keys(table, &["agency", "rule"], "agencies_if");
        AgencyIf {
            agency: self.required(table, "agency", "agencies_if", at).value,
            rule: self.rule(table, "agencies_if", at),
        }
    }

    fn clause(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Clause {
        self.keys(table, &["id", "points", "rule"], "a clause");
        let points = self.number(table, "points").unwrap_or(Located { value: 1, at: at.clone() });
        if points.value == 0 {
            self.error(points.at, "a clause of 0 points does nothing").help =
                Some("leave it out, or make it an exception".into());
        }
        let id = self.required(table, "id", "a clause", at);
        Clause { id, points: points.value, rule: self.rule(table, "a clause", at) }
    }

    fn except(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Except {
        self.keys(table, &["id", "rule"], "an exception");
        Except { id: self.required(table, "id", "an exception", at), rule: self.rule(table, "an exception", at) }
    }

    fn sample(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Sample {
        self.keys(table, &["text", "expect"], "a sample");
        let text = self.required(table, "text", "a sample", at);
        let expect = self.required(table, "expect", "a sample", at);
        let expect = match expect.value.as_str() {
            "hit" => Expectation::Hit,
            "clear" => Expectation::Clear,
            other => {
                if !other.is_empty() {
                    self.error(expect.at, format!("a sample expects \"hit\" or \"clear\", not {other:?}"));
                }
                Expectation::Hit
            }
        };
        Sample { text, expect }
    }

    fn suggested_type(&mut self, table: &DeTable<'_>) -> Option<String> {
        let text = self.text(table, "suggested_type")?;
        if !["I", "II", "III"].contains(&text.value.as_str()) {
            self.error(text.at, format!("an order is of type \"I\", \"II\" or \"III\", not {:?}", text.value));
        }
        Some(text.value)
    }

    fn rule(&mut self, table: &DeTable<'_>, what: &str, at: &Range<usize>) -> RuleSource {
        let Located { value: text, at } = self.required(table, "rule", what, at);
        let raw = &self.source[at.clone()];
        let quotes = ["'''\r\n", "'''\n", "\"\"\"\r\n", "\"\"\"\n", "'''", "\"\"\"", "'", "\""];
        let body = quotes.iter().find(|q| raw.starts_with(**q)).map(|q| at.start + q.len());
        let body = body.filter(|&b| self.source[b..].starts_with(text.as_str()));
        RuleSource { text, at, body }
    }

    // Values of one kind each; a missing optional value is `None` or empty without a word.

    /// Every table of an array of tables.
    fn each<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        mut one: impl FnMut(&mut Self, &DeTable<'_>, &Range<usize>) -> T,
    ) -> Vec<T> {
        let Some(entry) = table.get(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.error(entry.span(), format!("`{key}` must be an array of tables"));
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_table() {
                Some(t) => out.push(one(self, t, &item.span())),
                None => {
                    self.error(item.span(), format!("`{key}` must hold tables"));
                }
            }
        }
        out
    }

    fn required(&mut self, table: &DeTable<'_>, key: &str, what: &str, at: &Range<usize>) -> Located<String> {
        if !table.contains_key(key) {
            // The span of a table is that of its header where it has one; its first line is enough.
            let header = &self.source[at.clone()];
            let end = at.start + header.find('\n').unwrap_or(header.len());
            self.error(at.start..end, format!("{what} needs `{key}`"));
            return Located { value: String::new(), at: at.clone() };
        }
        match self.text(table, key) {
            Some(text) if text.value.trim().is_empty() => {
                self.error(text.at.clone(), format!("`{key}` is empty"));
                text
            }
            Some(text) => text,
            None => Located { value: String::new(), at: at.clone() },
        }
    }

    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Located<String>> {
        let entry = table.get(key)?;
        self.as_text(entry, key)
    }

    fn as_text(&mut self, entry: &Entry<'_>, key: &str) -> Option<Located<String>> {
        let text = entry.get_ref().as_str().map(|t| Located { value: t.to_owned(), at: entry.span() });
        if text.is_none() {
            self.error(entry.span(), format!("`{key}` must be text in quotes, not {}", entry.get_ref().type_str()));
        }
        text
    }

    fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Located<String>> {
        let Some(entry) = table.get(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.error(entry.span(), format!("`{key}` must be an array of texts: [\"...\"]"));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_text(item, key)).collect()
    }

    fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<Located<u32>> {
        let entry = table.get(key)?;
        let number = entry
            .get_ref()
            .as_integer()
            .and_then(|i| u32::from_str_radix(&i.as_str().replace('_', ""), i.radix()).ok());
        if number.is_none() {
            self.error(entry.span(), format!("`{key}` must be a whole number, 0 or more"));
        }
        number.map(|value| Located { value, at: entry.span() })
    }

    fn date(&mut self, table: &DeTable<'_>, key: &str, at: &Range<usize>) -> Option<Date> {
        let Some(entry) = table.get(key) else {
            self.error(at.clone(), format!("[list] needs `{key}`")).help = Some("effective = 2026-11-01".into());
            return None;
        };
        let parsed = match entry.get_ref() {
            DeValue::Datetime(d) => d.to_string().parse().ok(),
            DeValue::String(s) => s.parse().ok(),
            _ => None,
        };
        if parsed.is_none() {
            self.error(entry.span(), format!("`{key}` must be a date such as 2026-11-01"));
        }
        parsed
    }
}
