//! Characters that make a text look like another text. Whoever reads a name on paper or on a terminal must see what is on
//! record.

/// Whether a character turns the direction of writing for what follows it: the marks, embeddings, overrides and isolates of
/// the Unicode bidirectional algorithm. Texts in Hebrew or Arabic need none of them.
pub fn turns_writing(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character must not stand in a line that people read: a control character, or one that turns the direction of
/// writing.
pub fn misleads(c: char) -> bool {
    c.is_control() || turns_writing(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l5_what_misleads_is_known_and_writing_from_right_to_left_is_not() {
        for c in ['\u{0}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2067}', '\u{200f}', '\u{61c}'] {
            assert!(misleads(c), "{}", c.escape_unicode());
        }
        for c in "Ada Marlowe, \u{5d0}\u{5d1}\u{5d2} \u{627}\u{628} \u{4e2d}\u{6587} \u{e9}\u{301} \u{200d}".chars() {
            assert!(!misleads(c), "{}", c.escape_unicode());
        }
    }
}
