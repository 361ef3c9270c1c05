//! MathML as a line of text, the way one would type it: `E = m c2`, `(a + b)/(2 a)`, `10⁶`.
//!
//! The line is for searching, not for computing: its words and numbers keep their order and their spaces.

use crate::formats::xml::cursor::{Cursor, Node, Outcome};
use crate::formats::xml::text::{Script, TextBuffer};

/// One element that just opened, to its end.
pub(super) fn element(cursor: &mut Cursor<'_, '_>, name: &str) -> Outcome<String> {
    match name {
        "mi" | "mn" | "mo" | "mtext" | "ms" => token(cursor),
        "annotation" | "annotation-xml" => parts(cursor).map(|_| String::new()),
        _ => parts(cursor).map(|parts| combine(name, &parts)),
    }
}

/// The text of a token; operators that are only there to be spoken are dropped.
fn token(cursor: &mut Cursor<'_, '_>) -> Outcome<String> {
    let text = cursor.string()?;
    Ok(text.chars().filter(|c| !matches!(c, '\u{2061}'..='\u{2064}')).collect())
}

/// The children of an element, each a piece of text, empty ones kept: scripts go by place.
fn parts(cursor: &mut Cursor<'_, '_>) -> Outcome<Vec<String>> {
    let mut parts = Vec::new();
    loop {
        match cursor.next()? {
            Node::Open(tag) => parts.push(element(cursor, tag.name())?),
            Node::Text(text) if !text.trim().is_empty() => parts.push(text.trim().to_owned()),
            Node::Close => return Ok(parts),
            Node::End => return Err(cursor.truncated()),
            Node::Text(_) | Node::Instruction(_) | Node::Doctype(_) => {}
        }
    }
}

fn combine(name: &str, parts: &[String]) -> String {
    match (name, parts) {
        ("msup", [base, above]) => write_scripts(base, &[(above, Script::Super)]),
        ("msub", [base, below]) => write_scripts(base, &[(below, Script::Sub)]),
        ("msubsup", [base, below, above]) => write_scripts(base, &[(below, Script::Sub), (above, Script::Super)]),
        ("mfrac", [above, below]) => format!("{}/{}", group_if_spaced(above), group_if_spaced(below)),
        ("msqrt", _) => format!("√{}", group_if_spaced(&join_parts(parts, " "))),
        ("mroot", [base, index]) => format!("{index}√{}", group_if_spaced(base)),
        ("mfenced", _) => format!("({})", join_parts(parts, ", ")),
        ("mmultiscripts", _) => join_parts(parts, ""),
        ("mtable", _) => join_parts(parts, "; "),
        _ => join_parts(parts, " "),
    }
}

fn write_scripts(base: &str, scripts: &[(&String, Script)]) -> String {
    let mut out = TextBuffer::default();
    out.push(base);
    for (text, kind) in scripts {
        let mut script = TextBuffer::default();
        script.push(text);
        out.push_script(script, *kind);
    }
    out.finish()
}

fn group_if_spaced(text: &str) -> String {
    if text.contains(' ') { format!("({text})") } else { text.to_owned() }
}

fn join_parts(parts: &[String], by: &str) -> String {
    parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(by)
}
