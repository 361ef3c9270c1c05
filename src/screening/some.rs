//! Screening anew only what changed from one revision of a list to another: the changed categories are
//! matched, the others keep what an earlier screening of the same text found.
//!
//! The result is the one that [`super::screen`] gives for the whole new list; tests hold the two
//! together. Where it could not be, the whole list is screened.

use std::collections::{HashMap, HashSet};

use super::list::CompiledList;
use super::list::diff::{What, changed_categories, diff};
use super::list::source::Category;
use super::screen::{Matches, Options, screen};
use crate::domain::filing::Filing;
use crate::domain::screening::{CategoryHit, ENGINE, Screening, Suppressed, Verdict};

/// What changed from one revision to another, ready to screen with.
#[derive(Debug)]
pub struct Changed {
    /// Categories for which filings can come out otherwise, new and removed ones among them.
    numbers: HashSet<String>,
    /// The new list with only those of its categories; `None` if it has none of them.
    part: Option<CompiledList>,
}

impl Changed {
    /// Compares two revisions.
    pub fn between(old: &CompiledList, new: &CompiledList) -> Self {
        let removed = diff(old, new).into_iter().filter(|c| matches!(c.what, What::CategoryRemoved { .. }));
        let numbers = changed_categories(old, new).into_iter().chain(removed.map(|c| c.category)).collect();
        Self::of(numbers, new)
    }

    /// Takes every category of a list as changed: nothing is known of what came before.
    pub fn everything(new: &CompiledList) -> Self {
        Self::of(new.categories().map(|(c, _)| c.number.value.clone()).collect(), new)
    }

    fn of(numbers: HashSet<String>, new: &CompiledList) -> Self {
        let any = new.categories().any(|(c, _)| numbers.contains(&c.number.value));
        Self { part: any.then(|| new.only(|number| numbers.contains(number))), numbers }
    }

    /// Whether a category is among them.
    pub fn contains(&self, category: &str) -> bool {
        self.numbers.contains(category)
    }

    /// Their numbers, sorted.
    pub fn numbers(&self) -> Vec<String> {
        let mut all: Vec<String> = self.numbers.iter().cloned().collect();
        all.sort_unstable();
        all
    }

    /// The changed categories as the new list has them; `None` if it has none of them.
    pub fn part(&self) -> Option<&CompiledList> {
        self.part.as_ref()
    }

    /// Screens a filing against the new list, given what the old list found in the very same text.
    pub fn screen(&self, new: &CompiledList, before: &Screening, filing: &Filing, options: Options) -> Screening {
        // What was not found by another engine, or where something failed, says nothing.
        if before.engine != ENGINE || before.verdict == Verdict::NeedsHuman {
            return screen(new, filing, options);
        }
        let mut matches = Matches { observations: before.observations.clone(), ..Matches::default() };
        let part = self.part.as_ref().map(|part| screen(part, filing, options));
        if part.as_ref().is_some_and(|p| p.problem.is_some()) {
            return screen(new, filing, options);
        }
        let mut found = Found::default();
        found.add(before, |category| !self.contains(category));
        if let Some(part) = &part {
            found.add(part, |_| true);
        }
        for (category, _) in new.categories() {
            let number = category.number.value.as_str();
            matches.hits.extend(found.hits.remove(number).map(|hit| as_stated(hit, category)));
            matches.suppressed.extend(found.suppressed.remove(number).cloned());
        }
        matches.conclude(new, filing)
    }
}

/// What was found, by category.
#[derive(Default)]
struct Found<'s> {
    hits: HashMap<&'s str, &'s CategoryHit>,
    suppressed: HashMap<&'s str, &'s Suppressed>,
}

impl<'s> Found<'s> {
    fn add(&mut self, from: &'s Screening, keep: impl Fn(&str) -> bool) {
        let hits = from.hits.iter().filter(|h| keep(&h.category));
        self.hits.extend(hits.map(|h| (h.category.as_str(), h)));
        let suppressed = from.suppressed.iter().filter(|s| keep(&s.category));
        self.suppressed.extend(suppressed.map(|s| (s.category.as_str(), s)));
    }
}

/// A hit with the words that the list has for its category now: a new title changes no outcome.
fn as_stated(hit: &CategoryHit, category: &Category) -> CategoryHit {
    CategoryHit {
        title: category.title.clone(),
        suggested_type: category.suggested_type.clone(),
        note: category.note.clone(),
        ..hit.clone()
    }
}

#[cfg(test)]
mod tests;
