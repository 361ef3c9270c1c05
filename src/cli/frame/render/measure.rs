//! How wide text is, and text made to fit: in columns of a terminal, where a Chinese character takes two
//! and a combining accent none. Cuts are made between graphemes, never inside one.

use domain::base::characters::misleads;
use std::borrow::Cow;
use textwrap::{Options, WordSplitter};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Stands for what was cut away.
pub const ELLIPSIS: &str = "\u{2026}";
/// A cut moves to the edge of a word if that costs no more columns than this.
const WORD_LOSS: usize = 12;

/// Columns that a text takes. It must be [`safe`] and of one line.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Text from outside, safe on a terminal: control characters, which could move the cursor or hide
/// text, and marks that turn the direction of writing become visible. Line feeds stay.
pub fn safe(text: &str) -> String {
    text.chars().map(|c| if misleads(c) && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// The same as one line, runs of white space made one space.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    safe(&out)
}

/// The beginning of a text, with an ellipsis where something is missing. `more` says that the text
/// itself is cut short.
pub fn keep_start(text: &str, room: usize, more: bool) -> String {
    if !more && width(text) <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(1) else { return String::new() };
    let end = reach(text.grapheme_indices(true).map(|(i, g)| (i + g.len(), g)), room).unwrap_or(0);
    let (kept, cut) = text.split_at(end);
    let inside = kept.ends_with(is_letter) && cut.starts_with(is_letter);
    let kept = match kept.rfind(char::is_whitespace) {
        Some(at) if inside && width(&kept[at..]) <= WORD_LOSS => &kept[..at],
        _ => kept,
    };
    format!("{}{ELLIPSIS}", kept.trim_end())
}

/// The end of a text, likewise.
pub fn keep_end(text: &str, room: usize, more: bool) -> String {
    if !more && width(text) <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(1) else { return String::new() };
    let start = reach(text.grapheme_indices(true).rev(), room).unwrap_or(text.len());
    let (cut, kept) = text.split_at(start);
    let inside = cut.ends_with(is_letter) && kept.starts_with(is_letter);
    let kept = match kept.find(char::is_whitespace) {
        Some(at) if inside && width(&kept[..at]) < WORD_LOSS => &kept[at..],
        _ => kept,
    };
    format!("{ELLIPSIS}{}", kept.trim_start())
}

/// The beginning and the end of a text, with an ellipsis for what stands between.
pub fn keep_both(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let head = room.saturating_sub(1).div_ceil(2);
    let head = reach(text.grapheme_indices(true).map(|(i, g)| (i + g.len(), g)), head).unwrap_or(0);
    let head = text[..head].trim_end();
    let tail = keep_end(text, room.saturating_sub(width(head)), true);
    format!("{head}{tail}")
}

/// How far graphemes go that together fit the room; each comes with where it leads. `None` if not one
/// does.
fn reach<'a>(graphemes: impl Iterator<Item = (usize, &'a str)>, room: usize) -> Option<usize> {
    let mut used = 0;
    let mut at = None;
    for (to, g) in graphemes {
        used += width(g);
        if used > room {
            break;
        }
        at = Some(to);
    }
    at
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Fills a text up with spaces.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The words of a text in lines of at most so many columns; a longer word gets a line of its own, whole, so that an id
/// or an address can be copied.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    wrap_under(text, room, "", "")
}

/// The same, with something in front of the first line and of each that follows; both count for the width.
pub fn wrap_under(text: &str, columns: usize, first: &str, next: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return vec![];
    }
    let options = Options::new(columns)
        .initial_indent(first)
        .subsequent_indent(next)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&text, options).into_iter().map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_and_combining_characters_are_counted_right() {
        assert_eq!(width("雷達"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(keep_start("雷達吸収材料", 5, false), "雷達\u{2026}");
        assert_eq!(keep_end("雷達吸収材料", 6, false), "\u{2026}材料");
        assert_eq!(pad("雷", 4), "雷  ");
        assert_eq!(keep_start("e\u{301}e\u{301}e\u{301}", 2, false), "e\u{301}\u{2026}");
    }

    #[test]
    fn cuts_fall_between_words_where_that_costs_little() {
        assert_eq!(keep_start("a radar absorbing paint", 14, false), "a radar\u{2026}");
        assert_eq!(keep_end("a radar absorbing paint", 14, false), "\u{2026}paint");
        assert_eq!(keep_start("a radar", 7, false), "a radar");
        assert_eq!(keep_start("a radar", 9, true), "a radar\u{2026}");
        assert_eq!(keep_end("a radar", 9, true), "\u{2026}a radar");
        assert_eq!(keep_both("from the first word to the last", 16), "from the\u{2026}last");
        assert_eq!((keep_start("abc", 0, false), keep_end("abc", 1, false)), (String::new(), "\u{2026}".into()));
    }

    #[test]
    fn what_could_deceive_on_a_terminal_becomes_visible() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c\nd"), "a\u{fffd}[2Jb\u{fffd}c\nd");
        assert_eq!(one_line("a \n\t b\r\n"), "a b ");
    }

    #[test]
    fn words_are_never_broken_and_spaces_never_kept() {
        assert_eq!(wrap("  a  radar\n absorbing-paint ", 7), ["a radar", "absorbing-paint"]);
        assert_eq!(wrap("雷達 吸収 材料", 9), ["雷達 吸収", "材料"]);
        assert_eq!(wrap("0123456789 x", 4), ["0123456789", "x"]);
        assert!(wrap(" \n", 10).is_empty());
        assert_eq!(wrap_under("one two three", 11, "head ", "  "), ["head one", "  two three"]);
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_word_and_no_line_of_two_is_too_wide(text in "[ a-z雷\u{301}-]{0,60}", room in 1usize..40) {
            let lines = wrap(&text, room);
            let words: Vec<&str> = lines.iter().flat_map(|l| l.split(' ')).collect();
            prop_assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
            for line in lines {
                prop_assert!(width(&line) <= room || !line.contains(' '), "{line:?} in {room}");
            }
        }

        #[test]
        fn nothing_is_wider_than_its_room(text in "[ a-z雷\u{301}]{0,60}", room in 0usize..40, more in any::<bool>()) {
            for cut in [keep_start(&text, room, more), keep_end(&text, room, more), keep_both(&text, room)] {
                prop_assert!(width(&cut) <= room, "{cut:?} in {room}");
            }
        }
    }
}
