//! The input of verbs that take a reason and nothing else.

use serde::{Deserialize, Serialize};

/// A text with a reason, for acts that need no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonInput {
    /// Why.
    pub reason: String,
}
