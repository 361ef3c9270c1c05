//! Cuts running text into numbers, words and signs, of which quantities consist.

use std::ops::Range;

/// A number, a word or a sign in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme<'a> {
    pub kind: Kind<'a>,
    /// Its place in the text, in bytes.
    pub at: Range<usize>,
}

/// The kind of a lexeme, with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind<'a> {
    /// Digits with separators and exponent, as one number.
    Number {
        value: f64,
        /// Whether a letter stands right before the number (`cm3`, `UF6`). Such a number begins no quantity.
        glued: bool,
        /// How many digits stand before the point.
        digits: usize,
    },
    /// Raised digits with their sign (`⁻³`).
    Raised(i32),
    /// Letters.
    Word(&'a str),
    /// Any other character that is no white space.
    Sign(char),
}

impl<'a> Lexeme<'a> {
    /// The letters of a word; `None` for a number or a sign.
    pub fn word(&self) -> Option<&'a str> {
        if let Kind::Word(w) = self.kind { Some(w) } else { None }
    }

    /// Whether this lexeme is a given sign.
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether this lexeme is a given word, in capital or small letters.
    pub fn is_word(&self, word: &str) -> bool {
        self.word().is_some_and(|w| w.eq_ignore_ascii_case(word))
    }
}

/// Cuts a text into lexemes, in order. White space is left out.
pub fn lexemes(text: &str) -> Vec<Lexeme<'_>> {
    let mut out: Vec<Lexeme<'_>> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = rest[c.len_utf8()..].chars().next();
        let glued = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let (kind, len) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c.is_ascii_digit()
            || (c == '.' && next.is_some_and(|n| n.is_ascii_digit()) && !continues_number(&text[..at]))
        {
            let (value, digits, len) = number(rest);
            (Kind::Number { value, glued, digits }, len)
        } else if let Some((value, len)) = raised_digits(rest) {
            (Kind::Raised(value), len)
        } else if let Some(value) = fraction(c) {
            (Kind::Number { value, glued, digits: 0 }, c.len_utf8())
        } else if is_letter(c) {
            let len = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            (Kind::Word(&rest[..len]), len)
        } else {
            (Kind::Sign(c), c.len_utf8())
        };
        out.push(Lexeme { kind, at: at..at + len });
        at += len;
    }
    out
}

fn continues_number(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || c == '.')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\u{ba}' | '\u{aa}')
}

/// Reads digits with thousands separators, point or decimal comma, and exponent. Returns the value, the count of digits
/// before the point, and the length in bytes.
fn number(text: &str) -> (f64, usize, usize) {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut plain = String::new();
    let mut end = digits_from(0);
    plain.push_str(&text[..end]);
    // `14,000`
    let leading = end;
    if (1..=3).contains(&leading) {
        while let Some(len) = group_separator(&text[end..]) {
            if digits_from(end + len) != 3 {
                break;
            }
            plain.push_str(&text[end + len..end + len + 3]);
            end += len + 3;
        }
    }
    let digits = plain.len();
    let grouped = end > leading;
    let point = bytes.get(end).copied();
    let fraction = if end < bytes.len() { digits_from(end + 1) } else { 0 };
    // `13.5`, and `13,5` where the comma does not separate thousands.
    let decimal_comma = point == Some(b',')
        && !grouped
        && fraction > 0
        && fraction != 3
        && bytes.get(end + 1 + fraction) != Some(&b',');
    if fraction > 0 && (point == Some(b'.') || decimal_comma) {
        plain.push('.');
        plain.push_str(&text[end + 1..end + 1 + fraction]);
        end += 1 + fraction;
    }
    // `1.2E6`, `1e-3`
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = if end + 1 + signed <= bytes.len() { digits_from(end + 1 + signed) } else { 0 };
        if (1..=3).contains(&exponent) {
            plain.push_str(&text[end..end + 1 + signed + exponent]);
            end += 1 + signed + exponent;
        }
    }
    (plain.parse().unwrap_or(f64::INFINITY), digits, end)
}

fn group_separator(text: &str) -> Option<usize> {
    let c = text.chars().next()?;
    matches!(c, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}').then(|| c.len_utf8())
}

fn raised_digits(text: &str) -> Option<(i32, usize)> {
    let mut value: Option<i32> = None;
    let mut negative = false;
    let mut len = 0;
    for c in text.chars() {
        let digit = match c {
            '\u{2070}' => 0,
            '\u{b9}' => 1,
            '\u{b2}' => 2,
            '\u{b3}' => 3,
            '\u{2074}'..='\u{2079}' => c as i32 - 0x2070,
            '\u{207b}' if len == 0 => {
                negative = true;
                len += c.len_utf8();
                continue;
            }
            _ => break,
        };
        value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit));
        len += c.len_utf8();
    }
    value.map(|v| (if negative { -v } else { v }, len))
}

fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '\u{bd}' => 0.5,
        '\u{bc}' => 0.25,
        '\u{be}' => 0.75,
        '\u{2153}' => 1.0 / 3.0,
        '\u{2154}' => 2.0 / 3.0,
        '\u{215b}' => 0.125,
        '\u{215c}' => 0.375,
        '\u{215d}' => 0.625,
        '\u{215e}' => 0.875,
        _ => return None,
    })
}
