//! The engine finds the answers of the oracle fast: it picks candidates and confirms them.
//!
//! 1. One pass over a filing (`reading`) cuts it into words (`tokens`) and looks each word up by its bytes (`cache`).
//!    The
//!    `vocabulary` tells what a new word means to the rules. The result of the pass are the `notes`.
//! 2. Every rule has an anchor: rare leaves of which at least one must occur for the rule to hold (`program::Anchor`).
//!    The
//!    leaves in the notes pick the candidates. Some candidates may not hold; no rule that holds is left out.
//! 3. Candidates run as flat programs (`evaluate`), which say whether a rule holds.
//! 4. The oracle ([`crate::oracle`]) confirms the categories that reach their threshold, over the notes instead of the
//!    text, and gives the evidence.
//!
//! *Invariant:* the counts of leaves decide how fast an answer is found, and never change the answer.

mod bytes;
mod cache;
mod evaluate;
mod hash;
mod letters;
mod notes;
mod program;
mod reading;
mod tokens;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

use crate::class;
use crate::engine::cache::WordCache;
use crate::engine::evaluate::{Answer, Memory, Run};
use crate::engine::notes::Notes;
use crate::engine::program::{Anchor, Program, Programs};
use crate::engine::reading::Buffers;
use crate::engine::vocabulary::Leaf;
use crate::list::{CompiledCategory, CompiledRule};
use crate::rule::{Expr, Fields, Part};
use domain::filing::{Filing, Paragraph, Scheme};

/// After each of these counts of filings, anchors are chosen again by how often leaves occurred.
const CHOOSE_ANEW: [u32; 3] = [32, 256, 4096];

/// The rules of a list, compiled for speed.
pub struct Engine {
    programs: Programs,
    categories: Vec<Category>,
    /// The rules of all clauses, in the order of the list.
    rules: Vec<Rule>,
    /// The trees of the rules.
    exprs: Vec<Expr>,
    /// Workspaces that no thread uses. A thread takes one for a filing and puts it back, so that its cache is kept.
    pool: Mutex<Vec<Workspace>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine({} rules, {} leaves)", self.rules.len(), self.programs.vocabulary.len())
    }
}

struct Category {
    threshold: u32,
    excepts: Vec<Program>,
}

/// The rule of a clause.
struct Rule {
    category: u32,
    points: u32,
    program: Program,
}

/// The memory that a thread needs to screen. It is kept from filing to filing.
#[derive(Default)]
struct Workspace {
    buffers: Buffers,
    cache: WordCache,
    memory: Memory,
    anchors: Anchors,
    filings: u32,
    seen: Vec<u32>,
    /// Candidates, a bit for each rule.
    candidates: Vec<u64>,
    points: Vec<(u32, bool)>,
    reached: Vec<u32>,
}

/// The rules by the leaf that makes them candidates.
#[derive(Default)]
struct Anchors {
    starts: Vec<u32>,
    /// Each rule with a second leaf without which it cannot hold. If there is none, the first leaf is repeated.
    rules: Vec<(u32, Leaf)>,
    /// Rules that are always candidates.
    always: Vec<u32>,
}

/// The outcome of the categories of a list, by their programs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// Categories that are hit and suppressed by no exception.
    pub hit: Vec<u32>,
    /// Categories that the oracle must decide: an exception matches, or a rule failed.
    pub open: Vec<u32>,
}

impl Engine {
    /// Compiles the rules of a list.
    pub fn new<'l>(categories: impl Iterator<Item = (u32, &'l [u32], &'l CompiledCategory)>) -> Self {
        let mut programs = Programs::default();
        let (mut all, mut rules, mut exprs) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (threshold, points, compiled)) in (0..).zip(categories) {
            let mut add = |r: &CompiledRule| programs.add(&r.expr, Fields::ALL);
            for (&points, rule) in points.iter().zip(&compiled.clauses) {
                rules.push(Rule { category: number, points, program: add(rule) });
                exprs.push(rule.expr.clone());
            }
            let excepts = compiled.excepts.iter().map(&mut add).collect();
            // Conditions of agencies have no program, but the notes must have their words.
            compiled.agencies_if.iter().for_each(|r| _ = add(r));
            all.push(Category { threshold, excepts });
        }
        programs.seal();
        Self { programs, categories: all, rules, exprs, pool: Mutex::default() }
    }

    /// Reads a filing and calls `look` with the categories that are hit, and with the notes from which the oracle
    /// confirms them.
    pub fn screen<T>(
        &self,
        filing: &Filing,
        paragraphs: &[Paragraph<'_>],
        without_classes: bool,
        look: impl FnOnce(Hits, &Notes<'_>) -> T,
    ) -> T {
        let codes: Vec<(Scheme, String)> = if without_classes {
            Vec::new()
        } else {
            filing.classes.iter().map(|c| (c.scheme, class::compact(&c.symbol))).collect()
        };
        let mut workspace = self.pool.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let out = workspace.run(self, paragraphs, &codes, look);
        // If something panics, the workspace is dropped and does not come back here.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
        out
    }
}

impl Workspace {
    fn run<T>(
        &mut self,
        engine: &Engine,
        paragraphs: &[Paragraph<'_>],
        codes: &[(Scheme, String)],
        look: impl FnOnce(Hits, &Notes<'_>) -> T,
    ) -> T {
        if self.filings == 0 || CHOOSE_ANEW.contains(&self.filings) {
            self.anchors = Anchors::choose(engine, &self.seen);
            self.candidates = vec![0; engine.rules.len().div_ceil(64)];
            self.points = vec![(0, false); engine.categories.len()];
        }
        self.filings = self.filings.saturating_add(1);
        self.seen.resize(engine.programs.vocabulary.len(), 0);
        let notes = self.buffers.read(paragraphs, codes, &engine.programs, &mut self.cache);
        if self.filings <= CHOOSE_ANEW[CHOOSE_ANEW.len() - 1] {
            notes.touched_leaves().iter().for_each(|&leaf| self.seen[leaf as usize] += 1);
        }
        for &leaf in notes.touched_leaves() {
            for &(rule, also) in self.anchors.of(leaf) {
                self.candidates[rule as usize / 64] |= u64::from(notes.is_touched(also)) << (rule % 64);
            }
        }
        for &rule in &self.anchors.always {
            self.candidates[rule as usize / 64] |= 1 << (rule % 64);
        }
        self.memory.clear(&engine.programs);
        let mut run = Run { programs: &engine.programs, notes: &notes, memory: &mut self.memory };
        for (word, bits) in self.candidates.iter_mut().enumerate() {
            let bits = std::mem::take(bits);
            // The memory that the candidates read first is loaded while the first of them runs.
            for rule in rules_of(&engine.rules, word, bits) {
                engine.programs.prefetch(rule.program);
            }
            for rule in rules_of(&engine.rules, word, bits) {
                let answer = run.holds(rule.program);
                if answer == Answer::No {
                    continue;
                }
                let (points, unknown) = &mut self.points[rule.category as usize];
                if *points == 0 && !*unknown {
                    self.reached.push(rule.category);
                }
                *unknown |= answer == Answer::Unknown;
                *points = points.saturating_add(if answer == Answer::Yes { rule.points } else { 0 });
            }
        }
        self.reached.sort_unstable();
        let mut hits = Hits::default();
        for number in self.reached.drain(..) {
            let (points, unknown) = std::mem::take(&mut self.points[number as usize]);
            let category = &engine.categories[number as usize];
            if unknown {
                hits.open.push(number);
            } else if points >= category.threshold {
                let held = category.excepts.iter().any(|&e| run.holds(e) != Answer::No);
                if held { hits.open.push(number) } else { hits.hit.push(number) }
            }
        }
        look(hits, &notes)
    }
}

/// The rules whose bits are set in one word of a set of rules.
fn rules_of(rules: &[Rule], word: usize, mut bits: u64) -> impl Iterator<Item = &Rule> {
    std::iter::from_fn(move || {
        let at = word * 64 + bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (at < word * 64 + 64).then(|| &rules[at])
    })
}

impl Anchors {
    /// Chooses an anchor for each rule by how often leaves were seen.
    fn choose(engine: &Engine, seen: &[u32]) -> Self {
        let vocabulary = &engine.programs.vocabulary;
        let frequency = |leaf: Leaf| match seen.get(leaf as usize) {
            Some(&n) => u64::from(n) * 64 + guess(vocabulary.part(leaf)),
            None => guess(vocabulary.part(leaf)),
        };
        let mut pairs: Vec<(Leaf, (u32, Leaf))> = Vec::new();
        let mut always = Vec::new();
        for (rule, expr) in (0..).zip(&engine.exprs) {
            match Anchor::of(expr, vocabulary, &frequency) {
                Anchor::Leaves(leaves) => {
                    let mut needed = Vec::new();
                    program::collect_needed(expr, vocabulary, &mut needed);
                    needed.sort_unstable_by_key(|&leaf| (frequency(leaf), leaf));
                    pairs.extend(leaves.into_iter().map(|leaf| {
                        let also = needed.iter().copied().find(|&n| n != leaf);
                        (leaf, (rule, also.unwrap_or(leaf)))
                    }));
                }
                Anchor::None => always.push(rule),
                Anchor::Never => {}
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let starts = (0..=vocabulary.len() as Leaf).map(|leaf| pairs.partition_point(|p| p.0 < leaf) as u32).collect();
        Self { starts, rules: pairs.into_iter().map(|p| p.1).collect(), always }
    }

    fn of(&self, leaf: Leaf) -> &[(u32, Leaf)] {
        &self.rules[self.starts[leaf as usize] as usize..self.starts[leaf as usize + 1] as usize]
    }
}

/// A first guess how often a leaf occurs, before any filing was read: short words are common.
fn guess(part: &Part) -> u64 {
    let (length, open) = match part {
        Part::Stem { stem, .. } => (stem.len(), 1),
        Part::Exact(form) => (form.len(), 1),
        Part::Pattern(p) => (p.named_letters(), 4),
    };
    open * (64 >> (length.min(12) / 2)).max(1) as u64
}
