//! Facts of the field [`crate::law::related`], as they are recorded.

use crate::case::place::{Audience, Place};
use serde::{Deserialize, Serialize};

/// An entry about what a filing has in common with an ordered one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A person compared the two.
    Compared {
        /// Whether it discloses a significant part of the ordered subject matter.
        significant_part: bool,
        /// Whether the applicant is the same, or in privity: only then is anybody told (E12).
        same_applicant: bool,
        /// What they have in common, or why nothing that counts.
        reason: String,
    },
}

impl Act {
    pub(crate) fn slot(&self, _: &Place) -> Option<String> {
        None
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
