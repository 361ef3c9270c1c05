//! Conditions on quantities as rules state them: `density > 13 g/cm3`, `20..80 %`, `>= 1500 K`.

use std::fmt;
use std::ops::Range;

use crate::quantity::compound::unit_at;
use crate::quantity::lexeme::{Kind, Lexeme, lexemes};
use crate::quantity::mention::{Mention, mentions};
use crate::quantity::unit::{Dimension, Unit};
use crate::quantity::units::unit_names;
use crate::quantity::value::value_at;
use crate::suggest::did_you_mean;

/// A condition on a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written, white space folded.
    text: String,
    /// The values that satisfy the condition: one interval for each meaning of its unit.
    intervals: Vec<Interval>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    dimension: Dimension,
    low: f64,
    high: f64,
    /// Whether the ends themselves satisfy the condition.
    closed: bool,
}

/// Why a text is not a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCondition {
    /// The place of the fault in the text, in bytes.
    pub at: Range<usize>,
    pub message: String,
    /// An example or a suggestion, without a full stop.
    pub help: Option<String>,
}

impl BadCondition {
    fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }
}

/// Two values that differ by less than this share are equal, because conversion to SI is not exact.
const ROUNDING: f64 = 1e-9;

impl Condition {
    /// Parses the text between the brackets.
    pub fn parse(text: &str) -> Result<Self, BadCondition> {
        let lex = lexemes(text);
        let whole = 0..text.len();
        let help = "as in [density > 13 g/cm3], [20..80 %] or [>= 1500 K]".to_owned();
        let operator = lex.iter().position(|l| ['>', '<', '=', '\u{2265}', '\u{2264}'].iter().any(|&s| l.is(s)));
        let intervals = match operator {
            Some(at) => parse_comparison(&lex, at, text)?,
            None => match lex.windows(2).position(|w| w[0].is('.') && w[1].is('.')) {
                Some(dots) => parse_range(&lex, dots, text)?,
                None => {
                    let complaint =
                        BadCondition::new(whole, "a quantity needs a comparison (> >= < <= =) or a range (a..b)");
                    return Err(BadCondition { help: Some(help), ..complaint });
                }
            },
        };
        Ok(Self { text: text.split_whitespace().collect::<Vec<_>>().join(" "), intervals })
    }

    /// The places, in bytes, of the quantities in a text that can satisfy the condition.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        mentions(text).into_iter().filter(|m| self.can_be_met_by(m)).map(|m| m.at).collect()
    }

    /// Whether any meaning of a quantity can satisfy the condition.
    pub fn can_be_met_by(&self, mention: &Mention) -> bool {
        mention.readings.iter().any(|r| {
            self.intervals.iter().any(|i| {
                let slack = |bound: f64| if bound.is_finite() { bound.abs() * ROUNDING } else { 0.0 };
                let (low, high) = (slack(i.low), slack(i.high));
                i.dimension == r.dimension
                    && if i.closed {
                        r.high >= i.low - low && r.low <= i.high + high
                    } else {
                        r.high > i.low + low && r.low < i.high - high
                    }
            })
        })
    }
}

impl Condition {
    /// How far a quantity is from satisfying the condition, as a share of the bound it misses. 0 if the quantity can
    /// satisfy the condition, `None` if it measures something else. For the order of near misses, not for decisions.
    pub fn misses_by(&self, mention: &Mention) -> Option<f64> {
        let pairs = mention
            .readings
            .iter()
            .flat_map(|r| self.intervals.iter().filter(move |i| i.dimension == r.dimension).map(move |i| (r, i)));
        let by = pairs.map(|(r, i)| {
            let (gap, bound) = if r.high <= i.low { (i.low - r.high, i.low) } else { (r.low - i.high, i.high) };
            gap.max(0.0) / bound.abs().max(f64::MIN_POSITIVE)
        });
        let least = by.min_by(f64::total_cmp)?;
        Some(if self.can_be_met_by(mention) { 0.0 } else { least })
    }
}

/// Parses `name op value unit`.
fn parse_comparison(lex: &[Lexeme<'_>], at: usize, text: &str) -> Result<Vec<Interval>, BadCondition> {
    let sign = |i: usize| lex.get(i).map(|l| l.kind);
    let equal = sign(at + 1) == Some(Kind::Sign('='));
    let mach = names_mach(&lex[..at]);
    let Some(Kind::Sign(operator)) = sign(at) else {
        return Err(BadCondition::new(0..text.len(), "a comparison is expected"));
    };
    let (value, units) = quantity(lex, at + 1 + usize::from(equal), mach, text)?;
    let interval = |unit: &Unit| {
        let v = unit.to_si(value);
        let (low, high, closed) = match (operator, equal) {
            ('>', false) => (v, f64::INFINITY, false),
            ('>' | '\u{2265}', _) => (v, f64::INFINITY, true),
            ('<', false) => (f64::NEG_INFINITY, v, false),
            ('<' | '\u{2264}', _) => (f64::NEG_INFINITY, v, true),
            _ => (v, v, true),
        };
        Interval { dimension: unit.dimension, low, high, closed }
    };
    Ok(units.iter().map(interval).collect())
}

/// Parses `name a..b unit`; `a` may have a unit of its own.
fn parse_range(lex: &[Lexeme<'_>], dots: usize, text: &str) -> Result<Vec<Interval>, BadCondition> {
    let first = lex[..dots]
        .iter()
        .position(|l| matches!(l.kind, Kind::Number { glued: false, .. }) || l.is('-') || l.is('\u{2212}'));
    let Some(first) = first else {
        return Err(BadCondition::new(0..lex[dots].at.start, "a number is expected before `..`"));
    };
    let mach = names_mach(&lex[..first]);
    let (high, high_units) = quantity(lex, dots + 2, mach, text)?;
    let Some((low, after)) = value_at(&lex[..dots], first) else {
        return Err(BadCondition::new(lex[first].at.clone(), "a number is expected before `..`"));
    };
    let low = low.spans.first().map_or(0.0, |s| s.0);
    let low_units = if after < dots { quantity(&lex[..dots], first, mach, text)?.1 } else { high_units.clone() };
    let mut out = Vec::new();
    for a in &low_units {
        for b in high_units.iter().filter(|b| b.dimension == a.dimension) {
            // A unit that is written once has the same meaning for both ends.
            if after >= dots && a != b {
                continue;
            }
            let (low, high) = (a.to_si(low), b.to_si(high));
            if low > high {
                return Err(BadCondition::new(
                    lex[first].at.start..text.len(),
                    "the range is empty: it ends before it begins",
                ));
            }
            out.push(Interval { dimension: a.dimension, low, high, closed: true });
        }
    }
    if out.is_empty() {
        return Err(BadCondition::new(0..text.len(), "the two ends of the range measure different things"));
    }
    Ok(out)
}

fn names_mach(name: &[Lexeme<'_>]) -> bool {
    name.iter().any(|l| l.is_word("mach"))
}

/// Parses a value and its unit, up to the end of the text.
fn quantity(lex: &[Lexeme<'_>], at: usize, mach: bool, text: &str) -> Result<(f64, Vec<Unit>), BadCondition> {
    let end = lex.last().map_or(text.len(), |l| l.at.end);
    let place = |i: usize| lex.get(i).map_or(end..end, |l| l.at.start..end);
    // `Mach 5`
    let prefixed = lex.get(at).is_some_and(|l| l.is_word("mach"));
    let at = at + usize::from(prefixed);
    let Some((value, after)) = value_at(lex, at) else {
        return Err(BadCondition::new(place(at), "a number is expected here"));
    };
    let value = value.spans.first().map_or(0.0, |s| s.0);
    if after == lex.len() {
        if mach || prefixed {
            return Ok((value, vec![Unit::new(1.0, Dimension::MACH)]));
        }
        let complaint = BadCondition::new(end..end, "a unit is expected after the number");
        return Err(BadCondition { help: Some("such as g/cm3, GHz, km, %, K".into()), ..complaint });
    }
    match unit_at(lex, after) {
        Some((units, next)) if next == lex.len() => Ok((value, units)),
        Some((_, next)) => Err(BadCondition::new(place(next), "this does not belong to the unit before it")),
        None => {
            let word = &text[place(after)];
            let help = did_you_mean(word.trim(), unit_names()).map(|n| format!("did you mean `{n}`?"));
            Err(BadCondition { help, ..BadCondition::new(place(after), format!("`{word}` is not a unit")) })
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
