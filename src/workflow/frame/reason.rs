//! The input of verbs that take a reason and nothing else.

use serde::{Deserialize, Serialize};

/// A reason, for acts that need no other input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonInput {
    /// Why.
    pub reason: String,
}
