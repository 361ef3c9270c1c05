//! Cuts a text into words, and folds and stems a word.
//!
//! Rules, filings and search must agree on what a word is, so all three use this module. The definition (`RULES.md`,
//! "Words"):
//!
//! - Words are the Unicode word segments (UAX #29) that hold a letter or digit, cut further at
//!   whatever joins letters there but not in running text: the period of `invention.The`, colons,
//!   underscores. What joins digits stays (`802.11`, `1,000`), and so do apostrophes (`radar's`).
//! - A raised or lowered digit belongs to the word it touches: `UF₆` is one word, folded `uf6`.
//! - [`fold`]: compatibility forms and case folded, diacritics and invisible characters dropped.
//! - [`stem`]: the Snowball English stem of a folded word.
//!
//! Hyphens separate words. [`Gap`] says what stands between a word and the word before it, so that a matcher can also
//! read `anti-jam` and `anti jam` as `antijam`. What a hyphen means for a rule is decided in `screening`. Sentences are
//! the job of [`crate::sentences`].

use std::borrow::Cow;
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Longest word that is stemmed, in bytes. A longer word is its own stem. No English word is as long, and the author of
/// a text must not decide how long stemming takes.
pub const LONGEST_STEMMED: usize = 64;

/// What stands between a word and the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Gap {
    /// Hyphens only, or nothing at all: the parts of one hyphenated word.
    Hyphen,
    /// White space, perhaps with hyphens: two words in a row.
    Space,
    /// Other characters, none of which can end a sentence. Also before the first word.
    #[default]
    Other,
    /// A mark that can end a sentence: `.`, `!`, `?`, their East Asian forms, an empty line.
    Stop,
}

impl Gap {
    /// Whether the two words may be read as one (`anti-jam` or `anti jam` as `antijam`).
    pub fn joins(self) -> bool {
        matches!(self, Self::Hyphen | Self::Space)
    }
}

/// The place of a word in a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What stands between this word and the word before it.
    pub gap: Gap,
}

/// A word of a text, with its forms and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written.
    pub raw: &'a str,
    /// As [`fold`] makes it.
    pub form: Cow<'a, str>,
    /// The stem of the folded form.
    pub stem: String,
    /// Its place in bytes.
    pub bytes: Range<usize>,
    /// Its place in characters.
    pub chars: Range<usize>,
    /// What stands between this word and the word before it.
    pub gap: Gap,
}

/// The words of a text, in order, folded and stemmed. For much text, [`spans`] or [`scan`] are faster: with them a
/// caller can stem each distinct word once.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let (mut byte, mut char) = (0, 0);
    spans(text).into_iter().map(move |span| {
        let raw = &text[span.start..span.end];
        char += text[byte..span.start].chars().count();
        let first = char;
        char += raw.chars().count();
        byte = span.end;
        let form = fold(raw);
        Word {
            raw,
            stem: stem(&form).into_owned(),
            form,
            bytes: span.start..span.end,
            chars: first..char,
            gap: span.gap,
        }
    })
}

/// The places of the words of a text, in order.
pub fn spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    scan(text, |span| out.push(span));
    out
}

/// Calls `emit` with the place of each word, in order.
pub fn scan(text: &str, mut emit: impl FnMut(Span)) {
    let bytes = text.as_bytes();
    let mut last = None;
    let mut place = |start: usize, end: usize| {
        let gap = last.map_or(Gap::Other, |last| gap_between(&text[last..start]));
        last = Some(end);
        emit(Span { start, end, gap });
    };
    // ASCII white space always separates words, so each run between white space can be cut on its own. Nearly all
    // runs are ASCII throughout, and those need no Unicode tables.
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let mut end = at;
        let mut ascii = true;
        while end < bytes.len() && !bytes[end].is_ascii_whitespace() {
            ascii &= bytes[end].is_ascii();
            end += 1;
        }
        if ascii {
            ascii_words(&bytes[at..end], |r| place(at + r.start, at + r.end));
        } else {
            unicode_words(&text[at..end], |r| place(at + r.start, at + r.end));
        }
        at = end;
    }
}

/// Calls `emit` with the place of each word in a run of text without ASCII white space, for callers that find the runs
/// themselves.
pub fn scan_run(run: &str, emit: impl FnMut(Range<usize>)) {
    if run.is_ascii() { ascii_words(run.as_bytes(), emit) } else { unicode_words(run, emit) }
}

/// The words of a run of ASCII without white space.
fn ascii_words(run: &[u8], mut emit: impl FnMut(Range<usize>)) {
    let mut start = None;
    for (i, &b) in run.iter().enumerate() {
        let inside = b.is_ascii_alphanumeric()
            || (start.is_some()
                && run.get(i + 1).is_some_and(|&next| joins(char::from(run[i - 1]), char::from(b), char::from(next))));
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                emit(s..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        emit(s..run.len());
    }
}

/// Whether the character `c` between these two characters is a part of the word.
fn joins(before: char, c: char, after: char) -> bool {
    match c {
        '\'' | '\u{2019}' | '\u{ff07}' => {
            (before.is_alphabetic() && after.is_alphabetic()) || (before.is_numeric() && after.is_numeric())
        }
        '.' | ',' => before.is_numeric() && after.is_numeric(),
        _ => false,
    }
}

/// The words of any run of text.
fn unicode_words(run: &str, mut emit: impl FnMut(Range<usize>)) {
    let mut open: Option<Range<usize>> = None;
    for (at, segment) in run.split_word_bound_indices() {
        cut_segment(segment, |r| {
            let piece = at + r.start..at + r.end;
            match &mut open {
                Some(word) if word.end == piece.start && script_digit_at(run, piece.start) => word.end = piece.end,
                _ => {
                    if let Some(word) = open.replace(piece) {
                        emit(word);
                    }
                }
            }
        });
    }
    if let Some(word) = open {
        emit(word);
    }
}

/// Cuts a Unicode word segment into words. A word keeps its letters, digits, marks and invisible characters, and every
/// character for which [`joins`] holds.
fn cut_segment(segment: &str, mut emit: impl FnMut(Range<usize>)) {
    let mut start = None;
    let mut solid = '\0';
    let mut chars = segment.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let counts = c.is_alphanumeric() && !is_diacritic(c);
        let inside = counts
            || (start.is_some() && (is_diacritic(c) || is_invisible(c)))
            || (start.is_some() && chars.peek().is_some_and(|&(_, next)| joins(solid, c, next)));
        if counts {
            solid = c;
        }
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                emit(s..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        emit(s..segment.len());
    }
}

/// Whether a raised or lowered digit stands on either side of this place.
fn script_digit_at(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    before.chars().next_back().is_some_and(is_script_digit) || after.chars().next().is_some_and(is_script_digit)
}

fn is_script_digit(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

/// Marks that [`fold`] drops: the combining diacritics of Latin, Greek and Cyrillic and of symbols.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Characters that nobody sees in the middle of a word.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200c}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character is a hyphen for the purpose of [`Gap::Hyphen`].
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{200b}'
    )
}

/// The gap that a text between two words is.
pub fn gap_between(gap: &str) -> Gap {
    match gap {
        " " => return Gap::Space,
        "-" | "" => return Gap::Hyphen,
        _ => {}
    }
    let (mut space, mut other, mut lines) = (false, false, 0);
    for c in gap.chars() {
        match c {
            '.' | '!' | '?' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{2029}' => return Gap::Stop,
            '\n' => {
                lines += 1;
                space = true;
            }
            c if c.is_whitespace() => space = true,
            c if is_hyphen(c) || is_invisible(c) => {}
            _ => other = true,
        }
    }
    match (lines, other, space) {
        (2.., ..) => Gap::Stop,
        (_, true, _) => Gap::Other,
        (_, false, true) => Gap::Space,
        (_, false, false) => Gap::Hyphen,
    }
}

/// Folds a word to the form that is compared: NFKC and lower case, without diacritics and invisible characters.
/// Letters with a stroke and ligatures become the plain letters that people type for them.
pub fn fold(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() {
        return if raw.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(raw.to_ascii_lowercase())
        } else {
            Cow::Borrowed(raw)
        };
    }
    let mut out = String::with_capacity(raw.len());
    for c in raw.nfkd().filter(|&c| !is_diacritic(c) && !is_invisible(c)).flat_map(char::to_lowercase) {
        match c {
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ς' => out.push('σ'),
            c if is_diacritic(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out.nfc().collect())
}

/// The Snowball English stem of a folded word. Words outside ASCII or longer than
/// [`LONGEST_STEMMED`] are their own stem.
pub fn stem(form: &str) -> Cow<'_, str> {
    if form.is_ascii() && form.len() <= LONGEST_STEMMED {
        Stemmer::create(Algorithm::English).stem(form)
    } else {
        Cow::Borrowed(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> Vec<String> {
        words(text).map(|w| w.form.into_owned()).collect()
    }

    #[test]
    fn words_are_cut_as_people_read_them() {
        assert_eq!(
            forms("the invention.The anti-jam e.g. set"),
            ["the", "invention", "the", "anti", "jam", "e", "g", "set"]
        );
        assert_eq!(
            forms("IEEE 802.11b, 1,000 units; claims 1;2"),
            ["ieee", "802.11b", "1,000", "units", "claims", "1", "2"]
        );
        assert_eq!(
            forms("radar's radars' 'radar' x:y snake_case"),
            ["radar's", "radars", "radar", "x", "y", "snake", "case"]
        );
        assert_eq!(forms("Murphy\u{2019}s law\u{2019}s."), ["murphy's", "law's"]);
        assert_eq!(forms("km/h 5\u{b5}m \u{3a9}"), ["km", "h", "5μm", "ω"]);
        assert_eq!(forms(" ... -- ()"), Vec::<String>::new());
        assert_eq!(forms(""), Vec::<String>::new());
    }

    #[test]
    fn sub_and_superscripts_join_the_word() {
        assert_eq!(forms("UF₆ gas, ⁶Li and m² x"), ["uf6", "gas", "6li", "and", "m2", "x"]);
    }

    #[test]
    fn case_width_diacritics_and_ligatures_are_folded() {
        assert_eq!(
            forms("Ångström ｒａｄａｒ naïve ﬁssile Łódź STRASSE Straße"),
            ["angstrom", "radar", "naive", "fissile", "lodz", "strasse", "strasse"]
        );
        assert_eq!(fold("anti\u{ad}jam"), "antijam");
        assert_eq!(forms("e\u{301}clair an\u{200d}ti"), ["eclair", "anti"]);
    }

    #[test]
    fn gaps_tell_what_may_be_read_as_one_word() {
        let gaps = |t: &str| spans(t).iter().skip(1).map(|s| s.gap).collect::<Vec<_>>();
        assert_eq!(gaps("anti-jam anti\u{2011}jam"), [Gap::Hyphen, Gap::Space, Gap::Hyphen]);
        assert_eq!(gaps("anti- jam, set. x\n\ny\nz"), [Gap::Space, Gap::Other, Gap::Stop, Gap::Stop, Gap::Space]);
        assert_eq!(gaps("雷达"), [Gap::Hyphen]);
    }

    #[test]
    fn offsets_are_given_in_bytes_and_in_characters() {
        let text = "é – naïve radar";
        let got: Vec<_> = words(text).map(|w| (w.raw, w.chars)).collect();
        assert_eq!(got, [("é", 0..1), ("naïve", 4..9), ("radar", 10..15)]);
        for w in words(text) {
            assert_eq!(&text[w.bytes.clone()], w.raw);
        }
    }

    #[test]
    fn stems_fold_inflections_and_leave_giants_alone() {
        assert_eq!(stem("jamming"), stem("jams"));
        assert_eq!(stem("coils"), "coil");
        let giant = "s".repeat(100_000);
        assert_eq!(stem(&giant), giant);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_short_way_for_ascii_is_the_long_way(run in "[a-zA-Z0-9'.,:;_()/-]{0,24}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            ascii_words(run.as_bytes(), |r| short.push(r));
            unicode_words(&run, |r| long.push(r));
            prop_assert_eq!(short, long);
        }

        #[test]
        fn cutting_at_white_space_first_changes_nothing(text in "[a-z0-9 \n.'é\u{301}\u{ad}₆²雷カ-]{0,40}") {
            let mut whole = Vec::new();
            unicode_words(&text, |r| whole.push((r.start, r.end)));
            let runs: Vec<_> = spans(&text).iter().map(|s| (s.start, s.end)).collect();
            prop_assert_eq!(runs, whole);
        }

        #[test]
        fn any_text_can_be_cut(text in "\\PC{0,60}") {
            let mut last = 0;
            for w in words(&text) {
                prop_assert!(w.bytes.start >= last && w.bytes.end > w.bytes.start);
                prop_assert!(!w.form.is_empty());
                last = w.bytes.end;
            }
        }
    }
}
