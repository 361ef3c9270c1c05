//! A place in one XML record, and the only way forward: element by element, never too deep.
//!
//! On top of `quick-xml` it refuses what that lets pass (elements without a proper name, `<` inside
//! a tag, nesting beyond the limit, the end of the text inside an element) and turns every
//! reference into text. What is read is borrowed from the record.

use std::borrow::Cow;

use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesPI, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::formats::entities::{Meaning, meaning_of_entity};
use crate::formats::error::{Oddity, Problem, ReadError, Warning};

/// What comes next inside an element.
pub(super) enum Node<'a> {
    /// An element opens; whoever gets this reads it to its end.
    Open(Tag<'a>),
    /// The element ends.
    Close,
    /// Text, references resolved, white space as written.
    Text(Cow<'a, str>),
    /// A processing instruction.
    Instruction(BytesPI<'a>),
    /// The document type declaration: what follows `<!DOCTYPE`.
    Doctype(Cow<'a, str>),
    /// The text ends.
    End,
}

/// The start tag of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
    /// Name as written.
    pub(super) fn full_name(&self) -> &str {
        self.0.name().into_inner()
    }
    /// The raw value of an attribute. None of those we read holds a reference.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let attribute = self.0.attributes().filter_map(Result::ok).find(|a| a.key.into_inner() == name)?;
        Some(attribute.value)
    }
}

/// A place in one record.
pub(super) struct Cursor<'a, 'w> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    first_line: u64,
    depth: usize,
    limit: usize,
    warnings: &'w mut Vec<Warning>,
}

/// What reading gives.
pub(super) type Outcome<T> = Result<T, ReadError>;

impl<'a, 'w> Cursor<'a, 'w> {
    /// The start of a record whose first line is `first_line`.
    pub(super) fn new(text: &'a str, first_line: u64, limit: usize, warnings: &'w mut Vec<Warning>) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, text, first_line, depth: 0, limit, warnings }
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Outcome<Node<'a>> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.error_of_parser(&error)),
            };
            return Ok(match event {
                Event::Start(start) => Node::Open(self.open(start)?),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(name) => Node::Text(self.resolve(&name)?),
                Event::PI(instruction) => Node::Instruction(instruction),
                Event::DocType(declaration) => Node::Doctype(declaration.into_inner()),
                Event::Eof if self.depth > 0 => return Err(self.truncated()),
                Event::Eof => Node::End,
                // `Empty` does not come: empty elements are expanded.
                Event::Comment(_) | Event::Decl(_) | Event::Empty(_) => continue,
            });
        }
    }

    fn open(&mut self, start: BytesStart<'a>) -> Outcome<Tag<'a>> {
        let named = start.name().into_inner().starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
        if !named || start.contains('<') {
            return Err(self.error(Problem::NotWellFormed("a `<` that opens no element".into())));
        }
        self.depth += 1;
        if self.depth > self.limit {
            return Err(self.error(Problem::TooDeep(self.limit)));
        }
        Ok(Tag(start))
    }

    /// Text for what stands between `&` and `;`.
    fn resolve(&mut self, name: &str) -> Outcome<Cow<'a, str>> {
        match meaning_of_entity(name) {
            Meaning::Text(text) => Ok(text),
            Meaning::Illegal(code) => Err(self.error(Problem::IllegalCharacter(code))),
            Meaning::Unknown => {
                self.warn(Oddity::UndefinedEntity(name.chars().take(40).collect()));
                Ok(Cow::Owned(format!("&{name};")))
            }
        }
    }

    /// Every element inside this one, in turn; `read` reads each to its end. Text between them has
    /// no meaning here.
    pub(super) fn children(&mut self, mut read: impl FnMut(&mut Self, &Tag<'a>) -> Outcome<()>) -> Outcome<()> {
        loop {
            match self.next()? {
                Node::Open(tag) => read(self, &tag)?,
                Node::Close => return Ok(()),
                Node::End => return Err(self.truncated()),
                Node::Text(_) | Node::Instruction(_) | Node::Doctype(_) => {}
            }
        }
    }

    /// The text of an element that holds nothing else; of what it holds nonetheless, the text.
    pub(super) fn string(&mut self) -> Outcome<String> {
        let mut out = crate::formats::xml::text::TextBuffer::default();
        crate::formats::xml::text::content(self, &mut out)?;
        Ok(out.finish())
    }

    /// The text of an element as written, columns and all.
    pub(super) fn verbatim(&mut self) -> Outcome<String> {
        let mut out = String::new();
        loop {
            match self.next()? {
                Node::Text(text) => out.push_str(&text),
                Node::Open(tag) => self.skip(&tag)?,
                Node::Close => return Ok(out),
                Node::End => return Err(self.truncated()),
                Node::Instruction(_) | Node::Doctype(_) => {}
            }
        }
    }

    /// Passes over an element.
    pub(super) fn skip(&mut self, tag: &Tag<'a>) -> Outcome<()> {
        if let Err(error) = self.reader.read_to_end(tag.0.name()) {
            return Err(self.error_of_parser(&error));
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// What is not read yet, and its line.
    pub(super) fn rest(&self) -> (&'a str, u64) {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        (self.text.get(at..).unwrap_or_default(), self.line_of(at))
    }

    /// A problem at this place.
    pub(super) fn error(&self, problem: Problem) -> ReadError {
        ReadError::at(self.line(), problem)
    }

    /// The error of a text that ends inside an element.
    pub(super) fn truncated(&self) -> ReadError {
        self.error(Problem::Truncated("the end of its record".into()))
    }

    /// Notes something odd at this place. A document full of oddities is not worth a line for each.
    pub(super) fn warn(&mut self, oddity: Oddity) {
        const ENOUGH: usize = 100;
        if self.warnings.len() < ENOUGH && !self.warnings.iter().any(|w| w.oddity == oddity) {
            let line = self.line();
            self.warnings.push(Warning { line, oddity });
        }
    }

    fn line(&self) -> u64 {
        self.line_of(usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX))
    }

    fn line_of(&self, at: usize) -> u64 {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        self.first_line + memchr::memchr_iter(b'\n', before).count() as u64
    }

    fn error_of_parser(&self, error: &Error) -> ReadError {
        let line = self.line_of(usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX));
        let ends_early = match error {
            Error::Syntax(_) => true,
            Error::IllFormed(IllFormedError::MissingEndTag(_)) => true,
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                // `quick-xml` says this of any lone `&`; only at the end is it a sign of truncation.
                self.reader.buffer_position() >= self.text.len() as u64
            }
            _ => false,
        };
        let problem = if ends_early {
            Problem::Truncated(format!("the end of its record ({error})"))
        } else {
            Problem::NotWellFormed(error.to_string())
        };
        ReadError::at(line, problem)
    }
}
