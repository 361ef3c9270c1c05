//! Facts of the field [`crate::law::examination`], as they are recorded.

use crate::base::agency::AgencyCode;
use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about examination under an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Sealed: a sponsor showed that examination itself might jeopardize the national interest (R3.9).
    Sealed {
        /// The sponsor that showed it.
        shown_by: AgencyCode,
        /// Why.
        reason: String,
    },
    /// The sealing ended.
    Unsealed {
        /// Why.
        reason: String,
    },
    /// A step of examination.
    Step {
        step: Step,
        /// On which day.
        on: Date,
        /// What else there is to say.
        note: Option<String>,
    },
    /// An amendment that came after the notice of allowability and waits for the end of the order (R8.5).
    AmendmentHeld {
        /// The day of receipt.
        on: Date,
        /// The content of the amendment, in a line.
        note: String,
    },
    /// The decision on a held amendment after the end of the order.
    AmendmentDecided {
        /// Whether the amendment was entered, because it is free from objection.
        entered: bool,
        /// Why.
        reason: String,
    },
    /// The time to reply to the last action was extended (35 USC 267; R8.7).
    Extended {
        /// The last day.
        until: Date,
        /// The certificate of the agency that the invention is important to the armament or defense.
        certificate: String,
    },
    /// The ordinary notice of allowance, once nothing bars it (R8.8).
    Allowed {
        /// On which day.
        on: Date,
    },
}

/// A step of examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An action on the merits; the full statutory period is set for the reply (R8.7 `[U]`).
    Action,
    /// A final rejection, which must be answered or appealed (R8.3).
    FinalRejection,
    /// A reply to an action.
    Reply,
    /// A notice of appeal to the Board; the appeal is completed, and no hearing is set (R8.3).
    Appeal,
    /// The examiner's answer in the appeal.
    ExaminersAnswer,
    /// The notice of allowability, Form D-10, to the applicant and the sponsors (R8.4).
    Allowable,
    /// The applicant suggests an interference; the Office does not act on it (R8.6).
    InterferenceSuggested,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Step { step: Step::Allowable, .. } => of.order.map(|id| format!("examination.allowable:{id}")),
            Self::AmendmentDecided { .. } => of.answer_once("examination.amendment"),
            Self::Allowed { .. } => of.once_a_filing("examination.allowed"),
            Self::Sealed { .. }
            | Self::Unsealed { .. }
            | Self::Step { .. }
            | Self::AmendmentHeld { .. }
            | Self::Extended { .. } => None,
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        match self {
            // The sponsor gets the D-10 too (R8.4), and it asked for the sealing.
            Self::Sealed { .. } | Self::Unsealed { .. } | Self::Step { step: Step::Allowable, .. } => {
                Audience::Sponsors
            }
            _ => Audience::Office,
        }
    }
}
