//! Facts of the field [`crate::law::international`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry about an international application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Step {
        step: Step,
        /// On which day.
        on: Date,
        /// What else there is to say.
        note: Option<String>,
    },
}

/// A step of an international application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The record copy went to the International Bureau.
    Transmitted,
    /// The receiving office notified applicant and Bureau that the record copy is not sent (by 13 months).
    Notified,
    /// The national stage was entered (35 USC 371(c)), which keeps the United States date (E19).
    NationalStage,
    /// The application is treated as withdrawn, for want of the record copy (17 months).
    TreatedWithdrawn,
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        let Self::Step { step, .. } = self;
        match step {
            Step::Transmitted => of.once_a_filing("international.transmitted"),
            Step::Notified => of.once_a_filing("international.notified"),
            Step::NationalStage => of.once_a_filing("international.national_stage"),
            Step::TreatedWithdrawn => of.once_a_filing("international.withdrawn"),
        }
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
