//! Security markings of filings and clearances of people, and the rule that compares them.

use serde::{Deserialize, Serialize};

/// Classification level, lowest first. `cui` is controlled but unclassified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Level {
    #[default]
    #[serde(rename = "U")]
    Unclassified,
    /// Controlled unclassified information.
    #[serde(rename = "CUI")]
    Cui,
    #[serde(rename = "C")]
    Confidential,
    #[serde(rename = "S")]
    Secret,
    #[serde(rename = "TS")]
    TopSecret,
}

impl Level {
    /// All levels, lowest first, with their portion mark and banner word. All spellings of levels come from this table.
    pub const TABLE: [(Self, &'static str, &'static str); 5] = [
        (Self::Unclassified, "U", "UNCLASSIFIED"),
        (Self::Cui, "CUI", "CUI"),
        (Self::Confidential, "C", "CONFIDENTIAL"),
        (Self::Secret, "S", "SECRET"),
        (Self::TopSecret, "TS", "TOP SECRET"),
    ];

    /// The portion mark: `U`, `CUI`, `C`, `S` or `TS`.
    pub fn mark(self) -> &'static str {
        Self::TABLE.iter().find(|(l, ..)| *l == self).map_or("TS", |(_, m, _)| m)
    }
    /// Parses a portion mark or banner word, in capital or small letters.
    pub fn parse(text: &str) -> Option<Self> {
        let t = text.trim();
        Self::TABLE
            .iter()
            .find(|(_, mark, banner)| t.eq_ignore_ascii_case(mark) || t.eq_ignore_ascii_case(banner))
            .map(|(l, ..)| *l)
    }
    /// Whether the matter is classified. The duties that follow end only with declassification.
    pub fn is_classified(self) -> bool {
        self >= Self::Confidential
    }
}

/// The security marking of a filing. It is a type of its own so that caveats can be added to the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marking(pub Level);

/// The highest level that a person may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clearance(pub Level);

impl Clearance {
    /// Whether a person with this clearance may read matter with a marking.
    pub fn dominates(self, marking: Marking) -> bool {
        self.0 >= marking.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_round_trips_through_every_spelling() {
        for (level, mark, banner) in Level::TABLE {
            assert_eq!(level.mark(), mark);
            assert_eq!(Level::parse(mark), Some(level));
            assert_eq!(Level::parse(&banner.to_lowercase()), Some(level));
            assert_eq!(serde_json::to_value(level).expect("json"), mark);
            assert_eq!(level.is_classified(), ["C", "S", "TS"].contains(&mark));
        }
        assert_eq!(Level::parse("X"), None);
    }

    #[test]
    fn a_clearance_reaches_its_own_level_and_those_below() {
        for (i, (a, ..)) in Level::TABLE.iter().enumerate() {
            for (j, (b, ..)) in Level::TABLE.iter().enumerate() {
                assert_eq!(Clearance(*a).dominates(Marking(*b)), i >= j);
            }
        }
    }
}
