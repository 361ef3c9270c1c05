//! Screens a filing again after a new revision of the list. Only the changed categories are matched. The others keep
//! what an earlier screening of the same text found.
//!
//! The result is the one that [`crate::screen`] gives for the whole new list; tests compare the two. If the earlier
//! screening was made by another engine or has a problem, the whole list is screened.

use std::collections::{HashMap, HashSet};

use crate::list::CompiledList;
use crate::list::diff::{What, changed_categories, diff};
use crate::screen::{Matches, Options, find_matches, screen};
use domain::filing::Filing;
use domain::filing::screening::{CategoryHit, ENGINE, Screening, Verdict};

/// The changes from one revision of a list to another, prepared for screening.
#[derive(Debug)]
pub struct Changed {
    /// The categories that filings can hit now and could not before, or the reverse. New and removed ones are among
    /// them.
    numbers: HashSet<String>,
    /// The new list reduced to those categories; `None` if it has none of them.
    part: Option<CompiledList>,
    /// The place of each category in the new list.
    places: HashMap<String, usize>,
}

impl Changed {
    /// Compares two revisions of a list.
    pub fn between(old: &CompiledList, new: &CompiledList) -> Self {
        let removed = diff(old, new).into_iter().filter(|c| matches!(c.what, What::CategoryRemoved { .. }));
        let numbers = changed_categories(old, new).into_iter().chain(removed.map(|c| c.category)).collect();
        Self::of(numbers, new)
    }

    /// Takes every category of a list as changed, for a filing without an earlier screening.
    pub fn everything(new: &CompiledList) -> Self {
        Self::of(new.categories().map(|(c, _)| c.number.value.clone()).collect(), new)
    }

    fn of(numbers: HashSet<String>, new: &CompiledList) -> Self {
        let any = new.categories().any(|(c, _)| numbers.contains(&c.number.value));
        let places = new.categories().enumerate().map(|(n, (c, _))| (c.number.value.clone(), n)).collect();
        Self { part: any.then(|| new.with_only(|number| numbers.contains(number))), numbers, places }
    }

    /// Whether a category has changed.
    pub fn contains(&self, category: &str) -> bool {
        self.numbers.contains(category)
    }

    /// The numbers of the changed categories, sorted.
    pub fn numbers(&self) -> Vec<String> {
        let mut all: Vec<String> = self.numbers.iter().cloned().collect();
        all.sort_unstable();
        all
    }

    /// The new list reduced to the changed categories; `None` if all of them are gone.
    pub fn part(&self) -> Option<&CompiledList> {
        self.part.as_ref()
    }

    /// Screens a filing against the new list. `before` is the screening of the same text against the old list.
    pub fn screen(&self, new: &CompiledList, before: &Screening, filing: &Filing, options: Options) -> Screening {
        // An earlier screening by another engine, or with a problem, does not show what this engine would have found.
        if before.engine != ENGINE || before.verdict == Verdict::NeedsHuman {
            return screen(new, filing, options);
        }
        let part = self.part.as_ref().map(|part| find_matches(part, filing, options)).unwrap_or_default();
        if !part.problems.is_empty() {
            return screen(new, filing, options);
        }
        let kept = |category: &str| !self.contains(category) && self.places.contains_key(category);
        let mut hits = part.hits;
        hits.extend(before.hits.iter().filter(|h| kept(&h.category)).filter_map(|hit| self.as_stated(new, hit)));
        let mut suppressed = part.suppressed;
        suppressed.extend(before.suppressed.iter().filter(|s| kept(&s.category)).cloned());
        let place = |category: &str| self.places.get(category);
        hits.sort_by_key(|h| place(&h.category));
        suppressed.sort_by_key(|s| place(&s.category));
        let found = Matches { hits, suppressed, observations: before.observations.clone(), problems: Vec::new() };
        found.conclude(new, filing, before.document_sha256.clone())
    }

    /// An earlier hit with the present title, type and note of its category. A change of these alone changes no
    /// outcome.
    fn as_stated(&self, new: &CompiledList, hit: &CategoryHit) -> Option<CategoryHit> {
        let (category, _) = new.category(*self.places.get(&hit.category)?);
        Some(CategoryHit {
            title: category.title.clone(),
            suggested_type: category.suggested_type.clone(),
            note: category.note.clone(),
            ..hit.clone()
        })
    }
}

#[cfg(test)]
mod tests;
