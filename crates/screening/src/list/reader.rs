//! Reads a list file from TOML to a [`ReviewList`]. It reports all errors, each with its place.
//!
//! Serde would stop at the first error, so this module reads the tables itself. It keeps rules as text;
//! `crate::list::compile` parses them.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::list::diagnostic::Diagnostic;
use crate::list::source::*;
use text::suggest::did_you_mean;

type Entry<'a> = Spanned<DeValue<'a>>;

/// Reads a list file. Beside the diagnostics it returns whatever could be understood. A file that is not TOML is an
/// error.
pub fn read(source: &str) -> Result<(ReviewList, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        let placed = |e: toml::de::Error| Diagnostic::error(e.span().unwrap_or(0..0), e.message().to_owned());
        let mut diagnostics: Vec<_> = errors.into_iter().map(placed).collect();
        diagnostics.sort_by_key(|d| d.at.start);
        return Err(diagnostics);
    }
    let mut reader = Reader { source, diagnostics: Vec::new(), category: None };
    let list = reader.read_list(table.get_ref(), table.span());
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

    fn check_keys(&mut self, table: &DeTable<'_>, known: &[&str], what: &str) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let help = did_you_mean(key.get_ref(), known.iter().copied())
                .map_or_else(|| format!("{what} has {}", known.join(", ")), |name| format!("did you mean `{name}`?"));
            self.error(key.span(), format!("{what} has no `{}`", key.get_ref())).help = Some(help);
        }
    }

    fn read_list(&mut self, table: &DeTable<'_>, whole: Range<usize>) -> ReviewList {
        self.check_keys(table, &["list", "group", "category"], "a list file");
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
        self.check_keys(header, &header_known, "[list]");
        let effective = self.read_date(header, "effective", &at);
        let list = ReviewList {
            id: self.read_required(header, "id", "[list]", &at).value,
            title: self.read_required(header, "title", "[list]", &at).value,
            jurisdiction: self.read_text(header, "jurisdiction").map_or_else(|| "US".to_owned(), |t| t.value),
            revision: self.read_required(header, "revision", "[list]", &at).value,
            effective,
            marking: self.read_text(header, "marking").map_or_else(|| "UNCLASSIFIED".to_owned(), |t| t.value),
            sources: self.read_texts(header, "sources").into_iter().map(|t| t.value).collect(),
            groups: self.read_each(table, "group", Self::read_group),
            categories: self.read_each(table, "category", Self::read_category),
        };
        self.category = None;
        list
    }

    fn read_group(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Group {
        self.check_keys(table, &["number", "title"], "a group");
        Group {
            number: self.read_required(table, "number", "a group", at),
            title: self.read_required(table, "title", "a group", at).value,
        }
    }

    fn read_category(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Category {
        self.category = None;
        let number = self.read_required(table, "number", "a category", at);
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
        self.check_keys(table, &known, "a category");
        let category = Category {
            group: self.read_text(table, "group"),
            title: self.read_required(table, "title", "a category", at).value,
            agencies: self.read_texts(table, "agencies").into_iter().map(|t| t.value).collect(),
            agencies_if: self.read_each(table, "agencies_if", Self::read_agency_if),
            suggested_type: self.read_suggested_type(table),
            threshold: self.read_number(table, "threshold").unwrap_or(Located { value: 1, at: number.at.clone() }),
            requires: self.read_texts(table, "requires"),
            note: self.read_text(table, "note").map(|t| t.value),
            clauses: self.read_each(table, "clause", Self::read_clause),
            excepts: self.read_each(table, "except", Self::read_except),
            samples: self.read_each(table, "sample", Self::read_sample),
            number,
        };
        if category.agencies.is_empty() {
            self.error(category.number.at.clone(), "the category has no agencies").help =
                Some("agencies = [\"NAVY\"]".into());
        }
        category
    }

    fn read_agency_if(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> AgencyIf {
        self.check_keys(table, &["agency", "rule"], "agencies_if");
        AgencyIf {
            agency: self.read_required(table, "agency", "agencies_if", at).value,
            rule: self.read_rule(table, "agencies_if", at),
        }
    }

    fn read_clause(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Clause {
        self.check_keys(table, &["id", "points", "rule"], "a clause");
        let points = self.read_number(table, "points").unwrap_or(Located { value: 1, at: at.clone() });
        if points.value == 0 {
            self.error(points.at, "a clause of 0 points does nothing").help =
                Some("leave it out, or make it an exception".into());
        }
        let id = self.read_required(table, "id", "a clause", at);
        Clause { id, points: points.value, rule: self.read_rule(table, "a clause", at) }
    }

    fn read_except(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Except {
        self.check_keys(table, &["id", "rule"], "an exception");
        Except {
            id: self.read_required(table, "id", "an exception", at),
            rule: self.read_rule(table, "an exception", at),
        }
    }

    fn read_sample(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Sample {
        self.check_keys(table, &["text", "expect"], "a sample");
        let text = self.read_required(table, "text", "a sample", at);
        let expect = self.read_required(table, "expect", "a sample", at);
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

    fn read_suggested_type(&mut self, table: &DeTable<'_>) -> Option<String> {
        let text = self.read_text(table, "suggested_type")?;
        if !["I", "II", "III"].contains(&text.value.as_str()) {
            self.error(text.at, format!("an order is of type \"I\", \"II\" or \"III\", not {:?}", text.value));
        }
        Some(text.value)
    }

    fn read_rule(&mut self, table: &DeTable<'_>, what: &str, at: &Range<usize>) -> RuleSource {
        let Located { value: text, at } = self.read_required(table, "rule", what, at);
        let raw = &self.source[at.clone()];
        let quotes = ["'''\r\n", "'''\n", "\"\"\"\r\n", "\"\"\"\n", "'''", "\"\"\"", "'", "\""];
        let body = quotes.iter().find(|q| raw.starts_with(**q)).map(|q| at.start + q.len());
        let body = body.filter(|&b| self.source[b..].starts_with(text.as_str()));
        RuleSource { text, at, body }
    }

    // Each of the following reads values of one kind. A missing optional value is `None` or empty, and no error.

    /// Reads every table of an array of tables with `one`.
    fn read_each<T>(
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

    fn read_required(&mut self, table: &DeTable<'_>, key: &str, what: &str, at: &Range<usize>) -> Located<String> {
        if !table.contains_key(key) {
            // The span of a table covers all its lines. The error marks the first one.
            let header = &self.source[at.clone()];
            let end = at.start + header.find('\n').unwrap_or(header.len());
            self.error(at.start..end, format!("{what} needs `{key}`"));
            return Located { value: String::new(), at: at.clone() };
        }
        match self.read_text(table, key) {
            Some(text) if text.value.trim().is_empty() => {
                self.error(text.at.clone(), format!("`{key}` is empty"));
                text
            }
            Some(text) => text,
            None => Located { value: String::new(), at: at.clone() },
        }
    }

    fn read_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Located<String>> {
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

    fn read_texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Located<String>> {
        let Some(entry) = table.get(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.error(entry.span(), format!("`{key}` must be an array of texts: [\"...\"]"));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_text(item, key)).collect()
    }

    fn read_number(&mut self, table: &DeTable<'_>, key: &str) -> Option<Located<u32>> {
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

    fn read_date(&mut self, table: &DeTable<'_>, key: &str, at: &Range<usize>) -> Option<Date> {
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
