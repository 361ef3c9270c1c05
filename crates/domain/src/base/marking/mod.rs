//! Security markings of filings and clearances of people, and the rule that compares them (M1 to M10, P1 to P6).
//!
//! A marking says how secret a thing is ([`Level`]) and who may read it besides ([`Caveat`], countries, categories). Its
//! words come from one table ([`caveat::TABLE`]); `notation` reads and prints them.

pub mod caveat;
pub mod clearance;
pub mod country;
mod level;
mod notation;

pub use caveat::{Audience, Caveat};
pub use clearance::{Clearance, Grant};
pub use country::{Code, Release};
pub use level::Level;
pub use notation::NotAMarking;

use crate::base::marking::caveat::Category;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The security marking of a filing: its level, and what limits its readers further. In JSON and in the database it is
/// its portion mark (`S//NF`); [`Marking::banner`] prints it in full.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Marking {
    pub level: Level,
    /// `None` if there are none, as for nearly every filing.
    controls: Option<Box<Controls>>,
}

/// Caveats of which a collection has those that say to whom both parts may go, and not simply those of either part.
const JOINED_BY_MEANING: [Caveat; 5] = [Caveat::Noforn, Caveat::Relido, Caveat::FedOnly, Caveat::FedCon, Caveat::NoCon];

/// What limits the readers of a thing beside its level. A value is made by reading a marking or by joining two, so that
/// its parts fit each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Controls {
    caveats: BTreeSet<Caveat>,
    /// Whose Governments gave information (FGI). The empty set: Governments that are not named.
    foreign: Option<BTreeSet<Code>>,
    /// Categories of controlled unclassified information.
    categories: BTreeSet<Category>,
    /// To whom it may be released (REL TO), the United States included.
    rel_to: Option<BTreeSet<Code>>,
    /// To whom it may be shown without a copy (DISPLAY ONLY).
    display_only: BTreeSet<Code>,
    /// Tokens that the table does not know, as they stand on the papers, in capitals (M9).
    unknown: BTreeSet<String>,
}

static NO_CONTROLS: Controls = Controls {
    caveats: BTreeSet::new(),
    foreign: None,
    categories: BTreeSet::new(),
    rel_to: None,
    display_only: BTreeSet::new(),
    unknown: BTreeSet::new(),
};

impl Marking {
    /// A level without anything beside it.
    pub const fn of(level: Level) -> Self {
        Self { level, controls: None }
    }

    fn with(level: Level, controls: Controls) -> Self {
        let controls = (controls != NO_CONTROLS).then(|| Box::new(controls));
        Self { level, controls }
    }

    fn controls(&self) -> &Controls {
        self.controls.as_deref().unwrap_or(&NO_CONTROLS)
    }

    /// Whether it is a level and nothing else.
    pub fn is_plain(&self) -> bool {
        self.controls.is_none()
    }

    /// Whether matter so marked cannot be published: it is classified, or a word beside the level limits who may read it.
    pub fn bars_publication(&self) -> bool {
        let limits_readers =
            !self.needs().is_empty() || self.release() != Release::Anyone || self.audience() != Audience::EVERYONE;
        self.level.is_classified() || limits_readers
    }

    /// Tokens that the table does not know. Nobody reads the thing without an access of that name (M9).
    pub fn unknown_tokens(&self) -> impl Iterator<Item = &str> {
        self.controls().unknown.iter().map(String::as_str)
    }

    /// The same without the tokens that the table does not know.
    #[must_use]
    pub fn of_known_words(&self) -> Self {
        Self::with(self.level, Controls { unknown: BTreeSet::new(), ..self.controls().clone() })
    }

    /// The accesses that a reader must hold, by name: those of its caveats, and one for each unknown token.
    pub fn needs(&self) -> BTreeSet<&str> {
        let caveats = self.controls().caveats.iter().filter_map(|caveat| caveat.token().needs);
        caveats.chain(self.unknown_tokens()).collect()
    }

    /// The countries whose citizens may read it.
    pub fn release(&self) -> Release {
        let c = self.controls();
        if c.caveats.contains(&Caveat::Noforn) {
            return Release::us_only();
        }
        if let Some(rel_to) = &c.rel_to {
            return Release::Only(rel_to.clone());
        }
        if !c.display_only.is_empty() {
            return Release::us_only();
        }
        // What a foreign Government gave goes to no third country without its consent. Of two givers neither has
        // consented for the other.
        match &c.foreign {
            None => Release::Anyone,
            Some(givers) if givers.is_empty() => Release::us_only(),
            Some(givers) => givers
                .iter()
                .map(|giver| Release::Only([Code::US, *giver].into()))
                .reduce(|a, b| a.meet(&b))
                .unwrap_or(Release::Anyone),
        }
    }

    /// The kinds of people who may read it, as far as their employment goes.
    pub fn audience(&self) -> Audience {
        let limits = self.controls().caveats.iter().map(|caveat| caveat.token().audience);
        limits.fold(Audience::EVERYONE, Audience::meet)
    }

    /// Whether this marking restricts at least as much as another: what the other asks of a reader, this one asks too.
    pub fn covers(&self, other: &Self) -> bool {
        self.level >= other.level
            && self.needs().is_superset(&other.needs())
            && other.release().includes(&self.release())
            && other.audience().includes(self.audience())
            && other.controls().categories.iter().all(|category| category.is_within(&self.controls().categories))
    }

    /// The marking of a collection of two things: the least one that [covers](Self::covers) both (M10).
    pub fn join(&self, other: &Self) -> Self {
        let (a, b) = (self.controls(), other.controls());
        let mut categories: BTreeSet<Category> = a.categories.union(&b.categories).cloned().collect();
        caveat::drop_those_also_specified(&mut categories);
        let foreign = match (&a.foreign, &b.foreign) {
            (Some(x), Some(y)) if x.is_empty() || y.is_empty() => Some(BTreeSet::new()),
            (Some(x), Some(y)) => Some(x.union(y).copied().collect()),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let both = || a.caveats.union(&b.caveats).copied();
        let caveats = both().filter(|caveat| !JOINED_BY_MEANING.contains(caveat)).collect();
        let level = self.level.max(other.level);
        let display_only = if a.display_only == b.display_only { a.display_only.clone() } else { BTreeSet::new() };
        let unknown: BTreeSet<String> = a.unknown.union(&b.unknown).cloned().collect();
        let mut joined = Controls { caveats, foreign, categories, rel_to: None, display_only, unknown };
        let (release, audience) = (self.release().meet(&other.release()), self.audience().meet(other.audience()));
        let as_joined = Self::with(level, joined.clone());
        let limit = audience.caveat().filter(|limit| as_joined.audience() != audience || both().any(|c| c == *limit));
        joined.caveats.extend(limit);
        let is_said = both().any(|c| c == Caveat::Noforn) || a.rel_to.is_some() && a.rel_to == b.rel_to;
        if as_joined.release() != release || is_said {
            match release {
                Release::Anyone => {}
                Release::Only(codes) if codes.len() > 1 => joined.rel_to = Some(codes),
                Release::Only(_) => {
                    joined.caveats.insert(Caveat::Noforn);
                    joined.display_only.clear();
                }
            }
        }
        let may_be_decided = [a, b].iter().all(|c| c.caveats.contains(&Caveat::Relido));
        if may_be_decided && !joined.caveats.contains(&Caveat::Noforn) {
            joined.caveats.insert(Caveat::Relido);
        }
        Self::with(level, joined)
    }

    /// The marking of a collection of things: that of the empty one is unclassified (M10).
    pub fn of_all<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        all.into_iter().cloned().reduce(|whole, part| whole.join(&part)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
