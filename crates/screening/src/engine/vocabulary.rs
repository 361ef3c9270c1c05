//! The leaves of all rules of a list, and which of them a word of a text fits.
//!
//! A *leaf* is one [`Part`]: a stem, an exact form or a pattern. The vocabulary is asked once for each distinct word
//! ([`crate::engine::cache`]), so that stemming and patterns take time only for new words. What a word fits is defined
//! in [`crate::oracle::terms`].

use crate::engine::hash::ListMap;
use crate::engine::letters::{Beginning, Letters};
use crate::oracle::terms::{LEAST_BEHIND_JOINT, joins_at};
use crate::oracle::text::LONGEST_COMPOUND;
use crate::rule::Part;
use crate::rule::term::without_possessive;
use text::words;

/// Number of a leaf.
pub type Leaf = u32;

/// All leaves of a list.
#[derive(Default)]
pub struct Vocabulary {
    parts: Vec<Part>,
    by_stem: ListMap<String, Leaf>,
    by_exact: ListMap<String, Leaf>,
    patterns: Patterns,
    /// The words that may stand before a joint, each with the letters that may follow.
    heads: ListMap<String, Letters>,
    /// The letters that may follow any word.
    tails: Letters,
    /// The leaves that may serve as a piece of a cut word, by the form in which the rule spells them.
    pieces: ListMap<String, Vec<Leaf>>,
    /// The beginnings and lengths of those forms and patterns.
    lengths: Lengths,
    /// The patterns that may serve as a piece.
    piece_patterns: Patterns,
    /// Whether each leaf may serve as a piece.
    is_piece: Vec<bool>,
}

/// The leaves that a word fits, and the words that may join to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    pub leaves: Vec<Leaf>,
    /// The letters with which a word may begin that joins to this one; empty if this word begins no leaf.
    pub letters: Letters,
    /// The folded word.
    pub form: String,
}

/// The possible lengths of a piece, by its first three bytes at most. Nearly no word begins with a piece, and a word
/// that does need not be cut at every place.
#[derive(Default)]
struct Lengths(ListMap<u32, u64>);

impl Lengths {
    const LETTERS: usize = 3;
    /// The bit for all greater lengths.
    const LONG: usize = 63;

    /// The first bytes as one number.
    fn code(first: &[u8]) -> u32 {
        first.iter().fold(1, |code, &b| code << 8 | u32::from(b))
    }

    /// Adds a piece with a beginning and its possible lengths, a bit for each length.
    fn add(&mut self, start: &[u8], lengths: u64) {
        *self.0.entry(Self::code(&start[..start.len().min(Self::LETTERS)])).or_default() |= lengths;
    }

    fn add_form(&mut self, form: &str) {
        self.add(form.as_bytes(), 1 << form.len().min(Self::LONG));
    }

    /// Adds all pieces with a beginning.
    fn add_open(&mut self, start: &str) {
        self.add(start.as_bytes(), u64::MAX << start.len().min(Self::LONG));
    }

    /// The lengths that a piece at the beginning of a text can have.
    fn of(&self, text: &[u8]) -> u64 {
        (0..=Self::LETTERS.min(text.len())).fold(0, |all, n| all | self.0.get(&Self::code(&text[..n])).unwrap_or(&0))
    }

    /// Whether a length is in a set of lengths.
    fn has(lengths: u64, length: usize) -> bool {
        lengths >> length.min(Self::LONG) & 1 != 0
    }
}

/// Patterns by their first byte.
#[derive(Default)]
struct Patterns {
    by_first: ListMap<u8, Vec<Leaf>>,
    open: Vec<Leaf>,
}

impl Patterns {
    fn add(&mut self, literal: &str, leaf: Leaf) {
        let list = match literal.as_bytes().first() {
            Some(&b) => self.by_first.entry(b).or_default(),
            None => &mut self.open,
        };
        if !list.contains(&leaf) {
            list.push(leaf);
        }
    }

    fn candidates(&self, form: &str) -> impl Iterator<Item = Leaf> {
        let first = form.as_bytes().first().and_then(|b| self.by_first.get(b));
        first.into_iter().flatten().chain(&self.open).copied()
    }
}

impl Vocabulary {
    /// Adds a part and returns its leaf. Two forms of one stem are one leaf.
    pub fn add(&mut self, part: &Part) -> Leaf {
        if let Some(leaf) = self.leaf(part) {
            return leaf;
        }
        let leaf = self.parts.len() as Leaf;
        self.parts.push(part.clone());
        self.is_piece.push(false);
        match part {
            Part::Stem { stem, .. } => {
                self.by_stem.insert(stem.clone(), leaf);
                for (spelling, certain) in spellings(stem) {
                    self.add_heads(&spelling, stem.len(), certain);
                }
            }
            Part::Exact(form) => {
                self.by_exact.insert(form.clone(), leaf);
                self.add_heads(form, form.len(), form.len());
            }
            Part::Pattern(pattern) => {
                let literal = pattern.literal_start().to_owned();
                self.patterns.add(&literal, leaf);
                self.add_heads(&literal, (literal.len() + 1).saturating_sub(LEAST_BEHIND_JOINT), literal.len());
            }
        }
        leaf
    }

    /// Adds every beginning of a word after which a joint may fall. It falls before `end`. From `certain` on, any
    /// letter may follow.
    fn add_heads(&mut self, whole: &str, end: usize, certain: usize) {
        for (joint, _) in whole.char_indices().skip(1).take_while(|&(i, _)| i < end) {
            let known = self.heads.entry(whole[..joint].to_owned()).or_default();
            let rest = &whole.as_bytes()[joint..];
            // A letter outside ASCII can be written in several ways.
            let ascii = rest.iter().take_while(|b| b.is_ascii()).count();
            let certain = certain.saturating_sub(joint).min(ascii);
            known.add(rest, certain);
            self.tails.add(rest, certain);
        }
    }

    /// Marks that a part may serve as a piece of a cut word.
    pub fn add_piece(&mut self, part: &Part) {
        let leaf = self.add(part);
        self.is_piece[leaf as usize] = true;
        match part {
            Part::Stem { form, .. } | Part::Exact(form) => {
                self.lengths.add_form(form);
                let known = self.pieces.entry(form.clone()).or_default();
                if !known.contains(&leaf) {
                    known.push(leaf);
                }
            }
            Part::Pattern(p) => {
                self.lengths.add_open(p.literal_start());
                self.piece_patterns.add(p.literal_start(), leaf);
            }
        }
    }

    /// The leaf of a part; `None` if the part was not added.
    pub fn leaf(&self, part: &Part) -> Option<Leaf> {
        match part {
            Part::Stem { stem, .. } => self.by_stem.get(stem).copied(),
            Part::Exact(form) => self.by_exact.get(form).copied(),
            Part::Pattern(p) => self.patterns.candidates(p.literal_start()).find(|&l| self.part(l) == part),
        }
    }

    /// The part of a leaf.
    pub fn part(&self, leaf: Leaf) -> &Part {
        &self.parts[leaf as usize]
    }

    /// The count of leaves.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// The leaves that a word fits, and the words that may join to it.
    pub fn meaning(&self, raw: &str) -> Meaning {
        let form = words::fold(raw).into_owned();
        let mut leaves = Vec::new();
        self.each_fitting(&form, |leaf| leaves.push(leaf));
        let letters = if form.len() < LONGEST_COMPOUND {
            self.heads.get(&form).cloned().unwrap_or_default()
        } else {
            Letters::default()
        };
        Meaning { leaves, letters, form }
    }

    /// Calls `each` with every leaf that a form fits.
    fn each_fitting(&self, form: &str, mut each: impl FnMut(Leaf)) {
        if let Some(&leaf) = self.by_stem.get(&*words::stem(form)) {
            each(leaf);
        }
        if let Some(&leaf) = self.by_exact.get(form) {
            each(leaf);
        }
        let bare = without_possessive(form);
        if bare.len() < form.len()
            && let Some(&leaf) = self.by_exact.get(bare)
        {
            each(leaf);
        }
        self.patterns.candidates(form).filter(|&l| self.part(l).fits(form, "")).for_each(each);
    }

    /// The beginning of a word, and whether it may join to any word.
    pub fn beginning(&self, raw: &str) -> Beginning {
        let begins = Beginning::of(raw.as_bytes());
        if self.tails.allows(begins) { begins.mark_following() } else { begins }
    }

    /// The leaves that several words fit if they are read as one. `joint` is the length of all but the last.
    pub fn leaves_of_joined(&self, form: &str, joint: usize) -> Vec<Leaf> {
        let mut out = Vec::new();
        if form.len() <= LONGEST_COMPOUND && self.heads.contains_key(&form[..joint]) {
            self.each_fitting(form, |leaf| out.push(leaf));
            out.retain(|&leaf| joins_at(self.part(leaf), form, joint));
        }
        out
    }

    /// The leaves that pieces of a word may serve if it is cut in two or more. Some of them may not fit; none is
    /// missing.
    pub fn leaves_of_pieces(&self, form: &str) -> Vec<Leaf> {
        // If no first piece fits, the word cannot be cut.
        if form.len() > LONGEST_COMPOUND || self.lengths.of(form.as_bytes()) == 0 {
            return Vec::new();
        }
        let mut reached = vec![false; form.len() + 1];
        reached[0] = true;
        let mut out = Vec::new();
        let mut complete = false;
        let places: Vec<usize> = form.char_indices().map(|(i, _)| i).collect();
        for &start in &places {
            if !reached[start] {
                continue;
            }
            let lengths = self.lengths.of(&form.as_bytes()[start..]);
            for &end in places.iter().filter(|&&e| e > start && Lengths::has(lengths, e - start)) {
                let before = out.len();
                self.add_literal(&form[start..end], &mut out);
                reached[end] |= out.len() > before;
            }
            if start > 0 {
                // The last piece may be inflected. In a part that is itself cut it may not.
                let before = out.len();
                self.each_fitting(&form[start..], |leaf| out.extend(self.is_piece[leaf as usize].then_some(leaf)));
                self.add_literal(&form[start..], &mut out);
                complete |= out.len() > before;
            }
        }
        if !complete {
            return Vec::new();
        }
        out.sort_unstable();
        out
    }

    fn add_literal(&self, piece: &str, out: &mut Vec<Leaf>) {
        out.extend(self.pieces.get(piece).into_iter().flatten());
        out.extend(self.piece_patterns.candidates(piece).filter(|&l| self.part(l).fits_literally(piece)));
    }
}

/// The beginnings of the words with a stem, each with the count of bytes that are certain. A word begins with its stem,
/// but the last letter may differ (`happy`, stem `happi`; `hoping`, stem `hope`; `sensibility`, stem `sensibl`), and
/// three verbs change more (`dying`).
fn spellings(stem: &str) -> Vec<(String, usize)> {
    if ["die", "lie", "tie"].contains(&stem) {
        return vec![(stem.to_owned(), 1)];
    }
    let Some(last) = stem.chars().next_back() else { return Vec::new() };
    let begin = &stem[..stem.len() - last.len_utf8()];
    let others = match last {
        'i' => "y",
        'y' | 'l' => "i",
        'e' => "aiouy",
        _ => "",
    };
    let spelled = |c: char| (format!("{begin}{c}"), stem.len());
    std::iter::once(last).chain(others.chars()).map(spelled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a vocabulary with only the stem of this word accepts every way to write the word as two.
    fn joins_everywhere(word: &str) {
        let mut vocabulary = Vocabulary::default();
        let stem = words::stem(word).into_owned();
        let leaf = vocabulary.add(&Part::Stem { form: word.to_owned(), stem: stem.clone() });
        for joint in (1..word.len()).filter(|&j| word.is_char_boundary(j)) {
            let allowed = joins_at(vocabulary.part(leaf), word, joint);
            let letters = vocabulary.meaning(&word[..joint]).letters;
            assert!(!allowed || letters.allows(Beginning::of(&word.as_bytes()[joint..])), "{word} ({stem}) at {joint}");
            assert_eq!(vocabulary.leaves_of_joined(word, joint).contains(&leaf), allowed, "{word} ({stem}) at {joint}");
        }
    }

    #[test]
    fn no_inflection_is_lost_for_what_its_stem_looks_like() {
        for word in [
            "happy",
            "happiness",
            "hoping",
            "hopping",
            "hoped",
            "sensibility",
            "dying",
            "lying",
            "tying",
            "ties",
            "skies",
            "sky",
            "cries",
            "relational",
            "conditional",
            "oscillator",
            "hesitancy",
            "digitizer",
            "conformably",
            "radically",
            "differently",
            "analogously",
            "vietnamization",
            "operator",
            "feudalism",
            "decisiveness",
            "hopefulness",
            "callousness",
            "formality",
            "sensitivity",
            "triplicate",
            "formative",
            "formalize",
            "electricity",
            "electrical",
            "hopeful",
            "goodness",
            "revival",
            "allowance",
            "inference",
            "airliner",
            "gyroscopic",
            "adjustable",
            "defensible",
            "irritant",
            "replacement",
            "adjustment",
            "dependent",
            "adoption",
            "communism",
            "activate",
            "angularity",
            "effective",
            "bowdlerize",
            "probate",
            "rate",
            "cease",
            "controlling",
            "rolling",
            "antijamming",
            "idly",
            "gently",
            "ugly",
            "early",
            "only",
            "singly",
            "generously",
            "communication",
            "arsenal",
            "flies",
            "dies",
            "mules",
            "agreed",
            "plastered",
            "motoring",
            "conflated",
            "troubled",
            "sized",
            "tanned",
            "falling",
            "hissing",
            "fizzed",
            "failing",
            "filing",
            "naïve",
            "café's",
        ] {
            joins_everywhere(&words::fold(word));
        }
    }
}
