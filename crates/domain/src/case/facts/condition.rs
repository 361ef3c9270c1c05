//! Facts of the field [`crate::law::condition`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::base::ids::RecommendationId;
use crate::case::place::{Audience, Place};
use serde::{Deserialize, Serialize};

/// An entry about a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An officer says what becomes of a line.
    Accounted(Accounted),
    /// The agency answers that its condition is to be left out.
    Answered {
        /// Whether it agrees.
        accepts: bool,
        /// Why.
        reason: String,
    },
}

/// Which line: a recommendation, and the number of the condition in it, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineId {
    pub recommendation: RecommendationId,
    /// Its place in it, from 1.
    pub number: usize,
}

/// What becomes of a line.
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
    /// Word for word.
    Adopt,
    /// In other words, perhaps together with another.
    Merge {
        /// The words the order gets.
        words: String,
    },
    /// Not at all, if the agency agrees.
    Decline,
    /// In question, as when it conflicts with another agency's: somebody must decide.
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
