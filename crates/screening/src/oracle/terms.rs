//! Finds where a word or phrase stands in a text.
//!
//! The parts of a term follow each other in one sentence. Hyphenation does not matter, neither in the rule nor in the
//! text. Two rules say so:
//!
//! - Two words in a row, and the parts of a hyphenated word, may be *read as one*
//!   ([`crate::oracle::text::Reading`]): the text `anti jam` has the word `antijam`. The joint must fall inside
//!   the stem that is looked for, so that the second word is more than an ending. For a truncated word the joint must
//!   leave at least [`LEAST_BEHIND_JOINT`] letters of its literal beginning to the last word (`antijam$` yes, `an$` no).
//!   Otherwise a truncation would take in the word after it.
//! - One word of the text may be *cut* to serve parts that follow each other: the text `antijam` has
//!   `anti ADJ jam`, `"anti jam"` and `anti-jam`. The last piece may be inflected (`antijamming`). The pieces
//!   before it are as the rule spells them.

use crate::oracle::source::Layout as _;
use crate::oracle::text::{LONGEST_COMPOUND, Reading, Text};
use crate::rule::{Expr, Fields, Node, Part, ProximityKind};
use std::collections::{BTreeMap, BTreeSet};
use text::words;

/// How much of the literal beginning of a truncated word must stand behind the joint, in bytes.
pub const LEAST_BEHIND_JOINT: usize = 3;

/// The places of the parts of a term, each as its first and last position, in order.
pub fn places(text: &Text<'_>, parts: &[Part], fields: Fields) -> Vec<(u32, u32)> {
    let Some(first) = parts.first() else { return Vec::new() };
    let mut starts: Vec<u32> = readings_of(text, first).map(|r| r.first).collect();
    if parts.len() > 1 {
        let candidates = text.forms_from(literal_start(first));
        starts.extend(candidates.filter(|(form, _)| can_be_cut_for_two(form, parts)).flat_map(|(_, readings)| {
            readings.iter().map(|&i| &text.readings[i]).filter(|r| r.joint == 0).map(|r| r.first)
        }));
    }
    starts.retain(|&p| text.lies_in(p, fields));
    starts.sort_unstable();
    starts.dedup();
    let mut out = Vec::new();
    for start in starts {
        let mut ends = Vec::new();
        ends_from(text, parts, start, &mut ends);
        ends.sort_unstable();
        ends.dedup();
        out.extend(ends.into_iter().map(|end| (start, end)));
    }
    out
}

/// Collects the last positions of the parts of a term whose first part stands at a position.
fn ends_from(text: &Text<'_>, parts: &[Part], at: u32, ends: &mut Vec<u32>) {
    for reading in text.readings_at(at) {
        if fits(&parts[0], reading) {
            ends_of_rest(text, &parts[1..], reading.last, ends);
        }
        if reading.joint == 0 {
            for served in 2..=parts.len() {
                if can_be_cut_into(&reading.form, &parts[..served]) {
                    ends_of_rest(text, &parts[served..], reading.last, ends);
                }
            }
        }
    }
}

fn ends_of_rest(text: &Text<'_>, rest: &[Part], last: u32, ends: &mut Vec<u32>) {
    let next = last + 1;
    if rest.is_empty() {
        ends.push(last);
    } else if (next as usize) < text.words.len() && text.word(next).sentence == text.word(last).sentence {
        ends_from(text, rest, next, ends);
    }
}

fn fits(part: &Part, reading: &Reading) -> bool {
    allows_joint(part, reading) && part.fits(&reading.form, &reading.stem)
}

fn allows_joint(part: &Part, reading: &Reading) -> bool {
    reading.joint == 0 || joins_at(part, &reading.form, reading.joint)
}

/// Whether words may be joined to serve a part. `joint` is the length of all of them but the last.
pub fn joins_at(part: &Part, form: &str, joint: usize) -> bool {
    match part {
        Part::Stem { stem, .. } => joint < stem.len() && stem.as_bytes()[..joint] == form.as_bytes()[..joint],
        Part::Exact(_) => true,
        Part::Pattern(p) => joint + LEAST_BEHIND_JOINT <= p.literal_start().len(),
    }
}

/// The readings that fit a part.
fn readings_of<'t>(text: &'t Text<'_>, part: &'t Part) -> impl Iterator<Item = &'t Reading> {
    let of = |found: Option<&Vec<usize>>| found.cloned().unwrap_or_default();
    let candidates: Vec<usize> = match part {
        Part::Stem { stem, .. } => of(text.by_stem.get(stem)),
        Part::Exact(form) => [of(text.by_form.get(form)), of(text.by_form.get(&format!("{form}'s")))].concat(),
        // A pattern looks at forms only.
        Part::Pattern(p) => text
            .forms_from(p.literal_start())
            .filter(|(form, _)| part.fits(form, ""))
            .flat_map(|(_, r)| r)
            .copied()
            .collect(),
    };
    candidates.into_iter().map(|i| &text.readings[i]).filter(|r| allows_joint(part, r))
}

/// The beginning of every word whose first piece serves this part. That piece is as the rule spells it.
fn literal_start(part: &Part) -> &str {
    match part {
        Part::Stem { form, .. } | Part::Exact(form) => form,
        Part::Pattern(pattern) => pattern.literal_start(),
    }
}

/// Collects the beginnings of the words whose first piece can serve an expression.
fn literal_starts<'e>(expr: &'e Expr, out: &mut BTreeSet<&'e str>) {
    match &expr.node {
        Node::Term(term) => out.extend(term.parts.first().map(literal_start)),
        Node::Or(of) => of.iter().for_each(|e| literal_starts(e, out)),
        Node::In(_, e) => literal_starts(e, out),
        Node::Near(p, a, b) => {
            literal_starts(a, out);
            if p.kind != ProximityKind::Adj {
                literal_starts(b, out);
            }
        }
        _ => {}
    }
}

/// Whether a word can be cut to serve two or more of the parts, from the first on.
fn can_be_cut_for_two(form: &str, parts: &[Part]) -> bool {
    (2..=parts.len()).any(|n| can_be_cut_into(form, &parts[..n]))
}

/// Whether a word can be cut into pieces that serve all of these parts.
pub fn can_be_cut_into(form: &str, parts: &[Part]) -> bool {
    match parts {
        [] => false,
        [last] => last.fits(form, &words::stem(form)),
        [head, rest @ ..] => cuts_of(form).any(|(a, b)| head.fits_literally(a) && can_be_cut_into(b, rest)),
    }
}

/// All ways to cut a word in two. A word longer than [`LONGEST_COMPOUND`] is not cut.
fn cuts_of(form: &str) -> impl Iterator<Item = (&str, &str)> {
    let form = if form.len() <= LONGEST_COMPOUND { form } else { "" };
    form.char_indices().skip(1).map(|(i, _)| form.split_at(i))
}

/// The positions of single words that can be cut to serve both sides of an `ADJ` or `NEAR`.
pub fn cut_places(text: &Text<'_>, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32> {
    let mut starts = BTreeSet::new();
    literal_starts(a, &mut starts);
    if kind != ProximityKind::Adj {
        literal_starts(b, &mut starts);
    }
    // A form may have several of these beginnings (`anti` and `antijam`), and must be counted once.
    let candidates: BTreeMap<&String, &Vec<usize>> = starts.into_iter().flat_map(|s| text.forms_from(s)).collect();
    let mut out = Vec::new();
    for (form, readings) in candidates {
        if !can_be_cut_for_sides(form, kind, a, b, Fields::ALL, Fields::ALL, true) {
            continue;
        }
        for reading in readings.iter().map(|&i| &text.readings[i]).filter(|r| r.joint == 0) {
            let here = text.fields_at(reading.first);
            if can_be_cut_for_sides(form, kind, a, b, fields, here, true) {
                out.push(reading.first);
            }
        }
    }
    out.sort_unstable();
    out
}

/// Whether a word can be cut to serve both sides of an operator. `fields` are the parts of the filing in which the
/// operator looks, `here` those of the word. `last` is as for `piece_serves`.
pub fn can_be_cut_for_sides(
    form: &str,
    kind: ProximityKind,
    a: &Expr,
    b: &Expr,
    fields: Fields,
    here: Fields,
    last: bool,
) -> bool {
    cuts_of(form).any(|(head, tail)| {
        let in_order = |a, b| piece_serves(head, a, fields, here, false) && piece_serves(tail, b, fields, here, last);
        match kind {
            ProximityKind::Adj => in_order(a, b),
            ProximityKind::Near => in_order(a, b) || in_order(b, a),
            ProximityKind::With | ProximityKind::Same => false,
        }
    })
}

/// Whether a piece of a word can serve an expression. `fields` are the parts of the filing in which the expression
/// looks, `here` those of the word. `last` says whether the piece ends the word and so may be inflected.
fn piece_serves(piece: &str, expr: &Expr, fields: Fields, here: Fields, last: bool) -> bool {
    match &expr.node {
        Node::Term(term) => {
            fields.meets(here)
                && match term.parts.as_slice() {
                    [part] if !last => part.fits_literally(piece),
                    parts if last => can_be_cut_into(piece, parts),
                    _ => can_be_cut_literally(piece, &term.parts),
                }
        }
        Node::Or(of) => of.iter().any(|e| piece_serves(piece, e, fields, here, last)),
        Node::In(own, e) => piece_serves(piece, e, fields.and(*own), here, last),
        Node::Near(p, a, b) if !p.negated => can_be_cut_for_sides(piece, p.kind, a, b, fields, here, last),
        _ => false,
    }
}

/// As [`can_be_cut_into`], but no piece may be inflected.
fn can_be_cut_literally(form: &str, parts: &[Part]) -> bool {
    match parts {
        [] => false,
        [last] => last.fits_literally(form),
        [head, rest @ ..] => cuts_of(form).any(|(a, b)| head.fits_literally(a) && can_be_cut_literally(b, rest)),
    }
}
