//! Reads a unit out of running text: `GHz`, `° C`, `kg/m3`, `watts per square centimeter`, `N·s/kg`, `wt. %`.

use crate::quantity::lexeme::{Kind, Lexeme};
use crate::quantity::unit::{Dimension, FORCE, GRAVITY, SPEED, Unit};
use crate::quantity::units::meanings_of;

/// Most meanings that one unit keeps. Further meanings are dropped.
const MOST_READINGS: usize = 8;
/// Most factors of a compound unit.
const MOST_FACTORS: usize = 6;

/// Every meaning of the unit that begins at a lexeme, and the lexeme after it.
pub fn unit_at(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize)> {
    ratio(lex, at).or_else(|| temperature(lex, at)).or_else(|| compound(lex, at))
}

/// `%`, `wt. %`, `weight percent`, `per cent`.
fn ratio(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize)> {
    const OF_WHAT: [&str; 12] =
        ["wt", "weight", "mol", "mole", "vol", "volume", "at", "atomic", "atom", "mass", "w", "molar"];
    let percent = vec![Unit::new(1.0, Dimension::RATIO)];
    let mut next = at;
    if lex.get(next).is_some_and(|l| OF_WHAT.iter().any(|w| l.is_word(w))) {
        next += 1;
        next += usize::from(lex.get(next).is_some_and(|l| l.is('.') || l.is('-')));
    }
    let sign = lex.get(next)?;
    if sign.is('%') || sign.is('\u{ff05}') || sign.is_word("percent") {
        return Some((percent, next + 1));
    }
    (sign.is_word("per") && lex.get(next + 1)?.is_word("cent")).then_some((percent, next + 2))
}

/// `°C`, `° F`, `degrees Celsius`, `deg. C`. Degrees without a scale may be degrees of an arc, Celsius or Fahrenheit.
fn temperature(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize)> {
    let celsius = Unit { dimension: Dimension::TEMPERATURE, factor: 1.0, offset: 273.15 };
    let fahrenheit = Unit { dimension: Dimension::TEMPERATURE, factor: 5.0 / 9.0, offset: 255.372_222_222 };
    let kelvin = Unit::new(1.0, Dimension::TEMPERATURE);
    let rankine = Unit::new(5.0 / 9.0, Dimension::TEMPERATURE);
    let head = lex.get(at)?;
    if head.is('\u{2103}') {
        return Some((vec![celsius], at + 1));
    }
    if head.is('\u{2109}') {
        return Some((vec![fahrenheit], at + 1));
    }
    let sign = ['\u{b0}', '\u{ba}', '\u{2da}'].iter().any(|&s| head.is(s));
    if !sign && !["degree", "degrees", "deg", "degs"].iter().any(|w| head.is_word(w)) {
        return None;
    }
    let mut next = at + 1;
    next += usize::from(!sign && lex.get(next).is_some_and(|l| l.is('.')));
    let scale = lex.get(next).and_then(Lexeme::word).unwrap_or("");
    let known = match scale {
        "C" | "c" => Some(celsius),
        "F" | "f" => Some(fahrenheit),
        "K" | "k" => Some(kelvin),
        "R" => Some(rankine),
        w if w.eq_ignore_ascii_case("celsius") || w.eq_ignore_ascii_case("centigrade") => Some(celsius),
        w if w.eq_ignore_ascii_case("fahrenheit") => Some(fahrenheit),
        w if w.eq_ignore_ascii_case("kelvin") => Some(kelvin),
        _ => None,
    };
    if let Some(unit) = known {
        return Some((vec![unit], next + 1));
    }
    let degree = Unit::new(std::f64::consts::PI / 180.0, Dimension::ANGLE);
    let mut product = Product { readings: vec![degree], next, factors: 1, force: false };
    product.multiply_on(lex);
    if product.factors == 1 {
        product.readings.extend([celsius, fahrenheit]);
    }
    Some((product.readings, product.next))
}

/// A unit of one or more factors.
fn compound(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize)> {
    let (readings, next, plain) = factor(lex, at)?;
    let force = readings.iter().any(|u| u.dimension == FORCE);
    let mut product = Product { readings, next, factors: 1, force };
    product.multiply_on(lex);
    let mut readings = product.readings;
    if product.factors > 1 || !plain {
        readings.iter_mut().for_each(|u| u.offset = 0.0);
        let pressed = Dimension::of(-2, 1, 0, 0);
        let extra: Vec<Unit> = readings
            .iter()
            .filter_map(|u| match u.dimension {
                // Many patents write a pressure as kg/cm2.
                d if d == pressed => Some(Unit::new(u.factor * GRAVITY, Dimension::of(-1, 1, -2, 0))),
                // N·s/kg is a specific impulse, which other patents give in seconds.
                SPEED if product.force => Some(Unit::new(u.factor / GRAVITY, Dimension::TIME)),
                _ => None,
            })
            .collect();
        readings.extend(extra);
    }
    readings.truncate(MOST_READINGS);
    Some((readings, product.next))
}

struct Product {
    readings: Vec<Unit>,
    next: usize,
    factors: usize,
    force: bool,
}

impl Product {
    /// Multiplies the factors that follow into the readings, until a lexeme is not a factor.
    fn multiply_on(&mut self, lex: &[Lexeme<'_>]) {
        while self.factors < MOST_FACTORS {
            let Some((start, power)) = self.next_factor(lex) else { return };
            let Some((factor, next, _)) = factor(lex, start) else { return };
            let mut product = Vec::new();
            for a in &self.readings {
                for b in &factor {
                    if let Some(dimension) = a.dimension.times(b.dimension, power) {
                        product.push(Unit::new(a.factor * b.factor.powi(i32::from(power)), dimension));
                    }
                }
            }
            product.truncate(MOST_READINGS);
            self.force |= power > 0 && factor.iter().any(|u| u.dimension == FORCE);
            self.readings = product;
            self.next = next;
            self.factors += 1;
        }
    }

    /// The lexeme at which the next factor begins, and its sign: 1 multiplies, -1 divides.
    fn next_factor(&self, lex: &[Lexeme<'_>]) -> Option<(usize, i8)> {
        let (last, sep) = (lex.get(self.next - 1)?, lex.get(self.next)?);
        if sep.is('/') || sep.is('\u{2215}') || sep.is('\u{2044}') || sep.is_word("per") {
            return Some((self.next + 1, -1));
        }
        let following = lex.get(self.next + 1);
        let adjacent =
            sep.at.start == last.at.end && following.is_some_and(|f| f.at.start == sep.at.end && f.word().is_some());
        if ['\u{b7}', '\u{22c5}', '*', '\u{2022}', '\u{2219}'].iter().any(|&s| sep.is(s))
            || (sep.is('-') || sep.is('\u{2010}')) && adjacent
        {
            return Some((self.next + 1, 1));
        }
        // Two words with only white space between them are multiplied only where no other meaning is possible:
        // `N s`, `kW h`, `ft lb`, or with an exponent, `g cm-3`.
        let word = sep.word()?;
        let (factor, _, plain) = factor(lex, self.next)?;
        let usual = |a: &Unit, b: &Unit| {
            let pair = (a.dimension, b.dimension);
            let power = Dimension::of(2, 1, -3, 0);
            pair == (FORCE, Dimension::TIME)
                || pair == (FORCE, Dimension::LENGTH)
                || pair == (Dimension::LENGTH, FORCE)
                || pair == (power, Dimension::TIME)
                || pair == (Dimension::CURRENT, Dimension::TIME)
        };
        let known = self.readings.iter().any(|a| factor.iter().any(|b| usual(a, b)));
        (!plain || (known && !word.eq_ignore_ascii_case("in"))).then_some((self.next, 1))
    }
}

/// One factor with its exponent: its meanings, the lexeme after it, and whether it has no exponent.
fn factor(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize, bool)> {
    let (power, head) = match lex.get(at)?.word() {
        Some(w) if ["square", "sq"].iter().any(|s| w.eq_ignore_ascii_case(s)) => (2, at + 1),
        Some(w) if ["cubic", "cu"].iter().any(|s| w.eq_ignore_ascii_case(s)) => (3, at + 1),
        _ => (1, at),
    };
    let head = head + usize::from(power > 1 && lex.get(head).is_some_and(|l| l.is('.') || l.is('-')));
    let (units, mut next) = atom(lex, head)?;
    let mut exponent = power;
    if power == 1
        && let Some((e, after)) = exponent_at(lex, next)
    {
        (exponent, next) = (e, after);
    }
    let raised = |u: &Unit| {
        let dimension = Dimension::default().times(u.dimension, exponent)?;
        Some(Unit {
            dimension,
            factor: u.factor.powi(i32::from(exponent)),
            offset: if exponent == 1 { u.offset } else { 0.0 },
        })
    };
    let units: Vec<Unit> = units.iter().filter_map(raised).collect();
    (!units.is_empty()).then_some((units, next, exponent == 1))
}

/// One unit without exponent.
fn atom(lex: &[Lexeme<'_>], at: usize) -> Option<(Vec<Unit>, usize)> {
    let head = lex.get(at)?;
    let next = lex.get(at + 1);
    if head.is('"') || head.is('\u{2033}') {
        return Some((meanings_of("\""), at + 1));
    }
    let word = head.word()?;
    let pair = |w: &str, names: [&str; 2]| w.eq_ignore_ascii_case(names[0]) || w.eq_ignore_ascii_case(names[1]);
    if let Some(second) = next.and_then(Lexeme::word) {
        let two = if pair(word, ["nautical", "naut"]) && pair(second, ["mile", "miles"]) {
            meanings_of("nmi")
        } else if pair(word, ["metric", "metric"]) && pair(second, ["ton", "tons"]) {
            meanings_of("tonne")
        } else if pair(word, ["short", "long"]) && pair(second, ["ton", "tons"]) {
            meanings_of("ton")
        } else if pair(word, ["arc", "arc"]) && second.to_lowercase().starts_with("min") {
            meanings_of("arcmin")
        } else if pair(word, ["arc", "arc"]) && second.to_lowercase().starts_with("sec") {
            meanings_of("arcsec")
        } else if pair(word, ["mm", "millimeters"]) && second == "Hg" {
            meanings_of("mmHg")
        } else if pair(word, ["in", "inches"]) && second == "Hg" {
            meanings_of("inHg")
        } else if word.to_lowercase().ends_with("electron") && pair(second, ["volt", "volts"]) {
            meanings_of(&format!("{}volt", word.to_lowercase()))
        } else {
            Vec::new()
        };
        if !two.is_empty() {
            return Some((two, at + 2));
        }
    }
    // `in` before a word in lower case is the preposition: `5 in the first row`.
    if word.eq_ignore_ascii_case("in")
        && next.and_then(Lexeme::word).is_some_and(|w| w.starts_with(|c: char| c.is_lowercase()) && w != "by")
    {
        return None;
    }
    let apostrophe =
        next.is_some_and(|n| n.is('\'') || n.is('\u{2019}')) && lex.get(at + 2).is_some_and(|l| l.is_word("s"));
    // `5 g's` means `5 gs`.
    if apostrophe && word.eq_ignore_ascii_case("g") {
        return Some((meanings_of("gs"), at + 3));
    }
    let units = meanings_of(word);
    (!units.is_empty()).then_some((units, at + 1))
}

/// An exponent behind a unit: `m3`, `m^3`, `m³`, `s-1`, `meters squared`.
fn exponent_at(lex: &[Lexeme<'_>], at: usize) -> Option<(i8, usize)> {
    let adjacent = |i: usize| lex.get(i).is_some_and(|l| lex[i - 1].at.end == l.at.start);
    let small = |i: usize| match lex.get(i)?.kind {
        Kind::Number { value, .. } if value.fract() == 0.0 && (1.0..=4.0).contains(&value) && lex[i].at.len() == 1 => {
            Some(value as i8)
        }
        _ => None,
    };
    let here = lex.get(at)?;
    if here.is_word("squared") {
        return Some((2, at + 1));
    }
    if here.is_word("cubed") {
        return Some((3, at + 1));
    }
    if !adjacent(at) {
        return None;
    }
    match here.kind {
        Kind::Raised(e) => i8::try_from(e).ok().filter(|e| (-4..=4).contains(e)).map(|e| (e, at + 1)),
        Kind::Number { .. } => small(at).map(|e| (e, at + 1)),
        Kind::Sign('^') => {
            let negative = lex.get(at + 1).is_some_and(|l| l.is('-') || l.is('\u{2212}'));
            let i = at + 1 + usize::from(negative);
            small(i).map(|e| (if negative { -e } else { e }, i + 1))
        }
        // `s-1` has an exponent. `5 m-3 m` is a range.
        Kind::Sign('-' | '\u{2212}' | '\u{2013}') if adjacent(at + 1) => {
            let is_range = lex.get(at + 2).and_then(Lexeme::word).is_some_and(|w| !meanings_of(w).is_empty());
            small(at + 1).filter(|_| !is_range).map(|e| (-e, at + 2))
        }
        _ => None,
    }
}
