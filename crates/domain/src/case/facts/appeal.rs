//! Facts of the field [`crate::law::appeal`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// An entry about an appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The appeal was received. The entry answers the petition that was denied.
    Received {
        /// The principal who appeals.
        principal: String,
        grounds: String,
        /// The day of receipt.
        received_on: Date,
    },
    /// Time and place of a hearing were set or changed. Sponsors and appellant get a letter.
    Hearing {
        /// The day.
        on: Date,
        /// The time in Washington.
        at: Time,
        place: String,
    },
    /// The Secretary decided.
    Decided {
        outcome: Outcome,
        /// Why.
        reason: String,
    },
    /// The order was rescinded on the Secretary's reversal, without the sponsors' requests.
    Rescinded {
        /// The reference of the Secretary's decision.
        reference: String,
    },
}

/// The decision of the Secretary of Commerce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The denial stands.
    Upheld,
    /// The order is reversed.
    Reversed,
    /// The Office must decide again.
    Remanded,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Received { .. } => of.answer_once("appeal.received"),
            Self::Hearing { .. } => None,
            Self::Decided { .. } => of.answer_once("appeal.decision"),
            Self::Rescinded { .. } => of.answer_once("appeal.rescission"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Sponsors
    }
}
