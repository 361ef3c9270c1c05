//! Where a word or phrase stands in a text.
//!
//! The parts of a term follow each other in one sentence. Hyphenation does not matter, in either
//! direction, which comes down to two rules:
//!
//! - Two words in a row, and the parts of a hyphenated word, may be *read as one*
//!   ([`crate::oracle::text::Reading`]): the text `anti jam` has the word `antijam`. The joint must fall inside
//!   the stem that is looked for, so that what is joined is more than an ending. For a truncated word
//!   it must leave at least [`LEAST_BEHIND_JOINT`] letters of its literal beginning to the last word
//!   (`antijam$` yes, `an$` no): else a truncation would swallow its neighbour.
//! - One word of the text may be *cut* to serve parts that follow each other: the text `antijam` has
//!   `anti ADJ jam`, `"anti jam"` and `anti-jam`. The last piece may be inflected (`antijamming`); those
//!   before it are as the rule spells them.

use crate::oracle::source::Layout as _;
use crate::oracle::text::{LONGEST_COMPOUND, Reading, Text};
use crate::rule::{Expr, Fields, Node, Part, ProximityKind};
use std::collections::{BTreeMap, BTreeSet};
use text::words;

/// So much of the literal beginning of a truncated word must stand behind the joint, in bytes.
pub const LEAST_BEHIND_JOINT: usize = 3;

/// Where the parts stand, as first and last position, in order.
pub fn places(text: &Text<'_>, parts: &[Part], fields: Fields) -> Vec<(u32, u32)> {
    let Some(first) = parts.first() else { return Vec::new() };
    let mut starts: Vec<u32> = readings_of(text, first).map(|r| r.first).collect();
    if parts.len() > 1 {
        let candidates = text.forms_from(literal_start(first));
        starts.extend(candidates.filter(|(form, _)| cut_serves(form, parts)).flat_map(|(_, readings)| {
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

/// All last positions of the parts if the first stands at this position.
fn ends_from(text: &Text<'_>, parts: &[Part], at: u32, ends: &mut Vec<u32>) {
    for reading in text.readings_at(at) {
        if fits(&parts[0], reading) {
            go_on(text, &parts[1..], reading.last, ends);
        }
        if reading.joint == 0 {
            for served in 2..=parts.len() {
                if cut_reads(&reading.form, &parts[..served]) {
                    go_on(text, &parts[served..], reading.last, ends);
                }
            }
        }
    }
}

fn go_on(text: &Text<'_>, rest: &[Part], last: u32, ends: &mut Vec<u32>) {
    let next = last + 1;
    if rest.is_empty() {
        ends.push(last);
    } else if (next as usize) < text.words.len() && text.word(next).sentence == text.word(last).sentence {
        ends_from(text, rest, next, ends);
    }
}

fn fits(part: &Part, reading: &Reading) -> bool {
    joint_allowed(part, reading) && part.fits(&reading.form, &reading.stem)
}

fn joint_allowed(part: &Part, reading: &Reading) -> bool {
    reading.joint == 0 || joins_at(part, &reading.form, reading.joint)
}

/// Whether a part lets words be joined here to serve it, `joint` being the length of all but the last.
pub fn joins_at(part: &Part, form: &str, joint: usize) -> bool {
    match part {
        Part::Stem { stem, .. } => joint < stem.len() && stem.as_bytes()[..joint] == form.as_bytes()[..joint],
        Part::Exact(_) => true,
        Part::Pattern(p) => joint + LEAST_BEHIND_JOINT <= p.literal_start().len(),
    }
}

/// The readings that fit one part.
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
    candidates.into_iter().map(|i| &text.readings[i]).filter(|r| joint_allowed(part, r))
}

/// What every word begins with whose first piece serves this part: that piece is as the rule spells it.
fn literal_start(part: &Part) -> &str {
    match part {
        Part::Stem { form, .. } | Part::Exact(form) => form,
        Part::Pattern(pattern) => pattern.literal_start(),
    }
}

/// What the words begin with whose first piece can serve an expression.
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

/// Whether a word can be cut to serve two or more of the parts from the first on.
fn cut_serves(form: &str, parts: &[Part]) -> bool {
    (2..=parts.len()).any(|n| cut_reads(form, &parts[..n]))
}

/// Whether a word can be cut into pieces that serve these parts, all of them.
pub fn cut_reads(form: &str, parts: &[Part]) -> bool {
    match parts {
        [] => false,
        [last] => last.fits(form, &words::stem(form)),
        [head, rest @ ..] => cuts(form).any(|(a, b)| head.fits_literally(a) && cut_reads(b, rest)),
    }
}

/// All ways to cut a word in two. Words that no language has are not cut.
fn cuts(form: &str) -> impl Iterator<Item = (&str, &str)> {
    let form = if form.len() <= LONGEST_COMPOUND { form } else { "" };
    form.char_indices().skip(1).map(|(i, _)| form.split_at(i))
}

/// Positions of single words that can be cut to serve both sides of an `ADJ` or `NEAR`.
pub fn cut_places(text: &Text<'_>, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32> {
    let mut starts = BTreeSet::new();
    literal_starts(a, &mut starts);
    if kind != ProximityKind::Adj {
        literal_starts(b, &mut starts);
    }
    // A form may begin with several of them (`anti` and `antijam`); it is looked at once.
    let candidates: BTreeMap<&String, &Vec<usize>> = starts.into_iter().flat_map(|s| text.forms_from(s)).collect();
    let mut out = Vec::new();
    for (form, readings) in candidates {
        if !cut_joins(form, kind, a, b, Fields::ALL, Fields::ALL, true) {
            continue;
        }
        for reading in readings.iter().map(|&i| &text.readings[i]).filter(|r| r.joint == 0) {
            let here = text.fields_at(reading.first);
            if cut_joins(form, kind, a, b, fields, here, true) {
                out.push(reading.first);
            }
        }
    }
    out.sort_unstable();
    out
}

/// Whether a word that stands `here` can be cut to serve both sides of an operator, which may look in
/// `fields`; `last` as for `piece_reads`.
pub fn cut_joins(
    form: &str,
    kind: ProximityKind,
    a: &Expr,
    b: &Expr,
    fields: Fields,
    here: Fields,
    last: bool,
) -> bool {
    cuts(form).any(|(head, tail)| {
        let in_order = |a, b| piece_reads(head, a, fields, here, false) && piece_reads(tail, b, fields, here, last);
        match kind {
            ProximityKind::Adj => in_order(a, b),
            ProximityKind::Near => in_order(a, b) || in_order(b, a),
            ProximityKind::With | ProximityKind::Same => false,
        }
    })
}

/// Whether a piece of a word can serve an expression. `fields` is where the expression may look,
/// `here` where the word stands, `last` whether the piece ends the word and so may be inflected.
fn piece_reads(piece: &str, expr: &Expr, fields: Fields, here: Fields, last: bool) -> bool {
    match &expr.node {
        Node::Term(term) => {
            fields.meets(here)
                && match term.parts.as_slice() {
                    [part] if !last => part.fits_literally(piece),
                    parts if last => cut_reads(piece, parts),
                    _ => literal_cut(piece, &term.parts),
                }
        }
        Node::Or(of) => of.iter().any(|e| piece_reads(piece, e, fields, here, last)),
        Node::In(own, e) => piece_reads(piece, e, fields.and(*own), here, last),
        Node::Near(p, a, b) if !p.negated => cut_joins(piece, p.kind, a, b, fields, here, last),
        _ => false,
    }
}

/// Like [`cut_reads`], with no piece inflected.
fn literal_cut(form: &str, parts: &[Part]) -> bool {
    match parts {
        [] => false,
        [last] => last.fits_literally(form),
        [head, rest @ ..] => cuts(form).any(|(a, b)| head.fits_literally(a) && literal_cut(b, rest)),
    }
}
