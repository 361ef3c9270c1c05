//! Facts of letters about petitions, permits and appeals (R5.1 to R5.4, E31, E32, E37).

use jiff::civil::{Date, Time};
use serde::Serialize;

/// The subject of a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum PetitionKind {
    /// The end of the order (37 CFR 5.4).
    Rescission,
    /// Consent to disclose (37 CFR 5.5(b)).
    Disclosure,
    /// Consent to file abroad (37 CFR 5.5(c)).
    ForeignFiling,
    /// A permit for repeated routine disclosures (37 CFR 5.5(e)).
    GeneralPermit,
    /// Another modification of the order (37 CFR 5.5(a)).
    Modification,
}

/// A permit as it was granted (37 CFR 5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permit {
    /// Its number or name.
    pub name: String,
    /// Whether the permit is for repeated routine disclosures (37 CFR 5.5(e)).
    pub general: bool,
    /// The people who may learn of the matter, with their clearance, each in one line.
    pub persons: Vec<String>,
    /// The countries in which the application may be filed, as codes.
    pub countries: Vec<String>,
    pub purpose: String,
    /// First day.
    pub from: Date,
    /// Last day; `None` if the permit lasts as long as the order. Never later than the last day of the order.
    pub until: Option<Date>,
    /// The conditions, in the words of the permit.
    pub conditions: Vec<String>,
}

/// What the Secretary of Commerce decided on an appeal, in the words of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum AppealOutcome {
    /// The order stands.
    Denied,
    /// The order must end. Its rescission has a letter of its own.
    Granted,
    /// The Office decides on the petition again.
    Remanded,
}

/// The hearing of an appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// The day.
    pub on: Date,
    /// The time in Washington.
    pub at: Time,
    pub place: String,
}
