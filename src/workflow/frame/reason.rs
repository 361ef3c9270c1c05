//! The input of verbs that take a reason and nothing else.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reason for an act that needs nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reason)]
pub struct ReasonInput {
    /// The reason, in the words of the person who acts.
    pub reason: String,
}
