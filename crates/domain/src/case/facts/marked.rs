//! Facts of the field [`crate::law::marked`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The applicant was asked about a marking and given a period.
    Queried {
        /// The marking on the papers.
        marking: String,
        /// Whether the matter is nationally classified (37 CFR 5.1(d)). Then abandonment follows a missed period.
        /// Papers with a mere marking are kept off the public record (MPEP 121).
        classified: bool,
        /// The last day.
        due_on: Date,
    },
    /// The applicant answered.
    Answered {
        how: Answer,
        /// The proof of the answer.
        evidence: String,
        /// The last day of the further period that good faith is given.
        due_on: Option<Date>,
    },
    /// The application was held abandoned for want of an answer.
    HeldAbandoned {
        /// Why.
        reason: String,
    },
}

/// The answer to a query about a marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Somebody with the authority has declassified the matter.
    Declassified,
    /// An improper marking was removed or explained.
    Removed,
    /// The matter is under an order.
    UnderOrder,
    /// A good-faith effort to obtain an order is shown: a further period is set, and the same three choices
    /// apply again (`[U]`, E26).
    GoodFaith,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Queried { .. } | Self::Answered { how: Answer::GoodFaith, .. } => None,
            Self::Answered { .. } | Self::HeldAbandoned { .. } => of.answer_once("marked.end"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
