//! Finds quantities in running text, with all they may mean: ranges, bounds, "about", powers of ten, several values
//! before one unit.
//!
//! If a text can be read in two ways, both readings are kept. A quantity counts when any reading can satisfy a
//! condition, because a screening may flag too much and must not flag too little.

use std::ops::Range;

use crate::quantity::compound::unit_at;
use crate::quantity::lexeme::{Lexeme, lexemes};
use crate::quantity::unit::{Dimension, Unit};
use crate::quantity::value::{Value, value_at};

/// A quantity in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Its place in the text, in bytes.
    pub at: Range<usize>,
    /// Every meaning that the text allows.
    pub readings: Vec<Reading>,
}

/// One meaning of a quantity: an interval from `low` to `high`, in SI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub dimension: Dimension,
    /// Negative infinity if the text gives no lower bound.
    pub low: f64,
    /// Infinity if the text gives no upper bound.
    pub high: f64,
}

/// Most values before one unit.
const LONGEST_CHAIN: usize = 64;
/// How far a value after "about" may lie from it, as a share of the value.
const ABOUT: f64 = 0.1;
/// Words before a number that mean that the number counts something and measures nothing.
const LABELS: [&str; 22] = [
    "fig", "figs", "figure", "figures", "claim", "claims", "example", "examples", "table", "tables", "step", "steps",
    "block", "no", "nos", "ref", "formula", "equation", "eq", "section", "page", "sheet",
];

/// The quantities of a text, in order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let lex = lexemes(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < lex.len() {
        if let Some(next) = read_mach(&lex, at, &mut out) {
            at = next;
            continue;
        }
        let Some(chain) = Chain::read(&lex, at) else {
            at += 1;
            continue;
        };
        if !is_labeled(&lex, at) {
            chain.push_mentions(&lex, &mut out);
        }
        at = chain.end;
    }
    out
}

fn is_labeled(lex: &[Lexeme<'_>], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| lex.get(i));
    let word = before(1).filter(|l| l.is('.')).map_or(before(1), |_| before(2)).and_then(Lexeme::word);
    word.is_some_and(|w| LABELS.iter().any(|l| w.eq_ignore_ascii_case(l)))
}

/// Reads `Mach 5` or `Mach number of 5 to 8` at a lexeme. Returns the lexeme after it; `None` for any other text.
fn read_mach(lex: &[Lexeme<'_>], at: usize, out: &mut Vec<Mention>) -> Option<usize> {
    if !lex[at].is_word("mach") {
        return None;
    }
    let skipped = [
        "number",
        "numbers",
        "no",
        "of",
        "from",
        "between",
        "about",
        "approximately",
        "above",
        "over",
        "exceeding",
        "greater",
        "than",
        "least",
        "at",
        "up",
        "to",
        "below",
        "is",
        "in",
        "excess",
        "range",
    ];
    let mut first = at + 1;
    while first < at + 8
        && lex.get(first).is_some_and(|l| l.is('.') || l.is('=') || skipped.iter().any(|w| l.is_word(w)))
    {
        first += 1;
    }
    let mut chain = Chain::read(lex, first)?;
    let unit = Unit::new(1.0, Dimension::MACH);
    for item in chain.items.iter_mut().filter(|i| i.unit.is_empty()) {
        item.unit = vec![unit];
    }
    chain.push_mentions(lex, out);
    Some(chain.end)
}

/// How a value follows the value before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// It is the first value, or one of several.
    List,
    /// It ends a range that the value before it begins.
    Range,
}

struct Item {
    value: Value,
    unit: Vec<Unit>,
    joint: Joint,
    /// Lexemes from the value to the end of its unit.
    start: usize,
    end: usize,
}

/// Values that share a unit: `5, 10 and 20 GHz`, `5 to 10 km`, `5 mm x 10 mm`.
struct Chain {
    items: Vec<Item>,
    end: usize,
}

impl Chain {
    fn read(lex: &[Lexeme<'_>], at: usize) -> Option<Self> {
        let mut items: Vec<Item> = Vec::new();
        let mut next = at;
        let mut joint = Joint::List;
        let between = is_preceded_by(lex, at, &["between"])
            || is_preceded_by(lex, at, &["between", "about"])
            || is_preceded_by(lex, at, &["between", "approximately"]);
        while items.len() < LONGEST_CHAIN {
            let Some((value, after)) = value_at(lex, next) else { break };
            // `5-km`: a hyphen between a value and its unit.
            let hyphen = lex.get(after).is_some_and(|l| l.is('-') || l.is('\u{2010}') || l.is('\u{2011}'))
                && lex[after].at.start == lex[after - 1].at.end;
            let unit = unit_at(lex, after).or_else(|| hyphen.then(|| unit_at(lex, after + 1)).flatten());
            let (unit, end) = unit.unwrap_or((Vec::new(), after));
            items.push(Item { value, unit, joint, start: next, end });
            let Some((following, start)) = separator(lex, end, between && items.len() == 1) else { break };
            if value_at(lex, start).is_none() {
                break;
            }
            (joint, next) = (following, start);
        }
        let end = items.last()?.end;
        let mut chain = Self { items, end };
        chain.share_units();
        Some(chain)
    }

    /// Gives each value without a unit the unit of the next value that has one. If there is none, the end of a range
    /// takes the unit of its beginning.
    fn share_units(&mut self) {
        let mut unit: Vec<Unit> = Vec::new();
        for item in self.items.iter_mut().rev() {
            if item.unit.is_empty() {
                item.unit.clone_from(&unit);
            } else {
                unit.clone_from(&item.unit);
            }
        }
        for i in 1..self.items.len() {
            if self.items[i].unit.is_empty() && self.items[i].joint == Joint::Range {
                self.items[i].unit = self.items[i - 1].unit.clone();
            }
        }
    }

    fn push_mentions(&self, lex: &[Lexeme<'_>], out: &mut Vec<Mention>) {
        let mut i = 0;
        while i < self.items.len() {
            let item = &self.items[i];
            let range_end = self.items.get(i + 1).filter(|n| n.joint == Joint::Range);
            let (last, count) = range_end.map_or((item, 1), |n| (n, 2));
            let bound = bound_before(lex, item.start);
            let bound = if bound == Bound::None { bound_after(lex, last.end) } else { bound };
            let mut readings = item.readings(item, bound);
            if let Some(end) = range_end {
                readings = end.readings_of_range(item);
                // In `10-6 Torr` the exponent may have lost its raised position: 10⁻⁶.
                readings.extend(end.readings_of_power(item));
            }
            if !readings.is_empty() {
                out.push(Mention { at: lex[item.start].at.start..lex[last.end - 1].at.end, readings });
            }
            i += count;
        }
    }
}

impl Item {
    fn readings(&self, item: &Self, bound: Bound) -> Vec<Reading> {
        let mut out = Vec::new();
        for unit in &self.unit {
            for &(low, high) in &item.value.spans {
                let (a, b) = (unit.to_si(low), unit.to_si(high));
                let slack = if bound == Bound::About { ABOUT * a.abs().max(b.abs()) } else { 0.0 };
                let (low, high) = (a.min(b) - slack, a.max(b) + slack);
                let (low, high) = match bound {
                    Bound::AtLeast => (low, f64::INFINITY),
                    Bound::AtMost => (f64::NEG_INFINITY, high),
                    Bound::About | Bound::None => (low, high),
                };
                out.push(Reading { dimension: unit.dimension, low, high });
            }
        }
        out
    }

    /// The meanings of the range that `from` begins and this value ends.
    fn readings_of_range(&self, from: &Self) -> Vec<Reading> {
        let mut out = Vec::new();
        for a in from.readings(from, Bound::None) {
            for b in self.readings(self, Bound::None).into_iter().filter(|b| b.dimension == a.dimension) {
                out.push(Reading { dimension: a.dimension, low: a.low.min(b.low), high: a.high.max(b.high) });
            }
        }
        out.truncate(16);
        out
    }

    fn readings_of_power(&self, from: &Self) -> Vec<Reading> {
        let ten = from.value.spans.iter().any(|&(l, h)| l == 10.0 && h == 10.0);
        let exponent =
            self.value.spans.first().map(|&(l, _)| l).filter(|e| e.fract() == 0.0 && (1.0..=30.0).contains(e));
        let Some(exponent) = exponent.filter(|_| ten) else { return Vec::new() };
        let value = 10f64.powf(-exponent);
        self.unit
            .iter()
            .map(|u| Reading { dimension: u.dimension, low: u.to_si(value), high: u.to_si(value) })
            .collect()
    }
}

/// Reads what may stand between two values of a chain. Returns how it joins them, and the lexeme where the second
/// begins.
fn separator(lex: &[Lexeme<'_>], at: usize, between: bool) -> Option<(Joint, usize)> {
    let here = lex.get(at)?;
    let is_any = |l: &Lexeme<'_>, words: &[&str]| words.iter().any(|w| l.is_word(w));
    let dash = |l: &Lexeme<'_>| {
        ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '~', '\u{223c}']
            .iter()
            .any(|&s| l.is(s))
    };
    let (joint, mut next) = if dash(here) || is_any(here, &["to", "through", "thru", "till", "until"]) {
        (Joint::Range, at + 1)
    } else if here.is('.') && lex.get(at + 1).is_some_and(|l| l.is('.')) {
        let dots = lex[at..].iter().take_while(|l| l.is('.')).count();
        (Joint::Range, at + dots)
    } else if here.is('\u{2026}') {
        (Joint::Range, at + 1)
    } else if here.is_word("and") {
        (if between { Joint::Range } else { Joint::List }, at + 1)
    } else if is_any(here, &["or", "x", "by"]) || here.is('\u{d7}') || here.is('/') {
        (Joint::List, at + 1)
    } else if here.is(',') || here.is(';') {
        let and = lex.get(at + 1).is_some_and(|l| is_any(l, &["and", "or"]));
        (Joint::List, at + 1 + usize::from(and))
    } else {
        return None;
    };
    // `5 to about 10`, `up to and including 10`
    while next < at + 6
        && lex.get(next).is_some_and(|l| {
            is_any(l, &["about", "approximately", "around", "roughly", "up", "to", "than", "at", "most", "least"])
                || l.is('~')
        })
    {
        next += 1;
    }
    Some((joint, next))
}

/// The bound that the words beside a value give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    None,
    About,
    AtLeast,
    AtMost,
}

fn is_preceded_by(lex: &[Lexeme<'_>], at: usize, words: &[&str]) -> bool {
    at >= words.len() && words.iter().zip(&lex[at - words.len()..at]).all(|(w, l)| l.is_word(w))
}

fn bound_before(lex: &[Lexeme<'_>], mut at: usize) -> Bound {
    const ABOUTS: [&str; 11] = [
        "about",
        "approximately",
        "around",
        "roughly",
        "nearly",
        "substantially",
        "circa",
        "ca",
        "some",
        "almost",
        "approx",
    ];
    // Words that may stand between a value and the words that bound it.
    const FILLERS: [&str; 5] = ["of", "a", "mach", "number", "numbers"];
    const LEAST: &[&[&str]] = &[
        &["at", "least"],
        &["greater", "than"],
        &["more", "than"],
        &["larger", "than"],
        &["higher", "than"],
        &["longer", "than"],
        &["faster", "than"],
        &["better", "than"],
        &["above"],
        &["over"],
        &["exceeding"],
        &["exceeds"],
        &["exceed"],
        &["beyond"],
        &["not", "less", "than"],
        &["no", "less", "than"],
        &["not", "below"],
        &["minimum"],
        &["in", "excess"],
        &["excess"],
        &["upwards"],
        &["greater", "than", "or", "equal", "to"],
        &["or", "equal", "to"],
        &["surpassing"],
        &["from"],
        &["down", "to"],
        &["as", "low", "as"],
    ];
    const MOST: &[&[&str]] = &[
        &["at", "most"],
        &["less", "than"],
        &["smaller", "than"],
        &["lower", "than"],
        &["fewer", "than"],
        &["shorter", "than"],
        &["below"],
        &["under"],
        &["up", "to"],
        &["not", "more", "than"],
        &["no", "more", "than"],
        &["not", "greater", "than"],
        &["no", "greater", "than"],
        &["not", "exceeding"],
        &["not", "exceed"],
        &["not", "above"],
        &["maximum"],
        &["within"],
        &["as", "high", "as"],
        &["as", "much", "as"],
        &["no", "larger", "than"],
        &["not", "over"],
        &["less", "than", "or", "equal", "to"],
    ];
    let mut about = false;
    while at > 0
        && (ABOUTS.iter().chain(&FILLERS).any(|w| lex[at - 1].is_word(w))
            || ['~', '\u{223c}', '\u{2248}', '\u{2245}', '\u{2243}'].iter().any(|&s| lex[at - 1].is(s))
            || (lex[at - 1].is('.') && at > 1 && (lex[at - 2].is_word("ca") || lex[at - 2].is_word("approx"))))
    {
        about |= !FILLERS.iter().any(|w| lex[at - 1].is_word(w));
        at -= 1;
    }
    let sign = |signs: &[char]| {
        at > 0
            && signs
                .iter()
                .any(|&s| lex[at - 1].is(s) || (s != '=' && lex[at - 1].is('=') && at > 1 && lex[at - 2].is(s)))
    };
    // The longer phrase decides: "not less than" also ends in "less than".
    let longest =
        |phrases: &[&[&str]]| phrases.iter().filter(|p| is_preceded_by(lex, at, p)).map(|p| p.len()).max().unwrap_or(0);
    let (least, most) = (longest(LEAST), longest(MOST));
    if sign(&['>', '\u{2265}', '\u{2267}', '\u{2a7e}', '\u{226b}']) || least > most {
        Bound::AtLeast
    } else if sign(&['<', '\u{2264}', '\u{2266}', '\u{2a7d}', '\u{226a}']) || most > 0 {
        Bound::AtMost
    } else if about {
        Bound::About
    } else {
        Bound::None
    }
}

fn bound_after(lex: &[Lexeme<'_>], at: usize) -> Bound {
    let word = |i: usize| lex.get(i).and_then(Lexeme::word).map(str::to_lowercase).unwrap_or_default();
    let joined = ["or", "and"].contains(&word(at).as_str());
    let (first, second) = if joined { (word(at + 1), word(at + 2)) } else { (word(at), String::new()) };
    let or_than = joined && (second != "than" || word(at + 3).is_empty());
    match first.as_str() {
        "more" | "greater" | "higher" | "above" | "over" | "longer" | "larger" | "better" | "faster" | "beyond"
        | "up" | "upwards"
            if or_than =>
        {
            Bound::AtLeast
        }
        "less" | "lower" | "below" | "under" | "shorter" | "smaller" | "fewer" if or_than => Bound::AtMost,
        "minimum" => Bound::AtLeast,
        "maximum" => Bound::AtMost,
        _ => Bound::None,
    }
}
