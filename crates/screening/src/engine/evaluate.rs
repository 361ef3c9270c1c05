//! Runs the programs of rules over the notes on a filing.

use crate::engine::notes::Notes;
use crate::engine::program::{Compound, Nearness, Program, Programs, Reach};
use crate::engine::vocabulary::Leaf;
use crate::oracle::evaluate;
use crate::oracle::source::{Layout, Source};
use crate::oracle::text::LONGEST_CHAIN;
use crate::rule::{Fields, Proximity, ProximityKind};

/// Whether a program holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    No,
    Yes,
    /// The evaluation failed.
    Unknown,
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// The answers to questions that several rules ask. Each is valid for one filing.
#[derive(Default)]
pub struct Memory {
    filing: u32,
    phrases: Vec<(u32, u8)>,
    quantities: Vec<(u32, u8)>,
    nears: Vec<(u32, Answer)>,
    classes: Vec<(u32, bool)>,
    /// A buffer for the positions of the two sides that are compared.
    sides: [Vec<u32>; 2],
    /// A buffer for the stretches of the two sides that are compared.
    stretches: [Vec<(u32, u32)>; 2],
}

impl Memory {
    /// Forgets all answers, before another filing.
    pub fn clear(&mut self, programs: &Programs) {
        self.filing = self.filing.wrapping_add(1);
        if self.filing <= 1 {
            self.filing = 1;
            self.phrases = vec![(0, 0); programs.phrases.len()];
            self.quantities = vec![(0, 0); programs.quantities.len()];
            self.nears = vec![(0, Answer::No); programs.nears.len()];
            self.classes = vec![(0, false); programs.classes.len()];
        }
    }
}

/// The evaluation of the rules over one filing.
pub struct Run<'r, 'n> {
    pub programs: &'r Programs,
    /// The notes on the filing.
    pub notes: &'r Notes<'n>,
    /// Answers so far.
    pub memory: &'r mut Memory,
}

impl Run<'_, '_> {
    /// Whether a program holds. A part that failed matters only if the answer depends on it.
    pub fn holds(&mut self, program: Program) -> Answer {
        let programs = self.programs;
        match program {
            Program::Leaf(leaf, fields) => self.notes.occurs(leaf, fields).into(),
            Program::Phrase(number, fields) => (self.phrase_fields(number) & fields.bits() != 0).into(),
            Program::Near(number) => self.near_holds(number),
            Program::Quantity(number, fields) => (self.quantity_fields(number) & fields.bits() != 0).into(),
            Program::Class(number) => self.class_holds(number).into(),
            Program::All(row) => self.all_hold(programs.below(row)),
            Program::Any(row) => self.any_holds(programs.below(row)),
            Program::AtLeast(row) => match programs.below(row) {
                [Program::Number(n), of @ ..] => self.at_least_hold(*n as usize, of),
                _ => Answer::Unknown,
            },
            Program::Odd(row) => {
                let mut odd = false;
                for &p in programs.below(row) {
                    match self.holds(p) {
                        Answer::Yes => odd = !odd,
                        Answer::No => {}
                        Answer::Unknown => return Answer::Unknown,
                    }
                }
                odd.into()
            }
            Program::Not(row) => {
                let [kept, taken] = *programs.below(row) else { return Answer::Unknown };
                match self.holds(kept) {
                    Answer::No => Answer::No,
                    first => match self.holds(taken) {
                        Answer::Yes => Answer::No,
                        Answer::No => first,
                        Answer::Unknown => Answer::Unknown,
                    },
                }
            }
            Program::Number(_) => Answer::Unknown,
        }
    }

    fn all_hold(&mut self, of: &[Program]) -> Answer {
        let mut answer = Answer::Yes;
        for &p in of {
            match self.holds_one(p) {
                Answer::No => return Answer::No,
                Answer::Unknown => answer = Answer::Unknown,
                Answer::Yes => {}
            }
        }
        answer
    }

    fn any_holds(&mut self, of: &[Program]) -> Answer {
        let mut answer = Answer::No;
        for &p in of {
            match self.holds_one(p) {
                Answer::Yes => return Answer::Yes,
                Answer::Unknown => answer = Answer::Unknown,
                Answer::No => {}
            }
        }
        answer
    }

    /// As [`Self::holds`], without a call for a leaf. Most programs in a row are leaves.
    #[inline]
    fn holds_one(&mut self, program: Program) -> Answer {
        match program {
            Program::Leaf(leaf, fields) => self.notes.occurs(leaf, fields).into(),
            other => self.holds(other),
        }
    }

    fn at_least_hold(&mut self, n: usize, of: &[Program]) -> Answer {
        let (mut met, mut unknown) = (0, 0);
        for (i, &p) in of.iter().enumerate() {
            if met + unknown + of.len() - i < n {
                return Answer::No;
            }
            match self.holds_one(p) {
                Answer::Yes => met += 1,
                Answer::Unknown => unknown += 1,
                Answer::No => {}
            }
            if met >= n {
                return Answer::Yes;
            }
        }
        if met + unknown >= n { Answer::Unknown } else { Answer::No }
    }

    /// The parts of the filing in which a phrase occurs, as bits.
    fn phrase_fields(&mut self, number: u32) -> u8 {
        let (filing, known) = self.memory.phrases[number as usize];
        if filing == self.memory.filing {
            return known;
        }
        let leaves = self.programs.phrases.leaves(number);
        let served = self.notes.is_served(Compound::Phrase(number));
        let mut fields = 0;
        if !served && !leaves.iter().all(|&l| self.notes.occurs(l, Fields::ALL)) {
            // A word of the phrase does not occur.
        } else if served || leaves.iter().any(|&l| self.notes.is_odd(l)) {
            let leaves: Vec<_> = leaves.iter().copied().map(Some).collect();
            for (first, _) in self.notes.places_of(self.programs.phrases.term(number), &leaves, Fields::ALL) {
                fields |= self.notes.fields_at(first).bits();
            }
        } else {
            let last = leaves.len() as u32 - 1;
            self.notes.plain_starts(leaves, |first| {
                if self.notes.one_sentence(first, first + last) {
                    fields |= self.notes.fields_at(first).bits();
                }
            });
        }
        self.memory.phrases[number as usize] = (self.memory.filing, fields);
        fields
    }

    fn near_holds(&mut self, number: u32) -> Answer {
        let (filing, known) = self.memory.nears[number as usize];
        if filing == self.memory.filing {
            return known;
        }
        let near = &self.programs.nears[number as usize];
        // A cut word may serve both sides. The leaves of its pieces have no positions of their own.
        let cut = self.notes.is_served(Compound::Near(number));
        let missing = !cut && self.holds(near.needs) == Answer::No;
        let odd = !missing && (cut || near.leaves.iter().any(|&l| self.notes.is_odd(l)));
        let answer = match near.words {
            _ if missing => Answer::No,
            Some((p, a, b)) if !odd && matches!(p.kind, ProximityKind::Adj | ProximityKind::Near) => {
                self.are_words_near(p, a, b).into()
            }
            Some((p, a, b)) if !cut && matches!(p.kind, ProximityKind::Adj | ProximityKind::Near) => {
                match self.are_stretches_near(p, a, b) {
                    Some(holds) => holds.into(),
                    None => self.ask_matcher(near),
                }
            }
            _ if !cut && near.whole.reach.as_ref().is_some_and(|reach| !self.is_within_reach(reach, odd)) => Answer::No,
            _ => self.ask_matcher(near),
        };
        self.memory.nears[number as usize] = (self.memory.filing, answer);
        answer
    }

    fn ask_matcher(&self, near: &Nearness) -> Answer {
        match evaluate(&near.whole.expr, self.notes) {
            Ok(found) => found.is_some().into(),
            Err(_) => Answer::Unknown,
        }
    }

    /// Whether two leaves stand near enough if some of them occur as several words read as one. `None` if there are so
    /// many places that the oracle might refuse to compare them.
    fn are_stretches_near(&mut self, p: Proximity, a: (Leaf, Fields), b: (Leaf, Fields)) -> Option<bool> {
        const MANY: usize = 500;
        let notes = self.notes;
        let [left, right] = &mut self.memory.stretches;
        for (side, (leaf, fields)) in [&mut *left, &mut *right].into_iter().zip([a, b]) {
            side.clear();
            side.extend(notes.positions(leaf).iter().map(|&at| (at, at)));
            side.extend(notes.joined_places(leaf));
            if fields != Fields::ALL {
                side.retain(|&(first, _)| notes.fields_at(first).meets(fields));
            }
            if side.len() > MANY {
                return None;
            }
        }
        right.sort_unstable();
        let follows =
            |x: (u32, u32), y: (u32, u32)| x.1 < y.0 && y.0 - x.1 <= p.distance && notes.one_sentence(x.1, y.0);
        Some(left.iter().any(|&x| {
            let from = right.partition_point(|y| y.0 + p.distance.saturating_add(LONGEST_CHAIN as u32) < x.0);
            let near = right[from..].iter().take_while(|y| y.0 <= x.1.saturating_add(p.distance));
            near.into_iter().any(|&y| follows(x, y) || p.kind == ProximityKind::Near && follows(y, x))
        }))
    }

    /// Whether two leaves stand near enough if both occur as single words only.
    fn are_words_near(&self, p: Proximity, a: (Leaf, Fields), b: (Leaf, Fields)) -> bool {
        let (left, right) = (self.notes.positions(a.0), self.notes.positions(b.0));
        let within = |at: u32, fields: Fields| fields == Fields::ALL || self.notes.fields_at(at).meets(fields);
        // Each position of the shorter list is looked up in the longer one.
        let swapped = right.len() < left.len();
        let (few, few_fields, many, many_fields) =
            if swapped { (right, b.1, left, a.1) } else { (left, a.1, right, b.1) };
        let either = p.kind == ProximityKind::Near;
        let before = if either || swapped { p.distance } else { 0 };
        let after = if either || !swapped { p.distance } else { 0 };
        let stepwise = many.len() < few.len().saturating_mul(16);
        let mut from = 0;
        few.iter().any(|&x| {
            let first = x.saturating_sub(before);
            from += if stepwise {
                many[from..].iter().take_while(|&&y| y < first).count()
            } else {
                many[from..].partition_point(|&y| y < first)
            };
            many[from..].iter().take_while(|&&y| y <= x.saturating_add(after)).any(|&y| {
                y != x && within(x, few_fields) && within(y, many_fields) && self.notes.one_sentence(x.min(y), x.max(y))
            })
        })
    }

    /// Whether leaves of both sides stand as near as they must. They occur as single words or, if `joined` is set, as
    /// several words read as one. They do not occur in cut words.
    fn is_within_reach(&mut self, reach: &Reach, joined: bool) -> bool {
        let notes = self.notes;
        let [left, right] = &mut self.memory.sides;
        for (side, leaves) in [&mut *left, &mut *right].into_iter().zip(&reach.sides) {
            side.clear();
            leaves.iter().for_each(|&leaf| side.extend(notes.positions(leaf)));
            if joined {
                leaves.iter().for_each(|&leaf| side.extend(notes.joined_places(leaf).map(|(first, _)| first)));
            }
            side.sort_unstable();
        }
        // Each word of the widest side may be several words of the text.
        let most_words = reach.words.map(|most| if joined { most.saturating_mul(LONGEST_CHAIN as u32) } else { most });
        let apart = |x: u32, y: u32| {
            most_words.is_some_and(|most| x.abs_diff(y) > most)
                || reach.paragraphs.is_some_and(|most| notes.paragraph(x).abs_diff(notes.paragraph(y)) > most)
        };
        // If any leaf of one side is within reach of a leaf of the other, then so is its neighbor in the sorted list.
        // A word may be its own neighbor; the oracle will refuse that.
        left.iter().any(|&x| {
            let at = right.partition_point(|&y| y < x);
            right[at.saturating_sub(1)..].iter().take(2).any(|&y| !apart(x, y))
        })
    }

    fn quantity_fields(&mut self, number: u32) -> u8 {
        let (filing, known) = self.memory.quantities[number as usize];
        if filing == self.memory.filing {
            return known;
        }
        let places = self.notes.quantities(&self.programs.quantities[number as usize], Fields::ALL);
        let fields = places.into_iter().fold(0, |fields, s| fields | self.notes.fields_at(s.first).bits());
        self.memory.quantities[number as usize] = (self.memory.filing, fields);
        fields
    }

    fn class_holds(&mut self, number: u32) -> bool {
        let (filing, known) = self.memory.classes[number as usize];
        if filing == self.memory.filing {
            return known;
        }
        let (scheme, term) = &self.programs.classes[number as usize];
        let holds = !self.notes.classes(*scheme, term).is_empty();
        self.memory.classes[number as usize] = (self.memory.filing, holds);
        holds
    }
}
