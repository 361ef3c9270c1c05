//! The levels of classification.

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
    /// The word in a banner.
    pub fn banner(self) -> &'static str {
        Self::TABLE.iter().find(|(l, ..)| *l == self).map_or("TOP SECRET", |(.., b)| b)
    }
    /// Parses a portion mark or banner word, in capital or small letters. `CONTROLLED` is the other word for `CUI` (M4).
    pub fn parse(text: &str) -> Option<Self> {
        let t = text.trim();
        if t.eq_ignore_ascii_case("CONTROLLED") {
            return Some(Self::Cui);
        }
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
