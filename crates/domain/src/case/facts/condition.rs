//! Facts of the field [`crate::law::condition`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::base::ids::RecommendationId;
use crate::case::place::{Audience, Place};
use serde::{Deserialize, Serialize};

/// An entry about a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An officer decides on a line.
    Accounted(Accounted),
    /// The agency answers that its condition is to be left out.
    Answered {
        /// Whether the agency agrees.
        accepts: bool,
        /// Why.
        reason: String,
    },
}

/// The id of a line: a recommendation and the number of a condition in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineId {
    pub recommendation: RecommendationId,
    /// The place of the condition in the recommendation, from 1.
    pub number: usize,
}

/// The decision on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounted {
    pub line: LineId,
    /// The agency whose condition it is.
    pub agency: AgencyCode,
    pub treatment: Treatment,
    /// Why.
    pub reason: String,
}

/// How a condition is treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// The order gets the condition word for word.
    Adopt,
    /// The order gets the condition in other words, perhaps together with another one.
    Merge {
        /// The words for the order.
        words: String,
    },
    /// The order does not get the condition, if the agency agrees.
    Decline,
    /// The condition is in question, for example because it conflicts with one of another agency. Somebody must decide.
    Question,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Accounted(_) => None,
            Self::Answered { .. } => of.answer_once("condition.answer"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
