//! The text of a record: abstract, description, claims, and the Government-interest statement.

use crate::formats::xml::cursor::{Cursor, Node, Outcome, Tag};
use crate::formats::xml::text::{self, Role, TextBuffer};
use domain::filing::DescriptionItem;

/// The text of a record.
#[derive(Default)]
pub(super) struct Body {
    pub(super) abstract_: Vec<String>,
    pub(super) claims: Vec<String>,
    pub(super) description: Vec<DescriptionItem>,
    pub(super) government_interest: Statement,
}

/// The abstract: its paragraphs, or its text if it has none.
pub(super) fn abstract_(cursor: &mut Cursor<'_, '_>, body: &mut Body) -> Outcome<()> {
    let mut items = Vec::new();
    blocks(cursor, &mut items, &mut Statement::default())?;
    body.abstract_.extend(items.into_iter().map(|item| match item {
        DescriptionItem::Heading { heading } => heading,
        DescriptionItem::Paragraph { text, .. } => text,
    }));
    Ok(())
}

pub(super) fn description(cursor: &mut Cursor<'_, '_>, body: &mut Body) -> Outcome<()> {
    blocks(cursor, &mut body.description, &mut body.government_interest)
}

/// Headings and paragraphs, in sections of any name and depth. Text that stands outside of them,
/// as it should not, is a paragraph of its own.
fn blocks(cursor: &mut Cursor<'_, '_>, items: &mut Vec<DescriptionItem>, statement: &mut Statement) -> Outcome<()> {
    let mut loose = TextBuffer::default();
    loop {
        match cursor.next()? {
            Node::Open(tag) => match tag.name() {
                "heading" => {
                    flush(&mut loose, items, statement);
                    let heading = cursor.string()?;
                    statement.heading(&heading);
                    if !heading.is_empty() {
                        items.push(DescriptionItem::Heading { heading });
                    }
                }
                "p" => {
                    flush(&mut loose, items, statement);
                    let number = paragraph_number(&tag);
                    paragraph(number, cursor.string()?, items, statement);
                }
                // Repeated in some descriptions; it has its own place.
                "invention-title" => cursor.skip(&tag)?,
                name => match text::role(name) {
                    Role::Unknown => {
                        flush(&mut loose, items, statement);
                        let opened = statement.open(name);
                        blocks(cursor, items, statement)?;
                        statement.close(opened);
                    }
                    Role::Inline | Role::Script(_) | Role::Math | Role::Block(_) | Role::Preformatted => {
                        text::element(cursor, name, &mut loose)?;
                    }
                },
            },
            Node::Text(text) => loose.push(&text),
            Node::Instruction(instruction) => {
                flush(&mut loose, items, statement);
                statement.instruction(instruction.target(), instruction.content());
            }
            Node::Close => {
                flush(&mut loose, items, statement);
                return Ok(());
            }
            Node::End => return Err(cursor.truncated()),
            Node::Doctype(_) => {}
        }
    }
}

fn flush(loose: &mut TextBuffer, items: &mut Vec<DescriptionItem>, statement: &mut Statement) {
    if !loose.is_empty() {
        paragraph(None, std::mem::take(loose).finish(), items, statement);
    }
}

fn paragraph(number: Option<String>, text: String, items: &mut Vec<DescriptionItem>, statement: &mut Statement) {
    // Pictures of formulas leave paragraphs without a word.
    if !text.is_empty() {
        statement.paragraph(&text);
        items.push(DescriptionItem::Paragraph { number, text });
    }
}

/// The number of a paragraph, four digits at least: of `num="0001"`, or else of `id="p-0001"`.
/// `num="0000"` marks what is printed without a number, mostly the list or table after one.
fn paragraph_number(tag: &Tag<'_>) -> Option<String> {
    let digits_of = |name: &str| {
        let value = tag.attribute(name)?;
        let digits = value.trim_start_matches(|c: char| !c.is_ascii_digit());
        let fine = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|_| fine)
    };
    digits_of("num").or_else(|| digits_of("id")).filter(|n| *n > 0).map(|n| format!("{n:04}"))
}

/// The claims, each with its number in front.
pub(super) fn claims(cursor: &mut Cursor<'_, '_>, body: &mut Body) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "claim" => {
            let printed = tag.attribute("num").and_then(|num| leading_number(&num));
            let number = printed.unwrap_or_else(|| u32::try_from(body.claims.len() + 1).unwrap_or(u32::MAX));
            let text = cursor.string()?;
            if !text.is_empty() {
                body.claims.push(if says_number(&text, number) { text } else { format!("{number}. {text}") });
            }
            Ok(())
        }
        _ => cursor.skip(tag),
    })
}

/// Whether a claim says its number, as `2. ...` and `1-20. (canceled)` do and `2-aminopyridine` does not.
fn says_number(text: &str, number: u32) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &text[digits(text)..];
    let range = behind.trim_start().strip_prefix(['-', '\u{2013}']).map(str::trim_start).filter(|t| digits(t) > 0);
    let behind = range.map_or(behind, |t| &t[digits(t)..]);
    let mut behind = behind.trim_start().chars();
    // `1.5 mm` is a measure.
    leading_number(text) == Some(number)
        && matches!(behind.next(), Some('.' | ')' | ':'))
        && !behind.next().is_some_and(|c| c.is_ascii_digit())
}

/// The number at the start of `00012` or of a range of cancelled claims, `1-20`.
fn leading_number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// The Government-interest statement: what stands between the instructions that mark it, in the
/// section named for it, or under a heading that announces it.
#[derive(Default)]
pub(super) struct Statement {
    paragraphs: Vec<String>,
    marked: bool,
    headed: bool,
    sections: usize,
}

impl Statement {
    fn instruction(&mut self, target: &str, content: &str) {
        if is_government_section(target) {
            self.marked = content.contains("\"lead\"") || content.contains("'lead'");
        }
    }

    fn open(&mut self, name: &str) -> bool {
        let opened = is_government_section(name);
        self.sections += usize::from(opened);
        opened
    }

    fn close(&mut self, opened: bool) {
        self.sections -= usize::from(opened);
    }

    fn heading(&mut self, heading: &str) {
        self.headed = announces_government_interest(heading);
    }

    fn paragraph(&mut self, text: &str) {
        if self.marked || self.headed || self.sections > 0 {
            self.paragraphs.push(text.to_owned());
        }
    }

    /// The statement, unless it only says that there is none.
    pub(super) fn finish(self) -> Option<String> {
        let text = self.paragraphs.join("\n");
        let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let none = ["", "none", "n/a", "na", "no"].contains(&plain.as_str()) || plain.starts_with("not applicable");
        (!none).then_some(text)
    }
}

/// The names the Office's own markup has for it.
fn is_government_section(name: &str) -> bool {
    ["govint", "federal-research-statement", "us-federal-research", "government-interest"]
        .iter()
        .any(|n| name.eq_ignore_ascii_case(n))
}

/// Whether a heading announces a statement of Government interest (37 CFR 1.77(b)(3) and its variants).
fn announces_government_interest(heading: &str) -> bool {
    const FEDERAL: [&str; 7] = ["sponsor", "fund", "support", "research", "assist", "grant", "contract"];
    const GOVERNMENT: [&str; 11] = [
        "interest",
        "rights",
        "support",
        "licen",
        "fund",
        "sponsor",
        "contract",
        "grant",
        "sponsorship",
        "use",
        "employ",
    ];
    let heading = heading.to_lowercase();
    let with = |words: &[&str]| words.iter().any(|w| heading.contains(w));
    // A section of a patent about government is longer than a heading of this kind.
    heading.len() < 160
        && ((heading.contains("federal") && with(&FEDERAL)) || (heading.contains("government") && with(&GOVERNMENT)))
}
