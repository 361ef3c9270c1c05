//! Facts of the field [`crate::law::related`], as they are recorded.

use crate::case::place::{Audience, Place};
use serde::{Deserialize, Serialize};

/// An entry about a filing and the order on a related filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A person compared the two filings.
    Compared {
        /// Whether the filing discloses a significant part of the ordered subject matter.
        significant_part: bool,
        /// Whether the applicant is the same, or in privity. Only then is the applicant notified (E12).
        same_applicant: bool,
        /// What the two filings have in common, or why that is not significant.
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
