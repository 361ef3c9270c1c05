//! One `us-patent-application` or `us-patent-grant` record, v4.0 to v4.7, read into a filing.
//!
//! The DTDs of twenty years differ in names more than in shape, so one reader takes them all: it
//! looks for the elements it knows wherever a version puts them and passes over the rest. Not its
//! job: validation against the DTD, which real files would not survive.

mod bib;
mod body;
mod cursor;
mod math;
mod symbols;
mod text;

use crate::formats::Limits;
use crate::formats::detect::{self, Format};
use crate::formats::error::{Oddity, Problem, ReadError, Warning};
use bib::Bibliography;
use body::Body;
use cursor::{Cursor, Node, Outcome, Tag};
use domain::filing::{ApplicationNumber, Filing};

/// Reads the record in `text`, whose first line is `line`. What follows the record without being
/// markup one may ignore goes to `trailing`.
pub(super) fn filing(
    text: &str,
    line: u64,
    limits: &Limits,
    warnings: &mut Vec<Warning>,
    trailing: &mut Option<ReadError>,
) -> Outcome<Filing> {
    let mut cursor = Cursor::new(text, line, limits.depth, warnings);
    let mut reading = Reading::default();
    let root = open_record(&mut cursor)?;
    check_version(&mut cursor, &root);
    record(&mut cursor, &mut reading)?;
    let (rest, rest_line) = cursor.rest();
    let filing = reading.finish(&mut cursor)?;
    if let Some(junk) = junk_in(rest) {
        *trailing = Some(ReadError::at(rest_line, Problem::TrailingContent(junk)));
    }
    Ok(filing)
}

/// Goes to the root element of the record, through a wrapper if there is one.
fn open_record<'a>(cursor: &mut Cursor<'a, '_>) -> Outcome<Tag<'a>> {
    let mut wrapper: Option<String> = None;
    loop {
        match cursor.next()? {
            Node::Open(tag) => match detect::format_of_root(tag.full_name()) {
                Some(Format::UsApplication | Format::UsGrant) => return Ok(tag),
                Some(format) => return Err(cursor.error(Problem::NotReadYet(format))),
                None if wrapper.is_none() => wrapper = Some(tag.full_name().to_owned()),
                None => return Err(cursor.error(unknown_root(wrapper.as_deref().unwrap_or_default()))),
            },
            Node::Close => return Err(cursor.error(unknown_root(wrapper.as_deref().unwrap_or_default()))),
            Node::Text(text) if !text.trim().is_empty() => {
                let problem =
                    Problem::Unrecognised(format!("it begins with {}", crate::formats::split::quote(text.as_bytes())));
                return Err(cursor.error(problem));
            }
            Node::Doctype(declaration) => refuse_entities(cursor, &declaration)?,
            Node::End => return Err(cursor.truncated()),
            Node::Text(_) | Node::Instruction(_) => {}
        }
    }
}

fn unknown_root(name: &str) -> Problem {
    Problem::Unrecognised(format!("its root element is {:?}", name.chars().take(40).collect::<String>()))
}

/// A record that declares entities is refused, whether it uses them or not; names of pictures
/// (`NDATA`), which old files declare and no text can refer to, are let pass.
fn refuse_entities(cursor: &Cursor<'_, '_>, doctype: &str) -> Outcome<()> {
    let mut rest = doctype;
    while let Some(at) = rest.find("<!") {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let end = detect::behind_doctype(rest.as_bytes()).map_or(rest.len(), |behind| rest.len() - behind.len());
        let declaration = &rest[..end];
        rest = &rest[end..];
        if let Some(entity) = declaration.strip_prefix("<!ENTITY") {
            let picture = !entity.trim_start().starts_with('%') && entity.split_whitespace().any(|w| w == "NDATA");
            if !picture {
                let name = entity.split_whitespace().find(|w| *w != "%").unwrap_or_default();
                return Err(cursor.error(Problem::EntityDeclaration(name.chars().take(40).collect())));
            }
        }
    }
    Ok(())
}

/// Warns of a version that did not exist when this was written.
fn check_version(cursor: &mut Cursor<'_, '_>, root: &Tag<'_>) {
    let Some(version) = root.attribute("dtd-version") else { return };
    let number = version.split_whitespace().next().unwrap_or_default();
    // `v40` is how the first files of 2005 wrote v4.0.
    let known = matches!(
        number.trim_start_matches('v').replace('.', "").as_str(),
        "40" | "41" | "42" | "43" | "44" | "45" | "46" | "47"
    );
    if !known {
        cursor.warn(Oddity::UnknownVersion(version.chars().take(40).collect()));
    }
}

/// What was read of a record so far.
#[derive(Default)]
struct Reading {
    bibliography: Bibliography,
    body: Body,
}

/// The sections of a record.
fn record(cursor: &mut Cursor<'_, '_>, reading: &mut Reading) -> Outcome<()> {
    let mut seen = [false; 3];
    cursor.children(|cursor, tag| {
        let (n, section) = match tag.name() {
            "us-bibliographic-data-application" | "us-bibliographic-data-grant" => (0, "bibliography"),
            "description" => (1, "description"),
            "claims" => (2, "set of claims"),
            "abstract" => return body::abstract_(cursor, &mut reading.body),
            _ => return cursor.skip(tag),
        };
        if std::mem::replace(&mut seen[n], true) {
            cursor.warn(Oddity::Repeated(section));
        }
        match n {
            0 => bib::read(cursor, &mut reading.bibliography),
            1 => body::description(cursor, &mut reading.body),
            _ => body::claims(cursor, &mut reading.body),
        }
    })
}

impl Reading {
    /// The filing, if it has what a filing needs.
    fn finish(self, cursor: &mut Cursor<'_, '_>) -> Outcome<Filing> {
        let Self { bibliography: bib, body } = self;
        let missing = |what| Problem::Missing(what);
        let number = bib.application_number().ok_or_else(|| cursor.error(missing("application number")))?;
        let application_number = ApplicationNumber::as_received(&number)
            .map_err(|e| cursor.error(Problem::BadField(e.to_string())).in_field("application-reference"))?;
        if bib.title.is_empty() {
            return Err(cursor.error(missing("title")));
        }
        let filed_on = symbols::date(&bib.filed_on);
        if filed_on.is_none() && !bib.filed_on.is_empty() {
            cursor.warn(Oddity::BadDate { field: "the filing date", text: bib.filed_on.chars().take(40).collect() });
        }
        let mut filing = Filing {
            application_number,
            kind: bib.kind(),
            filed_on,
            title: bib.title,
            abstract_: body.abstract_,
            claims: body.claims,
            description: body.description,
            classes: bib.classes,
            parties: bib.parties,
            priority: bib.priority,
            related: bib.related,
            made_in: None,
            government_interest: body.government_interest.finish(),
            marking: domain::base::marking::Marking::default(),
            received_by: domain::filing::ReceivedBy::default(),
        };
        filing.canonicalize();
        if filing.has_text() { Ok(filing) } else { Err(cursor.error(missing("text"))) }
    }
}

/// What follows a record beyond white space, comments, instructions, a DOCTYPE and end tags of a wrapper.
fn junk_in(rest: &str) -> Option<String> {
    let mut rest = detect::skip_blank(rest.as_bytes());
    while !rest.is_empty() {
        let behind = match rest {
            [b'<', b'!', b'-', b'-', ..] => detect::behind_mark(&rest[4..], b"-->"),
            [b'<', b'!', ..] => detect::behind_doctype(rest),
            [b'<', b'?', ..] => detect::behind_mark(rest, b"?>"),
            [b'<', b'/', ..] => detect::behind_mark(rest, b">"),
            _ => None,
        };
        match behind {
            Some(behind) => rest = detect::skip_blank(behind),
            None => return Some(crate::formats::split::quote(rest)),
        }
    }
    None
}
