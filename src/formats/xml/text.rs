//! Extracts text from markup: the text of the printed page, with white space folded.
//!
//! Inline markup glues what the source glues; everything else separates. Rows and list items
//! become lines, cells are parted by ` | `. Subscripts and superscripts join the word
//! (`UF<sub>6</sub>` is `UF6`), but behind a digit they become script characters (`10⁶`): `106`
//! would be another number.

use crate::formats::xml::cursor::{Cursor, Node, Outcome};
use crate::formats::xml::math;

/// What separates two pieces of text; the strongest asked for wins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: one word.
    #[default]
    None,
    Space,
    /// The next cell of a row.
    Cell,
    /// The next line.
    Line,
}

/// Above or below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Superscript.
    Super,
    /// Subscript.
    Sub,
}

/// Text being put together.
#[derive(Debug, Default)]
pub(super) struct TextBuffer {
    text: String,
    /// Owed before the next word.
    gap: Gap,
    /// Asked for before the first word.
    lead: Gap,
}

impl TextBuffer {
    /// Separates what is there from what comes.
    pub(super) fn gap(&mut self, gap: Gap) {
        let owed = if self.text.is_empty() { &mut self.lead } else { &mut self.gap };
        *owed = gap.max(*owed);
    }

    /// Appends text, every run of white space one space.
    pub(super) fn push(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let words = rest.trim_start();
            if words.len() < rest.len() {
                self.gap(Gap::Space);
            }
            if words.is_empty() {
                return;
            }
            let (run, behind) = words.split_at(single_spaced(words));
            self.word(run);
            rest = behind;
        }
    }

    /// Appends preformatted text: its lines stay lines.
    fn push_lines(&mut self, text: &str) {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.gap(Gap::Line);
            }
            self.push(line);
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Cell => " | ",
                Gap::Line => "\n",
            });
        }
        self.gap = Gap::None;
        self.text.push_str(word);
    }

    /// Appends a script as the character before it asks for.
    pub(super) fn push_script(&mut self, script: TextBuffer, kind: Script) {
        self.gap(script.lead);
        let joined = self.gap == Gap::None;
        let behind_number = joined && self.text.chars().next_back().is_some_and(|c| c.is_ascii_digit() || is_script(c));
        if !script.text.is_empty() {
            if behind_number {
                push_behind_number(&mut self.text, &script.text, kind);
            } else {
                self.word(&script.text);
            }
            self.gap(script.gap);
        }
    }

    /// Whether there is any text.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// How much of a text, from its first word on, has nothing but single spaces between its words:
/// nearly all of it, nearly always, so that it can be copied in one piece.
fn single_spaced(text: &str) -> usize {
    const BLOCK: usize = 32;
    let bytes = text.as_bytes();
    let odd = |b: u8, next: u8| b < b' ' || (b == b' ' && next == b' ') || matches!(b, 0xc2 | 0xe1..=0xe3);
    let mut at = 0;
    while at < bytes.len() {
        let block = bytes.get(at..at + BLOCK).zip(bytes.get(at + 1..=at + BLOCK));
        // No early exit, so that the bytes of a block are looked at all at once.
        if block.is_some_and(|(b, next)| !b.iter().zip(next).fold(false, |any, (&b, &n)| any | odd(b, n))) {
            at += BLOCK;
            continue;
        }
        let block_end = bytes.len().min(at + BLOCK);
        while at < block_end {
            let space = match bytes[at] {
                b' ' => !matches!(bytes.get(at + 1), Some(b'!'..)),
                b'\t'..=b'\r' => true,
                // Lead bytes of all white space beyond ASCII.
                0xc2 | 0xe1..=0xe3 => text[at..].starts_with(char::is_whitespace),
                _ => false,
            };
            if space {
                return text[..at].trim_end().len();
            }
            at += 1;
        }
    }
    at
}

/// `10` and `6` are `10⁶`; `10` and `0.5` are `10^0.5`; `5` and `th` are `5th`.
fn push_behind_number(text: &mut String, script: &str, kind: Script) {
    let raised: Option<String> = script.chars().filter(|c| *c != ' ').map(|c| script_form(c, kind)).collect();
    match raised {
        Some(raised) => text.push_str(&raised),
        None => {
            let numeric = script.starts_with(|c: char| c.is_ascii_digit() || script_form(c, kind).is_some());
            if kind == Script::Super && numeric {
                text.push('^');
            }
            text.push_str(script);
        }
    }
}

/// The script form of a digit or sign.
fn script_form(c: char, kind: Script) -> Option<char> {
    let (digits, plus, minus) = match kind {
        Script::Super => (['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'], '⁺', '⁻'),
        Script::Sub => (['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'], '₊', '₋'),
    };
    match c {
        '0'..='9' => digits.get((c as usize).wrapping_sub('0' as usize)).copied(),
        '+' => Some(plus),
        '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' => Some(minus),
        _ => None,
    }
}

fn is_script(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{208b}')
}

/// What an element does to the text around it.
pub(super) enum Role {
    /// Part of the word it stands in.
    Inline,
    /// Above or below the line.
    Script(Script),
    /// A formula.
    Math,
    /// Separates like this, before and behind.
    Block(Gap),
    /// Lines as they are.
    Preformatted,
    /// Nothing we know.
    Unknown,
}

/// The role of an element inside a paragraph, a claim, a title.
pub(super) fn role(name: &str) -> Role {
    match name {
        "b" | "i" | "o" | "u" | "smallcaps" | "figref" | "claim-ref" | "crossref" => Role::Inline,
        "sup" | "sup2" => Role::Script(Script::Super),
        "sub" | "sub2" => Role::Script(Script::Sub),
        "math" => Role::Math,
        "br" | "img" | "chem" | "maths" | "chemistry" | "claim-text" | "patcit" | "nplcit" | "bio-deposit" => {
            Role::Block(Gap::Space)
        }
        "entry" => Role::Block(Gap::Cell),
        "tables" | "table" | "tgroup" | "thead" | "tbody" | "tfoot" | "row" | "title" | "ul" | "ol" | "li" | "dl"
        | "dt" | "dd" => Role::Block(Gap::Line),
        "pre" => Role::Preformatted,
        _ => Role::Unknown,
    }
}

/// Everything up to the end of the element, as text.
pub(super) fn content(cursor: &mut Cursor<'_, '_>, out: &mut TextBuffer) -> Outcome<()> {
    loop {
        match cursor.next()? {
            Node::Text(text) => out.push(&text),
            Node::Open(tag) => element(cursor, tag.name(), out)?,
            Node::Close => return Ok(()),
            Node::End => return Err(cursor.truncated()),
            Node::Instruction(_) | Node::Doctype(_) => {}
        }
    }
}

/// One element that just opened, as its role says.
pub(super) fn element(cursor: &mut Cursor<'_, '_>, name: &str, out: &mut TextBuffer) -> Outcome<()> {
    match role(name) {
        Role::Inline => content(cursor, out),
        Role::Script(kind) => {
            let mut script = TextBuffer::default();
            content(cursor, &mut script)?;
            out.push_script(script, kind);
            Ok(())
        }
        Role::Math => {
            out.gap(Gap::Space);
            out.push(&math::element(cursor, name)?);
            out.gap(Gap::Space);
            Ok(())
        }
        Role::Block(gap) => element_with_gap(cursor, gap, out),
        Role::Unknown => element_with_gap(cursor, Gap::Space, out),
        Role::Preformatted => {
            out.gap(Gap::Line);
            preformatted(cursor, out)?;
            out.gap(Gap::Line);
            Ok(())
        }
    }
}

fn element_with_gap(cursor: &mut Cursor<'_, '_>, gap: Gap, out: &mut TextBuffer) -> Outcome<()> {
    out.gap(gap);
    content(cursor, out)?;
    out.gap(gap);
    Ok(())
}

fn preformatted(cursor: &mut Cursor<'_, '_>, out: &mut TextBuffer) -> Outcome<()> {
    loop {
        match cursor.next()? {
            Node::Text(text) => out.push_lines(&text),
            Node::Open(tag) => element(cursor, tag.name(), out)?,
            Node::Close => return Ok(()),
            Node::End => return Err(cursor.truncated()),
            Node::Instruction(_) | Node::Doctype(_) => {}
        }
    }
}
