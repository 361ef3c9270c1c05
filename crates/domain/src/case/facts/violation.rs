//! Facts of the field [`crate::law::violation`], as they are recorded.

use crate::base::ids::NoticeId;
use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about a violation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An officer found a violation.
    Found(Finding),
    /// Another officer decided on the finding.
    Decided {
        holding: Holding,
        /// The day from which the invention is abandoned, which is the day of the violation. All claims against the
        /// United States based on the invention are forfeited with it.
        effective: Option<Date>,
        /// Why.
        reason: String,
    },
}

/// The act that violated the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offence {
    /// The invention was published.
    Publication,
    /// It was disclosed.
    Disclosure,
    /// An application was filed abroad.
    ForeignFiling,
}

/// Who can violate an order so that the invention is held abandoned (35 USC 182).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offender {
    Inventor,
    Successor,
    Assign,
    LegalRepresentative,
    /// Anyone in privity with one of them.
    InPrivity,
}

/// What an officer found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub offence: Offence,
    /// Who did it, in the words of the law.
    pub offender: Offender,
    pub name: String,
    /// The day.
    pub on: Date,
    /// What happened, and how it is known.
    pub evidence: String,
    /// Whether the officer found that there was no consent.
    pub without_consent: bool,
    /// The proof that this person knew of the order by then; `None` if the record has none (R3.5).
    pub knowledge: Option<Knowledge>,
}

/// Proof of service of a notice before the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    pub notice: NoticeId,
    /// The day it was received.
    pub received_on: Date,
}

/// The decision on a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// The invention is held abandoned.
    HoldAbandoned,
    NotHeld,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        match self {
            Self::Found(_) => None,
            Self::Decided { .. } => of.answer_once("violation.decision"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
