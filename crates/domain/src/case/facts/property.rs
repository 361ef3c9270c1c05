//! Facts of the field [`crate::law::property`], as they are recorded.

use crate::case::place::{Audience, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The agency that may claim an invention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// Department of Energy: special nuclear material and atomic energy.
    Doe,
    /// NASA: significant utility in aeronautical and space activities.
    Nasa,
}

impl Track {
    /// The tracks of both agencies.
    pub const ALL: [Self; 2] = [Self::Doe, Self::Nasa];
    /// The name of the agency, for sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doe => "DOE",
            Self::Nasa => "NASA",
        }
    }
    pub(crate) fn citation(self) -> &'static str {
        match self {
            Self::Doe => "42 USC 2182",
            Self::Nasa => "51 USC 20135",
        }
    }
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::Doe => "R1.9, E28",
            Self::Nasa => "R1.10, E29",
        }
    }
}

/// A step on a track, in the order of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The agency was notified of the application and given access (42 USC 2181(d)).
    Notified,
    /// A statement of ownership under oath was asked for.
    StatementRequested,
    /// The statement was received, or the agency said that its rights are settled.
    StatementReceived,
    /// Copies went to the agency: for DOE when the application is otherwise allowable, for NASA forthwith.
    CopiesSent,
    /// The agency directed that the patent issue to it.
    Claimed,
    /// The agency waived its claim.
    Waived,
    /// The applicant asked the Board for a hearing on the claim.
    HearingRequested,
    /// The Board decided for the applicant.
    HeardForApplicant,
    /// The Board decided for the agency.
    HeardForAgency,
    /// NASA claims title because the statement was false, within five years of issue.
    FalseStatement,
}

/// An entry about property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Step {
        track: Track,
        step: Step,
        /// On which day.
        on: Date,
        /// What else there is to say.
        note: Option<String>,
    },
}

impl Act {
    pub(crate) fn slot(&self, of: &Place) -> Option<String> {
        let Self::Step { track, step, .. } = self;
        of.once_a_filing(&format!("property.{}.{step:?}", track.name()))
    }
    pub(crate) fn audience(&self) -> Audience {
        Audience::Office
    }
}
