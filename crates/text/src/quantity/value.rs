//! Reads a value out of running text: `1.2 × 10^6`, `5 million`, `3 1/2`, `5 ± 0.5`, `minus 40`, `two hundred`.

use crate::quantity::lexeme::{Kind, Lexeme};

/// A value, in every way it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The least and the most of each reading.
    pub spans: Vec<(f64, f64)>,
}

/// The value that begins at a lexeme, and the lexeme after it.
pub fn value_at(lex: &[Lexeme<'_>], at: usize) -> Option<(Value, usize)> {
    let (sign, start) = sign_at(lex, at);
    let (readings, mut next) = read_words(lex, start).or_else(|| read_digits(lex, start))?;
    let mut spans: Vec<(f64, f64)> = readings;
    if let Some((scale, after)) = scale_at(lex, next) {
        spans = spans.into_iter().map(|(l, h)| (l * scale, h * scale)).collect();
        next = after;
    }
    if sign < 0.0 {
        spans = spans.into_iter().map(|(l, h)| (-h, -l)).collect();
    }
    if let Some((tolerance, after)) = tolerance_at(lex, next) {
        spans = spans.into_iter().map(|(l, h)| (l - tolerance, h + tolerance)).collect();
        next = after;
    }
    if sign == 0.0 {
        // `± 5` is anything from -5 to 5.
        spans = spans.into_iter().map(|(_, h)| (-h, h)).collect();
    }
    Some((Value { spans }, next))
}

/// Reads a sign before a number: 1, -1, or 0 for `±`. Without a sign it returns 1 and the same lexeme.
fn sign_at(lex: &[Lexeme<'_>], at: usize) -> (f64, usize) {
    let Some(here) = lex.get(at) else { return (1.0, at) };
    let number_follows = |i: usize| lex.get(i).is_some_and(|l| matches!(l.kind, Kind::Number { .. }));
    let close = lex.get(at + 1).is_some_and(|n| n.at.start == here.at.end);
    match here.kind {
        Kind::Sign('-' | '\u{2212}' | '\u{2013}') if close && number_follows(at + 1) => (-1.0, at + 1),
        Kind::Sign('+') if number_follows(at + 1) => (1.0, at + 1),
        Kind::Sign('\u{b1}') if number_follows(at + 1) => (0.0, at + 1),
        Kind::Word(w) if w.eq_ignore_ascii_case("minus") && number_follows(at + 1) => (-1.0, at + 1),
        Kind::Word(w) if w.eq_ignore_ascii_case("plus") && number_follows(at + 1) => (1.0, at + 1),
        _ => (1.0, at),
    }
}

fn number(lex: &[Lexeme<'_>], at: usize) -> Option<(f64, usize)> {
    match lex.get(at)?.kind {
        Kind::Number { value, digits, .. } => Some((value, digits)),
        _ => None,
    }
}

/// Reads a number in digits, with fraction, groups and power of ten.
fn read_digits(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<(f64, f64)>, usize)> {
    let Kind::Number { value, glued: false, digits } = lex.get(at)?.kind else { return None };
    let mut readings = vec![value];
    let mut next = at + 1;
    // `14 000` may also be two numbers: 14 and 000.
    if (1..=3).contains(&digits) && value.fract() == 0.0 {
        let mut grouped = value;
        while let Some((group, 3)) =
            number(lex, next).filter(|_| lex[next].at.len() == 3 && lex[next].at.start == lex[next - 1].at.end + 1)
        {
            grouped = grouped * 1000.0 + group;
            readings = vec![grouped, group];
            next += 1;
        }
    }
    // `3 1/2`, `1/2`, `3 ½`
    if let Some((half, 0)) = number(lex, next).filter(|_| lex[next].at.start <= lex[next - 1].at.end + 1) {
        readings = vec![value + half];
        next += 1;
    } else if let Some((numerator, denominator, after)) = simple_fraction(lex, next) {
        readings = vec![value + numerator / denominator];
        next = after;
    } else if let Some((numerator, denominator, after)) = simple_fraction(lex, at) {
        readings = vec![numerator / denominator, denominator];
        next = after;
    }
    let (readings, next) = apply_power(lex, at, readings, next);
    Some((readings.into_iter().filter(|r| r.is_finite()).map(|r| (r, r)).collect(), next))
}

/// Reads `1/2` at a lexeme. Only usual denominators count, because `5/10 GHz` are two values.
fn simple_fraction(lex: &[Lexeme<'_>], at: usize) -> Option<(f64, f64, usize)> {
    let (numerator, _) = number(lex, at)?;
    let slash = lex.get(at + 1).filter(|l| l.is('/') || l.is('\u{2044}'))?;
    let (denominator, _) = number(lex, at + 2)?;
    let tight = slash.at.start == lex[at].at.end && lex[at + 2].at.start == slash.at.end;
    let common = [2.0, 3.0, 4.0, 8.0, 16.0, 32.0, 64.0].contains(&denominator) && numerator < denominator;
    (tight && common).then_some((numerator, denominator, at + 3))
}

/// Multiplies the readings by the power of ten behind them (`× 10^6`, `x 10E6`, `·10⁶`, `x 10-6`), and reads `10^6` and
/// `10⁶` that stand alone.
fn apply_power(lex: &[Lexeme<'_>], at: usize, readings: Vec<f64>, next: usize) -> (Vec<f64>, usize) {
    let times = lex.get(next).is_some_and(|l| {
        ['\u{d7}', '\u{b7}', '*', '\u{22c5}', '\u{2219}'].iter().any(|&s| l.is(s))
            || l.is_word("x")
            || l.is_word("times")
    });
    if times
        && let Some((ten, _)) = number(lex, next + 1)
        && let Some((exponent, after)) = exponent_after(lex, next + 1, ten)
    {
        let mut all: Vec<f64> = readings.iter().map(|r| r * 10f64.powi(exponent)).collect();
        if ten != 10.0 {
            // `2 x 105 mm` may also be two lengths.
            all.push(ten);
        }
        return (all, after);
    }
    if readings == [10.0]
        && lex[at].at.len() == 2
        && let Some((exponent, after)) = exponent_after(lex, at, 10.0).filter(|(_, after)| *after > at + 1)
        && !(lex[at + 1].is('-') || lex[at + 1].is('\u{2013}') || lex[at + 1].is('\u{2212}'))
    {
        return (vec![10f64.powi(exponent)], after);
    }
    (readings, next)
}

/// The exponent of the ten at a lexeme, and the lexeme after it.
fn exponent_after(lex: &[Lexeme<'_>], ten_at: usize, ten: f64) -> Option<(i32, usize)> {
    let whole = |i: usize| number(lex, i).map(|(v, _)| v).filter(|v| v.fract() == 0.0 && *v <= 60.0).map(|v| v as i32);
    let next = ten_at + 1;
    let adjacent = |i: usize| lex.get(i).is_some_and(|l| l.at.start == lex[i - 1].at.end);
    if ten != 10.0 {
        // In `x 106` the exponent has lost its raised position.
        let text = format!("{ten}");
        let exponent = text.strip_prefix("10")?.parse().ok().filter(|e| (1..=30).contains(e))?;
        return (lex[ten_at].at.len() <= 4).then_some((exponent, next));
    }
    match lex.get(next).map(|l| l.kind) {
        Some(Kind::Raised(e)) if adjacent(next) => Some((e.clamp(-60, 60), next + 1)),
        Some(Kind::Sign('^')) | Some(Kind::Sign('*')) => {
            let mut i = next + 1;
            i += usize::from(lex.get(i).is_some_and(|l| l.is('*') || l.is('(') || l.is('{')));
            let negative = lex.get(i).is_some_and(|l| l.is('-') || l.is('\u{2212}') || l.is('\u{2013}'));
            i += usize::from(negative || lex.get(i).is_some_and(|l| l.is('+')));
            let e = whole(i)?;
            i += 1;
            i += usize::from(lex.get(i).is_some_and(|l| l.is(')') || l.is('}')));
            Some((if negative { -e } else { e }, i))
        }
        Some(Kind::Sign('-' | '\u{2212}' | '\u{2013}')) if adjacent(next) && adjacent(next + 1) => {
            whole(next + 1).map(|e| (-e, next + 2))
        }
        Some(Kind::Sign('+')) if adjacent(next) => whole(next + 1).map(|e| (e, next + 2)),
        _ => None,
    }
}

/// Reads `hundred` to `trillion` behind a number.
fn scale_at(lex: &[Lexeme<'_>], at: usize) -> Option<(f64, usize)> {
    let word = lex.get(at)?.word()?;
    let scale = match word.to_ascii_lowercase().as_str() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    };
    Some((scale, at + 1))
}

/// Reads the number of `± 0.5` or `+/- 0.5`. A tolerance in percent is not read: it is a mention of its own.
fn tolerance_at(lex: &[Lexeme<'_>], at: usize) -> Option<(f64, usize)> {
    let here = lex.get(at)?;
    let number_at = if here.is('\u{b1}') {
        at + 1
    } else if here.is('+') && lex.get(at + 1)?.is('/') && (lex.get(at + 2)?.is('-') || lex.get(at + 2)?.is('\u{2212}'))
    {
        at + 3
    } else {
        return None;
    };
    let (value, _) = number(lex, number_at)?;
    let percent = lex.get(number_at + 1).is_some_and(|l| l.is('%') || l.is_word("percent"));
    (!percent).then_some((value, number_at + 1))
}

/// Reads a number in words. "Tens of" is 10 to 100, and a higher order is up to a thousand times itself.
fn read_words(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<(f64, f64)>, usize)> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const ORDERS: [(&str, f64); 5] =
        [("tens", 10.0), ("hundreds", 100.0), ("thousands", 1e3), ("millions", 1e6), ("billions", 1e9)];
    let lower = |i: usize| lex.get(i).and_then(Lexeme::word).map(str::to_ascii_lowercase);
    let first = lower(at)?;
    if let Some(&(_, order)) = ORDERS.iter().find(|(w, _)| *w == first) {
        return (lower(at + 1).as_deref() == Some("of"))
            .then_some((vec![(order, order * if order == 10.0 { 10.0 } else { 1000.0 })], at + 2));
    }
    let small = |w: &str| SMALL.iter().position(|s| *s == w).map(|n| n as f64);
    let tens = |w: &str| TENS.iter().position(|s| *s == w).map(|n| (n as f64 + 2.0) * 10.0);
    let mut next = at + 1;
    let mut value = match small(&first).or_else(|| tens(&first)) {
        Some(v) => v,
        // `a hundred`, `a million`
        None if first == "a" => {
            scale_at(lex, at + 1)?;
            1.0
        }
        None if first == "half" => {
            next += usize::from(lower(next).as_deref() == Some("a"));
            0.5
        }
        None => return None,
    };
    if tens(&first).is_some() {
        let hyphen = usize::from(lex.get(next).is_some_and(|l| l.is('-')));
        if let Some(unit) = lower(next + hyphen).as_deref().and_then(small).filter(|u| (1.0..10.0).contains(u)) {
            value += unit;
            next += hyphen + 1;
        }
    }
    if let Some((scale, after)) = scale_at(lex, next).filter(|&(s, _)| s == 100.0) {
        value *= scale;
        next = after;
        let and = usize::from(lower(next).as_deref() == Some("and"));
        if let Some(rest) = lower(next + and).as_deref().and_then(|w| small(w).or_else(|| tens(w))) {
            value += rest;
            next += and + 1;
        }
    }
    Some((vec![(value, value)], next))
}
