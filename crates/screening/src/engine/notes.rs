//! The notes on a filing after one pass: which leaves occur, where, and the layout of the words.
//!
//! The notes answer every question of an evaluation about a text ([`Source`]) without reading the text again. Only the
//! ends of sentences are looked up in the text, and only where one may stand between two words that matter.

use std::cell::OnceCell;

use crate::class::ClassTerm;
use crate::engine::cache::Known;
use crate::engine::program::{Compound, Programs};
use crate::engine::reading::{Buffers, Joined, ODD, Stop};
use crate::engine::vocabulary::Leaf;
use crate::oracle::occurrence::Stretch;
use crate::oracle::source::{Layout, Source};
use crate::oracle::stretch_of;
use crate::oracle::terms::{can_be_cut_for_sides, can_be_cut_into};
use crate::oracle::text::LONGEST_CHAIN;
use crate::rule::{Expr, Fields, Part, ProximityKind, Term};
use domain::filing::{Paragraph, Scheme, Section};
use text::quantity::{Condition, Mention, mentions};
use text::sentences::ends_before;
use text::words::{Gap, Span, gap_between};

/// The notes on one filing.
pub struct Notes<'n> {
    pub(super) buffers: &'n Buffers,
    pub(super) programs: &'n Programs,
    /// The paragraphs of the filing.
    pub paragraphs: &'n [Paragraph<'n>],
    pub(super) classes: &'n [(Scheme, String)],
    pub(super) sentences: OnceCell<Vec<u32>>,
    pub(super) mentions: OnceCell<Vec<Vec<Mention>>>,
}

impl Notes<'_> {
    /// Every leaf that occurs, or may occur in a cut word.
    pub fn touched_leaves(&self) -> &[Leaf] {
        &self.buffers.touched
    }

    /// Whether a leaf is in [`Self::touched_leaves`].
    #[inline]
    pub fn is_touched(&self, leaf: Leaf) -> bool {
        self.buffers.leaves[leaf as usize] != 0
    }

    /// Whether a leaf occurs in these parts of the filing.
    #[inline]
    pub fn occurs(&self, leaf: Leaf, fields: Fields) -> bool {
        self.buffers.leaves[leaf as usize] & fields.bits() != 0
    }

    /// Whether a cut word serves a compound.
    pub fn is_served(&self, compound: Compound) -> bool {
        self.buffers.served.binary_search(&compound).is_ok()
    }

    /// Whether a leaf occurs as several words read as one, or may occur in a cut word.
    pub fn is_odd(&self, leaf: Leaf) -> bool {
        self.buffers.leaves[leaf as usize] & ODD != 0
    }

    /// The positions of a leaf as a single word.
    pub fn positions(&self, leaf: Leaf) -> &[u32] {
        let spot = self.buffers.spots[leaf as usize];
        &self.buffers.positions[spot.start as usize..][..spot.count as usize]
    }

    /// Whether the filing has a word outside its title, which comes first.
    pub fn has_text(&self) -> bool {
        let title_ends = self.buffers.paragraphs.get(1).copied().unwrap_or(0);
        self.buffers.spans.len() > title_ends as usize
    }

    /// Whether two words stand in one sentence. `a` is not after `b`.
    pub fn one_sentence(&self, a: u32, b: u32) -> bool {
        if !self.may_stop(a + 1, b) {
            return true;
        }
        let stops = &self.buffers.stops;
        let from = stops.partition_point(|s| s.at <= a);
        !stops[from..].iter().take_while(|s| s.at <= b).any(|s| self.ends_at(s))
    }

    /// Whether a sentence may end before one of these positions.
    fn may_stop(&self, first: u32, last: u32) -> bool {
        (first / 64..=last / 64).any(|word| {
            let bits = self.buffers.stop_bits.get(word as usize).copied().unwrap_or(0);
            let from = if word == first / 64 { u64::MAX << (first % 64) } else { u64::MAX };
            let to = if word == last / 64 { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            bits & from & to != 0
        })
    }

    fn ends_at(&self, stop: &Stop) -> bool {
        stop.ends.get().unwrap_or_else(|| {
            let paragraph = self.paragraph(stop.at) as usize;
            let text = self.paragraphs[paragraph].text;
            let first = self.buffers.paragraphs[paragraph];
            // Whether a sentence ends depends on the two words before the stop.
            let from = stop.at.saturating_sub(2).max(first);
            let mut last = None;
            let window: Vec<Span> = self.buffers.spans[from as usize..=stop.at as usize]
                .iter()
                .map(|&(start, end)| {
                    let (start, end) = (start as usize, end as usize);
                    let gap = last.map_or(Gap::Other, |last| gap_between(&text[last..start]));
                    last = Some(end);
                    Span { start, end, gap }
                })
                .collect();
            let ends = ends_before(text, &window, window.len() - 1);
            stop.ends.set(Some(ends));
            ends
        })
    }

    /// The places where a leaf occurs as several words read as one.
    pub fn joined_places(&self, leaf: Leaf) -> impl Iterator<Item = (u32, u32)> {
        let joined: &[Joined] = if self.is_odd(leaf) { &self.buffers.joined } else { &[] };
        let from = joined.partition_point(|&j| j < Joined::least(leaf, 0));
        joined[from..].iter().take_while(move |j| j.leaf() == leaf).map(|j| j.words())
    }

    /// Calls `each` with every position from which leaves follow each other as single words. The end of a sentence may
    /// be among them.
    pub fn plain_starts(&self, leaves: &[Leaf], mut each: impl FnMut(u32)) {
        // The positions of the rarest leaf are tried, and the other leaves are looked up where they must stand.
        let rarest = leaves.iter().enumerate().min_by_key(|(_, l)| self.positions(**l).len());
        let Some((index, &leaf)) = rarest else { return };
        for &at in self.positions(leaf) {
            let Some(first) = at.checked_sub(index as u32) else { continue };
            let stands = |(i, &l): (usize, &Leaf)| i == index || self.stands_at(l, first + i as u32);
            if leaves.iter().enumerate().all(stands) {
                each(first);
            }
        }
    }

    /// Whether a leaf stands at a position as a single word.
    #[inline]
    fn stands_at(&self, leaf: Leaf, at: u32) -> bool {
        match self.buffers.standing.get(at as usize) {
            Some(&Known::SPECIAL) => self.positions(leaf).binary_search(&at).is_ok(),
            standing => standing == Some(&leaf),
        }
    }

    fn leaf_of(&self, part: &Part) -> Option<Leaf> {
        self.programs.vocabulary.leaf(part)
    }

    /// The last positions of a leaf that begins at a position.
    fn ends_at_leaf(&self, leaf: Leaf, at: u32) -> impl Iterator<Item = u32> {
        let single = self.stands_at(leaf, at).then_some(at);
        let joined: &[Joined] = if self.is_odd(leaf) { &self.buffers.joined } else { &[] };
        let from = joined.partition_point(|&j| j < Joined::least(leaf, at));
        let here = joined[from..].iter().take_while(move |j| j.leaf() == leaf).map(|j| j.words());
        single.into_iter().chain(here.take_while(move |&(first, _)| first == at).map(|(_, last)| last))
    }

    fn cut_at(&self, at: u32) -> Option<&str> {
        let cuts = &self.buffers.cuts;
        cuts.binary_search_by_key(&at, |c| c.0).ok().map(|i| &*cuts[i].1)
    }

    fn ends_from(&self, parts: &[Part], leaves: &[Option<Leaf>], at: u32, ends: &mut Vec<u32>) {
        if let Some(leaf) = leaves[0] {
            for last in self.ends_at_leaf(leaf, at) {
                self.ends_of_rest(&parts[1..], &leaves[1..], last, ends);
            }
        }
        if let Some(form) = self.cut_at(at).filter(|_| parts.len() > 1) {
            for served in (2..=parts.len()).filter(|&n| can_be_cut_into(form, &parts[..n])) {
                self.ends_of_rest(&parts[served..], &leaves[served..], at, ends);
            }
        }
    }

    fn ends_of_rest(&self, parts: &[Part], leaves: &[Option<Leaf>], last: u32, ends: &mut Vec<u32>) {
        if parts.is_empty() {
            ends.push(last);
        } else if ((last + 1) as usize) < self.buffers.spans.len() && self.one_sentence(last, last + 1) {
            self.ends_from(parts, leaves, last + 1, ends);
        }
    }

    /// The places of a term. `leaves` are the leaves of its parts, as far as the list knows them.
    pub fn places_of(&self, term: &Term, leaves: &[Option<Leaf>], fields: Fields) -> Vec<(u32, u32)> {
        let mut starts: Vec<u32> = Vec::new();
        match leaves.iter().copied().collect::<Option<Vec<Leaf>>>().as_deref() {
            Some([leaf]) => {
                starts.extend(self.positions(*leaf));
                starts.extend(self.joined_places(*leaf).map(|(first, _)| first));
            }
            Some(all) => self.plain_starts(all, |at| starts.push(at)),
            None => {}
        }
        if term.parts.len() > 1 {
            // If a part is several words, or a word is cut, the term may begin that many words before.
            let mut before =
                |at: u32, parts: usize| starts.extend(at.saturating_sub((parts * LONGEST_CHAIN) as u32)..=at);
            for (i, leaf) in leaves.iter().enumerate() {
                leaf.iter().flat_map(|&l| self.joined_places(l)).for_each(|(first, _)| before(first, i));
            }
            self.buffers.cuts.iter().for_each(|c| before(c.0, term.parts.len() - 2));
        }
        if fields != Fields::ALL {
            starts.retain(|&p| self.fields_at(p).meets(fields));
        }
        starts.sort_unstable();
        starts.dedup();
        let mut out = Vec::new();
        for start in starts {
            let mut ends = Vec::new();
            self.ends_from(&term.parts, leaves, start, &mut ends);
            ends.sort_unstable();
            ends.dedup();
            out.extend(ends.into_iter().map(|end| (start, end)));
        }
        out
    }

    /// The quantities of each paragraph. The first call finds them.
    fn mentions(&self) -> &[Vec<Mention>] {
        self.mentions.get_or_init(|| self.paragraphs.iter().map(|p| mentions(p.text)).collect())
    }
}

impl Layout for Notes<'_> {
    fn paragraph(&self, position: u32) -> u32 {
        self.buffers.paragraphs.partition_point(|&p| p <= position) as u32 - 1
    }
    fn sentence(&self, position: u32) -> u32 {
        let stops = self
            .sentences
            .get_or_init(|| self.buffers.stops.iter().filter(|s| self.ends_at(s)).map(|s| s.at).collect());
        stops.partition_point(|&s| s <= position) as u32
    }
    fn bytes(&self, position: u32) -> (u32, u32) {
        self.buffers.spans[position as usize]
    }
    fn section(&self, position: u32) -> Section {
        self.paragraphs[self.paragraph(position) as usize].section
    }
    fn fields_at(&self, position: u32) -> Fields {
        self.buffers.fields[self.paragraph(position) as usize]
    }
}

impl Source for Notes<'_> {
    fn places(&self, term: &Term, fields: Fields) -> Vec<(u32, u32)> {
        let leaves: Vec<Option<Leaf>> = term.parts.iter().map(|p| self.leaf_of(p)).collect();
        self.places_of(term, &leaves, fields)
    }

    fn cut_places(&self, kind: ProximityKind, a: &Expr, b: &Expr, fields: Fields) -> Vec<u32> {
        let serves = |&&(at, ref form): &&(u32, Box<str>)| {
            can_be_cut_for_sides(form, kind, a, b, fields, self.fields_at(at), true)
        };
        self.buffers.cuts.iter().filter(serves).map(|c| c.0).collect()
    }

    fn quantities(&self, condition: &Condition, fields: Fields) -> Vec<Stretch> {
        let mut out = Vec::new();
        for (i, found) in self.mentions().iter().enumerate().filter(|(i, _)| self.buffers.fields[*i].meets(fields)) {
            let (start, end) = (self.buffers.paragraphs[i], self.buffers.paragraphs[i + 1]);
            let words = &self.buffers.spans[start as usize..end as usize];
            out.extend(
                found.iter().filter(|m| condition.can_be_met_by(m)).filter_map(|m| stretch_of(&m.at, start, words)),
            );
        }
        out
    }

    fn classes(&self, scheme: Scheme, term: &ClassTerm) -> Vec<usize> {
        let fitting = self.classes.iter().enumerate().filter(|(_, (s, symbol))| *s == scheme && term.fits(symbol));
        fitting.map(|(i, _)| i).collect()
    }
}
