//! Facts of the field [`crate::law::appeal`], as they are recorded.

use crate::base::calendar::first_business_day_on_or_after;
use crate::case::place::{Audience, Place};
use jiff::ToSpan;
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

/// The last day to appeal a denial (R5.3; the days are a setting, `[U]`). One that falls on a day the Office
/// is closed moves to the next on which it is open: this is an act of the applicant in the Office (35 USC
/// 21(b); E32).
pub fn last_day(denied_on: Date, days: i32) -> Date {
    first_business_day_on_or_after(denied_on.saturating_add(i64::from(days).days()))
}
