//! Facts of letters about what principals ask for: petitions, permits, appeals (R5.1 to R5.4, E31, E32, E37).

use jiff::civil::{Date, Time};
use serde::Serialize;

/// What a petition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum PetitionKind {
    /// That the order be rescinded (37 CFR 5.4).
    Rescission,
    /// To disclose (37 CFR 5.5(b)).
    Disclosure,
    /// To file abroad (37 CFR 5.5(c)).
    ForeignFiling,
    /// A permit for repeated routine disclosures (37 CFR 5.5(e)).
    GeneralPermit,
    /// That the order be modified otherwise (37 CFR 5.5(a)).
    Modification,
}

/// A permit as it was granted (37 CFR 5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permit {
    /// Its number or name.
    pub name: String,
    /// Whether it is for repeated routine disclosures (37 CFR 5.5(e)).
    pub general: bool,
    /// Who may be told, with what was found of their clearance, each in one line.
    pub persons: Vec<String>,
    /// Where it may be filed, as codes.
    pub countries: Vec<String>,
    pub purpose: String,
    /// First day.
    pub from: Date,
    /// Last day, if it has one; never later than the order's.
    pub until: Option<Date>,
    /// Its conditions, in its own words.
    pub conditions: Vec<String>,
}

/// How an appeal came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum AppealOutcome {
    /// The order stands.
    Denied,
    /// The order is to end; its rescission has its own letter.
    Granted,
    /// The Office decides on the petition again.
    Remanded,
}

/// When and where an appeal is heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// The day.
    pub on: Date,
    /// The time in Washington.
    pub at: Time,
    pub place: String,
}
