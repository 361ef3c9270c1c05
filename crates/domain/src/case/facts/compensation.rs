//! Facts of the field [`crate::law::compensation`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::case::place::{Audience, Place};
use serde::{Deserialize, Serialize};

/// An entry about compensation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A claim came to the Office and was sent back (37 CFR 5.2(b); E33).
    Returned {
        /// Who claims.
        claimant: String,
        /// The agencies that the claimant was referred to.
        ask: Vec<AgencyCode>,
    },
}

impl Act {
    pub(crate) fn slot(&self, _: &Place) -> Option<String> {
        match self {
            Self::Returned { .. } => None,
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Sponsors
    }
}
