//! One alphabet for all spellings: upper case ASCII, one kind of space, dash, slash and quotation mark.

use crate::filing::number::form::{LONGEST, Why};
use unicode_normalization::UnicodeNormalization;

/// The text in that alphabet, white space folded, without marks around it.
pub(super) fn normal(text: &str) -> Result<String, Why> {
    if text.chars().take(LONGEST + 1).count() > LONGEST {
        return Err(Why::Long);
    }
    // Raised, circled and other digits are marks of notes as often as digits of the number.
    if let Some(c) = text.chars().find(|c| c.is_numeric() && !is_digit(*c)) {
        return Err(Why::Character(c));
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().filter(|c| !is_invisible(*c)) {
        match one(c) {
            Some(' ') if out.ends_with(' ') => {}
            Some(c) => out.push(c),
            None => return Err(Why::Character(c)),
        }
    }
    let bare = out.trim_matches([' ', '.', ',', ';', ':', '(', ')', '[', ']', '\'', '"']);
    if bare.is_empty() { Err(Why::Empty) } else { Ok(bare.to_owned()) }
}

/// The character that stands for all of its kind; `None` where numbers have none of that kind.
fn one(c: char) -> Option<char> {
    Some(match c {
        _ if c.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{02d7}' | '\u{2796}' | '\u{30fc}' | '_' => '-',
        '\u{2044}' | '\u{2215}' | '\u{2571}' | '\u{29f8}' | '\u{2e4a}' | '\\' => '/',
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{00b4}' | '`' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' => '"',
        '\u{060c}' | '\u{3001}' | '\u{066c}' => ',',
        '\u{3002}' | '\u{00b7}' | '\u{2024}' => '.',
        _ if c.is_ascii_alphanumeric() => c.to_ascii_uppercase(),
        '/' | '-' | ',' | '.' | ':' | ';' | '#' | '\'' | '"' | '(' | ')' | '[' | ']' => c,
        _ => return None,
    })
}

/// A digit of any width or style of letters.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}')
}

/// Characters that nobody sees: soft hyphens, joiners, direction marks, variation selectors, byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}
