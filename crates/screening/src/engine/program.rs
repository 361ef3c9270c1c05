//! Compiles rules to flat programs, and chooses the leaves of which one must occur for a rule to hold.
//!
//! A program tells whether a rule holds for the notes on a filing. Where the rule holds is asked of
//! [`crate::oracle::evaluate`], for the few rules that do. A phrase or proximity of several rules is one entry, with
//! one answer for each filing.
//!
//! Longer than 450 lines because the tables, what compiles rules into them and the anchors share their private fields,
//! and the optimizer treats one module as one unit.

use std::collections::HashMap;

use crate::class::ClassTerm;
use crate::engine::bytes::prefetch;
use crate::engine::vocabulary::{Leaf, Meaning, Vocabulary};
use crate::oracle::terms::{can_be_cut_for_sides, can_be_cut_into};
use crate::rule::{Expr, Fields, Node, Proximity, ProximityKind, Term};
use domain::filing::Scheme;
use text::quantity::Condition;

/// A rule, or a part of one. The programs below it stand in a row in [`Programs::below`], so that a run reads little
/// memory.
#[derive(Debug, Clone, Copy)]
pub enum Program {
    /// The leaf occurs in these parts of the filing.
    Leaf(Leaf, Fields),
    /// The phrase of this number occurs in these parts.
    Phrase(u32, Fields),
    /// The proximity of this number holds.
    Near(u32),
    /// The quantity of this number occurs in these parts.
    Quantity(u32, Fields),
    /// The class code of this number is one of the filing's.
    Class(u32),
    /// All of these hold.
    All(Row),
    /// One of these holds.
    Any(Row),
    /// At least a number of these hold. The first in the row is that number.
    AtLeast(Row),
    /// An odd number of these hold.
    Odd(Row),
    /// The first of these two holds and the second does not.
    Not(Row),
    /// A number, with which a row begins.
    Number(u32),
}

/// The place of programs that stand in a row. The row begins with their count.
#[derive(Debug, Clone, Copy)]
pub struct Row(u32);

const _: () = assert!(size_of::<Program>() == 8, "eight programs stand in a line of memory");

/// Phrases and hyphenated words. The leaves of all of them lie in one list, because every candidate reads them.
#[derive(Default)]
pub struct Phrases {
    terms: Vec<Term>,
    /// The leaves of the parts of all phrases.
    leaves: Vec<Leaf>,
    /// Where the leaves of each phrase begin, and where the last ones end.
    starts: Vec<u32>,
}

impl Phrases {
    /// The count of phrases.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// The term that has this number.
    pub fn term(&self, number: u32) -> &Term {
        &self.terms[number as usize]
    }

    /// The leaves of the parts of a phrase.
    #[inline]
    pub fn leaves(&self, number: u32) -> &[Leaf] {
        &self.leaves[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }

    fn push(&mut self, term: Term, leaves: &[Leaf]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.terms.push(term);
        self.leaves.extend(leaves);
        self.starts.push(self.leaves.len() as u32);
    }
}

/// A side of a proximity that is a single leaf, and where it may stand.
type Side = (Leaf, Fields);

/// A proximity expression.
pub struct Nearness {
    /// What must hold for any match: the words on both sides, at any place.
    pub needs: Program,
    /// The operator and the two words, if each side is a single word.
    pub words: Option<(Proximity, Side, Side)>,
    /// Every leaf of the expression.
    pub leaves: Box<[Leaf]>,
    /// Apart from the rest, because it is seldom read.
    pub whole: Box<Whole>,
}

/// A proximity expression as it was written.
pub struct Whole {
    /// The whole expression.
    pub expr: Expr,
    /// How far apart its sides may stand; `None` if no simple bound is known.
    pub reach: Option<Reach>,
}

/// How far apart the sides of a proximity may stand.
pub struct Reach {
    /// For each side, the leaves with one of which a match begins.
    pub sides: [Box<[Leaf]>; 2],
    /// Most words between the beginnings of both sides; `None` without a limit.
    pub words: Option<u32>,
    /// Most paragraphs between the beginnings of both sides; `None` without a limit.
    pub paragraphs: Option<u32>,
}

/// A phrase or proximity that a single word can serve if the word is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compound {
    Phrase(u32),
    /// A proximity.
    Near(u32),
}

/// What a word means to the rules.
#[derive(Debug, Default)]
pub struct Sense {
    /// The leaves that the word fits.
    pub meaning: Meaning,
    /// What the word serves, in whole or in part, if it is cut.
    pub compounds: Vec<Compound>,
}

/// All programs of a list, with the tables that they share.
#[derive(Default)]
pub struct Programs {
    /// Its leaves.
    pub vocabulary: Vocabulary,
    /// The rows of programs that stand below others.
    below: Vec<Program>,
    pub phrases: Phrases,
    /// Proximities.
    pub nears: Vec<Nearness>,
    pub quantities: Vec<Condition>,
    /// Class codes.
    pub classes: Vec<(Scheme, ClassTerm)>,
    /// The phrases and proximities that have a leaf, by leaf.
    compounds: Vec<Vec<Compound>>,
    phrase_ids: HashMap<Box<[Leaf]>, Vec<u32>>,
    near_ids: HashMap<String, u32>,
    class_ids: HashMap<(Scheme, ClassTerm), u32>,
}

impl Programs {
    /// Compiles a rule and returns its program.
    pub fn add(&mut self, expr: &Expr, fields: Fields) -> Program {
        match &expr.node {
            Node::Term(term) if term.parts.len() == 1 => Program::Leaf(self.vocabulary.add(&term.parts[0]), fields),
            Node::Term(term) => Program::Phrase(self.add_phrase(term), fields),
            Node::Quantity(condition) => {
                let known = self.quantities.iter().position(|q| q == condition);
                let number = known.unwrap_or_else(|| {
                    self.quantities.push(condition.clone());
                    self.quantities.len() - 1
                });
                Program::Quantity(number as u32, fields)
            }
            Node::Class(scheme, term) => {
                let next = self.classes.len() as u32;
                let number = *self.class_ids.entry((*scheme, term.clone())).or_insert(next);
                if number == next {
                    self.classes.push((*scheme, term.clone()));
                }
                Program::Class(number)
            }
            Node::And(of) => Program::All(self.add_row(of.iter(), fields)),
            Node::Or(of) => Program::Any(self.add_row(of.iter(), fields)),
            Node::AtLeast(n, of) => {
                let mut row = vec![Program::Number(*n as u32)];
                row.extend(of.iter().map(|e| self.add(e, fields)));
                Program::AtLeast(self.put_in_row(row))
            }
            Node::Xor(of) => Program::Odd(self.add_row(of.iter(), fields)),
            Node::Not(a, b) => Program::Not(self.add_row([&**a, &**b].into_iter(), fields)),
            Node::Near(..) => Program::Near(self.add_near(expr, fields)),
            Node::In(own, e) => self.add(e, fields.and(*own)),
        }
    }

    fn add_row<'e>(&mut self, of: impl Iterator<Item = &'e Expr>, fields: Fields) -> Row {
        let row: Vec<Program> = of.map(|e| self.add(e, fields)).collect();
        self.put_in_row(row)
    }

    fn put_in_row(&mut self, row: Vec<Program>) -> Row {
        let start = self.below.len() as u32;
        self.below.push(Program::Number(row.len() as u32));
        self.below.extend(row);
        Row(start)
    }

    /// The programs of a row.
    #[inline]
    pub fn below(&self, row: Row) -> &[Program] {
        let [Program::Number(count), rest @ ..] = &self.below[row.0 as usize..] else { return &[] };
        &rest[..*count as usize]
    }

    /// Prefetches the memory that a program reads first.
    #[inline]
    pub fn prefetch(&self, program: Program) {
        if let Program::All(row) | Program::Any(row) | Program::AtLeast(row) | Program::Not(row) = program {
            prefetch(&self.below[row.0 as usize]);
        }
    }

    fn add_phrase(&mut self, term: &Term) -> u32 {
        term.parts.iter().for_each(|p| self.vocabulary.add_piece(p));
        let leaves: Box<[Leaf]> = term.parts.iter().map(|p| self.vocabulary.add(p)).collect();
        // Two forms of one stem are one leaf, but they differ if a word is cut.
        let known = self.phrase_ids.entry(leaves.clone()).or_default();
        if let Some(&number) = known.iter().find(|&&n| self.phrases.term(n) == term) {
            return number;
        }
        let number = self.phrases.len() as u32;
        known.push(number);
        self.phrases.push(term.clone(), &leaves);
        number
    }

    fn add_near(&mut self, expr: &Expr, fields: Fields) -> u32 {
        let key = format!("{expr} {fields:?}");
        if let Some(&number) = self.near_ids.get(&key) {
            return number;
        }
        let mut leaves = Vec::new();
        expr.walk(&mut |e| {
            if let Node::Term(term) = &e.node {
                for part in &term.parts {
                    self.vocabulary.add_piece(part);
                    leaves.push(self.vocabulary.add(part));
                }
            }
        });
        let words = match &expr.node {
            Node::Near(p, a, b) if !p.negated => {
                self.word_of(a, fields).zip(self.word_of(b, fields)).map(|(a, b)| (*p, a, b))
            }
            _ => None,
        };
        let (needs, reach) = (self.needs(expr, fields), self.reach_of(expr));
        let number = self.nears.len() as u32;
        self.near_ids.insert(key, number);
        let whole = Box::new(Whole { expr: narrow_to(fields, expr), reach });
        self.nears.push(Nearness { needs, words, leaves: leaves.into(), whole });
        number
    }

    /// Compiles what must hold for an expression to occur: its words, at any place. Its leaves must have been added.
    fn needs(&mut self, expr: &Expr, fields: Fields) -> Program {
        let all = match &expr.node {
            Node::Term(term) => {
                let leaves = term.parts.iter().filter_map(|p| self.vocabulary.leaf(p));
                leaves.map(|leaf| Program::Leaf(leaf, fields)).collect()
            }
            Node::Or(of) => {
                let any = of.iter().map(|e| self.needs(e, fields)).collect();
                return Program::Any(self.put_in_row(any));
            }
            Node::Near(p, a, _) if p.negated => return self.needs(a, fields),
            Node::Near(_, a, b) => [a, b].map(|e| self.needs(e, fields)).into(),
            Node::In(own, e) => return self.needs(e, fields.and(*own)),
            // The leaves tell nothing about these.
            _ => Vec::new(),
        };
        if let [one] = all[..] { one } else { Program::All(self.put_in_row(all)) }
    }

    /// How far apart the sides of a proximity may stand. `None` if a side has more than words and phrases.
    fn reach_of(&self, expr: &Expr) -> Option<Reach> {
        let Node::Near(p, a, b) = &expr.node else { return None };
        if p.negated {
            return None;
        }
        let mut widest = 0;
        let sides = [self.beginnings(a, &mut widest)?.into(), self.beginnings(b, &mut widest)?.into()];
        let words = matches!(p.kind, ProximityKind::Adj | ProximityKind::Near).then(|| p.distance + widest);
        // A sentence ends with its paragraph. Two sentences in a row may lie several paragraphs apart, because a
        // paragraph may be empty.
        let paragraphs = match p.kind {
            ProximityKind::Same => Some(p.distance),
            ProximityKind::With if p.distance > 0 => None,
            _ => Some(0),
        };
        Some(Reach { sides, words, paragraphs })
    }

    /// The leaves with which matches of an expression begin. `widest` becomes the largest count of words after the
    /// first.
    fn beginnings(&self, expr: &Expr, widest: &mut u32) -> Option<Vec<Leaf>> {
        match &expr.node {
            Node::Term(term) => {
                *widest = (*widest).max(term.parts.len() as u32 - 1);
                Some(vec![self.vocabulary.leaf(term.parts.first()?)?])
            }
            Node::Or(of) => {
                let mut all = of.iter().map(|e| self.beginnings(e, widest)).collect::<Option<Vec<_>>>()?.concat();
                all.sort_unstable();
                all.dedup();
                Some(all)
            }
            Node::In(_, e) => self.beginnings(e, widest),
            _ => None,
        }
    }

    /// Ends the compilation and builds the table of compounds. No rule may be added after that.
    pub fn seal(&mut self) {
        self.compounds = vec![Vec::new(); self.vocabulary.len()];
        let phrases = (0..self.phrases.len() as u32).map(|n| (Compound::Phrase(n), self.phrases.leaves(n)));
        let nears = (0..).zip(&self.nears).map(|(n, p)| (Compound::Near(n), &*p.leaves));
        for (compound, leaves) in phrases.chain(nears) {
            for &leaf in leaves {
                let list = &mut self.compounds[leaf as usize];
                if list.last() != Some(&compound) {
                    list.push(compound);
                }
            }
        }
    }

    /// What a word means to the rules.
    pub fn sense(&self, raw: &str) -> Sense {
        let meaning = self.vocabulary.meaning(raw);
        // A compound needs at least two of the leaves that pieces of the word may serve.
        let mut served: Vec<Compound> = self
            .vocabulary
            .leaves_of_pieces(&meaning.form)
            .iter()
            .flat_map(|&l| &self.compounds[l as usize])
            .copied()
            .collect();
        served.sort_unstable();
        let twice = served.chunk_by(|a, b| a == b).filter(|c| c.len() > 1).map(|c| c[0]);
        let compounds = twice.filter(|&c| self.serves(&meaning.form, c)).collect();
        Sense { meaning, compounds }
    }

    fn serves(&self, form: &str, compound: Compound) -> bool {
        match compound {
            Compound::Phrase(n) => term_is_served(form, self.phrases.term(n)),
            Compound::Near(n) => {
                let mut served = false;
                self.nears[n as usize].whole.expr.walk(&mut |e| {
                    served |= match &e.node {
                        Node::Term(term) => term_is_served(form, term),
                        Node::Near(p, a, b) => can_be_cut_for_sides(form, p.kind, a, b, Fields::ALL, Fields::ALL, true),
                        _ => false,
                    }
                });
                served
            }
        }
    }

    /// Every leaf of a compound.
    pub fn leaves_of(&self, compound: Compound) -> &[Leaf] {
        match compound {
            Compound::Phrase(n) => self.phrases.leaves(n),
            Compound::Near(n) => &self.nears[n as usize].leaves,
        }
    }

    /// The leaf of an expression that is a single word, and the parts of the filing in which it looks.
    fn word_of(&self, expr: &Expr, fields: Fields) -> Option<(Leaf, Fields)> {
        match &expr.node {
            Node::Term(term) if term.parts.len() == 1 => Some((self.vocabulary.leaf(&term.parts[0])?, fields)),
            Node::In(own, e) => self.word_of(e, fields.and(*own)),
            _ => None,
        }
    }
}

/// Limits an expression to some parts of a filing.
fn narrow_to(fields: Fields, expr: &Expr) -> Expr {
    if fields == Fields::ALL {
        return expr.clone();
    }
    Expr { node: Node::In(fields, Box::new(expr.clone())), at: expr.at.clone() }
}

/// Whether a word can be cut to serve two or more parts of a term that follow each other.
fn term_is_served(form: &str, term: &Term) -> bool {
    let parts = &term.parts;
    (0..parts.len()).any(|from| (from + 2..=parts.len()).any(|to| can_be_cut_into(form, &parts[from..to])))
}

/// The leaves of which at least one must occur for a rule to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Anchor {
    Leaves(Vec<Leaf>),
    /// The rule can hold without any leaf.
    None,
    /// The rule can never hold.
    Never,
}

/// Collects leaves each of which must occur for an expression to hold, as a word or perhaps in a cut word.
pub fn collect_needed(expr: &Expr, vocabulary: &Vocabulary, into: &mut Vec<Leaf>) {
    let mut all = |of: &[Expr]| of.iter().for_each(|e| collect_needed(e, vocabulary, into));
    match &expr.node {
        Node::Term(term) => into.extend(term.parts.iter().filter_map(|p| vocabulary.leaf(p))),
        Node::And(of) => all(of),
        Node::AtLeast(n, of) if *n >= of.len() => all(of),
        Node::Or(of) if of.len() == 1 => all(of),
        Node::Near(p, a, b) if !p.negated => [a, b].into_iter().for_each(|e| collect_needed(e, vocabulary, into)),
        Node::Near(_, e, _) | Node::Not(e, _) | Node::In(_, e) => collect_needed(e, vocabulary, into),
        Node::Or(_) | Node::AtLeast(..) | Node::Xor(_) | Node::Quantity(_) | Node::Class(..) => {}
    }
}

/// How many of the filings so far have a leaf.
pub type Frequency<'f> = &'f dyn Fn(Leaf) -> u64;

impl Anchor {
    fn cost(&self, frequency: Frequency<'_>) -> u64 {
        match self {
            Self::Leaves(leaves) => leaves.iter().map(|&l| frequency(l)).sum(),
            Self::None => u64::MAX,
            Self::Never => 0,
        }
    }

    /// The anchor of which a leaf of either must occur.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, a) | (a, Self::Never) => a,
            (Self::None, _) | (_, Self::None) => Self::None,
            (Self::Leaves(mut a), Self::Leaves(b)) => {
                a.extend(b);
                Self::Leaves(a)
            }
        }
    }

    /// The anchor of a rule, with the rarest leaves that are possible.
    pub fn of(expr: &Expr, vocabulary: &Vocabulary, frequency: Frequency<'_>) -> Self {
        let each = |of: &[Expr]| of.iter().map(|e| Self::of(e, vocabulary, frequency)).collect::<Vec<_>>();
        let any = |of: Vec<Self>| of.into_iter().fold(Self::Never, Self::or);
        // If n of m parts must hold, then one of any m - n + 1 parts must hold. The rarest parts are taken.
        let at_least = |n: usize, mut of: Vec<Self>| {
            of.sort_by_key(|a| a.cost(frequency));
            of.truncate((of.len() + 1).saturating_sub(n));
            any(of)
        };
        match &expr.node {
            Node::Term(term) => {
                let leaves = term.parts.iter().filter_map(|p| vocabulary.leaf(p));
                leaves.min_by_key(|&l| frequency(l)).map_or(Self::None, |l| Self::Leaves(vec![l]))
            }
            Node::Quantity(_) | Node::Class(..) => Self::None,
            Node::And(of) => at_least(of.len(), each(of)),
            Node::Or(of) => any(each(of)),
            Node::AtLeast(n, of) => at_least(*n, each(of)),
            Node::Xor(of) => any(each(of)),
            Node::Not(a, _) => Self::of(a, vocabulary, frequency),
            Node::Near(p, a, _) if p.negated => Self::of(a, vocabulary, frequency),
            Node::Near(_, a, b) => {
                at_least(2, vec![Self::of(a, vocabulary, frequency), Self::of(b, vocabulary, frequency)])
            }
            Node::In(_, e) => Self::of(e, vocabulary, frequency),
        }
    }
}
