//! Facts of the field [`crate::law::timers`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::base::ids::ReferralId;
use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about the time a review takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The agency was reminded that its answer is asked for.
    Reminded {
        referral: ReferralId,
        agency: AgencyCode,
        /// The day by which an answer is asked for.
        due_on: Date,
    },
    /// The answer of the agency is long overdue. Its department and the officers of the Office are notified.
    Escalated {
        referral: ReferralId,
        agency: AgencyCode,
        /// The day by which an answer was asked for.
        due_on: Date,
    },
}

impl Act {
    pub(crate) fn slot(&self, _: &Place) -> Option<String> {
        Some(match self {
            Self::Reminded { referral, .. } => format!("review.reminded:{referral}"),
            Self::Escalated { referral, .. } => format!("review.escalated:{referral}"),
        })
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
