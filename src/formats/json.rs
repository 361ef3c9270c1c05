//! A filing as JSON, in the form of the REST contract.
//!
//! Unknown members and wrong types are refused with the path of the member: a misspelled marking must not be
//! a missing one. The types of `domain` say what a member may be; only what a type cannot say is checked here.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::formats::encoding::{self, illegal_character};
use crate::formats::error::{Problem, ReadError};
use domain::filing::{DescriptionItem, Filing};

/// Reads one JSON value whose first line is `line`.
pub(super) fn filing(data: &[u8], line: u64) -> Result<Filing, ReadError> {
    let text = encoding::text(data, None, line, &mut Vec::new())?;
    // A line feed behind a text that breaks off in a string would count as part of it.
    let text = text.trim_ascii_end();
    if !text.trim_ascii_start().starts_with('{') {
        let found = crate::formats::split::quote(data);
        return Err(ReadError::at(line, Problem::NotWellFormed(format!("a filing is a JSON object, not {found}"))));
    }
    let mut filing = match serde_json::from_str::<Filing>(text) {
        Ok(filing) => filing,
        Err(_) => read_with_path(text, line)?,
    };
    check_contents(&filing).map_err(|(path, problem)| {
        let error = ReadError::at(line, problem);
        if path.is_empty() { error } else { error.in_field(path) }
    })?;
    filing.canonicalize();
    Ok(filing)
}

/// Reads again, keeping track of the path, to say where it went wrong.
fn read_with_path(text: &str, line: u64) -> Result<Filing, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let failed = |error: &serde_json::Error, path: String| {
        let at = line + (error.line() as u64).saturating_sub(1);
        // serde_json appends its own line and column, which count from the record's first line.
        let sentence = error.to_string();
        let sentence = sentence.split(" at line ").next().unwrap_or(&sentence).to_owned();
        let sentence = unknown_member(&sentence).unwrap_or(sentence);
        match error.classify() {
            serde_json::error::Category::Eof => {
                ReadError::at(at, Problem::Truncated("the closing `}` of the filing".into()))
            }
            // A number for a word (`"kind": 7`) is a syntax error to serde_json; to anyone else it is JSON.
            serde_json::error::Category::Syntax if serde_json::from_str::<IgnoredAny>(text).is_err() => {
                ReadError::at(at, Problem::NotWellFormed(sentence))
            }
            _ if path == "." || path.is_empty() => ReadError::at(at, Problem::BadField(sentence)),
            _ => ReadError::at(at, Problem::BadField(sentence)).in_field(path),
        }
    };
    let mut track = serde_path_to_error::Track::new();
    let filing = Filing::deserialize(serde_path_to_error::Deserializer::new(&mut deserializer, &mut track))
        .map_err(|error| failed(&error, track.path().to_string()))?;
    deserializer.end().map_err(|error| failed(&error, String::new()))?;
    Ok(filing)
}

/// The sentence about a member that a filing does not have, with the nearest that it has; `None` for any other
/// mistake.
fn unknown_member(sentence: &str) -> Option<String> {
    // serde: "unknown field `markng`, expected one of `application_number`, `kind`, ..."
    let mut quoted = sentence.strip_prefix("unknown field `")?.split('`');
    let name = quoted.next()?;
    let known: Vec<&str> = quoted.skip(1).step_by(2).collect();
    Some(match nearest_member(name, &known) {
        Some(near) => format!("there is no member {name:?}; did you mean {near:?}?"),
        None => format!("there is no member {name:?}; there are {}", known.join(", ")),
    })
}

/// The member nearest to what was written, if one is near enough to be meant.
fn nearest_member<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let reach = (written.chars().count() / 3).max(2);
    let distances = known.iter().map(|name| (strsim::damerau_levenshtein(&written.to_lowercase(), name), *name));
    distances.filter(|(distance, name)| *distance <= reach && *distance < name.len()).min().map(|(_, name)| name)
}

/// Checks what the types cannot: that there is text to screen, and no unprintable character in it.
fn check_contents(filing: &Filing) -> Result<(), (String, Problem)> {
    if filing.title.trim().is_empty() {
        return Err((String::new(), Problem::Missing("title")));
    }
    if !filing.has_text() {
        return Err((String::new(), Problem::Missing("text")));
    }
    let illegal = |path: String, text: &str| match illegal_character(text.as_bytes()) {
        Some((_, code)) => Err((path, Problem::IllegalCharacter(code))),
        None => Ok(()),
    };
    illegal("title".into(), &filing.title)?;
    for (n, text) in filing.abstract_.iter().enumerate() {
        illegal(format!("abstract[{n}]"), text)?;
    }
    for (n, text) in filing.claims.iter().enumerate() {
        illegal(format!("claims[{n}]"), text)?;
    }
    for (n, item) in filing.description.iter().enumerate() {
        match item {
            DescriptionItem::Heading { heading } => illegal(format!("description[{n}].heading"), heading)?,
            DescriptionItem::Paragraph { text, .. } => illegal(format!("description[{n}].text"), text)?,
        }
    }
    for (n, party) in filing.parties.iter().enumerate() {
        illegal(format!("parties[{n}].name"), &party.name)?;
    }
    illegal("government_interest".into(), filing.government_interest.as_deref().unwrap_or_default())
}
