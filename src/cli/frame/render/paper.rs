//! A case as people read it: headings, labelled lines, rows and tables that fit the page. Everything written
//! here is made safe for a terminal first.

use crate::cli::frame::render::measure::{one_line, pad, safe, width, wrap, wrap_under};
use crate::cli::frame::render::page::Page;

/// Columns of a label, with the space after it.
const LABEL: usize = 16;
/// A text that gets less room than this is put on lines of its own.
const LEAST: usize = 20;

/// Lines in the making.
pub struct Paper {
    lines: Vec<String>,
    page: Page,
}

impl Paper {
    /// An empty one.
    pub fn new(page: Page) -> Self {
        Self { lines: vec![], page }
    }

    /// The first line: what this is, and how it stands.
    pub fn title(&mut self, name: &str, state: &str) {
        let name = self.page.style.bold(&one_line(name));
        self.lines.push(format!("{name}  {}", one_line(state)).trim_end().to_owned());
    }

    /// A heading.
    pub fn section(&mut self, name: &str) {
        self.gap();
        self.lines.push(self.page.style.bold(name));
    }

    /// An empty line, unless it is the first.
    pub fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// A label and what stands beside it; nothing where there is nothing to say.
    pub fn field(&mut self, label: &str, value: &str) {
        if !value.is_empty() {
            self.beside(2, &pad(label, LABEL.saturating_sub(2)), value);
        }
    }

    /// A sentence, broken where the page ends.
    pub fn text(&mut self, indent: usize, text: &str) {
        self.beside(indent, "", text);
    }

    /// A head, and a text beside it that goes on below itself.
    pub fn beside(&mut self, indent: usize, head: &str, text: &str) {
        // A head keeps its columns; a text is set anew.
        let (head, text) = (safe(head).replace('\n', " "), one_line(text));
        let start = if head.is_empty() { indent } else { indent + width(&head) + 2 };
        let room = self.page.width.saturating_sub(start);
        if !head.is_empty() && room < LEAST {
            if indent + width(head.trim_end()) <= self.page.width {
                self.lines.push(format!("{}{}", " ".repeat(indent), head.trim_end()));
            } else {
                self.beside(indent, "", &head);
            }
            if !text.is_empty() {
                self.beside(indent + 2, "", &text);
            }
            return;
        }
        let first = format!("{}{}", " ".repeat(indent), if head.is_empty() { head } else { format!("{head}  ") });
        let wrapped = wrap_under(&text, self.page.width, &first, &" ".repeat(start));
        if wrapped.is_empty() {
            self.lines.push(first.trim_end().to_owned());
        }
        self.lines.extend(wrapped);
    }

    /// Something that must be looked at.
    pub fn alarm(&mut self, indent: usize, text: &str) {
        let from = self.lines.len();
        self.text(indent, text);
        for line in self.lines.iter_mut().skip(from) {
            let words = line.trim_start();
            *line = format!("{}{}", " ".repeat(line.len() - words.len()), self.page.style.alarm(words));
        }
    }

    /// What may be passed over.
    pub fn dim(&mut self, indent: usize, text: &str) {
        let room = self.page.width.saturating_sub(indent).max(1);
        for line in wrap(&one_line(text), room) {
            self.lines.push(format!("{}{}", " ".repeat(indent), self.page.style.dim(&line)));
        }
    }

    /// Rows under each other. The last column takes what is left and goes on below itself; where little is
    /// left it stands under its row, and no header stands over it.
    pub fn table(&mut self, indent: usize, header: &[&str], rows: &[Vec<String>]) {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| one_line(c)).collect()).collect();
        let fixed = header.len().saturating_sub(1);
        let widest = |i: usize| {
            let cells = rows.iter().filter_map(|r| r.get(i)).map(|c| width(c));
            cells.chain(header.get(i).map(|h| width(h))).max().unwrap_or(0)
        };
        let columns: Vec<usize> = (0..fixed).map(widest).collect();
        let head = |cells: &[String]| {
            let of = cells.iter().zip(&columns).map(|(c, w)| pad(c, *w));
            of.collect::<Vec<_>>().join("  ")
        };
        let names: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
        let (last, names) = names.split_last().map_or((String::new(), vec![]), |(l, n)| (l.clone(), n.to_vec()));
        if indent + columns.iter().map(|w| w + 2).sum::<usize>() + LEAST <= self.page.width {
            let line = format!("{}{}  {last}", " ".repeat(indent), head(&names));
            self.lines.push(self.page.style.dim(&line));
        }
        for row in &rows {
            let Some((last, cells)) = row.split_last() else { continue };
            self.beside(indent, &head(cells), last);
        }
    }

    /// What was written, ready to print.
    pub fn finish(self) -> String {
        self.lines.iter().map(|l| format!("{}\n", l.trim_end())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::frame::render::page::Style;

    fn paper(width: usize) -> Paper {
        let mut p = Paper::new(Page { style: Style::Plain, width });
        p.title("SO-2026-000001", "in effect");
        p.field("filing", "19/700,001");
        p.field("countries", "");
        p.section("Sponsors");
        let row = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
        p.table(
            2,
            &["agency", "since", "says"],
            &[
                row("NAVY", "2026-03-10", "the national interest requires that the invention be kept secret"),
                row("DOE", "2026-03-10", ""),
            ],
        );
        let id = "01999999-0000-7000-8000-000000000000";
        p.table(
            2,
            &["letter", "to", "id", "stands"],
            &[vec!["order issued".into(), "Deepfield Acoustics LLC".into(), id.into(), "sent".into()]],
        );
        p.text(2, "a name with \u{1b}[31m in it");
        p
    }

    #[test]
    fn it_fits_a_wide_page_and_a_narrow_one() {
        insta::assert_snapshot!("paper", format!("{}\n{}", paper(100).finish(), paper(44).finish()));
    }

    #[test]
    fn nothing_is_wider_than_the_page() {
        for columns in 40..120 {
            for line in paper(columns).finish().lines() {
                assert!(width(line) <= columns, "{columns}: {line}");
            }
        }
    }

    #[test]
    fn an_alarm_keeps_its_place_and_its_colour() {
        let mut p = Paper::new(Page { style: Style::Colour, width: 40 });
        p.alarm(2, "one two");
        assert_eq!(p.finish(), "  \u{1b}[1;31mone two\u{1b}[0m\n");
    }
}
