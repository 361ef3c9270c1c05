//! Cuts text into words as [`text::words`] does, about ten times as fast.
//!
//! Sixty-four bytes become a set of bits, and a word is a run of ones. Text that is not ASCII is cut by the code of
//! [`text::words`]. Lengths of words cannot be predicted, so they are computed without branches.

use crate::engine::bytes::{self, Kinds, Pass};
use text::words::{self, Gap};

/// A receiver of the words of a text. It is a trait and not a closure, so that `take` can be marked to be inlined into
/// the loop that finds the words.
pub trait Words {
    /// Takes the word at `start..end`, with the gap before it.
    fn take(&mut self, start: usize, end: usize, gap: Gap);
}

/// The buffers of a pass, which are kept from text to text.
#[derive(Default)]
pub struct Scanner {
    /// Where runs of ASCII letters, digits and the marks that bind them begin and end, by turns. Behind the last there
    /// is room for entries that are written and not kept.
    edges: Vec<u32>,
    /// The blocks of sixty-four bytes that are not all ASCII, each with a bit for every byte that is not.
    foreign: Vec<(u32, u64)>,
}

impl Scanner {
    /// Gives each word to `to`, in order. The words are those of [`words::scan`]. The text must be shorter than 4 GiB.
    #[inline]
    pub fn scan(&mut self, text: &str, to: &mut impl Words) {
        let edges = bytes::pass(Edges(self, text.as_bytes()));
        let bytes = text.as_bytes();
        let mut runs = Runs { text, foreign: &self.foreign, last: None };
        let mut slow = runs.next_slow_run(0);
        let mut words = self.edges[..edges].as_chunks::<2>().0;
        // The end of the last word, and the mark right behind it.
        let (mut last, mut behind) = (0, UNTOLD);
        while let [[start, end], rest @ ..] = words {
            let (start, end) = (*start as usize, *end as usize);
            let next = MARKS[usize::from(bytes.get(end).copied().unwrap_or(b' '))];
            if end < slow {
                words = rest;
                // One or two marks stand before the word, which no branch tells apart. More marks are rare.
                let many = if start - last > 2 { UNTOLD } else { 0 };
                let marks = behind | many | MARKS[usize::from(bytes[start.saturating_sub(1)])];
                let gap = if marks & UNTOLD == 0 { GAPS[usize::from(marks & BETWEEN)] } else { runs.gap(start) };
                to.take(start, end, gap);
                (last, behind) = (end, next);
                runs.last = Some(end);
                continue;
            }
            // The rest of this run, up to white space, is not plain and is cut by the full rules.
            let from = runs.cut_slowly(start.min(slow), to);
            (last, behind) = (from, UNTOLD);
            slow = runs.next_slow_run(from);
            while let [[start, _], rest @ ..] = words
                && (*start as usize) < from
            {
                words = rest;
            }
        }
        while slow < bytes.len() {
            let from = runs.cut_slowly(slow, to);
            slow = runs.next_slow_run(from);
        }
    }
}

/// Finds the edges of the plain runs in a text, and the blocks that are not ASCII. Returns the count of edges.
struct Edges<'s, 't>(&'s mut Scanner, &'t [u8]);

impl Pass for Edges<'_, '_> {
    #[inline(always)]
    fn run(self, tell_apart: impl Fn(&[u8; 64]) -> Kinds) -> usize {
        let Self(scanner, bytes) = self;
        scanner.foreign.clear();
        let (mut len, mut before) = (0, 0);
        let (blocks, rest) = bytes.as_chunks::<64>();
        let mut last = [b' '; 64];
        last[..rest.len()].copy_from_slice(rest);
        let mut previous = Kinds::default();
        let mut next = tell_apart(blocks.first().unwrap_or(&last));
        for number in 0..=blocks.len() {
            let kinds = next;
            // Behind the last block there is nothing.
            next = blocks
                .get(number + 1)
                .or((number < blocks.len()).then_some(&last))
                .map(&tell_apart)
                .unwrap_or_default();
            if kinds.foreign != 0 {
                scanner.foreign.push((number as u32, kinds.foreign));
            }
            let plain = kinds.letters | kinds.digits | binding_marks(&previous, &kinds, &next);
            let edges = plain ^ (plain << 1 | before);
            before = plain >> 63;
            previous = kinds;
            if scanner.edges.len() < len + 64 {
                scanner.edges.resize((len + 64).next_power_of_two(), 0);
            }
            len += write_ones(edges, number as u32 * 64, &mut scanner.edges[len..]);
        }
        // The last block ends in white space, unless the text filled it: then the word ends there.
        len + usize::from(before != 0)
    }
}

/// The marks that bind the characters on both sides to one word: `1,000`, `it's`.
#[inline(always)]
fn binding_marks(previous: &Kinds, block: &Kinds, next: &Kinds) -> u64 {
    let between = |of: fn(&Kinds) -> u64| (of(block) << 1 | of(previous) >> 63) & (of(block) >> 1 | of(next) << 63);
    block.marks & between(|k| k.digits) | block.apostrophes & between(|k| k.letters)
}

/// Writes the places of the ones of a set of bits, and returns their count. Entries behind the last one have no
/// meaning.
#[inline(always)]
fn write_ones(bits: u64, base: u32, out: &mut [u32]) -> usize {
    let count = bits.count_ones() as usize;
    let mut left = bits;
    for eight in out.as_chunks_mut::<8>().0.iter_mut().take(count.div_ceil(8)) {
        for place in eight {
            // The added bit spares the compiler a branch for zero.
            *place = base + (left | 1 << 63).trailing_zeros();
            left &= left.wrapping_sub(1);
        }
    }
    count
}

/// A text while it is cut.
struct Runs<'t> {
    text: &'t str,
    foreign: &'t [(u32, u64)],
    /// Where the last word ended.
    last: Option<usize>,
}

impl Runs<'_> {
    /// The beginning of the next run at `from` or later that is not plain: a byte that is not ASCII, or the byte before
    /// it, because a mark binds the character before it. White space binds nothing.
    fn next_slow_run(&mut self, from: usize) -> usize {
        while let [(block, bits), rest @ ..] = self.foreign {
            let start = *block as usize * 64;
            let bits = if start + 64 <= from { 0 } else { bits & u64::MAX << from.saturating_sub(start) };
            if bits == 0 {
                self.foreign = rest;
                continue;
            }
            let at = start + bits.trailing_zeros() as usize;
            let bound = at > from && !self.text.as_bytes()[at - 1].is_ascii_whitespace();
            return if bound { at - 1 } else { at };
        }
        usize::MAX
    }

    /// Cuts the rest of a run by the full rules, and returns where the run ends.
    #[cold]
    fn cut_slowly(&mut self, at: usize, to: &mut impl Words) -> usize {
        let text = self.text;
        let end = text.as_bytes()[at..].iter().position(u8::is_ascii_whitespace).map_or(text.len(), |n| at + n);
        words::scan_run(&text[at..end], |r| {
            let (start, end) = (at + r.start, at + r.end);
            let gap = self.gap(start);
            self.last = Some(end);
            to.take(start, end, gap);
        });
        end
    }

    /// The gap between the last word and the one that begins at `start`.
    #[cold]
    fn gap(&self, start: usize) -> Gap {
        self.last.map_or(Gap::Other, |last| words::gap_between(&self.text[last..start]))
    }
}

const HYPHEN: u8 = 0;
/// White space that ends no paragraph.
const SPACE: u8 = 1;
/// A mark that ends no sentence.
const OTHER: u8 = 2;
/// A mark that may end a sentence.
const STOP: u8 = 4;
/// A byte that this table cannot classify.
const UNTOLD: u8 = 8;
/// A mask for the values above.
const BETWEEN: u8 = 15;

/// The kind of each byte between two words.
const MARKS: [u8; 256] = {
    let mut marks = [UNTOLD; 256];
    let mut byte = b' ';
    while byte < 127 {
        marks[byte as usize] = match byte {
            b' ' => SPACE,
            b'-' | b'_' => HYPHEN,
            b'.' | b'!' | b'?' => STOP,
            _ => OTHER,
        };
        byte += 1;
    }
    marks
};

/// The gap for each combination of kinds.
const GAPS: [Gap; 16] = {
    let mut gaps = [Gap::Other; 16];
    gaps[HYPHEN as usize] = Gap::Hyphen;
    gaps[SPACE as usize] = Gap::Space;
    let mut marks = STOP;
    while marks < UNTOLD {
        gaps[marks as usize] = Gap::Stop;
        marks += 1;
    }
    gaps
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Words for Vec<words::Span> {
        fn take(&mut self, start: usize, end: usize, gap: Gap) {
            self.push(words::Span { start, end, gap });
        }
    }

    fn same(text: &str) {
        let mut fast = Vec::new();
        Scanner::default().scan(text, &mut fast);
        assert_eq!(fast, words::spans(text), "{text:?}");
    }

    #[test]
    fn traps_are_cut_alike() {
        for text in [
            "",
            "a",
            "radar's coil",
            "1,000.5 x",
            "e.g. U.S. 802.11b",
            "invention.The",
            "\u{b5}m naïve foo-bar\u{301} x",
            "it's",
            "'a' 5' 5'6 a'\u{e9}",
            "UF\u{2086} x\u{b2} 5.\u{663}",
            "supercalifragilistic words",
            "a_b c--d e\n\nf\tg",
            "(x) [y], z.",
            "a word that ends where the first of the blocks ends, not before",
            "a word that goes on over the end of the first of many blocks, and then some more, until",
            "plain words, then a long way on \u{3bc}m, and \u{e9}t\u{e9} 5.5, it's plain again up to the very end of it",
            "\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc}\u{3bc} x",
        ] {
            same(text);
        }
    }

    #[test]
    fn every_gap_of_up_to_three_marks_is_told_alike() {
        let marks = || (0..128_u8).filter(|b| !b.is_ascii_alphanumeric()).map(char::from);
        for a in marks() {
            same(&format!("x{a}y 5{a}6 x{a}6"));
            for b in marks() {
                same(&format!("x{a}{b}y 5{a}{b}6 {a}{b}"));
                for c in ['.', ' ', '-', '_', '\n', ','] {
                    same(&format!("x{a}{b}{c}y"));
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn any_text_is_cut_alike(text in "([a-z]{1,12}|[ .,'_-]|[0-9]{1,3}|[\u{300}\u{ad}éß₂²雷カ–’µ\n]){0,60}") {
            same(&text);
        }

        #[test]
        fn arbitrary_text_is_cut_alike(text in "\\PC{0,150}") {
            same(&text);
        }
    }
}
